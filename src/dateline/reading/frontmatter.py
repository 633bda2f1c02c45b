"""Split a file into front matter and body, and join them again.

Splitting and understanding are apart: this module knows neither YAML nor releases.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dateline.patterns import finder
from dateline.problems import Place, Problem, error

NO_FRONT_MATTER = error(
    "no-front-matter",
    "Title and date stand in the front matter; without them there is no release.",
    where="file",
    bad="The course opens today.",
    good="---\ntitle: Online course opens\ndate: 2024-02-01\nsummary: It is free.\n---\n"
    "The course opens today.",
)
UNCLOSED_FRONT_MATTER = error(
    "unclosed-front-matter",
    "Without the second `---` the text would be taken for keys.",
    where="file",
    bad="---\ntitle: Online course opens\ndate: 2024-02-01\nsummary: It is free.\n\n"
    "The course opens today.",
    good="---\ntitle: Online course opens\ndate: 2024-02-01\nsummary: It is free.\n---\n"
    "The course opens today.",
)
SECOND_FRONT_MATTER = error(
    "second-front-matter",
    "Keys in a second block are printed as text and not obeyed, an embargo among them.",
    where="file",
    bad="---\ntitle: Online course opens\ndate: 2024-02-01\nsummary: It is free.\n---\n---\n"
    "embargo: 2024-02-01T09:00:00+07:00\n---\nThe course opens today.",
    good="---\ntitle: Online course opens\ndate: 2024-02-01\nsummary: It is free.\n"
    "embargo: 2024-02-01T09:00:00+07:00\n---\nThe course opens today.",
)
_FENCE = re.compile(r"---[ \t]*(?:\n|\Z)")
_CLOSE = re.compile(r"\n---[ \t]*(?=\n|\Z)")
# A key first, for text between two rules is no front matter; then keys, lists, notes, gaps.
_KEY = r"[\"']?[^\W\d][\w-]*[\"']?:(?:[ \t].*)?\n"
_KEYS = rf"---[ \t]*\n{_KEY}(?:{_KEY}|[ \t].*\n|- .*\n|#.*\n|\n)*---[ \t]*$"
_SECOND = re.compile(rf"\s*^{_KEYS}", re.MULTILINE)
# Below a line of text a block may be a heading between rules, unless it would hold a release back.
_LATER = re.compile(rf"\n[ \t]*\n(?P<block>{_KEYS})", re.MULTILINE)
_HOLDS = re.compile(r"^[\"']?(?:draft|embargo|withdrawn)[\"']?:", re.MULTILINE)
_CODE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)


class Split(NamedTuple):
    """A file in two: YAML and Markdown, each with the number of its first line."""

    block: str
    body: str
    block_line: int
    body_line: int


def split(text: str, path: str) -> Split | Problem:
    """Split text (LF line ends, no byte order mark) at its `---` lines."""
    end = text.find("\n---", 3)
    if text.startswith("---\n") and text.startswith("\n---\n", end):  # as nearly all are
        block = text[4 : end + 1]
        return Split(block, text[end + 5 :], 2, block.count("\n") + 3)
    opening = _FENCE.match(text)
    if not opening:
        hint = "The first line is `---`; did you forget it?"
        return NO_FRONT_MATTER.broken(Place(path), "The file has no front matter.", hint)
    closing = _CLOSE.search(text, opening.end() - 1)
    if not closing:
        hint = "Add a line `---` between the keys and the text."
        message = "The front matter opened here is never closed."
        return UNCLOSED_FRONT_MATTER.broken(Place(path), message, hint)
    body_start = min(len(text), closing.end() + 1)
    body_line = text.count("\n", 0, body_start) + 1
    return Split(text[opening.end() : closing.start() + 1], text[body_start:], 2, body_line)


def second_block(parts: Split, path: str) -> tuple[Problem, str] | None:
    """Give the problem of a second block of keys in the body, and the text from there on."""
    start = _second(parts.body)
    if start is None:
        return None
    where = Place(path, parts.body_line + parts.body.count("\n", 0, start))
    message = "A second front-matter block starts here; it would be printed as text."
    hint = "Move its keys into the first block."
    return SECOND_FRONT_MATTER.broken(where, message, hint), parts.body[start:]


def _second(body: str) -> int | None:
    """Find where a second block of keys starts: at the head of a text, or where it holds back."""
    if not (finder("\n---")(body) or body.startswith("---")):
        return None
    if _SECOND.match(body):
        return body.index("---")
    if not _HOLDS.search(body):
        return None
    found = (each for each in _LATER.finditer(body) if _HOLDS.search(each["block"]))
    starts = (each.start("block") for each in found)
    return next((at for at in starts if len(_CODE.findall(body, 0, at)) % 2 == 0), None)


def join(block: str, body: str) -> str:
    """Join what `split` split."""
    return f"---\n{block}---\n{body}"
