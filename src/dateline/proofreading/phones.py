"""Judge telephone numbers by Google's libphonenumber, and name the new code of an old one.

The library is loaded only for a number that is not plainly right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from dateline.problems import warning
from dateline.proofreading.areas import is_old_saigon, new_code, old_numbers
from dateline.proofreading.finding import Finding
from dateline.proofreading.masking import without_code

INVALID_PHONE = warning(
    "invalid-phone",
    "Nobody can be reached under the number; area codes change, and figures are lost in copying.",
    where="text",
    bad="Call +84 4 3734 0902.",
    good="Call +84 24 3734 0902.",
)
# A number in the international form (ITU-T E.123): +, seven figures or more, single marks between.
_NUMBER = re.compile(r"(?<![\w/=&?+%])\(?\+\d(?:[ .\-\u00a0\u2011/]?[ ]?\(?\d\)?){6,16}(?![\d%])")
_PLUS = re.compile(r"\+\d")
# Viet Nam's plan since 2018 (Circular 22/2014/TT-BTTTT): Hanoi and Ho Chi Minh City, the other
# provinces, mobiles. A number that fits needs no library; one that does not may still be right.
_PLAINLY_RIGHT = re.compile(
    r"\+84(?:2(?:0[3-9]|1[0-689]|2[0-25-9]|3[2-9]|4[2-8]|5[124-9]|6[0-39]|7[0-7]|8[2-9]|9[0-4679])"
    r"\d{7}|(?:3[2-9]|5[689]|7[06-9]|8[1-8]|9[0-46-8])\d{7})\Z"
)
# `+1 250 000 people` is an amount: thousands set off, the last three being noughts.
_AMOUNT = re.compile(r"\(?\+\d{1,3}(?:[ .\u00a0]\d{3})*[ .\u00a0]000\Z")
_MOST = 20
_MARKS = re.compile(r"[^\d+]|\(0\)")


def invalid_phones(text: str, *, is_vietnamese: bool = False) -> Iterable[Finding]:
    """Give the telephone numbers of a text that cannot be called.

    Without a country's code only those that were Vietnamese are known, in a Vietnamese text.
    """
    old = _old_phones(text) if is_vietnamese else ()
    return (*old, *_international_phones(text)) if "+" in text else old


def _old_phones(text: str) -> Iterator[Finding]:
    # Some codes of before are those of mobiles today.
    old = (each for each in old_numbers(text) if fault(each.figures))
    for each in islice(old, _MOST):
        message = f"`{each.written}` has a code that is no more."
        yield Finding(INVALID_PHONE, each.start, message, each.hint)


def _international_phones(text: str) -> Iterator[Finding]:
    if "`" in text or "~~~" in text:
        text = without_code(text)  # an example of a program's, not a number to call
    numbers = (match for match in _numbers(text) if not _AMOUNT.match(match[0]))
    faulty = ((match, hint) for match in numbers if (hint := fault(match[0])))
    for match, hint in islice(faulty, _MOST):
        message = f"`{match[0]}` is no telephone number."
        yield Finding(INVALID_PHONE, match.start(), message, hint)


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """Give what is written as numbers, each from its plus sign on, or a bracket before it.

    So a text of 3 kB takes 1 µs: where the pattern itself looks for starts, 45.
    """
    for plus in _PLUS.finditer(text):
        start = plus.start()
        in_bracket = text[start - 1 : start] == "(" and _NUMBER.match(text, start - 1)
        if match := in_bracket or _NUMBER.match(text, start):
            yield match


def fault(number: str) -> str:
    """Say what is wrong with a telephone number, as a hint; empty where nothing is."""
    figures = _MARKS.sub("", number)
    if not is_old_saigon(number) and (_PLAINLY_RIGHT.match(figures) or _is_valid(number)):
        return ""
    if not figures.startswith("+"):
        for old in old_numbers(number):
            return old.hint
        return "Write it with the country code: +84 24 3734 0902."
    return new_code(figures) or "Check it against its source, figure by figure."


@lru_cache(maxsize=10_000)
def _is_valid(number: str) -> bool:
    import phonenumbers  # noqa: PLC0415 -- 45 ms, and few newsrooms need it

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False
