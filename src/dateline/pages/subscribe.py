"""Render the page that tells how to subscribe: every feed with every format, to be copied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from dateline import addresses
from dateline.model import Artifact
from dateline.pages.frame import Frame, Link, Page
from dateline.parts import Needs, Part
from dateline.settings import Feed, Newsroom
from dateline.site import Site

_NAMES = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed as the page offers it: each format's name and absolute address, its digests."""

    title: str
    description: str
    documents: tuple[Link, ...]
    digests: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The form that asks for the digest by e-mail: where it goes, and what it offers.

    `feeds` and `languages` hold values and words; `wording` is what one agrees to.
    """

    action: str
    language: str
    feeds: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]
    wording: str
    privacy: str


def make_form(newsroom: Newsroom, key: str) -> Form | None:
    """Make a language's form; None where no door stands or nothing is offered in the language."""
    feeds = [feed for feed in newsroom.feeds if feed.digest and key in feed.languages]
    if not newsroom.door.url or not feeds:
        return None
    settings = newsroom.languages[key]
    wording = settings.language.words.gettext(
        "Yes, send me the monthly digest of {name} by e-mail. I can unsubscribe at any time."
    )
    return Form(
        action=f"{newsroom.door.url}{key}/subscribe",
        language=key,
        feeds=tuple((feed.id, feed.titles[key]) for feed in feeds),
        languages=tuple(
            (each, language.language.own_name)
            for each, language in newsroom.languages.items()
            if any(each in feed.languages for feed in feeds)
        ),
        wording=wording.replace("{name}", settings.name),
        privacy=newsroom.door.privacy,
    )


def part(site: Site, frame: Frame) -> Part:
    """Give a language's subscribe page."""
    path = addresses.subscribe(frame.language.key)
    return Part(path, partial(_needs, site, frame.language.key), partial(_render, site, frame))


def _needs(site: Site, key: str) -> Needs:
    return tuple(
        (feed.id, tuple([month[:] for month in site.digest_months(feed, key)]))
        for feed in site.newsroom.feeds
        if key in feed.languages
    )


def _render(site: Site, frame: Frame) -> Iterator[Artifact]:
    key = frame.language.key
    page = Page(
        path=addresses.subscribe(key),
        title=frame.language.language.words.gettext("Subscribe"),
        description=frame.language.language.words.gettext(
            "Follow our news in a feed reader or by e-mail."
        ),
        section="feeds",
        translations={each: addresses.subscribe(each) for each in site.newsroom.languages},
    )
    offers = [_offer(site, frame, feed) for feed in site.newsroom.feeds if key in feed.languages]
    yield frame.render(
        "feeds.html",
        page,
        offers=offers,
        opml=site.at.link("feeds.opml"),
        contact=frame.contact,
        form=make_form(site.newsroom, key),
    )


def _offer(site: Site, frame: Frame, feed: Feed) -> Offer:
    key = frame.language.key
    return Offer(
        title=feed.titles[key],
        description=feed.descriptions[key],
        documents=tuple(
            Link(_NAMES[form], site.at.absolute(addresses.feed(key, feed.id, form)))
            for form in feed.formats
        ),
        digests=tuple(
            Link(
                frame.language.language.month_heading(month),
                site.at.link(addresses.digest(key, feed.id, month)),
            )
            for month in site.digest_months(feed, key)
        ),
    )
