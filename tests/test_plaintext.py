"""Plain text for those who read without tags: twins, feeds, mail."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.markup import opening, to_html, typed_opening
from dateline.plaintext import encoded, to_text
from tests.markup.test_rendering import MONSTERS


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        # Paragraphs and what stands within them.
        ("", ""),
        ("Một\nhai **ba** *bốn*\n\nnăm", "Một hai ba bốn\n\nnăm"),
        ("# A\n\nb\n\n## C\nd", "A\n\nb\n\nC\n\nd"),
        ("a<br>b  \nc\\\nd", "a\nb\nc\nd"),
        ("a &amp; b &lt;c&gt; \\*d\\*", "a & b <c> *d*"),
        ("*a*b`c d`<kbd>e</kbd>", "abc de"),
        ("H<sub>2</sub>O, m<sup>2</sup>", "H2O, m2"),
        ("<q>a</q> and <q lang=vi>b</q>", "“a” and “b”"),
        ("a\n\n---\n\nb", "a\n\nb"),
        ("<p title='a > b'>c</p>", "c"),
        ("<div>a<p>b</p>c</div>", "a\n\nb\n\nc"),
        ("<details><summary>A</summary><p>b</p></details>", "A\n\nb"),
        # Links.
        ("[a](https://b.vn/?c&d)", "a (https://b.vn/?c&d)"),
        ("[a\nb](https://c.vn)", "a b (https://c.vn)"),
        ("<https://a.vn> [https://a.vn](https://a.vn)", "https://a.vn https://a.vn"),
        ("[Press desk](mailto:a@b.vn)", "Press desk (a@b.vn)"),
        ("[Press desk](mailto:a@b.vn?subject=c)", "Press desk (a@b.vn)"),
        ("[the desk](mailto:Press%20%3Ca@b.vn%3E) today", "the desk (Press <a@b.vn>) today"),
        ("<a@b.vn> [a@b.vn](mailto:a@b.vn)", "a@b.vn a@b.vn"),
        ("[+84 24 3734 0902](tel:+842437340902)", "+84 24 3734 0902"),
        ("[Call us](tel:+842437340902)", "Call us (+842437340902)"),
        ("[a](/b/) [c](#d) [e](f.pdf)", "a c e"),
        ("[a](javascript:b)", "a"),
        # Pictures.
        ("![a *b*](c.png) ![](d.png)", "[a b]"),
        ("[![a](b.png)](https://c.vn)", "[a] (https://c.vn)"),
        ("<figure><img src=a alt=A><figcaption>b</figcaption></figure>", "[A]\n\nb"),
        # Lists.
        ("- a\n- b\n\nc", "- a\n- b\n\nc"),
        ("a\n- b\n- c", "a\n\n- b\n- c"),
        ("- a\n\n- b", "- a\n- b"),
        ("1. a\n2. b", "1. a\n2. b"),
        ("9. a\n1. b", "9. a\n10. b"),
        ("- a\n  - b\n    1. c\n    2. d\n  - e\n- f", "- a\n  - b\n    1. c\n    2. d\n  - e\n- f"),
        ("- a\n\n  b\n- c", "- a\n  b\n- c"),
        ("- a  \n  b", "- a\n  b"),
        ("- a\n- b\n\n\n1. c", "- a\n- b\n\n1. c"),
        ("- > a\n- b\n  > c", "- a\n- b\n  c"),
        ("- > a\n  >\n  > - b\n  >\n  > c", "- a\n  - b\n  c"),
        ("<ul><li><blockquote><ul><li></ul><p>b</blockquote></ul>", "-\n  -\n  b"),
        ("<div><a href='https://b.vn'><ul><li>c</ul></a></div>", "- c\n\n(https://b.vn)"),
        ("- # a\n- b", "- a\n- b"),
        ("- ```\n  a\n    b\n  ```\n- c", "- a\n    b\n- c"),
        ("- [a](https://b.vn)\n- ![c](d)", "- a (https://b.vn)\n- [c]"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n  b"),
        # Tables.
        ("| a | b |\n|---|--:|\n| *c* | d |", "a | b\nc | d"),
        ("| a | b |\n|---|---|\n| c | |\n| | d |", "a | b\nc |\n| d"),
        ("a\n\n| b |\n|---|\n| [c](https://d.vn) |\n\ne", "a\n\nb\nc (https://d.vn)\n\ne"),
        ("<table><caption>A</caption><tr><td>b<td>c</table>", "A\n\nb | c"),
        ("a\n\n| b |\n|---|\n| |\n| c |", "a\n\nb\n\nc"),
        ("- a\n\n  | b | c |\n  |---|---|\n  | d | |", "- a\n  b | c\n  d |"),
        ("<table><tr><td>a<br>b<td>c</table>", "a\nb | c"),
        ("<table><tr><td>a<ul><li>b</ul><td>c</table>", "a\n\n- b\n\nc"),
        # Quotations and verbatim text.
        ("> a\n> b\n>\n> c\n\nd", "a b\n\nc\n\nd"),
        ("```\n  a\n\n\n  b < c\n```\n\nd", "  a\n\n\n  b < c\n\nd"),
        ("    a\n      b", "a\n  b"),
        ("<pre>a <b>b</b>\n  c</pre>\n\nd", "a b\n  c\n\nd"),
        ("```\na\n```\n\n```\nb\n```", "a\n\nb"),
        # Footnotes.
        ("a[^1] b[^x].\n\n[^1]: c *d*\n[^x]: e", "a[1] b[2].\n\n1. c d\n2. e"),
        ("a[^1] b[^1]\n\n[^1]: [c](https://d.vn)", "a[1] b[1]\n\n1. c (https://d.vn)"),
        ("a[^1]\n\n[^1]: b\n\n    c", "a[1]\n\n1. b\n  c"),
        ("a[^1]<b>b</b>\n\n[^1]: c", "a[1]b\n\n1. c"),
    ],
)  # fmt: skip
def test_what_readers_see(markdown: str, expected: str) -> None:
    """A paragraph is a line; lists, tables, notes and addresses are told in signs."""
    assert expected == to_text(to_html(markdown))


@given(st.text("ab*_`[]()!#>-+.1 \n\\|<&;'\"ệ^:/", max_size=60))
def test_no_text_is_lost_nor_any_tag_kept(markdown: str) -> None:
    """Every word of the page's text is there in order, and no tag is."""
    rendered = to_html(markdown)
    text = to_text(rendered)
    page = re.sub(r'<a [^>]*class="footnote-backref".*?</a>|<[^>]*>', "", rendered)
    words = re.findall("[abệ]+", re.sub("&[a-z]+;", " ", page))
    position = 0
    for word in words:
        position = text.find(word, position)

        assert position >= 0
        position += len(word)
    assert "&lt;" in rendered or re.search("<[a-z/]", text) is None
    assert text == text.strip("\n")
    assert not re.search("[\x01\x02]", text)


