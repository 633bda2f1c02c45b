"""Run every rule that looks across files, and sort what they find."""

from __future__ import annotations

from itertools import chain

from dateline.checks import aliases, corrections, identity, pairs, references
from dateline.problems import Problem
from dateline.reading import Reading
from dateline.settings import Newsroom


def run(reading: Reading, newsroom: Newsroom) -> tuple[Problem, ...]:
    """Give all problems of a newsroom, its files' own included, in the order of place.

    Each is as severe as the newsroom's settings say.
    """
    editions, root = reading.editions, newsroom.root
    found = chain(
        reading.problems,
        identity.duplicate_editions(editions, root),
        identity.clashing_keys(editions, root),
        identity.duplicate_addresses(editions, root),
        aliases.clashing_aliases(editions, reading.pages, newsroom),
        identity.duplicate_ids(editions, root),
        identity.duplicate_references(editions, root),
        identity.duplicate_pages(reading.pages),
        pairs.differing_editions(editions, newsroom.default_language, root),
        corrections.wrong_changes(editions, root),
        corrections.wrong_withdrawals(editions, root),
        references.unknown_releases(editions, reading.stems, root),
    )
    weighed = newsroom.severities.weigh(found)
    return tuple(sorted(weighed, key=lambda problem: problem.sort_key))
