"""Cut the pages of releases into blocks, and say what each of them depends on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter

from dateline.errors import TemplateError
from dateline.model import Artifact, Edition, Month
from dateline.pages.beside import shown_coverage
from dateline.pages.filling import fill
from dateline.pages.forms import has_text_alone
from dateline.pages.frame import Frame
from dateline.pages.release import arrange, compose, render, with_text
from dateline.parts import Block, Needs, Part
from dateline.site import Site

_path = attrgetter("path")
# Releases rendered in one go: enough to stay in each library's code, few enough to share out.
_BLOCK = 50


def cut(site: Site, frame: Frame) -> Iterator[Block]:
    """Yield the pages, twins and files of a language's releases."""
    key = frame.language.key
    for name, months, editions in _cut(site.own_months(key)):
        yield Block(
            f"{key} {name}",
            partial(map, _path, editions),
            partial(_needs_of_all, site, key, months),
            partial(_parts, site, frame, editions),
            months[-1],
        )


def _cut(
    months: Mapping[Month, Sequence[Edition]],
) -> Iterator[tuple[str, Sequence[Month], Sequence[Edition]]]:
    """Cut releases into blocks, each with a name, where a new month makes only the last another.

    So they are cut from the oldest on, in whole months as far as these are small. The months that
    are given hold a block's releases, and maybe those of others.
    """
    block: list[Edition] = []
    spanned: list[Month] = []
    for month in reversed(list(months)):
        block += reversed(months[month])
        spanned.append(month)
        if len(block) >= _BLOCK // 2:
            for start in range(0, len(block), _BLOCK):
                yield f"{month} {start}", spanned, block[start : start + _BLOCK]
            block, spanned = [], []
    if block:
        yield "last", spanned, block


def _needs_of_all(site: Site, language: str, months: Sequence[Month]) -> Needs:
    """Give what the pages of months' releases need, most of which show nothing else."""
    found = [site.month_prints(language)[month] for month in months]
    return (
        tuple([each.whole for each in found]),
        tuple([_needs(site, edition) for each in found for edition in each.apart]),
    )


def _parts(site: Site, frame: Frame, editions: Sequence[Edition]) -> list[Part]:
    ahead: dict[str, Iterator[Artifact]] = {}
    return [
        Part(
            edition.path,
            partial(_needs, site, edition),
            partial(_render, site, frame, edition, editions, ahead),
        )
        for edition in editions
    ]


def _render(
    site: Site,
    frame: Frame,
    edition: Edition,
    editions: Sequence[Edition],
    ahead: dict[str, Iterator[Artifact]],
) -> Iterator[Artifact]:
    """Render a release; whoever asks for the first of a block is about to ask for all."""
    if edition is editions[0]:
        ahead |= _compose(site, frame, editions)
    return ahead.pop(edition.path, None) or render(site, frame, edition)


def _compose(
    site: Site, frame: Frame, editions: Sequence[Edition]
) -> Mapping[str, Iterator[Artifact]]:
    """Compose releases: all bodies, then what all pages say, then the texts of all twins.

    Who works on and on at the same finds its code in the processor's caches: that makes a fourth
    less work of a page than all of it in turns.
    """
    for edition in editions:
        site.body(edition)
    plain = [each for each in editions if frame.forms.has_page() and has_text_alone(each)]
    try:
        filled = fill(site, frame, plain)
    except TemplateError:
        filled = {}  # made one by one, the first release that fails is the one that is told
    composed = [compose(site, frame, each) for each in editions if each.path not in filled]
    found = [with_text(site, each) for each in composed]
    return {**filled, **{each.edition.path: arrange(site, frame, each) for each in found}}


def _needs(site: Site, edition: Edition) -> Needs:
    """Give the release, and the faces of those that its page links to."""
    sums = site.prints[edition.path].whole + site.stories[edition.key]
    own = (sums, *site.whole(edition)[1:])
    if not edition.related and not edition.coverage:
        return own  # most are so, and there are many: sums themselves, they need no other
    others = tuple(
        tuple(site.face(other) for other in site.by_stem.get(stem, {}).values())
        for stem in edition.related
    )
    return own, others, len(shown_coverage(site, edition))
