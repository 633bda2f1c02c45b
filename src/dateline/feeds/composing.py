"""Make the entry of an edition: what every format says of it, composed once.

All addresses in an entry are absolute. Knows nothing of formats.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import replace

from dateline import addresses, markup, plaintext
from dateline.feeds import notices
from dateline.feeds.entry import Category, Enclosure, Entry, Translation, make_entry
from dateline.model import Correction, Edition, Notice, Told
from dateline.settings import Feed
from dateline.site import Site

# Entries whose bodies are rendered in one go; a site keeps more of them.
_STRIDE = 100


class Entries:
    """Entries that are composed once, when first asked for, in full or as their summary."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self._full: dict[str, Entry] = {}
        self._short: dict[str, Entry] = {}

    def of(self, told: Told, feed: Feed) -> Entry:
        """Give the entry of an edition as a feed shows it."""
        return self.all_of((told,), feed)[0]

    def all_of(self, told: Sequence[Told], feed: Feed) -> tuple[Entry, ...]:
        """Give the entries of editions, some at a time: first the bodies, then what is around them.

        A library that works on and on finds its code in the processor's caches.
        """
        found = self._full if feed.full_content else self._short
        missing = [each for each in told if each.path not in found]
        for start in range(0, len(missing), _STRIDE):
            some = missing[start : start + _STRIDE]
            self._composer.prepare(some, full=feed.full_content)
            for each in some:
                found[each.path] = self._composer.compose(each, full=feed.full_content)
        return tuple([found[each.path] for each in told])


class Composer:
    """Composes the entries of a site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._known: dict[tuple[str, tuple[str, ...]], tuple[Category, ...]] = {}

    def prepare(self, told: Sequence[Told], *, full: bool) -> None:
        """Render the bodies that entries need, all together."""
        for each in told:
            if isinstance(each, Edition) and (full or not each.summary):
                self._site.body(each)

    def compose(self, told: Told, *, full: bool = True) -> Entry:
        """Compose the entry of an edition, a correction or a withdrawal; else its summary only."""
        if isinstance(told, Edition):
            return self._full(told) if full else self._short(told)
        entry = self._correction(told) if isinstance(told, Correction) else self._notice(told)
        return entry if full else replace(entry, content=b"")

    def _full(self, edition: Edition) -> Entry:
        return self._edition(edition, edition.summary, _content(self._site, edition))

    def _short(self, edition: Edition) -> Entry:
        """Compose the entry of an edition with its summary only, or else its first paragraph."""
        summary = edition.summary
        if not summary:
            text = plaintext.to_text(self._site.body_with_absolute_urls(edition))
            summary = text.partition("\n")[0] or edition.title
        if edition.changes:
            summary = " ".join((*notices.sentences(self._site, edition), summary))
        return self._edition(edition, summary, b"")

    def _edition(self, edition: Edition, summary: str, content: bytes) -> Entry:
        site = self._site
        published = site.at.published(edition)
        picture = _picture(site, edition)
        fields = {
            "id": site.at.entry_id(edition),
            "url": site.at.absolute(addresses.release(edition)),
            "title": edition.title,
            "published": published,
            "updated": site.at.updated(edition) if edition.changes else published,
            "language": edition.language,
            "author": edition.byline or site.newsroom.languages[edition.language].name,
            "summary": summary,
            "content": content,
            "categories": self._categories(edition),
            "image": picture[0].url if picture else "",
            "enclosures": (*picture, *_attachments(site, edition)),
            "translations": _translations(site, edition),
        }
        return make_entry(fields)

    def _correction(self, told: Correction) -> Entry:
        """Compose the entry that tells of a major change: readers show no change of an old one."""
        site, edition = self._site, told.edition
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
            content=notices.correction(site, told).encode(),
            categories=self._categories(edition),
        )

    def _notice(self, notice: Notice) -> Entry:
        """Compose the entry that stands where a withdrawn release's stood, under the same id."""
        site = self._site
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
            content=notices.withdrawal(site, notice).encode(),
            void=site.at.void_ids(notice),
        )

    def _categories(self, edition: Edition) -> tuple[Category, ...]:
        """Give the topics of an edition: many have the same."""
        key = edition.language, edition.topics
        found = self._known.get(key)
        if found is None:
            language, site = edition.language, self._site
            scheme = site.at.absolute(addresses.topics(language))
            names = [(topic, site.newsroom.topics[topic].name(language)) for topic in key[1]]
            found = self._known[key] = tuple([Category(*name, scheme) for name in names])
        return found


def _content(site: Site, edition: Edition) -> bytes:
    content = site.with_dateline(edition, site.body_with_absolute_urls(edition))
    if edition.changes or edition.picture or edition.notes:
        told = notices.paragraphs(site, edition) if edition.changes else ""
        before, notes = told + _figure(site, edition), _notes(site, edition)
        content = b"%b%b%b" % (before.encode(), content, notes.encode())
    content = content.rstrip(b"\n")
    return content if content.endswith(b">") else content.decode().rstrip().encode()


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


def _attachments(site: Site, edition: Edition) -> list[Enclosure]:
    return [
        Enclosure(
            site.at.absolute(addresses.file(edition, each.file)),
            each.file.size,
            each.file.media_type,
            each.title,
            each.language,
        )
        for each in edition.attachments
    ]


def _translations(site: Site, edition: Edition) -> tuple[Translation, ...]:
    editions = site.archive.translations(edition)
    if len(editions) == 1:
        return ()
    return tuple(
        [
            Translation(language, site.at.absolute(addresses.release(other)), other.title)
            for language, other in editions.items()
            if language != edition.language
        ]
    )
