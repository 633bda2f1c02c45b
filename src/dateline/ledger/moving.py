"""An address that was published goes on leading somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from dateline import addresses
from dateline.ledger.case import Case, url_of
from dateline.problems import Problem, warning
from dateline.reading.locate import place_of

ADDRESS_CHANGED = warning(
    "address-changed",
    "Links and bookmarks to the old address lead nowhere, or to another release.",
    where="files",
    bad="-- published.jsonl --\n"
    '{"id":"tag:press.example.org,2003:en/2024-02-01-course",'
    '"published":"2024-01-31T17:00:00Z","path":"releases/2024-02-01-course.md",'
    '"title":"Online course opens","url":"/en/2024/02/old-course/"}\n'
    "-- releases/2024-02-01-course.md --\n"
    "slug: course",
    good="-- published.jsonl --\n"
    '{"id":"tag:press.example.org,2003:en/2024-02-01-course",'
    '"published":"2024-01-31T17:00:00Z","path":"releases/2024-02-01-course.md",'
    '"title":"Online course opens","url":"/en/2024/02/old-course/"}\n'
    "-- releases/2024-02-01-course.md --\n"
    "slug: course\n"
    "aliases: [/en/2024/02/old-course/]",
)


def moved(case: Case, reused: Collection[str]) -> Iterator[Problem]:
    """Yield the old addresses that no alias covers, but for the ids that are reused."""
    covered: frozenset[str] | None = None
    for entry, fact, edition in case.known():
        if fact.id in reused:
            continue
        for url in sorted(entry.urls - {fact.url}):
            covered = _covered(case) if covered is None else covered
            if addresses.comparable(url) not in covered:
                where = place_of(case.root, edition.path, ("slug",))
                yield ADDRESS_CHANGED.broken(where, *_words(case, url))


def _covered(case: Case) -> frozenset[str]:
    """Give every old address that leads somewhere."""
    return frozenset(
        addresses.comparable(alias) for edition in case.public for alias in edition.aliases
    )


def _words(case: Case, url: str) -> tuple[str, str]:
    """Give message and hint for an address that was left."""
    holder = next((each.path for each in case.public if url_of(each) == url), "")
    if holder:
        message = f"This release stood at `{url}`, where now {holder} stands."
        return message, "Give that one another `slug`, and this one the old address as alias."
    return f"This release stood at `{url}`.", f"Add `{url}` to its `aliases`."
