"""Say what the mail room asks of a clock; the door hands it one, tests another."""

from __future__ import annotations

from datetime import datetime
from threading import Event
from typing import Protocol


class Clock(Protocol):
    """Tells the time, and waits."""

    def now(self) -> datetime:
        """Give the moment, with its zone."""

    def elapsed(self) -> float:
        """Give seconds since some start, that no setting of the clock changes.

        They run on while the machine sleeps or the process is stopped.
        """

    def wait(self, seconds: float, stop: Event) -> bool:
        """Wait, or until told to stop; True when told."""
