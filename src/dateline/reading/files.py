"""Find a newsroom's source files and read their text; tell apart what each name means.

Knows names and bytes, not front matter.
"""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from dateline.languages import fold
from dateline.problems import Place, Problem, did_you_mean, error
from dateline.reading.walking import (
    BAD_FILE_NAME,
    NOT_A_FILE,
    UNREADABLE_FILE,
    Entry,
    link_problem,
    walk_tree,
)
from dateline.steady import read_steady

NOT_UTF8 = error(
    "not-utf-8",
    "In any other encoding the letters would be guessed, and Vietnamese lost.",
    where="file",
    bad="---\ntitle: Online course opens\ndate: 2024-02-01\nsummary: It is free.\n---\n"
    "Caf\\xe9 courses open today.",
    good="---\ntitle: Online course opens\ndate: 2024-02-01\nsummary: It is free.\n---\n"
    "Café courses open today.",
)
EMPTY_FILE = error(
    "empty-file",
    "An empty file is usually one that was not saved.",
    where="file",
    bad="\n",
    good="---\ntitle: Online course opens\ndate: 2024-02-01\nsummary: It is free.\n---\n"
    "The course opens today.",
)
HUGE_FILE = error(
    "huge-file",
    "No release is that long; it is a picture or a mistake.",
    where="file",
    bad="---\ntitle: Online course opens\ndate: 2024-02-01\nsummary: It is free.\n---\n"
    "⟨The course opens today. × 100,000⟩",
    good="---\ntitle: Online course opens\ndate: 2024-02-01\nsummary: It is free.\n---\n"
    "The course opens today.",
)
UNKNOWN_SUFFIX = error(
    "unknown-language-suffix",
    "The edition would belong to a language that the newsroom does not have.",
    where="files",
    bad="releases/2024-02-01-course.vn.md",
    good="releases/2024-02-01-course.vi.md",
)
EMPTY_STEM = error(
    "empty-stem",
    "Nothing of the name is left when it is folded to ASCII, so it has no address.",
    where="files",
    bad="releases/2024-02-01-新闻.md",
    good="releases/2024-02-01-news.md",
)

MAX_BYTES = 2_000_000
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)\Z", re.ASCII)
# How nearly all are named: nothing in it is to be folded or joined.
_PLAIN = re.compile(
    r"((\d{4}-\d{2}-\d{2})-[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.([A-Za-z0-9-]+))?\.md\Z", re.ASCII
)
_SOURCE = re.compile(r"\.(?:md|markdown|mdown|mkd)\Z", re.IGNORECASE)
# Countries' codes that are taken for their languages' (ISO 3166-1 for ISO 639-1).
_OF_COUNTRIES = {
    "cn": "zh", "gb": "en", "jp": "ja", "kh": "km", "kr": "ko", "uk": "en", "us": "en", "vn": "vi",
}  # fmt: skip
_PERMISSIONS_HINT = "Check its permissions."
_NAME_HINT = "Name it YYYY-MM-DD-slug.md, or YYYY-MM-DD-slug.LANG.md for a further language."


class ReleaseName(NamedTuple):
    """What a release file's name says: the date as text, the stem, the language.

    Of one that does not fit (`is_sure` is false), as much as can be guessed: what it does not say
    is empty.
    """

    day: str
    stem: str
    ident: str
    language: str
    is_sure: bool = True

    @property
    def slug(self) -> str:
        """Give the slug, where the front matter says no other."""
        return self.ident[11:]


class SourceFile(NamedTuple):
    """A source file: its path relative to the newsroom, and its text with LF line ends.

    `data` is what that text is in UTF-8, where the file holds just this.
    """

    path: str
    text: str
    data: bytes = b""


_source_file = partial(tuple.__new__, SourceFile)


def walk(root: Path, folder: str) -> Iterator[str | Problem]:
    """Yield the paths of a folder's Markdown files, sorted, and a problem for each stray thing."""
    yield from walk_tree(root, folder, _source)


def listed(paths: Iterable[str], folder: str) -> list[str] | None:
    """Give what `walk` would yield of a folder, where its files and folders are known already.

    `paths` are in its order, those of folders end in a slash; there are no links among them. None
    where there is anything to be told of, such as a name that does not fit.
    """
    top = f"{folder}/"
    below = [path for path in paths if path.startswith(top) and "/." not in path]
    others = (path.removesuffix("/") for path in below if not path.endswith(".md"))
    if "".join(below).isprintable() and not any(map(_SOURCE.search, others)):
        return [path for path in below if path.endswith(".md")]
    return None


def _source(entry: Entry, path: str, astray: bool) -> str | Problem | None:
    is_named_like_one = _SOURCE.search(entry.name)
    if astray and (is_named_like_one or entry.is_dir()):
        return link_problem(path)
    if not is_named_like_one:
        return None
    if entry.is_dir():
        hint = "A release with files of its own is a folder without .md, holding index.md."
        return NOT_A_FILE.broken(Place(path), "A folder is named like a file.", hint)
    if not entry.is_file():
        message = "This is no regular file."
        return NOT_A_FILE.broken(Place(path), message, "Remove it, or mend the link.")
    if not entry.name.endswith(".md"):
        message = f"`{entry.name}` does not end in `.md`, so it would not be published."
        return BAD_FILE_NAME.broken(Place(path), message, _NAME_HINT)
    return path


