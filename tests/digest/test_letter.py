"""The letter: headers, parts, and every byte on the wire."""

from __future__ import annotations

import binascii
import quopri
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.digest import TOKEN, Digest, encode_letter
from dateline.digest.quotedprintable import quoted_printable
from dateline.errors import UsageError
from dateline.model import Month
from dateline.settings import Newsroom
from dateline.site import Site
from tests.digest.office import (
    digest_of,
    letter_of,
    newsroom_in,
    parsed,
    part,
    site_of,
)
from tests.editions import HANOI, edition

TEXTS = st.text(
    st.sampled_from("aộé =\t.\n…🎉-")
    | st.characters(exclude_categories=["Cs"], exclude_characters="\r")
)


def test_headers(site: Site) -> None:
    """The letter says who writes, of what, when, and how to leave the list."""
    message = parsed(letter_of(site))

    assert str(message["From"]) == "Press desk <press@example.org>"
    assert str(message["Subject"]) == digest_of(site).subject
    assert str(message["To"]) == "Subscriber <subscriber@example.invalid>"
    assert message["Content-Language"] == "en"
    assert str(message["List-Id"]) == "Press releases <press.en.press.example.org>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert str(message["List-Unsubscribe"]).strip() == (
        f"<https://press.example.org/en/feeds/?unsubscribe={TOKEN}>,"
        f" <mailto:press@example.org?subject=unsubscribe%20{TOKEN}>"
    )
    assert parsedate_to_datetime(message["Date"]) == datetime(2024, 3, 1, tzinfo=HANOI)
    assert re.fullmatch(r"<2024-02\.[0-9a-f]{20}@example\.org>", message["Message-ID"])
    assert message.defects == []


def test_parts(site: Site) -> None:
    """Text comes first and HTML last; both come back as they were composed."""
    digest = digest_of(site, language="vi")
    message = parsed(encode_letter(digest, site.newsroom.mail))

    assert message.get_content_type() == "multipart/alternative"
    assert [each.get_content_type() for each in message.iter_parts()] == ["text/plain", "text/html"]
    assert part(message, "plain") == digest.text
    assert part(message, "html") == digest.html


def test_wire(site: Site) -> None:
    """Only ASCII, CRLF and lines of at most 76 characters are on the wire."""
    for language in ("en", "vi"):
        letter = letter_of(site, language=language)

        assert letter.isascii()
        assert re.search(rb"(?<!\r)\n|\r(?!\n)", letter) is None
        assert max(map(len, letter.split(b"\r\n"))) <= 76
        assert letter.endswith(b"--\r\n")


def test_same_inputs_same_bytes(site: Site) -> None:
    """A letter is a function of its digest; another digest has another Message-ID."""
    again = site_of(site.newsroom, reversed(site.archive.editions))

    assert letter_of(site) == letter_of(again)
    assert (
        parsed(letter_of(site))["Message-ID"]
        != parsed(letter_of(site, language="vi"))["Message-ID"]
    )


@given(TEXTS)
@example("x" * 75 + " ")
@example("a" * 74 + "ộ")
@example(". \n.\nFrom x\n-- \n")
@example(TOKEN * 3)
@example(("y" * 70 + TOKEN + "\n") * 2)
def test_quoted_printable(text: str) -> None:
    """Any text comes back from the wire, whose lines are short and ASCII."""
    wire = quoted_printable(text)

    assert quopri.decodestring(wire).replace(b"\r\n", b"\n").decode() == text
    assert wire.isascii()
    assert b"\n" not in wire.replace(b"\r\n", b"")
    for line in wire.split(b"\r\n"):
        assert len(line) <= 76
        assert not line.endswith((b" ", b"\t"))


