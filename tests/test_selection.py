"""The gate: what may be seen at a moment, and in which order."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import (
    Change,
    Correction,
    Edition,
    Kind,
    Month,
    Notice,
    State,
    Told,
    Withdrawal,
)
from dateline.selection import (
    Archive,
    by_month,
    by_public_month,
    for_feed,
    held,
    listed,
    newest_first,
    public,
    standings,
)
from dateline.settings import Feed
from tests.editions import HANOI, edition

MIDNIGHT = datetime(2024, 2, 1, tzinfo=HANOI)
SECOND = timedelta(seconds=1)
LANGUAGES = ("en", "vi")


def state_of(subject: Edition, now: datetime, *others: Edition) -> State:
    """Give the state of an edition among others."""
    return standings([subject, *others], now, "en")[0].state


def archive_of(editions: Iterable[Edition], now: datetime) -> Archive:
    """Give what is public of editions."""
    return public(standings(editions, now, "en"), LANGUAGES)


def feed(**values: object) -> Feed:
    """Make a feed that selects everything, unless told otherwise."""
    chosen: dict[str, object] = {
        "id": "press",
        "titles": {},
        "descriptions": {},
        "topics": (),
        "kinds": (),
        "languages": LANGUAGES,
        "items": 20,
        "history": True,
        "full_content": True,
        "formats": ("rss",),
        "digest": True,
    }
    return Feed(**(chosen | values))  # type: ignore[arg-type]


def test_bare_date_is_public_from_local_midnight() -> None:
    """A bare date becomes public at midnight in the newsroom's zone, not a second before."""
    assert state_of(edition(), MIDNIGHT - SECOND) is State.HELD
    assert state_of(edition(), MIDNIGHT) is State.PUBLIC


def test_embargo_later_than_the_date_holds() -> None:
    """A release whose day has come stays held until its embargo lifts."""
    lifts = MIDNIGHT + timedelta(hours=9)
    held = edition(embargo=lifts)

    assert state_of(held, lifts - SECOND) is State.HELD
    assert state_of(held, lifts) is State.PUBLIC


def test_embargo_earlier_than_the_date_does_not_release() -> None:
    """An embargo that lifts before the date does not make the release public earlier."""
    early = edition(embargo=MIDNIGHT - timedelta(days=3))

    assert state_of(early, MIDNIGHT - SECOND) is State.HELD
    assert state_of(early, MIDNIGHT) is State.PUBLIC


def test_draft_beats_held_beats_withdrawn() -> None:
    """Of several states the most careful one counts."""
    taken_back = Withdrawal(MIDNIGHT, "Wrong figures.")
    later = MIDNIGHT + timedelta(days=1)

    assert state_of(edition(draft=True, withdrawn=taken_back), later) is State.DRAFT
    assert state_of(edition(embargo=later, withdrawn=taken_back), MIDNIGHT) is State.HELD
    assert state_of(edition(withdrawn=taken_back), later) is State.WITHDRAWN


def test_withdrawal_waits_for_its_moment() -> None:
    """A withdrawal dated in the future leaves the release public until then."""
    at = MIDNIGHT + timedelta(days=2)
    subject = edition(withdrawn=Withdrawal(at, "Wrong figures."))

    assert state_of(subject, at - SECOND) is State.PUBLIC
    assert state_of(subject, at) is State.WITHDRAWN


@pytest.mark.parametrize(
    "original",
    [edition(draft=True), edition(embargo=MIDNIGHT + timedelta(hours=9))],
    ids=["draft", "embargoed"],
)
def test_held_original_holds_its_translations(original: Edition) -> None:
    """A translation never tells what its original may not tell yet."""
    translation = edition(language="vi")

    assert state_of(translation, MIDNIGHT, original) is State.HELD
    assert archive_of([translation, original], MIDNIGHT).editions == ()


def test_translation_without_original_stands_alone() -> None:
    """A release need not exist in the default language."""
    assert state_of(edition(language="vi"), MIDNIGHT) is State.PUBLIC


