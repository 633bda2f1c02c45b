"""feedgen writes each shape of an entry once; texts are put into it as it would write them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.feeds import frames
from dateline.feeds.atom_rss import write_atom, write_rss
from dateline.feeds.entry import Category, Enclosure, Entry, Translation
from dateline.feeds.frames import Clock, Frames, Marks, Parts
from tests.feeds.test_weighing import ENTRY

FULL = replace(
    ENTRY,
    categories=(Category("t", "Topic", "https://x/"),),
    enclosures=(Enclosure("https://x/a.pdf", 1, "application/pdf", "Plan", "vi"),),
    translations=(Translation("vi", "https://x/vi/", "Mở"),),
)
# XML 1.0, section 2.2: what no document may hold.
REFUSED = st.sampled_from([*"\0\x01\x08\x0b\x0c\x0e\x1b\x1f\ud800\udfff\ufffe\uffff"])


def with_author(sign: str) -> Entry:
    """Put a sign into a text of the entry."""
    return replace(FULL, author=f"Press{sign}desk")


def with_address(sign: str) -> Entry:
    """Put a sign into an address."""
    return replace(FULL, translations=(Translation("vi", f"https://x/{sign}", "Mở"),))


def with_content(sign: str) -> Entry:
    """Put a sign into the content, beside another that looks like it in UTF-8."""
    return replace(FULL, content=f"<p>\uffef{sign}</p>".encode())


@given(REFUSED, st.sampled_from([with_author, with_address, with_content]))
def test_what_xml_refuses_is_not_written(sign: str, spoiled: Callable[[str], Entry]) -> None:
    """A sign that would make the whole document unreadable stops the build, filled in or not."""
    write_atom(FULL)

    with pytest.raises(ValueError):  # noqa: PT011 -- lxml's own words
        write_atom(spoiled(sign))


def test_rss_refuses_it_too() -> None:
    """An item's texts are looked at as an entry's are."""
    with pytest.raises(ValueError):  # noqa: PT011 -- lxml's own words
        write_rss(replace(FULL, content=b"\x08"))


class Line(NamedTuple):
    """The smallest thing that has a shape."""

    text: str
    size: int = 0
    kind: str = "line"


def apart(line: Line, _: Clock) -> Parts:
    """Take a line apart."""
    return Parts([line.text], str(line.size).encode(), line.kind)


def marked(line: Line, marks: Marks) -> Line:
    """Put marks into a line."""
    return line._replace(text=marks.text(line.text), size=marks.number())


class Scribe:
    """Writes lines as XML, and notes them."""

    def __init__(self) -> None:
        self.written: list[Line] = []
        self.frames = Frames(self.write, apart, marked, datetime.isoformat)

    def write(self, line: Line) -> bytes:
        """Write a line, without escaping anything."""
        self.written.append(line)
        return f'<{line.kind} size="{line.size}" of="{line.text}">{line.text}</>'.encode()


def test_each_shape_is_written_once() -> None:
    """Only what has other elements, or lacks a text, is written anew."""
    scribe = Scribe()
    lines = [Line("One", 1), Line('<"2">', 2), Line(""), Line("", 3), Line("Four", 4, "note")]
    filled = [scribe.frames.filled(line).decode() for line in lines]

    assert filled == [
        '<line size="1" of="One">One</>',
        '<line size="2" of="&lt;&quot;2&quot;&gt;">&lt;"2"&gt;</>',
        '<line size="0" of=""></>',
        '<line size="3" of=""></>',
        '<note size="4" of="Four">Four</>',
    ]
    assert [(bool(each.text), each.kind) for each in scribe.written] == [
        (True, "line"),
        (False, "line"),
        (True, "note"),
    ]


def test_what_lxml_writes_otherwise_is_left_to_it() -> None:
    """A carriage return is a reference in XML; so rare that there is no rule for it here."""
    scribe = Scribe()
    line = Line("One\rtwo")
    scribe.frames.filled(line)

    assert scribe.written == [line]


def test_no_more_shapes_are_kept_than_are_useful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes ever new shapes does not fill the memory with them."""
    monkeypatch.setattr(frames, "_MOST", 2)
    scribe = Scribe()
    kinds = [f"k{number}" for number in (1, 2, 1, 3, 1)]
    for kind in kinds:
        scribe.frames.filled(Line("x", kind=kind))

    assert [line.kind for line in scribe.written] == ["k1", "k2", "k3", "k1"]


def test_moments_are_told_apart() -> None:
    """Two moments of a thing are found again, each where it was written."""
    marks = Marks(datetime.isoformat)
    moments = [marks.moment() for _ in range(99)]

    assert len(set(moments)) == len(set(marks.written)) == 99
    assert [moment.isoformat() for moment in moments] == marks.written
