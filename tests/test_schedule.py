"""When the output changes by itself: between two scheduled instants, never."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline import build as errand
from dateline import schedule, selection
from dateline.parts import artifacts
from dateline.reading import read_newsroom
from dateline.rendering import pieces
from dateline.schedule import Event, What
from dateline.settings import Newsroom, load_newsroom
from tests.conftest import NEWSROOMS

START = datetime(2024, 2, 15, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def write(root: Path, name: str, keys: str) -> None:
    """Write a release file."""
    path = root / "releases" / name
    path.write_text(f"---\ntitle: {name}\n{keys}\n---\nText.\n", encoding="utf-8")


def events(newsroom: Newsroom, now: datetime) -> tuple[Event, ...]:
    """Give what is scheduled after a moment."""
    editions = read_newsroom(newsroom).editions
    standings = selection.standings(editions, now, newsroom.default_language)
    return schedule.events(standings, now, newsroom)


def output(newsroom: Newsroom, now: datetime) -> dict[str, bytes]:
    """Render a newsroom at a moment, to values."""
    site = errand.open_site(newsroom, now)
    return {each.path: each.content for each in artifacts(pieces(site))}


@pytest.fixture
def office(small: Path) -> Newsroom:
    """Give a newsroom where something of every kind is to come."""
    write(small, "2024-02-10-embargoed.md", "date: 2024-02-10\nembargo: 2024-03-01T02:00:00Z")
    write(small, "2024-02-10-embargoed.vi.md", "date: 2024-02-10")
    write(small, "2024-02-20-timed.md", "date: 2024-02-20 09:30:00")
    write(small, "2024-04-30-last.md", "date: 2024-04-30")
    write(small, "2024-02-11-draft.md", "date: 2024-02-11\ndraft: true")
    write(small, "2024-02-11-draft.vi.md", "date: 2024-02-11")
    write(
        small, "2024-01-20-gone.md", "date: 2024-01-20\nwithdrawn: {at: 2024-05-02, reason: Wrong.}"
    )
    write(
        small,
        "2024-01-21-told.md",
        "date: 2024-01-21\nchanges: [{at: 2024-05-03T10:00:00Z, note: A name., kind: major}]\n"
        "coverage: [{title: Old, date: 2024-01-02}, {title: New, date: 2024-05-04}, {title: Some}]",
    )
    return load_newsroom(small)


def test_everything_to_come_is_scheduled(office: Newsroom) -> None:
    """Embargoes, dates, changes, withdrawals, coverage and months' ends, soonest first, in UTC."""
    assert all(event.at.tzinfo is UTC for event in events(office, START))

    found = [(f"{e.at:%Y-%m-%dT%H:%M}", e.what.value, e.path[9:]) for e in events(office, START)]

    assert found == [
        ("2024-02-20T02:30", "lift", "2024-02-20-timed.md"),
        ("2024-02-29T17:00", "month", ""),
        ("2024-03-01T02:00", "lift", "2024-02-10-embargoed.md"),
        ("2024-03-01T02:00", "lift", "2024-02-10-embargoed.vi.md"),
        ("2024-03-31T17:00", "month", ""),
        ("2024-04-29T17:00", "lift", "2024-04-30-last.md"),
        ("2024-04-30T17:00", "month", ""),
        ("2024-05-01T17:00", "withdrawal", "2024-01-20-gone.md"),
        ("2024-05-03T10:00", "change", "2024-01-21-told.md"),
        ("2024-05-03T17:00", "coverage", "2024-01-21-told.md"),
        ("2024-05-31T17:00", "month", ""),
    ]


def test_between_two_instants_the_output_is_the_same(office: Newsroom) -> None:
    """Walked from instant to instant, the output never changes but at one of them."""
    now, seen = START, output(office, START)
    silent = {What.CHANGE, What.MONTH}  # May tells only of a change and a withdrawal
    while coming := events(office, now):
        at = coming[0].at
        assert output(office, at - TICK) == seen, at
        now, before, seen = at, seen, output(office, at)
        assert seen != before or {e.what for e in coming if e.at == at} <= silent, at

    assert now == datetime(2024, 5, 31, 17, tzinfo=UTC)
    assert output(office, now + timedelta(days=4000)) == seen


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("draft: true\nembargo: 2024-03-01T00:00:00Z\nwithdrawn: {at: 2024-04-01, reason: A}", []),
        ("withdrawn: {at: 2024-01-02, reason: A}\ncoverage: [{title: A, date: 2024-06-01}]", []),
        (
            "withdrawn: {at: 2024-03-01, reason: A}\ncoverage: [{title: A, date: 2024-03-01}]",
            ["withdrawal", "month"],
        ),
        ("embargo: 2024-02-15T00:00:00Z", ["month"]),
        ("embargo: 2024-02-15T00:00:01Z", ["lift", "month"]),
    ],
)
def test_what_has_no_hour_is_not_scheduled(small: Path, keys: str, expected: list[str]) -> None:
    """Nothing waits for a draft, for what is over, or for what is withdrawn before it."""
    shutil.rmtree(small / "releases/2024")
    write(small, "2024-01-01-one.md", f"date: 2024-01-01\n{keys}")

    assert [each.what.value for each in events(load_newsroom(small), START)] == expected


