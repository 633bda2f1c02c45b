"""Pull advance sheets: the pages of edited releases, before the rest of the site is built.

What a sheet says is what the build that follows will say in its place, as far as that can be known
without looking at all else; whoever shows one looks whether it was so.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from operator import attrgetter

from dateline.model import Edition
from dateline.pages import releases
from dateline.problems import Severity
from dateline.reading import read_again
from dateline.site import Site

# While these stay, so do an edition's address, its being public and its place among translations.
_place = attrgetter(
    "path", "language", "key", "stem", "ident", "slug", "day", "date", "embargo", "draft",
    "withdrawn", "changes", "folder",
)  # fmt: skip
# The pages of more would keep whoever waits for the others waiting.
_MOST = 20


def sheets(
    site: Site, sources: Collection[str], changed: Iterable[str], now: datetime
) -> dict[str, bytes]:
    """Give the files of edited releases by their paths in the output; none where that is unsure.

    `sources` are the newsroom's files that the site was made of, and its folders with a slash;
    `changed` are all that differ, and `now` is a moment until which nothing changes by itself.
    Raises what rendering raises.
    """
    edited = _edited(site, sources, changed)
    if not edited:
        return {}
    newer = replace(site, archive=site.archive.with_edited(edited), now=now, _bodies={})
    return dict(releases(newer, edited.values()))


def _edited(site: Site, sources: Collection[str], changed: Iterable[str]) -> dict[str, Edition]:
    """Give editions as they are now, by their files; none where anything else is touched."""
    known = {edition.path: edition for edition in site.archive.editions}
    root = str(site.newsroom.root)
    # An editor's own file, there for a moment, is nothing. What was there and is gone is something,
    # a template or a folder with all below it, of which some systems tell by its name alone.
    paths = [
        path
        for path in changed
        if path in known
        or path in sources
        or f"{path}/" in sources
        or os.path.lexists(f"{root}/{path}")
    ]
    if len(paths) > _MOST or not known.keys() >= set(paths):
        return {}
    read = read_again(site.newsroom, paths)
    weighed = site.newsroom.severities.weigh(read.problems)
    if any(problem.severity is Severity.ERROR for problem in weighed):
        return {}
    stays = [path for path in paths if _stays(known[path], read.editions.get(path))]
    return read.editions if len(stays) == len(paths) else {}


def _stays(before: Edition, edition: Edition | None) -> bool:
    return edition is not None and _place(edition) == _place(before)
