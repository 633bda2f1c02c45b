"""The id of a correction that readers know stays with it; what would move it is told at its place."""

from __future__ import annotations

import json

import pytest

from tests.ledger.office import COURSE, COURSE_VI, ID, NOW, Office

NINE = ("2024-02-03 09:00", "It opens at nine.")
FIVE = ("2024-02-03 15:30", "It closes at five.")
DAY = ("2024-02-03", "It opens at nine.")
LATE = ("2024-02-03 18:00", "It is in the hall.")
NEXT = ("2024-02-04 08:00", "It is free.")
Told = tuple[str, str]


@pytest.fixture(autouse=True)
def feed(office: Office) -> None:
    """Give the office a feed, so that it is seen what readers get."""
    title = 'title = { en = "Press", vi = "Báo chí" }\n'
    office.write("feeds/press.toml", title + title.replace("title", "description"))


def correct(office: Office, *changes: Told, keys: str = "", path: str = COURSE) -> None:
    """Write the course with some major changes, in that order."""
    items = "".join(f"- {{at: {at}, kind: major, note: {note}}}\n" for at, note in changes)
    office.put(path, "Course opens", f"{keys}changes:\n{items}" if changes else keys)


def publish(office: Office, *changes: Told, keys: str = "") -> list[str]:
    """Write the course with some major changes, and build."""
    correct(office, *changes, keys=keys)
    return office.publish()


def marks(office: Office) -> list[str]:
    """Give what the ledger says of the course's corrections."""
    (line,) = (found for found in map(json.loads, office.lines()) if found["id"] == ID)
    return [each.partition(" ")[0] for each in line.get("told", [])]


def notices(office: Office) -> list[str]:
    """Give the corrections' entries as readers get them, oldest first: id and note."""
    items = json.loads((office.root / "public/en/feeds/press.feed.json").read_text())["items"]
    told = [(i["id"].removeprefix(ID), i["summary"]) for i in items if i["id"].startswith(f"{ID}#")]
    return sorted(f"{mark} {note}" for mark, note in told)


def test_corrections_are_remembered(office: Office) -> None:
    """The ledger says of which corrections readers were told: addition, moment, digest of the note."""
    assert publish(office, NINE, FIVE) == []

    (line,) = (found for found in map(json.loads, office.lines()) if found["id"] == ID)
    assert line["told"] == [
        "2024-02-03 2024-02-03T02:00:00Z 830ff63c",
        "2024-02-03-2 2024-02-03T08:30:00Z b1dcd401",
    ]
    assert publish(office, NINE, FIVE) == []


@pytest.mark.parametrize("changes", [(NINE, FIVE), (FIVE, NINE)])
def test_earlier_change_of_the_day_is_refused(office: Office, changes: tuple[Told, ...]) -> None:
    """One with an earlier moment would take the published id: told at it, with what to write."""
    publish(office, FIVE)
    line = 5 + changes.index(NINE)

    assert publish(office, *changes) == [f"{COURSE}:{line}:8 correction-renumbered"]
    ((message, hint),) = office.check()
    assert message == "`#2024-02-03` was published as the id of another correction."
    assert hint.endswith("write a moment after 2024-02-03 15:30.")
    assert notices(office) == ["#2024-02-03 It closes at five."]


def test_its_hint_is_right(office: Office) -> None:
    """With the moment that the hint asks for both have ids of their own, and one its old one."""
    publish(office, FIVE)

    assert publish(office, FIVE, ("2024-02-03 15:31", NINE[1])) == []
    assert notices(office) == ["#2024-02-03 It closes at five.", "#2024-02-03-2 It opens at nine."]


def test_one_mistake_is_told_once(office: Office) -> None:
    """Where several get other numbers, only the one that pushes them is told."""
    publish(office, FIVE, LATE, NEXT)

    assert publish(office, FIVE, LATE, NINE, NEXT) == [f"{COURSE}:7:8 correction-renumbered"]


def test_same_note_twice(office: Office) -> None:
    """Two corrections in the same words are told apart by their moments."""
    publish(office, FIVE)

    assert publish(office, (NINE[0], FIVE[1]), FIVE) == [f"{COURSE}:5:8 correction-renumbered"]
    assert publish(office, FIVE, (LATE[0], FIVE[1])) == []


def test_removal_of_the_first_is_refused(office: Office) -> None:
    """The second would become the first: told at it, with what to put back."""
    publish(office, NINE, FIVE)

    assert publish(office, FIVE) == [f"{COURSE}:5:8 correction-renumbered"]
    ((message, hint),) = office.check()
    assert message == "This correction was published as `#2024-02-03-2`; it would be `#2024-02-03`."
    assert "Put its moment back" in hint


def test_move_to_another_day_is_refused(office: Office) -> None:
    """A correction that moves to another day would be shown to readers once more."""
    publish(office, NINE)

    assert publish(office, ("2024-02-04 09:00", NINE[1])) == [f"{COURSE}:5:8 correction-renumbered"]
    ((message, _),) = office.check()
    assert message == "This correction was published as `#2024-02-03`; it would be `#2024-02-04`."


