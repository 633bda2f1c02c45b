"""Editions of one release should agree in what is not language."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any

from dateline.checks.roll import Roll
from dateline.checks.sure import knowing
from dateline.model import Change, Edition
from dateline.problems import Place, Problem, Severity, warning
from dateline.reading import Reading
from dateline.reading.files import UNKNOWN_SUFFIX
from dateline.reading.locate import place_of
from dateline.settings import Newsroom

EDITIONS_DIFFER = warning(
    "editions-differ",
    "Readers of two languages would be told different things about the same release.",
    where="files",
    bad="-- releases/2024-02-01-course.md --\nkind: statement\n"
    "-- releases/2024-02-01-course.vi.md --",
    good="-- releases/2024-02-01-course.md --\nkind: statement\n"
    "-- releases/2024-02-01-course.vi.md --\nkind: statement",
)

STALE_TRANSLATION = warning(
    "stale-translation",
    "The original was corrected after the translation: its readers still have the old facts.",
    where="files",
    bad="-- releases/2024-02-01-course.md --\n"
    "changes: [{at: 2024-02-05, note: It takes five weeks., kind: major}]\n"
    "-- releases/2024-02-01-course.vi.md --",
    good="-- releases/2024-02-01-course.md --\n"
    "changes: [{at: 2024-02-05, note: It takes five weeks., kind: major}]\n"
    "-- releases/2024-02-01-course.vi.md --\n"
    "changes: [{at: 2024-02-05, note: Khoá học kéo dài năm tuần., kind: major}]",
)
MISSING_TRANSLATION = warning(
    "missing-translation",
    "The releases before it have this language: its readers will think that nothing happened.",
    where="files",
    bad="".join(
        f"-- releases/2024-01-{day}-lesson-{day}.md --\n"
        f"-- releases/2024-01-{day}-lesson-{day}.vi.md --\n"
        for day in range(10, 20)
    )
    + "-- releases/2024-02-01-course.md --",
    good="-- releases/2024-02-01-course.md --\n-- releases/2024-02-01-course.vi.md --",
)

_RECENT = 20
_FEWEST = 10
_ALIKE: dict[str, Callable[[Edition], object]] = {
    "date": lambda edition: edition.date,
    "embargo": lambda edition: edition.embargo,
    "kind": lambda edition: edition.kind,
    "reference": lambda edition: edition.reference,
    "topics": lambda edition: frozenset(edition.topics),
}


def differing_editions(roll: Roll, default_language: str, root: Path) -> Iterator[Problem]:
    """Yield what an edition says otherwise than the default language's, or else the first."""
    sure = roll.knowing("translation_key")
    # Editions that say the same, in the same order, differ in nothing: nearly all do.
    said = zip(*[sure[name] for name in _ALIKE], strict=True)
    first: dict[str, tuple[Any, ...]] = {}
    differing = {
        key for key, own in zip(sure["key"], said, strict=True) if first.setdefault(key, own) != own
    }
    if not differing:
        return
    together: dict[str, list[Edition]] = {}
    for edition in sure.editions:
        if edition.key in differing:
            together.setdefault(edition.key, []).append(edition)
    for release in together.values():
        release.sort(key=lambda e: (e.language != default_language, e.language, e.path))
        original, *others = release
        for edition in others:
            yield from _differing(edition, original, root)


def _differing(edition: Edition, original: Edition, root: Path) -> Iterator[Problem]:
    for key, value_of in _ALIKE.items():
        if value_of(edition) != value_of(original) and _know(key, edition, original):
            where = place_of(root, edition.path, (key,))
            message = f"`{key}` differs from that of {original.path}."
            yield EDITIONS_DIFFER.broken(where, message, "Say the same in both.")


def _know(key: str, *editions: Edition) -> bool:
    return all(edition.knows(key) for edition in editions)


