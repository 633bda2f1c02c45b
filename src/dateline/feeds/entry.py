"""Say what an entry is: what every format tells of an edition; its addresses are absolute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from dateline import plaintext

_new, _fill = object.__new__, object.__setattr__


class Category(NamedTuple):
    """A topic of an entry: its id, its name, and the address that all topics stand below."""

    term: str
    label: str
    scheme: str


class Enclosure(NamedTuple):
    """A file that belongs to an entry, with its true length in bytes."""

    url: str
    length: int
    type: str
    title: str
    language: str = ""


class Translation(NamedTuple):
    """The page of the same release in another language."""

    language: str
    url: str
    title: str


@dataclass(frozen=True)
class Entry:
    """One release as subscribers get it; `content` is HTML in UTF-8, or empty for its summary only.

    The picture is the first of `enclosures` where `image` is its address. `void` are the ids that
    are no more where the entry is the notice of a withdrawal.
    """

    id: str
    url: str
    title: str
    published: datetime
    updated: datetime
    language: str
    author: str
    summary: str
    content: bytes
    categories: tuple[Category, ...] = ()
    image: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    translations: tuple[Translation, ...] = ()
    void: tuple[str, ...] = ()
    _written: dict[object, bytes] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def written(self, write: Callable[[Entry], bytes]) -> bytes:
        """Give what a format writes of it, written once: it stands in document after document."""
        found = self._written.get(write)
        if found is None:
            found = self._written[write] = write(self)
        return found

    @property
    def content_html(self) -> str:
        """Give the content as HTML."""
        return self.content.decode()

    @cached_property
    def content_text(self) -> str:
        """Give the content as plain text."""
        return plaintext.to_text(self.content_html) if self.content else self.summary


def make_entry(fields: dict[str, Any]) -> Entry:
    """Give what the class makes of fields by name, in a sixth of the time: it keeps these.

    A frozen dataclass sets them one by one, by a call each. Defaults are found with the class.
    """
    made = _new(Entry)
    _fill(made, "__dict__", {**fields, "_written": {}})
    return made
