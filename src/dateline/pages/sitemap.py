"""Write sitemap.xml (sitemaps.org, with hreflang alternates) and robots.txt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from html import escape

from dateline import addresses
from dateline.model import Artifact
from dateline.parts import Needs, Part
from dateline.site import Site

# The protocol's limit for one file.
_MOST = 50_000
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
    urls = list(_urls(site))
    parts = [urls[start : start + _MOST] for start in range(0, len(urls), _MOST)]
    if len(parts) == 1:
        yield _document("sitemap.xml", parts[0])
    else:
        names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        for name, part in zip(names, parts, strict=True):
            yield _document(name, part)
        entries = [
            f"<sitemap><loc>{escape(site.at.absolute(name))}</loc></sitemap>" for name in names
        ]
        yield _wrapped("sitemap.xml", "sitemapindex", "", entries)
    lines = f"User-agent: *\nAllow: /\n\nSitemap: {site.at.absolute('sitemap.xml')}\n"
    yield Artifact("robots.txt", lines.encode())


def _urls(site: Site) -> Iterator[str]:
    yield _url(site, "", {})
    for language in site.newsroom.languages:
        yield from _language_urls(site, language)
    yield from _release_urls(site)


def _release_urls(site: Site) -> Iterator[str]:
    """Yield the releases; the editions of one lead to each other by the same links."""
    told: dict[str, tuple[dict[str, str], str]] = {}
    for edition in site.archive.editions:
        found = told.get(edition.key)
        if found is None:
            editions = site.archive.translations(edition).items()
            urls = {key: _escaped(site, addresses.release(other)) for key, other in editions}
            found = told[edition.key] = urls, _links(urls)
        urls, links = found
        yield _entry(urls[edition.language], links)


def _language_urls(site: Site, language: str) -> Iterator[str]:
    keys = site.newsroom.languages
    yield _url(site, addresses.home(language), {key: addresses.home(key) for key in keys})
    yield _url(site, addresses.subscribe(language), {key: addresses.subscribe(key) for key in keys})
    for page in site.standing_pages(language):
        yield _url(site, addresses.standing(language, page.name), {})
    for topic, path in site.topics(language):
        yield _url(site, path, {key: addresses.topic(key, topic.id) for key in keys})
    months = site.by_month(language)
    for year in sorted({month.year for month in months}, reverse=True):
        yield _url(site, addresses.year(language, year), {})
    for month in months:
        yield _url(site, addresses.month(language, month), {})
    for feed in site.newsroom.feeds:
        for month in site.digest_months(feed, language):
            yield _url(site, addresses.digest(language, feed.id, month), {})


def _url(site: Site, path: str, translations: dict[str, str]) -> str:
    urls = {key: _escaped(site, other) for key, other in translations.items()}
    return _entry(_escaped(site, path), _links(urls))


def _escaped(site: Site, path: str) -> str:
    return escape(site.at.absolute(path))


def _entry(url: str, links: str) -> str:
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
