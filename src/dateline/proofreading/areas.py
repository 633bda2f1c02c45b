"""Know the area codes that Viet Nam changed in 2017, province by province.

Source: Decision 2036/QĐ-BTTTT of 21 November 2016, in three steps from 11 February to 17 June
2017. Four provinces kept theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dateline.patterns import finder

_CHANGES = """
22 212 Sơn La | 231 213 Lai Châu | 20 214 Lào Cai | 230 215 Điện Biên | 29 216 Yên Bái
52 232 Quảng Bình | 53 233 Quảng Trị | 54 234 Thừa Thiên Huế | 510 235 Quảng Nam | 511 236 Đà Nẵng
37 237 Thanh Hóa | 38 238 Nghệ An | 39 239 Hà Tĩnh | 33 203 Quảng Ninh | 240 204 Bắc Giang
25 205 Lạng Sơn | 26 206 Cao Bằng | 27 207 Tuyên Quang | 280 208 Thái Nguyên | 281 209 Bắc Kạn
320 220 Hải Dương | 321 221 Hưng Yên | 241 222 Bắc Ninh | 31 225 Hải Phòng | 351 226 Hà Nam
36 227 Thái Bình | 350 228 Nam Định | 30 229 Ninh Bình | 780 290 Cà Mau | 781 291 Bạc Liêu
710 292 Cần Thơ | 711 293 Hậu Giang | 74 294 Trà Vinh | 76 296 An Giang | 77 297 Kiên Giang
79 299 Sóc Trăng | 4 24 Hà Nội | 8 28 Thành phố Hồ Chí Minh | 61 251 Đồng Nai | 62 252 Bình Thuận
64 254 Bà Rịa – Vũng Tàu | 55 255 Quảng Ngãi | 56 256 Bình Định | 57 257 Phú Yên
58 258 Khánh Hòa | 68 259 Ninh Thuận | 60 260 Kon Tum | 501 261 Đắk Nông | 500 262 Đắk Lắk
63 263 Lâm Đồng | 59 269 Gia Lai | 70 270 Vĩnh Long | 651 271 Bình Phước | 72 272 Long An
73 273 Tiền Giang | 650 274 Bình Dương | 75 275 Bến Tre | 66 276 Tây Ninh | 67 277 Đồng Tháp
"""
AREAS = {
    old: (new, province)
    for old, new, province in (
        change.strip().split(maxsplit=2)
        for change in _CHANGES.strip().replace("\n", "|").split("|")
    )
}
# The eleven-figure mobile numbers lost a figure between 15 September and 14 November 2018.
_MOBILES = {
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78", "123": "83", "124": "84",
    "125": "85", "127": "81", "129": "82", "162": "32", "163": "33", "164": "34", "165": "35",
    "166": "36", "167": "37", "168": "38", "169": "39", "186": "56", "188": "58", "199": "59",
}  # fmt: skip
_BY_LENGTH = tuple(sorted(AREAS, key=lambda code: -len(code)))
# Eight figures after `8` and a gap: today they would be a mobile number, but none is written so.
_SAIGON = re.compile(
    r"\(?\+84\)?[ .\-\u00a0]?\(?(?:\(0\)|0)?[ .]?8\)?[ .\-\u00a0]\(?\d(?:[ .\-\u00a0]?\d){7}\Z"
)
# `(04) 3734 0902`, `0511.381 2345`: subscribers' numbers began with 3 to 7, or 22. How they start,
# without what stands around them.
OLD_NUMBER = r"0[1-9]\d{0,2}[) .\-\u00a0][ .\-\u00a0]?(?:[3-7]|22)[ .\-\u00a0]?\d"
_NATIONAL = re.compile(
    r"0(?<![\w/=&?+%-]0)(?<!\d[.,]0)(?P<code>[1-9]\d{0,2})(?:\)[ .\-\u00a0]?|[ .\-\u00a0])"
    r"(?P<rest>(?:[3-7]|22)(?:[ .\-\u00a0]?\d){5,7})(?![ .\-\u00a0]?\d|%)"
)
_ABROAD = re.compile(r"\+\d{1,3}[ ().\-\u00a0]*\Z")
_NEAR = 8
_PAIRS = re.compile(r"\d\d(?:[ .-]\d\d){3}\Z")  # as the French write theirs
_GAPS = re.compile(r"\D")


def is_old_saigon(number: str) -> bool:
    """Say whether a number is written with the old code of Ho Chi Minh City, 8."""
    return _SAIGON.match(number) is not None


def new_code(figures: str) -> str:
    """Name the new code of a number that nobody answers any more; empty where there is none.

    `figures` are the number's plus sign and figures alone.
    """
    if not figures.startswith("+84"):
        return ""
    subscriber = figures[3:].removeprefix("0")
    for old in (*_BY_LENGTH, subscriber[:3]):
        rest = subscriber.removeprefix(old)
        if rest != subscriber and (hint := _hint(old, rest)):
            return hint
    return ""


class OldNumber(NamedTuple):
    """A number with a code that was one: its start, as written, its figures, its new code."""

    start: int
    written: str
    figures: str
    hint: str


def old_numbers(text: str) -> Iterable[OldNumber]:
    """Give the numbers of a text that are written without `+84` and with a code that was one.

    The code stands apart, in brackets or before a gap: what runs on may be no telephone's at all.
    """
    return _old_numbers(text) if finder(OLD_NUMBER)(text) else ()


def _old_numbers(text: str) -> Iterator[OldNumber]:
    for match in _NATIONAL.finditer(text):
        start = match.start()
        before = text[max(0, start - _NEAR) : start]
        if _ABROAD.search(before) or _PAIRS.match(match["rest"]):
            continue
        if hint := _hint(match["code"], _GAPS.sub("", match["rest"])):
            start -= before.endswith("(")
            figures = f"+84 {match['code']} {match['rest']}"
            yield OldNumber(start, text[start : match.end()], figures, hint)


def _hint(old: str, rest: str) -> str:
    """Name the new code of an old one before so many figures; empty where it never was one."""
    if old in AREAS and len(rest) == (8 if old in {"4", "8"} else 7):
        new, province = AREAS[old]
        return f"The code {old} of {province} became {new} in 2017: +84 {new} {_grouped(rest)}."
    if old in _MOBILES and len(rest) == 7:
        new = _MOBILES[old]
        return f"Mobile numbers in {old} became {new} in 2018: +84 {new} {_grouped(rest)}."
    return ""


def _grouped(rest: str) -> str:
    return f"{rest[:-4]} {rest[-4:]}"