def is_misnamed(path: str) -> bool:
    """Say whether a file ends as Markdown may, but not as Dateline wants it."""
    return path.isprintable() and not path.endswith(".md") and bool(_SOURCE.search(path))


def read_text(root: Path | str, path: str) -> SourceFile | Problem:
    """Read a source file as UTF-8; a byte order mark stays for the scan to tell of."""
    try:
        data = read_steady(f"{root}{os.sep}{path}", MAX_BYTES)
    except OSError as failure:
        message = f"The file cannot be read: {failure.strerror}."
        hint = "Save it, then try again." if failure.errno == errno.EBUSY else _PERMISSIONS_HINT
        return UNREADABLE_FILE.broken(Place(path), message, hint)
    if not data or data.isspace():
        return EMPTY_FILE.broken(Place(path), "The file is empty.", "Write it, or delete it.")
    if len(data) > MAX_BYTES:
        message = f"The file is larger than {MAX_BYTES // 1_000_000} MB."
        return HUGE_FILE.broken(Place(path), message, "Attach what is not text.")
    try:
        text = data.decode()
    except UnicodeDecodeError as failure:
        return _not_utf8(path, data, failure.start)
    if b"\r" in data:
        return SourceFile(path, text.replace("\r\n", "\n"))
    return _source_file((path, text, data))


def _not_utf8(path: str, data: bytes, start: int) -> Problem:
    line_start = data.rfind(b"\n", 0, start) + 1
    column = len(data[line_start:start].decode(errors="replace")) + 1
    where = Place(path, data.count(b"\n", 0, start) + 1, column)
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return NOT_UTF8.broken(Place(path), "The file is UTF-16.", "Save it as UTF-8.")
    message = f"The byte 0x{data[start]:02X} is no UTF-8."
    return NOT_UTF8.broken(where, message, "Save the file as UTF-8; check the letters here.")


def release_name(path: str, languages: Container[str], default: str) -> ReleaseName | Problem:
    """Read what a release file's path says; a problem where it does not fit."""
    if plain := _PLAIN.match(path, path.rfind("/") + 1):
        stem, day, language = plain.groups(default)
        if language in languages and _is_day(day):
            return ReleaseName(day, stem, stem, language)
    folder, _, name = unicodedata.normalize("NFC", path).rpartition("/")
    stem, language, suffix = _split_language(name.removesuffix(".md"), languages, default)
    if stem == "index" and _DATED.match(container := folder.rpartition("/")[2]):
        stem = container
    match = _DATED.match(stem)
    if not match or not _is_day(match[1]):
        message, hint = f"The name `{name}` is not that of a release.", _NAME_HINT
        if match:
            message = f"There is no day {match[1]}, as the name `{name}` says."
        elif stem.casefold() == "index" and _DATED.match(folder.rpartition("/")[2]):
            hint = f"Name it `index{name[5:]}`, in small letters."
        return BAD_FILE_NAME.broken(Place(path), message, hint)
    if suffix:
        known = languages if isinstance(languages, dict) else {}
        message = f"`{suffix}` is no language of this newsroom."
        hint = did_you_mean(_OF_COUNTRIES.get(suffix, suffix), known)
        return UNKNOWN_SUFFIX.broken(Place(path), message, hint)
    slug = fold(match[2])
    if not slug:
        message = f"Nothing of `{match[2]}` can stand in an address."
        return EMPTY_STEM.broken(Place(path), message, "Name the file with letters a to z.")
    ident = stem if slug == match[2] else f"{match[1]}-{slug}"  # one text for both, mostly
    return ReleaseName(match[1], stem, ident, language)


def guessed_name(path: str, languages: Container[str], default: str) -> ReleaseName:
    """Guess what the name of a release file that does not fit was to say, so as to read the file.

    A language that the newsroom does not have is none.
    """
    found = release_name(_SOURCE.sub(".md", path), languages, default)
    if not isinstance(found, Problem):
        return found._replace(is_sure=False)
    name = unicodedata.normalize("NFC", _SOURCE.sub("", path.rpartition("/")[2]))
    stem, language, suffix = _split_language(name, languages, default)
    match = _DATED.match(stem)
    day = match[1] if match and _is_day(match[1]) else ""
    ident = f"{day or '2000-01-01'}-{fold(match[2] if match else stem)}"
    return ReleaseName(day, stem, ident, "" if suffix else language, is_sure=False)


@cache
def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _split_language(stem: str, languages: Container[str], default: str) -> tuple[str, str, str]:
    """Give stem, language and the suffix that is no known language."""
    bare, dot, suffix = stem.rpartition(".")
    if not dot:
        return stem, default, ""
    if suffix in languages:
        return bare, suffix, ""
    return bare, default, suffix
