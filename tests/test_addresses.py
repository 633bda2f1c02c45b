"""Addresses and ids: the same for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dateline import addresses
from dateline.addresses import Addresses
from dateline.model import Month
from dateline.settings import Newsroom, load_newsroom
from tests.editions import HANOI, edition


@pytest.fixture
def at(small: Path) -> Addresses:
    """Give the addresses of the small newsroom."""
    return Addresses(load_newsroom(small))


@pytest.fixture
def prefixed(at: Addresses) -> Addresses:
    """Give the addresses of a newsroom that stands below a path."""
    base: Newsroom = at.newsroom
    return Addresses(replace(base, base_url="https://example.org/press/", base_path="/press/"))


def test_addresses_are_the_contracts(at: Addresses) -> None:
    """Every address is the one that the contract promises."""
    release = edition("2024-02-01-course")

    assert addresses.home("vi") == "vi/"
    assert addresses.year("en", 2024) == "en/2024/"
    assert addresses.month("en", Month(2024, 2)) == "en/2024/02/"
    assert addresses.release(release) == "en/2024/02/course/"
    assert addresses.text_twin(release) == "en/2024/02/course/index.txt"
    assert addresses.topic("en", "skills") == "en/topics/skills/"
    assert addresses.feed("en", "press", "rss") == "en/feeds/press.rss.xml"
    assert addresses.feed("en", "press", "json") == "en/feeds/press.feed.json"
    assert addresses.feed_archive("en", "press", Month(2024, 1)) == (
        "en/feeds/press/2024-01.atom.xml"
    )
    assert addresses.digest("en", "press", Month(2024, 1)) == "en/digests/press/2024-01/"
    assert at.entry_id(release) == "tag:press.example.org,2003:en/2024-02-01-course"


def test_links_carry_the_path_prefix(prefixed: Addresses) -> None:
    """Links are root-relative with base_url's prefix; what a text writes as `/x` gets it too."""
    assert prefixed.link("en/") == "/press/en/"
    assert prefixed.absolute("en/") == "https://example.org/press/en/"
    assert prefixed.linked("/en/2024/", "en/about/") == "/press/en/2024/"
    assert prefixed.linked("a.png", "en/2024/02/course/") == "/press/en/2024/02/course/a.png"
    assert prefixed.resolved("/en/", "en/about/") == "https://example.org/press/en/"
    assert prefixed.resolved("#fn-1", "en/about/") == "https://example.org/press/en/about/#fn-1"


def test_foreign_links_are_left_alone(at: Addresses) -> None:
    """Addresses of other sites, mail and telephone stay as they are written."""
    for url in ("https://example.com/a?b=c#d", "mailto:a@example.org", "tel:+842437340902"):
        assert at.linked(url, "en/about/") == url
        assert at.resolved(url, "en/about/") == url


def test_names_outside_ascii_are_quoted(at: Addresses) -> None:
    """A file named in Vietnamese gets an address that every client understands."""
    assert at.link("en/2024/02/course/bảng.png") == "/en/2024/02/course/b%E1%BA%A3ng.png"


def test_entries_of_one_day_differ(at: Addresses) -> None:
    """Bare dates of one day stand at different seconds of its first hour, the same each time."""
    moments = [at.published(edition(f"2024-02-01-release-{n}")) for n in range(20)]
    midnight = datetime(2024, 2, 1, tzinfo=HANOI)

    assert len(set(moments)) == len(moments)
    assert all(midnight <= moment < midnight + timedelta(hours=1) for moment in moments)
    assert moments == [at.published(edition(f"2024-02-01-release-{n}")) for n in range(20)]


def test_given_times_stand_as_given(at: Addresses) -> None:
    """A release dated with a time, or embargoed, is dated at that very moment."""
    nine = datetime(2024, 2, 1, 9, tzinfo=HANOI)

    assert at.published(edition(date=nine, date_is_day=False)) == nine
    assert at.published(edition(embargo=nine)) == nine


def test_no_entry_has_seconds_in_its_offset(at: Addresses) -> None:
    """Local mean time before 1906 never reaches a feed: such entries are dated in UTC."""
    old = datetime(1900, 1, 1, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

    moment = at.published(edition("1900-01-01-old", date=old))

    assert moment.utcoffset() == timedelta()
