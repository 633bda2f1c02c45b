"""Addresses and names as people write them, and as nobody should."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTPUTF8

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.subscriptions.addresses import InvalidAddressError, read_address, read_name


@pytest.mark.parametrize(
    ("text", "written", "canonical"),
    [
        ("Anna@Example.ORG", "Anna@example.org", "anna@example.org"),
        (" a.b+c@press.example.org ", "a.b+c@press.example.org", "a.b+c@press.example.org"),
        ("nguyễn@ví-dụ.vn", "nguyễn@ví-dụ.vn", "nguyễn@ví-dụ.vn"),
        ("nguye\u0302\u0303n@example.vn", "nguyễn@example.vn", "nguyễn@example.vn"),
        ("用户@例え.jp", "用户@例え.jp", "用户@例え.jp"),
        ("a@xn--v-d-rma6749a.vn", "a@ví-dụ.vn", "a@ví-dụ.vn"),
    ],
)
def test_addresses_are_read(text: str, written: str, canonical: str) -> None:
    """An address keeps its spelling, and two spellings of it compare as one."""
    found = read_address(text)

    assert (found.text, found.canonical) == (written, canonical)


@pytest.mark.parametrize(
    "text",
    [
        "", "anna", "anna@", "@example.org", "a b@example.org", "a@b", "a@@example.org", "a@example..org",
        "a@example.org\r\nBcc: b@example.org", "a@exam\u202eple.org", "a\x00@example.org",
        "a@[127.0.0.1]", '"a b"@example.org', "Anna <anna@example.org>", "a@localhost",
        "a@" + "b" * 64 + ".org", "a" * 65 + "@example.org", "a@example.org," * 40, "a@xn--a.org",
        "a@\ud800.org",
    ],
)  # fmt: skip
def test_what_is_no_address(text: str) -> None:
    """What cannot be mailed is refused with the reason."""
    with pytest.raises(InvalidAddressError) as told:
        read_address(text)

    assert len(str(told.value)) > 10


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_none(text: str) -> None:
    """Nothing but a clear refusal comes of any text; what is read can be read again."""
    try:
        found = read_address(text)
    except InvalidAddressError:
        return

    assert read_address(found.text).canonical == found.canonical
    assert not set("\r\n\0 <>,") & set(found.text)


@given(st.text(max_size=200))
def test_a_name_is_one_line(text: str) -> None:
    """No name starts a header, and none is longer than a hundred characters."""
    name = read_name(text)
    letter = EmailMessage(policy=SMTPUTF8)
    letter["Subject"] = name

    assert len(name) <= 100
    assert letter["Subject"] == name
    assert read_name(name) == name


def test_names_keep_their_letters() -> None:
    """Vietnamese and emoji stay, breaks and marks of direction go."""
    assert read_name(" Nguyễn\r\nBcc: x\u202e 🎉 ") == "Nguyễn Bcc: x 🎉"
