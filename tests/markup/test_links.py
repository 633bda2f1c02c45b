"""Links and pictures with their places, in Markdown and in raw HTML."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dateline.markup import Link, doubtful_links, links, to_html, with_urls
from tests.markup.test_rendering import MONSTERS


def told(markdown: str) -> list[tuple[str, int, int]]:
    """Give each link as address, line and column."""
    return [(link.url, link.line, link.column) for link in links(markdown)]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("[a](b)", [("b", 1, 1)]),
        ("Tiếng Việt [a](b) và ![c](d) 😀 [e](f)", [("b", 1, 12), ("d", 1, 22), ("f", 1, 32)]),
        ("Một\nhai [a](b)\n\n  ba [c](d)", [("b", 2, 5), ("d", 4, 6)]),
        ("- Việt [a](b)\n  - Nam [c](d)", [("b", 1, 8), ("d", 2, 9)]),
        ("1. Việt\n\n   ệ [a](b)", [("b", 3, 6)]),
        ("> Việt [a](b)\n> > Nam [c](d)", [("b", 1, 8), ("d", 2, 9)]),
        ("> Việt\nlười [a](b)", [("b", 2, 6)]),
        ("# Việt [a](b)\n\nNam [c](d)\n===", [("b", 1, 8), ("d", 3, 5)]),
        ("| Việt | [a](b) |\n|---|---|\n| ệ [c](d) | *ệ [e](f)* |", [("b", 1, 10), ("d", 3, 5), ("f", 3, 17)]),
        ("**Việt [a](b)** ~ *ệ* [c](d)", [("b", 1, 8), ("d", 1, 23)]),
        ("`ệ [x](y)` [a](b)", [("b", 1, 12)]),
        ("\\[x](y) [a](b)", [("b", 1, 9)]),
        ("[![ệ](a)](b) [c](d)", [("b", 1, 1), ("a", 1, 2), ("d", 1, 14)]),
        ("[a](<b c> 'ệ') [d](e%20f)", [("b%20c", 1, 1), ("e%20f", 1, 16)]),
        ("[a](ệ.pdf)", [("%E1%BB%87.pdf", 1, 1)]),
        ("[a](b&amp;c)", [("b&c", 1, 1)]),
        ("[a][b]\n\n[b]: c", [("c", 1, 1)]),
        ("Việt [B]\n\n[b]:\n  c 'd'", [("c", 1, 6)]),
        ("ệ ![a][]\n\n> [a]: <c>", [("c", 1, 3)]),
        ("<https://a.vn> <a@b.vn>", [("https://a.vn", 1, 1), ("mailto:a@b.vn", 1, 16)]),
        ("a[^1]\n\n[^1]: ệ [b](c)\n\n    ệ [d](e)", [("c", 3, 9), ("e", 5, 7)]),
        ("```\n[a](b)\n```\n\n    [c](d)\n\n[e](f)", [("f", 7, 1)]),
        ("<!-- [a](b) -->", []),
        ("[a](b) " * 3, [("b", 1, 1), ("b", 1, 8), ("b", 1, 15)]),
        ("a\r\nb [c](d)", [("d", 2, 3)]),
        ("\tệ", []),
        ("-\tệ [a](b)", [("b", 1, 5)]),
    ],
)  # fmt: skip
def test_places_in_markdown(markdown: str, expected: list[tuple[str, int, int]]) -> None:
    """A link's place is its first character's, in characters, wherever it stands."""
    assert expected == told(markdown)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("ệ <img src=a.png>", [("a.png", 1, 3)]),
        ("ệ <IMG\n alt=x SRC='a.png'>", [("a.png", 1, 3)]),
        ("<p>\nệ <a href=\"b c&amp;d\">e</a>\n</p>", [("b c&d", 2, 3)]),
        ("> ệ <a title='x>y' href=b>c</a>", [("b", 1, 5)]),
        ("- a\n- <img src=b>\n  <img src=c>", [("b", 2, 3), ("c", 3, 3)]),
        ("| ệ <a href=b>c</a> |\n|---|\n| <img src=d> |", [("b", 1, 5), ("d", 3, 3)]),
        ("a[^1] <img src=b>\n\n[^1]: ệ <img src=c>", [("b", 1, 7), ("c", 3, 9)]),
        ("<img src=b> [a](c) <img src=d>", [("b", 1, 1), ("c", 1, 13), ("d", 1, 20)]),
        ("[<img src=b>](c)", [("c", 1, 1), ("b", 1, 2)]),
        ("`<img src=x>` <img src=b>", [("b", 1, 15)]),
        ("\\<img src=x> <img src=b>", [("b", 1, 14)]),
        ("```\n<img src=x>\n```\n<img src=b>", [("b", 4, 1)]),
        ("<!-- <img src=x> --><img src=b>", [("b", 1, 21)]),
        ("<script><img src=x></script><img src=b>", [("b", 1, 29)]),
        ("<a name=x>a</a> <img alt=b>", []),
        ("<a\nhref=b>c</a>", [("b", 1, 1)]),
        ("<a href=javascript:b>c</a>", [("javascript:b", 1, 1)]),
        ("<a title=x href = 'vbscript:b'>c</a>", [("vbscript:b", 1, 1)]),
        ("<img src=data:b>", [("data:b", 1, 1)]),
        ("<blockquote cite=javascript:b>c</blockquote>", [("javascript:b", 1, 1)]),
        ("<blockquote cite=b>c</blockquote>", []),
        ("<a href=b data-at=7>c</a>", [("b", 1, 1)]),
        ("<svg><a href=b>c</a></svg>", []),
        ("<table><tr><td><img src=b></table>", [("b", 1, 16)]),
        ("<div><img src=b", []),
        ("<abbr title=x>a</abbr> <audio src=b>", []),
    ],
)  # fmt: skip
def test_places_in_raw_html(markdown: str, expected: list[tuple[str, int, int]]) -> None:
    """A link in raw HTML is told like Markdown's, at its tag; what is only the text of one is not."""
    assert expected == told(markdown)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("![ệ *b*](c)", Link("c", 1, 1, is_image=True, alt="ệ b")),
        ("![](c 'title')", Link("c", 1, 1, is_image=True)),
        ("![a \"b\"](c)", Link("c", 1, 1, is_image=True, alt='a "b"')),
        ("[a](c)", Link("c", 1, 1, is_image=False)),
        ("<img src=c alt='a &amp; b'>", Link("c", 1, 1, is_image=True, alt="a & b")),
        ("<img src=c>", Link("c", 1, 1, is_image=True)),
        ("<a href=c>b</a>", Link("c", 1, 1, is_image=False)),
    ],
)  # fmt: skip
def test_pictures_have_their_words(markdown: str, expected: Link) -> None:
    """Pictures are told from links, with their alternative text."""
    assert [expected] == list(links(markdown))


