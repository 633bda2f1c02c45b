"""Render a page for each old address, and the lists by which servers redirect themselves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from dateline import addresses, redirects
from dateline.delivery import page_policy
from dateline.model import Artifact, Edition, Notice
from dateline.parts import Needs, Part
from dateline.redirects import Redirect
from dateline.site import Site


def part(site: Site) -> Part:
    """Give the pages of old addresses and the servers' lists."""
    return Part("redirects", partial(_needs, site), partial(render, site))


def _needs(site: Site) -> Needs:
    return tuple([site.whole(each) for each in _all(site) if each.aliases])


def _all(site: Site) -> tuple[Edition | Notice, ...]:
    return *site.archive.editions, *site.archive.notices


def render(site: Site) -> Iterator[Artifact]:
    """Yield the pages of old addresses and the servers' lists; nothing where there are none."""
    moved = redirects.redirects(_all(site), site.at)
    if not moved:
        return
    prefix = site.newsroom.base_path
    yield Artifact(redirects.HOSTS, redirects.for_hosts(moved, prefix))
    yield Artifact(redirects.NGINX, redirects.for_nginx(moved, prefix))
    yield Artifact(redirects.APACHE, redirects.for_apache(moved, prefix))
    for each in moved:
        yield _page(site, each)


def _page(site: Site, moved: Redirect) -> Artifact:
    edition = moved.edition
    text = site.templates[edition.language].render(
        "redirect.html",
        title=edition.title,
        name=site.newsroom.languages[edition.language].name,
        href=moved.target,
        canonical=site.at.absolute(addresses.release(edition)),
        policy=page_policy(site.newsroom),
        stylesheet=site.at.link("assets/dateline.css"),
    )
    return Artifact(moved.file, text.encode())
