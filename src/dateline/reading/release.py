"""Understand a release file's keys and text in its newsroom, and make an `Edition` of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from dateline.languages import fold
from dateline.model import (
    Attachment,
    Change,
    Coverage,
    Edition,
    LocalFile,
    Picture,
    Withdrawal,
    make_edition,
)
from dateline.problems import Place, Problem, Rule, did_you_mean, error
from dateline.reading.body import CLEAN, Checked, SiteLink, check_markdown, from_line
from dateline.reading.dates import Moment
from dateline.reading.files import ReleaseName
from dateline.reading.local_files import LocalFiles
from dateline.reading.parse import Parsed, StandIns
from dateline.reading.schema import ChangeKeys, CoverageKeys, FrontMatter, ImageKeys, WithdrawnKeys
from dateline.settings import Contact, Newsroom, Topic, id_of
from dateline.settings.feeds import UNKNOWN_TOPIC
from dateline.validation import Location

DATE_NAME_MISMATCH = error(
    "date-name-mismatch",
    "File name and front matter name different days; one of them is a slip.",
    where="files",
    bad="-- releases/2024-02-01-course.md --\ndate: 2024-02-02",
    good="-- releases/2024-02-01-course.md --\ndate: 2024-02-01",
)
UNKNOWN_CONTACT = error(
    "unknown-contact",
    "Journalists would find nobody to call.",
    bad="contacts: [pres]",
    good="contacts: [press]",
)


def stand_ins(name: ReleaseName) -> StandIns:
    """Give what stands for values that cannot be understood: the name's day is the date's."""
    day = name.day if "1800" <= name.day < "2200" else "2000-01-01"
    change = {"at": day, "note": "-", "kind": "minor"}
    item = {"file": "-", "title": "-"}
    return StandIns(
        {"title": "-", "date": day, "src": "-", "alt": "-", "reason": "-", **change, **item},
        {"topics": "-", "contacts": "-", "related": "2000-01-01-x", "aliases": "/-",
         "attachments": item, "coverage": {"title": "-"}, "changes": change},
    )  # fmt: skip


# What nearly every release says, and no more.
_COMMON = frozenset({"title", "date", "summary", "place", "topics"})


class Understanding:
    """Settles what one file's keys mean in this newsroom, and tells its problems and links."""

    def __init__(
        self, path: str, name: ReleaseName, newsroom: Newsroom, parsed: Parsed[FrontMatter]
    ) -> None:
        self._path = path
        self._name = name
        self._newsroom = newsroom
        self._keys = parsed.keys
        self._unsure: set[Location] = set(parsed.unsure)
        self.parsed = parsed
        self.problems: list[Problem] = []
        self.links: list[SiteLink] = []

    @property
    def has_its_day(self) -> bool:
        """Say whether it can be told on which local day the release's date falls."""
        return self._newsroom.is_zone_known or not _has_zone(self._keys.date)

    def so_far(self, edition: Edition) -> Edition:
        """Give an edition that cannot be published with what is not sure of it.

        Its date, where that is not sure, is the earliest that it may be.
        """
        earliest = edition.date
        if ("date",) in self._unsure:
            named = date.fromisoformat(self._name.day or "2000-01-01")
            earliest = min(earliest, self._newsroom.midnight(named))
        if not self._name.is_sure:
            self._unsure |= {("translation_key",), ("id",), ("slug",)}
        return replace(edition, date=earliest, unsure=frozenset(self._unsure))

    def edition(self) -> Edition:
        """Give the edition, as far as the keys are right."""
        keys, parts, name, newsroom = self._keys, self.parsed.parts, self._name, self._newsroom
        moment = self._moment(keys.date)
        day = newsroom.local_day(moment)
        if not newsroom.is_zone_known and _has_zone(keys.date) and name.day:
            day = date.fromisoformat(name.day)  # on which day it falls, nobody can tell
        self._check_day(day)
        self._check_ids()
        said: dict[str, Any] = {
            "path": self._path,
            "line": parts.block_line,
            "language": name.language,
            "key": name.stem,
            "stem": name.stem,
            "ident": name.ident,
            "slug": name.slug,
            "day": day,
            "date": moment,
            "date_is_day": _is_day(keys.date),
            "title": keys.title,
            "body": parts.body if self.parsed.is_normal else _normal(parts.body),
            "body_line": parts.body_line,
            "summary": keys.summary,
            "place": keys.place,
            "topics": tuple(dict.fromkeys(keys.topics)),
            "inline_files": self._named_files(),
            "extra": self.parsed.extra,
        }
        if not keys.model_fields_set <= _COMMON:
            said |= self._seldom()
        return make_edition(said)

    def _seldom(self) -> dict[str, Any]:
        """Give what few releases say; the others have it of their class."""
        keys, name = self._keys, self._name
        return {
            "key": _normal(keys.translation_key) or name.stem,
            "ident": self._ident(),
            "slug": keys.slug or name.slug,
            "kind": keys.kind,
            "contacts": tuple(dict.fromkeys(keys.contacts)),
            "reference": keys.reference,
            "byline": keys.byline,
            "picture": self._picture(keys.image) if keys.image else None,
            "attachments": tuple(self._attachments()),
            "notes": keys.notes,
            "related": tuple(map(_normal, keys.related)),
            "coverage": tuple(map(_coverage, keys.coverage)),
            "draft": keys.draft,
            "embargo": keys.embargo,
            "changes": tuple(map(self._change, keys.changes)),
            "withdrawn": self._withdrawal(keys.withdrawn) if keys.withdrawn else None,
            "aliases": tuple(keys.aliases),
        }

    @property
    def _files(self) -> LocalFiles:
        return LocalFiles(self._newsroom, self._path)

    def _change(self, keys: ChangeKeys) -> Change:
        return Change(self._moment(keys.at), keys.note, keys.kind == "major", _is_day(keys.at))

    def _is_unsure(self, at: Location) -> bool:
        return any(at[:end] in self._unsure for end in range(1, len(at) + 1))

    def _moment(self, moment: Moment) -> datetime:
        """Settle a moment in the newsroom's zone, where it brings none of its own."""
        if not isinstance(moment, datetime):
            return self._newsroom.midnight(moment)
        return moment if moment.tzinfo else moment.replace(tzinfo=self._newsroom.timezone)

    def _check_day(self, day: date) -> None:
        named = self._name.day
        if not self._newsroom.is_zone_known and _has_zone(self._keys.date):
            self._unsure.add(("date",))
            return
        if named == day.isoformat() or not named or ("date",) in self._unsure:
            return
        message = f"The date is {day.isoformat()}, but the file's name says {self._name.day}."
        if _has_zone(self._keys.date):
            message = f"The date is {day.isoformat()} in the newsroom's zone ({self._zone}), "
            message += f"but the file's name says {self._name.day}."
        where = self.parsed.places.value(("date",))
        hint = "Correct the date, or rename the file."
        self.problems.append(DATE_NAME_MISMATCH.broken(where, message, hint))
        self._unsure.add(("date",))
        if day.isoformat()[:7] != self._name.day[:7]:
            self._unsure.add(("slug",))  # nobody can tell in which month its page will stand

    @property
    def _zone(self) -> str:
        return str(self._newsroom.timezone)

    def _check_ids(self) -> None:
        keys, topics, contacts = self._keys, self._newsroom.topics, self._newsroom.contacts
        if not topics.keys() >= {*keys.topics}:
            self._tell_unknown("topics", keys.topics, topics, UNKNOWN_TOPIC)
        if keys.contacts and not contacts.keys() >= {*keys.contacts}:
            self._tell_unknown("contacts", keys.contacts, contacts, UNKNOWN_CONTACT)

    def _tell_unknown(
        self, key: str, words: Iterable[str], known: Mapping[str, Topic | Contact], rule: Rule
    ) -> None:
        for index, word in enumerate(words):
            if word not in known and not self._is_unsure((key, index)):
                self._unsure.add((key, index))
                where = self.parsed.places.value((key, index))
                message = f"`{word}` is no {key.removesuffix('s')} of this newsroom."
                ident = id_of(word, known)
                hint = f"Write its id: `{ident}`." if ident else did_you_mean(word, known)
                self.problems.append(rule.broken(where, message, hint))

    def _ident(self) -> str:
        if not self._keys.id:
            return self._name.ident
        return f"{self._keys.id[:10]}-{fold(self._keys.id[11:])}"

    def _file(self, name: str, at: Location, where: Place | None = None) -> LocalFile | None:
        """Find a file that is named at a key, or at a place of the text at that key."""
        if where is None and self._is_unsure(at):
            return None  # its name could not be read
        found = self._files.find(name, where or self.parsed.places.value(at))
        if isinstance(found, Problem):
            self.problems.append(found)
            self._unsure.add(at)
            return None
        return found

    def _picture(self, image: ImageKeys) -> Picture | None:
        file = self._file(image.src, ("image", "src"))
        if file is None:
            return None
        width, height = self._files.size_of(file)
        return Picture(file, image.alt, image.caption, image.credit, width, height)

    def _attachments(self) -> list[Attachment]:
        found = []
        for index, item in enumerate(self._keys.attachments):
            file = self._file(item.file, ("attachments", index, "file"))
            if file:
                found.append(Attachment(file, item.title, item.lang))
        return found

    def _withdrawal(self, keys: WithdrawnKeys) -> Withdrawal:
        return Withdrawal(
            self._moment(keys.at),
            keys.reason,
            _normal(keys.replaced_by),
            _is_day(keys.at),
        )

    def _named_files(self) -> tuple[LocalFile, ...]:
        """Check the texts' Markdown and give the files beside the release that they name."""
        parts, places = self.parsed.parts, self.parsed.places
        base_url = self._newsroom.base_url
        body = check_markdown(parts.body, from_line(self._path, parts.body_line), base_url)
        if body is CLEAN and not self._keys.notes:
            return ()
        texts: dict[Location, Checked] = {("body",): body}
        if notes := self._keys.notes:
            if not unicodedata.is_normalized("NFC", parts.block):
                notes = places.raw(("notes",))  # as written, so that its columns are the file's
            locate = partial(places.within, ("notes",))
            texts["notes",] = check_markdown(notes, locate, base_url)
        found = []
        for at, text in texts.items():
            self.problems.extend(text.problems)
            self._unsure.update([at] if text.chokes else ())
            self.links.extend(text.links)
            found += [self._file(name, at, where) for name, where in text.files]
        return tuple({file.name: file for file in found if file}.values())


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _coverage(keys: CoverageKeys) -> Coverage:
    return Coverage(keys.title, keys.url, keys.outlet, keys.date)


def _has_zone(moment: Moment) -> bool:
    return isinstance(moment, datetime) and moment.tzinfo is not None


def _is_day(moment: Moment) -> bool:
    return not isinstance(moment, datetime)
