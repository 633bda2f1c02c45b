"""Make what a digest tells of each release, correction and withdrawal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from dateline import addresses
from dateline.digest.model import Entry, Told
from dateline.model import Edition, Month
from dateline.monthly import MonthNews
from dateline.parts import Needs
from dateline.site import Site

# Those of a month or two: of a hundred thousand releases they would take the machine's memory.
_MOST = 1_000


class Entries:
    """The entries of one language, each made once for all digests that tell of its release.

    `write` gives a day as lists do, where somebody keeps days so.
    """

    def __init__(
        self, site: Site, language: str, write: Callable[[date], str] | None = None
    ) -> None:
        self.site = site
        self.language = language
        self._write = write or site.newsroom.languages[language].language.list_date
        self._found: dict[str, Entry] = {}
        self._told: dict[str, Told] = {}
        self._faces: dict[str, Needs] = {}

    def of(self, editions: Sequence[Edition]) -> tuple[Entry, ...]:
        """Give releases' entries."""
        known = self._found
        if len(known) >= _MOST:
            known.clear()
        for edition in editions:
            if edition.path not in known:
                known[edition.path] = _entry(self.site, edition, self._write(edition.day))
        return tuple([known[edition.path] for edition in editions])

    def told(
        self, editions: Sequence[Edition], tell: Callable[[Sequence[Entry]], Sequence[Told]]
    ) -> list[Told]:
        """Give releases as letters tell them; `tell` is asked for those that none told before."""
        known = self._told
        if len(known) >= _MOST:
            known.clear()
        new = [edition for edition in editions if edition.path not in known]
        if new:
            for edition, told in zip(new, tell(self.of(new)), strict=True):
                known[edition.path] = told
        return [known[edition.path] for edition in editions]

    def faces(self, editions: Sequence[Edition]) -> Needs:
        """Give what stands for all that releases say outside their texts."""
        known = self._faces
        if len(known) >= _MOST:
            known.clear()
        new = [edition for edition in editions if edition.path not in known]
        known.update({edition.path: self.site.face(edition) for edition in new})
        return tuple([known[edition.path] for edition in editions])


def _entry(site: Site, edition: Edition, day: str) -> Entry:
    """Make a release's entry, with what of it was corrected in its own month."""
    language = site.newsroom.languages[edition.language].language
    return Entry(
        title=edition.title,
        kind=language.kind_name(edition.kind),
        date=day,
        place=edition.place,
        summary=edition.summary,
        url=site.at.absolute(addresses.release(edition)),
        corrected=_corrected(site, edition) if edition.changes else (),
    )


def _corrected(site: Site, edition: Edition) -> tuple[str, ...]:
    """Say what of a release was corrected in its own month."""
    language = site.newsroom.languages[edition.language].language
    own = Month.of(site.newsroom.local_day(edition.public_from))
    return tuple(
        f"{language.corrected_on(told.day)} {told.note}"
        for told in site.at.corrections(edition)
        if told.month == own
    )


def notices(site: Site, language: str, news: MonthNews) -> tuple[Entry, ...]:
    """Make the entries of a month's corrections of older releases, and of its withdrawals."""
    if not (news.corrections or news.withdrawals):
        return ()
    spoken = site.newsroom.languages[language].language
    corrections = tuple(
        Entry(
            title=told.edition.title,
            kind=spoken.words.gettext("Correction"),
            date=spoken.list_date(told.day),
            place="",
            summary=told.note,
            url=site.at.absolute(addresses.release(told.edition)) + addresses.correction(told),
            notice=True,
        )
        for told in news.corrections
    )
    withdrawals = tuple(
        Entry(
            title=notice.title,
            kind=spoken.words.gettext("Withdrawal"),
            date=spoken.list_date(site.newsroom.local_day(notice.at)),
            place="",
            summary=notice.reason,
            url=site.at.absolute(addresses.release(notice)),
            notice=True,
        )
        for notice in news.withdrawals
    )
    return corrections + withdrawals