def test_held_translation_leaves_the_original_public() -> None:
    """A translation's own embargo holds nobody else."""
    translation = edition(language="vi", embargo=MIDNIGHT + timedelta(hours=1))

    archive = archive_of([edition(), translation], MIDNIGHT)

    assert archive.of("vi") == ()
    assert [each.language for each in archive.of("en")] == ["en"]
    assert list(archive.translations(edition())) == ["en"]


def test_until_is_the_later_of_both_editions() -> None:
    """A held translation is told until when: the later of its own moment and its original's."""
    lifts = MIDNIGHT + timedelta(hours=9)
    standing = standings([edition(language="vi"), edition(embargo=lifts)], MIDNIGHT, "en")

    assert standing[0].until == lifts


def test_held_are_those_that_wait_for_their_moment() -> None:
    """Previews are made of what is held until a moment; a draft, and its translation, have none."""
    waits, late = edition("2024-03-01-waits"), MIDNIGHT + timedelta(days=60)
    draft, translation = edition(draft=True), edition(language="vi")
    gone = edition("2024-01-01-gone", withdrawn=Withdrawal(MIDNIGHT, "Wrong."))
    editions = [draft, waits, translation, edition("2024-01-02-public"), gone]

    assert held(standings(editions, MIDNIGHT, "en")) == (waits,)
    assert held(standings(editions, late, "en")) == ()


def test_withdrawn_release_is_no_release_any_more() -> None:
    """A withdrawn release is not among the archive's editions."""
    gone = edition(withdrawn=Withdrawal(MIDNIGHT, "Wrong figures."))

    assert archive_of([gone], MIDNIGHT).editions == ()


def test_notice_stays_of_what_was_withdrawn() -> None:
    """A withdrawn edition leaves a notice in its language, and is in nothing else."""
    at = MIDNIGHT + timedelta(days=2)
    gone = edition(title="Gone", withdrawn=Withdrawal(at, "Wrong figures.", "2024-02-05-new"))
    archive = archive_of([gone, edition(language="vi")], at)
    (notice,) = archive.notices

    assert archive.of("en") == ()
    assert list(archive.translations(edition())) == ["vi"]
    assert archive.notices_of("en") == (notice,)
    assert archive.notices_of("vi") == ()
    assert (notice.title, notice.at, notice.reason) == ("Gone", at, "Wrong figures.")
    assert notice.replaced_by == "2024-02-05-new"
    assert notice.month == Month(2024, 2)


def test_notice_is_of_its_edition() -> None:
    """Whatever a notice and its edition both have is the same: addresses, ids, days, choices."""
    gone = edition(
        path="releases/2024/02/course/index.md",
        key="course",
        ident="2024-02-01-other",
        slug="other",
        date=MIDNIGHT + timedelta(hours=9),
        date_is_day=False,
        embargo=MIDNIGHT + timedelta(days=1),
        title="Gone",
        kind=Kind.STATEMENT,
        topics=("skills",),
        aliases=("/en/old/",),
        withdrawn=Withdrawal(LATE, "Wrong."),
    )
    (notice,) = archive_of([gone], LATE).notices
    shared = [each.name for each in dataclasses.fields(Notice) if hasattr(gone, each.name)]

    assert len(shared) == 13
    assert [getattr(gone, name) for name in shared] == [getattr(notice, name) for name in shared]


def test_notice_has_no_room_for_what_was_said() -> None:
    """No field of a notice could hold a text of the release but its title and its addresses."""
    fields = {each.name: each.type for each in dataclasses.fields(Notice)}
    texts = {name for name, kind in fields.items() if kind == "str"}
    others = {str(kind) for name, kind in fields.items() if name not in texts}

    assert texts == {
        "path", "language", "key", "ident", "slug", "title", "reason", "replaced_by"
    }  # fmt: skip
    assert others == {
        "date", "datetime", "bool", "Kind", "tuple[str, ...]", "tuple[datetime, ...]"
    }  # fmt: skip
    assert {name for name, kind in fields.items() if kind == "tuple[str, ...]"} == {
        "topics",
        "aliases",
    }


