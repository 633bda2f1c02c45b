"""A part of the output stands for all that goes into it: what differs in one thing is another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.memory.bundle import pack
from dateline.model import Artifact, Month
from dateline.output import Known
from dateline.parts import (
    Block,
    Needs,
    Part,
    Piece,
    artifacts,
    digest,
    has_many,
    month_by_month,
    nothing,
)

VALUES = st.tuples(
    *[st.none() | st.integers() | st.text() | st.binary() | st.tuples(st.text(), st.text())] * 2
)


def home() -> Iterator[Artifact]:
    """Give a page."""
    yield Artifact("index.html", b"Hello")


def part(needs: Callable[[], Needs] | None = nothing, name: str = "home") -> Part:
    """Give a part that is one page."""
    return Part(name, needs, home)


@given(one=VALUES, other=VALUES)
def test_sums_differ_where_values_do(one: Needs, other: Needs) -> None:
    """The same values have the same sum, and others another, also where they look alike."""
    assert (digest(b"a", one) == digest(b"a", other)) == (repr(one) == repr(other))
    assert digest(b"a", one) != digest(b"b", one)


def test_sum_does_not_tell_how_values_came_to_be() -> None:
    """One text used twice and two that are equal give the same sum: marshal could tell them."""
    word = "".join(["Ha", "noi"])
    again = "".join(["Ha", "noi"])

    assert digest(b"", (word, word)) == digest(b"", (word, again)) == digest(b"", ("Hanoi",) * 2)


def test_key() -> None:
    """A key follows what a part needs; a sum is its own, and none stands for what is never kept."""
    assert part().key() != part(lambda: ("Title",)).key()
    assert part(lambda: (b"sum",)).key() == b"sum"
    assert part(None).key() == b""


def test_block_makes_its_parts_when_asked() -> None:
    """A block knows how many parts it has, and makes them when one is looked at."""
    made = []

    def parts() -> list[Part]:
        made.append(1)
        return [part(), part(name="other")]

    block = Block("both", lambda: ["home", "other"], nothing, parts)

    assert (len(block), made) == (2, [])
    assert [each.name for each in block] == ["home", "other"]
    assert list(block[1:]) == [part(name="other")]
    assert made == [1, 1]


def test_artifacts_of_all_pieces() -> None:
    """Pieces are rendered in their order."""
    assert list(artifacts([(part(), part()), (part(),)])) == [Artifact("index.html", b"Hello")] * 3


def test_blocks_that_share_texts_are_neighbours() -> None:
    """What shows the releases of a month follows one another, the oldest first; all else goes ahead."""

    def block(name: str, month: Month | None) -> Block:
        return Block(name, lambda: ["home"], nothing, lambda: [part()], month)

    may, june = Month(2024, 5), Month(2024, 6)
    feeds = [(part(),), block("feeds 6", june), block("feeds 5", may)]
    pages = [block("lists", None), block("pages 5", may), block("pages 6", june)]
    ordered = month_by_month([*feeds, *pages])

    assert ordered[:2] == [feeds[0], pages[0]]
    assert [each.name for each in ordered if isinstance(each, Block)] == [
        "lists",
        "feeds 5",
        "pages 5",
        "feeds 6",
        "pages 6",
    ]
    assert block("pages", may).changed(lambda each: each).month == may


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Give an output with the page."""
    (tmp_path / "index.html").write_bytes(b"Hello")
    return tmp_path


def known(out: Path, key: bytes, name: str = "home", block: str = "", whole: bytes = b"") -> Known:
    """Give what the last build made: the page, by itself or in a block."""
    changed = (out / "index.html").stat().st_mtime_ns
    return Known({block: pack(whole, {name: (key, (("index.html", changed, 5),))})})


def test_what_stands_is_not_rendered(out: Path) -> None:
    """A part of the same key whose files are there is kept; of a piece only the rest is left."""
    key = part().key()
    other = part(name="other")

    todo, kept = known(out, key).sift([(part(), other), (part(),)], out)

    assert todo == [[other]]
    assert list(kept.paths) == ["index.html"]


@pytest.mark.parametrize("why", ["unknown", "key", "always", "file"])
def test_what_does_not_stand_is_rendered(out: Path, why: str) -> None:
    """A new part, one of another key, one that is rendered always, and one whose file changed."""
    needs = None if why == "always" else nothing
    key = {"key": b"another", "always": b""}.get(why, part().key())
    last = known(out, key, "another" if why == "unknown" else "home")
    if why == "file":
        (out / "index.html").write_bytes(b"By hand")

    todo, kept = last.sift([(part(needs),)], out)

    assert todo == [[part(needs)]]
    assert kept.units == {}


@pytest.mark.parametrize(
    ("why", "left"), [("same", 0), ("key", 1), ("file", 1), ("unknown", 1), ("parts", 0)]
)
def test_block_is_kept_whole(out: Path, why: str, left: int) -> None:
    """A block of the same key whose files are there is not looked into; else each part is."""
    block = Block("all", lambda: ["home"], nothing, lambda: [part(lambda: (b"own",))])
    last = known(
        out,
        b"own" if why == "parts" else b"another",
        block="some" if why == "unknown" else "all",
        whole=b"old" if why in {"key", "parts"} else block.key,
    )
    if why == "file":
        (out / "index.html").write_bytes(b"By hand")

    todo, kept = last.sift([block], out)

    assert len(todo) == left
    assert list(kept.kept) == (["all"] if why == "same" else [])
    assert list(kept.units) == (["home"] if why == "parts" else [])


def test_part_that_moved_to_another_block_is_kept(out: Path) -> None:
    """A release that a later cut puts into another block is not rendered again."""
    block = Block("new", lambda: ["home"], nothing, lambda: [part(lambda: (b"own",))])

    todo, kept = known(out, b"own", block="old").sift([block], out)

    assert (todo, list(kept.units)) == ([], ["home"])


def test_parts_are_counted_as_far_as_need_be() -> None:
    """A block behind enough others is not asked for its parts' names."""

    def unasked() -> list[str]:
        raise AssertionError

    pieces: list[Piece] = [
        [part(), part()],
        Block("one", lambda: ["home"], nothing, lambda: [part()]),
        Block("rest", unasked, nothing, list),
    ]

    assert has_many(pieces, 3)
    assert not has_many(pieces[:2], 4)
