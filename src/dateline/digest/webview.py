"""Render digests' pages on the web: their frame once, filled in for each feed and month.

As `forms` does for letters. Pages differ in what their feeds, months, neighbours and translations
are; where one tells of corrections, or by a template of the newsroom's own, it is rendered as a
whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from dateline import addresses
from dateline.blanks import Blank
from dateline.digest.lines import blank, mark
from dateline.digest.model import Digest, Entry
from dateline.escaping import as_markup, encoded
from dateline.model import Artifact, Month
from dateline.pages.forms import together
from dateline.pages.frame import Frame, Link, Page
from dateline.pages.listing import Line, Listed, group

# Those that are told what is filled in.
TEMPLATES = ("digest-page.html", "base.html", "neighbours.html")
# What is filled in: texts, and what is made already.
_NAMES = ("title", "description", "counted", "older", "older_href", "newer", "newer_href",
          "releases", "folder")  # fmt: skip
_OLDER = Link(mark("older"), mark("older_href"))
_NEWER = Link(mark("newer"), mark("newer_href"))
_NO_LINK = Link("", "")
_RELEASES = as_markup(mark("releases"))
# Addresses take no such sign: these stand in them. What is the same for both months is no address.
_LAST, _LAST_BUT_ONE = Month(9999, 12), Month(9999, 11)


class View(NamedTuple):
    """What a digest's page tells; `translations` are the languages that have the same month.

    `notices` come with their links.
    """

    digest: Digest
    month: Month
    address: str
    translations: tuple[str, ...]
    notices: tuple[tuple[Entry, str], ...]
    releases: tuple[Listed | Line, ...]
    older: Link | None
    newer: Link | None


class Webviews:
    """The pages of all digests of a language."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._forms: dict[object, Blank | None] = {}

    def render(self, views: Sequence[View]) -> list[Artifact]:
        """Render pages; what they say is escaped and encoded in one call."""
        texts = together([_texts(view) for view in views], encoded)
        return [
            Artifact(f"{view.address}index.html", form.filled((*own, *_made(view))))
            if (form := self._form_of(view))
            else self._printed(view)
            for view, own in zip(views, texts, strict=True)
        ]

    def _form_of(self, view: View) -> Blank | None:
        """Give the form of all pages of a shape; None where a page is printed by itself."""
        if view.notices or self._is_own:
            return None
        shape = view.translations, view.older is None, view.newer is None
        if shape not in self._forms:
            self._forms[shape] = self._form(view)
        return self._forms[shape]

    @cached_property
    def _is_own(self) -> bool:
        return self._frame.site.templates[self._frame.language.key].is_own(*TEMPLATES)

    def _printed(self, view: View) -> Artifact:
        page = Page(
            path=view.address,
            title=view.digest.title,
            description=view.digest.preheader,
            section="feeds",
            translations={
                key: addresses.digest(key, view.digest.feed.id, view.month)
                for key in view.translations
            },
        )
        return self._frame.render(
            "digest-page.html",
            page,
            digest=view.digest,
            notices=view.notices,
            month=replace(group(self._frame, view.month, ()), releases=view.releases),
            older=view.older,
            newer=view.newer,
            contact=self._frame.contact,
        )

    def _form(self, view: View) -> Blank | None:
        """Print the frame of all pages of a shape, to be filled in.

        None where a text of the newsroom's own says what stands in addresses.
        """
        printed = self._marked(view, _LAST)
        if printed != self._marked(view, _LAST_BUT_ONE):
            return None
        return blank(printed.encode(), _NAMES)

    def _marked(self, view: View, month: Month) -> str:
        address = addresses.digest(self._frame.language.key, view.digest.feed.id, month)
        marked = view._replace(
            digest=view.digest._replace(
                title=mark("title"), preheader=mark("description"), counted=mark("counted")
            ),
            month=month,
            address=address,
            releases=(Listed(view.releases[0].item, _RELEASES),),
            older=view.older and _OLDER,
            newer=view.newer and _NEWER,
        )
        return self._printed(marked).content.decode().replace(_folder(address), mark("folder"))


def _texts(view: View) -> tuple[str, ...]:
    digest, older, newer = view.digest, view.older or _NO_LINK, view.newer or _NO_LINK
    return digest.title, digest.preheader, digest.counted, *older[:2], *newer[:2]


def _made(view: View) -> tuple[bytes, bytes]:
    """Give what is to stand in a page as it is."""
    releases = "\n".join([line.markup for line in view.releases])
    return releases.encode(), _folder(view.address).encode()


def _folder(address: str) -> str:
    """Give how a month's address ends in every language: `/skills/2024-02/`."""
    _, feed, month, _ = address.rsplit("/", 3)
    return f"/{feed}/{month}/"
