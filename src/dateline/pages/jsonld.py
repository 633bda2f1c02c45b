"""Describe a release to machines: schema.org's NewsArticle as JSON-LD."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from markupsafe import Markup
from pydantic_core import to_json

from dateline import addresses
from dateline.escaping import as_markup, safe_json
from dateline.model import Edition
from dateline.pages.frame import Frame
from dateline.site import Site


class Said(NamedTuple):
    """The texts of a release's own in its JSON-LD; dates as RFC 3339."""

    title: str
    summary: str
    place: str
    url: str
    id: str
    published: str
    modified: str


def news_article(frame: Frame, edition: Edition, published: str, modified: str) -> Markup:
    """Give the JSON-LD of a release's page, safe within a script element; dates as RFC 3339."""
    at = frame.site.at
    url = at.absolute(addresses.release(edition))
    said = Said(
        edition.title, edition.summary, edition.place,
        url, at.entry_id(edition), published, modified,
    )  # fmt: skip
    return article(frame, edition, said, [topic.title for topic in frame.topics(edition.topics)])


def article(frame: Frame, edition: Edition, said: Said, topics: Sequence[str]) -> Markup:
    """Give the same of what it says, and of all else of a release."""
    publisher = frame.publisher
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": said.id,
        "url": said.url,
        "mainEntityOfPage": said.url,
        "headline": said.title,
        "inLanguage": edition.language,
        "datePublished": said.published,
        "dateModified": said.modified,
        "author": {"@type": "Person", "name": edition.byline} if edition.byline else publisher,
        "publisher": publisher,
    }
    if said.summary:
        told["description"] = said.summary
    if said.place:
        told["dateline"] = said.place
        told["contentLocation"] = {"@type": "Place", "name": said.place}
    if edition.picture:
        picture = addresses.file(edition, edition.picture.file)
        told["image"] = frame.site.at.absolute(picture)
    if topics:
        told["keywords"] = topics
    if edition.changes:
        told |= _corrections(frame.site, edition)
    return as_markup(
        safe_json(to_json(told)).decode()
    )  # in a quarter of the time of the json module


def _corrections(site: Site, edition: Edition) -> dict[str, Any]:
    """Tell of each major change as schema.org does: `correction`, newest first."""
    told = [
        {"@type": "CorrectionComment", "text": each.note, "datePublished": each.at.isoformat()}
        for each in site.at.corrections(edition)
    ]
    return {"correction": told} if told else {}
