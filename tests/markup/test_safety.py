"""Whatever an editor pastes, nothing that runs, loads or covers the page comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.markup import is_safe_url, to_html, with_urls

# Written out again on purpose: a tag or attribute more in the code must be weighed here too.
TAGS = set(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em"
    " figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp"
    " section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var"
    " wbr".split()
)
EVERYWHERE = {"lang", "dir", "title"}
ATTRIBUTES = {
    "a": {"href", "hreflang", "id", "class", "aria-label"}
    | {"data-footnote-ref", "data-footnote-backref", "data-footnote-backref-idx"},
    "blockquote": {"cite"},
    "code": {"class"},
    "div": {"class"},
    "img": {"src", "alt", "width", "height"},
    "li": {"id"},
    "ol": {"start", "reversed"},
    "section": {"class"},
    "sup": {"class"},
    "td": {"class", "colspan", "rowspan", "headers"},
    "th": {"class", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
SCHEME = re.compile(
    r"(?:https?|mailto|tel|geo|sms):[^:]*|[^:]*(?:[/?#].*)?", re.IGNORECASE | re.DOTALL
)


class Elements(HTMLParser):
    """Collects each element with its attributes, as Python's parser sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_comment(self, data: str) -> None:
        if data.strip() != "raw HTML omitted":
            self.others.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def by_python(rendered: str) -> list[tuple[str, dict[str, str]]]:
    """Parse by the standard library; declarations and comments must not be there."""
    parser = Elements()
    parser.feed(rendered)
    parser.close()

    assert parser.others == []
    return parser.found


def by_lxml(rendered: str) -> list[tuple[str, dict[str, str]]]:
    """Parse by libxml2, which mends broken markup in ways of its own."""
    tree = lxml.html.fragment_fromstring(rendered or " ", create_parent="body")
    elements = [each for each in tree.iterdescendants() if isinstance(each.tag, str)]
    return [(str(each.tag), {str(k): str(v) for k, v in each.attrib.items()}) for each in elements]


def dangers(rendered: str) -> Iterator[str]:
    """Yield what is not allowed in rendered HTML, to whichever parser."""
    for tag, attributes in (*by_python(rendered), *by_lxml(rendered)):
        if tag not in TAGS:
            yield f"<{tag}>"
        for name, value in attributes.items():
            if name not in EVERYWHERE | ATTRIBUTES.get(tag, set()):
                yield f"<{tag} {name}>"
            if name in {"href", "src", "cite"}:
                squeezed = re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e]", "", value)
                if not SCHEME.fullmatch(squeezed) or re.match(
                    r"[a-z]+script:|data:", squeezed, re.IGNORECASE
                ):
                    yield f"{name}={value}"


