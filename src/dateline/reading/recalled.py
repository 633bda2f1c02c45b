"""Make editions of records, as far as each is asked for.

An edition that was recalled reads its text when somebody wants it, and refuses one that has
changed.
"""

from __future__ import annotations

import marshal
from collections import deque
from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

from dateline.errors import OutsideError
from dateline.model import Edition
from dateline.problems import Problem
from dateline.reading.dates import shared
from dateline.reading.files import read_text
from dateline.reading.records import DAY, PACKED, Record, body_of, sum_of
from dateline.reading.unmaking import REMAKE

_REMADE = tuple(name for name in PACKED if name in REMAKE)
# As many as a language's lists, pages and feeds of ten thousand releases ask for in turns.
_MOST_UNPACKED = 20_000
_fill = object.__setattr__


class Home:
    """A newsroom's folder and zone, with its editions that were unpacked last.

    No more of these are kept than are asked for again and again: a hundred thousand would take the
    machine's memory. Where it `is_large`, its editions' attributes share their keys (PEP 412):
    that takes 0.5 µs more for each, and 280 of 460 bytes less.
    """

    def __init__(self, root: Path, zone: tzinfo, *, is_large: bool = False) -> None:
        self.root = root
        self.zone = zone
        self.is_large = is_large
        self._unpacked: deque[tuple[Recalled, dict[str, Any]]] = deque()

    def unpack(self, edition: Recalled) -> dict[str, Any]:
        """Give what an edition says, with what was left packed."""
        packed = edition.__dict__
        said = marshal.loads(packed["packed"])  # noqa: S302 -- of a form whose sum was right
        whole: dict[str, Any] = {**packed, **dict(zip(PACKED, said, strict=True))}
        for name in _REMADE:
            if whole[name]:
                whole[name] = REMAKE[name](whole[name], self.zone)
        _fill(edition, "__dict__", whole)
        self._unpacked.append((edition, packed))
        if len(self._unpacked) > _MOST_UNPACKED:
            last, before = self._unpacked.popleft()
            _fill(last, "__dict__", before)
        return whole

    def text_of(self, edition: Recalled) -> str:
        """Read the text of an edition; raises OutsideError where it is another than was read."""
        source = read_text(self.root, edition.path)
        if isinstance(source, Problem) or sum_of(source) != edition.own:
            raise OutsideError(
                f"{edition.path} changed while the newsroom was built.",
                hint="Nothing was published. Build again when nobody is writing the file.",
            )
        return body_of(source)


class Recalled(Edition):
    """An edition whose text is read when it is asked for, and its words are unpacked so.

    `own` is the sum of its text, `text` the text itself where somebody handed it over.
    """

    home: Home
    own: bytes
    packed: bytes
    text: bytes

    def __getattr__(self, name: str) -> Any:
        """Give the body; every other attribute is there."""
        if name != "body":
            raise AttributeError(name)
        text = self.__dict__.pop("text", None)
        if text is None:
            return self.home.text_of(self)
        body = self.__dict__["body"] = text.decode("utf-8", "surrogatepass")
        return body


class _Late:
    """Stands for an attribute until it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, edition: Recalled, _: type | None = None) -> Any:
        return edition.home.unpack(edition)[self._name]


class _Slug:
    """Stands for the slug of most: what the id says beside the day."""

    def __get__(self, edition: Recalled, _: type | None = None) -> str:
        return edition.ident[DAY:]


for _name in PACKED:
    setattr(Recalled, _name, _Late(_name))
Recalled.slug = _Slug()  # type: ignore[assignment]


def editions_of(
    found: Iterable[Record], home: Home, bodies: Mapping[str, bytes]
) -> dict[str, Edition]:
    """Give the editions of records by their paths; what they are not asked for is unpacked later.

    They take what they are asked for with them; texts that are not among the `bodies` are read when
    they are asked for. All of an archive are made in each build: in one loop, for calls take half
    of the time.
    """
    editions: dict[str, Edition] = {}
    zone = home.zone
    new, fill, day_of = object.__new__, _fill, date.fromordinal
    moment_of, joined = datetime.fromisoformat, datetime.combine
    remade = REMAKE.keys()
    for path, asked, _, own, rest, _ in found:
        asked["home"] = home
        asked["own"] = own
        asked["packed"] = rest
        if path in bodies:
            asked["text"] = bodies[path]
        asked["day"] = day_of(asked["day"])
        at = moment_of(asked["date"])
        asked["date"] = joined(at, at.time(), shared(at.tzinfo) if at.tzinfo else zone)
        if not remade.isdisjoint(asked):
            _remake(asked, zone)
        editions[path] = edition = new(Recalled)
        if home.is_large:
            said = edition.__dict__
            for name in asked:
                said[name] = asked[name]
        else:
            fill(edition, "__dict__", asked)
    return editions


def _remake(values: dict[str, Any], zone: tzinfo) -> None:
    """Make of plain values what editions hold."""
    for name in values.keys() & REMAKE.keys():
        values[name] = REMAKE[name](values[name], zone)
