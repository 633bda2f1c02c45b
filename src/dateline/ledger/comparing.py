"""Hold what may be seen now against what was published: pure, handed both."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial

from dateline.addresses import Addresses
from dateline.ledger.case import Case
from dateline.ledger.entry import Entry, Fate, moment
from dateline.ledger.moving import moved
from dateline.ledger.numbering import renumbered
from dateline.ledger.reading import Ledger, parse
from dateline.ledger.reuse import reused
from dateline.ledger.sifting import Sifted, sift, with_lines_of
from dateline.ledger.text import Text
from dateline.ledger.vanishing import fate, foreign, told, vanished
from dateline.ledger.written import Written
from dateline.model import Edition, State
from dateline.problems import Problem
from dateline.selection import Standing
from dateline.settings import Newsroom


@dataclass
class Comparison:
    """What is wrong between the ledger and the newsroom, and the lines that put it in order.

    `differing` are the ids whose line says, or said before, something else than the edition. The
    lines are written when they are asked for: most commands only want the problems.
    """

    problems: tuple[Problem, ...]
    differing: frozenset[str]
    _write: Callable[[], Written]

    @cached_property
    def written(self) -> Written:
        """Give the ledger as it should be."""
        made = self._write()
        del self._write  # holds the whole file, and all editions by their ids
        return made


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
    seen, unseen = _shared_out(standing, newsroom)
    sifted, ledger = _understood(text, seen, at, moment(now))
    case = Case(
        root=newsroom.root,
        at=at,
        entries=ledger.entries,
        seen=seen,
        unseen=unseen,
        unsettled=list(sifted.left),
        now=moment(now),
        beside=beside,
    )
    gone = list(vanished(case, broken))
    problems = [*ledger.problems, *_found(case, gone, allow_removal=allow_removal)]
    fates = {entry.id: fate(case, entry) for entry in gone} if allow_removal else {}
    differing = frozenset(ledger.entries).intersection(sifted.left)
    found = Comparison(tuple(problems), differing, partial(_written, text, sifted, case, fates))
    if not sifted.left:
        _ = found.written  # soon done, and lets the file go
    return found


def _shared_out(
    standing: Iterable[Standing], newsroom: Newsroom
) -> tuple[dict[str, Edition], dict[str, Standing]]:
    """Give by their ids the editions that may be seen, and where all others stand."""
    authority = f"tag:{newsroom.id_authority}:"  # as `Addresses.entry_id`, whose call takes longer
    seen: dict[str, Edition] = {}
    unseen: dict[str, Standing] = {}
    for each in standing:
        edition = each.edition
        id_ = f"{authority}{edition.language}/{edition.ident}"
        if each.state is State.PUBLIC or _has_notice(each):
            seen[id_] = edition
        else:
            unseen[id_] = each
    return seen, unseen


def _understood(
    text: Text, seen: Mapping[str, Edition], at: Addresses, now: str
) -> tuple[Sifted, Ledger]:
    """Sift the lines, and parse those that are to be; all of an id of which one is."""
    sifted = sift(text, seen, at, now)
    ledger = parse(text, sifted)
    again = [id_ for id_ in ledger.entries if id_ in seen and id_ not in sifted.left]
    if again:
        sifted = with_lines_of(again, sifted, text, seen)
        ledger = parse(text, sifted)
    return sifted, ledger


def _written(text: Text, sifted: Sifted, case: Case, fates: Mapping[str, Fate]) -> Written:
    """Give the ledger with the lines that put it in order; as text, they are sorted so, too."""
    lines = sorted(case.lines(fates))
    count = sifted.right + len(lines)
    if sifted.is_sorted and lines == [line for _, line in sifted.others] and text.is_tidy(count):
        return Written.as_it_stands(count)
    numbers = {number for number, _ in sifted.others}
    right = [line for number, line in text.lines if line and number not in numbers]
    return Written(sorted([*text.right, *right, *lines]), text.data)


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


def _has_notice(standing: Standing) -> bool:
    """Say whether a notice of an edition may be seen: none of what never was public."""
    withdrawn = standing.edition.withdrawn
    if standing.state is not State.WITHDRAWN or not withdrawn:
        return False
    public = standing.edition.public_from.astimezone(withdrawn.at.tzinfo)
    return withdrawn.at.date() >= public.date()
