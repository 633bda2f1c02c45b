"""No two releases share an address, an id, a reference or an edition."""

from __future__ import annotations

import pytest

from dateline.problems import Problem
from tests.reading.room import Room

FIRST = "releases/2024-02-01-a.md"
SECOND = "releases/2024-02-01-b.md"


def release(room: Room, said: str) -> str:
    """Write a release of 2024 given as its file's name and, after a space, a key."""
    name, _, keys = said.partition(" ")
    folder, slash, name = name.rpartition("/")
    path = f"releases/{folder}{slash}2024-{name}"
    if name == "index.md":
        path = f"releases/2024-{folder}/{name}"
    return room.release(f"{keys}\n" if keys else "", path=path)


def clash(room: Room) -> Problem:
    """Give the one problem of a newsroom."""
    (problem,) = room.problems()
    return problem


@pytest.mark.parametrize(
    ("pair", "code"),
    [
        ("02-01-a.md | 02-01-a.en.md", "duplicate-edition"),
        ("02-01-a.md | 02-01-a/index.md", "duplicate-edition"),
        ("02-01-a.md | old/02-01-a.md", "duplicate-edition"),
        ("02-01-A.md | 02-01-a.md", "duplicate-edition"),
        ("02-01-do.md | 02-01-đô.md", "duplicate-edition"),
        ("02-01-a.md | 02-01-b.md translation_key: 2024-02-01-a", "duplicate-edition"),
        ("02-01-a.md translation_key: Ý | 02-01-b.md translation_key: y", "duplicate-edition"),
        ("02-01-a.md translation_key: 新闻 | 02-01-b.md translation_key: 新闻", "duplicate-edition"),
        ("02-01-a.md | 02-01-a!.md", "duplicate-address duplicate-id"),
        ("02-01-a.md | 02-09-a.md", "duplicate-address"),
        ("02-01-a.md | 02-01-b.md slug: a", "duplicate-address"),
        ("02-01-a.md | 03-01-b.md id: 2024-02-01-a", "duplicate-id"),
        ("02-01-a.md | 03-01-b.md id: 2024-02-01-Á", "duplicate-id"),
        ("02-01-a.md reference: X/1 | 03-01-b.md reference: x/1", "duplicate-reference"),
        ("02-01-a.md reference: Số 1 | 03-01-b.md reference: SO 1", "duplicate-reference"),
        ("02-01-a.md reference: 号1 | 03-01-b.vi.md reference: 号1", "duplicate-reference"),
        ("02-01-a.md aliases: [/en/2024/03/b/] | 03-01-b.md", "duplicate-address"),
        ("02-01-a.md aliases: [/en/2024/03/B/index.html] | 03-01-b.md", "duplicate-address"),
        ("02-01-a.md aliases: [/x] | 03-01-b.md aliases: [/y/, /X/]", "duplicate-address"),
    ],
)  # fmt: skip
def test_clash_names_both_files(room: Room, pair: str, code: str) -> None:
    """Two releases that would be one for readers are told once, with the name of the other."""
    both = {release(room, each) for each in pair.split(" | ")}
    found = room.problems()

    assert code.split() == sorted(problem.code for problem in found)
    for problem in found:
        (other,) = both - {problem.place.path}
        assert problem.message.endswith(f": {other}.")


@pytest.mark.parametrize(
    "pair",
    [
        "02-01-a.md | 02-01-a.vi.md",
        "02-01-a.md | 03-01-a.md",
        "02-01-a.md | 02-01-b.vi.md translation_key: 2024-02-01-a",
        "02-01-a.md translation_key: x | 02-01-b.vi.md translation_key: x",
        "02-01-a.md translation_key: 新闻 | 02-01-b.md translation_key: 公告",
        "02-01-a.md translation_key: 新闻 2024 | 02-01-b.md translation_key: 公告 2024",
        "02-01-a.md reference: X | 02-01-a.vi.md reference: X",
        "02-01-a.md reference: PR-1 | 02-01-b.md reference: PR/1",
        "02-01-a.md reference: 号 | 02-01-b.md reference: 第",
        "02-01-a.md slug: x | 02-01-b.vi.md slug: x",
        "02-01-a.md aliases: [/old] | 02-01-b.md aliases: [/older]",
        "02-01-a.md aliases: [/en/2024/02/c/, /old, /Old/] | 02-01-b.md",
        "02-01-a.md | 02-02-b.md id: 2024-02-02-c",
    ],
)  # fmt: skip
def test_no_false_alarm(room: Room, pair: str) -> None:
    """What readers can tell apart, or what is one release in two languages, is no clash."""
    for each in pair.split(" | "):
        release(room, each)

    assert room.told() == []


