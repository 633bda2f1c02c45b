"""Wait for what happens by itself, and on a busy machine late."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeVar

Found = TypeVar("Found")

# Only a failure takes so long: whoever waits goes on as soon as it has happened.
PATIENCE: Final = 120.0


def until(happens: Callable[[], Found], what: object = "") -> Found:
    """Wait until something is true, and give it; what is waited for is told where it never comes."""
    end = time.monotonic() + PATIENCE
    while not (found := happens()):
        assert time.monotonic() < end, what() if callable(what) else what
        time.sleep(0.02)
    return found
