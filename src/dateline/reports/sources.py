"""Give the source lines that problems stand on, and a mark by which a moved line is known again."""

from __future__ import annotations

import hashlib
import os
import unicodedata

from dateline.problems import Problem

_MOST_BYTES = 4_000_000
_DIGITS = 16


class Sources:
    """Gives lines of a newsroom's files; problems come sorted, so one file is kept."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self._root = os.fspath(root)
        self._path = ""
        self._lines: list[str] = []

    def line(self, path: str, number: int) -> str:
        """Give a line by its number from 1; empty where there is none to show."""
        if path != self._path:
            self._path, self._lines = path, self._read(path)
        return self._lines[number - 1] if number <= len(self._lines) else ""

    def fingerprint(self, problem: Problem) -> str:
        """Give a mark that stays while the problem's line says the same, wherever it moves.

        Spaces, and letters in pieces or joined, make no difference. Where the line says nothing
        (`---`, or a file that is not there) the problem's message stands in.
        """
        line = unicodedata.normalize("NFC", self.line(problem.place.path, problem.place.line))
        words = line if any(map(str.isalnum, line)) else problem.message
        return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:_DIGITS]

    def _read(self, path: str) -> list[str]:
        # A link out of the newsroom is a problem of its own; its text is not for the log.
        real = os.path.realpath(os.path.join(self._root, path))  # noqa: PTH118 -- no pathlib here
        inside = self._root and real.startswith(os.path.realpath(self._root) + os.sep)
        if not inside or not os.path.isfile(real):  # noqa: PTH113
            return []
        try:
            with open(real, "rb") as file:  # noqa: PTH123
                text = file.read(_MOST_BYTES).decode(errors="replace")
        except OSError:
            return []
        return text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
