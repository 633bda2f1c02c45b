"""Cut the pages of releases into blocks, and say what each of them depends on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

from dateline import selection
from dateline.model import Artifact, Edition, Month
from dateline.pages.beside import shown_coverage
from dateline.pages.frame import Frame
from dateline.pages.release import Composed, compose, render
from dateline.parts import Block, Needs, Part
from dateline.site import Site

# Releases rendered in one go: enough to stay in each library's code, few enough to share out.
_BLOCK = 50


def cut(site: Site, frame: Frame) -> Iterator[Block]:
    """Yield the pages, twins and files of a language's releases."""
    key = frame.language.key
    own = site.archive.of(key)
    months = site.by_month(key) if site.listed(key) is own else selection.by_month(own)
    for name, editions in _cut(months):
        yield _block(site, frame, f"{key} {name}", editions)


def _cut(
    months: dict[Month, tuple[Edition, ...]],
) -> Iterator[tuple[str, Sequence[Edition]]]:
    """Cut releases into blocks, each with a name, where a new month makes only the last another.

    So they are cut from the oldest on, in whole months as far as these are small.
    """
    block: list[Edition] = []
    for month, found in reversed(months.items()):
        block += reversed(found)
        if len(block) >= _BLOCK // 2:
            for start in range(0, len(block), _BLOCK):
                yield f"{month} {start}", block[start : start + _BLOCK]
            block = []
    if block:
        yield "last", block


def _block(site: Site, frame: Frame, name: str, editions: Sequence[Edition]) -> Block:
    """Give the pages, twins and files of some of a language's releases, under a name of theirs."""
    return Block(
        name,
        tuple([edition.path for edition in editions]),
        partial(_needs_of_all, site, editions),
        partial(_parts, site, frame, editions),
    )


def _needs_of_all(site: Site, editions: Sequence[Edition]) -> Needs:
    """Give what the pages of releases need, most of which are plain."""
    prints, stories = site.prints, site.stories
    found: list[object] = []
    for edition in editions:
        if edition.related or edition.coverage or edition.changes or edition.embargo:
            found.append(_needs(site, edition))
        else:
            found += prints[edition.path][0], stories[edition.key]
    return tuple(found)


def _parts(site: Site, frame: Frame, editions: Sequence[Edition]) -> list[Part]:
    composed = cache(partial(_compose, site, frame, editions))
    return [
        Part(
            edition.path,
            partial(_needs, site, edition),
            partial(_render, site, frame, edition, composed),
        )
        for edition in editions
    ]


def _compose(site: Site, frame: Frame, editions: Sequence[Edition]) -> dict[str, Composed]:
    """Compose releases, the bodies of all first; their templates come after.

    Who works on and on at the same finds its code in the processor's caches: that makes a fourth
    less work of a page than all of it in turns.
    """
    for edition in editions:
        site.body(edition)
    return {edition.path: compose(site, frame, edition) for edition in editions}


def _render(
    site: Site, frame: Frame, edition: Edition, composed: Callable[[], dict[str, Composed]]
) -> Iterator[Artifact]:
    return render(site, frame, composed()[edition.path])


def _needs(site: Site, edition: Edition) -> Needs:
    """Give the release, and the faces of those that its page links to."""
    own = site.whole(edition)
    translations = site.archive.translations(edition)
    if len(translations) == 1 and not edition.related and not edition.coverage:
        return own  # most are so, and there are many
    others: list[object] = [
        site.face(other) for other in translations.values() if other is not edition
    ]
    others += [
        tuple(site.face(other) for other in site.by_stem.get(stem, {}).values())
        for stem in edition.related
    ]
    return own, tuple(others), len(shown_coverage(site, edition))
