"""Name what a digest is made of, as frozen values."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from dateline.digest.writing import Passage, Writing
from dateline.model import Month
from dateline.plaintext import wrap
from dateline.settings import Feed


class Entry(NamedTuple):
    """A release in a digest, in words ready to be printed; `url` is absolute.

    `corrected` says what of it was corrected in its own month. A `notice` tells of an older
    release: its correction or withdrawal is the `summary`.
    """

    title: str
    kind: str
    date: str
    place: str
    summary: str
    url: str
    corrected: tuple[str, ...] = ()
    notice: bool = False

    @property
    def text(self) -> str:
        """Give the release as the text part tells it."""
        kicker = " · ".join(filter(None, (self.kind, self.date, self.place)))
        summary = (wrap(self.summary),) if self.summary else ()
        heading = f"{wrap(self.title)}\n{wrap(kicker)}"
        return "\n\n".join((heading, *summary, *map(wrap, self.corrected), self.url))


# A release as both parts of a letter tell it: in HTML, and in its text.
Told = tuple[Passage, Passage]


class Digest(NamedTuple):
    """A month of a feed in a language, ready to be mailed.

    `closed` is False while the month is not over. `entries` are all releases of the month, newest
    first; `omitted` of them stand only on the web, because mail programs cut long letters.
    `notices` are major changes and withdrawals of older releases. `date` is the letter's.
    `counted` says how many releases they are. `unsubscribe_url` holds a placeholder for the token,
    and is empty where a mail tool fills it in.
    """

    feed: Feed
    language: str
    month: Month
    title: str
    subject: str
    preheader: str
    counted: str
    entries: tuple[Entry, ...]
    closed: bool
    date: datetime
    as_html: Writing
    as_text: Writing
    omitted: int
    unsubscribe_url: str
    notices: tuple[Entry, ...] = ()

    @property
    def html(self) -> str:
        """Give the letter's HTML."""
        return self.as_html.text

    @property
    def text(self) -> str:
        """Give the letter's text part."""
        return self.as_text.text
