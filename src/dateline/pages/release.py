"""Render a release: its page, its plain-text twin, and the files beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from markupsafe import Markup

from dateline import addresses, markup, plaintext
from dateline.escaping import as_markup
from dateline.model import Artifact, Edition
from dateline.pages import beside
from dateline.pages.copying import read_whole
from dateline.pages.frame import Day, Frame, Link, Page
from dateline.pages.jsonld import news_article
from dateline.site import Site

_NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class Held:
    """Until when a preview is not for publication: in the newsroom's zone, and GMT if it differs.

    `zone` says how far the newsroom's clocks are from it, as readers of any language know it.
    """

    machine: str
    local: str
    zone: str
    gmt: str


@dataclass(frozen=True, slots=True)
class Past:
    """A correction in a release's history; `told` says that it was made, `anchor` names it."""

    date: str
    machine_date: str
    told: str
    note: str
    anchor: str


class Composed(NamedTuple):
    """A release as its templates are handed it; `body` is for its page, `text` for its twin."""

    edition: Edition
    page: Page
    body: Markup
    values: dict[str, Any]
    text: bytes = b""


def render(site: Site, frame: Frame, edition: Edition) -> Iterator[Artifact]:
    """Yield a release's page, its twin where there are twins, and its files."""
    yield from arrange(site, frame, with_text(site, compose(site, frame, edition)))


def compose(site: Site, frame: Frame, edition: Edition) -> Composed:
    """Give what a release's templates arrange."""
    values = _values(site, frame, edition)
    html = site.with_dateline(edition, site.body_with_links(edition)).decode()
    return Composed(edition, _page(site, frame, edition), as_markup(html), values)


def with_text(site: Site, composed: Composed) -> Composed:
    """Give what the template of a release's plain-text twin arranges, too."""
    if not site.newsroom.plain_text:
        return composed
    return composed._replace(text=plain_text(site, composed.edition))


def plain_text(site: Site, edition: Edition) -> bytes:
    """Give a release's body as plain text, with its dateline."""
    absolute = site.body_with_absolute_urls(edition)
    start, replaced = site.opening(edition)
    return plaintext.encoded(start, absolute[replaced:])


def arrange(site: Site, frame: Frame, composed: Composed) -> Iterator[Artifact]:
    """Render what was composed."""
    edition, page, *_ = composed
    yield frame.rendered("release.html", page, handed(frame, composed))
    if site.newsroom.plain_text:
        url = site.at.absolute(addresses.release(edition))
        values = partial(handed_twin, site, frame, composed)
        twin = frame.forms.twin(edition, composed.text, url, values)
        yield Artifact(addresses.text_twin(edition), twin)
    yield from files(site, edition)


def handed(frame: Frame, composed: Composed) -> dict[str, Any]:
    """Give all that the template of a release's page is handed."""
    _, page, body, values, _ = composed
    return frame.handed(page, {**values, "body": body, "boilerplate": frame.boilerplate})


def handed_twin(site: Site, frame: Frame, composed: Composed) -> dict[str, Any]:
    """Give all that the template of its plain-text twin is handed."""
    edition, _, _, values, text = composed
    return {
        **values,
        "frame": frame,
        "url": site.at.absolute(addresses.release(edition)),
        "body": text.decode(),
        "notes_text": plaintext.to_text(str(values["notes"])) if edition.notes else "",
        "boilerplate": frame.boilerplate_text,
    }


def files(site: Site, edition: Edition) -> Iterator[Artifact]:
    """Yield the files beside a release."""
    for file in edition.files:
        content = read_whole(site.newsroom.root, file.source, file.size)
        yield Artifact(addresses.file(edition, file), content)


def _page(site: Site, frame: Frame, edition: Edition) -> Page:
    picture = edition.picture
    published = modified = site.at.published(edition).isoformat()
    if edition.changes:
        modified = site.at.updated(edition).isoformat()
    page = Page(
        path=addresses.release(edition),
        title=edition.title,
        description=edition.summary,
        section="release",
        translations={
            key: addresses.release(other)
            for key, other in site.archive.translations(edition).items()
        },
        kind="article",
        image=site.at.absolute(addresses.file(edition, picture.file)) if picture else "",
        image_alt=picture.alt if picture else "",
        jsonld=news_article(frame, edition, published, modified),
        published=published,
        modified=modified,
    )
    return _as_preview(page, edition) if edition.folder else page


