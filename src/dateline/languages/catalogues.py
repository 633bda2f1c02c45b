"""Read gettext catalogues: compiled ones as they are, `.po` files compiled in memory.

What a person wrote is held against what will be filled in, so that a slip is told with its line
when the newsroom is opened, and not met while a page is rendered.
"""

from __future__ import annotations

import gettext
import io
import re
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter
from typing import Any

_LINE = re.compile(
    r'\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*)?"(?:[^"\\]|\\.)*"\s*)?\Z'
)
_WORD = re.compile(r"%(?:%|\((\w+)\)[sd])?")
_DAY = frozenset({"day", "day2", "month", "year"})
_DATELINE = frozenset({"PLACE", "place", "date", "day2", "month", "year"})
# What language.py fills in beyond what the English pattern asks for.
_FILLED_IN = {
    "date in a list": _DAY,
    "date in a sentence": _DAY,
    "dateline": _DATELINE,
    "dateline without a place": _DATELINE,
}
_TRIAL = ("release", "releases", 0)


class DamagedCatalogueError(ValueError):
    """A catalogue cannot be used; `line` counts from 1."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(message)
        self.file = file
        self.line = line


def read_catalogue(folder: Path, name: str) -> gettext.GNUTranslations | None:
    """Read the catalogue of a language in a folder; None where there is none.

    A compiled one comes first: reading it takes no Babel. Raises DamagedCatalogueError.
    """
    compiled, source = folder / f"{name}.mo", folder / f"{name}.po"
    if compiled.is_file():
        return read_compiled(compiled)
    return compile_catalogue(source) if source.is_file() else None


def read_own_catalogue(folder: Path, name: str) -> gettext.GNUTranslations | None:
    """Read a newsroom's own catalogue: what a person edits comes first. Raises likewise."""
    compiled, source = folder / f"{name}.mo", folder / f"{name}.po"
    if source.is_file():
        return compile_catalogue(source)
    return read_compiled(compiled) if compiled.is_file() else None


def read_compiled(file: Path) -> gettext.GNUTranslations:
    """Read a compiled catalogue. Raises DamagedCatalogueError."""
    try:
        return gettext.GNUTranslations(io.BytesIO(file.read_bytes()))
    except (OSError, ValueError, LookupError, struct.error) as failure:
        raise DamagedCatalogueError(file.name, 1, f"it is no compiled catalogue: {failure}") from (
            failure
        )


def compile_catalogue(source: Path) -> gettext.GNUTranslations:
    """Compile a `.po` file in memory. Raises DamagedCatalogueError."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 -- Babel is imported only here
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

    text = _text_of(source)
    try:
        catalogue = read_po(io.StringIO(text), abort_invalid=True)
        catalogue.charset = "utf-8"
        _check_placeholders(source.name, catalogue)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        words = gettext.GNUTranslations(io.BytesIO(compiled.getvalue()))
        words.ngettext(*_TRIAL)  # tries the plural rule
    except DamagedCatalogueError:
        raise
    except (PoFileError, ArithmeticError, LookupError, ValueError) as failure:
        number = int(getattr(failure, "lineno", None) or 0) + 1
        raise DamagedCatalogueError(source.name, number, str(failure)) from failure
    return words


def _text_of(source: Path) -> str:
    try:
        data = source.read_bytes()
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as failure:
        number = data.count(b"\n", 0, failure.start) + 1
        raise DamagedCatalogueError(source.name, number, "it is no UTF-8 text") from failure
    except OSError as failure:
        raise DamagedCatalogueError(source.name, 1, str(failure.strerror)) from failure
    for number, line in enumerate(text.split("\n"), start=1):
        if not _LINE.match(line):
            raise DamagedCatalogueError(source.name, number, "the line is none of a catalogue")
    return text


def _check_placeholders(file: str, catalogue: Iterable[Any]) -> None:
    for message in catalogue:
        asked = {name for text in _texts(message.id) for name in _placeholders(text, text)}
        known = asked | _FILLED_IN.get(message.context or "", frozenset())
        for text in _texts(message.string):
            try:
                unknown = set(_placeholders(text, _texts(message.id)[0])) - known
            except ValueError as failure:
                raise DamagedCatalogueError(file, message.lineno or 1, str(failure)) from failure
            if unknown:
                what = f"`{min(unknown)}` in `{text}` stands for nothing"
                raise DamagedCatalogueError(file, message.lineno or 1, what)


def _texts(string: Any) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, (tuple, list)) else (string or "",)


def _placeholders(text: str, original: str) -> Iterator[str]:
    """Yield what is filled into a text whose original is a pattern: `{year}`, `%(num)s`."""
    if "%(" in original:
        for match in _WORD.finditer(text):
            if match[0] != "%%":
                yield match[1] or "%"
    elif "{" in original:
        for _, name, form, conversion in Formatter().parse(text):
            if name is not None:
                yield f"{name}{form or ''}{conversion or ''}"
