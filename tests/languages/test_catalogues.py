"""Catalogues: the theme's are whole, a newsroom's own come first, damaged ones are told of."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from dateline.errors import SettingsError
from dateline.languages import DamagedCatalogueError, load_language
from dateline.model import Month
from dateline.settings import load_newsroom
from tests.reading.room import SETTINGS, Room

REPOSITORY = Path(__file__).parent.parent.parent
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
DATE = 'msgctxt "date in a list"\nmsgid "{day2} {month} {year}"\nmsgstr '
FRENCH = HEAD + (
    'msgctxt "date in a list"\nmsgid "{day2} {month} {year}"\nmsgstr "{day} {month} {year}"\n\n'
    'msgctxt "month in a date"\nmsgid "February"\nmsgstr "février"\n\n'
    'msgctxt "month in a heading"\nmsgid "February"\nmsgstr "Février"\n\n'
    'msgid "Press release"\nmsgstr "Communiqué de presse"\n\n'
    'msgid "%(num)s release"\nmsgid_plural "%(num)s releases"\n'
    'msgstr[0] "%(num)s communiqué"\nmsgstr[1] "%(num)s communiqués"\n'
)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """Give a newsroom with French, which the theme does not speak."""
    made = Room(tmp_path / "newsroom")
    made.write(
        "dateline.toml",
        SETTINGS.replace("[languages.vi]", "[languages.fr]").replace("vi =", "fr ="),
    )
    return made


def tool() -> ModuleType:
    """Load the tool that renews catalogues."""
    spec = importlib.util.spec_from_file_location("catalogues", REPOSITORY / "tools/catalogues.py")

    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_themes_catalogues_are_whole() -> None:
    """Every interface word of the code and templates is translated, and compiled as written."""
    catalogues = tool()
    words = catalogues.gather()
    paths = sorted(catalogues.LOCALE.glob("*.po"))

    assert [path.stem for path in paths] == ["vi"]
    for path in paths:
        source, compiled, missing = catalogues.renewed(path, words)

        assert missing == []
        assert source == path.read_bytes()
        assert compiled == path.with_suffix(".mo").read_bytes()


def test_a_third_language_is_a_catalogue_and_a_table(room: Room) -> None:
    """French is spoken where templates/locale/fr.po says how; what it lacks is English."""
    room.write("templates/locale/fr.po", FRENCH)
    french = load_newsroom(room.root).languages["fr"].language

    assert french.list_date(date(2024, 2, 1)) == "1 février 2024"
    assert french.list_date(date(2024, 3, 1)) == "1 March 2024"
    assert french.month_heading(Month(2024, 2)) == "Février 2024"
    assert french.words.gettext("Press release") == "Communiqué de presse"
    assert french.words.gettext("Statement") == "Statement"
    assert french.words.ngettext("%(num)s release", "%(num)s releases", 3) == "%(num)s communiqués"


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark(room: Room, ends: str, mark: str) -> None:
    """A catalogue may have been saved by any editor."""
    room.write("templates/locale/fr.po", mark + FRENCH.replace("\n", ends))
    french = load_newsroom(room.root).languages["fr"].language

    assert french.list_date(date(2024, 2, 1)) == "1 février 2024"


def test_a_newsrooms_words_come_before_the_themes(room: Room) -> None:
    """A catalogue of the newsroom changes some of the theme's words; the rest stay."""
    own = HEAD + 'msgid "Press release"\nmsgstr "Tin báo chí"\n'
    room.write("templates/locale/vi.po", own)
    language = load_language("vi", room.root / "templates" / "locale")

    assert language is not None
    assert language.words.gettext("Press release") == "Tin báo chí"
    assert language.words.gettext("Statement") == "Tuyên bố"
    assert language.list_date(date(2024, 2, 1)) == "ngày 01 tháng 02 năm 2024"


def test_a_newsroom_may_change_english(room: Room) -> None:
    """English needs no catalogue, and may have one."""
    own = (
        HEAD
        + 'msgctxt "date in a list"\nmsgid "{day2} {month} {year}"\nmsgstr "{month} {day}, {year}"\n'
    )
    room.write("templates/locale/en.po", own)
    language = load_language("en", room.root / "templates" / "locale")

    assert language is not None
    assert language.list_date(date(2024, 2, 1)) == "February 1, 2024"


