"""Say in an editor's words what the YAML parser complains of, at the place that means something."""

from __future__ import annotations

from typing import Any

from dateline.problems import Place, Problem, error

YAML_SYNTAX = error(
    "yaml-syntax",
    "The front matter is not YAML, so none of it can be trusted.",
    bad="title: ILO: new course",
    good='title: "ILO: new course"',
)
TAB_INDENTATION = error(
    "tab-indentation",
    "YAML allows only spaces before a key; a tab looks alike and breaks the file.",
    bad="image:\n	src: course.png\n	alt: A laptop",
    good="image:\n  src: course.png\n  alt: A laptop",
)

QUOTE = "Put the whole value in double quotes where it holds a colon, # or quotes."
_NO_KEY = "The line is no `key: value`."
_REWORDED = {
    "mapping values are not allowed in this context": (
        "A colon followed by a space starts a new key here.",
        QUOTE,
    ),
    "found unexpected end of stream": ("A quoted text is not closed.", "Add the closing quote."),
    "did not find expected key": (_NO_KEY, QUOTE),
    "could not find expected ':'": (
        _NO_KEY,
        "Indent it by two spaces if it belongs to the key above, or give it a key.",
    ),
    "found character that cannot start any token": (
        "A value cannot start with this character.",
        QUOTE,
    ),
    "did not find expected <document start>": (
        "The front matter ends before this line.",
        "Remove the line that starts with `...` or `%`.",
    ),
    "did not find expected ',' or ']'": ("The list is not closed.", "Add the closing `]`."),
    "did not find expected ',' or '}'": ("The table is not closed.", "Add the closing `}`."),
}
# Where the parser noticed them says nothing; where they began does.
_TOLD_AT_START = {"found unexpected end of stream", "could not find expected ':'"}


def syntax_problem(failure: Any, block: str, start: Place) -> Problem:
    """Give the problem of a block whose first line stands at `start` and that is no YAML."""
    mark = getattr(failure, "problem_mark", None)
    what = str(getattr(failure, "problem", None) or "it cannot be read")
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = block.split("\n")
    if line < len(lines) and lines[line][column : column + 1] == "\t":
        where = Place(start.path, line + start.line, column + 1)
        return TAB_INDENTATION.broken(where, "A tab stands before a key.", "Use two spaces.")
    began = getattr(failure, "context_mark", None)
    if began and (what in _TOLD_AT_START or line >= len(lines) - 1):
        line, column = began.line, began.column
    message, hint = _REWORDED.get(what, (f"Not valid YAML: {what}.", QUOTE))
    return YAML_SYNTAX.broken(Place(start.path, line + start.line, column + 1), message, hint)