@pytest.mark.parametrize("day", ["2025-02-01", "2025-02-28", "2028-02-29", "2025-12-31"])
def test_a_month_ends_with_its_last_day(small: Path, day: str) -> None:
    """A month is closed at the midnight that begins the next, in February and December too."""
    write(small, f"{day}-one.md", f"date: {day}")
    newsroom = load_newsroom(small)
    at = events(newsroom, START)[-1].at

    assert newsroom.local_day(at).day == 1
    assert newsroom.local_day(at - TICK).strftime("%Y-%m") == day[:7]


MOMENTS = st.integers(0, 91 * 24 * 3600).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@st.composite
def keys(draw: st.DrawFn) -> str:
    """Give a release's keys, with moments before and after its date."""
    lines = []
    if draw(st.booleans()):
        lines.append(f"embargo: {draw(MOMENTS).isoformat()}")
    if draw(st.booleans()):
        lines.append(f"withdrawn: {{at: {draw(MOMENTS).isoformat()}, reason: A}}")
    if draw(st.booleans()):
        kind = draw(st.sampled_from(["minor", "major"]))
        lines.append(f"changes: [{{at: {draw(MOMENTS).isoformat()}, note: A, kind: {kind}}}]")
    if draw(st.booleans()):
        lines.append(f"coverage: [{{title: A, date: {draw(MOMENTS).date()}}}]")
    return "\n".join(lines)


@pytest.mark.parametrize("zone", ["Asia/Ho_Chi_Minh", "America/Sao_Paulo", "Europe/London"])
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=keys(), two=keys(), now=MOMENTS)
def test_law_the_next_instant_is_the_next_change(
    tmp_path: Path, zone: str, one: str, two: str, now: datetime
) -> None:
    """Whatever waits, nothing changes between now and the next instant, nor after the last."""
    root = tmp_path / "newsroom"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(NEWSROOMS / "small", root)
    shutil.rmtree(root / "releases")
    (root / "releases").mkdir()
    text = (root / "dateline.toml").read_text()
    (root / "dateline.toml").write_text(text.replace("Asia/Ho_Chi_Minh", zone))
    write(root, "2024-01-15-one.md", f"date: 2024-01-15\n{one}")
    write(root, "2024-02-15-two.md", f"date: 2024-02-15 08:00\n{two}")
    newsroom = load_newsroom(root)
    coming = events(newsroom, now)
    until = coming[0].at - TICK if coming else now + timedelta(days=4000)

    assert output(newsroom, until) == output(newsroom, now)


def next_change(newsroom: Newsroom, now: datetime) -> datetime:
    """Give the instant until which a build at a moment holds."""
    editions = read_newsroom(newsroom).editions
    standings = selection.standings(editions, now, newsroom.default_language)
    return schedule.next_change(standings, now, newsroom)


def test_a_build_holds_until_the_next_instant(office: Newsroom) -> None:
    """At each instant, and just before it: the next event, or the month's end if that is sooner."""
    instants = [event.at for event in events(office, START)]
    for now in (START, *instants, *(at - TICK for at in instants)):
        coming = [event.at for event in events(office, now)]
        last = (office.local_day(now).replace(day=28) + timedelta(days=4)).replace(day=1)
        month_end = office.midnight(last).astimezone(UTC)

        assert next_change(office, now) == min([*coming[:1], month_end])


def test_a_build_of_what_is_over_holds_until_the_months_end(small: Path) -> None:
    """Where nothing is to come, a month may still close."""
    newsroom = load_newsroom(small)

    assert next_change(newsroom, START) == datetime(2024, 2, 29, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    "key",
    ["changes: [{at: 2024-02-20, note: A name., kind: major}]",
     "coverage: [{title: New, date: 2024-02-20}]",
     "withdrawn: {at: 2024-02-20, reason: Wrong.}"],
)  # fmt: skip
def test_a_build_holds_until_anything_happens_to_a_release(small: Path, key: str) -> None:
    """A change, coverage or a withdrawal to come is enough by itself."""
    write(small, "2024-01-21-told.md", f"date: 2024-01-21\n{key}")

    found = next_change(load_newsroom(small), START)

    assert found == datetime(2024, 2, 19, 17, tzinfo=UTC)
