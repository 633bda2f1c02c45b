"""Splitting a file at its `---` lines."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.problems import Place, Problem
from dateline.reading.frontmatter import Split, join, second_block, split

LINES = st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), max_size=20)
BLOCKS = st.lists(LINES.filter(lambda line: not line.startswith("---")), max_size=5).map(
    lambda lines: "".join(f"{line}\n" for line in lines)
)
BODIES = st.lists(LINES.filter(lambda line: not line.startswith("---")), max_size=5).map("\n".join)


@given(BLOCKS, BODIES)
def test_split_undoes_join(block: str, body: str) -> None:
    """What was joined is split again, letter by letter."""
    found = split(join(block, body), "a.md")

    assert isinstance(found, Split)
    assert (block, body) == (found.block, found.body)


@given(st.lists(st.sampled_from(["---", "--- ", "---\t", "----", " ---", "a: b", "", "é"])))
@example(["---", "---"])
@example(["---", "a: b", "--- ", "x", "---", ""])
def test_a_file_is_cut_at_its_first_two_fences(lines: list[str]) -> None:
    """Line by line the same is found as in one stroke; there may be spaces after a fence."""
    text = "\n".join(lines)
    fences = [n for n, line in enumerate(lines) if line.rstrip() == "---" == line[:3]]
    found = split(text, "a.md")

    if len(fences) < 2 or fences[0]:
        assert isinstance(found, Problem)
        return
    end = fences[1]
    block = "".join(f"{line}\n" for line in lines[1:end])
    body_line = end + 2 if end + 1 < len(lines) else end + 1
    assert found == Split(block, "\n".join(lines[end + 1 :]), 2, body_line)


@given(BLOCKS, BODIES)
def test_join_undoes_split(block: str, body: str) -> None:
    """A file that was split is the same when it is joined."""
    text = f"---\n{block}---\n{body}"
    found = split(text, "a.md")

    assert isinstance(found, Split)
    assert text == join(found.block, found.body)


@given(BLOCKS, BODIES)
def test_lines_are_counted_from_the_top_of_the_file(block: str, body: str) -> None:
    """The numbers of first lines find the block and the body in the file again."""
    text = join(block, body)
    found = split(text, "a.md")
    lines = text.split("\n")

    assert isinstance(found, Split)
    assert block.split("\n", maxsplit=1)[0] == (lines[found.block_line - 1] if block else "")
    assert body.split("\n") == lines[found.body_line - 1 :]


@pytest.mark.parametrize(
    ("text", "block", "body"),
    [
        ("---\n---", "", ""),
        ("---\n---\n", "", ""),
        ("---  \na: b\n--- \t\nBody", "a: b\n", "Body"),
        ("---\na: |\n  ---\n  b\n---\nBody\n---\n", "a: |\n  ---\n  b\n", "Body\n---\n"),
        ("---\na: b ---\n---\n\n\nBody", "a: b ---\n", "\n\nBody"),
        ("---\na: b\n----\n---\n", "a: b\n----\n", ""),
    ],
)
def test_fences_stand_alone_at_the_left(text: str, block: str, body: str) -> None:
    """Only a line of three hyphens and nothing else, not indented, opens or closes."""
    found = split(text, "a.md")

    assert isinstance(found, Split)
    assert (block, body) == (found.block, found.body)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no-front-matter"),
        ("\n---\na: b\n---\n", "no-front-matter"),
        (" ---\na: b\n---\n", "no-front-matter"),
        ("----\na: b\n----\n", "no-front-matter"),
        ("+++\na = 1\n+++\n", "no-front-matter"),
        ("---", "unclosed-front-matter"),
        ("---\na: b\n", "unclosed-front-matter"),
        ("---\na: b\n ---\nText", "unclosed-front-matter"),
        ("---\na: b\n...\nText", "unclosed-front-matter"),
    ],
)
def test_missing_fences(text: str, code: str) -> None:
    """A file without an opening or a closing line is told of at its start."""
    found = split(text, "a.md")

    assert isinstance(found, Problem)
    assert (code, Place("a.md", 1, 1)) == (found.code, found.place)


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("---\nembargo: 2024-02-01T09:00:00+07:00\n---\n", 4),
        ("\n\n---\ntitle: A\n\n---\n", 6),
        ("---\ntopics:\n- skills\n---\n", 4),
        ("---\n# old\n---\nx-1: a\n---\n", None),
        ('---\n"title": A\n---', 4),
        ("---\nx-source: a\nnotes: |\n  Text\n---\nText", 4),
        ("---\nkhóa: học\n---\n", 4),
        ("Text.\n\n---\ntitle: A\nembargo: 2024-02-01T09:00:00+07:00\n---\n", 6),
        ("Text.\n\n```\ncode\n```\n \n---\ndraft: true\n---\nText.", 10),
    ],
)
def test_second_block(body: str, line: int | None) -> None:
    """Keys of a second block are told of: at the start of the text, or where they hold it back."""
    parts = split(f"---\na: b\n---\n{body}", "a.md")

    assert isinstance(parts, Split)
    found = second_block(parts, "a.md")
    actual = found[0].place.line if found else None

    assert line == actual


@pytest.mark.parametrize(
    "body",
    [
        "---\n",
        "---\n---\n",
        "---\n\nA text between two rules.\n\n---\n",
        "---\n\nNote: a text between two rules.\n\n---\n",
        "---\nMore at https://example.org: read it.\n---\n",
        "Text\n\n---\ntitle: a table of contents\n---\n",
        "---\ntitle: never closed\n",
        "Text\n---\ndraft: a heading\n---\n",
        "Text\n\n---\n\n```yaml\nx: y\n\n---\ndraft: true\n---\n```\n",
        "Text\n\n---\ntitle: A\n---\n\ndraft: later\n",
    ],
)
def test_rules_in_the_text_are_no_second_block(body: str) -> None:
    """Markdown's own horizontal rules are left in peace."""
    found = split(f"---\na: b\n---\n{body}", "a.md")

    assert isinstance(found, Split)
    assert body == found.body
