"""Write a digest as a letter (RFC 5322, MIME), the same bytes for the same digest.

Everything on the wire is ASCII, lines end in CRLF and have at most 76 characters, but for an
address that is longer. What a program might draw by lot (date, Message-ID, boundary) is derived.
To whom it goes stands nowhere: the recipient is a placeholder that can never be delivered to.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import quote

from dateline.digest.model import Digest
from dateline.digest.rfc2047 import named, one_line, shorten, unstructured
from dateline.digest.tools import TOKEN
from dateline.errors import UsageError
from dateline.settings import Mail

_PLAIN, _HTML = (
    b"\r\nContent-Type: text/%b; charset=utf-8"
    b"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" % subtype
    for subtype in (b"plain", b"html")
)
# RFC 2606 section 2: no mail server will ever answer to `.invalid`.
RECIPIENT = "Subscriber <subscriber@example.invalid>"


def encode_letter(digest: Digest, mail: Mail) -> bytes:
    """Give a digest as an .eml file; raises UsageError for a sender that mail cannot carry."""
    text, html = digest.as_text.encoded, digest.as_html.encoded
    digits = _digits(digest.subject.encode(), text, html)
    boundary = f"=_{digits[:32]}"
    sender, domain = _sender(mail)
    language = digest.language
    name, title = f"{digest.feed.id}.{language}", digest.feed.titles[language]
    head = (
        f"{sender}\r\nTo: {RECIPIENT}\r\n"
        f"{unstructured('Subject', digest.subject)}\r\n"
        f"Date: {_date(digest.date.replace(tzinfo=None), digest.date.utcoffset())}\r\n"
        f"Message-ID: <{digest.month}.{digits[:20]}@{domain}>\r\n"
        f"MIME-Version: 1.0\r\nContent-Language: {language}\r\n"
        f"{_list_headers(name, title, digest.unsubscribe_url, mail)}\r\n"
        f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n'
    )
    mark = f"\r\n--{boundary}".encode()
    # At once, and so is its sum: a letter is twenty thousand bytes.
    return b"".join((head.encode("ascii"), mark, _PLAIN, text, mark, _HTML, html, mark, b"--\r\n"))


def _digits(*pieces: bytes) -> str:
    """Give what a letter's identifiers are made of: a sum of all that it says."""
    told = hashlib.sha256(pieces[0])
    for piece in pieces[1:]:
        told.update(b"\0")
        told.update(piece)
    return told.hexdigest()


@lru_cache(maxsize=10)
def _sender(mail: Mail) -> tuple[str, str]:
    """Name the sender, and the domain that letters are named in."""
    address = _address(mail.sender_address)
    return named("From", shorten(mail.sender_name), f"<{address}>"), address.rpartition("@")[2]


@lru_cache(maxsize=10)  # the same in a month's letters of all feeds
def _date(wall: datetime, offset: timedelta | None) -> str:
    """Write a date (RFC 5322 section 3.3), by what its clock shows: moments equal in two zones."""
    return format_datetime(wall.replace(tzinfo=timezone(offset or timedelta())))


@lru_cache(maxsize=100)  # the same in every letter of a list
def _list_headers(name: str, title: str, unsubscribe_url: str, mail: Mail) -> str:
    """Name the list and how to leave it (RFC 2919, 2369 and 8058); a mail tool does so itself."""
    list_id = named("List-Id", shorten(title), f"<{_list_id(name, mail)}>")
    if not unsubscribe_url:
        return list_id
    url = quote(one_line(unsubscribe_url), safe="!#$%&'*+,/:;=?@[]~", errors="replace")
    subject = f"subject=unsubscribe%20{TOKEN}"
    address = quote(_address(mail.unsubscribe_mailto), safe="@+")
    leave = f"List-Unsubscribe:\r\n <{url}>,\r\n <mailto:{address}?{subject}>"
    if url.startswith("https:") and TOKEN in url:
        # RFC 8058 section 3.1: only an https address that tells whom it is about.
        leave += "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click"
    return f"{list_id}\r\n{leave}"


def _list_id(name: str, mail: Mail) -> str:
    domain = re.sub(r"[^A-Za-z0-9.-]", "", mail.list_domain)
    return f"{name}.{domain}".lower()


def _address(address: str) -> str:
    if re.fullmatch(r"[!#-'*+\-./-9=?A-Z^-~]+@[A-Za-z0-9.-]+", address):
        return address
    message = f"The e-mail address `{one_line(address)}` cannot stand in a letter."
    raise UsageError(message, hint="Use letters of the English alphabet, digits and . - _ + only.")
