"""Hold what may be seen now against what was published: pure, handed both."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dateline import addresses
from dateline.addresses import Addresses
from dateline.ledger.case import Case
from dateline.ledger.entry import Entry, Fact, line_of, moment
from dateline.ledger.moving import moved
from dateline.ledger.reading import Text, parse, parse_line
from dateline.ledger.reuse import reused
from dateline.ledger.vanishing import fate, foreign, told, vanished
from dateline.model import Edition, State
from dateline.problems import Problem
from dateline.selection import Standing
from dateline.settings import Newsroom


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is wrong between the ledger and the newsroom, and the lines that put it in order."""

    text: Text
    problems: tuple[Problem, ...]
    lines: tuple[str, ...]


def compare(
    text: Text,
    newsroom: Newsroom,
    standing: Sequence[Standing],
    now: datetime,
    *,
    broken: Collection[str] = frozenset(),
    allow_removal: bool = False,
) -> Comparison:
    """Compare the ledger with what may be seen at `now`.

    `broken` names the files that could not be understood: of them nothing more is said. With
    `allow_removal` what vanished is no problem, and its line says so from then on.
    """
    at = Addresses(newsroom)
    seen = {fact.id: (fact, edition) for fact, edition in _facts(standing, at)}
    settled = {line_of(fact): fact.id for fact, _ in seen.values()}
    there = settled.keys() & set(text.lines)
    ledger = parse(text, there)
    entries = _with_right_lines(ledger.entries, settled, there)
    case = Case(
        root=newsroom.root,
        authority=newsroom.id_authority,
        entries=entries,
        seen=seen,
        unseen={at.entry_id(each.edition): each for each in standing if not _is_seen(each)},
        unsettled=[id_ for line, id_ in settled.items() if line not in there or id_ in entries],
        now=moment(now),
    )
    gone = list(vanished(case, broken))
    problems = [*ledger.problems, *_found(case, gone, allow_removal=allow_removal)]
    fates = {entry.id: fate(case, entry) for entry in gone} if allow_removal else {}
    right = (line for line in there if settled[line] not in entries)
    return Comparison(text, tuple(problems), tuple(sorted((*right, *case.lines(fates)))))


def _found(case: Case, gone: Iterable[Entry], *, allow_removal: bool) -> Iterator[Problem]:
    """Yield what is wrong between newsroom and ledger; a new authority drowns what vanished."""
    taken = dict(reused(case))
    yield from taken.values()
    yield from moved(case, taken)
    if changed := foreign(case):
        yield changed
    elif not allow_removal:
        yield from (told(case, entry) for entry in gone)


def _facts(standing: Iterable[Standing], at: Addresses) -> Iterator[tuple[Fact, Edition]]:
    """Yield what is to be remembered of each edition that may be seen."""
    for each in standing:
        if _is_seen(each):
            edition = each.edition
            url = f"/{addresses.release(edition)}"
            published = moment(edition.public_from)
            fact = Fact(at.entry_id(edition), published, edition.path, edition.title, url)
            yield fact, edition


def _is_seen(standing: Standing) -> bool:
    """Say whether an edition, or a notice of it, may be seen: none of what never was public."""
    withdrawn, public = standing.edition.withdrawn, standing.edition.public_from
    if standing.state is State.WITHDRAWN and withdrawn:
        return withdrawn.at.date() >= public.astimezone(withdrawn.at.tzinfo).date()
    return standing.state is State.PUBLIC


def _with_right_lines(
    entries: Mapping[str, Entry], settled: Mapping[str, str], there: Collection[str]
) -> dict[str, Entry]:
    """Join what a merge brought back to ids that have their right line, too."""
    found = dict(entries)
    if entries:
        for line in there:
            id_ = settled[line]
            if id_ in entries:
                found[id_] = entries[id_].joined(parse_line(line))
    return found
