"""An id that was published stays with its release.

Two editions are the same release as long as the id stands for the same file or the same title;
nothing else tells a corrected release from another.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.ledger.case import Case, language_of, short
from dateline.ledger.entry import Entry, Fact, Fate
from dateline.ledger.text import LEDGER
from dateline.problems import Problem, error
from dateline.reading.locate import place_of

ID_REUSED = error(
    "id-reused",
    "Readers who have seen the earlier release would never be shown the new one: for feed readers "
    "an entry's id is the entry.",
    where="files",
    bad="-- published.jsonl --\n"
    '{"id":"tag:press.example.org,2003:en/2024-02-01-course",'
    '"published":"2024-01-31T17:00:00Z","path":"releases/2024-02-01-course.md","title":"",'
    '"url":"/en/2024/02/course/","fate":"removed"}\n'
    "-- releases/2024-02-01-course.md --\n"
    "title: Another course opens",
    good="-- published.jsonl --\n"
    '{"id":"tag:press.example.org,2003:en/2024-02-01-course",'
    '"published":"2024-01-31T17:00:00Z","path":"releases/2024-02-01-course.md","title":"",'
    '"url":"/en/2024/02/course/","fate":"removed"}\n'
    "-- releases/2024-02-01-other-course.md --\n"
    "title: Another course opens",
)


def reused(case: Case) -> Iterator[tuple[str, Problem]]:
    """Yield the ids that another release was published under, each with its problem."""
    for entry, fact, edition in case.known():
        found = _words(case, entry, fact)
        if found:
            where = place_of(case.root, edition.path, ("id",))
            yield fact.id, ID_REUSED.broken(where, *found)


def _words(case: Case, entry: Entry, fact: Fact) -> tuple[str, str] | None:
    """Give message and hint where an id is another release's, else None."""
    if entry.fate is Fate.REMOVED:
        hint = "Name the new release's file otherwise. If it is the old one come back, "
        hint += f"delete line {entry.line} of {LEDGER}."
        return f"The id `{short(fact.id)}` was that of a release that was removed.", hint
    other = _published_as(case, entry, fact)
    if other is None:
        return None
    message = f"The id `{short(fact.id)}` was published for {entry.path}, but this is the "
    message += f"release that was published as `{short(other.id)}`."
    return message, "Give each release its own name back, or its own `id:`."


def _published_as(case: Case, entry: Entry, fact: Fact) -> Entry | None:
    """Give the entry that an edition was published as, where that is not its own."""
    if entry.had_title(fact.title):
        return None
    for other in case.entries.values():
        if other.id == entry.id or language_of(other.id) != language_of(entry.id):
            continue
        if fact.path in other.paths and fact.path not in entry.paths:
            return other
        if other.had_title(fact.title) and _came_from(case, other, entry):
            return other
    return None


def _came_from(case: Case, other: Entry, entry: Entry) -> bool:
    """Say whether an entry's text went where the other's title came from, or nothing is there."""
    seen, unseen = case.seen.get(other.id), case.unseen.get(other.id)
    if seen:
        return entry.had_title(seen.title)
    return unseen is None or entry.had_title(unseen.edition.title)
