"""Tell pages and feed lists what there is to subscribe to."""

from __future__ import annotations

from dataclasses import dataclass

from dateline import addresses
from dateline.site import Site


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed in one language and format; `href` is root-relative, `type` a media type."""

    title: str
    type: str
    href: str
    language: str
    feed: str
    form: str


def discovery(site: Site, language: str) -> tuple[FeedLink, ...]:
    """Give the autodiscovery links of a page, those in its own language first."""
    others = (key for key in site.newsroom.languages if key != language)
    return tuple(link for key in (language, *others) for link in _links(site, key))


def _links(site: Site, language: str) -> list[FeedLink]:
    return [
        FeedLink(
            title=feed.titles[language],
            type=addresses.FORMATS[form][1],
            href=site.at.link(addresses.feed(language, feed.id, form)),
            language=language,
            feed=feed.id,
            form=form,
        )
        for feed in site.newsroom.feeds
        if language in feed.languages
        for form in feed.formats
    ]
