"""Editions of one release should agree in what is not language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from dateline.model import Edition
from dateline.problems import Problem, warning
from dateline.reading.locate import place_of

EDITIONS_DIFFER = warning(
    "editions-differ",
    "Readers of two languages would be told different things about the same release.",
    bad="kind: statement in English, press-release in Vietnamese",
    good="kind: statement in both",
)

_ALIKE: dict[str, Callable[[Edition], object]] = {
    "date": lambda edition: edition.date,
    "embargo": lambda edition: edition.embargo,
    "kind": lambda edition: edition.kind,
    "reference": lambda edition: edition.reference,
    "topics": lambda edition: frozenset(edition.topics),
}


def differing_editions(
    editions: Iterable[Edition], default_language: str, root: Path
) -> Iterator[Problem]:
    """Yield what an edition says otherwise than the default language's, or else the first."""
    originals: dict[str, Edition] = {}
    together = sorted(editions, key=lambda e: (e.language != default_language, e.language, e.path))
    for edition in together:
        original = originals.setdefault(edition.key, edition)
        for key, value_of in _ALIKE.items():
            if value_of(edition) != value_of(original):
                where = place_of(root, edition.path, (key,))
                message = f"`{key}` differs from that of {original.path}."
                yield EDITIONS_DIFFER.broken(where, message, "Say the same in both.")
