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


# What is put in: a text; None is what was cut, twice; a number is another text's same piece.
Piece = str | int | None
_PIECES: st.SearchStrategy[Piece] = st.one_of(
    st.sampled_from(TOKENS),
    st.just(""),
    st.none(),
    st.text(max_size=6),
    st.builds(lambda token, times: token * times, st.sampled_from(TOKENS), st.integers(2, 300)),
    st.integers(0, 199),
)
# Made once: strategies that are made for each draw took a third of a case's time.
_CUTS = st.lists(st.tuples(st.integers(0, 2 * _LONGEST), st.integers(0, 80), _PIECES), max_size=6)


def spoiled(corpus: list[str]) -> st.SearchStrategy[str]:
    """Give texts of the corpus with some cuts, repeats, swaps and foreign pieces in them."""

    def spoil(text: str, cuts: list[tuple[int, int, Piece]]) -> str:
        for place, length, piece in cuts:
            start = place % (len(text) + 1)
            end = start + length
            match piece:
                case str():
                    inserted = piece
                case int():
                    inserted = corpus[piece % len(corpus)][start:end]
                case None:
                    inserted = text[start:end] * 2
            text = text[:start] + inserted + text[end:]
        return text

    return st.builds(spoil, st.sampled_from(corpus), _CUTS)


def encoded(text: str) -> bytes:
    """Give a text as a file's bytes, lone surrogates as the bytes that no UTF-8 has."""
    return text.encode("utf-8", "surrogatepass")
