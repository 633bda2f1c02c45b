"""Compose the digest of a month: choose its releases, find the words, fill the templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateline.digest.entries import Entries, notices
from dateline.digest.fitting import Selection, cut, fit, fits
from dateline.digest.forms import Forms, print_html, print_text
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
    return compose_month(Entries(site, language), mailing, month, news, also=also)


def compose_month(
    made: Entries,
    mailing: Mailing,
    month: Month,
    news: MonthNews,
    *,
    also: MonthNews | None = None,
    forms: Forms | None = None,
) -> Digest:
    """Compose the digest of what happened to a feed's releases of one language in a month.

    `forms` were printed for closed months of that feed; without them, all is printed anew.
    """
    entries = made.of(news.editions)
    told = notices(made.site, made.language, news)
    if also:
        told += notices(made.site, made.language, also)
    counted = mailing.counted(len(entries))
    values = mailing.own(month)
    values["preheader"] = _preheader(counted, entries or told)
    values["count"] = len(entries)
    values["counted"] = counted
    values["also"] = made.of(also.editions) if also else ()
    tells_releases_alone = not told and not values["also"]
    filled = _filled(made, news, values, forms) if forms and tells_releases_alone else None
    html, text, omitted = filled or _written(mailing, (*told, *entries), values)
    return Digest(
        feed=mailing.feed,
        language=mailing.language,
        month=month,
        subject=values["subject"],
        preheader=values["preheader"],
        counted=counted,
        entries=entries,
        closed=values["closed"],
        date=mailing.date(month, news),
        as_html=html,
        as_text=text,
        omitted=omitted,
        unsubscribe_url="" if mailing.tool.unsubscribe else mailing.unsubscribe_url,
        notices=told,
    )


# A letter's HTML and its text, and how many releases it only counts.
_Letter = tuple[Writing, Writing, int]


def _filled(
    made: Entries, news: MonthNews, values: Mapping[str, Any], forms: Forms
) -> _Letter | None:
    """Fill in both parts of a letter; None where all of it does not fit."""
    html, text = forms.filled(values, made.told(news.editions, forms.tell))
    return (html, text, 0) if fits(html) else None


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
