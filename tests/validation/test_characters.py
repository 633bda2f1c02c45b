"""Characters that no output may carry, and letters written in pieces."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.problems import Place
from dateline.validation.characters import (
    illegal_in_output,
    illegal_values,
    normalised,
    scan,
    without_suspects,
)


def told(text: str) -> list[str]:
    """Give what the scan says of a text."""
    return [f"{p.place.line}:{p.place.column} {p.code}" for p in scan(text, "a.md")]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("Tiếng Việt\tđẹp\n😀 👩‍👩‍👧 \u00a0\u2011\ue000\U0010fffd", []),
        ("Zero\u200bwidth", ["1:5 zero-width-character"]),
        ("Zero\u200dwidth\u200c", ["1:5 zero-width-character", "1:11 zero-width-character"]),
        ("A\u2060b\n\u200ec", ["1:2 zero-width-character", "2:1 zero-width-character"]),
        ("می\u200cخواهم \u200fא\u200e", []),
        ("A\ufeffb", ["1:2 zero-width-character"]),
        ("a\0b", ["1:2 illegal-character"]),
        ("a\nđ\x0b", ["2:2 illegal-character"]),
        ("\x1b[0m", ["1:1 illegal-character"]),
        ("a\x7fb\x9f", ["1:2 illegal-character", "1:4 illegal-character"]),
        ("a\rb", ["1:2 illegal-character"]),
        ("\ufdd0\uffff", ["1:1 illegal-character", "1:2 illegal-character"]),
        ("Việt\x85Nam", ["1:5 line-separator"]),
        ("a\u2028b\u2029", ["1:2 line-separator", "1:4 line-separator"]),
        ("B\ufffd Lao động", ["1:2 replacement-character"]),
        ("a\u202eb\u2066", ["1:2 bidi-override", "1:4 bidi-override"]),
        ("\u061c", []),
        ("\ufeffa", ["1:1 byte-order-mark"]),
        ("\ufeffa\x01", ["1:1 byte-order-mark", "1:2 illegal-character"]),
        ("Tiê\u0301ng", ["1:3 not-nfc"]),
        ("a\nViê\u0323t\x01", ["2:6 illegal-character", "2:3 not-nfc"]),
    ],
)
def test_each_sort_is_told_at_its_place(text: str, problems: list[str]) -> None:
    """Each refused character has a code of its sort, and the place where an editor finds it."""
    assert problems == told(text)


def test_no_suspect_is_passed_over_as_printable() -> None:
    """Each character that the scan is for is told of, though printable texts are not scanned."""
    ranges = [
        (0x00, 0x09), (0x0B, 0x20), (0x7F, 0xA0), (0x200B, 0x2010), (0x2028, 0x202F),
        (0x2060, 0x2061), (0x2066, 0x206A), (0xFDD0, 0xFDF0), (0xFEFF, 0xFF00), (0xFFFD, 0x10000),
    ]  # fmt: skip
    suspects = [chr(number) for first, end in ranges for number in range(first, end)]

    assert [c for c in suspects if len(told(f"a{c}b")) != 1] == []


def test_a_torrent_is_told_briefly() -> None:
    """Of thousands of bad characters the first twenty are told."""
    assert len(told("\x01" * 5000)) == 20


@given(st.characters(exclude_categories=["Cs"]))
def test_what_passes_is_legal_in_xml(character: str) -> None:
    """Whatever the scan lets pass can stand in a feed."""
    text = without_suspects(f"a{character}b")
    written = text.replace("&", "&amp;").replace("<", "&lt;")

    assert text == ElementTree.fromstring(f"<a>{written}</a>").text
    assert not illegal_in_output(text)


@given(st.text())
def test_a_replaced_character_moves_nothing(text: str) -> None:
    """What stands for a refused character is one character wide."""
    assert len(text) == len(without_suspects(text))


class Everywhere:
    """Places that say the location itself."""

    def key(self, location: tuple[int | str, ...]) -> Place:
        return Place("/".join(map(str, location)))

    value = key

    def raw(self, location: tuple[int | str, ...]) -> str:
        return ""

    def table(self, keys: Iterable[str]) -> str:
        return ""


def test_escapes_are_found_at_any_depth() -> None:
    """A character that an escape brought in is told at its value, in tables and lists."""
    values = {"a": "\x01", "b": ["ok", {"c": "\ufffd"}], "d": 5, "e": None, "f": {"g": "ok"}}
    found = illegal_values(values, Everywhere())

    assert [problem.place.path for problem in found] == ["a", "b/1/c"]


@given(
    st.recursive(
        st.text() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
def test_every_text_is_normalised(value: object) -> None:
    """Letters are joined at any depth; what is no text stays, and twice does no more."""
    once = normalised(value)

    assert once == normalised(once)
    assert type(value) is type(once)
    assert not isinstance(once, str) or unicodedata.is_normalized("NFC", once)


@given(st.text() | st.text(st.characters(max_codepoint=0x80)))
@example("\x7f")
@example("a\r")
def test_no_suspect_is_passed_over(text: str) -> None:
    """The quick looks that spare most texts the scan spare none that holds a refused character."""
    assert illegal_in_output(text) <= bool(scan(text, "a.md"))