@pytest.mark.parametrize(
    ("first", "second", "key"),
    [
        ("2024-02-01-khoa-hoc.md", "2024-02-01-khoá-học.vi.md", ""),
        ("2024-02-01-course.md", "2024-02-01-Course.vi.md", ""),
        ("2024-02-01-a.md", "2024-02-01-b.vi.md", "translation_key: 2024-02-01-Á\n"),
    ],
)
def test_editions_that_nearly_pair(room: Room, first: str, second: str, key: str) -> None:
    """Editions that only case or accents keep apart are told: readers would miss the other one."""
    room.release(path=f"releases/{first}")
    room.release(key, path=f"releases/{second}")
    found = next(problem for problem in room.problems() if problem.code == "key-clash")
    both = {f"releases/{first}", f"releases/{second}"}
    (other,) = both - {found.place.path}

    assert found.message.endswith(f": {other}.")
    assert len(room.problems()) == 1


def test_edition_in_pieces_pairs(room: Room) -> None:
    """Names whose letters are joined on one disk and in pieces on another are the same name."""
    room.release(path="releases/2024-02-01-kho\u0301a.md")
    room.release(path="releases/2024-02-01-khóa.vi.md")

    assert room.told() == []
    assert len({edition.key for edition in room.read().editions}) == 1


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ("slug: a\n", (4, 7)),
        ("", (1, 1)),
    ],
)
def test_clash_is_told_where_it_can_be_mended(
    room: Room, keys: str, place: tuple[int, int]
) -> None:
    """The place is the key that clashes; where no key says it, the file."""
    room.release(path=FIRST)
    room.release(keys, path=SECOND if keys else "releases/2024-02-09-a.md")

    assert place == clash(room).place[1:]


def test_three_of_a_kind(room: Room) -> None:
    """Of three claimants two are told, each with the first."""
    for day in ("01", "02", "03"):
        room.release(path=f"releases/2024-02-{day}-a.md")

    assert [(problem.place.path, FIRST in problem.message) for problem in room.problems()] == [
        ("releases/2024-02-02-a.md", True),
        ("releases/2024-02-03-a.md", True),
    ]


def test_pages_stand_once_in_a_language(room: Room) -> None:
    """A page with and without the suffix of the default language stands twice."""
    room.release()
    for name in ("about.md", "about.en.md", "about.vi.md"):
        room.write(f"pages/{name}", "---\ntitle: About\n---\nText.\n")
    problem = clash(room)

    assert (problem.code, problem.place.path) == ("duplicate-edition", "pages/about.md")
    assert "pages/about.en.md" in problem.message


def test_alias_may_not_cover_a_page(room: Room) -> None:
    """An old address may not stand where a page does."""
    room.write("pages/about.md", "---\ntitle: About\n---\nText.\n")
    room.release("aliases: [/en/about]\n")
    problem = clash(room)

    assert (problem.code, *problem.place[1:]) == ("duplicate-address", 4, 11)
    assert "pages/about.md" in problem.message


def test_order_of_files_changes_nothing(room: Room) -> None:
    """Problems come sorted by place, whatever was found first."""
    for name in ("z", "a", "m"):
        room.release("sumary: x\nreference: R\n", path=f"releases/2024-02-01-{name}.md")
    found = room.problems()

    assert list(found) == sorted(found, key=lambda problem: problem.sort_key)
