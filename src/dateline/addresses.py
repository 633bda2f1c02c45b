"""Say where everything stands: addresses that never change, and ids that outlive them.

Paths are relative to the output folder, without a leading slash; pages end in `/`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from urllib.parse import quote, unquote, urljoin

from dateline.languages import bare
from dateline.model import Change, Correction, Edition, LocalFile, Month, Notice, Told
from dateline.settings import Feed, Newsroom

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_A_SECOND = timedelta(seconds=1)
_PLAIN = re.compile(r"[A-Za-z0-9/._~-]*\Z")
PREVIEWS = "preview/"
_TWINNED = (".html", ".xml", ".json", ".opml", ".txt", ".css", ".svg", ".eml", ".js")
FORMATS = {
    "rss": ("rss.xml", "application/rss+xml"),
    "atom": ("atom.xml", "application/atom+xml"),
    "json": ("feed.json", "application/feed+json"),
}


@dataclass(frozen=True)
class Addresses:
    """The addresses of one newsroom."""

    newsroom: Newsroom

    def link(self, path: str) -> str:
        """Give a root-relative link, with the path prefix of base_url."""
        return self.newsroom.base_path + _quoted(path)

    def absolute(self, path: str) -> str:
        """Give an absolute URL."""
        return self.newsroom.base_url + _quoted(path)

    def both(self, path: str) -> tuple[str, str]:
        """Give an absolute URL, and the root-relative link."""
        quoted = _quoted(path)
        return self.newsroom.base_url + quoted, self.newsroom.base_path + quoted

    def resolved(self, url: str, page: str) -> str:
        """Give the absolute URL of an address as written in the text of a page at `page`."""
        if url.startswith("/") and not url.startswith("//"):
            return self.newsroom.base_url + url[1:]
        if _SCHEME.match(url):
            return url
        if url.startswith("//"):
            return self.newsroom.base_url.partition("//")[0] + url
        return urljoin(self.absolute(page), url)

    def linked(self, url: str, page: str) -> str:
        """Give an address as written in the text of a page as a link of that page."""
        if url.startswith("/") and not url.startswith("//"):
            return self.newsroom.base_path + url[1:]
        if ":" in url.partition("/")[0] or url.startswith("//"):
            return url
        return urljoin(self.link(page), url)

    def entry_id(self, edition: Told) -> str:
        """Give the entry id of an edition: a tag URI (RFC 4151), ASCII, for ever."""
        if isinstance(edition, Correction):
            return edition.id
        return f"tag:{self.newsroom.id_authority}:{edition.language}/{edition.ident}"

    def feed_id(self, feed: Feed, language: str) -> str:
        """Give the id of a feed in a language."""
        return f"tag:{self.newsroom.id_authority}:{language}/feeds/{feed.id}"

    def published(self, edition: Told) -> datetime:
        """Give the moment an entry is dated: when it became public, in a zone of whole minutes.

        A bare date stands at local midnight plus a hash of its id modulo 3,600 seconds, so that
        entries of one day differ and none moves when another is added. A correction's own entry
        is dated a second after its release's was updated, for the same reason.
        """
        return self._written(self._dated(edition))

    def newest_first(self, edition: Told) -> tuple[float, str]:
        """Give the key that sorts entries by the moment that they are dated; ties by id."""
        return -self._dated(edition).timestamp(), self.entry_id(edition)

    def _dated(self, edition: Told) -> datetime:
        """Give the moment that an entry is dated, in whatever zone."""
        if isinstance(edition, Correction):
            return edition.at + _A_SECOND
        moment = edition.public_from
        if edition.date_is_day and moment == edition.date:
            moment += _spread(self.entry_id(edition))
        return moment

    def updated(self, edition: Edition | Notice) -> datetime:
        """Give the moment an entry was updated: its last correction, its withdrawal, or never."""
        if isinstance(edition, Notice):
            return self._written(max(edition.at, self.published(edition) + _A_SECOND))
        told = self.corrections(edition)
        return told[0].at if told else self.published(edition)

    def corrections(self, edition: Edition) -> tuple[Correction, ...]:
        """Give what readers are told of an edition's major changes, newest first."""
        if not edition.changes:
            return ()
        found: list[Correction] = []
        last = self.published(edition)
        for change, day, mark in self.marked(edition):
            own_id = f"{self.entry_id(edition)}#{mark}"
            at = change.at + _spread(own_id) if change.at_is_day else change.at
            # Nothing is corrected before it is there, and no two entries are of one moment.
            at = max(at, last + 2 * _A_SECOND)
            last = self._written(at)
            found.append(Correction(edition, own_id, mark, last, day, change.note))
        return tuple(reversed(found))

    def marked(self, edition: Edition) -> Iterator[tuple[Change, date, str]]:
        """Yield the changes that readers are told of, oldest first, with day and mark."""
        changes = edition.told_changes
        marks = self._marks(change.at for change in changes)
        yield from ((change, *mark) for change, mark in zip(changes, marks, strict=True))

    def void_ids(self, notice: Notice) -> tuple[str, ...]:
        """Give the ids of the entries that a withdrawal takes back: its release's, corrections'."""
        own = self.entry_id(notice)
        return (own, *(f"{own}#{mark}" for _, mark in self._marks(notice.corrected)))

    def _marks(self, moments: Iterable[datetime]) -> list[tuple[date, str]]:
        """Give the local day of each moment, and what it adds to an id: unique, even on one day."""
        found: list[tuple[date, str]] = []
        for moment in moments:
            day = self.newsroom.local_day(moment)
            before = sum(1 for other, _ in found if other == day)
            found.append((day, f"{day}-{before + 1}" if before else str(day)))
        return found

    def _written(self, moment: datetime) -> datetime:
        moment = moment.astimezone(self.newsroom.timezone)
        offset = moment.utcoffset() or timedelta()
        # Local mean time has seconds in its offset; RFC 3339 and RFC 822 cannot write them.
        return moment.astimezone(UTC) if offset.seconds % 60 else moment


