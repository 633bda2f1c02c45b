"""Say of a document what a grammar cannot: counts by rel, uniqueness, order and real weekdays.

Each function takes a document that its grammar has accepted and returns what is wrong.
Does not know what a newsroom contains, so it cannot miss an entry that should be there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from xml.etree import ElementTree as ET

ATOM: Final = "{http://www.w3.org/2005/Atom}"
HISTORY: Final = "{http://purl.org/syndication/history/1.0}"
TOMB: Final = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
SITEMAP: Final = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML_LINK: Final = "{http://www.w3.org/1999/xhtml}link"
PAGING: Final = ("current", "prev-archive", "next-archive")
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MAIL_DATES: Final = {"pubDate", "lastBuildDate", "dateCreated", "dateModified"}


def atom(feed: ET.Element) -> list[str]:
    """Check identity, dates, tombstones and paging of an Atom document."""
    if feed.tag != f"{ATOM}feed":
        return ["an entry alone is not a feed"]
    entries = feed.findall(f"{ATOM}entry")
    ids = [_text(entry, f"{ATOM}id") for entry in entries]
    gone = [tomb.get("ref", "") for tomb in feed.findall(TOMB)]
    return [
        *_repeated([_text(feed, f"{ATOM}id"), *ids], "id"),
        *_repeated(gone, "tombstone"),
        *(f"{ref} is both an entry and a tombstone" for ref in sorted({*ids} & {*gone})),
        *_entry_dates(feed, entries),
        *_paging(feed),
    ]


def _entry_dates(feed: ET.Element, entries: list[ET.Element]) -> Iterator[str]:
    whole = datetime.fromisoformat(_text(feed, f"{ATOM}updated"))
    for entry in entries:
        updated = datetime.fromisoformat(_text(entry, f"{ATOM}updated"))
        name = _text(entry, f"{ATOM}id")
        if updated < datetime.fromisoformat(_text(entry, f"{ATOM}published")):
            yield f"{name} was updated before it was published"
        if updated > whole:
            yield f"{name} is newer than the feed's updated"


def _paging(feed: ET.Element) -> Iterator[str]:
    rels = Counter(link.get("rel", "alternate") for link in feed.findall(f"{ATOM}link"))
    yield from (f"{rels[rel]} links are {rel}" for rel in PAGING if rels[rel] > 1)
    if feed.find(f"{HISTORY}archive") is not None and not rels["current"]:
        yield "an archive document names no current feed (RFC 5005 section 4)"


def rss(root: ET.Element) -> list[str]:
    """Check weekdays, guids and the channel's image of an RSS document."""
    channel = root[0]
    guids = [_text(item, "guid") for item in channel.iter("item")]
    image = channel.find("image")
    pairs = [] if image is None else [("title", image), ("link", image)]
    return [
        *_repeated(guids, "guid"),
        *_weekdays(root),
        *(
            f"the image's {name} is not the channel's"
            for name, part in pairs
            if _text(part, name) != _text(channel, name)
        ),
        *_repeated([hour.text or "" for hour in channel.iter("hour")], "hour"),
        *_repeated([day.text or "" for day in channel.iter("day")], "day"),
    ]


def rss_titles(raw: bytes) -> list[str]:
    """Refuse `&amp;` and `&lt;` in plain titles: the RSS profile writes `&#x26;` and `&#x3C;`."""
    titles = re.findall(rb"<title(?:\s[^>]*)?>(.*?)</title>", raw, re.DOTALL)
    wrong = [title for title in titles if re.search(rb"&(amp|lt);|<!\[CDATA\[", title)]
    return [f"title written as {title.decode('utf-8', 'replace')}" for title in wrong]


def opml(root: ET.Element) -> list[str]:
    """Check that no subscription stands twice in a list."""
    feeds = [outline.get("xmlUrl", "") for outline in root.iter("outline")]
    return [*_repeated(filter(None, feeds), "xmlUrl"), *_weekdays(root)]


def sitemap(root: ET.Element) -> list[str]:
    """Check number, uniqueness and mutual translations of a sitemap's pages."""
    pages = {_text(page, f"{SITEMAP}loc"): _translations(page) for page in root}
    places = [_text(page, f"{SITEMAP}loc") for page in root]
    limit = [f"{len(places)} addresses, at most 50000"] if len(places) > 50_000 else []
    return [*limit, *_repeated(places, "loc"), *_one_sided(pages)]


def _translations(page: ET.Element) -> list[tuple[str, str]]:
    return [(link.get("hreflang", ""), link.get("href", "")) for link in page.iter(XHTML_LINK)]


def _one_sided(pages: dict[str, list[tuple[str, str]]]) -> Iterator[str]:
    for place, links in pages.items():
        yield from _repeated([language for language, _ in links], f"hreflang of {place}")
        if links and place not in {href for _, href in links}:
            yield f"{place} does not name itself among its translations"
        for href in {href for language, href in links if language != "x-default"} & {*pages}:
            if place not in {back for _, back in pages[href]}:
                yield f"{href} does not name its translation {place}"


def json_feed(feed: dict[str, Any]) -> list[str]:
    """Check ids and dates of a JSON Feed's items."""
    items: list[dict[str, Any]] = feed["items"]
    return [
        *_repeated([item["id"] for item in items], "id"),
        *(fault for item in items for fault in _json_dates(item)),
    ]


def _json_dates(item: dict[str, Any]) -> Iterator[str]:
    try:
        published = datetime.fromisoformat(item["date_published"])
        modified = datetime.fromisoformat(item.get("date_modified", item["date_published"]))
    except ValueError as error:
        yield f"{item['id']}: {error}"
        return
    if modified < published:
        yield f"{item['id']} was modified before it was published"


def _weekdays(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        said = element.text or ""
        if element.tag in MAIL_DATES and said[3:4] == ",":
            try:
                right = WEEKDAYS[parsedate_to_datetime(said).weekday()]
            except ValueError as error:
                yield f"{said}: {error}"
                continue
            if said[:3] != right:
                yield f"{said} was a {right}"


def _repeated(words: Iterable[str], what: str) -> list[str]:
    return [f"{what} {word} stands {n} times" for word, n in Counter(words).items() if n > 1]


def _text(element: ET.Element, name: str) -> str:
    return element.findtext(name) or ""
