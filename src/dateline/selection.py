"""Choose what may be seen: the one gate through which every output passes.

Pure: handed editions and `now`, it gives values. Nothing is public but through `public`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from dateline.model import Edition, Month, State
from dateline.settings import Feed


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an edition stands at a moment, and until when it is held (None: until told)."""

    edition: Edition
    state: State
    until: datetime | None = None


def standings(
    editions: Iterable[Edition], now: datetime, default_language: str
) -> tuple[Standing, ...]:
    """Tell where each edition stands at `now`; a held original holds its translations."""
    editions = tuple(editions)
    originals = {e.key: e for e in editions if e.language == default_language}
    return tuple(_standing(edition, originals.get(edition.key), now) for edition in editions)


def _standing(edition: Edition, original: Edition | None, now: datetime) -> Standing:
    if edition.draft:
        return Standing(edition, State.DRAFT)
    if original is not None and original.draft:
        return Standing(edition, State.HELD)
    if original is not None and original.public_from > edition.public_from:
        # Held with its original, an edition becomes public at the original's moment: that is
        # the moment feeds and digests must know it by.
        edition = replace(edition, embargo=original.public_from)
    until = edition.public_from
    if now < until:
        return Standing(edition, State.HELD, until)
    withdrawn = edition.withdrawn
    if withdrawn and withdrawn.at <= now:
        return Standing(edition, State.WITHDRAWN)
    return Standing(edition, State.PUBLIC)


def _is_draft(standing: Standing) -> bool:
    """Say whether an edition waits for a person: a draft, or the translation of one."""
    if standing.state is State.DRAFT:
        return True
    return standing.state is State.HELD and standing.until is None


def held(standing: Iterable[Standing]) -> tuple[Edition, ...]:
    """Give the editions that wait for their moment, for previews; drafts wait for a person."""
    return tuple(each.edition for each in standing if each.state is State.HELD and each.until)


@dataclass(frozen=True, slots=True)
class Archive:
    """The public editions of a newsroom, newest first; ties are decided by id."""

    editions: tuple[Edition, ...]
    by_language: Mapping[str, tuple[Edition, ...]]
    by_key: Mapping[str, Mapping[str, Edition]]

    def of(self, language: str) -> tuple[Edition, ...]:
        """Give a language's public editions, newest first."""
        return self.by_language.get(language, ())

    def translations(self, edition: Edition) -> Mapping[str, Edition]:
        """Give the public editions of an edition's release, itself included, by language."""
        return self.by_key[edition.key]


def public(
    standing: Iterable[Standing], languages: Iterable[str], *, drafts: bool = False
) -> Archive:
    """Let through what is public, and nothing else; drafts only for their authors' eyes."""
    seen = [
        each.edition
        for each in standing
        if each.state is State.PUBLIC or (drafts and _is_draft(each))
    ]
    editions = tuple(sorted(seen, key=newest_first))
    by_language: dict[str, list[Edition]] = {language: [] for language in languages}
    by_key: dict[str, dict[str, Edition]] = {}
    for edition in editions:
        by_language[edition.language].append(edition)
        by_key.setdefault(edition.key, {})[edition.language] = edition
    ordered = {
        key: {language: found[language] for language in by_language if language in found}
        for key, found in by_key.items()
    }
    return Archive(editions, {key: tuple(each) for key, each in by_language.items()}, ordered)


def listed(archive: Archive, language: str, default: str) -> tuple[Edition, ...]:
    """Give what a language's lists show where untranslated releases are listed too.

    A release that lacks the language stands there in the default one, else in the first it has.
    """
    chosen = []
    for editions in archive.by_key.values():
        other = editions.get(default) or next(iter(editions.values()))
        chosen.append(editions.get(language) or other)
    return tuple(sorted(chosen, key=newest_first))


def newest_first(edition: Edition) -> tuple[float, str, str]:
    """Give the key that sorts editions newest first, with a last resort."""
    return -edition.date.timestamp(), edition.ident, edition.language


def by_month(editions: Iterable[Edition]) -> dict[Month, tuple[Edition, ...]]:
    """Group editions by the month of their date, keeping order; newest month first."""
    months: dict[Month, list[Edition]] = {}
    for edition in editions:
        months.setdefault(edition.month, []).append(edition)
    return {month: tuple(months[month]) for month in sorted(months, reverse=True)}


def for_feed(editions: Iterable[Edition], feed: Feed) -> tuple[Edition, ...]:
    """Give the editions that a feed selects, keeping order."""
    topics, kinds = set(feed.topics), set(feed.kinds)
    return tuple(
        edition
        for edition in editions
        if (not topics or not topics.isdisjoint(edition.topics))
        and (not kinds or edition.kind in kinds)
    )


def by_public_month(
    editions: Iterable[Edition], local_day: Callable[[datetime], date]
) -> dict[Month, tuple[Edition, ...]]:
    """Group editions by the local month in which they became public; newest month first."""
    months: dict[Month, list[Edition]] = {}
    for edition in editions:
        months.setdefault(Month.of(local_day(edition.public_from)), []).append(edition)
    return {month: tuple(months[month]) for month in sorted(months, reverse=True)}
