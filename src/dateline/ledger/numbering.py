"""The id of a correction that readers were told of stays with it.

Corrections of one day are numbered in the order of time (`#2024-02-03`, `#2024-02-03-2`): one that
is put before another, taken out, or moved to another day would give the others new ids.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from dateline.ledger.case import Case, short
from dateline.ledger.entry import Entry
from dateline.ledger.telling import Telling, tellings
from dateline.ledger.text import LEDGER
from dateline.model import Edition
from dateline.problems import Place, Problem, error, warning
from dateline.reading.locate import place_of
from dateline.validation import Location

_BEFORE = (
    "-- published.jsonl --\n"
    '{"id":"tag:press.example.org,2003:en/2024-02-01-course",'
    '"published":"2024-01-31T17:00:00Z","path":"releases/2024-02-01-course.md",'
    '"title":"Online course opens","url":"/en/2024/02/course/",'
    '"told":["2024-02-03 2024-02-03T08:30:00Z b1dcd401"]}\n'
    "-- releases/2024-02-01-course.md --\n"
)
CORRECTION_RENUMBERED = error(
    "correction-renumbered",
    "Feed readers know a correction by its id: under another one they show it anew, and what takes "
    "its id they never show.",
    where="files",
    bad=f"{_BEFORE}changes:\n"
    "- {at: 2024-02-03 15:30, kind: major, note: It closes at five.}\n"
    "- {at: 2024-02-03 09:00, kind: major, note: It opens at nine.}",
    good=f"{_BEFORE}changes:\n"
    "- {at: 2024-02-03 15:30, kind: major, note: It closes at five.}\n"
    "- {at: 2024-02-03 16:15, kind: major, note: It opens at nine.}",
)
CORRECTION_VANISHED = warning(
    "correction-vanished",
    "Readers were told of the correction; taken back in silence, it leaves them in doubt.",
    where="files",
    bad=f"{_BEFORE}summary: It closes at five.",
    good=f"{_BEFORE}changes:\n- {{at: 2024-02-03 15:30, kind: major, note: It closes at five.}}",
)


def renumbered(case: Case, reused: Collection[str]) -> Iterator[Problem]:
    """Yield the corrections whose ids went astray, but for releases whose own id did."""
    for entry, fact, edition in case.known():
        if entry.told and fact.id not in reused and not edition.withdrawn:
            yield from _History(case, entry, edition).problems()


class _History:
    """The corrections of an edition as readers know them, against those that it tells now."""

    def __init__(self, case: Case, entry: Entry, edition: Edition) -> None:
        self._case, self._entry, self._edition = case, entry, edition
        self._now = {each.mark: (each, change) for each, change in tellings(case.at, edition)}
        told = sorted(map(Telling.parse, entry.told), key=lambda each: each.order)
        self._told = [each for each in told if each.at <= case.now]
        self._was = {now.mark: each.mark for each in self._told if (now := self._same(each))}

    def _same(self, told: Telling) -> Telling | None:
        """Give what a correction is now: the one of its moment, else one with its note."""
        found = [each for each, _ in self._now.values()]
        alike = [each for each in found if each.at == told.at]
        alike = alike or [each for each in found if each.note == told.note]
        return min(alike, key=lambda each: each.mark != told.mark, default=None)

    def problems(self) -> Iterator[Problem]:
        """Yield what vanished, and the first that would get another's id: the rest only follow."""
        for mark in dict.fromkeys(each.mark for each in self._told):
            same = [self._same(each) for each in self._told if each.mark == mark]
            marks = [each.mark for each in same if each]
            if mark in marks:
                continue
            if mark in self._now or marks:
                yield self._astray(mark if mark in self._now else marks[0])
                return
            yield self._gone(mark)

    def _gone(self, mark: str) -> Problem:
        message = f"The correction `{short(self._entry.id)}#{mark}` was published, and is gone."
        hint = "Put it back into the release's `changes`, or delete it from `told` here."
        return CORRECTION_VANISHED.broken(Place(LEDGER, self._entry.line), message, hint)

    def _astray(self, mark: str) -> Problem:
        change = self._now[mark][1]
        where: Location = ("changes", self._edition.changes.index(change), "at")
        place = place_of(self._case.root, self._edition.path, where)
        if mark in self._was:
            message = (
                f"This correction was published as `#{self._was[mark]}`; it would be `#{mark}`."
            )
            hint = "Put its moment back, and what was told before it on that day."
        else:
            message = f"`#{mark}` was published as the id of another correction."
            hint = self._hint_for_new(mark)
        return CORRECTION_RENUMBERED.broken(place, message, hint)

    def _hint_for_new(self, mark: str) -> str:
        others = [self._now[each][1].at for each in self._was if each[:10] == mark[:10]]
        if not others:
            return "Put its moment or its note back; a further correction stands beside it."
        last = max(others).astimezone(self._case.at.newsroom.timezone)
        return (
            f"Readers are told of it after the others: write a moment after {last:%Y-%m-%d %H:%M}."
        )