def stale_translations(roll: Roll, default_language: str, root: Path) -> Iterator[Problem]:
    """Yield the translations older than the last major change of their original.

    Minor changes are a matter of the words of one language, and ask nothing of the others.
    """
    sure = roll.knowing("translation_key")
    changed = {
        edition.key: edition
        for edition in sure.having("changes")
        if edition.language == default_language and _last_major(edition)
    }
    if not changed:
        return
    for edition in sure.editions:
        original = changed.get(edition.key)
        if original is None or original is edition or edition.draft:
            continue
        asked = ("draft", "changes") if edition.changes else ("draft", "changes", "date")
        if not all(map(edition.knows, asked)):
            continue
        last = _last_major(original)
        if last and last.at > max((change.at for change in edition.changes), default=edition.date):
            message = f"{original.path} was changed on {last.at:%Y-%m-%d}: {last.note[:80]}"
            hint = "Bring the change over, and say so in `changes`."
            where = place_of(root, edition.path, ("changes",))
            yield STALE_TRANSLATION.broken(where, message, hint)


def _last_major(edition: Edition) -> Change | None:
    major = (
        change
        for index, change in enumerate(edition.changes)
        if change.major and edition.knows("changes", index, "at")
    )
    return max(major, key=lambda change: change.at, default=None)


def missing_translations(roll: Roll, reading: Reading, newsroom: Newsroom) -> Iterator[Problem]:
    """Yield the releases that lack a language which nearly all of those before them have.

    So a newsroom that translates now and then hears nothing, and one that stops, little.
    """
    if len(newsroom.languages) < 2:
        return
    every = sure = roll.knowing("translation_key")
    if any(every["draft"]):
        sure = Roll([edition for edition in every.editions if not edition.draft])
    doubtful = _languages_in_doubt(reading, newsroom)
    lacking = [
        (language, key)
        for language in newsroom.languages
        if language not in doubtful
        for key in _lacking(language, sure)
    ]
    if not lacking:
        return
    releases: dict[str, dict[str, Edition]] = {}
    for edition in sorted(sure.editions, key=attrgetter("date", "path")):
        releases.setdefault(edition.key, {})[edition.language] = edition
    drafts = {(each.language, each.key): each.path for each in every.editions if each.draft}
    for language, key in lacking:
        first = next(iter(releases[key].values()))
        if _is_there(first):
            draft = drafts.get((language, key))
            yield MISSING_TRANSLATION.broken(Place(first.path), *_told(language, first, draft))


def _told(language: str, first: Edition, draft: str | None) -> tuple[str, str]:
    """Give message and hint for a release that lacks a language, or has it as a draft alone."""
    if draft is not None:
        message = f"Its `{language}` edition is a draft; the releases before it have theirs."
        return message, f"Remove `draft: true` from {draft} when it is ready."
    message = f"There is no `{language}` edition, as the releases before it have."
    stem = shlex.quote(first.stem)
    return message, f"`dateline new --translate {stem} --lang {language}` starts one."


def _lacking(language: str, roll: Roll) -> Iterator[str]:
    """Yield the releases that lack what at least nine in ten of the last before them have."""
    having = {
        key for key, own in zip(roll["key"], roll["language"], strict=True) if own == language
    }
    keys = roll.keys_by_date
    have = bytes([key in having for key in keys])
    number = have.find(False)
    while number >= 0:
        recent = have[max(number - _RECENT, 0) : number]
        if len(recent) >= _FEWEST and recent.count(True) >= 0.9 * len(recent):
            yield keys[number]
        number = have.find(False, number + 1)


def _is_there(edition: Edition) -> bool:
    return edition.withdrawn is None and _know("draft", edition) and _know("withdrawn", edition)


def _languages_in_doubt(reading: Reading, newsroom: Newsroom) -> set[str]:
    """Give the languages of which a file is broken: it may be the one that seems to be missing."""
    wrong = [
        problem
        for problem in reading.problems
        if problem.severity is Severity.ERROR and problem.place.path.startswith("releases")
    ]
    if not wrong:
        return set()
    known = {each.path for each in knowing(reading.understood, "translation_key")}
    found: set[str] = set()
    for problem in wrong:
        path = problem.place.path
        suffix = path.removesuffix(".md").rpartition(".")[2]
        if problem.code == UNKNOWN_SUFFIX.code:
            found.update(newsroom.languages)  # it may be a slip for any of them
        elif path not in known:
            found.add(suffix if suffix in newsroom.languages else newsroom.default_language)
    return found
