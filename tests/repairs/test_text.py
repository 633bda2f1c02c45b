"""Repairs of a text: safe, complete, and never of a word."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.problems import Problem
from dateline.reading.files import SourceFile
from dateline.reading.frontmatter import split
from dateline.reading.parse import StandIns, parse
from dateline.reading.schema import FrontMatter
from dateline.repairs.text import Repair, repair

DECOMPOSED = unicodedata.normalize("NFD", "Tiếng Việt")
HEAD = "---\ntitle: A\ndate: 2024-02-01\n"
# What editors and their machines leave behind, between words that mean something to YAML.
PIECES = st.sampled_from(
    [
        "---\n", "---\r\n", "title: A\n", "title: ", "date: 25/12/2024\n", "date: 03/04/2024\r\n",
        "date: '12/25/2024'  # note\n", "embargo: 1 Feb 2024 9:00 +0700\n", "image:\n", "\tsrc: a.png\n",
        "\t  alt: b\n", "changes:\n", "- at: 25.12.2024\n", "\t- at: 2024/1/2\n", "notes: |\n",
        "  \tcode\n", "topics:\n", "  - a\n", "\t- b\n", "\ufeff", "\r\n", "\r\r\n", "\r", "\n", "\t",
        " ", DECOMPOSED, "Việt", "e\u0323\u0302", "\u212b", "\u1fef", "\u037e", "25/12/2024", '"', "x: ",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES | st.text(max_size=5), max_size=25).map("".join),
    st.lists(PIECES, max_size=12).map(lambda each: f"---\n{''.join(each)}\n---\n{DECOMPOSED}\r\n"),
)
MENDED_CODES = {"byte-order-mark", "not-nfc"}
STRANGE = "\u1fef\u037e"


def problems(text: str) -> list[Problem]:
    """Give the problems of a release of this text."""
    found: list[Problem] = []
    source = SourceFile("a.md", text.replace("\r\n", "\n"))
    parse(source, FrontMatter, found, lambda: StandIns({"title": "-", "date": "2024-02-01"}))
    return found


@pytest.mark.parametrize(
    ("text", "mended", "what"),
    [
        (f"{HEAD}---\nText.\n", f"{HEAD}---\nText.\n", ()),
        (f"\ufeff{HEAD}---\n", f"{HEAD}---\n", ("byte order mark",)),
        (f"\ufeff\ufeff{HEAD}---\n", f"{HEAD}---\n", ("byte order mark",)),
        ("---\r\ntitle: A\r\n---\r\nB\r\n", "---\ntitle: A\n---\nB\n", ("line ends",)),
        ("---\r\r\ntitle: A\n---\n", "---\ntitle: A\n---\n", ("line ends",)),
        (f"{HEAD}---\nA\rB\n", f"{HEAD}---\nA\rB\n", ()),
        (f"---\ntitle: {DECOMPOSED}\n---\n{DECOMPOSED}", "---\ntitle: Tiếng Việt\n---\nTiếng Việt", ("letters in pieces",)),
        (f"{HEAD}image:\n\tsrc: a\n\talt: b\n---\n", f"{HEAD}image:\n  src: a\n  alt: b\n---\n", ("tabs",)),
        (f"{HEAD}changes:\n\t- at: 1\n\t  note: b\n---\n", f"{HEAD}changes:\n  - at: 1\n    note: b\n---\n", ("tabs",)),
        (f"{HEAD}image:\n    src: a\n\talt: b\n---\n", f"{HEAD}image:\n    src: a\n    alt: b\n---\n", ("tabs",)),
        ("---\ndate: 25/12/2024\n---\n25/12/2024\n", "---\ndate: 2024-12-25\n---\n25/12/2024\n", ("dates",)),
        ("---\ndate:   \"25/12/2024\"  # Christmas\n---\n", "---\ndate:   \"2024-12-25\"  # Christmas\n---\n", ("dates",)),
        ("---\nembargo: 25/12/2024 09:00 +07:00\n---\n", "---\nembargo: 2024-12-25 09:00 +07:00\n---\n", ("dates",)),
        ("---\nwithdrawn: {at: 25/12/2024, reason: 25/12/2024}\n---\n", "---\nwithdrawn: {at: 2024-12-25, reason: 25/12/2024}\n---\n", ("dates",)),
        ("---\nchanges: [{at: 25/12/2024}, {at: 13.1.2024}]\n---\n", "---\nchanges: [{at: 2024-12-25}, {at: 2024-01-13}]\n---\n", ("dates",)),
        ("---\ncoverage:\n- date: 25/12/2024\n---\n", "---\ncoverage:\n- date: 2024-12-25\n---\n", ("dates",)),
        ("\ufeff---\r\ndate: 25/12/2024\r\n---\r\n" + DECOMPOSED, "---\ndate: 2024-12-25\n---\nTiếng Việt", ("byte order mark", "line ends", "letters in pieces", "dates")),
    ],
)  # fmt: skip
def test_what_is_mended(text: str, mended: str, what: tuple[str, ...]) -> None:
    """Marks, line ends, letters, tabs and dates are mended, each where it is safe."""
    assert repair(text) == Repair(mended, what)


@pytest.mark.parametrize(
    "text",
    [
        "---\ndate: 03/04/2024\n---\n",
        "---\ntitle: 25/12/2024\nx-date: 25/12/2024\n---\n",
        "---\ndate: [25/12/2024]\n---\n",
        "---\ndate: >\n  25/12/2024\n---\n",
        '---\ndate: "25\\x2f12/2024"\n---\n',
        "---\ndate: 25/12/2024\nno key\n---\n",
        "---\nnotes: |\n  \tcode\n\n\tmore\n---\n",
        "---\ntitle:\tA\n---\n\tcode\n",
        "---\ntopics:\n  - a\n\t- b\n---\n",
        "---\nimage: {\n\tsrc a\n\t}\n\t: [\n---\n",
        "---\nx: A\nimage:\n  - \ta: 1\n\t  b: 2\n---\n",
        "---\ntitle: \u1fefA\n---\n",
        "no front matter 25/12/2024\n",
        "---\nunclosed: 25/12/2024\n",
    ],
)
def test_what_is_left_alone(text: str) -> None:
    """What could mean two things, or is a writer's own, stays as it is and is told."""
    assert repair(text) == Repair(text)


