"""The encoder of subjects and names, read back by others' decoders and by a small one here."""

from __future__ import annotations

import base64
import email
import email.header
import email.policy
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.digest.rfc2047 import named, phrase, shorten, unstructured

WORD = re.compile(r"=\?utf-8\?B\?([A-Za-z0-9+/]+={0,2})\?=")
ENGLISH = ["ILO", "Viet", "Nam:", "press", "releases,", "February", "2024", "“jobs”", "a=b", "?="]
VIETNAMESE = ["Văn", "phòng", "tại", "Việt", "Nam", "Thông", "cáo", "báo", "chí", "Tháng", "–"]
EMOJI = ["🎉", "👩‍🏭", "🇻🇳", "e\u0323\u0302", "漢字"]
SUBJECTS = st.lists(st.sampled_from(ENGLISH + VIETNAMESE + EMOJI), min_size=1, max_size=40).map(
    " ".join
)
PRINTABLE = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029"), min_size=1
)


def decoded(field: str) -> str:
    """Decode a field the short way: unfold, drop the blanks between encoded words, decode each."""
    value = field.partition(":")[2].removeprefix(" ")
    unfolded = value.replace("\r\n ", " ")
    together = re.sub(r"(?<=\?=) (?==\?utf-8)", "", unfolded)
    return WORD.sub(lambda match: base64.b64decode(match[1], validate=True).decode(), together)


def assert_sound(field: str) -> None:
    """Assert what RFC 2047 section 2 and RFC 5322 section 2.1.1 ask of every line."""
    assert field.isascii()
    for line in field.split("\r\n"):
        assert len(line) <= 76
        assert line.strip()
        assert "\r" not in line
        assert "\n" not in line
        words = re.findall(r"=\?utf-8\?B\?\S*", line)
        assert len(words) <= 1
        for word in words:
            match = WORD.fullmatch(word)
            assert match
            assert len(word) <= 75
            base64.b64decode(match[1]).decode()


@given(SUBJECTS)
@example("x" * 200)
@example("é" * 500)
def test_round_trip(subject: str) -> None:
    """A bilingual subject comes back whole, space by space, and every line is sound."""
    field = unstructured("Subject", subject)

    assert_sound(field)
    assert decoded(field) == subject


@given(PRINTABLE)
@example(" leading and  double  spaces ")
@example("=?utf-8?B?YQ==?=")
@example("\u00a0")
def test_round_trip_of_anything(subject: str) -> None:
    """Any text without controls comes back as it was, even one that looks encoded."""
    field = unstructured("Subject", subject)

    assert_sound(field)
    assert decoded(field) == subject


@given(SUBJECTS)
def test_stdlib_decodes_the_same(subject: str) -> None:
    """Both decoders of the standard library read what the small one here reads."""
    field = unstructured("Subject", subject)
    message = email.message_from_bytes(f"{field}\r\n\r\n".encode(), policy=email.policy.default)
    parts = email.header.decode_header(field.partition(": ")[2].replace("\r\n", ""))

    assert str(message["Subject"]) == subject
    assert str(email.header.make_header(parts)) == subject


@given(st.text("abcXYZ 0123456789,.:'", min_size=1, max_size=300))
def test_plain_stays_plain(subject: str) -> None:
    """An ASCII subject of ordinary words is not encoded, only folded."""
    subject = " ".join(subject.split()) or "x"
    field = unstructured("Subject", subject)
    longest = max(map(len, subject.split()))

    assert ("=?" in field) == (longest > 76 - len("Subject: "))
    assert decoded(field) == subject


@given(st.text())
def test_no_value_starts_a_header(subject: str) -> None:
    """Line breaks and controls in a value never reach the wire as such."""
    for line in f"{unstructured('Subject', subject)}\r\nEnd:".split("\r\n")[1:-1]:
        assert line.startswith(" ")
    assert "\n" not in phrase(subject).replace("\r\n ", "")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ILO Viet Nam press desk", "ILO Viet Nam press desk"),
        ("Press desk, Hanoi", '"Press desk, Hanoi"'),
        ('The "desk"', '"The \\"desk\\""'),
        ("Back\\slash (x)", '"Back\\\\slash (x)"'),
        ("Bộ phận báo chí", "=?utf-8?B?QuG7mSBwaOG6rW4gYsOhbyBjaMOt?="),
        ("evil\r\nBcc: all@example.org", '"evil Bcc: all@example.org"'),
    ],
)
def test_phrases(name: str, expected: str) -> None:
    """A display name stands plain, quoted or encoded, whichever is needed."""
    actual = phrase(name)

    assert expected == actual


@given(SUBJECTS)
def test_names_come_back(name: str) -> None:
    """The standard library finds a display name again, and the address behind it."""
    field = named("From", shorten(name), "<a@example.org>")
    message = email.message_from_bytes(f"{field}\r\n\r\n".encode(), policy=email.policy.default)
    (address,) = message["From"].addresses

    assert_sound(field)
    assert field.count("=?utf-8") <= 1
    assert address.addr_spec == "a@example.org"
    assert address.display_name == shorten(name)


@given(SUBJECTS | PRINTABLE)
def test_shortened_names(name: str) -> None:
    """A display name has at most 45 bytes and only words that it had."""
    short = shorten(name)

    assert len(short.encode()) <= 45
    if len(name.encode()) <= 45:
        assert short == " ".join(name.split())