def test_withdrawn_before_it_was_public_is_nowhere() -> None:
    """What nobody could read leaves no notice; a withdrawal dated by the same day alone does."""
    noon = MIDNIGHT + timedelta(hours=12)
    late = {"date": noon, "date_is_day": False}
    never = edition(withdrawn=Withdrawal(noon - SECOND, "Wrong."), **late)
    that_day = edition(withdrawn=Withdrawal(MIDNIGHT, "Wrong.", at_is_day=True), **late)

    assert state_of(never, noon) is State.WITHDRAWN
    assert archive_of([never], noon).notices == ()
    assert [notice.at for notice in archive_of([that_day], noon).notices] == [noon]


def test_notices_stand_newest_first() -> None:
    """Notices are ordered as releases are."""
    gone = Withdrawal(LATE, "Wrong.")
    stems = ("2024-01-01-a", "2024-02-01-b", "2024-02-01-a")
    notices = archive_of([edition(stem, withdrawn=gone) for stem in stems], LATE).notices

    assert [each.ident for each in notices] == ["2024-02-01-a", "2024-02-01-b", "2024-01-01-a"]


def test_nothing_knows_what_is_yet_to_happen() -> None:
    """A public edition has only the changes that were made, and no withdrawal that will be."""
    now = MIDNIGHT + timedelta(days=1)
    made, coming = Change(now, "Made.", major=True), Change(now + SECOND, "Coming.", major=True)
    subject = edition(changes=(coming, made), withdrawn=Withdrawal(now + SECOND, "Wrong."))
    archive = archive_of([subject, edition("2024-01-01-untouched")], now)
    seen, _ = archive.editions

    assert seen.changes == (made,)
    assert seen.withdrawn is None
    assert archive.changed("en") == (seen,)
    assert archive.changed("vi") == ()
    assert standings([subject], now, "en")[0].edition == subject


def test_coming_withdrawal_alone_is_taken_off_too() -> None:
    """An edition that nothing was changed of says nothing of a withdrawal in advance either."""
    subject = edition(withdrawn=Withdrawal(MIDNIGHT + SECOND, "Wrong."))

    assert archive_of([subject], MIDNIGHT).editions[0].withdrawn is None


def test_untouched_edition_passes_as_it_is() -> None:
    """An edition that nothing happened to passes without being copied."""
    subject = edition()

    assert archive_of([subject], MIDNIGHT).editions[0] is subject


def test_told_changes_are_major_ones_after_publication() -> None:
    """Readers are told of major changes since the release was public, oldest first."""
    moments = [MIDNIGHT + timedelta(days=n) for n in (3, -1, 1, 2)]
    changes = [Change(at, str(at), major=n != 3) for n, at in enumerate(moments)]

    assert [change.at for change in edition(changes=tuple(changes)).told_changes] == [
        moments[2], moments[0]
    ]  # fmt: skip


def test_changes_under_embargo_are_not_told() -> None:
    """Nobody had read what was changed after the date and before the embargo lifted."""
    lifts = MIDNIGHT + timedelta(days=2)
    changes = tuple(Change(lifts + n * SECOND, "Note.", major=True) for n in (-1, 0))

    assert edition(embargo=lifts, changes=changes).told_changes == changes[1:]


def test_withdrawal_voids_the_corrections_that_were_told() -> None:
    """A notice knows of the corrections before it, and of none that came after."""
    days = [MIDNIGHT + timedelta(days=n) for n in range(4)]
    changes = tuple(Change(day, "Note.", major=True) for day in days)
    (notice,) = archive_of(
        [edition(changes=changes, withdrawn=Withdrawal(days[2], "Wrong."))], days[3]
    ).notices

    assert notice.corrected == tuple(days[:3])