def test_hundreds_of_tabs_are_left_to_a_person() -> None:
    """A block that is tabs throughout is given up soon."""
    text = "---\n" + "".join(f"k{n}:\n\ta: 1\n" for n in range(300)) + "---\n"

    assert repair(text) == Repair(text)


@given(TEXTS)
def test_mending_twice_is_mending_once(text: str) -> None:
    """A mended text has nothing left to mend."""
    once = repair(text)

    assert repair(once.text) == Repair(once.text)
    assert (once.text == text) == (once.mended == ())


def bare(text: str) -> str:
    """Give a text as it means the same: joined, with one sort of line end, without the mark."""
    return unicodedata.normalize("NFC", re.sub("\r+\n", "\n", text.lstrip("\ufeff")))


@given(TEXTS)
def test_no_word_is_touched(text: str) -> None:
    """But for tabs and dates in front matter, a text says the same before and after."""
    after = repair(text)
    before, now = bare(text), unicodedata.normalize("NFC", after.text)

    if not {"tabs", "dates"} & set(after.mended):
        assert before == now
        return
    old, new = split(before, ""), split(now, "")
    assert not isinstance(old, Problem)
    assert not isinstance(new, Problem)
    assert old.body == new.body
    for was, line in zip(old.block.split("\n"), new.block.split("\n"), strict=True):
        assert was.lstrip() == line.lstrip() or re.search(r"\d{4}-\d\d-\d\d", line)


@given(TEXTS.filter(lambda text: not set(STRANGE) & set(text)))
def test_what_is_mended_is_told_no_more(text: str) -> None:
    """The mended text has none of the problems that were mended."""
    after = repair(text)
    left = {problem.code for problem in problems(after.text)}

    assert not MENDED_CODES & left
    assert "\r\n" not in after.text
    if "tabs" in after.mended:
        assert "tab-indentation" not in left
