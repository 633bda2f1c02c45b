"""Hold what may be seen now against what was published: pure, handed both."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import chain

from dateline.addresses import Addresses
from dateline.ledger.case import Case, url_of
from dateline.ledger.entry import Entry, moment, parted, saying
from dateline.ledger.moving import moved
from dateline.ledger.numbering import renumbered
from dateline.ledger.reading import parse, parse_line
from dateline.ledger.reuse import reused
from dateline.ledger.telling import told_of
from dateline.ledger.text import Text
from dateline.ledger.vanishing import fate, foreign, told, vanished
from dateline.ledger.written import Written
from dateline.model import Edition, State
from dateline.problems import Problem
from dateline.selection import Standing
from dateline.settings import Newsroom

_ID = len('{"id":"')


@dataclass(frozen=True)
class Comparison:
    """What is wrong between the ledger and the newsroom, and the lines that put it in order.

    `differing` are the ids whose line says, or said before, something else than the edition. The
    lines are written when they are asked for: most commands only want the problems.
    """

    text: Text
    problems: tuple[Problem, ...]
    differing: frozenset[str]
    _lines: Iterator[str]

    @cached_property
    def written(self) -> Written:
        """Give the ledger as it should be, its lines sorted; as text, they are so, too."""
        return Written(sorted([*self.text.right, *[line.encode() for line in self._lines]]))


def compare(  # noqa: PLR0913 -- each is held against the others
    text: Text,
    newsroom: Newsroom,
    standing: Sequence[Standing],
    now: datetime,
    *,
    broken: Collection[str] = frozenset(),
    allow_removal: bool = False,
    beside: Sequence[Edition] = (),
) -> Comparison:
    """Compare the ledger with what may be seen at `now`.

    Of the editions `beside`, which may be seen, too, the lines are right, and told apart in `text`.
    `broken` names the files that could not be understood: of them nothing more is said. With
    `allow_removal` what vanished is no problem, and its line says so from then on.
    """
    at = Addresses(newsroom)
    seen: dict[str, Edition] = {}
    unseen: dict[str, Standing] = {}
    for each in standing:
        if _is_seen(each):
            seen[at.entry_id(each.edition)] = each.edition
        else:
            unseen[at.entry_id(each.edition)] = each
    settled = _settled(text, seen, at, moment(now))
    ledger = parse(text, settled)
    entries = _with_right_lines(ledger.entries, settled)
    right = settled
    if entries:
        right = {line: id_ for line, id_ in settled.items() if id_ not in entries}
    case = Case(
        root=newsroom.root,
        at=at,
        entries=entries,
        seen=seen,
        unseen=unseen,
        unsettled=list(seen.keys() - set(right.values())),
        now=moment(now),
        beside=beside,
    )
    gone = list(vanished(case, broken))
    problems = [*ledger.problems, *_found(case, gone, allow_removal=allow_removal)]
    fates = {entry.id: fate(case, entry) for entry in gone} if allow_removal else {}
    differing = frozenset(entries).intersection(case.unsettled)
    kept = replace(text, lines=(), numbers=())
    found = Comparison(kept, tuple(problems), differing, chain(right, case.lines(fates)))
    if right and not case.unsettled:
        _ = found.written  # put away at once: the lines of a large archive take its memory
    return found


def _found(case: Case, gone: Iterable[Entry], *, allow_removal: bool) -> Iterator[Problem]:
    """Yield what is wrong between newsroom and ledger; a new authority drowns what vanished."""
    taken = dict(reused(case))
    yield from taken.values()
    yield from moved(case, taken)
    yield from renumbered(case, taken)
    if changed := foreign(case):
        yield changed
    elif not allow_removal:
        yield from (told(case, entry) for entry in gone)


def _settled(text: Text, seen: Mapping[str, Edition], at: Addresses, now: str) -> dict[str, str]:
    """Give the lines that say of an edition what it says, but for the moment, with their ids."""
    settled: dict[str, str] = {}
    left = dict(seen) if text.lines else {}
    for line in text.lines:
        said = parted(line)
        id_ = said[0][_ID:-1]
        each = left.get(id_)
        if each is not None and said == saying(
            id_, each.path, each.title, url_of(each), told_of(at, each, now)
        ):
            settled[line] = id_
            del left[id_]
    return settled


def _is_seen(standing: Standing) -> bool:
    """Say whether an edition, or a notice of it, may be seen: none of what never was public."""
    withdrawn = standing.edition.withdrawn
    if standing.state is not State.WITHDRAWN or not withdrawn:
        return standing.state is State.PUBLIC
    public = standing.edition.public_from.astimezone(withdrawn.at.tzinfo)
    return withdrawn.at.date() >= public.date()


def _with_right_lines(entries: Mapping[str, Entry], settled: Mapping[str, str]) -> dict[str, Entry]:
    """Join what a merge brought back to ids that have their right line, too."""
    found = dict(entries)
    if entries:
        for line, id_ in settled.items():
            if id_ in entries:
                found[id_] = entries[id_].joined(parse_line(line))
    return found
