"""Addresses and ids: the same for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dateline import addresses
from dateline.addresses import Addresses
from dateline.model import Change, Month, Withdrawal
from dateline.selection import public, standings
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


def _change(day: int, hour: int | None = None, note: str = "Note.") -> Change:
    at = datetime(2024, 2, day, hour or 0, tzinfo=HANOI)
    return Change(at, note, major=True, at_is_day=hour is None)


def test_correction_adds_its_day_to_the_id(at: Addresses) -> None:
    """A correction's entry has its release's id and its local day; of one day, a number too."""
    late = Change(datetime(2024, 2, 2, 20, tzinfo=UTC), "Third of February.", major=True)
    told = at.corrections(edition(changes=(_change(5, 9), late, _change(5, 15), _change(5, 11))))
    own = "tag:press.example.org,2003:en/2024-02-01-course#2024-02-"

    assert [each.id for each in told] == [own + end for end in ("05-3", "05-2", "05", "03")]
    assert [at.entry_id(each) for each in told] == [each.id for each in told]
    assert [addresses.correction(each) for each in told][-2:] == [
        "#changed-2024-02-05", "#changed-2024-02-03"
    ]  # fmt: skip
    assert [each.at.hour for each in told] == [15, 11, 9, 3]
    assert [str(each.month) for each in told] == ["2024-02"] * 4
    assert {each.path for each in told} == {f"{told[0].edition.path}#{e.mark}" for e in told}


def test_release_is_updated_by_its_last_correction(at: Addresses) -> None:
    """The last major change moves "Updated"; a minor one, and one of before, do not."""
    minor = _change(9, 9)._replace(major=False)
    plain = edition()
    early = edition(changes=(Change(plain.date - timedelta(days=1), "Early.", major=True),))

    assert at.updated(edition(changes=(_change(5, 9), minor))).isoformat() == (
        "2024-02-05T09:00:00+07:00"
    )
    assert at.updated(plain) == at.published(plain) == at.updated(edition(changes=(minor,)))
    assert at.corrections(early) == ()


def test_no_two_entries_are_of_one_moment(at: Addresses) -> None:
    """A bare day is spread over its hour, a correction's entry is a second younger."""
    days = edition(changes=(_change(1), _change(5)))
    other = edition("2024-02-01-other", changes=(_change(5),))
    told = (*at.corrections(days), *at.corrections(other))
    moments = [at.published(each) for each in told] + [at.updated(days), at.updated(other)]
    moments += [at.published(days), at.published(other)]

    assert len(set(moments)) == len(moments) == 7
    assert all(at.published(each) == each.at + timedelta(seconds=1) for each in told)
    assert at.corrections(days)[1].at > at.published(days)
    assert {at.corrections(days)[0].day.day, at.corrections(other)[0].day.day} == {5}


def test_corrections_close_together_stay_apart(at: Addresses) -> None:
    """Changes right after a bare date's midnight, a second apart, keep order after the release."""
    start = edition().date
    changes = tuple(
        Change(start + timedelta(seconds=n), f"Note {n}.", major=True) for n in (1, 2, 3)
    )
    told = at.corrections(edition(changes=changes))[::-1]
    moments = [at.published(edition())]
    for each in told:
        moments += [each.at, at.published(each)]

    assert [each.note for each in told] == ["Note 1.", "Note 2.", "Note 3."]
    assert moments == sorted(set(moments))


def test_withdrawal_voids_its_ids(at: Addresses) -> None:
    """A withdrawal takes back the release's entry and those of its corrections."""
    gone = edition(
        changes=(_change(3, 9), _change(3, 10)),
        withdrawn=Withdrawal(datetime(2024, 2, 4, tzinfo=HANOI), "Wrong."),
    )
    now = datetime(2024, 2, 5, tzinfo=HANOI)
    (notice,) = public(standings([gone], now, "en"), ["en"]).notices
    own = "tag:press.example.org,2003:en/2024-02-01-course"

    assert at.void_ids(notice) == (own, f"{own}#2024-02-03", f"{own}#2024-02-03-2")
    assert at.entry_id(notice) == own
    assert at.published(notice) == at.published(gone)
    assert at.updated(notice).isoformat() == "2024-02-04T00:00:00+07:00"
    assert addresses.release(notice) == "en/2024/02/course/"


def test_same_day_withdrawal_comes_after_the_release(at: Addresses) -> None:
    """A withdrawal dated by the release's own day alone is a second younger than its entry."""
    midnight = datetime(2024, 2, 1, tzinfo=HANOI)
    gone = edition(withdrawn=Withdrawal(midnight, "Wrong.", at_is_day=True))
    (notice,) = public(standings([gone], midnight, "en"), ["en"]).notices

    assert at.updated(notice) == at.published(notice) + timedelta(seconds=1)
