"""The list of feeds for import, and the links by which pages tell of feeds."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from dateline import feeds
from tests.feeds.office import Office


def _offered(office: Office) -> Office:
    office.feed("press", title="Press & < news >", description='All "of" it')
    office.feed("atom-only", formats=["atom", "json"], languages=["en"])
    office.feed("json-only", formats=["json"])
    office.feed("youth", topics=["youth"], title="Youth")
    office.release("2024-02-01-a")
    return office


def test_opml_lists_every_feed(office: Office) -> None:
    """Every feed of every language stands there, as RSS where it is offered, else as Atom."""
    body = ET.fromstring(_offered(office).render()["feeds.opml"]).find("body")
    at = "https://press.example.org/"

    assert [[each.get("xmlUrl") for each in group] for group in body] == [
        [
            f"{at}en/feeds/atom-only.atom.xml",
            f"{at}en/feeds/press.rss.xml",
            f"{at}en/feeds/youth.rss.xml",
        ],
        [f"{at}vi/feeds/press.rss.xml", f"{at}vi/feeds/youth.rss.xml"],
    ]
    assert [group.get("text") for group in body] == [
        "Press office of A & B (English)",
        "Văn phòng báo chí (Tiếng Việt)",
    ]


def test_opml_tells_what_a_feed_is(office: Office) -> None:
    """An outline tells title, description, language and page, whatever they hold."""
    body = ET.fromstring(_offered(office).render()["feeds.opml"]).find("body")

    assert body[0][1].attrib == {
        "type": "rss",
        "text": "Press & < news >",
        "title": "Press & < news >",
        "description": 'All "of" it',
        "language": "en",
        "xmlUrl": "https://press.example.org/en/feeds/press.rss.xml",
        "htmlUrl": "https://press.example.org/en/",
    }


def test_opml_without_feeds(office: Office) -> None:
    """A newsroom that offers JSON alone has a list all the same, an empty one."""
    office.feed(formats=["json"])
    office.release("2024-02-01-a")
    found = ET.fromstring(office.render()["feeds.opml"])

    assert found.findall(".//outline") == []


def test_discovery_puts_the_own_language_first(office: Office) -> None:
    """A page's own language comes first, each feed with its title and type."""
    office.settings(base_url="https://example.org/press/")
    found = feeds.discovery(_offered(office).site(), "vi")

    assert [link.language for link in found] == ["vi"] * 7 + ["en"] * 9
    assert (found[1].title, found[1].type, found[1].href) == (
        "Press & < news >",
        "application/rss+xml",
        "/press/vi/feeds/press.rss.xml",
    )


def test_discovered_documents_exist(office: Office) -> None:
    """Every link leads to a document that is rendered."""
    documents = _offered(office).render()
    links = feeds.discovery(office.site(), "en")

    assert {link.href.removeprefix("/") for link in links} == set(documents) - {"feeds.opml"}
