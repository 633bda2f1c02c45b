"""Marks of lines: the same wherever the line moves, another when it says something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.problems import Place, Problem, error
from dateline.reports.sources import Sources

RULE = error("a-code", "A reason.", bad="b", good="g")


def mark(root: Path, text: str, line: int, message: str = "M.") -> str:
    """Give the mark of a problem at a line of a file with this text."""
    (root / "a.md").write_bytes(text.encode())
    return Sources(root).fingerprint(problem(line, message))


def problem(line: int, message: str = "M.", path: str = "a.md") -> Problem:
    return RULE.broken(Place(path, line), message)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: Tiếng\n", 1),
        ("\n\ntitle: Tiếng\n", 3),
        ("x\r\n  title:   Tiếng\t\r\n", 2),
        ("\ufefftitle: Tie\u0302\u0301ng", 1),
    ],
)
def test_a_line_is_known_again(tmp_path: Path, text: str, line: int) -> None:
    """Moved, indented, with other line ends or letters in pieces, a line is the same."""
    assert mark(tmp_path, "title: Tiếng\n", 1) == mark(tmp_path, text, line, "Other words.")


def test_another_line_is_another(tmp_path: Path) -> None:
    """A line with other words has another mark."""
    assert mark(tmp_path, "title: A\n", 1) != mark(tmp_path, "title: B\n", 1)


@pytest.mark.parametrize("text", ["---\n", "", "\n", " — \n"])
def test_where_the_line_says_nothing_the_message_counts(tmp_path: Path, text: str) -> None:
    """`---`, an empty line or no line at all: then the message tells problems apart."""
    first, second = (mark(tmp_path, text, 1, words) for words in ("No title.", "No date."))

    assert first != second
    assert first == mark(tmp_path, "", 9, "No title.")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A problem of a missing or foreign file is known by its message."""
    (tmp_path / "newsroom").mkdir()
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    (tmp_path / "newsroom/link.md").symlink_to(tmp_path / "secret.md")
    sources = Sources(tmp_path / "newsroom")

    assert sources.line("link.md", 1) == ""
    assert len({sources.fingerprint(problem(1, path=path)) for path in ("a.md", "link.md")}) == 1


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that cannot be read is an empty one."""
    (tmp_path / "a.md").write_text("words", encoding="utf-8")

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("builtins.open", refuse)

    assert Sources(tmp_path).line("a.md", 1) == ""
