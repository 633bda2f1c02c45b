"""The HTML part against the Email Markup Consortium's checks (emailmarkup.org, report of 2026).

They are those of Parcel's accessibility checker; sizes and colours have a file of their own.
"""

from __future__ import annotations

import re

from lxml import html
from lxml.html import HtmlElement

from dateline.site import Site
from tests.digest.office import digest_of, mail_source

GENERIC = {"click here", "here", "read more", "learn more", "more", "this", "link", "website"}


def test_language_and_direction(mail: HtmlElement) -> None:
    """`lang` and `dir` stand on html and right below body, where clients keep them."""
    (body,) = mail.iter("body")

    for element in (mail, *body):
        assert element.get("lang") in {"en", "vi"}
        assert element.get("dir") == "ltr"


def test_layout_tables(mail: HtmlElement) -> None:
    """Every table says that it is for layout, and has no part of a data table."""
    tables = list(mail.iter("table"))

    assert tables
    assert {table.get("role") for table in tables} == {"presentation"}
    assert not list(mail.iter("th", "caption", "thead", "tfoot"))


def test_ghost_tables(site: Site) -> None:
    """The tables for Outlook alone, in comments, say so too."""
    tables = re.findall(r"<table[^>]*>", mail_source(site))

    assert all('role="presentation"' in table for table in tables)


def test_headings(mail: HtmlElement) -> None:
    """There is one heading of level one, first; the rest follow in order, none empty."""
    headings = list(mail.iter("h1", "h2", "h3", "h4", "h5", "h6"))

    assert [heading.tag for heading in headings] == ["h1"] + ["h2"] * (len(headings) - 1)
    assert all(heading.text_content().strip() for heading in headings)


def test_links(mail: HtmlElement) -> None:
    """Every link has words that make sense alone, and an address that works from anywhere."""
    for link in mail.iter("a"):
        words = link.text_content().strip().lower()
        spoken = (link.get("aria-label") or words).lower()
        href = link.get("href")

        assert words
        assert words not in GENERIC
        assert spoken.startswith(words)
        assert href.startswith(("https://", "mailto:", "tel:+", "*|"))
        assert " " not in href


def test_links_in_text_are_underlined(mail: HtmlElement) -> None:
    """A link among other words is told by more than its colour."""
    for link in mail.iter("a"):
        alone = link.getparent().text_content().strip() == link.text_content().strip()
        assert alone or "text-decoration: none" not in (link.get("style") or "")


def test_head(mail: HtmlElement) -> None:
    """The head has charset, title, colour schemes, no detection of numbers, and allows zooming."""
    metas = {meta.get("name"): meta.get("content") for meta in mail.iter("meta")}

    assert mail.find("head/meta").get("charset") == "utf-8"
    assert mail.findtext("head/title").strip()
    assert metas["color-scheme"] == metas["supported-color-schemes"] == "light dark"
    assert metas["format-detection"] == "telephone=no, date=no, address=no, email=no, url=no"
    assert metas["viewport"] == "width=device-width, initial-scale=1"


def test_nothing_is_loaded(site: Site) -> None:
    """There is no picture, script, font, tracker or anything else that a client would fetch."""
    found = mail_source(site).lower()

    for sign in ("<img", "<script", "<link", "<form", "<iframe", "url(", "@import", "@font-face"):
        assert sign not in found
    assert " src=" not in found


def test_styles_stand_in_tags(site: Site) -> None:
    """One small style sheet is left, for dark colours and small screens; no template is left."""
    found = mail_source(site)
    (sheet,) = re.findall(r"<style.*?</style>", found, re.DOTALL)

    assert len(sheet) < 1500
    assert "prefers-color-scheme: dark" in sheet
    assert "{%" not in found
    assert "{{" not in found


def test_buttondown_reads_it_as_html(site: Site) -> None:
    """No line is blank or indented, which would end HTML in Markdown."""
    for line in mail_source(site, "open").rstrip("\n").split("\n"):
        assert line
        assert not line[0].isspace()


def test_preheader_comes_first(site: Site) -> None:
    """The first words of the body are the preheader, hidden from the reader of the letter."""
    mail = html.document_fromstring(mail_source(site))
    (body,) = mail.iter("body")
    first = body[0][0]

    assert first.text_content() == digest_of(site).preheader
    assert "display: none" in first.get("style")


def test_text_is_escaped(site: Site) -> None:
    """Markup characters in a release are shown, never obeyed."""
    found = mail_source(site)

    assert "opens &amp; doubles" in found
    assert "&lt;everybody&gt;" in found
