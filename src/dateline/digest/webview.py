"""Render digests' pages on the web: a list's frame once, filled in for each of its months.

As `forms` does for letters. Pages differ in what their months, neighbours and translations are;
where one tells of corrections, or by a template of the newsroom's own, it is rendered as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from dateline import addresses
from dateline.digest.lines import Pattern, mark
from dateline.digest.model import Digest, Entry
from dateline.escaping import as_markup, encoded
from dateline.model import Artifact, Month
from dateline.pages.forms import together
from dateline.pages.frame import Frame, Link, Page
from dateline.pages.listing import Line, Listed, group
from dateline.settings import Feed

# Those that are told what is filled in.
TEMPLATES = ("digest-page.html", "base.html", "neighbours.html")
_TEXTS = ("title", "description", "counted", "older", "older_href", "newer", "newer_href")
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
    description: str
    translations: tuple[str, ...]
    notices: tuple[tuple[Entry, str], ...]
    releases: tuple[Listed | Line, ...]
    older: Link | None
    newer: Link | None


class Webviews:
    """The pages of all digests of a feed in a language."""

    def __init__(self, frame: Frame, feed: Feed) -> None:
        self._frame = frame
        self._feed = feed
        self._forms: dict[object, Pattern | None] = {}
        self._is_filled_in = True

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
        return Artifact(f"{view.address}index.html", form.filled(self._own(view, form.names)))

    @cached_property
    def _is_own(self) -> bool:
        return self._frame.site.templates[self._frame.language.key].is_own(*TEMPLATES)

    def _printed(self, view: View) -> Artifact:
        page = Page(
            path=view.address,
            title=view.digest.title,
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
            month=replace(group(self._frame, view.month, ()), releases=view.releases),
            older=view.older,
            newer=view.newer,
            contact=self._frame.contact,
        )

    def _form(self, view: View) -> Pattern | None:
        """Print the frame of all pages of a shape, to be filled in.

        None where a text of the newsroom's own says what stands in addresses.
        """
        printed = self._marked(view, _LAST)
        if not self._forms:  # those texts are the same in all shapes
            self._is_filled_in = printed == self._marked(view, _LAST_BUT_ONE)
        return Pattern(printed.encode()) if self._is_filled_in else None

    def _marked(self, view: View, month: Month) -> str:
        address = addresses.digest(self._frame.language.key, self._feed.id, month)
        marked = view._replace(
            digest=view.digest._replace(title=mark("title"), counted=mark("counted")),
            month=month,
            address=address,
            description=mark("description"),
            releases=(Listed(view.releases[0].item, _RELEASES),),
            older=view.older and _OLDER,
            newer=view.newer and _NEWER,
        )
        return self._printed(marked).content.decode().replace(_folder(address), mark("folder"))

    def _own(self, view: View, names: Iterable[str]) -> tuple[bytes, ...]:
        """Give what stands in place of each mark."""
        older, newer = view.older or _NO_LINK, view.newer or _NO_LINK
        texts = (view.digest.title, view.description, view.digest.counted, *older[:2], *newer[:2])
        own = dict(zip(_TEXTS, together([texts], encoded)[0], strict=True))
        own["releases"] = "\n".join([line.markup for line in view.releases]).encode()
        own["folder"] = _folder(view.address).encode()
        return tuple([own[name] for name in names])


def _folder(address: str) -> str:
    """Give how a month's address ends in every language: `/skills/2024-02/`."""
    _, feed, month, _ = address.rsplit("/", 3)
    return f"/{feed}/{month}/"
