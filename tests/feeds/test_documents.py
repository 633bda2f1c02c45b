"""How a feed's editions are shared out to its documents; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import selection
from dateline.addresses import Addresses
from dateline.feeds import documents
from dateline.feeds.documents import Documents
from dateline.model import Change, Edition, Month, Told
from dateline.settings import Feed, Newsroom, load_newsroom
from tests.editions import HANOI, edition
from tests.feeds.office import Office

NOW = datetime(2024, 2, 20, 12, tzinfo=HANOI)


class Arranged(NamedTuple):
    """What stands in a feed's live document, and in the archive documents by their months."""

    live: tuple[Told, ...]
    complete: bool
    archives: dict[Month, tuple[Told, ...]]


Arrange = Callable[..., Arranged]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """Give a newsroom with a feed of three items."""
    office = Office(tmp_path_factory.mktemp("documents") / "newsroom")
    office.feed(items=3)
    return load_newsroom(office.root)


@pytest.fixture(scope="module")
def arrange(newsroom: Newsroom) -> Arrange:
    """Give a way to arrange editions, each of which weighs 1 kB unless told otherwise."""

    def arranged(
        editions: Sequence[Told],
        weigh: Callable[[Told], int] = lambda _: 1000,
        now: datetime = NOW,
        **feed: object,
    ) -> Arranged:
        at = Addresses(newsroom)
        shown: Feed = newsroom.feeds[0]._replace(**feed)
        newest = documents.newest_first(editions, at)
        months = selection.by_month(newest)
        found = Documents(shown, at, now, lambda: documents.ready(newest), lambda: months, weigh)
        return Arranged(found.live, found.is_complete, {m: months[m] for m in found.archived})

    return arranged


def _days(first: str, count: int) -> list[Edition]:
    start = date.fromisoformat(first)
    return [edition(f"{start + timedelta(days=n)}-a") for n in range(count)]


def test_newest(arrange: Arrange) -> None:
    """The live document holds the newest editions, as many as the feed says."""
    found = arrange(_days("2023-12-01", 40))

    assert [str(each.day) for each in found.live] == ["2024-01-09", "2024-01-08", "2024-01-07"]
    assert not found.complete


def test_notices_count_as_no_release(arrange: Arrange, newsroom: Newsroom) -> None:
    """Corrections stand between the newest releases, and take the place of none of them."""
    at = Addresses(newsroom)
    changed = replace(
        edition("2023-11-01-old"),
        changes=tuple(
            Change(datetime(2024, 1, day, 9, tzinfo=HANOI), "Note.", major=True) for day in (8, 9)
        ),
    )
    told: list[Told] = [*_days("2023-12-30", 11), changed, *at.corrections(changed)]
    found = arrange(told)

    assert [at.entry_id(each).partition(":en/")[2] for each in found.live] == [
        "2023-11-01-old#2024-01-09",
        "2024-01-09-a",
        "2023-11-01-old#2024-01-08",
        "2024-01-08-a",
        "2024-01-07-a",
    ]
    assert [len(each) for each in found.archives.values()] == [11, 2, 1]


def test_open_month_is_whole(arrange: Arrange) -> None:
    """The open month stands in the live document whole, beyond the number and any weight."""
    found = arrange(_days("2024-01-30", 12), weigh=lambda _: 1_000_000)

    assert [str(each.day) for each in found.live[-1:]] == ["2024-02-01"]
    assert len(found.live) == 10


def test_embargo_into_the_open_month(arrange: Arrange) -> None:
    """What an embargo held until the open month stands there, though its date is of another."""
    lifted = edition(
        "2024-01-02-held", embargo=datetime(2024, 2, 3, 9, tzinfo=HANOI), date_is_day=True
    )
    found = arrange([lifted, *_days("2024-01-20", 20)], items=1)

    assert lifted in found.live
    assert [lifted in each for each in found.archives.values()] == [True]


def test_month_is_the_newsrooms(arrange: Arrange) -> None:
    """The open month is that of the newsroom's zone, not of UTC."""
    editions = [*_days("2024-01-01", 31), edition("2024-02-01-b")]
    just_after_midnight = datetime.fromisoformat("2024-01-31T17:30:00+00:00")
    found = arrange(editions, now=just_after_midnight, items=1)

    assert [*found.archives] == [Month(2024, 1)]


def test_archives_hold_closed_months(arrange: Arrange) -> None:
    """Each closed month that has editions has its document, newest first; the open one none."""
    found = arrange([*_days("2023-11-29", 3), *_days("2024-01-30", 5)])

    assert [*map(str, found.archives)] == ["2024-01", "2023-12", "2023-11"]


def test_whole_feed_has_no_archives(arrange: Arrange) -> None:
    """A feed that fits whole is complete, and nothing is archived."""
    found = arrange(_days("2023-01-01", 3))

    assert found.complete
    assert found.archives == {}


@pytest.mark.parametrize("feed", [{"history": False}, {"formats": ("rss", "json")}])
def test_no_history(arrange: Arrange, feed: dict[str, object]) -> None:
    """A feed without history, or without Atom, has no archive and does not claim to be whole."""
    found = arrange(_days("2023-01-01", 9), **feed)

    assert not found.complete
    assert found.archives == {}


def test_fewer_where_heavy(arrange: Arrange) -> None:
    """A document that would grow beyond 100 kB holds fewer editions."""
    found = arrange(_days("2023-01-01", 30), weigh=lambda _: 10_000, items=20)

    assert len(found.live) == 9


