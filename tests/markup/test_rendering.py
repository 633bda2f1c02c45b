"""What Markdown becomes: CommonMark, tables, footnotes, headings, harmless HTML."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.markup import nests_too_deep, render, rendering, to_html, with_back_links, with_urls


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("", ""),
        ("Một *hai* **ba** `bốn`", "<p>Một <em>hai</em> <strong>ba</strong> <code>bốn</code></p>"),
        ("a  \nb\\\nc\nd", "<p>a<br />\nb<br />\nc\nd</p>"),
        ("a\n\nb", "<p>a</p>\n<p>b</p>"),
        ("- a\n- b\n  - c", "<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("> a\n> b", "<blockquote>\n<p>a\nb</p>\n</blockquote>"),
        ("    a <b>", "<pre><code>a &lt;b&gt;\n</code></pre>"),
        ("```toml\na = 1\n```", '<pre><code class="language-toml">a = 1\n</code></pre>'),
        ("---", "<hr />"),
        ('[a](/b "c")', '<p><a href="/b" title="c">a</a></p>'),
        ("![a](b.png)", '<p><img src="b.png" alt="a" /></p>'),
        ("[a]\n\n[a]: https://b.vn", '<p><a href="https://b.vn">a</a></p>'),
        ("<https://b.vn/?a&b>", '<p><a href="https://b.vn/?a&amp;b">https://b.vn/?a&amp;b</a></p>'),
        ("<a@b.vn>", '<p><a href="mailto:a@b.vn">a@b.vn</a></p>'),
        ("&copy; &#233; & < > \"", "<p>© é &amp; &lt; &gt; &quot;</p>"),
        ("\\*a\\* 1\\. b", "<p>*a* 1. b</p>"),
        ("a_b_c *a*b*", "<p>a_b_c <em>a</em>b*</p>"),
        ("~~a~~ https://b.vn", "<p>~~a~~ https://b.vn</p>"),
        ("- [ ] a", "<ul>\n<li>[ ] a</li>\n</ul>"),
        ("[a](javascript:b)", "<p>a</p>"),
        ("[a](javascript:b 'c')", "<p>a</p>"),
        ("[*a*](ftp://b)", "<p><em>a</em></p>"),
        ("![a](data:b)", "<p>a</p>"),
        ("![](data:b)", "<p></p>"),
        ("[a]()", "<p>a</p>"),
        ("[a]\n\n[a]: <b c>", '<p><a href="b%20c">a</a></p>'),
        ("```\na", "<pre><code>a\n</code></pre>"),
    ],
)  # fmt: skip
def test_commonmark(markdown: str, expected: str) -> None:
    """CommonMark's essentials; a link whose address is refused leaves its words."""
    assert expected == to_html(markdown).rstrip("\n")


def test_table_columns_have_classes() -> None:
    """A column's alignment is a class that the theme knows, not an obsolete attribute."""
    assert to_html("| a | b | c | d |\n|:--|:-:|--:|---|\n| *1* | 2 | 3 | 4 |") == (
        "<table>\n<thead>\n<tr>\n"
        '<th class="left">a</th>\n<th class="center">b</th>\n<th class="right">c</th>\n<th>d</th>\n'
        "</tr>\n</thead>\n<tbody>\n<tr>\n"
        '<td class="left"><em>1</em></td>\n<td class="center">2</td>\n<td class="right">3</td>\n'
        "<td>4</td>\n</tr>\n</tbody>\n</table>\n"
    )


def test_footnotes_link_both_ways() -> None:
    """A note and its mark lead to each other; the notes are no section without a heading."""
    rendered = to_html("Một[^a] hai[^a]\n\n[^a]: *Chú thích*")

    assert '<sup class="footnote-ref"><a href="#fn-a" id="fnref-a"' in rendered
    assert '<a href="#fn-a" id="fnref-a-2"' in rendered
    assert '<li id="fn-a">' in rendered
    assert "<em>Chú thích</em>" in rendered
    assert 'href="#fnref-a" class="footnote-backref"' in rendered
    assert 'href="#fnref-a-2" class="footnote-backref"' in rendered
    assert '<div class="footnotes">' in rendered
    assert "section" not in rendered


