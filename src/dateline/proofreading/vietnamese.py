"""Read the weekdays and dates of Vietnamese prose.

`thứ năm` is Thursday and `fifth`: only what can be nothing but a weekday is taken for one. Days
are always written before months.
"""

from __future__ import annotations

import re

from dateline.patterns import compiled
from dateline.proofreading.spoken import Spoken

NAMES = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_NUMBERS = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4,
    "bảy": 5, "bẩy": 5, "7": 5, "nhật": 6,
}  # fmt: skip
_MONTHS = {
    "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
_NAME = "[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb][ảẩ]y|HAI|BA|TƯ|NĂM|SÁU|BẢY"
_WORD = (
    rf"(?P<word>(?:thứ|Thứ|THỨ)\s+(?P<name>[2-7](?!\d)|{_NAME})"
    r"|(?:[Cc]hủ|CHỦ)\s+(?P<sunday>[Nn]hật|NHẬT))(?!\w)"
)
# Of what Python takes for gaps, Rust leaves out the separators of ASCII.
WEEKDAY = rf"(?:thứ|Thứ|THỨ)[\s\x1c-\x1f]+(?:[2-7]|{_NAME})|(?:[Cc]hủ|CHỦ) [Nn]"
_MONTH_WORD = r"[Mm]ười\s+(?:[Mm]ột|[Hh]ai)|" + "|".join(
    f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in _MONTHS if " " not in word
)
_YEAR = r"(?:19|20|21)\d\d(?!\d)"
DATE = (
    r"(?:(?P<day>\d{1,2})\s*(?P<sep>[/.-])\s*(?P<month>\d{1,2})"
    rf"(?:\s*(?P=sep)\s*(?P<year>{_YEAR})|(?![\d/.-]*\d))"
    rf"|(?P<day2>\d{{1,2}})\s+(?:[Tt]háng|THÁNG)\s+(?P<month2>\d{{1,2}}(?!\d)|(?:{_MONTH_WORD})(?!\w))"
    rf"(?:(?:,|\s)\s*(?:[Nn]ăm|NĂM)\s+(?P<year2>{_YEAR})|[/.-](?P<year3>{_YEAR}))?)"
)
_AFTER = rf"{_WORD}[*_]{{0,3}}(?P<gap>[\s,]*(?:\(\s*)?[*_]{{0,3}}(?:[Nn]gày\s+|NGÀY\s+)?){DATE}"
_ALONE = rf"{_WORD}[*_]{{0,3}}\)"
_BEFORE = rf"(?P<gap>[Nn]gày\s+|)(?<![\d/.-]){DATE}\s*\([*_]{{0,3}}\Z"
_LUNAR = r"[^.;\n]{0,25}(?:[Ââ]m lịch|ÂL\b)"
_ONE_OF_MORE = (
    r"(?:[Tt]hứ|THỨ|[Cc]hủ|CHỦ)\s+\w+[*_]{0,3}(?:\s*[-–—/&,]\s*|,?\s+(?:và|đến|tới|hoặc|hay)\s+)"
    r"(?:hết\s+)?\Z"
)
# Before a weekday in small letters: punctuation, or one of these words; all else may count.
_INTRODUCES = (
    r"(?:\A|[\n.,;:!?(\[“\"–—*_>|-]|(?<!\w)(?:[Vv]ào|[Tt]ừ|[Đđ]ến|[Tt]ới|[Ss]áng|[Cc]hiều|[Tt]ối|"
    r"[Tt]rưa|[Đđ]êm|[Hh]ôm|[Nn]ay|[Qq]ua|[Mm]ai|và|là|[Ll]úc|giờ|[Hh]ết|[Tt]rước|[Ss]au|"
    r"[Rr]a|[Kk]hai mạc|[Bb]ế mạc|[Tt]ổ chức|\d[hH]))[ \t]*[*_]{0,3}\Z"
)
# Before a capital: what is counted in congresses, sessions and ranks.
_COUNTED = (
    "(?i)"
    r"(?<!\w)(?:lần|khóa|khoá|kỳ|họp|hội|phiên|đợt|hạng|bậc|cấp|vòng|người|năm|tháng|tuần|ngày|"
    r"số|hệ|trí|cuộc|bên|nhóm|gia|nước|điểm|đoạn|bài|tập|phần|chương|điều|khoản|con|mục|loại|dự án)"
    r"[ \t]*[*_]{0,3}\Z"
)
OTHER_YEAR = (
    "(?i)"
    r"năm (?:ngoái|trước|sau|tới|kia|qua)|(?:hằng|hàng|mỗi|sang) năm|thường niên"
)


def weekdays(text: str) -> list[Spoken]:
    """Give each weekday that stands beside a date, in the order of place."""
    starts = [start.start() for start in compiled(WEEKDAY).finditer(text)]
    return [found for index in starts if (found := _at(text, index))]


def _at(text: str, index: int) -> Spoken | None:
    if index and text[index - 1].isalnum():
        return None
    before = text[max(0, index - 60) : index]
    match = compiled(_AFTER).match(text, index)
    if match is None:
        return _in_brackets(text, index, before)
    if (
        not match["gap"]
        or compiled(_ONE_OF_MORE).search(before)
        or compiled(_LUNAR).match(text, match.end())
    ):
        return None
    if not _is_weekday(match, before):
        return None
    year = match["year"] or match["year2"] or match["year3"]
    if year is None and match["day"]:
        # `1/2` may be a half, `1-2` a range: a date only where it says so.
        says_so = "(" in match["gap"] or "ngày" in match["gap"].lower()
        if match["sep"] != "/" or not says_so:
            return None
    return _spoken(match, match, index, match.end())


def _in_brackets(text: str, index: int, before: str) -> Spoken | None:
    """Read `02/02/2024 (thứ Sáu)`."""
    alone = compiled(_ALONE).match(text, index)
    dated = compiled(_BEFORE).search(before) if alone else None
    if alone is None or dated is None:
        return None
    if not (dated["year"] or dated["year2"] or dated["year3"] or dated["gap"]):
        return None
    return _spoken(dated, alone, index, alone.end())


def month_number(word: str) -> int:
    """Give the number of a month's name: `Mười hai` is 12."""
    return _MONTHS[" ".join(word.lower().split())]


def _is_weekday(match: re.Match[str], before: str) -> bool:
    """Tell a weekday from an ordinal by its capital and by the word before it."""
    if match["sunday"]:
        return True
    if match["name"][0].isupper():
        return not compiled(_COUNTED).search(before)
    return compiled(_INTRODUCES).search(before) is not None


def _spoken(dated: re.Match[str], said: re.Match[str], index: int, end: int) -> Spoken:
    year = dated["year"] or dated["year2"] or dated["year3"]
    month = dated["month"] or dated["month2"]
    number = int(month) if month.isdigit() else month_number(month)
    weekday = _NUMBERS[(said["name"] or said["sunday"]).lower()]
    days = ((number, int(dated["day"] or dated["day2"])),)
    return Spoken(index, end, "vi", said["word"], weekday, int(year) if year else None, days)