@given(
    markdown=st.text("ab*_` \n<&ệ", max_size=20),
    dateline=st.sampled_from(["HÀ NỘI, 1 May –", "Hue, 1 May -", "A & B  –", "–\n", " – ", ""]),
    is_typed=st.booleans(),
)
def test_a_dateline_is_told_as_the_rest(markdown: str, dateline: str, *, is_typed: bool) -> None:
    """A body that is handed over beside its dateline has the same text as with it."""
    body = to_html(f"{dateline if is_typed else ''} {markdown}")
    start, replaced = (typed_opening if is_typed else opening)(body, dateline.strip())
    rest = body[replaced:]

    assert to_text(start + rest).encode() == encoded(start, rest)


@given(st.lists(st.text("aệ ", min_size=1, max_size=5).filter(str.strip), min_size=1, max_size=5))
def test_lines_have_no_ragged_ends(words: list[str]) -> None:
    """No line ends in a space, and no two empty lines stand together."""
    text = to_text(to_html("\n\n- ".join(words)))

    assert [line for line in text.split("\n") if line != line.rstrip()] == []
    assert "\n\n\n" not in text


@pytest.mark.parametrize("name", MONSTERS)
def test_monsters_are_written_soon(name: str) -> None:
    """No page takes more than its length to write as text: two seconds at most."""
    rendered = to_html(MONSTERS[name])
    start = time.process_time()
    text = to_text(rendered)

    assert time.process_time() - start < 2
    assert isinstance(text, str)
