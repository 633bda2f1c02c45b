"""Make the entry of an edition: what every format says of it, composed once.

All addresses in an entry are absolute. Knows nothing of formats.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from dateline import addresses, markup, plaintext
from dateline.feeds import notices
from dateline.model import Correction, Edition, Notice, Told
from dateline.settings import Feed
from dateline.site import Site

# Entries whose bodies are rendered in one go; a site keeps more of them.
_STRIDE = 100


class Category(NamedTuple):
    """A topic of an entry: its id, its name, and the address that all topics stand below."""

    term: str
    label: str
    scheme: str


class Enclosure(NamedTuple):
    """A file that belongs to an entry, with its true length in bytes."""

    url: str
    length: int
    type: str
    title: str
    language: str = ""


class Translation(NamedTuple):
    """The page of the same release in another language."""

    language: str
    url: str
    title: str


@dataclass(frozen=True)
class Entry:
    """One release as subscribers get it; `content_html` is empty where they get the summary only.

    The picture is the first of `enclosures` where `image` is its address. `void` are the ids that
    are no more where the entry is the notice of a withdrawal.
    """

    id: str
    url: str
    title: str
    published: datetime
    updated: datetime
    language: str
    author: str
    summary: str
    content_html: str
    categories: tuple[Category, ...] = ()
    image: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    translations: tuple[Translation, ...] = ()
    void: tuple[str, ...] = ()
    _written: dict[object, bytes] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def written(self, write: Callable[[Entry], bytes]) -> bytes:
        """Give what a format writes of it, written once: it stands in document after document."""
        found = self._written.get(write)
        if found is None:
            found = self._written[write] = write(self)
        return found

    @cached_property
    def content_text(self) -> str:
        """Give the content as plain text."""
        return plaintext.to_text(self.content_html) if self.content_html else self.summary


class Entries:
    """The entries of one language, each composed once, when first asked for."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._found: dict[tuple[str, bool], Entry] = {}

    def of(self, edition: Told, feed: Feed) -> Entry:
        """Give the entry of an edition as a feed shows it, in full or as its summary."""
        key = edition.path, feed.full_content
        entry = self._found.get(key)
        if entry is None:
            entry = self._found[key] = _compose(self._site, edition, full=feed.full_content)
        return entry

    def all_of(self, told: Sequence[Told], feed: Feed) -> tuple[Entry, ...]:
        """Give the entries of editions, some at a time: first the bodies, then what is around them.

        A library that works on and on finds its code in the processor's caches.
        """
        for start in range(0, len(told), _STRIDE):
            for each in told[start : start + _STRIDE]:
                if isinstance(each, Edition) and (each.path, feed.full_content) not in self._found:
                    self._site.body(each)
            for each in told[start : start + _STRIDE]:
                self.of(each, feed)
        return tuple([self.of(each, feed) for each in told])


def _compose(site: Site, told: Told, *, full: bool) -> Entry:
    if isinstance(told, Correction):
        entry = compose_correction(site, told)
    elif isinstance(told, Notice):
        entry = compose_withdrawal(site, told)
    else:
        return compose(site, told) if full else compose_summary(site, told)
    return entry if full else replace(entry, content_html="")


def compose(site: Site, edition: Edition) -> Entry:
    """Compose the entry of an edition with its full text."""
    published = site.at.published(edition)
    picture = _picture(site, edition)
    return Entry(
        id=site.at.entry_id(edition),
        url=site.at.absolute(addresses.release(edition)),
        title=edition.title,
        published=published,
        updated=site.at.updated(edition) if edition.changes else published,
        language=edition.language,
        author=edition.byline or site.newsroom.languages[edition.language].name,
        summary=edition.summary,
        content_html=_content(site, edition),
        categories=_categories(site, edition),
        image=picture[0].url if picture else "",
        enclosures=(*picture, *_attachments(site, edition)),
        translations=_translations(site, edition),
    )


def compose_summary(site: Site, edition: Edition) -> Entry:
    """Compose the entry of an edition with its summary only, or else its first paragraph."""
    summary = edition.summary
    if not summary:
        text = plaintext.to_text(site.body_with_absolute_urls(edition))
        summary = text.partition("\n")[0] or edition.title
    if edition.changes:
        summary = " ".join((*notices.sentences(site, edition), summary))
    return replace(compose(site, edition), summary=summary, content_html="")


