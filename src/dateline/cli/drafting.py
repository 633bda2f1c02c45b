"""Draft a release file: its path in the newsroom, and front matter that any YAML reader agrees on.

Pure: handed the title, the day and the release to translate, it gives a value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from dateline.errors import UsageError
from dateline.languages import fold
from dateline.model import Edition, Kind

# Plain scalars that no YAML, 1.1 or 1.2, could take for anything but this text.
_PLAIN = re.compile(r"[^\W\d_][\w ,.;!?()’‘“”–—%/'-]*(?<! )\Z")
_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"}
_LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class Draft:
    """A release file that is not written yet: its path below the newsroom, and its text."""

    path: str
    text: str


def draft_release(title: str, when: date | datetime, day: date, suffix: str, slug: str) -> Draft:
    """Draft a new release; `suffix` is `.vi` for a further language, else empty.

    Raises UsageError where neither title nor slug gives an address.
    """
    slug = slug or _slug(title)
    if not slug:
        message = f"Nothing of `{title}` can stand in an address."
        raise UsageError(message, hint="Give one with --slug: --slug online-course")
    path = f"releases/{day.year:04d}/{day.isoformat()}-{slug}{suffix}.md"
    return Draft(path, _text([f"title: {scalar(title)}", f"date: {_written(when)}"]))


def draft_translation(title: str, original: Edition, suffix: str, slug: str) -> Draft:
    """Draft a translation beside its original, with what editions of a release share.

    Its address has the translated title's words; `suffix` and `slug` as for a new release.
    Without a title it begins with the original's, and says so.
    """
    folder, name = PurePosixPath(original.path).parent, PurePosixPath(original.path).name
    stem = "index" if name.startswith("index.") else original.stem
    begun = scalar(title) if title else f"{scalar(original.title)}  # translate it"
    lines = [f"title: {begun}", *_shared(original)]
    slug = slug or _slug(title)
    if slug and slug != fold(original.stem[11:]):
        lines.insert(1, f"slug: {scalar(slug)}")
    return Draft(f"{folder}/{stem}{suffix}.md", _text(lines))


def _shared(original: Edition) -> Iterator[str]:
    when = original.day if original.date_is_day else original.date
    yield f"date: {_written(when)}"
    if original.key != original.stem:
        yield f"translation_key: {scalar(original.key)}"
    if original.place:
        yield f"place: {scalar(original.place)}"
    if original.kind is not Kind.PRESS_RELEASE:
        yield f"kind: {original.kind.value}"
    yield from _items("topics", original.topics)
    yield from _items("contacts", original.contacts)
    if original.reference:
        yield f"reference: {scalar(original.reference)}"
    if original.embargo:
        yield f"embargo: {original.embargo.isoformat()}"


def _items(key: str, ids: Sequence[str]) -> Iterator[str]:
    if ids:
        yield f"{key}:"
        yield from (f"  - {scalar(each)}" for each in ids)


def _text(lines: Sequence[str]) -> str:
    ending = (
        "# summary: One paragraph for lists, feeds and mail.",
        "draft: true  # remove this line when the release is ready",
    )
    return "\n".join(("---", *lines, *ending, "---", "", ""))


def scalar(text: str) -> str:
    """Write text as a YAML scalar: plain where that is safe, else in double quotes."""
    if _PLAIN.match(text) and text.casefold() not in _WORDS:
        return text
    # A JSON string is a double-quoted YAML scalar (YAML 1.2.2, section 1.3).
    return json.dumps(text, ensure_ascii=False)


def _written(when: date | datetime) -> str:
    if not isinstance(when, datetime):
        return when.isoformat()
    if when.tzinfo is None or isinstance(when.tzinfo, ZoneInfo):
        return f"{when:%Y-%m-%d %H:%M:%S}"  # in the newsroom's zone, as it was read
    return when.isoformat()


def _slug(title: str) -> str:
    """Fold a title to a slug, cut between words."""
    slug = fold(title)
    if len(slug) <= _LONGEST_SLUG:
        return slug
    return slug[: _LONGEST_SLUG + 1].rpartition("-")[0] or slug[:_LONGEST_SLUG]
