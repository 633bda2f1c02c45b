"""Gather what stands beside a release's text: downloads, related releases, coverage."""

from __future__ import annotations

from dataclasses import dataclass

from dateline import addresses
from dateline.model import Coverage, Edition
from dateline.pages.frame import Frame
from dateline.pages.listing import Item, item
from dateline.site import Site


@dataclass(frozen=True, slots=True)
class Download:
    """A file to download, with what readers want to know before they do."""

    title: str
    href: str
    kind: str
    size: str
    language: str = ""
    language_name: str = ""


def downloads(site: Site, frame: Frame, edition: Edition) -> tuple[Download, ...]:
    """Give the attachments, with the language of those that are in another."""
    found = []
    for attachment in edition.attachments:
        language = attachment.language if attachment.language != edition.language else ""
        settings = site.newsroom.languages.get(language)
        found.append(
            Download(
                title=attachment.title,
                href=site.at.link(addresses.file(edition, attachment.file)),
                kind=attachment.file.name.rpartition(".")[2].upper(),
                size=frame.language.language.file_size(attachment.file.size),
                language=language,
                language_name=settings.language.own_name if settings else language,
            )
        )
    return tuple(found)


def related(site: Site, frame: Frame, edition: Edition) -> tuple[Item, ...]:
    """Give the related releases that are public, in this language or the one they have."""
    found = []
    for stem in edition.related:
        editions = site.by_stem.get(stem)
        if editions:
            other = editions.get(edition.language) or next(iter(editions.values()))
            found.append(item(frame, other))
    return tuple(found)


def coverage(site: Site, frame: Frame, edition: Edition) -> tuple[dict[str, str], ...]:
    """Give what media wrote of the release, as far as its day has come."""
    if not edition.coverage:
        return ()
    return tuple(
        {
            "title": each.title,
            "url": each.url,
            "outlet": each.outlet,
            "date": frame.language.language.long_date(each.date) if each.date else "",
        }
        for each in shown_coverage(site, edition)
    )


def shown_coverage(site: Site, edition: Edition) -> tuple[Coverage, ...]:
    """Give the coverage whose day has come."""
    if not edition.coverage:
        return ()
    today = site.newsroom.local_day(site.now)
    return tuple(each for each in edition.coverage if each.date is None or each.date <= today)
