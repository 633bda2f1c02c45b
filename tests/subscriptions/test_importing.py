"""Lists of subscribers: every bad line is told with its number, and the rest is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import UsageError
from dateline.subscriptions.importing import BadLine, Defaults, Line, read_list
from dateline.subscriptions.model import Choice

DEFAULTS = Defaults(["press"], ["en"], "sheet", {"press": ("en", "vi"), "skills": ("en",)})
PRESS = Choice.of(["press"], ["en"])


def read(text: str | bytes, encoding: str = "utf-8", defaults: Defaults = DEFAULTS):
    content = text.encode() if isinstance(text, str) else text
    return list(read_list(content, defaults, encoding))


def addresses(found: list[Line | BadLine]) -> list[str]:
    return [each.address.text for each in found if isinstance(each, Line)]


def test_a_list_is_read() -> None:
    """Columns stand in any order under any of their names; what is missing is as usual."""
    text = (
        "Name,E-Mail,feeds,languages,language,consent\r\n"
        'Nguyễn Văn A,a@example.org,press skills,en,en,"form, 3 May"\r\n'
        "\r\n"
        ",b@example.org,,,,\r\n"
        "C,c@example.org,press,en vi,,\r\n"
    )
    one, two, three = read(text)

    assert isinstance(one, Line)
    assert (one.number, one.name, one.language) == (2, "Nguyễn Văn A", "en")
    assert (one.choice, one.consent) == (Choice.of(["press", "skills"], ["en"]), "form, 3 May")
    assert isinstance(two, Line)
    assert (two.number, two.choice, two.consent) == (4, PRESS, "sheet")
    assert isinstance(three, Line)
    assert three.choice == Choice.of(["press"], ["en", "vi"])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "windows-1258"])
def test_what_spreadsheets_save(delimiter: str, encoding: str) -> None:
    """Commas, semicolons or tabs, with a mark of order or without, in what encoding one says."""
    text = f"address{delimiter}name\nanna@example.org{delimiter}Đà\nben@example.org{delimiter}B\n"
    found = read(text.encode(encoding), encoding if encoding == "windows-1258" else "utf-8")

    assert addresses(found) == ["anna@example.org", "ben@example.org"]
    assert found[0].name == "Đà"


def test_a_bare_list_of_addresses() -> None:
    """A list without a heading is addresses, and names beside them."""
    assert addresses(read("a@example.org\nb@example.org,Ben\n")) == [
        "a@example.org",
        "b@example.org",
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("anna@", "is no address"),
        ("", None),
        ('"a@example.org', "quotes do not match"),
        ('a@example.org,"A"B', "quotes do not match"),
        ("a@example.org," + "x" * 20_000, "too long"),
        ("a@example.org,,pres", "no feed `pres`"),
        ("a@example.org,,skills,vi", "no digest in `vi`"),
        ("a@example.org,,press,fr", "no digest in `fr`"),
        ("a@example.org,,,,fr", "in the language `fr`"),
        ("a@example.org,,,,,unsubscribed", "left alone"),
        ("a@example.org,,,,,,press", "`press` names no digests"),
        ("a@example.org,Nguy\ufffdn", "not in the encoding"),
        (b"a@example.org,Nguy\xe7n", "not in the encoding"),
        (b"a@\xff\xfe.org,", "not in the encoding"),
        ("a@example.org\0,", "is no address"),
    ],
)
def test_bad_lines(line: str | bytes, words: str | None) -> None:
    """A bad line is told with its number and reason, and its neighbours are read."""
    raw = line if isinstance(line, bytes) else line.encode()
    heading = b"address,name,feeds,languages,language,state,subscriptions\n"
    found = read(heading + b"first@example.org,\n" + raw + b"\nlast@example.org,\n")

    bad = [each for each in found if isinstance(each, BadLine)]
    assert addresses(found) == ["first@example.org", "last@example.org"]
    assert [each.number for each in bad] == ([3] if words else [])
    assert all(words and words in each.message for each in bad)


def test_lines_of_two_encodings() -> None:
    """In a file that was glued together, only the lines of the other encoding are bad."""
    content = "address,name\na@example.org,Đà\n".encode() + "b@example.org,Đà\n".encode(
        "windows-1258"
    )
    one, two = read(content)

    assert isinstance(one, Line)
    assert (one.name, two) == (
        "Đà", BadLine(3, "It is not in the encoding of the list; save it as UTF-8, or say --encoding.")
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_a_wide_encoding_that_is_cut_short(encoding: str) -> None:
    """Half a letter at the end of a list of two bytes a letter spoils the last line alone."""
    content = "address,name\na@example.org,Đà\nb@example.org,B".encode(encoding) + b"\x42"

    one, two = read(content, encoding if encoding == "utf-16-le" else "utf-8")

    assert isinstance(one, Line)
    assert isinstance(two, BadLine)
    assert (one.name, two.number) == ("Đà", 3)


@pytest.mark.parametrize(
    ("cell", "name"),
    [("'t Hooft", "'t Hooft"), ("'=1+1", "=1+1"), ("''t Hooft", "'t Hooft"), ("'", "'")],
)
def test_an_apostrophe_before_a_formula(cell: str, name: str) -> None:
    """Only the apostrophe that an export put before what looks like a formula is taken off."""
    (found,) = read(f"address,name\na@example.org,{cell}\n")

    assert isinstance(found, Line)
    assert found.name == name


def test_without_consent_nobody_is_taken() -> None:
    """A line that does not say how consent was given is bad, unless all were told at once."""
    none = Defaults(["press"], ["en"], "", DEFAULTS.offered)
    one, two = read("address,consent\na@example.org,\nb@example.org,by telephone\n", defaults=none)

    assert isinstance(one, BadLine)
    assert "how consent was given" in one.message
    assert isinstance(two, Line)


def test_without_a_feed_nobody_is_taken() -> None:
    """A newsroom without a digest has nothing to subscribe to."""
    (one,) = read("a@example.org\n", defaults=Defaults([], ["en"], "sheet", {}))

    assert isinstance(one, BadLine)
    assert "names no feed" in one.message


@pytest.mark.parametrize("text", ["name,city\nAnna,Hanoi\n", "anna\n", ",\n"])
def test_a_list_without_addresses(text: str) -> None:
    """A list that has no column of addresses is no list."""
    with pytest.raises(UsageError, match="no column of addresses"):
        read(text)


def test_an_encoding_that_there_is_not() -> None:
    """An encoding that there is not is told."""
    with pytest.raises(UsageError, match="cannot be read as"):
        read(b"a@example.org\n", "klingon")


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_an_empty_list(text: str) -> None:
    """An empty list has nobody on it."""
    assert read(text) == []


@given(st.binary(max_size=300))
def test_any_bytes_are_read(content: bytes) -> None:
    """Whatever stands in a file, each line of it is read or told, once and in order."""
    found = read(b"address\nfirst@example.org\n" + content)

    numbers = [each.number for each in found]
    assert addresses(found)[0] == "first@example.org"
    assert numbers == sorted(set(numbers))
