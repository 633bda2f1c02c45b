"""Understand a release file: from its name and text to an `Edition`, or to its problems."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, datetime
from functools import partial

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
from dateline.problems import Place, Problem, did_you_mean, error
from dateline.reading.body import CLEAN, Checked, SiteLink, check_markdown, from_line
from dateline.reading.copy import proofread_release
from dateline.reading.dates import Moment
from dateline.reading.files import ReleaseName, SourceFile
from dateline.reading.local_files import LocalFiles
from dateline.reading.parse import Parsed, StandIns, parse
from dateline.reading.schema import ChangeKeys, CoverageKeys, FrontMatter
from dateline.rulebook import is_fatal
from dateline.settings import Newsroom
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


def understand(
    source: SourceFile,
    name: ReleaseName,
    newsroom: Newsroom,
    problems: list[Problem],
    links: list[SiteLink] | None = None,
    broken: list[Edition] | None = None,
) -> Edition | None:
    """Understand a release file; adds its problems and gives None when it cannot be published.

    Adds its links within the newsroom to `links`, and what was understood of a release that cannot
    be published to `broken`, where these are given.
    """
    before = len(problems)
    parsed = parse(source, FrontMatter, problems, partial(_stand_ins, name))
    if parsed is None:
        return None
    understanding = _Understanding(source, name, newsroom, parsed, problems)
    edition = understanding.edition()
    if links is not None:
        links.extend(understanding.links)
    problems.extend(proofread_release(edition, parsed, newsroom, name.day))
    is_right = len(problems) == before or not any(map(is_fatal, problems[before:]))
    if is_right and (newsroom.is_zone_known or not _has_zone(parsed.keys.date)):
        return edition
    if broken is not None:
        broken.append(understanding.so_far(edition))
    return None


def _stand_ins(name: ReleaseName) -> StandIns:
    """Give what stands for values that cannot be understood: the name's day is the date's."""
    day = name.day if "1800" <= name.day < "2200" else "2000-01-01"
    change = {"at": day, "note": "-", "kind": "minor"}
    item = {"file": "-", "title": "-"}
    return StandIns(
        {"title": "-", "date": day, "src": "-", "alt": "-", "reason": "-", **change, **item},
        {"topics": "-", "contacts": "-", "related": "2000-01-01-x", "aliases": "/-",
         "attachments": item, "coverage": {"title": "-"}, "changes": change},
    )  # fmt: skip


class _Understanding:
    """Settles what one file's keys mean in this newsroom."""

    def __init__(
        self,
        source: SourceFile,
        name: ReleaseName,
        newsroom: Newsroom,
        parsed: Parsed[FrontMatter],
        problems: list[Problem],
    ) -> None:
        self._path = source.path
        self._name = name
        self._newsroom = newsroom
        self._keys = parsed.keys
        self._parsed = parsed
        self._problems = problems
        self._unsure: set[Location] = set(parsed.unsure)
        self.links: list[SiteLink] = []

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
        keys, parts, name = self._keys, self._parsed.parts, self._name
        moment, is_day = self._moment(keys.date), _is_day(keys.date)
        day = self._newsroom.local_day(moment)
        if not self._newsroom.is_zone_known and _has_zone(keys.date) and name.day:
            day = date.fromisoformat(name.day)  # on which day it falls, nobody can tell
        self._check_day(day)
        self._check_ids()
        inline = self._named_files()
        return make_edition(
            path=self._path,
            line=parts.block_line,
            language=name.language,
            key=_normal(keys.translation_key) or name.stem,
            stem=name.stem,
            ident=self._ident(),
            slug=keys.slug or name.slug,
            day=day,
            date=moment,
            date_is_day=is_day,
            title=keys.title,
            body=_normal(parts.body),
            body_line=parts.body_line,
            summary=keys.summary,
            place=keys.place,
            kind=keys.kind,
            topics=tuple(dict.fromkeys(keys.topics)),
            contacts=tuple(dict.fromkeys(keys.contacts)),
            reference=keys.reference,
            byline=keys.byline,
            picture=self._picture() if keys.image else None,
            attachments=tuple(self._attachments()) if keys.attachments else (),
            inline_files=inline,
            notes=keys.notes,
            related=tuple(map(_normal, keys.related)),
            coverage=tuple(map(_coverage, keys.coverage)),
            draft=keys.draft,
            embargo=keys.embargo,
            changes=tuple(map(self._change, keys.changes)),
            withdrawn=self._withdrawal(),
            aliases=tuple(keys.aliases),
            extra=self._parsed.extra,
        )

    @property
    def _files(self) -> LocalFiles:
        return LocalFiles(self._newsroom.root, self._path)

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
        if not self._newsroom.is_zone_known and _has_zone(self._keys.date):
            self._unsure.add(("date",))
            return
        if self._name.day in {day.isoformat(), ""} or ("date",) in self._unsure:
            return
        message = f"The date is {day.isoformat()}, but the file's name says {self._name.day}."
        if _has_zone(self._keys.date):
            message = f"The date is {day.isoformat()} in the newsroom's zone ({self._zone}), "
            message += f"but the file's name says {self._name.day}."
        where = self._parsed.places.value(("date",))
        hint = "Correct the date, or rename the file."
        self._problems.append(DATE_NAME_MISMATCH.broken(where, message, hint))
        self._unsure.add(("date",))
        if day.isoformat()[:7] != self._name.day[:7]:
            self._unsure.add(("slug",))  # nobody can tell in which month its page will stand

    @property
    def _zone(self) -> str:
        return str(self._newsroom.timezone)

    def _check_ids(self) -> None:
        newsroom = self._newsroom
        for key, rule, known, noun in (
            ("topics", UNKNOWN_TOPIC, newsroom.topics, "topic"),
            ("contacts", UNKNOWN_CONTACT, newsroom.contacts, "contact"),
        ):
            words = getattr(self._keys, key)
            if known.keys() >= {*words}:
                continue
            for index, word in enumerate(words):
                if word not in known and not self._is_unsure((key, index)):
                    self._unsure.add((key, index))
                    where = self._parsed.places.value((key, index))
                    message = f"`{word}` is no {noun} of this newsroom."
                    self._problems.append(rule.broken(where, message, did_you_mean(word, known)))

    def _ident(self) -> str:
        if not self._keys.id:
            return self._name.ident
        return f"{self._keys.id[:10]}-{fold(self._keys.id[11:])}"

    def _file(self, name: str, at: Location, where: Place | None = None) -> LocalFile | None:
        """Find a file that is named at a key, or at a place of the text at that key."""
        if where is None and self._is_unsure(at):
            return None  # its name could not be read
        found = self._files.find(name, where or self._parsed.places.value(at))
        if isinstance(found, Problem):
            self._problems.append(found)
            self._unsure.add(at)
            return None
        return found

    def _picture(self) -> Picture | None:
        image = self._keys.image
        if image is None:
            return None
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

    def _withdrawal(self) -> Withdrawal | None:
        keys = self._keys.withdrawn
        if keys is None:
            return None
        return Withdrawal(
            self._moment(keys.at),
            keys.reason,
            _normal(keys.replaced_by),
            _is_day(keys.at),
        )

    def _named_files(self) -> tuple[LocalFile, ...]:
        """Check the texts' Markdown and give the files beside the release that they name."""
        parts, places = self._parsed.parts, self._parsed.places
        base_url = self._newsroom.base_url
        body = check_markdown(parts.body, from_line(self._path, parts.body_line), base_url)
        if body == CLEAN and not self._keys.notes:
            return ()
        texts: dict[Location, Checked] = {("body",): body}
        if notes := self._keys.notes:
            if not unicodedata.is_normalized("NFC", parts.block):
                notes = places.raw(("notes",))  # as written, so that its columns are the file's
            locate = partial(places.within, ("notes",))
            texts["notes",] = check_markdown(notes, locate, base_url)
        found = []
        for at, text in texts.items():
            self._problems.extend(text.problems)
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
