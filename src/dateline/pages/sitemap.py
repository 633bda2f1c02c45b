"""Write sitemap.xml (sitemaps.org, with hreflang alternates) and robots.txt."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from html import escape
from itertools import chain, islice

from dateline import addresses
from dateline.model import Artifact
from dateline.parts import Needs, Part
from dateline.site import Site

# The protocol's limit for one file.
_MOST = 50_000
# What stands in an address as it is, neither quoted nor escaped.
_PLAIN = re.compile(r"[A-Za-z0-9/._~-]*\Z")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def part(site: Site) -> Part:
    """Give both documents, which name every page."""
    return Part("sitemap.xml", partial(_needs, site), partial(render, site))


def _needs(site: Site) -> Needs:
    return (
        tuple([site.listed_faces(language) for language in site.newsroom.languages]),
        tuple(
            (feed.id, language, tuple([month[:] for month in site.digest_months(feed, language)]))
            for feed in site.newsroom.feeds
            for language in site.newsroom.languages
        ),
    )


def render(site: Site) -> Iterator[Artifact]:
    """Yield the sitemap, an index of several above 50,000 addresses, and robots.txt."""
    urls = _urls(site)
    part = [*islice(urls, _MOST + 1)]
    if len(part) <= _MOST:
        yield _document("sitemap.xml", part)
    else:
        yield from _several(site, chain(part, urls))
    lines = f"User-agent: *\nAllow: /\n\nSitemap: {site.at.absolute('sitemap.xml')}\n"
    yield Artifact("robots.txt", lines.encode())


def _several(site: Site, urls: Iterator[str]) -> Iterator[Artifact]:
    """Yield sitemaps, each let go before the next is made, and their index."""
    names: list[str] = []
    while part := [*islice(urls, _MOST)]:
        names.append(f"sitemap-{len(names) + 1}.xml")
        yield _document(names[-1], part)
    entries = [f"<sitemap><loc>{escape(site.at.absolute(name))}</loc></sitemap>" for name in names]
    yield _wrapped("sitemap.xml", "sitemapindex", "", entries)


def _urls(site: Site) -> Iterator[str]:
    yield _url(site, "", {})
    for language in site.newsroom.languages:
        yield from _language_urls(site, language)
    yield from _release_urls(site)


def _release_urls(site: Site) -> Iterator[str]:
    """Give the releases; the editions of one lead to each other by the same links."""
    editions = site.archive.editions
    urls = _escaped(site, [addresses.release(edition) for edition in editions])
    by_path = {edition.path: url for edition, url in zip(editions, urls, strict=True)}
    links = {
        key: _links({language: by_path[each.path] for language, each in together.items()})
        for key, together in site.archive.by_key.items()
        if len(together) > 1
    }
    for edition, url in zip(editions, urls, strict=True):
        yield _entry(url, links.get(edition.key, ""))


def _language_urls(site: Site, language: str) -> Iterator[str]:
    keys = site.newsroom.languages
    yield _url(site, addresses.home(language), {key: addresses.home(key) for key in keys})
    yield _url(site, addresses.subscribe(language), {key: addresses.subscribe(key) for key in keys})
    for page in site.standing_pages(language):
        yield _url(site, addresses.standing(language, page.name), {})
    for topic, path in site.topics(language):
        yield _url(site, path, {key: addresses.topic(key, topic.id) for key in keys})
    months = site.by_month(language)
    paths = [
        addresses.year(language, year)
        for year in sorted({month.year for month in months}, reverse=True)
    ]
    paths += [addresses.month(language, month) for month in months]
    for feed in site.newsroom.feeds:
        closed = site.digest_months(feed, language)
        paths += [addresses.digest(language, feed.id, month) for month in closed]
    yield from map(_entry, _escaped(site, paths))


def _url(site: Site, path: str, translations: dict[str, str]) -> str:
    urls = dict(zip(translations, _escaped(site, translations.values()), strict=True))
    (url,) = _escaped(site, [path])
    return _entry(url, _links(urls))


def _escaped(site: Site, paths: Collection[str]) -> list[str]:
    """Give addresses for XML: of tens of thousands, mostly all are plain, which is seen at once."""
    base = escape(site.at.absolute(""))
    if _PLAIN.match("".join(paths)):
        return [base + path for path in paths]
    return [escape(site.at.absolute(path)) for path in paths]


def _entry(url: str, links: str = "") -> str:
    return f"<url><loc>{url}</loc>{links}</url>"


def _links(urls: dict[str, str]) -> str:
    if len(urls) < 2:
        return ""
    return "".join(
        [
            f'<xhtml:link rel="alternate" hreflang="{key}" href="{url}"/>'
            for key, url in urls.items()
        ]
    )


def _document(path: str, urls: Sequence[str]) -> Artifact:
    return _wrapped(path, "urlset", ' xmlns:xhtml="http://www.w3.org/1999/xhtml"', urls)


def _wrapped(path: str, root: str, more: str, entries: Sequence[str]) -> Artifact:
    lines = [f'{_HEAD}<{root} xmlns="{_NAMESPACE}"{more}>', *entries, f"</{root}>", ""]
    return Artifact(path, "\n".join(lines).encode())
