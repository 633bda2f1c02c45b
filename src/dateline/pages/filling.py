"""Fill in the pages of releases with nothing beside their text, as most are, into their forms.

What such pages say is gathered for a whole block, then escaped and encoded at once for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any, NamedTuple

from dateline import addresses
from dateline.escaping import encoded, in_json
from dateline.model import Artifact, Edition
from dateline.pages import release
from dateline.pages.forms import together
from dateline.pages.frame import Frame
from dateline.pages.jsonld import Said, article
from dateline.site import Site


class _Told(NamedTuple):
    """What the page of a release says in words of its own: in HTML, and in its JSON-LD.

    Of each translation the texts are its address, its link and its title.
    """

    edition: Edition
    translations: tuple[str, ...]
    dateline: str
    texts: list[str]
    said: Said


def fill(site: Site, frame: Frame, editions: Sequence[Edition]) -> Mapping[str, Iterator[Artifact]]:
    """Give the pages and twins of releases that have a text alone, by their files."""
    told = [_tell(site, frame, edition) for edition in editions]
    texts = together([each.texts for each in told], encoded)
    said = together([each.said for each in told], in_json)
    bodies = [_body(site, each) for each in told]
    filled = [
        _filled(site, frame, each, (*own, *quoted, *body))
        for each, own, quoted, body in zip(told, texts, said, bodies, strict=True)
    ]
    twins = _twins(site, frame, told) if site.newsroom.plain_text else [()] * len(told)
    return {
        edition.path: chain([page], twin, release.files(site, edition))
        for edition, page, twin in zip(editions, filled, twins, strict=True)
    }


def _tell(site: Site, frame: Frame, edition: Edition) -> _Told:
    url, link = site.at.both(edition.address)
    published = site.at.published(edition).isoformat()
    day = frame.day(edition.day)
    dateline = site.dateline(edition)
    title, summary, place = edition.title, edition.summary, edition.place
    text_href = release.text_href(site, edition)
    texts = [title, summary, url, link, published, text_href, day.long, day.machine, *day.month[:2]]
    found = site.archive.translations(edition)
    others = () if len(found) == 1 else tuple([key for key in found if key != edition.language])
    for key in others:
        texts += *site.at.both(addresses.release(found[key])), release.titled(site, found[key])
    said = Said(title, summary, place, url, site.at.entry_id(edition), published, published)
    return _Told(edition, others, dateline, texts, said)


def _body(site: Site, told: _Told) -> tuple[bytes, bytes]:
    """Give a body for its page, and the dateline by itself."""
    edition = told.edition
    body = site.with_dateline(edition, site.body_with_links(edition))
    return body, encoded(told.dateline)


def _filled(site: Site, frame: Frame, told: _Told, own: tuple[bytes, ...]) -> Artifact:
    edition, forms = told.edition, frame.forms
    topics = forms.topics(edition.topics)
    shape = (
        edition.kind,
        edition.contacts,
        told.translations,
        topics.are_there,
        bool(edition.title),
        bool(edition.summary),
        bool(edition.place),
    )
    texts = (*own, *topics.texts)
    content = forms.page(shape, texts, lambda marks: _marked(site, frame, told, marks))
    return Artifact(f"{edition.address}index.html", content)


def _twins(site: Site, frame: Frame, told: Sequence[_Told]) -> list[tuple[Artifact]]:
    """Give the plain-text twins: first all texts, then what is around them."""
    texts = [release.plain_text(site, each.edition) for each in told]
    return [(_twin(site, frame, each, text),) for each, text in zip(told, texts, strict=True)]


def _twin(site: Site, frame: Frame, told: _Told, text: bytes) -> Artifact:
    edition = told.edition

    def values() -> dict[str, Any]:
        composed = release.compose(site, frame, edition)
        return release.handed_twin(site, frame, composed._replace(text=text))

    content = frame.forms.twin(edition, text, told.said.url, values)
    return Artifact(addresses.text_twin(edition), content)


def _marked(site: Site, frame: Frame, told: _Told, marks: Sequence[str]) -> dict[str, Any]:
    """Give what a page's template is handed, with a mark in place of each text."""
    edition, left = told.edition, iter(marks)
    whole = release.handed(frame, release.compose(site, frame, edition))
    title, summary, url, link, published, text_href = islice(left, 6)
    day, machine_date, month_title, month_href = islice(left, 4)
    others = {key: tuple(islice(left, 3)) for key in told.translations}
    said = Said(*islice(left, len(Said._fields)))
    body, dateline = islice(left, 2)
    topics = list(zip(left, left, left, strict=True))
    urls = {edition.language: url} | {key: each[0] for key, each in others.items()}
    links = {edition.language: link} | {key: each[1] for key, each in others.items()}
    default = site.newsroom.default_language
    return whole | {
        "page": whole["page"]._replace(
            title=title,
            description=summary,
            published=published,
            modified=published,
            jsonld=article(frame, edition, said, [named for _, _, named in topics]),
        ),
        "release": replace(edition, title=title, summary=summary),
        "canonical": url,
        "body": body,
        "date": day,
        "machine_date": machine_date,
        "dateline": dateline,
        "text_href": text_href,
        "month": whole["month"]._replace(title=month_title, href=month_href),
        "alternates": tuple(
            [(key, urls[default if key == "x-default" else key]) for key, _ in whole["alternates"]]
        ),
        "languages": tuple(
            [each._replace(href=links.get(each.language, each.href)) for each in whole["languages"]]
        ),
        "topics": tuple(
            [each._replace(title=title, href=href)
             for each, (title, href, _) in zip(whole["topics"], topics, strict=True)]
        ),
        "translations": tuple(
            [each._replace(title=others[each.language][2], href=others[each.language][1])
             for each in whole["translations"]]
        ),
    }  # fmt: skip
