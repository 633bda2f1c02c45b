"""What dateline.toml defines is used, and its numbers can be called."""

from __future__ import annotations

import pytest

from tests.reading.room import SETTINGS, Room

OLD = '[contacts.old]\nname = "Former desk"\nfax = "+84 4 3734 0902"\n[topics.youth]\nen = "Youth"\nvi = "Thanh niên"\n'


def settle(room: Room, lines: str, releases: int = 10, keys: str = "topics: [skills]\n") -> None:
    """Write a newsroom of some releases, with further lines in its settings."""
    room.write(
        "dateline.toml",
        SETTINGS.replace('name = "Press desk"', 'name = "Press desk"\ndefault = true') + lines,
    )
    for number in range(releases):
        room.release(keys, path=f"releases/2024-01-{number + 1:02d}-lesson-{number}.md")


def test_unused_names_are_told_at_their_keys(room: Room) -> None:
    """A topic and a contact that nothing names are told where they are defined."""
    settle(room, OLD.replace("fax", "phone").replace("+84 4", "+84 24"))

    assert room.told() == ["dateline.toml:14:11 unused-contact", "dateline.toml:17:9 unused-topic"]


@pytest.mark.parametrize(
    ("releases", "keys"),
    [
        (9, "topics: [skills]\n"),
        (10, "topics: [skills, youth]\ncontacts: [old]\n"),
        (10, "topics: [skils]\ncontacts: [odl]\n"),
        (10, "topics: skills\ncontacts: {old}\n"),
    ],
)
def test_young_newsrooms_and_broken_files_bring_no_alarm(
    room: Room, releases: int, keys: str
) -> None:
    """Names may come before their releases, and a broken file may be the one that uses them."""
    settle(room, OLD.replace("+84 4", "+84 24"), releases, keys)

    found = {line.rpartition(" ")[2] for line in room.told()}

    assert found <= {"unknown-topic", "unknown-contact", "wrong-type", "null-value"}


def test_a_feed_uses_its_topics(room: Room) -> None:
    """A topic that a feed selects is used, and a newsroom may have no default contact."""
    settle(room, OLD.replace("+84 4", "+84 24"), keys="topics: [skills]\ncontacts: [old, press]\n")
    room.write("dateline.toml", (SETTINGS + OLD).replace("+84 4", "+84 24"))
    room.write("feeds/youth.toml", 'title = "Youth"\ntopics = ["youth"]\n')

    assert room.told() == []


def test_numbers_of_contacts(room: Room) -> None:
    """Telephone and fax that cannot be called are told where they stand."""
    settle(room, OLD, 1)

    assert room.told() == ["dateline.toml:16:7 invalid-phone"]


def test_damaged_settings_have_no_places(room: Room) -> None:
    """Settings that vanish while they are used are told of at the start of their name."""
    settle(room, OLD, 1)
    reading, newsroom = room.read(), room.newsroom
    (room.root / "dateline.toml").unlink()
    from dateline import checks

    assert [(p.place, p.code) for p in checks.run(reading, newsroom)] == [
        (("dateline.toml", 1, 1), "invalid-phone")
    ]
