"""Run every rule that looks across files, and sort what they find."""

from __future__ import annotations

from datetime import datetime
from itertools import chain

from dateline.checks import (
    aliases,
    corrections,
    identity,
    links,
    pairs,
    references,
    settings,
    twins,
)
from dateline.problems import Problem
from dateline.reading import Reading
from dateline.settings import Newsroom


def run(reading: Reading, newsroom: Newsroom, now: datetime | None = None) -> tuple[Problem, ...]:
    """Give all problems of a newsroom, its files' own included, in the order of place.

    Each is as severe as the newsroom's settings say. Without a moment, what depends on one is
    left out: links to what is held then.
    """
    found = *newsroom.severities.weigh(reading.problems), *across(reading, newsroom, now)
    return tuple(sorted(found, key=lambda problem: problem.sort_key))


def across(
    reading: Reading, newsroom: Newsroom, now: datetime | None = None
) -> tuple[Problem, ...]:
    """Give the problems that no file has alone."""
    editions, pages, root = reading.understood, reading.understood_pages, newsroom.root
    found = chain(
        identity.duplicate_editions(editions, root),
        identity.clashing_keys(editions, root),
        identity.duplicate_addresses(editions, root),
        aliases.clashing_aliases(editions, pages, newsroom),
        identity.duplicate_ids(editions, root),
        identity.duplicate_references(editions, root),
        identity.duplicate_pages(pages),
        twins.clashing_twins(editions, reading.assets, newsroom),
        pairs.differing_editions(editions, newsroom.default_language, root),
        corrections.wrong_changes(editions, root),
        corrections.wrong_withdrawals(editions, root),
        pairs.stale_translations(editions, newsroom.default_language, root),
        pairs.missing_translations(reading, newsroom),
        references.unknown_releases(editions, reading.stems, root),
        links.wrong_links(reading, newsroom, now),
        settings.unused_names(reading, newsroom),
        settings.invalid_phones(newsroom),
    )
    return newsroom.severities.weigh(found)
