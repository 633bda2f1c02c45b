"""The text of a release: its links, pictures, entities and depth."""

from __future__ import annotations

import pytest

from dateline.problems import Place
from dateline.reading.body import check_markdown, from_line

BASE = "https://press.example.org/"
ROW = "a|" * 200 + "\n"


def told(text: str) -> list[str]:
    """Give what is wrong with a text whose first line is line 10 of its file."""
    problems = check_markdown(text, from_line("a.md", 10), BASE).problems
    return [f"{p.place.line}:{p.place.column} {p.code}" for p in problems]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("[a](https://example.org) [b](/en/) [c](#d) <https://a.vn> [d](mailto:a@b.vn)", []),
        ("[a](b.pdf) ![c](d.png)", []),
        ("Ảnh ![](a.png)", ["10:5 image-without-alt"]),
        ("Ảnh ![ ](https://example.org/a.png)", ["10:5 image-without-alt"]),
        ("Ảnh <img src=a.png>", ["10:5 image-without-alt"]),
        ("Ảnh <IMG SRC='a.png' ALT=''>", ["10:5 image-without-alt"]),
        ("Ảnh <img src='a.png' alt='A'>", []),
        ("![][b]\n\n[b]: a.png", ["10:1 image-without-alt"]),
        ("[a](javascript:x)", ["10:1 unsafe-link"]),
        ("Đó\nlà [a](JavaScript&colon;x)", ["11:4 unsafe-link"]),
        ("[a](data:text/html,x) [b](vbscript:x)", ["10:1 unsafe-link", "10:23 unsafe-link"]),
        ("[a](file:///etc/passwd)", ["10:1 unsafe-link"]),
        ("<javascript:x>", ["10:1 unsafe-link"]),
        ("[a][b]\n\n[b]: javascript:x", ["10:1 unsafe-link"]),
        ("> [a][b]\n>\n> [b]: javascript:x", ["10:3 unsafe-link"]),
        ("- [b]: javascript:x\n\n[b]", ["12:1 unsafe-link"]),
        ("Đây <a href='java&#10;script:x'>a</a>", ["10:5 unsafe-link"]),
        ("<div>\n Đây <a title=x href=javascript:x>a</a></div>", ["11:6 unsafe-link"]),
        ("<blockquote cite='javascript:x'>a</blockquote>", ["10:1 unsafe-link"]),
        ("<blockquote cite='a.html'>a</blockquote>", []),
        ("`[a](javascript:x)` `<a href='javascript:x'>`", []),
        ("```\n<img src=a.png>\n![](a.png)\n```", []),
        ("<!-- ![](a.png) <img src=a.png> -->", []),
        ("Việt &#1; Nam", ["10:6 illegal-character"]),
        ("a\n&#xFFFE;", ["11:1 illegal-character"]),
        ("&#0;", ["10:1 illegal-character"]),
        ("`&#1;` &#2;", ["10:2 illegal-character"]),
        ("&#233; &#x1EC7; &amp; &#38;", []),
        ("`&#1;`", []),
        ("<div>" * 201, ["10:1 too-deep"]),
        ("<p>" * 300 + "<li>" * 300 + "<br>" * 300, []),
        ("<b>a</b>" * 300, []),
        ("a[^1]" * 1001, ["10:1 too-much-markup"]),
        ("a[^1]" * 1000, []),
        (f"Đó\n\n{ROW}{'-|' * 200}\n" + ROW * 249, ["12:1 too-much-markup"]),
        (f"Đó\n\n{ROW}{'-|' * 200}\n" + ROW * 248, []),
        (f"{ROW * 200}\n{ROW * 200}", []),
    ],
)
def test_what_is_wrong_is_told_at_its_place(text: str, problems: list[str]) -> None:
    """Links that run code, pictures without words and entities that break feeds have a place."""
    assert problems == told(text)


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("[a](b.pdf)", [("b.pdf", 10, 1)]),
        ("Đây [a](b%20c.pdf#page=2)", [("b c.pdf", 10, 5)]),
        ("![a](<Ảnh một.png>?x=1)", []),
        ("![a](<Ảnh một.png?x=1>)", [("Ảnh một.png", 10, 1)]),
        ("Ảnh <img\nsrc='sub/a.png' alt='A'>", [("sub/a.png", 10, 5)]),
        ("<p>\n<a href=a&amp;b.pdf>a</a>\n</p>", [("a&b.pdf", 11, 1)]),
        ("[![a](b.png)](c.pdf)", [("c.pdf", 10, 1), ("b.png", 10, 2)]),
        ("[a][b]\n\n[b]: c.pdf 'T'", [("c.pdf", 10, 1)]),
        ("a[^1]\n\n[^1]: Xem [b](c.pdf)", [("c.pdf", 12, 11)]),
        ("| a |\n|---|\n| Đó [b](c.pdf) |", [("c.pdf", 12, 6)]),
        ("[a](/b.pdf) [c](#d) [e](?f) [g](//h/i.pdf) [j](https://k/l.pdf)", []),
        ("[m]() [n](javascript:o) [p](mailto:a@b.vn)", []),
        ("[a](.hidden) [b](../c.pdf)", [(".hidden", 10, 1), ("../c.pdf", 10, 14)]),
        ("[a](a:b.pdf)", []),
        ("<blockquote cite='a.html'>b</blockquote>", []),
    ],
)  # fmt: skip
def test_files_that_a_text_names(text: str, files: list[tuple[str, int, int]]) -> None:
    """A relative address names a file beside the release, in Markdown as in raw HTML."""
    named = check_markdown(text, from_line("a.md", 10), BASE).files

    assert [(name, Place("a.md", line, column)) for name, line, column in files] == named