def test_another_correction_in_its_place_is_refused(office: Office) -> None:
    """What has another moment and another note is another correction: readers would never see it."""
    publish(office, NINE)

    assert publish(office, FIVE) == [f"{COURSE}:5:8 correction-renumbered"]
    ((_, hint),) = office.check()
    assert hint == "Put its moment or its note back; a further correction stands beside it."


def test_another_zone_is_refused(office: Office) -> None:
    """A newsroom's zone that puts a correction on another day would give it another id."""
    publish(office, ("2024-02-03T01:00:00+07:00", NINE[1]))
    settings = (office.root / "dateline.toml").read_text()
    settings = settings.replace("Asia/Ho_Chi_Minh", "America/New_York")
    office.write("dateline.toml", settings)

    assert f"{COURSE}:5:8 correction-renumbered" in office.publish()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((DAY,), ((NINE[0], DAY[1]), FIVE)),
        ((NINE,), ((NINE[0], "It opens at 9."),)),
        ((NINE,), (("2024-02-03 10:00", NINE[1]),)),
        ((NINE, FIVE), (FIVE, NINE)),
        ((NINE, NEXT), (NINE, FIVE, NEXT)),
        ((NINE,), (NINE, ("2024-02-02 09:00", "Before."))),
    ],
)
def test_what_may_be_set_right(
    office: Office, before: tuple[Told, ...], after: tuple[Told, ...]
) -> None:
    """Moment or note may be corrected, a bare day gets its time, other days are nobody's matter."""
    publish(office, *before)
    told = marks(office)

    assert publish(office, *after) == []
    assert set(told) <= set(marks(office))


def test_vanished_correction_is_warned_of(office: Office) -> None:
    """A correction that is gone is told in the ledger, until its telling is deleted there."""
    publish(office, NINE)

    assert publish(office) == ["published.jsonl:1:1 correction-vanished"]
    assert publish(office) == ["published.jsonl:1:1 correction-vanished"]
    assert "`en/2024-02-01-course#2024-02-03` was published, and is gone" in office.check()[0][0]
    assert publish(office, FIVE) == [f"{COURSE}:5:8 correction-renumbered"]
    told = ',"told":["2024-02-03 2024-02-03T02:00:00Z 830ff63c"]'
    office.ledger.write_text(office.ledger.read_text().replace(told, ""))
    assert office.publish() == []


def test_two_of_three_vanish(office: Office) -> None:
    """Each that vanished is told."""
    publish(office, NINE, NEXT)

    assert publish(office) == ["published.jsonl:1:1 correction-vanished"] * 2


def test_older_ledger_learns_them(office: Office) -> None:
    """A ledger that knows of no correction is no reason to refuse one."""
    publish(office, FIVE)
    told = ',"told":["2024-02-03 2024-02-03T08:30:00Z b1dcd401"]'
    office.ledger.write_text(office.ledger.read_text().replace(told, ""))

    assert publish(office, NINE, FIVE) == []
    assert marks(office) == ["2024-02-03", "2024-02-03-2"]


def test_withdrawal_ends_it(office: Office) -> None:
    """With the release its corrections are void; the file may drop them, and nothing is forgotten."""
    publish(office, NINE)

    assert publish(office, keys="withdrawn: {at: 2024-02-05, reason: Wrong.}\n") == []
    assert marks(office) == ["2024-02-03"]


def test_held_release_keeps_them(office: Office) -> None:
    """What is held again and comes back has its corrections under their ids."""
    publish(office, FIVE)
    correct(office, FIVE, keys="draft: true\n")
    office.publish(allow_removal=True)

    assert marks(office) == ["2024-02-03"]
    assert publish(office, NINE, FIVE) == [f"{COURSE}:5:8 correction-renumbered"]


def test_past_now_knows_no_later_ones(office: Office) -> None:
    """A build at an earlier now neither misses what was told since nor forgets it."""
    publish(office, NINE, NEXT)
    before = office.lines()

    assert office.publish(NOW.replace(day=2)) == []
    assert office.publish(NOW.replace(day=3, hour=12)) == []
    assert office.lines() == before


def test_planned_change_is_not_remembered(office: Office) -> None:
    """A change that is yet to come is told to nobody, the ledger included."""
    publish(office, NINE, ("2024-02-20 09:00", "Not yet."))

    assert marks(office) == ["2024-02-03"]


def test_each_language_for_itself(office: Office) -> None:
    """A translation's corrections have ids of their own."""
    publish(office, FIVE)
    correct(office, NINE, FIVE, path=COURSE_VI)

    assert office.publish() == []


def test_merge_of_two_ledgers(office: Office) -> None:
    """After a merge that left two lines, what either knows is right."""
    publish(office, FIVE)
    mine = office.lines()
    other = mine[0].replace("b1dcd401", "00000000").replace("15:30", "07:00")
    office.ledger.write_text("".join(f"{line}\n" for line in sorted([*mine, other])))

    assert "correction-renumbered" not in " ".join(office.publish())
    assert office.lines() == mine


def test_reused_id_is_told_alone(office: Office) -> None:
    """Where the release itself is another, its corrections are not told too."""
    publish(office, FIVE)
    office.delete(COURSE)
    office.publish(allow_removal=True)

    assert publish(office, NINE, FIVE) == [f"{COURSE}:1:1 id-reused"]