def test_footnotes_beside_raw_html() -> None:
    """Raw HTML anywhere in a text changes nothing of its footnotes, nor its own sections."""
    rendered = to_html(
        '<section class="footnotes"><p>mine</p></section>\n\na[^1] <b>b</b>\n\n[^1]: c'
    )

    assert '<section class="footnotes"><p>mine</p></section>' in rendered
    assert '<sup class="footnote-ref"><a href="#fn-1" id="fnref-1"' in rendered
    assert rendered.count('<div class="footnotes">') == rendered.count("</div>") == 1
    assert '<li id="fn-1">' in rendered
    assert 'class="footnote-backref"' in rendered


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("# a\n## b\n### c", ["h2", "h3", "h4"]),
        ("## a\n### b", ["h2", "h3"]),
        ("### a\n#### b\n### c", ["h2", "h3", "h2"]),
        ("###### a", ["h2"]),
        ("# a\n###### b", ["h2", "h6"]),
        ("a\n===\nb\n---", ["h2", "h3"]),
        ('<h1 title="x">a</h1>\n\n<h3 lang="vi">b</h3>', ["h2", "h4"]),
        ("`<h1>`\n\n## a", ["h2"]),
        ("<b>x</b> `<h1 title=\"x\">`\n\n## a", ["h2"]),
    ],
)  # fmt: skip
def test_headings_start_below_the_pages_own(markdown: str, expected: list[str]) -> None:
    """The highest heading is of level 2, the others keep their distance; each is closed alike."""
    rendered = to_html(markdown)
    opened = [part[:2] for part in rendered.split("<")[1:] if part[0] == "h" and part[1].isdigit()]

    assert expected == opened
    assert [f"/{tag}>" for tag in expected] == [
        part[:4] for part in rendered.split("<")[1:] if part.startswith("/h")
    ]


HARMLESS = [
    'H<sub>2</sub>O, m<sup>2</sup>, <abbr title="International Labour Organization">ILO</abbr>',
    '<span lang="vi" dir="ltr">Việt</span> <time datetime="2024-02-01">1/2</time> <mark>m</mark>',
    '<details><summary>More</summary><p>Text</p></details>',
    '<figure><img src="a.png" alt="A" width="3" height="2"><figcaption>C</figcaption></figure>',
    '<table><caption>C</caption><tbody><tr><th scope="row">a</th><td colspan="2">b</td></tr></tbody></table>',
    '<ol start="5" reversed=""><li>a</li></ol><dl><dt>a</dt><dd>b</dd></dl>',
    '<blockquote cite="https://example.org/">a</blockquote><q>b</q><ins>c</ins><del>d</del>',
    '<a href="tel:+84243734" hreflang="vi" title="T">a</a><a id="annex"></a><hr><br><wbr>',
    '<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby><bdo dir="rtl">a</bdo><kbd>k</kbd>',
]  # fmt: skip


@pytest.mark.parametrize("html", HARMLESS)
def test_harmless_html_is_kept(html: str) -> None:
    """What harms nobody comes out as it was written."""
    assert html in to_html(f"<div>{html}</div>")


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("<td align=left>x</td>", "x"),
        (
            '<table><tr><td title="x" align="right">a</td><td align=justify>b</td></tr></table>',
            '<table><tbody><tr><td title="x" class="right">a</td><td>b</td></tr></tbody></table>',
        ),
        ("<!-- a -->b", "b"),
        ("<div class=x id=y>a</div>", "<div>a</div>"),
        ("<font color=red>a</font>", "<p>a</p>"),
        ('<b>x</b> "href="a" `src="b"`', '<p><b>x</b> "href="a" <code>src="b"</code></p>'),
    ],
)
def test_html_is_tidied(markdown: str, expected: str) -> None:
    """Obsolete and unknown markup goes, its words stay; what looks like markup in a text is text."""
    assert expected == to_html(markdown).strip()


def test_html_too_deep_is_left_out() -> None:
    """HTML that would take an hour to clean is left out; the rest is rendered."""
    rendered = to_html("<div>" * 5000 + "\n\n**b**")

    assert "<strong>b</strong>" in rendered
    assert "<div>" not in rendered


@pytest.mark.parametrize(
    ("markdown", "deep"),
    [
        ("<div>" * 200, False),
        ("<div>" * 201, True),
        ("<b>a</b>" * 1000, False),
        ("<p>" * 1000 + "<li>" * 1000 + "<br>" * 1000 + "<img src=a>" * 1000, False),
        ("> " * 150 + "<b>" * 60, True),
        ("> " * 5000, False),
        ("`<div>`" * 1000, False),
    ],
)
def test_depth_is_that_of_open_elements(markdown: str, deep: bool) -> None:
    """Only what stays open counts; Markdown alone is never too deep."""
    assert deep == nests_too_deep(markdown)