WORDS = st.text("aăệđ 😀,.", max_size=6)
AROUND = st.sampled_from(
    ["{}", "*{}*", "**{}**", "a {} b", "- {}", "1. ệ {}", "> {}", "> - {} ệ", "# {}", "ệ\n{}", "ệ\n\n{}",
     "| {} |\n|---|", "| a | {} |\n|---|---|", "| a |\n|---|\n| ệ {} |", "a[^1]\n\n[^1]: {}", "`ệ` {}",
     "<b>{}</b>", "&eacute; {}", "\\* {}", "- ệ\n\n  {}", "[x](y) {}", "![x](y) {}"]
)  # fmt: skip
LINKS = st.sampled_from(
    ["[★](here)", "![★](here)", "[★][h]", '<a href="here">★</a>', '<img alt="★" src=here>']
)


@given(WORDS, AROUND, AROUND, WORDS, LINKS)
def test_a_link_is_found_anywhere(
    before: str, outer: str, inner: str, after: str, link: str
) -> None:
    """Whatever stands around a link, its place is where it is written."""
    assume("|" not in outer or "\n" not in inner)
    assume("#" not in outer + inner or "\n" not in inner)
    text = outer.format(inner.format(f"{before}{link}{after}"))
    markdown = f"{text}\n\n[h]: here"
    found = [each for each in links(markdown) if each.url == "here"]
    assume('href="here"' in to_html(markdown) or 'src="here"' in to_html(markdown))
    index = markdown.index(link)
    line, column = markdown.count("\n", 0, index) + 1, index - markdown.rfind("\n", 0, index)

    assert [(line, column)] == [(each.line, each.column) for each in found]


@given(st.text("[]()!<>\"'=ahrefimgsrc :/#&;ệ\n`-|> ", max_size=60))
def test_no_address_of_a_page_goes_untold(markdown: str) -> None:
    """Every address that comes out of rendering was told, with a place within the text."""
    rendered = to_html(markdown)
    found = list(links(markdown))
    lines = markdown.split("\n")
    shown: list[str] = []
    with_urls(rendered, lambda url: shown.append(url) or url, fragments=True)  # type: ignore[func-returns-value]

    assert set(shown) - {link.url for link in found} == set()
    assert [link for link in found if not 1 <= link.line <= len(lines)] == []
    assert [link for link in found if not 1 <= link.column <= len(lines[link.line - 1])] == []


OWN = "//press.example.org"
HARMLESS = re.compile(r"https?://|mailto:|tel:")


@given(st.text("[]()!<>\"'=ahrefimgsrc :/#&;htps\n`-|> ", max_size=40))
def test_only_harmless_links_are_passed_over(markdown: str) -> None:
    """Where places are not looked for, every link is plainly harmless and none is a picture."""
    if list(doubtful_links(markdown, OWN)):
        assert list(links(markdown)) == list(doubtful_links(markdown, OWN))
    else:
        assert [x for x in links(markdown) if x.is_image or not HARMLESS.match(x.url)] == []


@pytest.mark.parametrize(
    "markdown",
    [
        "[a](b)", "[a]( b)", "[a](\nb)", "[a](<b>)", "![a](https://b.vn/c.png)", "![a][b]", "<img src=a>",
        "[a][b]\n\n[b]: c", "> [a][b]\n>\n> [b]: c", "- [b]: c", "[a\\]b]: c\n\n[a\\]b]", "[a]:\n c\n\n[a]",
        "<a@b.vn>", "<javascript:x>", "[a](JavaScript:b)", "[a](  javascript:b)",
    ],
)  # fmt: skip
def test_doubtful_links_are_looked_at(markdown: str) -> None:
    """A picture, a relative address, raw HTML and any other scheme need their places."""
    assert list(links(markdown)) == list(doubtful_links(markdown, OWN))


@pytest.mark.parametrize("name", MONSTERS)
def test_monsters_are_searched_soon(name: str) -> None:
    """No text makes finding its links take more than its length: two seconds at most."""
    start = time.process_time()
    found = list(links(MONSTERS[name]))

    assert time.process_time() - start < 2
    assert isinstance(found, list)
