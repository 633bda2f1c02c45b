"""Write OPML 2.0 of every feed in every language, for readers that import it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from dateline import addresses
from dateline.feeds.channel import page
from dateline.model import Artifact
from dateline.settings import Feed
from dateline.site import Site

PATH = "feeds.opml"
_SPECIFICATION = "http://opml.org/spec2.opml"
_FORMS = ("rss", "atom")


def render(site: Site) -> Artifact:
    """Render the list of feeds, grouped by language; JSON Feed has no place in OPML."""
    newsroom = site.newsroom
    root = ET.Element("opml", version="2.0")
    head = ET.SubElement(root, "head")
    title = newsroom.languages[newsroom.default_language].name
    ET.SubElement(head, "title").text = title
    ET.SubElement(head, "docs").text = _SPECIFICATION
    body = ET.SubElement(root, "body")
    for language, settings in newsroom.languages.items():
        if feeds := [feed for feed in newsroom.feeds if _is_in(feed, language)]:
            name = settings.language.words.pgettext("this language's own name", "English")
            group = ET.SubElement(body, "outline", text=f"{settings.name} ({name})")
            group.extend(_outline(site, feed, language) for feed in feeds)
    ET.indent(root)
    document = ET.tostring(root, encoding="unicode")
    return Artifact(PATH, f'<?xml version="1.0" encoding="UTF-8"?>\n{document}\n'.encode())


def _is_in(feed: Feed, language: str) -> bool:
    return language in feed.languages and not set(feed.formats).isdisjoint(_FORMS)


def _outline(site: Site, feed: Feed, language: str) -> ET.Element:
    form = next(form for form in _FORMS if form in feed.formats)
    attributes = {
        "type": "rss",  # OPML 2.0: "rss" means any feed
        "text": feed.titles[language],
        "title": feed.titles[language],
        "description": feed.descriptions[language],
        "language": language,
        "xmlUrl": site.at.absolute(addresses.feed(language, feed.id, form)),
        "htmlUrl": site.at.absolute(page(feed, language)),
    }
    return ET.Element("outline", {key: text for key, text in attributes.items() if text})
