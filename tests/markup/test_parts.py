"""What a page adds to rendered HTML: its addresses, dateline, labels and names."""

from __future__ import annotations

import pytest

from dateline.markup import (
    has_html,
    opening,
    to_html,
    typed_opening,
    with_back_links,
    with_footnotes_of,
    with_urls,
)


def absolute(url: str) -> str:
    """Stand in for a page's way of resolving addresses."""
    return f"https://a.vn/{url}"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("[a](b)", '<a href="https://a.vn/b">a</a>'),
        ("![a](b)", '<img src="https://a.vn/b" alt="a" />'),
        ("[a](b 'c')", '<a href="https://a.vn/b" title="c">a</a>'),
        ("<img alt='x > y' src=b>", '<img alt="x &gt; y" src="https://a.vn/b">'),
        ("<a title='c' href=b>a</a>", '<a title="c" href="https://a.vn/b">a</a>'),
        ("<blockquote cite=b>a</blockquote>", '<blockquote cite="https://a.vn/b">a</blockquote>'),
        ("[a](b?c&d)", '<a href="https://a.vn/b?c&amp;d">a</a>'),
        ("[a](#b)", '<a href="#b">a</a>'),
        ('<b>x</b> href="b"', '<b>x</b> href="b"'),
        ('<b>x</b> `<a href="b">`', '<code>&lt;a href="b"&gt;</code>'),
        ("<span title=' href=\"b\"'>a</span>", '<span title=" href=&quot;b&quot;">a</span>'),
    ],
)  # fmt: skip
def test_every_address_is_replaced(markdown: str, expected: str) -> None:
    """Links, pictures and sources of quotations get the page's address; no text is touched."""
    assert expected in with_urls(to_html(markdown), absolute)


def test_fragments_are_replaced_where_asked() -> None:
    """In a feed a link within the text leads to the page."""
    rendered = to_html("a[^1] [b](#c)\n\n[^1]: d")
    resolved = with_urls(rendered, absolute, fragments=True)

    assert 'href="https://a.vn/#c"' in resolved
    assert 'href="https://a.vn/#fn-1"' in resolved
    assert 'href="https://a.vn/#fnref-1"' in resolved


@pytest.mark.parametrize(
    "rendered",
    [
        '<a href="https://a.vn/b?c=d">a</a>',
        '<a href="http://a.vn">a</a> <a href="mailto:b@a.vn">b</a> <a href="tel:+84">c</a>',
        '<img src="https://a.vn/b.png" alt="&amp;" />',
        '<a href="#b">a</a>',
        "<p>a</p>",
    ],
)
def test_whole_addresses_are_nobodys_question(rendered: str) -> None:
    """A text with addresses of the web, mail and telephone only is handed back as it is."""
    asked: list[str] = []
    actual = with_urls(rendered, lambda url: asked.append(url) or url)  # type: ignore[func-returns-value]

    assert rendered is actual
    assert asked == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://a.vn/?b&amp;c", "https://a.vn/?b&amp;c"),
        ("https://a.vn/b\N{RIGHT SINGLE QUOTATION MARK}'c", "https://a.vn/b\u2019&#x27;c"),
        ("https://a.vn/<b>", "https://a.vn/&lt;b&gt;"),
        ("https://a.vn/&nbsp;b", "https://a.vn/\N{NO-BREAK SPACE}b"),
        ("HTTPS://a.vn/b", "HTTPS://a.vn/b"),
        ("ftp://a.vn/b", "ftp://a.vn/b"),
    ],
)  # fmt: skip
def test_whole_addresses_are_written_in_one_way(written: str, expected: str) -> None:
    """What HTML may write in two ways comes out in one, in whole addresses too."""
    rendered = f'<p><a href="https://a.vn/">a</a> <a href="{written}">b</a></p>'

    assert f'<a href="{expected}">b</a>' in with_urls(rendered, str)


def test_what_replaces_an_address_is_escaped() -> None:
    """An address that was resolved cannot break out of its attribute."""
    assert with_urls('<a href="b">a</a>', lambda _: '"><script>&') == (
        '<a href="&quot;&gt;&lt;script&gt;&amp;">a</a>'
    )


@pytest.mark.parametrize(
    ("rendered", "expected"),
    [
        ("<p>A</p>\n<p>B</p>", '<p><span class="dateline">H &amp; N –</span> A</p>\n<p>B</p>'),
        ("<ul><li>A</li></ul>", '<p><span class="dateline">H &amp; N –</span></p>\n<ul><li>A</li></ul>'),
        ("", '<p><span class="dateline">H &amp; N –</span></p>\n'),
    ],
)  # fmt: skip
def test_dateline_runs_into_the_first_paragraph(rendered: str, expected: str) -> None:
    """The dateline stands in the first paragraph, or before what is none."""
    start, replaced = opening(rendered, "H & N –")

    assert expected == start + rendered[replaced:]


@pytest.mark.parametrize(
    ("rendered", "typed", "expected"),
    [
        ("<p>HANOI – A</p>", "HANOI –", '<p><span class="dateline">HANOI –</span> A</p>'),
        ("<p><b>HANOI</b> – A</p>", "**HANOI** –", "<p><b>HANOI</b> – A</p>"),
        ("<p>HANOI –</p>", "HANOI –", "<p>HANOI –</p>"),
    ],
)
def test_typed_dateline_stays_as_it_is(rendered: str, typed: str, expected: str) -> None:
    """A dateline of the text's own looks like the page's where it is plain; no letter changes."""
    start, replaced = typed_opening(rendered, typed)

    assert expected == start + rendered[replaced:]


@pytest.mark.parametrize("label", ["Về đoạn văn", 'a "b" <c>', r"\1 \g<0>"])
def test_back_links_speak_the_texts_language(label: str) -> None:
    """Links from notes back to the text say so in its language, whatever its words hold."""
    rendered = with_back_links(to_html("a[^1] b[^1]\n\n[^1]: c"), label)
    escaped = label.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")

    assert rendered.count(f'aria-label="{escaped}"') == 2
    assert "Back to reference" not in rendered


def test_texts_on_a_page_have_footnotes_of_their_own() -> None:
    """The footnotes of body and notes have different names, and still lead to each other."""
    rendered = with_footnotes_of(to_html("a[^1]\n\n[^1]: c"), "notes")

    assert 'href="#notes-fn-1" id="notes-fnref-1"' in rendered
    assert '<li id="notes-fn-1">' in rendered
    assert 'href="#notes-fnref-1"' in rendered
    assert '"#fn' not in rendered


def test_html_without_notes_is_left_as_it_is() -> None:
    """Where there is nothing to do, nothing is done."""
    rendered = to_html("a [b](https://c.vn)")

    assert rendered == with_back_links(rendered, "x")
    assert rendered == with_footnotes_of(rendered, "x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <b>c</b>", True), ("</b>", True), ("<!-- a -->", True), ("<?a?>", True), ("&amp;", True),
        ("&#233;", True), ("&#xE9;", True), ("&eacute; a", True), ("<br/>", True),
        ("a < b > c", False), ("a <b", False), ("1<2 3>2", False), ("R&D; AT&T", False), ("& ;", False),
        ("Q&A", False), ("a <3 b>", False), ("", False),
    ],
)  # fmt: skip
def test_html_in_a_text(text: str, expected: bool) -> None:
    """Tags and entities, which readers would obey, are told from signs that only look alike."""
    assert expected == has_html(text)
