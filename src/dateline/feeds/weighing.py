"""Weigh entries: a document has a size that readers fetch every hour."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dateline.feeds import atom_rss, jsonfeed
from dateline.feeds.entry import Entry

_WRITE: Mapping[str, Callable[[Entry], bytes]] = {
    "rss": atom_rss.write_rss,
    "atom": atom_rss.write_atom,
    "json": jsonfeed.write,
}


def weigh(entry: Entry, formats: Sequence[str]) -> int:
    """Give the bytes that an entry takes in the largest format that is offered.

    They are written for it, and documents take them as they are.
    """
    return max(len(entry.written(_WRITE[form])) for form in formats)
