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
from dateline.checks.roll import Roll
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
    roll, pages, root = Roll(reading.understood), reading.understood_pages, newsroom.root
    found = chain(
        identity.duplicate_editions(roll, root),
        identity.clashing_keys(roll, root),
        identity.duplicate_addresses(roll, root),
        aliases.clashing_aliases(roll, pages, newsroom),
        identity.duplicate_ids(roll, root),
        identity.duplicate_references(roll, root),
        identity.duplicate_pages(pages),
        twins.clashing_twins(roll.editions, reading.assets, newsroom),
        pairs.differing_editions(roll, newsroom.default_language, root),
        corrections.wrong_changes(roll, root),
        corrections.wrong_withdrawals(roll, root),
        pairs.stale_translations(roll, newsroom.default_language, root),
        pairs.missing_translations(roll, reading, newsroom),
        references.unknown_releases(roll, reading.stems, root),
        links.wrong_links(reading, newsroom, now),
        settings.unused_names(reading, newsroom),
        settings.invalid_phones(newsroom),
    )
    return newsroom.severities.weigh(found)
