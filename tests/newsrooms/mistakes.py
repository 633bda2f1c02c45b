"""Take the mistakes of `invalid/` apart, so that several can be put together in one file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).parent
_FILE = re.compile(r"---\n(?P<block>.*?\n|)---\n(?P<body>.*)\Z", re.DOTALL)
_KEY = re.compile(r"^(?=[^\s#-][^\n]*:)", re.MULTILINE)
_PROBLEM = re.compile(r"(?P<path>.+):\d+:\d+ \w+ (?P<code>[\w-]+)")
Codes = Counter[tuple[str, str]]


@dataclass(frozen=True)
class Release:
    """A release file in pieces: the lines of each top key, as they are written, and the text."""

    keys: Mapping[str, str]
    body: str

    @property
    def text(self) -> str:
        """Give the file as it is written."""
        return f"---\n{''.join(self.keys.values())}---\n{self.body}"


RIGHT = Release(
    {
        "title": "title: Course\n",
        "date": "date: 2024-02-01\n",
        "summary": "summary: A course for all.\n",
    },
    "Text.\n",
)


@dataclass(frozen=True)
class Mistake:
    """A folder of `invalid/`: its files by path, and its problems as paths and codes."""

    name: str
    files: Mapping[str, bytes]
    problems: Codes

    @property
    def releases(self) -> list[str]:
        """Give the paths of its release files that have front matter."""
        return [path for path in self.files if path.startswith("releases/") and self.release(path)]

    def release(self, path: str) -> Release | None:
        """Take a file apart; None where that cannot be."""
        try:
            text = self.files[path].decode()
        except UnicodeDecodeError:
            return None
        found = _FILE.fullmatch(text) if path.endswith((".md", ".markdown")) else None
        if not found or "\r" in text:
            return None
        chunks = [each for each in _KEY.split(found["block"]) if each]
        keys = {chunk.partition(":")[0]: chunk for chunk in chunks}
        if "".join(keys.values()) != found["block"]:
            return None  # a key twice, or none
        return Release(keys, found["body"])

    def codes(self, path: str) -> Codes:
        """Give the problems of one file."""
        return Counter({each: number for each, number in self.problems.items() if each[0] == path})


def load(name: str) -> Mistake:
    """Load a mistake of `invalid/`."""
    root = HERE / "invalid" / name
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != "expected.txt"
    }
    lines = (root / "expected.txt").read_text(encoding="utf-8").splitlines()
    return Mistake(name, files, Counter(map(_parted, lines)))


def _parted(line: str) -> tuple[str, str]:
    found = _PROBLEM.fullmatch(line)

    assert found
    return found["path"], found["code"]


def together(first: Mistake, second: Mistake, path: str) -> Mistake | None:
    """Make the first mistake, which is one of a release alone, in a file of the second, too.

    None where both would say something of the same key, or both of the text.
    """
    own = [each for each in first.releases if each.endswith("2024-02-01-course.md")]
    one, other = first.release(own[0]) if len(own) == 1 else None, second.release(path)
    if one is None or other is None or len(first.releases) > 1:
        return None
    said = {key for key in {*one.keys, *RIGHT.keys} if one.keys.get(key) != RIGHT.keys.get(key)}
    taken = {
        key for key in {*other.keys, *RIGHT.keys} if other.keys.get(key) != RIGHT.keys.get(key)
    }
    beside = {name: data for name, data in first.files.items() if name != own[0]}
    if said & taken or RIGHT.body not in {one.body, other.body} or beside.keys() & second.files:
        return None
    if beside and path.rpartition("/")[0] != "releases":
        return None  # its files would not stand beside it
    keys = {key: one.keys.get(key, "") if key in said else other.keys.get(key, "")
            for key in [*RIGHT.keys, *(said | taken) - RIGHT.keys.keys()]}  # fmt: skip
    both = Release(keys, other.body if one.body == RIGHT.body else one.body)
    moved = Counter({(path, code): number for (_, code), number in first.codes(own[0]).items()})
    return replace(
        second,
        name=f"{first.name} and {second.name}",
        files={**beside, **second.files, path: both.text.encode()},
        problems=second.problems + moved,
    )