def _quoted(path: str) -> str:
    """Percent-encode a path, where it needs it: few do, and asking is quicker than doing."""
    return path if _PLAIN.match(path) else quote(path)


@lru_cache(maxsize=100_000)
def _spread(entry_id: str) -> timedelta:
    number = int.from_bytes(hashlib.sha256(entry_id.encode()).digest()[:8])
    return timedelta(seconds=number % 3600)


def comparable(address: str) -> str:
    """Give an address in the form in which all its spellings are one, without slashes around."""
    return bare(unquote(address)).strip("/").removesuffix("index.html").rstrip("/")


def home(language: str) -> str:
    """Give the press-release list of a language."""
    return f"{language}/"


def year(language: str, number: int) -> str:
    """Give the page of a year."""
    return f"{language}/{number:04d}/"


def month(language: str, which: Month) -> str:
    """Give the page of a month."""
    return f"{language}/{which.path}/"


def release(edition: Edition | Notice) -> str:
    """Give the page of a release, or of its preview, or of the notice in its place."""
    return (isinstance(edition, Edition) and edition.folder) or edition.address


def lasting(edition: Edition | Notice) -> str:
    """Give the address that a release has for ever, once it is public."""
    return edition.address


def correction(told: Correction) -> str:
    """Give the line of a correction in its release's history, as a fragment."""
    return f"#changed-{told.mark}"


def alias(path: str) -> str:
    """Give the file of an old address's page: what is not named like a page is a folder."""
    path = unicodedata.normalize("NFC", unquote(path)).strip("/")
    return path if path.endswith((".html", ".htm")) else f"{path}/index.html"


def text_twin(edition: Edition) -> str:
    """Give the plain-text twin of a release's page."""
    return release(edition) + "index.txt"


def file(edition: Edition, which: LocalFile) -> str:
    """Give the address of a file beside a release."""
    return release(edition) + which.name


def has_twin(path: str) -> bool:
    """Say whether a file is of a sort that gets a compressed twin, where twins are wanted."""
    return path.endswith(_TWINNED)


def topics(language: str) -> str:
    """Give the folder that all topic pages stand in; no page itself."""
    return f"{language}/topics/"


def topic(language: str, topic_id: str) -> str:
    """Give the page of a topic."""
    return f"{topics(language)}{topic_id}/"


def standing(language: str, name: str) -> str:
    """Give the address of a standing page."""
    return f"{language}/{name}/"


def subscribe(language: str) -> str:
    """Give the page that tells how to subscribe."""
    return f"{language}/feeds/"


def feed(language: str, feed_id: str, form: str) -> str:
    """Give the document of a feed in a format: `rss`, `atom` or `json`."""
    return f"{language}/feeds/{feed_id}.{FORMATS[form][0]}"


def feed_archive(language: str, feed_id: str, which: Month) -> str:
    """Give the archive document of a feed's month (RFC 5005 section 4)."""
    return f"{language}/feeds/{feed_id}/{which}.atom.xml"


def digest(language: str, feed_id: str, which: Month) -> str:
    """Give the folder of a digest."""
    return f"{language}/digests/{feed_id}/{which}/"
