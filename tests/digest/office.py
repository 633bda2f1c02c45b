"""A tiny press office in a folder, filled with editions by a test."""

from __future__ import annotations

import email
import email.policy
import gettext
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from dateline import selection
from dateline.digest import Digest, compose, encode_letter
from dateline.languages import Language
from dateline.model import Change, Edition, Month, Withdrawal
from dateline.monthly import MonthNews
from dateline.settings import Newsroom, load_newsroom
from dateline.site import Site
from dateline.templating import load_templates
from tests.editions import edition

NOW = datetime.fromisoformat("2024-03-10T12:00:00+07:00")
FEBRUARY = Month(2024, 2)
MARCH = Month(2024, 3)
_SETTINGS = """
base_url = "https://press.example.org/"
timezone = "Asia/Ho_Chi_Minh"
id_authority = "press.example.org,2003"
default_language = "en"

[languages.en]
name = "ILO Country Office for Viet Nam"
description = "News of the office."
[languages.vi]
name = "Văn phòng ILO tại Việt Nam"

[contacts.press]
name = { en = "Press desk", vi = "Bộ phận báo chí" }
phone = "+84 24 3734 0902"
email = "press@example.org"

[topics]
skills = { en = "Skills", vi = "Kỹ năng" }
"""
_PRESS = 'title = { en = "Press releases", vi = "Thông cáo báo chí" }\n'


def newsroom_in(root: Path, *, settings: str = "", press: str = _PRESS) -> Newsroom:
    """Write a newsroom's settings and load them; Vietnamese has its dates but English words."""
    (root / "feeds").mkdir(parents=True, exist_ok=True)
    (root / "dateline.toml").write_text(_SETTINGS + settings, encoding="utf-8")
    (root / "feeds" / "press.toml").write_text(press, encoding="utf-8")
    newsroom = load_newsroom(root)
    plain = Language("vi", gettext.NullTranslations())
    vietnamese = newsroom.languages["vi"]._replace(language=plain)
    return replace(newsroom, languages={**newsroom.languages, "vi": vietnamese})


def site_of(newsroom: Newsroom, editions: Iterable[Edition], now: datetime = NOW) -> Site:
    """Make the site of a newsroom and its editions at a moment."""
    standing = selection.standings(editions, now, newsroom.default_language)
    languages = {key: each.language for key, each in newsroom.languages.items()}
    return Site(
        newsroom=newsroom,
        archive=selection.public(standing, newsroom.languages),
        pages=(),
        now=now,
        templates=load_templates(languages, newsroom.root / "templates"),
    )


def digest_of(site: Site, month: Month = FEBRUARY, language: str = "en", **how: str) -> Digest:
    """Compose the digest of the site's one feed."""
    (feed,) = site.newsroom.feeds
    return compose(site, feed, language, month, **how)


def letter_of(site: Site, month: Month = FEBRUARY, language: str = "en") -> bytes:
    """Write the letter of the site's one feed."""
    return encode_letter(digest_of(site, month, language), site.newsroom.mail)


def parsed(letter: bytes) -> EmailMessage:
    """Read a letter with the standard library."""
    message = email.message_from_bytes(letter, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def part(message: EmailMessage, subtype: str) -> str:
    """Give the decoded text of one part of a letter."""
    body = message.get_body(preferencelist=(subtype,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def mail_source(site: Site, shape: str = "closed") -> str:
    """Give the HTML of a digest in one shape."""
    if shape == "open":
        return digest_of(site_of(site.newsroom, [edition("2024-03-01-new")]), MARCH).html
    if shape in {"shortened", "omitted"}:
        count = 20 if shape == "shortened" else 200
        many = [edition(f"2024-02-01-r{n}", summary="Tóm tắt rất dài. " * 60) for n in range(count)]
        made = digest_of(site_of(site.newsroom, many))
        assert bool(made.omitted) == (shape == "omitted")
        return made.html
    if shape == "notices":
        at = datetime.fromisoformat("2024-02-09T12:00:00+07:00")
        fixed = (Change(at, "The course is free & open.", major=True),)
        gone = Withdrawal(at, "The figures were wrong.")
        return digest_of(
            site_of(
                site.newsroom,
                [
                    edition("2024-02-01-new", title="New", summary="News.", changes=fixed),
                    edition("2024-01-01-old", title="Old", summary="Olds.", changes=fixed),
                    edition("2024-01-02-gone", title="Gone", summary="No.", withdrawn=gone),
                ],
            )
        ).html
    if shape == "also":
        late = (edition("2024-01-09-late", title="Told late & well"),)
        (feed,) = site.newsroom.feeds
        return compose(site, feed, "en", FEBRUARY, also=MonthNews(late)).html
    if shape == "vi":
        return digest_of(site, language="vi").html
    return digest_of(site, tool="plain" if shape == "closed" else shape).html