def _as_preview(page: Page, edition: Edition) -> Page:
    """Give a preview's page: nothing that machines would pass on as published."""
    return page._replace(
        translations={k: v for k, v in page.translations.items() if k != edition.language},
        jsonld="",
        published="",
        modified="",
        unlisted=True,
        canonical=addresses.lasting(edition),
    )


def _values(site: Site, frame: Frame, edition: Edition) -> dict[str, Any]:
    language, day = frame.language.language, frame.day(edition.day)
    return {
        "release": edition,
        "kind": language.kind_name(edition.kind),
        "date": day.long,
        "machine_date": day.machine,
        "dateline": site.dateline(edition),
        "notes": _notes(site, edition),
        "picture_href": _picture(site, edition),
        "text_href": text_href(site, edition),
        "contacts": site.contacts(edition),
        "downloads": beside.downloads(site, frame, edition),
        "topics": frame.topics(edition.topics),
        "related": beside.related(site, frame, edition),
        "coverage": beside.coverage(site, frame, edition),
        "history": _history(site, frame, edition),
        "translations": _translations(site, edition),
        "month": _month(site, edition, day) if edition.folder else day.month,
        "held": _held(site, frame, edition) if edition.folder else None,
    }


def _month(site: Site, edition: Edition, day: Day) -> Link | None:
    """Give the link of a preview's month, which may not be there yet."""
    return day.month if site.has_month(edition.language, edition.month) else None


def _held(site: Site, frame: Frame, edition: Edition) -> Held:
    language, until = frame.language.language, edition.public_from.astimezone(UTC)
    local = until.astimezone(site.newsroom.timezone)
    return Held(
        machine=until.strftime("%Y-%m-%dT%H:%M:%SZ"),
        local=language.moment(local),
        zone=_zone(local),
        gmt=language.moment(until) if local.utcoffset() else "",
    )


def _zone(local: datetime) -> str:
    """Name a moment's zone by its distance: `GMT+7`, `GMT-3:30`."""
    offset = local.utcoffset() or timedelta()
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    if not offset:
        return "GMT"
    return f"GMT{'-' if offset < timedelta() else '+'}{hours}{f':{minutes:02}' if minutes else ''}"


def _notes(site: Site, edition: Edition) -> Markup:
    if not edition.notes:
        return _NOTHING
    page = addresses.release(edition)
    html = markup.with_urls(markup.to_html(edition.notes), lambda url: site.at.linked(url, page))
    return as_markup(markup.with_footnotes_of(html, "notes"))


def _picture(site: Site, edition: Edition) -> str:
    picture = edition.picture
    return site.at.link(addresses.file(edition, picture.file)) if picture else ""


def text_href(site: Site, edition: Edition) -> str:
    """Give the link of a release's plain-text twin, where there are twins."""
    return site.at.link(addresses.text_twin(edition)) if site.newsroom.plain_text else ""


def _history(site: Site, frame: Frame, edition: Edition) -> tuple[Past, ...]:
    """Give what was corrected, newest first; minor changes are nobody's news."""
    if not edition.changes:
        return ()
    language = frame.language.language
    return tuple(
        Past(
            date=language.long_date(told.day),
            machine_date=told.day.isoformat(),
            told=language.corrected_on(told.day),
            note=told.note,
            anchor=addresses.correction(told).removeprefix("#"),
        )
        for told in site.at.corrections(edition)
    )


def titled(site: Site, other: Edition) -> str:
    """Name a translation: its language, and its title."""
    return f"{site.newsroom.languages[other.language].language.own_name}: {other.title}"


def _translations(site: Site, edition: Edition) -> tuple[Link, ...]:
    editions = site.archive.translations(edition)
    if len(editions) == 1:
        return ()
    return tuple(
        Link(
            titled(site, other),
            site.at.link(addresses.release(other)),
            language=key,
        )
        for key, other in editions.items()
        if key != edition.language
    )
