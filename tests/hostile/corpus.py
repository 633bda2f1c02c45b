"""Texts to begin from, and ways to spoil them: what mutation-based fuzzing needs.

The corpus is the example newsroom, the newsrooms with one mistake each, and the attacks that the
markup's tests know.
"""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from dateline.templating import THEME
from tests.markup.test_safety import VECTORS

REPOSITORY = Path(__file__).parent.parent.parent
NEWSROOMS = REPOSITORY / "tests" / "newsrooms"
_LONGEST = 6_000
TOKENS = (
    *"\n\t\r\0 \"'`\\|>&*!%@#:-?{}[](),=~^<;_.+$",
    "\n\n", "---\n", "...\n", "\r\n", "\u2028", "\x85", "\ufeff", "\u202e", "\ud800", "\U0010ffff",
    "😀", "e\u0323\u0302", "ệ", "&a ", "*a", "<<: ", "!!python/object:os.system ", "? ", "|2-\n", ">+\n",
    "title: ", "date: ", "embargo: ", "changes:\n- at: ", "image: {src: ", "2024-02-30", "0x1F", "1e999",
    "9" * 400, "no", "null", "2024-02-01T09:00:00+07:00", "[[", "]]", "[a.b]\n", "a.b.c = ", '"""', "'''",
    "[languages.en]\n", "[delivery]\n", "hub = ", "inf", "nan", "{{ ", " }}", "{% ", " %}", "{# ", " #}",
    "{% for x in ", "{% endfor %}", "{% if ", "{% endif %}", "{% set x = ", "{% include '", "{% macro m() %}",
    "{% endmacro %}", "{% extends 'base.html' %}", "{% block content %}", "{% endblock %}", "frame", "page",
    "release", "language", ".site", "|safe", "|join", "|map(attribute=", "range(", "loop.", "namespace(x=1)",
    "10**9", "__class__", "**", "](", "![", "](javascript:", "<script>", "<img src=x onerror=", "[^1]", "[^1]: ",
    "> ", "- ", "    ", "```", "# ", "| a | b |\n|-|-|\n", "&lt;", "&#0;", "&#x110000;", "<!--", "-->", "<![CDATA[",
)  # fmt: skip


def _texts(*patterns: str) -> list[str]:
    """Gather the texts of files, the first few thousand characters of each, each once."""
    found = {
        path.read_bytes()[:_LONGEST].decode("utf-8", "surrogateescape")
        for pattern in patterns
        for path in sorted(REPOSITORY.glob(pattern))
        if path.is_file()
    }
    return sorted(found)


RELEASES = _texts(
    "releases/*/*.md", "releases/*/*/*.md", "tests/newsrooms/invalid/*/releases/**/*.md"
)
SETTINGS = _texts(
    "dateline.toml", "tests/newsrooms/**/dateline.toml", "src/**/starter/*/dateline.toml"
)
FEEDS = _texts("feeds/*.toml", "tests/newsrooms/**/feeds/*.toml")
BODIES = [*VECTORS, *(text.partition("\n---\n")[2] for text in RELEASES)]
TEMPLATES = [path.read_text("utf-8") for path in sorted(THEME.glob("*.html"))]


@st.composite
def spoiled(draw: st.DrawFn, corpus: list[str]) -> str:
    """Give a text of the corpus with some cuts, repeats, swaps and foreign pieces in it."""
    text = draw(st.sampled_from(corpus))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 80)))
        parts = [other[start:end] for other in corpus[:200]]
        piece = draw(
            st.one_of(
                st.sampled_from(TOKENS),
                st.just(""),
                st.just(text[start:end] * 2),
                st.text(max_size=6),
                st.builds(lambda a, n: a * n, st.sampled_from(TOKENS), st.integers(2, 300)),
                st.sampled_from(parts),
            )
        )
        text = text[:start] + piece + text[end:]
    return text


def encoded(text: str) -> bytes:
    """Give a text as a file's bytes, lone surrogates as the bytes that no UTF-8 has."""
    return text.encode("utf-8", "surrogatepass")
