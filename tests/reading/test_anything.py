"""Whatever a file holds, reading it ends soon, in an edition or in problems."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.problems import Problem
from dateline.reading.files import SourceFile, read_text, release_name
from dateline.reading.manuscripts import understand
from dateline.rulebook import is_fatal
from tests.reading.room import COURSE, Room

# Pieces that mean something to one of the parsers, so that random files get somewhere.
PIECES = st.sampled_from(
    [
        "---\n", "title: ", "title: A\n", "date: 2024-02-01\n", "date: ", "image:\n", "  src: a\n",
        "topics: [", "]", "{", "}", "- ", "|\n", ">-\n", '"', "'", "\\", "\\u0001", "\\x41", "&a ",
        "*a", "!!x ", "? ", ": ", "# ", "\t", "\n", "\r\n", "\r", "\u2028", "\x85", "\ufeff", "\0",
        "Việt", "Viê\u0323t", "😀", "notes: |\n  ", "[a](b)", "![](c.png)", "<img src=x>", "<a ",
        "[^1]", "[^1]: ", "](", "javascript:", "&#1;", "&lt;", "<script>", "`", "* * *", "> ", "| ",
        "embargo: ", "changes:\n", "withdrawn: {at: ", "aliases: [/a/]\n", "id: ", "x-a: ",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join)
FILES = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=200),
    TEXTS,
    TEXTS.map(lambda text: f"---\ntitle: A\ndate: 2024-02-01\n{text}\n---\nText"),
    TEXTS.map(lambda text: f"---\ntitle: A\ndate: 2024-02-01\n---\n{text}"),
)
MANY = settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])


def outcomes(room: Room, content: str | bytes) -> Iterator[object]:
    """Read a file as the newsroom does, yielding its edition and problems."""
    room.write(COURSE, content)
    name = release_name(COURSE, room.newsroom.languages, room.newsroom.default_language)
    source = read_text(room.root, COURSE)
    problems: list[Problem] = []
    if isinstance(source, SourceFile) and not isinstance(name, Problem):
        yield understand(source, name, room.newsroom, problems)
    else:
        yield source
    yield from (problem for problem in problems if problem.code != "no-summary")


@MANY
@given(FILES)
def test_any_file_is_read_or_refused(room: Room, content: str | bytes) -> None:
    """Any bytes are an edition, or have a fatal error: never an exception, never silence."""
    start = time.process_time()
    first, *rest = outcomes(room, content)
    problems = [each for each in (first, *rest) if isinstance(each, Problem)]
    fatal = [problem for problem in problems if is_fatal(problem)]

    assert (first is None or isinstance(first, Problem)) == bool(fatal)
    assert time.process_time() - start < 2


@MANY
@given(FILES)
def test_places_lie_within_the_file(room: Room, content: str | bytes) -> None:
    """Each problem stands at a line and column that an editor can go to."""
    found = [each for each in outcomes(room, content) if isinstance(each, Problem)]
    data = content.encode() if isinstance(content, str) else content
    lines = data.decode(errors="replace").replace("\r\n", "\n").split("\n")

    assert [
        problem
        for problem in found
        if not (
            1 <= problem.place.line <= len(lines) + 1
            and 1 <= problem.place.column <= len([*lines, ""][problem.place.line - 1]) + 2
        )
    ] == []
    assert [p for p in found if not p.message or not p.code] == []


def title(text: str) -> str:
    return f"---\ntitle: {text}\ndate: 2024-02-01\n---\nText.\n"


def body(text: str) -> str:
    return f"---\ntitle: A\ndate: 2024-02-01\n---\n{text}\n"


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (title("x" * 100_000), {"long-title"}),
        (title("9" * 100_000), {"wrong-type"}),
        (title('"' + "\\u0001" * 50_000 + '"'), {"illegal-character", "long-title"}),
        (title("A\nx" + "y" * 500_000 + ": 1"), {"yaml-syntax"}),
        (title("A\nx" + "y" * 900 + ": 1"), {"unknown-key"}),
        (title("A\nslug: " + "a-" * 100_000 + "a"), {"invalid-slug"}),
        (title("A\nkind: " + "a" * 100_000), {"invalid-value"}),
        (title("A\nimage: {src: " + "a" * 100_000 + ", alt: b}"), {"missing-file"}),
        (title("A\ntopics: [" + "t, " * 1500 + "t]"), {"unknown-topic"}),
        (title("A\ntopics: [" + "t, " * 50_000 + "t]"), {"too-many-values"}),
        (title("A\n" + "".join(f"k{n}: 1\n" for n in range(2000)).rstrip()), {"unknown-key"}),
        (title("A\n" + "".join(f"k{n}: 1\n" for n in range(50_000)).rstrip()), {"too-many-values"}),
        (title("[" * 50_000), {"too-deep"}),
        (body("\x01" * 500_000), {"illegal-character", "empty-body"}),
        (body("a&#1;b\n" * 100_000), {"illegal-character"}),
        (body("[a](b.pdf) " * 3000), {"missing-file"}),
        (body("![](b.png)\n" * 3000), {"missing-file", "image-without-alt"}),
        (body("<img src=x.png>" * 3000), {"missing-file", "image-without-alt"}),
        (body("<div>" * 50_000), {"too-deep"}),
        (body("[" * 50_000), set()),
        (body("> " * 50_000), set()),
        (body("*a" * 50_000 + "*" * 50_000), set()),
        (body("e\u0301" * 500_000), {"not-nfc"}),
        ("\n" * 1_000_000, {"empty-file"}),
        ("---\n" + "a: b\n" * 100_000, {"unclosed-front-matter"}),
        (body("---\n" + "a: b\n" * 100_000), set()),
        (b"---\n" + b"\xff" * 1_000_000, {"not-utf-8"}),
        (b"x" * 10_000_000, {"huge-file"}),
    ],
)  # fmt: skip
def test_monsters_are_told_of_soon(room: Room, content: str | bytes, codes: set[str]) -> None:
    """Huge titles, lists, depths and crowds are problems within seconds, briefly told."""
    start = time.process_time()
    found = [each for each in outcomes(room, content) if isinstance(each, Problem)]

    assert codes == {problem.code for problem in found}
    assert max((len(p.message) + len(p.hint) for p in found), default=0) < 400
    assert time.process_time() - start < 5
