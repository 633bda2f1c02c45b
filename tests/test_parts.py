"""A part of the output stands for all that goes into it: what differs in one thing is another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Artifact
from dateline.output import Known
from dateline.parts import Needs, Part, artifacts, digest, nothing

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
    """A key follows what all parts need and what one needs; none stands for what is never kept."""
    keys = {part().key(b"a"), part().key(b"b"), part(lambda: ("Title",)).key(b"a")}

    assert len(keys) == 3
    assert part(None).key(b"a") == part().key(b"") == b""


def test_artifacts_of_all_pieces() -> None:
    """Pieces are rendered in their order."""
    assert list(artifacts([(part(), part()), (part(),)])) == [Artifact("index.html", b"Hello")] * 3


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Give an output with the page."""
    (tmp_path / "index.html").write_bytes(b"Hello")
    return tmp_path


def known(out: Path, key: bytes, name: str = "home") -> Known:
    """Give what the last build made: the page."""
    changed = (out / "index.html").stat().st_mtime_ns
    return Known({name: (key, (("index.html", changed, 5),))}, b"common")


def test_what_stands_is_not_rendered(out: Path) -> None:
    """A part of the same key whose files are there is kept; of a piece only the rest is left."""
    key = part().key(b"common")
    other = part(name="other")

    todo, kept = known(out, key).sift([(part(), other), (part(),)], out)

    assert todo == [[other]]
    assert list(kept.paths) == ["index.html"]


@pytest.mark.parametrize("why", ["unknown", "key", "always", "file"])
def test_what_does_not_stand_is_rendered(out: Path, why: str) -> None:
    """A new part, one of another key, one that is rendered always, and one whose file changed."""
    needs = None if why == "always" else nothing
    key = {"key": b"another", "always": b""}.get(why, part().key(b"common"))
    last = known(out, key, "another" if why == "unknown" else "home")
    if why == "file":
        (out / "index.html").write_bytes(b"By hand")

    todo, kept = last.sift([(part(needs),)], out)

    assert todo == [[part(needs)]]
    assert kept.units == {}