@given(TEXTS)
@example("x" * 75 + " \n" + "y" * 80)
@example("\n\n . \n.\n.")
def test_lines_are_encoded_each_by_itself(text: str) -> None:
    """What is put together of lines, most of them encoded before, is the text encoded as a whole."""
    whole = [binascii.b2a_qp(piece.encode()) for piece in text.split(TOKEN)]
    own_line = f"=\n{TOKEN}=\n".encode()

    assert quoted_printable(text) == own_line.join(whole).replace(b"\n", b"\r\n")


def test_placeholder_has_its_own_line(site: Site) -> None:
    """A token of up to 75 characters can take the placeholder's place on the wire."""
    letter = letter_of(site)
    body = letter.partition(b"\r\n\r\n")[2]
    token = b"t" * 75

    assert body.count(b"\r\n" + TOKEN.encode() + b"=\r\n") == body.count(TOKEN.encode()) == 2
    filled = body.replace(TOKEN.encode(), token)
    assert max(map(len, filled.split(b"\r\n"))) <= 76


EVIL = "x\r\nBcc: all@example.org\r\n\r\n<script>"


def with_evil(digest: Digest, field: str) -> Digest:
    """Put line breaks into one of a digest's values."""
    if field == "title":
        return digest._replace(feed=digest.feed._replace(titles={digest.language: EVIL}))
    return digest._replace(**{field: EVIL})


@pytest.mark.parametrize("field", ["subject", "title", "unsubscribe_url"])
def test_no_header_injection(site: Site, field: str) -> None:
    """Line breaks in a value start no header and end none."""
    clean = digest_of(site)
    evil = encode_letter(with_evil(clean, field), site.newsroom.mail)

    assert parsed(evil)["Bcc"] is None
    assert set(parsed(evil)) <= set(parsed(encode_letter(clean, site.newsroom.mail)))


@pytest.mark.parametrize("field", ["sender_name", "list_domain"])
def test_no_header_injection_by_settings(site: Site, field: str) -> None:
    """Nor do those in the settings."""
    mail = site.newsroom.mail._replace(**{field: EVIL})
    message = parsed(encode_letter(digest_of(site), mail))

    assert message["Bcc"] is None


@pytest.mark.parametrize("address", [EVIL, "báo@example.org", "a b@example.org", ""])
def test_impossible_sender(site: Site, address: str) -> None:
    """A sender that ASCII mail cannot carry is refused in words."""
    mail = site.newsroom.mail._replace(sender_address=address)

    with pytest.raises(UsageError, match="cannot stand in a letter"):
        encode_letter(digest_of(site), mail)


def test_one_click_needs_https_and_token(tmp_path: Path) -> None:
    """One-click is promised only where the address is https and tells whom it is about."""
    for url in ("http://e.org/{token}", "https://e.org/leave"):
        newsroom = newsroom_in(tmp_path, settings=f'[mail]\nunsubscribe_url = "{url}"')
        message = parsed(letter_of(site_of(newsroom, [edition()])))

        assert "List-Unsubscribe-Post" not in message
        assert url.partition("{")[0] in message["List-Unsubscribe"]


def test_vietnamese_names(tmp_path: Path) -> None:
    """Vietnamese subject and sender come back from the standard library's parser."""
    settings = '[mail]\nfrom = "Bộ phận báo chí ILO <press@example.org>"'
    site = site_of(newsroom_in(tmp_path, settings=settings), [edition(language="vi")])
    message = parsed(letter_of(site, language="vi"))
    (sender,) = message["From"].addresses

    assert sender.display_name == "Bộ phận báo chí ILO"
    assert str(message["Subject"]) == digest_of(site, language="vi").subject


def test_local_mean_time(newsroom: Newsroom) -> None:
    """A month before Hanoi kept whole minutes is dated in UTC, which mail can write."""
    site = site_of(newsroom, [edition("1905-05-01-old")])
    digest = digest_of(site, Month(1905, 5))
    message = parsed(encode_letter(digest, newsroom.mail))

    assert digest.date == datetime(1905, 6, 1, tzinfo=HANOI)
    assert parsedate_to_datetime(message["Date"]) == digest.date
