"""Lines that are filled in are encoded as they would be as a whole."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from dateline.digest import TOKEN
from dateline.digest.lines import Lines, fill, mark
from dateline.digest.quotedprintable import begun, encoded, encoded_plain

SIGNS = st.sampled_from([*"aộ =\t.%…-_", "<p style=", TOKEN, "word " * 15])
TEXTS = st.lists(SIGNS, max_size=30).map("".join)


@given(TEXTS, TEXTS, TEXTS)
@example("", "a" * 75 + " ", "b")
@example("", "a" * 76, "\n")
@example("", "=" * 24 + "ab.", "")
def test_begun(lines: str, start: str, rest: str) -> None:
    """What is settled before the rest of a line is known stands, whatever that is."""
    before = f"{lines}\n{start}".encode()
    settled, waiting = begun(before)
    whole = encoded_plain(before + rest.encode())

    assert settled + encoded_plain(waiting + rest.encode()) == whole


def test_begun_settles_all_whole_lines() -> None:
    """What waits is less than a line of a letter: a tag with its styles is encoded once."""
    settled, waiting = begun(b"<tr>\n" + b"x" * 190)

    assert (settled, waiting) == (b"<tr>\r\n" + (b"x" * 75 + b"=\r\n") * 2, b"x" * 40)


@given(st.lists(st.tuples(st.lists(TEXTS), TEXTS, TEXTS)))
@example([(["100 % <p>", "\n"], "Ä %(title)b", "one\ntwo"), (["<p>"], "\ud7ff\uffff", "")])
@example([(["<p>", ""], f"{TOKEN} and\r\nmore", ""), (["<p>"], "Two", "")])
@example([([], "", ""), ([TOKEN], "One", "")])
def test_filled(letters: list[tuple[list[str], str, str]]) -> None:
    """Lines with their blanks filled in are the bytes of the whole text, in both forms."""
    asked, expected = [], []
    for pieces, title, text in letters:
        names = ["title", "text"] * len(pieces)
        own = {"title": title, "text": text}
        named = list(zip(pieces, names, strict=False))
        marked = "".join(f"{piece}{mark(name)}\n" for piece, name in named)
        whole = "".join(f"{piece}{own[name]}\n" for piece, name in named).encode()
        asked.append((Lines(marked, [*own]), [text.encode() for text in own.values()]))
        expected.append((whole, encoded(whole)))

    assert fill(asked) == expected