def test_a_few_even_where_heavier(arrange: Arrange) -> None:
    """Five editions are kept up to 250 kB, and the newest in any case."""
    closed = _days("2023-01-01", 30)

    assert len(arrange(closed, weigh=lambda _: 45_000, items=20).live) == 5
    assert len(arrange(closed, weigh=lambda _: 100_000, items=20).live) == 2
    assert len(arrange(closed, weigh=lambda _: 900_000, items=20).live) == 1


def test_none(arrange: Arrange) -> None:
    """Without editions there is a live document, complete and empty."""
    assert arrange([]) == Arranged((), complete=True, archives={})


def test_ties_by_id(newsroom: Newsroom) -> None:
    """Editions of the same moment stand in the order of their ids."""
    noon = datetime(2024, 2, 1, 12, tzinfo=HANOI)
    tied = [edition(f"2024-02-01-{slug}", date=noon, date_is_day=False) for slug in "cab"]
    found = documents.newest_first(tied, Addresses(newsroom))

    assert [each.slug for each in found] == ["a", "b", "c"]


_EDITIONS = st.lists(
    st.tuples(st.dates(date(2023, 9, 1), date(2024, 2, 19)), st.integers(0, 3), st.integers(0, 60)),
    max_size=40,
    unique_by=lambda each: each[:2],
)


def _made(day: date, number: int, held_days: int) -> Edition:
    made = edition(f"{day}-{number}")
    lifts = min(made.date + timedelta(days=held_days), NOW)
    return replace(made, embargo=lifts if held_days else None)


@given(_EDITIONS, st.integers(1, 25), st.integers(100, 90_000))
def test_nothing_is_lost_or_doubled(
    arrange: Arrange, drawn: list[tuple[date, int, int]], items: int, weight: int
) -> None:
    """Live document and archive hold every edition; each stands in one archive at most."""
    editions = [_made(*each) for each in drawn]
    found = arrange(editions, weigh=lambda _: weight, items=items)
    archived = Counter(each.path for told in found.archives.values() for each in told)

    assert set(archived) | {each.path for each in found.live} == {e.path for e in editions}
    assert set(archived.values()) <= {1}
    assert all(each.month == month for month, told in found.archives.items() for each in told)
    assert all(month < Month(2024, 2) for month in found.archives)
    assert found.complete == (len(found.live) == len(editions))


@given(_EDITIONS, st.randoms(use_true_random=False))
def test_order_of_reading_does_not_matter(
    arrange: Arrange, drawn: list[tuple[date, int, int]], random: object
) -> None:
    """However the files are read, the documents are the same."""
    editions = [_made(*each) for each in drawn]
    shuffled = editions[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert arrange(shuffled) == arrange(editions)


_MOMENTS = st.datetimes(datetime(2023, 9, 1), datetime(2024, 2, 19))  # noqa: DTZ001 -- set below


@given(_EDITIONS, st.lists(st.tuples(st.integers(0, 40), _MOMENTS), max_size=8), st.integers(1, 9))
def test_each_correction_stands_once(
    arrange: Arrange,
    newsroom: Newsroom,
    drawn: list[tuple[date, int, int]],
    changed: list[tuple[int, datetime]],
    items: int,
) -> None:
    """Corrections too are all told, each in one archive at most: that of their own month."""
    editions = [_made(*each) for each in drawn]
    for number, at in changed:
        if editions:
            index = number % len(editions)
            change = Change(at.replace(tzinfo=HANOI), "Note.", major=True)
            before = editions[index]
            editions[index] = replace(before, changes=(*before.changes, change))
    at_home = Addresses(newsroom)
    told: list[Told] = [*editions]
    told += [each for edition in editions for each in at_home.corrections(edition)]
    found = arrange(told, items=items)
    archived = Counter(each.path for told in found.archives.values() for each in told)

    assert set(archived) | {each.path for each in found.live} == {each.path for each in told}
    assert set(archived.values()) <= {1}
    assert all(each.month == month for month, told in found.archives.items() for each in told)
    assert len({at_home.entry_id(each) for each in told}) == len(told)
    assert sum(isinstance(each, Edition) for each in found.live) >= min(items, len(editions))


MOMENTS = st.tuples(st.integers(0, 4), st.integers(0, 90_000), st.booleans(), st.integers(0, 3))


@given(drawn=st.lists(MOMENTS, max_size=12), items=st.integers(1, 5))
def test_newest_are_found_without_asking_for_all(
    newsroom: Newsroom, drawn: list[tuple[int, int, bool, int]], items: int
) -> None:
    """Editions by their dates give the order of entries, of which the first ones are enough."""
    at, found = Addresses(newsroom), list[Edition]()
    for number, (days, seconds, is_day, held) in enumerate(drawn):
        day = date(2024, 2, 16) + timedelta(days=days)
        made = edition(f"{day}-{number}", date_is_day=is_day)
        if not is_day:
            made = replace(made, date=made.date + timedelta(seconds=seconds % 86_400))
        if held == 3:
            made = replace(made, embargo=made.date + timedelta(days=held))
        found.append(made)
    by_date = sorted(found, key=selection.newest_first)
    shown, sorted_all = newsroom.feeds[0]._replace(items=items), documents.newest_first(found, at)

    assert tuple(documents.newest(documents.ready(by_date), at)) == sorted_all
    some, is_more = documents.candidates(documents.ready(by_date), shown, at, NOW)
    assert some == sorted_all[: len(some)]
    assert is_more == (len(some) < len(found))
    assert documents.is_surely_longer(by_date, shown, at, NOW) == (
        len(found) > items and any(not documents._is_open(e, at, Month(2024, 2)) for e in found)
    )
