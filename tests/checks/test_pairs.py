"""Editions of one release say the same in what is not language."""

from __future__ import annotations

import pytest

from tests.reading.room import Room

VIETNAMESE = "releases/2024-02-01-course.vi.md"


@pytest.mark.parametrize(
    ("keys", "places"),
    [
        ("", []),
        ("topics: [skills]\n", ["4:9"]),
        ("kind: statement\n", ["4:7"]),
        ("kind: press-release\n", []),
        ("reference: A\n", ["4:12"]),
        ("embargo: 2024-02-01T09:00Z\n", ["4:10"]),
        ("summary: A\nplace: B\nslug: c\nbyline: D\n", []),
    ],
)
def test_an_edition_that_differs_is_told(room: Room, keys: str, places: list[str]) -> None:
    """Date, embargo, kind, reference and topics are the release's; words are the language's."""
    room.release()
    room.release(keys, path=VIETNAMESE)

    assert [f"2024-02-01-course.vi.md:{place} editions-differ" for place in places] == room.told()


def test_a_date_at_another_hour_is_told(room: Room) -> None:
    """Two moments of one day are two dates; the same moment in two spellings is one."""
    room.release()
    room.write(VIETNAMESE, "---\ntitle: A\ndate: 2024-02-01 09:00\n---\nB.\n")
    later = room.told()
    room.write(VIETNAMESE, "---\ntitle: A\ndate: 2024-01-31T17:00Z\n---\nB.\n")

    assert later == ["2024-02-01-course.vi.md:3:7 editions-differ"]
    assert room.told() == []


def test_the_default_language_is_the_measure(room: Room) -> None:
    """What differs is told of the translation; a key that it lacks, of its file."""
    room.release("kind: statement\n")
    room.release(path=VIETNAMESE)
    room.release(path="releases/2024-01-08-first-course.md")

    assert room.told() == ["2024-02-01-course.vi.md:1:1 editions-differ"]


def test_the_order_of_topics_says_nothing(room: Room) -> None:
    """Topics are a set."""
    settings = (room.root / "dateline.toml").read_text(encoding="utf-8")
    room.write("dateline.toml", settings + 'rights = { en = "Rights", vi = "Quyền" }\n')
    room.release("topics: [skills, rights]\n")
    room.release("topics: [rights, skills]\n", path=VIETNAMESE)

    assert room.told() == []


def test_differences_do_not_stop_a_build(room: Room) -> None:
    """They are told as warnings: an editor may know better."""
    room.release()
    room.release("kind: statement\n", path=VIETNAMESE)

    assert [problem.severity.value for problem in room.problems()] == ["warning"]


MAJOR = "changes: [{at: 2024-02-05, note: It takes five weeks., kind: major}]\n"


@pytest.mark.parametrize(
    ("original", "translation", "told"),
    [
        (MAJOR, "", ["2024-02-01-course.vi.md:1:1 stale-translation"]),
        (MAJOR, MAJOR.replace("02-05", "02-03"), ["2024-02-01-course.vi.md:4:10 stale-translation"]),
        (MAJOR, MAJOR, []), (MAJOR, MAJOR.replace("02-05", "02-06"), []), (MAJOR, MAJOR.replace("major", "minor"), []),
        (MAJOR.replace("major", "minor"), "", []), ("", MAJOR, []), ("", "", []), (MAJOR, "draft: true\n", []),
    ],
)  # fmt: skip
def test_stale_translations(room: Room, original: str, translation: str, told: list[str]) -> None:
    """A translation is stale when the original had a major change after its own last one."""
    room.release(original)
    room.release(translation, path="releases/2024-02-01-course.vi.md")

    assert told == [line for line in room.told() if "stale" in line]


def test_a_stale_translation_names_the_change(room: Room) -> None:
    """The message says what was changed, so that the translator need not search."""
    room.release(MAJOR)
    room.release(path="releases/2024-02-01-course.vi.md")
    (found,) = room.problems()

    assert found.message.endswith("was changed on 2024-02-05: It takes five weeks.")


def lessons(room: Room, translated: int, whole: int) -> None:
    """Write so many releases of January, the last ones of them in English only."""
    for number in range(whole):
        path = f"releases/2024-01-{number + 1:02d}-lesson-{number}"
        room.release("topics: [skills]\n", path=f"{path}.md")
        if number < translated:
            room.release("topics: [skills]\n", path=f"{path}.vi.md")


@pytest.mark.parametrize(
    ("translated", "whole", "missing"),
    [(10, 11, 1), (9, 10, 0), (20, 20, 0), (20, 26, 3), (10, 25, 2), (0, 15, 0), (10, 12, 2)],
)
def test_missing_translations(room: Room, translated: int, whole: int, missing: int) -> None:
    """Who always translates is told of a gap; who stops is soon left alone."""
    lessons(room, translated, whole)

    assert ["missing-translation"] * missing == [problem.code for problem in room.problems()]


def test_a_draft_of_the_translation_is_named(room: Room) -> None:
    """Whoever has begun a translation is told of its draft, and not to start one."""
    lessons(room, 12, 12)
    room.release("topics: [skills]\n")
    (missing,) = room.problems()
    room.release("topics: [skills]\ndraft: true\n", path=VIETNAMESE)
    (begun,) = room.problems()

    assert missing.hint == "`dateline new --translate 2024-02-01-course --lang vi` starts one."
    assert (begun.code, begun.place.path) == ("missing-translation", missing.place.path)
    assert begun.message == "Its `vi` edition is a draft; the releases before it have theirs."
    assert begun.hint == f"Remove `draft: true` from {VIETNAMESE} when it is ready."


@pytest.mark.parametrize("keys", ["draft: true\n", "withdrawn: {at: 2024-02-05, reason: Wrong}\n"])
def test_what_need_not_be_translated(room: Room, keys: str) -> None:
    """Drafts and withdrawn releases need no translation."""
    lessons(room, 12, 12)
    room.release(keys)

    assert room.told() == []


@pytest.mark.parametrize(
    "path", ["releases/2024-02-01-course.vi.md", "releases/2024-03-01-x.vi.md"]
)
def test_a_broken_translation_is_not_missing(room: Room, path: str) -> None:
    """Where a file of the language is broken, nobody can tell whether it is the one."""
    lessons(room, 12, 12)
    room.release()
    room.write(path, b"---\ntitle: \xff\n---\n")

    assert [line.rpartition(" ")[2] for line in room.told()] == ["not-utf-8"]


def test_a_translation_with_a_slip_is_not_missing(room: Room) -> None:
    """Where its pair is sure, a broken file stands for its language as a right one does."""
    lessons(room, 12, 12)
    room.release()
    room.release("kind: x\n", path="releases/2024-02-01-course.vi.md")
    room.release(path="releases/2024-03-01-x.md")

    assert [line.rpartition(":")[2] for line in room.told()] == [
        "7 invalid-value",
        "1 missing-translation",
    ]


def test_one_language_needs_no_translation(room: Room) -> None:
    """A newsroom of one language hears nothing of others."""
    settings = (room.root / "dateline.toml").read_text(encoding="utf-8")
    settings = settings.replace('[languages.vi]\nname = "Văn phòng báo chí"\n', "").replace(
        ', vi = "Kỹ năng"', ""
    )
    room.write("dateline.toml", settings)
    lessons(room, 0, 12)

    assert [line for line in room.told() if "translation" in line] == []
