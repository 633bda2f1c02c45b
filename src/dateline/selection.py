"""Choose what may be seen: the one gate through which every output passes.

Pure: handed editions and `now`, it gives values. Nothing is public but through `public`. Of a
withdrawn edition a `Notice` passes; of a public one, nothing that is yet to happen to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, partial
from operator import attrgetter
from typing import NamedTuple, TypeVar

from dateline.model import Correction, Edition, Month, Notice, State, Told, Withdrawal, came_before
from dateline.settings import Feed

Item = TypeVar("Item", Edition, Correction, Notice, Told)


class Standing(NamedTuple):
    """Where an edition stands at a moment, and until when it is held (None: until told).

    `edition` is the whole of it, also what is yet to come; `seen` is what anybody may see.
    """

    edition: Edition
    state: State
    until: datetime | None = None
    seen: Edition | Notice | None = None


# Tens of thousands are asked once for all that is needed: no processor's cache holds them.
_asked = attrgetter("key", "language", "day", "date", "draft", "embargo", "changes", "withdrawn")
_placed = attrgetter("date", "ident", "language", "key")
_plain = partial(tuple.__new__, Standing)


def standings(
    editions: Iterable[Edition], now: datetime, default_language: str
) -> tuple[Standing, ...]:
    """Tell where each edition stands at `now`; a held original holds its translations."""
    editions = tuple(editions)
    rows = list(map(_asked, editions))
    originals = {
        row[0]: (edition, row)
        for edition, row in zip(editions, rows, strict=True)
        if row[1] == default_language
    }
    found = []
    # Wherever the newsroom is, what is of a day before has begun: days are compared in a tenth of
    # the time that moments take.
    begun = (now.astimezone(UTC) - timedelta(days=2)).date()
    for edition, row in zip(editions, rows, strict=True):
        key, _, day, moment, draft, embargo, changes, withdrawn = row
        original, said = originals.get(key, (None, row))
        is_free = said is row or not (said[4] or said[5] or said[3] > moment)
        if is_free and day < begun and not (draft or embargo or changes or withdrawn):
            found.append(_plain((edition, State.PUBLIC, None, edition)))  # most are so
        else:
            found.append(_standing(edition, original, now))
    return tuple(found)


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
        return Standing(edition, State.WITHDRAWN, seen=_notice(edition, withdrawn))
    return Standing(edition, State.PUBLIC, seen=_as_known(edition, now))


def _as_known(edition: Edition, now: datetime) -> Edition:
    """Give a public edition without what is yet to happen to it."""
    if not edition.changes and not edition.withdrawn:
        return edition
    changes = tuple(change for change in edition.changes if change.at <= now)
    return replace(edition, changes=changes, withdrawn=None)


def _notice(edition: Edition, withdrawn: Withdrawal) -> Notice | None:
    """Give what stays of a withdrawn edition; nothing, where it never was public."""
    if came_before(withdrawn, edition.public_from):
        return None
    return Notice(
        path=edition.path,
        language=edition.language,
        key=edition.key,
        ident=edition.ident,
        slug=edition.slug,
        day=edition.day,
        date=edition.date,
        date_is_day=edition.date_is_day,
        public_from=edition.public_from,
        title=edition.title,
        kind=edition.kind,
        topics=edition.topics,
        at=max(withdrawn.at, edition.public_from),
        reason=withdrawn.reason,
        replaced_by=withdrawn.replaced_by,
        corrected=tuple(c.at for c in edition.told_changes if c.at <= withdrawn.at),
        aliases=edition.aliases,
    )


def _is_draft(standing: Standing) -> bool:
    """Say whether an edition waits for a person: a draft, or the translation of one."""
    if standing.state is State.DRAFT:
        return True
    return standing.state is State.HELD and standing.until is None


def held(standing: Iterable[Standing]) -> tuple[Edition, ...]:
    """Give the editions that wait for their moment, for previews; drafts wait for a person."""
    return tuple(each.edition for each in standing if each.state is State.HELD and each.until)


@dataclass(frozen=True)
class Archive:
    """The public editions of a newsroom, newest first; ties are decided by id.

    `notices` are what stays of withdrawn ones, and stand in nothing else that the archive gives.
    """

    editions: tuple[Edition, ...]
    by_language: Mapping[str, tuple[Edition, ...]]
    by_key: Mapping[str, Mapping[str, Edition]]
    notices: tuple[Notice, ...] = ()

    def of(self, language: str) -> tuple[Edition, ...]:
        """Give a language's public editions, newest first."""
        return self.by_language.get(language, ())

    def notices_of(self, language: str) -> tuple[Notice, ...]:
        """Give what stays of a language's withdrawn editions, newest first."""
        return tuple(notice for notice in self.notices if notice.language == language)

    @cached_property
    def _changed(self) -> tuple[Edition, ...]:
        return tuple(edition for edition in self.editions if edition.changes)

    def changed(self, language: str) -> tuple[Edition, ...]:
        """Give a language's public editions that were changed, newest first."""
        return tuple(edition for edition in self._changed if edition.language == language)

    def translations(self, edition: Edition) -> Mapping[str, Edition]:
        """Give the public editions of an edition's release, itself included, by language."""
        return self.by_key[edition.key]

    def with_edited(self, edited: Mapping[str, Edition]) -> Archive:
        """Give the archive with other words in some editions, by their files, in the same order."""
        by_language, by_key = dict(self.by_language), dict(self.by_key)
        for each in edited.values():
            own = self.by_language[each.language]
            by_language[each.language] = _with_edited(own, edited)
            by_key[each.key] = {**by_key[each.key], each.language: each}
        return Archive(_with_edited(self.editions, edited), by_language, by_key, self.notices)


