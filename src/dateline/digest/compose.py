"""Compose the digest of a month: choose its releases, find the words, fill the templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from dateline import addresses
from dateline.digest.entries import Entries, notices
from dateline.digest.fitting import Selection, cut, fit
from dateline.digest.inlining import render_inlined
from dateline.digest.model import Digest, Entry
from dateline.digest.tools import TOKEN, TOOLS, Tool
from dateline.errors import UsageError
from dateline.model import Month
from dateline.monthly import MonthNews
from dateline.plaintext import wrap
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
    return compose_month(Entries(site, language), feed, month, news, TOOLS[tool], also=also)


def compose_month(
    made: Entries,
    feed: Feed,
    month: Month,
    news: MonthNews,
    tool: Tool,
    *,
    also: MonthNews | None = None,
) -> Digest:
    """Compose the digest of what happened to a feed's releases of one language in a month."""
    site, language = made.site, made.language
    entries = tuple(map(made.of, news.editions))
    also = also or MonthNews()
    told = notices(site, language, news) + notices(site, language, also)
    counted = _counted(site, language, len(entries))
    values = _values(site, feed, language, month, tool) | {
        "preheader": _preheader(counted, entries or told),
        "count": len(entries),
        "counted": counted,
        "also": [made.of(edition) for edition in also.editions],
    }
    templates = site.templates[language]

    def render(chosen: Selection) -> str:
        html = render_inlined(
            templates, "digest.html", chosen=chosen, address_tag=tool.address_html, **values
        )
        return tool.protect_html(html)

    chosen, html = fit((*told, *entries), render)
    text = templates.render(
        "digest.txt", chosen=chosen, address_tag=tool.address_text, wrap=wrap, **values
    )
    return Digest(
        feed=feed,
        language=language,
        month=month,
        subject=values["subject"],
        preheader=values["preheader"],
        counted=counted,
        entries=entries,
        closed=values["closed"],
        date=_date(site, month, news, closed=values["closed"]),
        html=html,
        text=tool.protect_text(text.strip() + "\n"),
        omitted=chosen.omitted,
        unsubscribe_url="" if tool.unsubscribe else values["unsubscribe_url"],
        notices=told,
    )


def title(site: Site, feed: Feed, language: str, month: Month) -> str:
    """Give a digest's title: `Press releases, February 2024`."""
    spoken = site.newsroom.languages[language].language
    pattern = spoken.words.pgettext("digest title", "{feed}, {month}")
    return pattern.format(feed=feed.titles[language], month=spoken.month_heading(month))


def _values(site: Site, feed: Feed, language: str, month: Month, tool: Tool) -> dict[str, Any]:
    """Give what both parts of the letter say beside the releases."""
    newsroom, settings = site.newsroom, site.newsroom.languages[language]
    closed = month < newsroom.open_month(site.now)
    page = _page(site, feed, language, month, closed=closed)
    return {
        "subject": _subject(site, title(site, feed, language, month), language, closed=closed),
        "newsroom": settings.name,
        "about": settings.description,
        "feed_title": feed.titles[language],
        "because": settings.language.words.gettext(
            "You receive this digest because you subscribed to “%(feed)s” of %(newsroom)s."
        )
        % {"feed": feed.titles[language], "newsroom": settings.name},
        "heading": settings.language.month_heading(month),
        "closed": closed,
        "home_url": site.at.absolute(addresses.home(language)),
        "page_url": page,
        "web_url": tool.web or page,
        "unsubscribe_url": tool.unsubscribe or _unsubscribe_url(site, language),
        "contact": newsroom.default_contact,
        "postal_address": newsroom.mail.postal_address.splitlines(),
    }


def _subject(site: Site, digest_title: str, language: str, *, closed: bool) -> str:
    settings = site.newsroom.languages[language]
    words = settings.language.words
    pattern = words.pgettext("digest subject", "{newsroom}: {title}")
    subject = pattern.format(newsroom=settings.name, title=digest_title)
    if closed:
        return subject
    return words.pgettext("digest subject", "{subject} (unfinished)").format(subject=subject)


def _counted(site: Site, language: str, count: int) -> str:
    """Say how many releases a digest tells of, or what else."""
    words = site.newsroom.languages[language].language.words
    if not count:
        return words.gettext("Corrections and withdrawals")
    return words.ngettext("%(num)s release", "%(num)s releases", count) % {"num": count}


def _preheader(counted: str, told: tuple[Entry, ...]) -> str:
    """Give what an inbox shows after the subject: the count and the first titles."""
    titles = " · ".join(each.title for each in told)
    return cut(f"{counted}: {titles}", _PREHEADER_LENGTH)


def _page(site: Site, feed: Feed, language: str, month: Month, *, closed: bool) -> str:
    """Give the page that tells the whole month: the digest's own, once the month is over."""
    if closed:
        return site.at.absolute(addresses.digest(language, feed.id, month))
    if site.has_month(language, month):
        return site.at.absolute(addresses.month(language, month))
    return site.at.absolute(addresses.home(language))


def _unsubscribe_url(site: Site, language: str) -> str:
    """Give the address of unsubscribing, with the placeholder where the token goes."""
    configured = site.newsroom.mail.unsubscribe_url
    default = site.at.absolute(addresses.subscribe(language)) + "?unsubscribe={token}"
    return (configured or default).replace("{token}", TOKEN)


def _date(site: Site, month: Month, news: MonthNews, *, closed: bool) -> datetime:
    """Give the letter's date: the first instant after the month, or what came last so far."""
    if closed:
        after = Month(month.year + month.month // 12, month.month % 12 + 1)
        moment = site.newsroom.midnight(datetime(*after, 1, tzinfo=UTC).date())
    else:
        moments = [edition.public_from for edition in news.editions]
        moments += [told.at for told in news.corrections] + [gone.at for gone in news.withdrawals]
        moment = max(moments)
    local = moment.astimezone(site.newsroom.timezone)
    offset = local.utcoffset() or timedelta()
    return local.astimezone(UTC) if offset.seconds % 60 else local