def compose_correction(site: Site, told: Correction) -> Entry:
    """Compose the entry that tells of a major change: readers show no change of an old entry."""
    edition = told.edition
    moment = site.at.published(told)
    language = site.newsroom.languages[edition.language]
    return Entry(
        id=told.id,
        url=site.at.absolute(addresses.release(edition)) + addresses.correction(told),
        title=language.language.corrected(edition.title),
        published=moment,
        updated=moment,
        language=edition.language,
        author=language.name,
        summary=told.note,
        content_html=notices.correction(site, told),
        categories=_categories(site, edition),
    )


def compose_withdrawal(site: Site, notice: Notice) -> Entry:
    """Compose the entry that stands where a withdrawn release's stood, under the same id."""
    language = site.newsroom.languages[notice.language]
    return Entry(
        id=site.at.entry_id(notice),
        url=site.at.absolute(addresses.release(notice)),
        title=language.language.withdrawn(notice.title),
        published=site.at.published(notice),
        updated=site.at.updated(notice),
        language=notice.language,
        author=language.name,
        summary=notice.reason,
        content_html=notices.withdrawal(site, notice),
        void=site.at.void_ids(notice),
    )


def _content(site: Site, edition: Edition) -> str:
    language = site.newsroom.languages[edition.language].language
    dateline = language.dateline(edition.place, edition.day)
    body = site.with_dateline(edition, site.body_with_absolute_urls(edition), dateline)
    told = notices.paragraphs(site, edition) if edition.changes else ""
    return (told + _figure(site, edition) + body + _notes(site, edition)).rstrip()


def _figure(site: Site, edition: Edition) -> str:
    picture = edition.picture
    if not picture:
        return ""
    src = html.escape(site.at.absolute(addresses.file(edition, picture.file)))
    size = f' width="{picture.width}" height="{picture.height}"' if picture.width else ""
    caption = html.escape(" ".join(filter(None, (picture.caption, picture.credit))))
    caption = f"\n<figcaption>{caption}</figcaption>" if caption else ""
    image = f'<img src="{src}" alt="{html.escape(picture.alt)}"{size}>'
    return f"<figure>\n{image}{caption}\n</figure>\n"


def _notes(site: Site, edition: Edition) -> str:
    """Give the notes to editors below their heading."""
    if not edition.notes:
        return ""
    words = site.newsroom.languages[edition.language].language.words
    page = addresses.release(edition)
    notes = markup.with_footnotes_of(markup.to_html(edition.notes), "notes")
    notes = markup.with_back_links(notes, words.gettext("Back to the text"))
    notes = markup.with_urls(notes, lambda url: site.at.resolved(url, page), fragments=True)
    heading = html.escape(words.gettext("Notes to editors"))
    return f"<h2>{heading}</h2>\n{notes}"


def _picture(site: Site, edition: Edition) -> tuple[Enclosure, ...]:
    """Give the picture, if there is one."""
    picture = edition.picture
    if not picture:
        return ()
    url = site.at.absolute(addresses.file(edition, picture.file))
    return (Enclosure(url, picture.file.size, picture.file.media_type, picture.alt),)


def _attachments(site: Site, edition: Edition) -> tuple[Enclosure, ...]:
    return tuple(
        Enclosure(
            site.at.absolute(addresses.file(edition, each.file)),
            each.file.size,
            each.file.media_type,
            each.title,
            each.language,
        )
        for each in edition.attachments
    )


def _categories(site: Site, edition: Edition) -> tuple[Category, ...]:
    if not edition.topics:
        return ()
    scheme = site.at.absolute(addresses.topics(edition.language))
    topics = site.newsroom.topics
    return tuple(
        Category(topic, topics[topic].name(edition.language), scheme) for topic in edition.topics
    )


def _translations(site: Site, edition: Edition) -> tuple[Translation, ...]:
    return tuple(
        Translation(key, site.at.absolute(addresses.release(other)), other.title)
        for key, other in site.archive.translations(edition).items()
        if key != edition.language
    )
