"""Hold broken releases to the rules across files, as far as what they say is sure.

So the problems that one of its keys has with other files are told in the same run as those of its
other keys; and none is told that would be gone once the broken keys are mended.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from dateline.model import Edition

_UNSURE = attrgetter("unsure")


def knowing(editions: Iterable[Edition], *keys: str) -> list[Edition]:
    """Give the editions of which these keys are sure; all are of one that can be published."""
    editions = list(editions)
    if not any(map(_UNSURE, editions)):
        return editions  # mostly so, and asked by a dozen rules of all there is
    return [edition for edition in editions if not edition.unsure or all(map(edition.knows, keys))]