VECTORS = [
    # Scripts, in every disguise.
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script/xss src=x></script>",
    "<<script>alert(1)//<</script>",
    "<script\n>alert(1)</script\n>",
    "<script>\n\nalert(1)\n\n</script>",
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><set attributeName=href to=javascript:alert(1)></svg>",
    "<svg><use href='data:image/svg+xml;base64,PHN2Zy8+#x'></svg>",
    "<svg><foreignObject><iframe src=x></foreignObject></svg>",
    "<math><mtext><a href=javascript:alert(1)>x</a></mtext></math>",
    "<math href=javascript:alert(1)>x</math>",
    # Event handlers.
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=x onerror\n=alert(1)>",
    "<IMG SRC=x OnErRoR=alert(1)>",
    "<img src='x' alt='' onerror='alert(1)'//>",
    '<img src=x:x onerror="alert(1)" alt="a>b">',
    "<body onload=alert(1)>",
    "<p onclick=alert(1)>x</p>",
    "<b onmouseover=alert(1)>x</b>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<div onpointerover='alert(1)'>x</div>",
    "<a onfocus=alert(1) autofocus tabindex=0 href=#>x</a>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<td onclick=alert(1)>x</td>",
    # Addresses that run.
    "<a href=javascript:alert(1)>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A&#x61vascript:alert(1)'>x</a>",
    "<a href='java&Tab;script:alert(1)'>x</a>",
    "<a href='java&NewLine;script&colon;alert(1)'>x</a>",
    "<a href=' &#14; javascript:alert(1)'>x</a>",
    "<a href='\u0001javascript:alert(1)'>x</a>",
    "<a href='javascript&#58;alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='blob:https://x.example/1'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='view-source:javascript:alert(1)'>x</a>",
    "<a href='feed:javascript:alert(1)'>x</a>",
    "<a href='jar:https://x.example!/'>x</a>",
    "<a href='\u200bjavascript:alert(1)'>x</a>",
    "<a href='x' href='javascript:alert(1)'>x</a>",
    "<a title='x' href=\"javascript:alert('1')\">x</a>",
    "<img src=javascript:alert(1)>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<img srcset='javascript:alert(1) 1x' src=a>",
    "<blockquote cite='javascript:alert(1)'>x</blockquote>",
    "<q cite='javascript:alert(1)'>x</q>",
    "<del cite='javascript:alert(1)'>x</del>",
    # Frames, forms, styles and what changes the page around.
    "<iframe src=https://evil.example></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<frameset><frame src=x></frameset>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<applet code=x></applet>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<isindex action=javascript:alert(1) type=image>",
    "<base href=javascript:alert(1)//>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<style>@import 'https://evil.example/x.css'; body{display:none}</style>",
    "<p style='position:fixed;inset:0;background:url(javascript:alert(1))'>x</p>",
    "<div style=\"width:expression(alert(1))\">x</div>",
    "<template><script>alert(1)</script></template>",
    "<portal src=https://evil.example></portal>",
    "<dialog open>x</dialog>",
    "<textarea autofocus onfocus=alert(1)></textarea>",
    "<select><option onclick=alert(1)>x</select>",
    "<title><script>alert(1)</script></title>",
    # Parsers that disagree: mutation.
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<noembed><img title=\"</noembed><img src onerror=alert(1)>\"></noembed>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
    "<?php echo '<img src=x onerror=alert(1)>' ?>",
    "<!ENTITY x '<script>alert(1)</script>'>",
    "<p title='</p><script>alert(1)</script>'>x</p>",
    "<p title=\"a\" onclick=\"b\">\"> <img src=x onerror=alert(1)></p>",
    "<a title='\"><script>alert(1)</script>'>x</a>",
    "<img alt=\"`><script>alert(1)</script>\" src=a>",
    "<b <script>alert(1)</script>0</b>",
    "<a href=\"x\"\"onmouseover=alert(1)>x</a>",
    "<table><a href=javascript:alert(1)><tr><td>x</table>",
    "<details><summary><p><script>alert(1)</script>",
    # Markdown's own ways.
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1) 'title')",
    "[x](<java\tscript:alert(1)>)",
    "[x](java&#x0A;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\u0001javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x\"onerror=\"alert(1)](a.png)",
    "![x](a.png\"onerror=\"alert(1))",
    "[x](a 'title\" onclick=\"alert(1)')",
    "[x](a \"title\\\" onclick=\\\"alert(1)\")",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[x]\n\n[x]: <javascript:alert(1)> \"t\"",
    "> [x]\n>\n> [x]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "<JaVaScRiPt:alert(1)>",
    "[<img src=x onerror=alert(1)>](https://x.example)",
    "[x](https://x.example/\"onmouseover=\"alert(1))",
    "a[^1]\n\n[^1]: <script>alert(1)</script> [x](javascript:alert(1))",
    "a[^\"><script>]\n\n[^\"><script>]: x",
    "| <script>alert(1)</script> |\n|:-\"onclick=alert(1)-:|\n| [x](javascript:alert(1)) |",
    "```\"onclick=\"alert(1)\n<script>alert(1)</script>\n```",
    "```<script>\nx\n```\n\n<b>y</b>",
    "# <img src=x onerror=alert(1)>",
    "# x {onclick=alert(1)}",
    "`<script>alert(1)</script>` <b>x</b>",
    "    <script>alert(1)</script>\n\n<b>x</b>",
    "&lt;script&gt;alert(1)&lt;/script&gt; <b>x</b>",
    "\\<script>alert(1)\\</script>",
    "<div>" * 300 + "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "<a href=\"x\u2028javascript:alert(1)\">x</a>",
]  # fmt: skip


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_dangerous_comes_out(vector: str) -> None:
    """No element, attribute or address outside the allowed set, to any of two parsers."""
    for markdown in (vector, f"Trước {vector} sau", f"<div>\n{vector}\n</div>", f"- {vector}"):
        rendered = to_html(markdown)

        assert list(dangers(rendered)) == []
        assert list(dangers(with_urls(rendered, lambda url: f"/a/{url}" if url else "/"))) == []


PIECES = st.sampled_from(
    ["<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", '"', "'", "=", "`", "\n",
     "\n\n", " ", "a", "img", "svg", "math", "style", "script", "title", "table", "td", "p", "b",
     "textarea", "noscript", "template", "form", "select", "details", "summary", "mglyph", "mtext",
     "annotation-xml", "foreignObject", "href", "src", "cite", "onerror", "onload", "style=",
     "javascript:", "data:text/html,", "&#106;", "&colon;", "&lt;", "&quot;", "](", "[", "![", ")",
     "[^1]", "[^1]: ", "> ", "- ", "    ", "```", "# ", "| ", "|-|-|\n", "x", "ệ", "\t", "\\", "*"]
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_nothing_dangerous_comes_out_of_anything(markdown: str) -> None:
    """Markdown thrown together from the attackers' own words is as harmless."""
    assert list(dangers(to_html(markdown))) == []


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/", True), ("HTTP://example.org", True), ("mailto:a@b.vn", True),
        ("tel:+84243734", True), ("geo:21,105", True), ("sms:+84", True), ("//example.org/a", True),
        ("/a:b", True), ("a.pdf", True), ("a/b:c", True), ("?a:b", True), ("#a:b", True), ("", True),
        ("../a", True), ("https:a", True), ("ệ.pdf", True),
        ("javascript:x", False), (" javascript:x", False), ("java\nscript:x", False),
        ("\u200bjavascript:x", False), ("data:,x", False), ("vbscript:x", False), ("a:b", False),
        ("file:///x", False), ("ftp://x", False), ("C:\\x", False), (":x", False),
        ("https\u200b:x", True), ("httpss:x", False), ("x-https://a", False), ("blob:x", False),
    ],
)  # fmt: skip
def test_safe_addresses(url: str, safe: bool) -> None:
    """Web, mail, telephone, maps and relative addresses are safe; whatever else runs is not."""
    assert safe == is_safe_url(url)