MONSTERS = {
    "brackets": "[" * 50_000,
    "stars": "*" * 50_000,
    "underscores": "_" * 50_000,
    "quotes": "> " * 5_000 + "x",
    "many quotes": "> " * 50_000 + "x",
    "angles": "<" * 50_000,
    "backticks": "`" * 50_000,
    "growing backticks": " ".join("`" * count for count in range(1, 500)),
    "lists": "- " * 50_000 + "x",
    "indented lists": "\n".join("  " * depth + "- x" for depth in range(500)),
    "numbered lists": "1. " * 50_000 + "x",
    "images": "![" * 50_000,
    "closed images": "![" * 50_000 + "](b)" * 50_000,
    "links": "[x](y) " * 50_000,
    "Vietnamese links": "[ệ](y) " * 50_000,
    "refused links": "[x](javascript:a)" * 50_000,
    "link starts": "[](" * 50_000,
    "link definitions": "[x]: y\n" * 50_000 + "\n" + "[x] " * 50_000,
    "emphasis": "*a **b " * 50_000,
    "nested emphasis": "*a" * 50_000 + "*" * 50_000,
    "entities": "&#1;" * 50_000 + "&a;" * 50_000,
    "footnotes": "[^1]" * 20_000 + "\n\n[^1]: x",
    "many footnotes": "".join(f"[^{n}]" for n in range(5000))
    + "\n\n"
    + "\n".join(f"[^{n}]: x" for n in range(5000)),
    "table": "|a" * 1000 + "\n" + "|-" * 1000 + "|\n" + "|\n" * 5000,
    "divs": "<div>" * 50_000,
    "blockquotes": "<blockquote>\n\n" * 50_000,
    "bold": "<b>" * 50_000,
    "anchors": '<a href="x">' * 50_000,
    "anchors in sups": "<sup><a>" * 50_000,
    "raw lists": "<ul><li>" * 50_000,
    "raw tables": "<table><tr><td>" * 50_000,
    "svg": "<svg><a>" * 50_000,
    "math": "<math><mi>" * 50_000,
    "comments": "<!--" * 50_000,
    "sections": "<![CDATA[" * 50_000,
    "questions": "<?" * 50_000,
    "attributes": "<p><a title='" * 50_000,
    "addresses": "x@" * 50_000,
    "autolinks": "<https://x.org> " * 50_000,
    "backslashes": "\\" * 50_000,
    "spaces": " " * 50_000 + "x",
    "lines": "a\n" * 50_000 + "===",
    "lazy quotes": "> a\n" + "a\n" * 50_000,
}


@pytest.mark.parametrize("name", MONSTERS)
def test_monsters_are_rendered_soon(name: str) -> None:
    """No text makes rendering take more than its length: each is done within two seconds."""
    start = time.process_time()
    rendered = to_html(MONSTERS[name])

    assert time.process_time() - start < 2
    assert isinstance(rendered, str)


@given(st.text())
def test_any_text_is_rendered(text: str) -> None:
    """Rendering never fails, and what is rendered has a line's end or nothing."""
    rendered = to_html(text)

    assert rendered == "" or ">" in rendered or "\n" in rendered


_SIGNS = "[]()!<>\"'=:/#&;^hrefstp.x| \n-`"


@given(st.text(_SIGNS, max_size=60))
@example("[a](https://b.vn)")
@example("[a](https://b.vn/?c&d)")
@example("[a](/b)")
@example("[a](#b)")
@example("a[^1]\n\n[^1]: b")
@example("# a")
def test_what_is_plain_stays_as_it_is(markdown: str) -> None:
    """A plain body has nothing that its page, a twin or a feed would write otherwise."""
    rendered = render(markdown)
    html = rendered.html

    assert html == to_html(markdown)
    if rendered.is_plain:
        assert with_urls(html, str.upper) == html
        assert with_urls(html, str.upper, fragments=True) == html
        assert with_back_links(html, "back") == html


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("a [b](https://c.vn) [d](mailto:e@f.vn)\n\n| a |\n|---|\n| b |", True),
        ("[a](https://b.vn/?c&d)", False),
        ("[a](/b/)", False),
        ("[a](#b)", False),
        ("| a |\n|--:|\n| b |", False),
        ("a[^1]\n\n[^1]: b", False),
        ("<b>a</b>", False),
    ],
)
def test_most_texts_are_plain(markdown: str, expected: bool) -> None:
    """Prose with links to the web and to mail is plain; what must be looked at again is not."""
    assert expected == render(markdown).is_plain


PIECES = ("<p>", "<h1>", "<h2>", "</h3>", "<hr />", '<a href="', "https://", "http://", "mailto:", "tel:",
          "htt", "a.vn", "/b", "#c", " ", "\n", "&amp;", "'", "<", ">", '"', '">', "đ", "=", "h3")  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example('<a href="https://')
@example('<a href=" https://a.vn/">')
def test_one_search_tells_what_two_would(rendered: str) -> None:
    """A text that is told to be plain has whole addresses and headings of level 2 alone."""
    expected = bool(
        rendering._NOT_WHOLE.search(rendered) or rendering._OTHER_HEADING.search(rendered)
    )

    assert expected == rendering._may_differ()(rendered)
