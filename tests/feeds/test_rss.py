"""What an RSS document says, and the traps of feedgen that it must not fall into."""

from __future__ import annotations

import pytest

from dateline import __version__
from tests.feeds.office import CONTENT, Office, links, only

DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"


@pytest.fixture
def files(office: Office) -> Office:
    """Give an office whose release has a picture and two files."""
    stem = "2024-02-01-course"
    for name, size in (("a.png", 10), ("b.pdf", 20), ("c.csv", 30)):
        office.write(f"releases/{stem}/{name}", b"x" * size)
    office.release(
        f"{stem}/index",
        "Course",
        date="2024-02-01",
        summary="1 < 2 & so",
        image={"src": "a.png", "alt": "A"},
        attachments=[
            {"file": "b.pdf", "title": "B & b"},
            {"file": "c.csv", "title": "C", "lang": "vi"},
        ],
    )
    return office


def test_channel_link_is_the_page(office: Office) -> None:
    """The channel's link is the HTML page, though a live feed has further links."""
    for day in range(1, 32):
        office.release(f"2024-01-{day:02}-a")
    channel = office.formats().rss

    assert channel.findtext("link") == "https://press.example.org/en/"
    assert [link["rel"] for link in links(channel)] == ["self", "prev-archive"]
    assert only(channel, "prev-archive") == {
        "rel": "prev-archive",
        "href": "https://press.example.org/en/feeds/press/2024-01.atom.xml",
        "type": "application/atom+xml",
    }


def test_titles_are_written_in_hexadecimal(office: Office) -> None:
    """Titles write & and < as the RSS profile asks, for readers that take them for HTML."""
    office.feed(title="News & < views >")
    office.release("2024-02-01-a", 'AT&T < Ford > "x" &c.', "Text & <b>title</b> &amp;")
    raw = office.formats().raw["rss"].decode()

    assert "<title>News &#x26; &#x3C; views &gt;</title>" in raw
    assert '<title>AT&#x26;T &#x3C; Ford &gt; "x" &#x26;c.</title>' in raw
    assert raw.count("&#x") == 5


def test_titles_in_texts_are_left_alone(office: Office) -> None:
    """A text that speaks of titles is not rewritten."""
    body = "Write `<title>A & B</title>`."
    office.release("2024-02-01-a", "A & B", body)
    text = office.formats().item.findtext("description")

    assert "&lt;title&gt;A &amp; B&lt;/title&gt;" in text


def test_guid_is_no_permalink(office: Office) -> None:
    """The guid is the entry's id and says that it is no address."""
    office.release("2024-02-01-a")
    guid = office.formats().item.find("guid")

    assert guid.text == "tag:press.example.org,2003:en/2024-02-01-a"
    assert guid.get("isPermaLink") == "false"


def test_description_then_content(files: Office) -> None:
    """The summary comes first, as HTML, the full text after it."""
    item = files.formats().item
    names = [element.tag for element in item]

    assert names.index("description") < names.index(CONTENT)
    assert item.findtext("description") == "1 &lt; 2 &amp; so"


def test_one_enclosure(files: Office) -> None:
    """One file is the enclosure, the first; the others are media of the item."""
    item = files.formats().item
    (enclosure,) = item.findall("enclosure")
    page = "https://press.example.org/en/2024/02/course/"

    assert dict(enclosure.attrib) == {"url": f"{page}a.png", "length": "10", "type": "image/png"}
    assert [dict(each.attrib) for each in item.findall(f"{MEDIA}content")] == [
        {"url": f"{page}b.pdf", "type": "application/pdf", "fileSize": "20"},
        {"url": f"{page}c.csv", "type": "text/csv", "fileSize": "30", "lang": "vi"},
    ]
    assert item.findtext(f"{MEDIA}content/{MEDIA}title") == "B & b"


def test_authors(office: Office) -> None:
    """Each item names its author; the channel has one editor; no item has both forms."""
    office.release("2024-02-02-a", byline="Trần Thị B")
    office.release("2024-02-01-b")
    channel = office.formats().rss

    assert channel.findtext("managingEditor") == "press@example.org (Press desk)"
    assert [item.findtext(f"{DC}creator") for item in channel.iterfind("item")] == [
        "Trần Thị B",
        "Press office of A & B",
    ]
    assert channel.findall(".//author") == []


def test_no_editor_without_address(office: Office) -> None:
    """Where no contact has an address, none is made up."""
    settings = (office.root / "dateline.toml").read_text()
    office.write("dateline.toml", settings.replace('email = "press@example.org"', 'phone = "+1"'))
    office.release("2024-02-01-a")

    assert office.formats().rss.find("managingEditor") is None


def test_head(office: Office) -> None:
    """The channel says what the profile asks for, and each element once."""
    office.release("2024-02-01-a", date="2024-02-01T09:00:00+07:00")
    office.release("2024-01-01-b")
    channel = office.formats().rss
    names = [element.tag for element in channel if element.tag != "item"]

    assert len(names) == len(set(names))
    assert channel.findtext("lastBuildDate") == "Thu, 01 Feb 2024 09:00:00 +0700"
    assert channel.findtext("pubDate") == "Thu, 01 Feb 2024 09:00:00 +0700"
    assert channel.findtext("ttl") == "60"
    assert channel.findtext("docs") == "https://www.rssboard.org/rss-specification"
    assert channel.findtext("generator") == f"Dateline {__version__}"
    assert {"skipDays", "skipHours", "image", "cloud"}.isdisjoint(names)


def test_categories(office: Office) -> None:
    """A topic is told by name, with where its page stands."""
    office.release("2024-02-01-a", topics=["youth", "skills"])
    categories = office.formats().item.findall("category")

    assert [(each.text, each.get("domain")) for each in categories] == [
        ("Youth", "https://press.example.org/en/topics/"),
        ("Skills & work", "https://press.example.org/en/topics/"),
    ]
