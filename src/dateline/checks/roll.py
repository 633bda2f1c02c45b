"""Call the roll of all editions once, and hand each rule the columns that it asks for.

No processor's cache holds ten thousand editions: a rule that goes through them itself takes longer
for the way than for what it looks at. Nearly always a column as a whole tells that nothing is
wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any

from dateline.checks.sure import knowing
from dateline.languages import bare
from dateline.model import Edition

_COLUMNS = (
    "path", "key", "language", "slug", "ident", "date", "embargo", "kind", "reference", "topics",
    "changes", "withdrawn", "aliases", "related", "draft", "unsure",
)  # fmt: skip
_row = attrgetter(*_COLUMNS)


class Roll:
    """Editions in the order of files, those of broken files as far as they are understood."""

    def __init__(self, editions: Sequence[Edition]) -> None:
        self.editions = editions

    @cached_property
    def _columns(self) -> dict[str, Sequence[Any]]:
        columns = zip(*map(_row, self.editions), strict=True)
        return dict(zip(_COLUMNS, columns, strict=True)) if self.editions else {}

    def __getitem__(self, name: str) -> Sequence[Any]:
        """Give what each edition has as an attribute."""
        return self._columns.get(name, ())

    @cached_property
    def bare_keys(self) -> Sequence[str]:
        """Give the editions' keys without case and accents."""
        keys = self["key"]
        together = "\n".join(keys)  # no file's name that can be read holds one
        if together.isascii() and together.count("\n") == len(keys) - 1:
            return together.lower().split("\n")
        return [*map(bare, keys)]

    @cached_property
    def keys_by_date(self) -> Sequence[str]:
        """Give the key of each release, in the order of dates, and of files within a moment."""
        rows = sorted(zip(self["date"], self["path"], self["key"], strict=True))
        return list(dict.fromkeys([key for _, _, key in rows]))

    def knowing(self, *keys: str) -> Roll:
        """Give the editions of which these keys are sure: mostly all."""
        return Roll(knowing(self.editions, *keys)) if any(self["unsure"]) else self

    def having(self, *names: str) -> Sequence[Edition]:
        """Give the editions that have any of some things: mostly none."""
        columns = [self[name] for name in names]
        if not any(map(any, columns)):
            return ()
        rows = zip(self.editions, *columns, strict=True)
        return [edition for edition, *found in rows if any(found)]

    def alike(self, *columns: Iterable[Hashable]) -> Sequence[Edition]:
        """Give the editions that share their values in some columns with others: mostly none."""
        values = list(zip(*columns, strict=True))
        if len(set(values)) == len(values):
            return ()
        shared = Counter(values)
        found = zip(self.editions, values, strict=True)
        return [edition for edition, value in found if shared[value] > 1]
