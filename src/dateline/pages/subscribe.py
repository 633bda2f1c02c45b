"""Render the page that tells how to subscribe: every feed with every format, to be copied."""

from __future__ import annotations

from dataclasses import dataclass

from dateline import addresses
from dateline.model import Artifact
from dateline.pages.frame import Frame, Link, Page
from dateline.settings import Feed
from dateline.site import Site

_NAMES = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed as the page offers it: each format's name and absolute address, its digests."""

    title: str
    description: str
    documents: tuple[Link, ...]
    digests: tuple[Link, ...]


def render(site: Site, frame: Frame) -> Artifact:
    """Render a language's subscribe page."""
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
    return frame.render(
        "feeds.html", page, offers=offers, opml=site.at.link("feeds.opml"), contact=frame.contact
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
