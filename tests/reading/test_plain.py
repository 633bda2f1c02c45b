"""Reading plain front matter without the YAML parser: the same values, or none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.reading.block import Block
from dateline.reading.events import Reader
from dateline.reading.frontmatter import Split
from dateline.reading.plain import plain_values

SIGNS = list(" -:#,[]{}&*!|>'\"%@`?~=<\\\t\r.0a1é\u0085\u2028\ufeff\ufffe\u00a0\U0001f600\x00")
PIECES = [
    ": ", " #", "- ", "  - ", "---", "...", "\n", "\n  ", '"', "null", "true", "0x1F", "1e5",
    "-.inf", "2024-02-01", "09:00:00+07:00", "[a, b]", "[]", "[a,b]", "{a: b}", "a:", "a: b: c",
    "https://example.org/", "Việc làm", "khóa học", "&t", "*t", "!!str", "<<", "|", ">", "''",
]  # fmt: skip
ODD = st.lists(st.sampled_from(SIGNS) | st.sampled_from(PIECES), max_size=3).map("".join)
WORDS = st.sampled_from(["Online course", "Việc làm", "2024-02-01", "09:00:00+07:00", "true", "é"])
TEXT = WORDS | st.tuples(WORDS, ODD, WORDS).map("".join)
KEYS = st.sampled_from(["title", "date", "x-own", "topics", "a", "b2", "c_d"])
KEY = KEYS | KEYS | KEYS | st.sampled_from(["Title", "ti tle", "", "- a", " a", "a:"])
LIST = st.lists(st.sampled_from(["skills", "2024", "null", "1e5", "a-b", "a b", "a:"]), max_size=3)
LINE = st.one_of(
    st.tuples(KEY, TEXT).map(lambda line: f"{line[0]}: {line[1]}\n"),
    st.tuples(KEY, TEXT).map(lambda line: f'{line[0]}: "{line[1]}"\n'),
    st.tuples(KEY, LIST).map(lambda line: f"{line[0]}: [{', '.join(line[1])}]\n"),
    st.tuples(KEY, st.sampled_from(["", " ", "  "]), LIST).map(
        lambda line: f"{line[0]}:\n" + "".join(f"{line[1]}- {item}\n" for item in line[2])
    ),
    ODD.map(lambda line: f"a: {line}\n"),
)
BLOCKS = st.lists(LINE, max_size=3).map("".join)


def parsed(block: str) -> Block:
    """Give what the YAML parser makes of a block."""
    return Reader("a.md", Split(block, "", 2, block.count("\n") + 3)).read()


@settings(max_examples=600)
@given(BLOCKS)
@example("a: b\n- c\n")
@example("a:\n- b\nc: d\n")
@example("a:\n  - b\n - c\n")
@example("a: b\n  c\n")
@example("a: b:\n")
@example("a: b #c\n")
@example("a: b \n")
@example('a: "b" # c\n')
@example("a: 1\na: 2\n")
def test_plain_values_are_those_of_the_parser(block: str) -> None:
    """What is read without the parser is what the parser reads, and it has nothing to tell."""
    values = plain_values(block)
    if values is None:
        return
    found = parsed(block)

    assert ([], repr(values)) == (found.problems, repr(found.values))


@pytest.mark.parametrize(
    ("block", "values"),
    [
        ('title: "Khóa học: nghề"\n', {"title": "Khóa học: nghề"}),
        ("title: Việc làm, \"xanh\" & [mới]\n", {"title": "Việc làm, \"xanh\" & [mới]"}),
        ("date: 2024-02-01 09:00:00+07:00\n", {"date": "2024-02-01 09:00:00+07:00"}),
        ("id: 2024\ndraft: true\n", {"id": 2024, "draft": True}),
        ("topics: [skills, 1e5]\n", {"topics": ["skills", 1e5]}),
        ("topics:\n- skills\n- null\ntitle: A\n", {"topics": ["skills", None], "title": "A"}),
        ("topics:\n  - skills\nx-a: b:c\n", {"topics": ["skills"], "x-a": "b:c"}),
        ('title: ""\n', {"title": ""}),
    ],
)  # fmt: skip
def test_plain_blocks_need_no_parser(block: str, values: dict[str, Any]) -> None:
    """The lines that releases are made of are read here."""
    assert values == plain_values(block)
    assert Block(values) == parsed(block)


@pytest.mark.parametrize(
    "block",
    [
        "", "\n", "title: A", "title: A\ntitle: B\n", "title:\n", "title: A #1\n", "a: b\n c\n",
        "title: 'A'\n", 'title: "A\\n"\n', "title: >\n  A\n", "image: {src: a.png}\n", "# note\n",
        "title: A \n", "title: A:\n", "title: A: B\n", "topics: [a,b]\n", "topics: []\n",
        "topics:\n  - a\n - b\n", "title: \u00a0A\n", "title: A\ufeff\n", "title: A\u2028B\n",
        "a: b\n" * 501, "title: " + "A" * 2500 + "\n",
    ],
)  # fmt: skip
def test_all_else_is_left_to_the_parser(block: str) -> None:
    """Whatever is not plainly of the form is not judged."""
    assert plain_values(block) is None