def _with_edited(editions: Iterable[Edition], edited: Mapping[str, Edition]) -> tuple[Edition, ...]:
    return tuple([edited.get(edition.path, edition) for edition in editions])


def public(
    standing: Iterable[Standing], languages: Iterable[str], *, drafts: bool = False
) -> Archive:
    """Let through what is public, and nothing else; drafts only for their authors' eyes."""
    seen: list[Edition] = []
    notices: list[Notice] = []
    for each in standing:
        found = each.seen
        if isinstance(found, Edition):
            seen.append(found)
        elif found is not None:
            notices.append(found)
        elif drafts and _is_draft(each):
            seen.append(each.edition)
    return _archive(seen, languages, tuple(sorted(notices, key=newest_first)))


def _archive(
    found: Sequence[Edition], languages: Iterable[str], notices: tuple[Notice, ...]
) -> Archive:
    """Sort editions as `newest_first` has them, and share them out."""
    order = sorted(
        [
            (-moment.timestamp(), ident, language, number, key)
            for number, (moment, ident, language, key) in enumerate(map(_placed, found))
        ]
    )
    shared: dict[str, list[tuple[str, Edition]]] = {language: [] for language in languages}
    for _, _, language, number, key in order:
        shared[language].append((key, found[number]))
    by_key: dict[str, dict[str, Edition]] = {}
    for language, own in shared.items():
        for key, edition in own:
            by_key.setdefault(key, {})[language] = edition
    by_language = {key: tuple([edition for _, edition in own]) for key, own in shared.items()}
    return Archive(tuple([found[row[3]] for row in order]), by_language, by_key, notices)


def listed(archive: Archive, language: str, default: str) -> tuple[Edition, ...]:
    """Give what a language's lists show where untranslated releases are listed too.

    A release that lacks the language stands there in the default one, else in the first it has.
    """
    chosen = []
    for editions in archive.by_key.values():
        other = editions.get(default) or next(iter(editions.values()))
        chosen.append(editions.get(language) or other)
    return tuple(sorted(chosen, key=newest_first))


def newest_first(edition: Edition | Notice) -> tuple[float, str, str]:
    """Give the key that sorts editions newest first, with a last resort."""
    return -edition.date.timestamp(), edition.ident, edition.language


def by_month(editions: Iterable[Item]) -> dict[Month, tuple[Item, ...]]:
    """Group editions by the month of their date, keeping order; newest month first."""
    return _grouped((_month_of(edition), edition) for edition in editions)


def _month_of(edition: Edition | Notice | Told) -> tuple[int, int]:
    """Give a month as it is soonest made: all editions are asked for theirs."""
    day = edition.day
    return day.year, day.month


def _grouped(found: Iterable[tuple[tuple[int, int], Item]]) -> dict[Month, tuple[Item, ...]]:
    months: dict[tuple[int, int], list[Item]] = {}
    for month, each in found:
        if month in months:
            months[month].append(each)
        else:
            months[month] = [each]
    return {Month(*month): tuple(months[month]) for month in sorted(months, reverse=True)}


def for_feed(editions: Iterable[Item], feed: Feed) -> tuple[Item, ...]:
    """Give the editions that a feed selects, keeping order."""
    topics, kinds = set(feed.topics), set(feed.kinds)
    if not topics and not kinds:
        return tuple(editions)
    if len(topics) == 1 and not kinds:
        # What most feeds ask; all feeds ask it of all editions, and this is three times as quick.
        (topic,) = topics
        return tuple([edition for edition in editions if topic in edition.topics])
    return tuple(each_for_feed(editions, feed))


def each_for_feed(editions: Iterable[Item], feed: Feed) -> Iterator[Item]:
    """Yield the editions that a feed selects, keeping order, as they are asked for."""
    topics, kinds = set(feed.topics), set(feed.kinds)
    for edition in editions:
        if topics and topics.isdisjoint(edition.topics):
            continue
        if not kinds or edition.kind in kinds:
            yield edition


def by_public_month(
    editions: Iterable[Edition], local_day: Callable[[datetime], date]
) -> dict[Month, tuple[Edition, ...]]:
    """Group editions by the local month in which they became public; newest month first."""

    def month_of(edition: Edition) -> tuple[int, int]:
        if edition.embargo is None:  # nearly all: their day is the newsroom's already
            return _month_of(edition)
        return Month.of(local_day(edition.public_from))

    return _grouped((month_of(edition), edition) for edition in editions)