def test_drafts_are_shown_only_where_asked_for() -> None:
    """`--drafts` shows drafts and their translations, and still no embargoed release."""
    draft, translation = edition(draft=True), edition(language="vi")
    held = edition("2024-03-01-other")
    standing = standings([draft, translation, held], MIDNIGHT, "en")

    assert public(standing, LANGUAGES).editions == ()
    assert public(standing, LANGUAGES, drafts=True).editions == (draft, translation)


days = st.dates(min_value=datetime(2020, 1, 1).date(), max_value=datetime(2024, 12, 31).date())  # noqa: DTZ001
stems = st.builds(lambda day, n: f"{day.isoformat()}-r{n}", days, st.integers(0, 50))
collections = st.lists(stems, unique=True, max_size=30).map(lambda s: [edition(x) for x in s])
LATE = datetime(2025, 1, 1, tzinfo=UTC)


@given(collections, st.randoms())
def test_order_never_depends_on_the_input(editions: list[Edition], random: object) -> None:
    """Shuffled input gives the same archive."""
    shuffled = list(editions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert archive_of(editions, LATE) == archive_of(shuffled, LATE)


@given(collections)
def test_months_partition_releases(editions: list[Edition]) -> None:
    """Each release stands in exactly one month, its date's, and months come newest first."""
    ordered = sorted(editions, key=newest_first)
    months = by_month(ordered)

    assert [each for month in months.values() for each in month] == ordered
    assert all(each.month == month for month, found in months.items() for each in found)
    assert list(months) == sorted(months, reverse=True)


def test_month_follows_the_date_never_the_embargo() -> None:
    """An embargo that lifts in March leaves a February release in February."""
    late = edition(embargo=datetime(2024, 3, 5, 9, tzinfo=HANOI))

    assert late.month == Month(2024, 2)


def test_public_months_follow_the_embargo_newest_first() -> None:
    """What became public in March is news of March, whatever its date; months, newest first."""
    first, embargoed, second = (
        edition("2024-01-01-a"),
        edition("2024-01-02-b", embargo=datetime(2024, 2, 29, 17, tzinfo=UTC)),
        edition("2024-02-03-c"),
    )
    months = by_public_month(
        [first, embargoed, second], lambda moment: moment.astimezone(HANOI).date()
    )

    assert list(months.items()) == [
        (Month(2024, 3), (embargoed,)), (Month(2024, 2), (second,)), (Month(2024, 1), (first,)),
    ]  # fmt: skip


def test_a_language_without_releases_has_none() -> None:
    """A language that nothing is written in, or that nobody knows, has an empty archive."""
    archive = archive_of([edition()], LATE)

    assert [archive.of("vi"), archive.of("fr")] == [(), ()]


def test_ties_are_decided_by_id() -> None:
    """Two releases of one moment stand in the order of their ids."""
    first, second = edition("2024-02-01-a"), edition("2024-02-01-b")

    assert archive_of([second, first], LATE).editions == (first, second)


def test_feed_selects_by_topic_and_kind() -> None:
    """A feed brings what it names, and everything where it names nothing."""
    skills = edition("2024-02-01-a", topics=("skills",))
    advisory = edition("2024-02-01-b", kind=Kind.MEDIA_ADVISORY)

    assert for_feed([skills, advisory], feed()) == (skills, advisory)
    assert for_feed([skills, advisory], feed(topics=("skills",))) == (skills,)
    assert for_feed([skills, advisory], feed(kinds=(Kind.MEDIA_ADVISORY,))) == (advisory,)


def test_feed_of_several_topics_and_kinds() -> None:
    """One of several topics is enough; a kind and a topic must both be right."""
    skills = edition("2024-02-01-a", topics=("skills",))
    youth = edition("2024-02-01-b", topics=("youth",), kind=Kind.STATEMENT)
    other = edition("2024-02-01-c", topics=("other",))

    assert for_feed([skills, youth, other], feed(topics=("skills", "youth"))) == (skills, youth)
    statements = feed(topics=("youth",), kinds=(Kind.STATEMENT,))
    assert for_feed([skills, youth, other], statements) == (youth,)
    assert for_feed([skills, youth], feed(topics=("skills",), kinds=(Kind.STATEMENT,))) == ()


def test_untranslated_releases_are_listed_in_the_language_they_have() -> None:
    """With `untranslated = "list"` each release stands once, in the reader's language first."""
    both_en, both_vi = edition("2024-02-01-a"), edition("2024-02-01-a", "vi")
    only_en, only_vi = edition("2024-02-01-b"), edition("2024-02-01-c", "vi")
    archive = archive_of([both_en, both_vi, only_en, only_vi], LATE)

    assert listed(archive, "vi", "en") == (both_vi, only_en, only_vi)
    assert listed(archive, "en", "en") == (both_en, only_en, only_vi)


def test_untranslated_releases_are_listed_in_the_default_language_before_others() -> None:
    """A reader of a third language gets the default one, wherever it stands among the languages."""
    english, vietnamese = edition(), edition(language="vi")
    standing = standings([english, vietnamese], LATE, "en")

    assert listed(public(standing, ("vi", "en", "fr")), "fr", "en") == (english,)


def test_translation_is_public_from_its_originals_moment() -> None:
    """A translation that waited for its original is known by the moment it became public."""
    lifts = MIDNIGHT + timedelta(days=30)
    archive = archive_of([edition(language="vi"), edition(embargo=lifts)], lifts)

    assert [each.public_from for each in archive.editions] == [lifts, lifts]


def test_feed_selects_corrections_and_notices_as_their_release() -> None:
    """A correction or notice belongs to the feeds that its release belongs to."""
    statement = edition(kind=Kind.STATEMENT, topics=("skills",))
    note = Correction(statement, "tag:x", "2024-02-03", MIDNIGHT, MIDNIGHT.date(), "Note.")
    gone = replace(statement, withdrawn=Withdrawal(MIDNIGHT, "Wrong."))
    told: list[Told] = [note, *archive_of([gone], MIDNIGHT).notices]

    assert for_feed(told, feed(kinds=(Kind.STATEMENT,), topics=("skills",))) == tuple(told)
    assert for_feed(told, feed(kinds=(Kind.PRESS_RELEASE,))) == ()
    assert for_feed(told, feed(topics=("youth",))) == ()


moments = st.integers(-3, 9).map(lambda n: MIDNIGHT + timedelta(hours=12 * n))


@given(
    st.none() | moments,
    st.lists(st.builds(Change, moments, st.just("Note."), st.booleans(), st.booleans())),
    st.none() | st.builds(Withdrawal, moments, st.just("Wrong.")),
    st.booleans(),
    moments,
)
def test_gate_never_tells_the_future(
    embargo: datetime | None,
    changes: list[Change],
    withdrawn: Withdrawal | None,
    draft: bool,
    now: datetime,
) -> None:
    """Whatever is written, at no moment passes what is held, to come, or withdrawn."""
    subject = edition(embargo=embargo, changes=tuple(changes), withdrawn=withdrawn, draft=draft)
    archive = archive_of([subject], now)
    public_now = not draft and subject.public_from <= now
    gone = withdrawn is not None and withdrawn.at <= now

    assert len(archive.editions) == (public_now and not gone)
    assert len(archive.notices) <= (public_now and gone)
    for seen in archive.editions:
        assert seen.withdrawn is None
        assert seen.changes == tuple(change for change in changes if change.at <= now)


@given(hours=st.integers(-100, 100), ahead=st.sampled_from((-12, 0, 7, 14)))
def test_day_long_gone_is_told_by_the_moment_too(hours: int, ahead: int) -> None:
    """A plain release is public from its moment on, whatever zone it or the asker is in."""
    zone = timezone(timedelta(hours=ahead))
    subject = edition()
    now = (subject.date + timedelta(hours=hours)).astimezone(zone)

    assert state_of(subject, now) is (State.PUBLIC if hours >= 0 else State.HELD)
    original = edition(date=subject.date + timedelta(hours=5))
    translation = edition(language="vi")
    wanted = State.PUBLIC if hours >= 5 else State.HELD
    assert state_of(translation, now, original) is wanted
