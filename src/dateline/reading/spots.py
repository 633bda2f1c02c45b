"""Say where in a front-matter block a value stands, and each character of a text within it.

A text's characters stand elsewhere than its start and length tell: lines are indented, folded
together, and hold escapes. What YAML never adds or drops are the characters that can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

Mark = tuple[int, int]
_TOKENS = {
    '"': re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)|.", re.DOTALL),
    "'": re.compile(r"''|.", re.DOTALL),
}
_PLAIN = re.compile(r".", re.DOTALL)
# YAML 1.2.2, section 5.7; the escapes of spaces and line ends stand for nothing visible.
_INVISIBLE = {f"\\{c}" for c in "tnvfr NLP_\t"}


@dataclass(slots=True)
class Spot:
    """Where one key and its value stand in the block, counted from 0; `raw` is the value's text."""

    key: Mark
    value: Mark
    end: Mark
    raw: str = ""
    style: str = ""

    def within(self, lines: list[str], line: int, column: int) -> Mark:
        """Give the place in the block of a character of the text, both counted from 0."""
        before = self.raw.split("\n")[: line + 1]
        if len(before) > line:
            before[line] = before[line][:column]
        number = sum(not character.isspace() for each in before for character in each)
        return next(islice(self._visible(lines), number, None), self.value)

    def _visible(self, lines: list[str]) -> Iterator[Mark]:
        """Yield the place of each visible character of the text."""
        pattern = _TOKENS.get(self.style, _PLAIN)
        last = min(self.end[0], len(lines) - 1)
        for number in range(self.value[0], last + 1):
            stop = self.end[1] if number == self.end[0] else len(lines[number])
            for token in pattern.finditer(lines[number], self._start_of(number), stop):
                if _is_visible(token[0], quoted=self.style == '"'):
                    yield number, token.start()

    def _start_of(self, number: int) -> int:
        if number > self.value[0]:
            return 0
        if self.style in {"|", ">"}:
            return 10**9  # the header: its text starts in the next line
        return self.value[1] + len(self.style)


def _is_visible(written: str, *, quoted: bool) -> bool:
    if not quoted or written[0] != "\\":
        return not written.isspace()
    # A lone backslash stands at the end of its line and joins it with the next.
    return len(written) > 1 and written not in _INVISIBLE and not _decoded(written).isspace()


def _decoded(escape: str) -> str:
    digits = escape[2:]
    return chr(int(digits, base=16)) if escape[1] in "xuU" else escape[1]
