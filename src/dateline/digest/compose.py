"""Compose the digest of a month: choose its releases, find the words, fill the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dateline.digest.entries import Entries, notices
from dateline.digest.fitting import Selection, cut, fit, fits
from dateline.digest.forms import Filling, Forms, filled, print_html, print_text
from dateline.digest.inlining import without_blanks
from dateline.digest.mailing import Mailing
from dateline.digest.model import Digest, Entry
from dateline.digest.tools import TOOLS
from dateline.digest.writing import Writing
from dateline.errors import UsageError
from dateline.model import Month
from dateline.monthly import MonthNews
from dateline.settings import Feed
from dateline.site import Site

_PREHEADER_LENGTH = 140


def months(site: Site, feed: Feed, language: str) -> Mapping[Month, MonthNews]:
    """Give every month of which there is a digest, the open one too, with what happened in it.

    A release belongs to the local month in which it became public. Newest first.
    """
    return site.news(feed, language)


def compose(
    site: Site,
    feed: Feed,
    language: str,
    month: Month,
    *,
    tool: str = "plain",
    also: MonthNews | None = None,
) -> Digest:
    """Compose the digest of a month for a mail tool; raises UsageError for an empty month.

    `also` came too late for the digests of its own months: releases are told of at the end,
    corrections and withdrawals with the month's own.
    """
    news = months(site, feed, language).get(month)
    if not news:
        message = f"No release of the feed `{feed.id}` ({language}) became public in {month}."
        raise UsageError(message, hint="Only months with releases or corrections have a digest.")
    mailing = Mailing(site, feed, language, TOOLS[tool])
    issue = Issue(mailing, month, news, also)
    return compose_all(Entries(site, language), [issue])[0]


class Issue(NamedTuple):
    """A digest to be composed: of what happened to a feed's releases of one language in a month.

    `forms` were printed for closed months of that feed; without them, all is printed anew.
    """

    mailing: Mailing
    month: Month
    news: MonthNews
    also: MonthNews | None = None
    forms: Forms | None = None


# A letter's HTML and its text, and how many releases it only counts.
_Letter = tuple[Writing, Writing, int]


class _Draft(NamedTuple):
    """What a digest is made of before its letter is written."""

    issue: Issue
    title: str
    entries: tuple[Entry, ...]
    notices: tuple[Entry, ...]
    values: dict[str, Any]

    def written(self) -> _Letter:
        """Write both parts of the letter anew."""
        return _written(self.issue.mailing, (*self.notices, *self.entries), self.values)

    def digest(self, letter: _Letter) -> Digest:
        """Give the digest with its letter."""
        (mailing, month, news, *_), values = self.issue, self.values
        html, text, omitted = letter
        return Digest(
            feed=mailing.feed,
            language=mailing.language,
            month=month,
            title=self.title,
            subject=values["subject"],
            preheader=values["preheader"],
            counted=values["counted"],
            entries=self.entries,
            closed=values["closed"],
            date=mailing.date(month, news),
            as_html=html,
            as_text=text,
            omitted=omitted,
            unsubscribe_url="" if mailing.tool.unsubscribe else mailing.unsubscribe_url,
            notices=self.notices,
        )


def compose_all(made: Entries, issues: Sequence[Issue]) -> list[Digest]:
    """Compose digests, a step of all after the other."""
    drafts = [_draft(made, issue) for issue in issues]
    letters = _filled(made, drafts)
    return [
        draft.digest(letters.get(number) or draft.written()) for number, draft in enumerate(drafts)
    ]


def _draft(made: Entries, issue: Issue) -> _Draft:
    mailing, month, news, also, _ = issue
    entries = made.of(news.editions)
    told = notices(made.site, made.language, news)
    if also:
        told += notices(made.site, made.language, also)
    counted = mailing.counted(len(entries))
    values = mailing.own(month)
    title = values.pop("title")
    values["preheader"] = _preheader(counted, entries or told)
    values["count"] = len(entries)
    values["counted"] = counted
    values["also"] = made.of(also.editions) if also else ()
    return _Draft(issue, title, entries, told, values)


def _filled(made: Entries, drafts: Sequence[_Draft]) -> dict[int, _Letter]:
    """Fill in both parts of letters, by their numbers: of those that tell of releases alone.

    Left out are those that do not fit.
    """
    fillings = {
        number: Filling(forms, values, made.told(issue.news.editions, forms.tell))
        for number, (issue, _, _, told, values) in enumerate(drafts)
        if (forms := issue.forms) and not told and not values["also"]
    }
    letters = zip(fillings, filled([*fillings.values()]), strict=True)
    return {number: (html, text, 0) for number, (html, text) in letters if fits(html)}


def _written(mailing: Mailing, entries: tuple[Entry, ...], values: Mapping[str, Any]) -> _Letter:
    """Write both parts of a letter anew, with what of it fits."""
    templates, tool = mailing.site.templates[mailing.language], mailing.tool
    values = {**mailing.steady, **values}

    def render(chosen: Selection) -> Writing:
        pieces = print_html(templates, tool, {**values, "chosen": chosen})
        html = without_blanks("".join(pieces)).strip() + "\n"
        return Writing.of(tool.protect_html(html))

    chosen, html = fit(entries, render)
    text = "".join(print_text(templates, tool, {**values, "chosen": chosen})).strip() + "\n"
    return html, Writing.of(tool.protect_text(text)), chosen.omitted


def _preheader(counted: str, told: tuple[Entry, ...]) -> str:
    """Give what an inbox shows after the subject: the count and the first titles."""
    titles = " · ".join([each.title for each in told])
    return cut(f"{counted}: {titles}", _PREHEADER_LENGTH)
