"""No two releases may share an address, an id, a reference or an edition."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from pathlib import Path

from dateline import addresses
from dateline.checks.roll import Roll
from dateline.languages import bare
from dateline.model import Edition, StandingPage
from dateline.problems import Place, Problem, Rule, error
from dateline.reading.locate import place_of

DUPLICATE_EDITION = error(
    "duplicate-edition",
    "Two files claim to be the same release in the same language; one would be lost.",
    where="files",
    bad="releases/2024-02-01-course.md\nreleases/2024-02-01-course/index.md",
    good="releases/2024-02-01-course.md\nreleases/2024-02-01-course.vi.md",
)
DUPLICATE_ADDRESS = error(
    "duplicate-address",
    "Two pages cannot stand at one address; one would be lost.",
    where="files",
    bad="releases/2024-02-01-course.md\nreleases/2024-02-09-course.md",
    good="releases/2024-02-01-course.md\nreleases/2024-02-09-second-course.md",
)
DUPLICATE_ID = error(
    "duplicate-id",
    "Feed readers show only one of two entries with the same id.",
    where="files",
    bad="-- releases/2024-02-01-course.md --\n-- releases/2024-03-01-second-course.md --\n"
    "id: 2024-02-01-course",
    good="-- releases/2024-02-01-course.md --\n-- releases/2024-03-01-second-course.md --",
)
DUPLICATE_REFERENCE = error(
    "duplicate-reference",
    "A reference that journalists quote must lead to one release.",
    where="files",
    bad="-- releases/2024-02-01-course.md --\nreference: ILO/2024/03\n"
    "-- releases/2024-03-01-second-course.md --\nreference: ILO/2024/03",
    good="-- releases/2024-02-01-course.md --\nreference: ILO/2024/03\n"
    "-- releases/2024-02-01-course.vi.md --\nreference: ILO/2024/03",
)

KEY_CLASH = error(
    "key-clash",
    "Editions pair by their stem or `translation_key`, letter by letter; these would stay apart.",
    where="files",
    bad="releases/2024-02-01-khoa-hoc.md\nreleases/2024-02-01-khoá-học.vi.md",
    good="releases/2024-02-01-khoa-hoc.md\nreleases/2024-02-01-khoa-hoc.vi.md",
)

Clash = tuple[Edition, Edition]


def duplicate_editions(roll: Roll, root: Path) -> Iterator[Problem]:
    """Yield the files that claim a release and language which another file has."""
    sure = roll.knowing("translation_key")
    alike = sure.alike(sure.bare_keys, sure["language"])
    for first, second in _clashes(alike, lambda e: (bare(e.key), e.language)):
        message = f"This is the {second.language} edition of a release that has one already"
        where = _place_of_key(first, second, root)
        yield _told(DUPLICATE_EDITION, where, message, first, "Delete or rename one.")


def clashing_keys(roll: Roll, root: Path) -> Iterator[Problem]:
    """Yield the editions that would be paired but for case and accents."""
    sure = roll.knowing("translation_key")
    if len(set(sure.bare_keys)) == len(set(sure["key"])):
        return
    for first, second in _clashes(sure.editions, lambda e: bare(e.key)):
        if first.key != second.key and first.language != second.language:
            where = _place_of_key(first, second, root)
            message = f"`{second.key}` differs only in case or accents from `{first.key}`"
            hint = "Name both alike, or give both the same `translation_key`."
            yield _told(KEY_CLASH, where, message, first, hint)


def duplicate_addresses(roll: Roll, root: Path) -> Iterator[Problem]:
    """Yield the releases whose page would stand where another's stands."""
    sure = roll.knowing("slug")
    alike = sure.alike(sure["slug"], sure["language"])
    for first, second in _clashes(alike, lambda e: (e.slug, e.day.year, e.day.month, e.language)):
        if bare(first.key) == bare(second.key):
            continue  # told as a duplicate edition
        address = f"/{addresses.release(second)}"
        where = place_of(root, second.path, ("slug",))
        hint = "Give one of them another `slug`."
        yield _told(DUPLICATE_ADDRESS, where, f"`{address}` is taken", first, hint)


def duplicate_ids(roll: Roll, root: Path) -> Iterator[Problem]:
    """Yield the releases whose feed entries would have the same id."""
    sure = roll.knowing("id")
    alike = sure.alike(sure["ident"], sure["language"])
    for first, second in _clashes(alike, lambda e: (e.language, e.ident)):
        if bare(first.key) == bare(second.key):
            continue
        where = place_of(root, second.path, ("id",))
        message = f"The id `{second.language}/{second.ident}` is taken"
        yield _told(DUPLICATE_ID, where, message, first, "Rename one of the files.")


def duplicate_references(roll: Roll, root: Path) -> Iterator[Problem]:
    """Yield the releases whose reference another release has."""
    referring = roll.knowing("reference", "translation_key").having("reference")
    for first, second in _clashes(referring, lambda e: bare(e.reference)):
        if bare(first.key) != bare(second.key):
            where = place_of(root, second.path, ("reference",))
            message = f"The reference `{second.reference}` is taken"
            yield _told(DUPLICATE_REFERENCE, where, message, first, "Give it one of its own.")


def duplicate_pages(pages: Iterable[StandingPage]) -> Iterator[Problem]:
    """Yield the standing pages that stand twice in one language."""
    first: dict[tuple[str, str], StandingPage] = {}
    for page in pages:
        owner = first.setdefault((page.name, page.language), page)
        if owner is not page:
            message = f"The page `{page.name}` has a file in this language already: {owner.path}."
            yield DUPLICATE_EDITION.broken(Place(page.path), message, "Delete one.")


def _clashes(editions: Iterable[Edition], key: Callable[[Edition], Hashable]) -> Iterator[Clash]:
    owners: dict[Hashable, Edition] = {}
    for edition in editions:
        owner = owners.setdefault(key(edition), edition)
        if owner is not edition:
            yield owner, edition


def _place_of_key(first: Edition, second: Edition, root: Path) -> Place:
    if first.stem == second.stem:
        return Place(second.path)
    return place_of(root, second.path, ("translation_key",))


def _told(rule: Rule, where: Place, message: str, first: Edition, hint: str) -> Problem:
    return rule.broken(where, f"{message}: {first.path}.", hint)
