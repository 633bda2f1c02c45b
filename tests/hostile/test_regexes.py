"""No regular expression of the house has a text that makes it take for ever.

Every compiled expression of every module is tried with texts made to be hard for it: for each of its
repeated parts a long run of what that part takes, ended by what it does not. Catastrophic ones take
longer than anybody waits for such a text.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import dateline

LENGTH = 1_000
PATIENCE = 0.5  # of processor time; the slowest takes some hundredths
ENDS = ("", "\x00", "<", " ")


def expressions() -> dict[str, re.Pattern[Any]]:
    """Gather every compiled expression that a module or a class of it holds, by name."""
    found: dict[str, re.Pattern[Any]] = {}
    for module in pkgutil.walk_packages(dateline.__path__, "dateline."):
        if module.name == "dateline.__main__":
            continue
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            held = vars(value).items() if isinstance(value, type) else ()
            for key, each in ((name, value), *((f"{name}.{k}", v) for k, v in held)):
                if isinstance(each, re.Pattern):
                    found[f"{module.name}.{key}"] = each
    return found


def samples(tree: Any, depth: int = 0) -> Iterator[str]:
    """Yield texts that the parts of an expression take, the whole and each repeated part."""
    yield "".join(_taken(item) for item in tree)
    for code, value in tree:
        if code in {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}:
            yield from samples(value[2], depth + 1)
        elif code is codes.SUBPATTERN:
            yield from samples(value[3], depth + 1)
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from samples(branch, depth + 1)
        elif code in {codes.ASSERT, codes.ASSERT_NOT}:
            yield from samples(value[1], depth + 1)


def _taken(item: tuple[Any, Any]) -> str:  # noqa: PLR0911 -- one for each kind of part
    """Give a text that one part takes, as near as matters."""
    code, value = item
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.IN:
        return _member(value)
    if code in {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}:
        return "".join(map(_taken, value[2])) * max(1, min(value[0], 3))
    if code is codes.SUBPATTERN:
        return "".join(map(_taken, value[3]))
    if code is codes.BRANCH:
        return "".join(map(_taken, value[1][0]))
    if code in {codes.ANY, codes.NOT_LITERAL}:
        return "a"
    return ""


def _member(values: list[tuple[Any, Any]]) -> str:
    for code, value in values:
        if code is codes.LITERAL:
            return chr(value)
        if code is codes.RANGE:
            return chr(value[0])
        if code is codes.CATEGORY:
            return {codes.CATEGORY_SPACE: " ", codes.CATEGORY_DIGIT: "1"}.get(value, "a")
    return "a"


@pytest.mark.parametrize("name", sorted(expressions()))
def test_hard_texts_are_read_soon(name: str) -> None:
    """For each part, a long run of it and a wrong end: found or not within half a second."""
    pattern = expressions()[name]
    text = pattern.pattern
    tree = parser.parse(text if isinstance(text, str) else text.decode("latin-1"), pattern.flags)
    for piece in sorted(set(samples(tree)) | {"a", " ", "<", '"'}):
        run = (piece or "a") * (LENGTH // max(1, len(piece)))
        for start in ("", "<a "):
            for end in ENDS:
                hard: Any = start + run + end
                if not isinstance(text, str):
                    hard = hard.encode("latin-1", "replace")
                begun = time.process_time()
                pattern.search(hard)
                taken = time.process_time() - begun
                assert taken < PATIENCE, (name, piece, start, end, taken)


def test_the_test_finds_bad_ones() -> None:
    """An expression known to be catastrophic is caught by the same texts."""
    bad = re.compile(r"(?:a+)+$")
    hardest = max(samples(parser.parse(bad.pattern)), key=len)
    begun = time.process_time()
    bad.search(hardest * 22 + "!")

    assert time.process_time() - begun > 0.05
    assert len(expressions()) > 40