def test_a_region_falls_back_to_its_language(room: Room) -> None:
    """vi-VN speaks vi, and its own words where it has some; en-GB speaks English."""
    own = HEAD + 'msgid "Statement"\nmsgstr "Phát biểu"\n'
    room.write("templates/locale/vi-VN.po", own)
    regional = load_language("vi-VN", room.root / "templates" / "locale")
    plain, british = load_language("vi-VN"), load_language("en-GB")

    assert regional is not None
    assert plain is not None
    assert british is not None
    assert (
        regional.words.gettext("Statement"),
        regional.words.gettext("Correction"),
    ) == ("Phát biểu", "Đính chính")
    assert plain.words.gettext("Statement") == "Tuyên bố"
    assert british.list_date(date(2024, 2, 1)) == "01 February 2024"


def test_what_is_edited_comes_before_what_is_compiled(room: Room) -> None:
    """Beside a `.po` that somebody edits, an old `.mo` of the newsroom is passed over."""
    room.write("templates/locale/vi.po", HEAD + 'msgid "Statement"\nmsgstr "Phát biểu"\n')
    room.write(
        "templates/locale/vi.mo", (REPOSITORY / "src/dateline/theme/locale/vi.mo").read_bytes()
    )
    language = load_language("vi", room.root / "templates" / "locale")

    assert language is not None
    assert language.words.gettext("Statement") == "Phát biểu"


def test_an_unknown_language_has_no_words() -> None:
    """A language that nobody translated is not spoken in English under another name."""
    assert load_language("fr") is None


COUNT = 'msgid "%(num)s release"\nmsgid_plural "%(num)s releases"\nmsgstr[0] '


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("hello\n", 1),
        (HEAD + 'msgid "a\nmsgstr "b"\n', 5),
        (HEAD + 'msgid "a"\nmsgstr b\n', 6),
        (HEAD + 'msgid "a"\nmsgstr "b"\n\nmsgtxt "c"\n', 8),
        (HEAD + 'msgid "a"\nmsgstr "Tiế"ng"\n', 6),
        (b"\xff\xfe\x00", 1),
        (HEAD.encode() + b'msgid "a"\nmsgstr "\xe9"\n', 6),
        (HEAD + DATE + '"{dya} {month} {year}"\n', 6),
        (HEAD + DATE + '"{day} {month"\n', 6),
        (HEAD + DATE + '"{} {month} {year}"\n', 6),
        (HEAD + DATE + '"{day:d} {month} {year}"\n', 6),
        (HEAD + DATE + '"{day.real} {month} {year}"\n', 6),
        (HEAD + DATE + '"{place} {month} {year}"\n', 6),
        (HEAD + 'msgctxt "month heading"\nmsgid "{month} {year}"\nmsgstr "{day}"\n', 6),
        (HEAD + COUNT + '"%(nun)s communiqué"\n', 5),
        (HEAD + COUNT + '"100 % %(num)s"\n', 5),
        (HEAD.replace("utf-8\\n", 'utf-8\\n"\n"Plural-Forms: nplurals=x;\\n'), 1),
    ],
)  # fmt: skip
def test_a_damaged_catalogue_is_told_at_its_place(
    room: Room, content: str | bytes, line: int
) -> None:
    """A catalogue that cannot be read, or asks for what is not filled in, is a settings error."""
    room.write("templates/locale/fr.po", content)
    with pytest.raises(SettingsError) as failure:
        load_newsroom(room.root)
    found = [(p.code, p.place.path, p.place.line) for p in failure.value.problems]

    assert [("damaged-catalogue", "templates/locale/fr.po", line)] == found


@pytest.mark.parametrize(
    "content", [b"", b"abc", b"\xde\x12\x04\x95", b"\xde\x12\x04\x95" + b"\xff" * 60]
)
def test_a_damaged_compiled_catalogue_is_told(tmp_path: Path, content: bytes) -> None:
    """A `.mo` that was cut off or is none is told of, not met while rendering."""
    (tmp_path / "fr.mo").write_bytes(content)
    with pytest.raises(DamagedCatalogueError) as failure:
        load_language("fr", tmp_path)

    assert (failure.value.file, failure.value.line) == ("fr.mo", 1)


def test_translators_may_drop_and_double_what_is_filled_in(room: Room) -> None:
    """A language may leave out the year, or write a per cent sign, where it needs to."""
    own = HEAD + DATE + '"{day} {month}"\n\n' + COUNT + '"%(num)s (100 %%)"\n'
    room.write("templates/locale/fr.po", own)
    french = load_newsroom(room.root).languages["fr"].language

    assert french.list_date(date(2024, 2, 1)) == "1 February"


def test_a_missing_catalogue_is_told_with_the_path_to_write(room: Room) -> None:
    """Who adds a language is told where its words belong."""
    with pytest.raises(SettingsError) as failure:
        load_newsroom(room.root)
    (problem,) = failure.value.problems

    assert (problem.code, problem.place.path) == ("missing-catalogue", "dateline.toml")
    assert "templates/locale/fr.po" in problem.hint
