"""Letters made personal."""

from __future__ import annotations

import email
import email.policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.mail.identity import Identity
from dateline.mail.message import Mould, Recipient
from tests.mail.letters import DATE, IDENTITY, frozen, letter, recipient

TOKEN = "A1-_" * 8


def parsed(content: bytes) -> email.message.EmailMessage:
    """Read a letter with the standard library."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, email.message.EmailMessage)
    return message


def test_letter_is_theirs() -> None:
    """To, Message-ID, Date and every token are the recipient's; nothing else changes."""
    made = Mould(frozen(), DATE).letter(recipient(7, "reader@example.net", TOKEN))
    message = parsed(made.content)

    assert message["To"] == "reader@example.net"
    assert message["Message-ID"] == made.message_id == recipient(7).message_id
    assert message["Date"].datetime == DATE
    assert f"?unsubscribe={TOKEN}>" in message["List-Unsubscribe"]
    assert f"subject=unsubscribe%20{TOKEN}" in message["List-Unsubscribe"]
    assert made.content.count(TOKEN.encode()) == frozen().count(b"__UNSUBSCRIBE_TOKEN__")
    assert b"__UNSUBSCRIBE_TOKEN__" not in made.content
    for name in ("From", "Subject", "List-Id", "Content-Type"):
        assert str(message[name]) == str(parsed(frozen())[name])
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        assert part is not None
        assert TOKEN in part.get_content()


def test_wire_is_sound() -> None:
    """Lines end in CRLF, are ASCII, and the body's have at most 76 characters."""
    head, _, body = letter().content.partition(b"\r\n\r\n")

    assert letter().content.isascii()
    assert b"\n" not in letter().content.replace(b"\r\n", b"")
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert max(map(len, head.split(b"\r\n"))) <= 140


def test_same_again() -> None:
    """A retry has the same bytes, Message-ID included."""
    assert letter(3).content == letter(3).content
    assert letter(3).message_id != letter(4).message_id


@pytest.mark.parametrize(
    "address", ["a@b\r\nBcc: c@d", "a b@c", "a@b>", "<a@b", "no-at", "a@", "a@b\x00"]
)
def test_no_address_starts_a_header(address: str) -> None:
    """An address that would end its line or its brackets gets no letter."""
    with pytest.raises(ValueError, match="cannot stand"):
        Mould(frozen(), DATE).letter(recipient(1, address))


@pytest.mark.parametrize("token", ["", "a b", "a\r\nb", "x" * 76, "a=b"])
def test_no_token_breaks_the_letter(token: str) -> None:
    """A token is what quoted-printable and addresses leave alone."""
    with pytest.raises(ValueError, match="cannot stand"):
        Mould(frozen(), DATE).letter(Recipient("a@b.c", token, "<x@y>", "z@y"))


def test_international() -> None:
    """An address outside ASCII is known to need SMTPUTF8."""
    assert letter(1, "người@example.net").international
    assert not letter(1).international


@given(st.integers(1, 2**62))
def test_return_path_comes_back(number: int) -> None:
    """Each delivery's return path leads back to it, in whatever case a server writes it."""
    path = IDENTITY.return_path(number)

    assert IDENTITY.delivery_of(f"<{path}>") == number
    assert IDENTITY.delivery_of(path.upper()) == number
    assert len(path.partition("@")[0]) <= 64


@pytest.mark.parametrize(
    "text", ["", "bounces@example.org", "bounces+d1-aaaaaaaaaaaaaaaa@example.org"]
)
def test_forged_return_path(text: str) -> None:
    """A return path that we did not make names nobody."""
    assert IDENTITY.delivery_of(text) is None


def test_other_keys_other_names() -> None:
    """Without the key nobody can tell another's Message-ID or return path."""
    other = Identity(b"x" * 32, "example.org", "bounces@example.org")

    assert other.message_id("press/en/2024-02", 1) != IDENTITY.message_id("press/en/2024-02", 1)
    assert other.delivery_of(IDENTITY.return_path(5)) is None
    assert "kkkk" not in repr(IDENTITY)


def test_untagged_return_path() -> None:
    """Without a return path in the settings, bounces go to the one address."""
    plain = Identity(b"x", "example.org", "press@example.org", tagged=False)

    assert plain.return_path(9) == "press@example.org"
