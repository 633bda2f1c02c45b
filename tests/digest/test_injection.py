"""No field of a digest can add a header to its letter, end the head early, or open a part."""

from __future__ import annotations

import pytest

from dateline.digest import encode_letter
from dateline.digest.writing import Writing
from dateline.errors import UsageError
from dateline.site import Site
from tests.digest.office import digest_of, parsed

NAMES = [
    "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Language", "List-Id",
    "List-Unsubscribe", "List-Unsubscribe-Post", "Content-Type",
]  # fmt: skip
BREAKS = (
    "\r\n",
    "\n",
    "\r",
    "\x0b",
    "\x0c",
    "\x85",
    "\u2028",
    "\u2029",
    "\x00",
    "\r\n\r\n",
    "\n\n",
    "\r\n ",
)
ATTACKS = [
    f"Digest{each}{more}"
    for each in BREAKS
    for more in ("Bcc: victim@example.org", "Content-Type: text/html\r\n\r\n<script>x</script>", "--=_x\r\n")
] + [
    "=?utf-8?Q?a=0D=0ABcc:_victim@example.org?=",
    '"><x>" <victim@example.org>',
    "a, victim@example.org",
    "(comment\\",
    "x" * 5000 + "\r\nBcc: victim@example.org",
]  # fmt: skip
FIELDS = ("subject", "feed", "as_html", "as_text", "preheader", "unsubscribe_url")
SENDERS = ("sender_name", "list_domain", "sender_address", "unsubscribe_mailto")


def head_of(letter: bytes) -> list[str]:
    """Give the header names of a letter as they stand on the wire, before any parser mends them."""
    head = letter.partition(b"\r\n\r\n")[0].decode("ascii")
    return [
        line.partition(":")[0] for line in head.split("\r\n") if not line.startswith((" ", "\t"))
    ]


def is_safe(letter: bytes) -> None:
    """Judge a letter by its bytes, and by what a mail program reads."""
    message = parsed(letter)

    assert [name for name in head_of(letter) if name not in NAMES] == []
    assert sorted(set(head_of(letter))) == sorted(head_of(letter))
    assert (message["Bcc"], message.defects) == (None, [])
    assert str(message["To"]) == "Subscriber <subscriber@example.invalid>"
    assert [str(address.addr_spec) for address in message["From"].addresses] == [
        "press@example.org"
    ]
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert b"\n" not in letter.replace(b"\r\n", b"")
    assert b"\r" not in letter.replace(b"\r\n", b"")


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("field", FIELDS)
def test_no_field_of_a_digest_breaks_out(site: Site, field: str, attack: str) -> None:
    """A title, an address or a text with line breaks stays what it is: a text."""
    digest = digest_of(site)
    value: object = attack
    if field == "feed":
        value = digest.feed._replace(titles={"en": attack})
    elif field.startswith("as_"):
        value = Writing.of(attack)

    is_safe(encode_letter(digest._replace(**{field: value}), site.newsroom.mail))


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("field", SENDERS)
def test_no_field_of_the_sender_breaks_out(site: Site, field: str, attack: str) -> None:
    """A sender's name stays a text; an address that is none is refused in words."""
    mail = site.newsroom.mail._replace(**{field: attack})
    if field in {"sender_address", "unsubscribe_mailto"}:
        with pytest.raises(UsageError, match=r"\A[^\r\n]+\Z"):
            encode_letter(digest_of(site), mail)
    else:
        is_safe(encode_letter(digest_of(site), mail))
