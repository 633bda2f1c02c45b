"""Write a digest as a letter (RFC 5322, MIME), the same bytes for the same digest.

Everything on the wire is ASCII, lines end in CRLF and have at most 76 characters, but for an
address that is longer. What a program might draw by lot (date, Message-ID, boundary) is derived.
To whom it goes stands nowhere: the recipient is a placeholder that can never be delivered to.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta, timezone, tzinfo
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import quote

from dateline.digest.model import Digest
from dateline.digest.rfc2047 import named, one_line, shorten, unstructured
from dateline.digest.tools import TOKEN
from dateline.errors import UsageError
from dateline.settings import Feed, Mail

_PLAIN, _HTML = (
    b"\r\nContent-Type: text/%b; charset=utf-8"
    b"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" % subtype
    for subtype in (b"plain", b"html")
)
# RFC 2606 section 2: no mail server will ever answer to `.invalid`.
RECIPIENT = "Subscriber <subscriber@example.invalid>"


def encode_letter(digest: Digest, mail: Mail) -> bytes:
    """Give a digest as an .eml file; raises UsageError for a sender that mail cannot carry."""
    return Letterhead(digest.feed, digest.language, digest.unsubscribe_url, mail).letter(digest)


class Letterhead:
    """What the heads of all letters of a list say; raises UsageError as `encode_letter` does."""

    def __init__(self, feed: Feed, language: str, unsubscribe_url: str, mail: Mail) -> None:
        address = _address(mail.sender_address)
        sender = named("From", shorten(mail.sender_name), f"<{address}>")
        name, title = f"{feed.id}.{language}", feed.titles[language]
        self._domain = address.rpartition("@")[2]
        self._to = f"{sender}\r\nTo: {RECIPIENT}\r\n"
        self._list = (
            f"\r\nMIME-Version: 1.0\r\nContent-Language: {language}\r\n"
            f"{_list_headers(name, title, unsubscribe_url, mail)}\r\n"
            f"Content-Type: multipart/alternative;\r\n boundary="
        )

    def letter(self, digest: Digest) -> bytes:
        """Give a digest of the list as an .eml file."""
        subject, date = digest.subject, digest.date
        text, html = digest.as_text.sent, digest.as_html.sent
        # The letter is named after all that it says.
        said = b"".join((subject.encode(), b"\0", *text, b"\0", *html))
        digits = hashlib.sha256(said).hexdigest()
        boundary = f"=_{digits[:32]}"
        head = (
            f"{self._to}{unstructured('Subject', subject)}\r\n"
            f"Date: {_date(date, date.tzinfo, date.fold)}\r\n"
            f"Message-ID: <{digest.month}.{digits[:20]}@{self._domain}>"
            f'{self._list}"{boundary}"\r\n'
        )
        mark = f"\r\n--{boundary}".encode()
        # At once: a letter is twenty thousand bytes.
        return b"".join(
            (head.encode("ascii"), mark, _PLAIN, *text, mark, _HTML, *html, mark, b"--\r\n")
        )


@lru_cache(maxsize=10)  # the same in a month's letters of all feeds
def _date(moment: datetime, _zone: tzinfo | None, _fold: int) -> str:
    """Write a date (RFC 5322 section 3.3); moments are equal in two zones, and in an hour twice."""
    offset = moment.utcoffset() or timedelta()
    return format_datetime(moment.replace(tzinfo=timezone(offset)))


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
