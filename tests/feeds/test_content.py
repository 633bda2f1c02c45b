"""What subscribers read: the text of entries, the same in every format."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.feeds.office import ATOM, CONTENT, Formats, Office, links
from tests.feeds.samples import full


def _html(found: Formats) -> dict[str, str]:
    return {
        "rss": found.item.findtext(CONTENT),
        "atom": found.entry.findtext(f"{ATOM}content"),
        "json": found.json["items"][0]["content_html"],
    }


def test_full_text_is_the_same(office: Office) -> None:
    """The full text stands in all three formats, the very same."""
    found = _html(full(office))

    assert found["rss"] == found["atom"] == found["json"]
    assert "First" in found["rss"]


@pytest.mark.parametrize("end", ["</div>", "</div> tail", "</div> tail\u2003", "</div>\u3000"])
def test_content_ends_with_what_it_says(office: Office, end: str) -> None:
    """No space follows the content's last tag or word."""
    office.release("2024-02-01-a", body=f"<div>text{end}", summary="A sum.")
    found = _html(office.formats()).values()
    ends = [html.partition("text")[2] for html in found]

    assert [end.rstrip()] * 3 == ends


class _Addresses(HTMLParser):
    """Collects the values of all attributes that hold addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            value or ""
            for name, value in attrs
            if name in {"href", "src", "srcset", "poster", "cite", "action", "data"}
        ]


@pytest.mark.parametrize("base", ["https://press.example.org/", "https://example.org/a/b/"])
def test_no_relative_address(office: Office, base: str) -> None:
    """Every address in content is absolute: also of fragments, quotations and pictures."""
    office.settings(base_url=base)
    for html in _html(full(office)).values():
        reader = _Addresses()
        reader.feed(html)

        assert len(reader.found) >= 8
        assert [url for url in reader.found if not url.startswith(base)] == []


def test_absolute_addresses_lead_where_the_page_would(office: Office) -> None:
    """Addresses resolve against the release's page, and rooted ones below the path prefix."""
    office.settings(base_url="https://example.org/press/")
    html = _html(full(office))["json"]

    assert 'href="https://example.org/press/en/2023/01/x/"' in html
    assert 'href="https://example.org/press/en/2024/02/course/a%20photo.png"' in html
    assert 'cite="https://example.org/press/en/2024/02/course/quoted/"' in html
    assert 'href="https://example.org/press/en/2024/02/course/#n"' in html
    assert 'src="https://example.org/press/en/2024/02/course/a%20photo.png"' in html
    assert 'href="https://example.org/press/en/2024/02/course/report.pdf"' in html


def test_addresses_outside_formats(office: Office) -> None:
    """Other schemes, hosts and broken addresses stay as they were written."""
    office.release(
        "2024-02-01-a",
        body="[m](mailto:a@b.org) [h](//cdn.example.org/x) [t](tel:+84) "
        "[o](http://[oops/) [?](?a:b)",
    )
    html = _html(office.formats())["atom"]

    assert re.findall('href="([^"]*)"', html) == [
        "mailto:a@b.org",
        "https://cdn.example.org/x",
        "tel:+84",
        "http://%5Boops/",
        "https://press.example.org/en/2024/02/a/?a:b",
    ]


def test_nothing_runs(office: Office) -> None:
    """No script, frame, form, style or event handler comes out."""
    for html in _html(full(office)).values():
        assert not re.search(
            r"<(script|iframe|form|input|video|style)|onclick|onerror|style=", html
        )
        assert "alert" not in html


def test_picture_text_and_notes(office: Office) -> None:
    """The picture stands above, the notes below under a heading, the boilerplate nowhere."""
    html = _html(full(office))["atom"]
    figure, dateline, notes = (
        html.index(text)
        for text in ("<figure>", "HANOI, 1 February 2024 –", "Notes to editors</h2>")
    )

    assert figure < dateline < notes
    assert 'alt="Two &quot;people&quot; &amp; a dog"' in html
    assert "<figcaption>On site AP</figcaption>" in html
    assert '<p><span class="dateline">HANOI, 1 February 2024 –</span> First' in html
    assert "Boilerplate" not in html


def test_plain_text(office: Office) -> None:
    """JSON Feed's plain text tells the same without a tag."""
    text = full(office).json["items"][0]["content_text"]

    assert "HANOI, 1 February 2024 – First a page (https://press.example.org/en/2023/01/x/)" in text
    assert "<p>" not in text


def test_end_of_cdata_survives(office: Office) -> None:
    """`]]>` in a text does not end it."""
    body = "Code: `if (a[b[0]]>1)` and ]]> again & <b>]]></b> on."
    office.release("2024-02-01-a", "]]> in a title", body, summary="]]> too")
    formats = office.formats()
    found = _html(formats)

    assert found["rss"] == found["atom"] == found["json"]
    assert formats.item.findtext("title") == "]]> in a title"
    assert formats.entry.findtext(f"{ATOM}summary") == "]]> too"
    assert found["rss"].count("]]&gt;") == 3
    assert "again" in found["rss"].partition("]]")[2]


def test_summary_feed(office: Office) -> None:
    """A feed of summaries carries no text but the summary."""
    office.feed("brief", content="summary")
    office.release("2024-02-01-a", body="First paragraph.\n\nSecret second.", summary="Sum & up")
    office.release("2024-01-31-b", body="First *paragraph*.\n\nSecret second.")
    found = office.formats("brief")
    rss, atom = found.parsed("rss").entries, found.parsed("atom").entries

    assert [entry.summary for entry in rss] == ["Sum &amp; up", "First paragraph."]
    assert [entry.summary for entry in atom] == ["Sum & up", "First paragraph."]
    assert [item["content_text"] for item in found.json["items"]] == [
        "Sum & up",
        "First paragraph.",
    ]
    assert not any("content" in entry for entry in (*rss, *atom))
    assert all(b"Secret" not in raw for raw in found.raw.values())
    assert [link["rel"] for link in links(found.entry)] == ["alternate"]
