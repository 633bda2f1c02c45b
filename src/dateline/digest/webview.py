"""Render digests' pages on the web: a list's frame once, filled in for each of its months.

As `forms` does for letters. Pages differ in what their months, neighbours and translations are;
where one tells of corrections, or by a template of the newsroom's own, it is rendered as a whole.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from dateline import addresses
from dateline.digest.model import Digest, Entry
from dateline.escaping import as_markup, escaped
from dateline.model import Artifact, Month
from dateline.pages.frame import Frame, Link, Page
from dateline.pages.listing import Listed, MonthGroup
from dateline.settings import Feed

# Those that are told what is filled in.
TEMPLATES = ("digest-page.html", "base.html", "neighbours.html")
# Noncharacters: the scan of characters refuses them in all that is read.
_TITLE, _DESCRIPTION, _COUNTED = "\ufdd0", "\ufdd1", "\ufdd2"
_RELEASES = as_markup("\ufdd3")
_OLDER = "\ufdd4", "\ufdd5"
_NEWER = "\ufdd6", "\ufdd7"
_FOLDER = "\ufdd8"
# Addresses take no such sign: these stand in them. What is the same for both months is no address.
_LAST, _LAST_BUT_ONE = Month(9999, 12), Month(9999, 11)
_MARKS = re.compile("([\ufdd0-\ufdd8])")


class View(NamedTuple):
    """What a digest's page tells; `translations` are the languages that have the same month.

    `notices` come with their links.
    """

    digest: Digest
    month: Month
    title: str
    description: str
    translations: tuple[str, ...]
    notices: tuple[tuple[Entry, str], ...]
    group: MonthGroup
    older: Link | None
    newer: Link | None


class Webviews:
    """The pages of all digests of a feed in a language."""

    def __init__(self, frame: Frame, feed: Feed) -> None:
        self._frame = frame
        self._feed = feed
        self._forms: dict[object, list[bytes] | None] = {}
        marks = (_TITLE, _DESCRIPTION, _COUNTED, _RELEASES, _FOLDER)
        self._marks = [mark.encode() for mark in (*marks, *_OLDER, *_NEWER)]

    def render(self, view: View) -> Artifact:
        """Render a digest's page."""
        if view.notices or self._is_own:
            return self._printed(view)
        shape = view.translations, view.older is None, view.newer is None
        if shape not in self._forms:
            self._forms[shape] = self._form(view)
        form = self._forms[shape]
        if form is None:
            return self._printed(view)
        own = self._own(view)
        content = b"".join([own.get(piece, piece) for piece in form])
        return Artifact(f"{self._address(view.month)}index.html", content)

    @cached_property
    def _is_own(self) -> bool:
        return self._frame.site.templates[self._frame.language.key].is_own(*TEMPLATES)

    def _address(self, month: Month) -> str:
        return addresses.digest(self._frame.language.key, self._feed.id, month)

    def _folder(self, month: Month) -> str:
        """Give how a month's address ends in every language."""
        return f"/{self._feed.id}/{month}/"

    def _printed(self, view: View) -> Artifact:
        page = Page(
            path=self._address(view.month),
            title=view.title,
            description=view.description,
            section="feeds",
            translations={
                key: addresses.digest(key, self._feed.id, view.month) for key in view.translations
            },
        )
        return self._frame.render(
            "digest-page.html",
            page,
            digest=view.digest,
            notices=view.notices,
            month=view.group,
            older=view.older,
            newer=view.newer,
            contact=self._frame.contact,
        )

    def _form(self, view: View) -> list[bytes] | None:
        """Print the frame of all pages of a shape, in pieces; each mark is one of its own.

        None where a text of the newsroom's own says what stands in addresses.
        """
        printed = self._marked(view, _LAST)
        if printed != self._marked(view, _LAST_BUT_ONE):
            return None
        return [piece.encode() for piece in _MARKS.split(printed)]

    def _marked(self, view: View, month: Month) -> str:
        marked = view._replace(
            digest=replace(view.digest, counted=_COUNTED),
            month=month,
            title=_TITLE,
            description=_DESCRIPTION,
            group=replace(view.group, releases=(Listed(view.group.releases[0].item, _RELEASES),)),
            older=view.older and Link(*_OLDER),
            newer=view.newer and Link(*_NEWER),
        )
        return self._printed(marked).content.decode().replace(self._folder(month), _FOLDER)

    def _own(self, view: View) -> dict[bytes, bytes]:
        """Give what stands in place of each mark."""
        told = (
            escaped(view.title),
            escaped(view.description),
            escaped(view.digest.counted),
            "\n".join([line.markup for line in view.group.releases]),
            self._folder(view.month),
            *_told(view.older),
            *_told(view.newer),
        )
        return dict(zip(self._marks, [text.encode() for text in told], strict=True))


def _told(link: Link | None) -> tuple[str, str]:
    return (escaped(link.title), escaped(link.href)) if link else ("", "")
