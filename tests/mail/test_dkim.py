"""The signatures, verified by dkimpy."""

from __future__ import annotations

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import UsageError
from dateline.mail.dkim import (
    OVERSIGNED,
    BodyHash,
    load_signer,
    relaxed_body,
    relaxed_header,
)
from dateline.mail.message import Mould
from tests.mail.letters import DATE, frozen, pem, recipient, rsa_key, signer

GAP = b"GAP"
BODIES = st.lists(
    st.sampled_from([b" ", b"\t", b"\r\n", b"a", b"=", b"x y", GAP, b"."]), max_size=30
).map(b"".join)


def dns(name: bytes, **_: object) -> bytes:
    """Answer for the one record that there is."""
    assert name == b"dateline._domainkey.example.org."
    return signer().record.encode()


def signed() -> bytes:
    """Give a signed letter."""
    return Mould(frozen(), DATE, signer()).letter(recipient()).content


def test_dkimpy_verifies() -> None:
    """A signed letter verifies, for each recipient anew."""
    mould = Mould(frozen(), DATE, signer())

    for number in range(1, 6):
        content = mould.letter(recipient(number)).content
        assert dkim.verify(content, dnsfunc=dns)


@pytest.mark.parametrize("field", [*OVERSIGNED, "To", "Message-ID", "List-Id"])
def test_change_is_noticed(field: str) -> None:
    """A changed header field that is signed breaks the signature."""
    content = signed()
    start = content.index(f"\r\n{field}:".encode()) + len(field) + 4
    changed = content[:start] + b"x" + content[start:]

    assert not dkim.verify(changed, dnsfunc=dns)


@pytest.mark.parametrize("field", OVERSIGNED)
def test_second_field_is_noticed(field: str) -> None:
    """Nobody can add a second From, Subject, Date or unsubscribe header."""
    added = f"{field}: another\r\n".encode() + signed()

    assert not dkim.verify(added, dnsfunc=dns)


def test_body_is_whole() -> None:
    """There is no `l=`, so nothing can be hung onto the body; a changed token is noticed."""
    content = signed()

    assert b" l=" not in content.partition(b"\r\n\r\n")[0]
    assert not dkim.verify(content + b"more\r\n", dnsfunc=dns)
    assert not dkim.verify(content.replace(b"T1--", b"T2--"), dnsfunc=dns)


def test_blanks_may_change() -> None:
    """What relays do to blanks and long lines' folds does no harm: both forms are relaxed."""
    content = signed().replace(b"\r\nSubject: ", b"\r\nSUBJECT:   ")

    assert dkim.verify(content, dnsfunc=dns)


def test_lines_are_short() -> None:
    """The signature's lines have at most 78 characters."""
    head = signed().partition(b"\r\nFrom:")[0]

    assert head.startswith(b"DKIM-Signature: v=1;")
    assert max(map(len, head.split(b"\r\n"))) <= 78


@given(BODIES)
def test_relaxed_body_agrees_with_dkimpy(body: bytes) -> None:
    """The relaxed form of any body is dkimpy's."""
    expected = dkim.canonicalization.Relaxed.canonicalize_body(body)
    actual = relaxed_body(body)

    assert expected == actual


@given(st.lists(st.sampled_from([b" ", b"\t", b"\r\n ", b"a", b"b:c"]), max_size=12).map(b"".join))
def test_relaxed_header_agrees_with_dkimpy(value: bytes) -> None:
    """The relaxed form of any field is dkimpy's."""
    ((name, rest),) = dkim.canonicalization.Relaxed.canonicalize_headers(
        [(b"Subject", value + b"\r\n")]
    )
    actual = relaxed_header("Subject", value)

    assert name + b":" + rest == actual


@given(BODIES, st.from_regex(r"[A-Za-z0-9_-]{1,75}", fullmatch=True))
def test_filled_hash(body: bytes, token: str) -> None:
    """Filling the gaps' hash is hashing the filled body, where gaps stand between other letters."""
    body = b"-" + body.replace(GAP, b"=\r\nGAP=\r\n") + b"-"
    expected = BodyHash(body.replace(GAP, token.encode()), b"\0").filled(b"")
    actual = BodyHash(body, GAP).filled(token.encode())

    assert expected == actual


def test_keys() -> None:
    """A key in PEM is read; its record is what DNS is to publish."""
    loaded = load_signer(pem(rsa_key()), "example.org", "dateline")

    assert loaded.record == signer().record
    assert loaded.record.startswith("v=DKIM1; k=rsa; p=MII")
    assert repr(loaded) == "Signer(dateline._domainkey.example.org)"


@pytest.mark.parametrize("kind", ["text", "short", "elliptic"])
def test_bad_keys(kind: str) -> None:
    """What is no RSA key of 2048 bits is refused, and its text never told."""
    text = {
        "text": lambda: b"-----BEGIN PRIVATE KEY-----\nsecretsecret\n-----END PRIVATE KEY-----\n",
        "short": lambda: pem(rsa_key(1024)),
        "elliptic": lambda: pem(ec.generate_private_key(ec.SECP256R1())),
    }[kind]()

    with pytest.raises(UsageError) as caught:
        load_signer(text, "example.org", "dateline")

    assert "DKIM key" in caught.value.message
    assert "secret" not in caught.value.message
