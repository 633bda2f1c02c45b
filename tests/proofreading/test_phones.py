"""Telephone numbers are judged by libphonenumber, and old Vietnamese codes get their new ones."""

from __future__ import annotations

import subprocess
import sys
import time

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.proofreading import phones
from dateline.proofreading.areas import AREAS
from dateline.proofreading.phones import fault, invalid_phones


@pytest.mark.parametrize(
    "text",
    [
        "Call +84 24 3734 0902.", "+84 (0)24 3734 0902", "+84-24-3734-0902", "(+84) 24 3734 0902", "+842437340902",
        "+41 22 799 7912", "+84 912 345 678", "+84 28 3823 4567", "+84 236 381 2345", "tel:+842437340902",
        "+1 000 000 jobs", "+1 250 000 people", "+2.500.000", "grew by +10.5 per cent", "UTC+07:00 1234567",
        "a+12345678", "https://x.org/?q=+12345678", "+84 24 3734 0902 ext. 5", "+ 84 4 3734 0902", "C++ 1234567",
        "+123456%", "024 3734 0902", "+84 838 234 567", "+44 20 7946 0958", "+84 1900 1234", "no number",
        "Write `+84 4 3734 0902` so.", "```\n+84 4 3734 0902\n```\n", "~~~\n+84 4 3734 0902\n",
    ],
)  # fmt: skip
def test_no_false_alarm(text: str) -> None:
    """Numbers that can be called, and what only looks like one, bring no alarm."""
    assert [each.message for each in invalid_phones(text)] == []


@pytest.mark.parametrize(
    ("text", "start", "hint"),
    [
        ("Call +84 4 3734 0902.", 5, "The code 4 of Hà Nội became 24 in 2017: +84 24 3734 0902."),
        ("+84 (4) 3734 0902", 0, "The code 4 of Hà Nội became 24 in 2017: +84 24 3734 0902."),
        ("(+84-4) 3734 0902", 0, "The code 4 of Hà Nội became 24 in 2017: +84 24 3734 0902."),
        ("+84 (0)4 3734 0902", 0, "The code 4 of Hà Nội became 24 in 2017: +84 24 3734 0902."),
        ("+84 04 3734 0902", 0, "The code 4 of Hà Nội became 24 in 2017: +84 24 3734 0902."),
        ("[x](tel:+84437340902)", 8, "The code 4 of Hà Nội became 24 in 2017: +84 24 3734 0902."),
        ("+84 8 3823 4567", 0, "The code 8 of Thành phố Hồ Chí Minh became 28 in 2017: +84 28 3823 4567."),
        ("(+84) 8 3823 4567", 0, "The code 8 of Thành phố Hồ Chí Minh became 28 in 2017: +84 28 3823 4567."),
        ("+84 511 381 2345", 0, "The code 511 of Đà Nẵng became 236 in 2017: +84 236 381 2345."),
        ("+84 61 381 2345", 0, "The code 61 of Đồng Nai became 251 in 2017: +84 251 381 2345."),
        ("+84 162 345 6789", 0, "Mobile numbers in 162 became 32 in 2018: +84 32 345 6789."),
        ("+41 22 799 79", 0, "Check it against its source, figure by figure."),
        ("+84 999 999", 0, "Check it against its source, figure by figure."),
        ("+999 1234 5678", 0, "Check it against its source, figure by figure."),
        ("+1234567890123456", 0, "Check it against its source, figure by figure."),
    ],
)  # fmt: skip
def test_what_nobody_answers(text: str, start: int, hint: str) -> None:
    """A number that cannot be called is told at its start, with its new code where it has one."""
    (found,) = invalid_phones(text)

    assert (start, hint) == (found.start, found.hint)


@pytest.mark.parametrize(
    ("text", "start", "hint"),
    [
        ("ĐT: 04 3734 0902", 4, "The code 4 of Hà Nội became 24 in 2017: +84 24 3734 0902."),
        ("Tel. (04) 3734 0902.", 5, "The code 4 of Hà Nội became 24 in 2017: +84 24 3734 0902."),
        ("04.37340902", 0, "The code 4 of Hà Nội became 24 in 2017: +84 24 3734 0902."),
        ("(04)37340902", 0, "The code 4 of Hà Nội became 24 in 2017: +84 24 3734 0902."),
        ("04-3 734 0902", 0, "The code 4 of Hà Nội became 24 in 2017: +84 24 3734 0902."),
        ("(04) 2220 1234", 0, "The code 4 of Hà Nội became 24 in 2017: +84 24 2220 1234."),
        ("(08) 3822 1234", 0, "The code 8 of Thành phố Hồ Chí Minh became 28 in 2017: +84 28 3822 1234."),
        ("08.3822.1234", 0, "The code 8 of Thành phố Hồ Chí Minh became 28 in 2017: +84 28 3822 1234."),
        ("0511 381 2345", 0, "The code 511 of Đà Nẵng became 236 in 2017: +84 236 381 2345."),
        ("(0511) 3.812.345", 0, "The code 511 of Đà Nẵng became 236 in 2017: +84 236 381 2345."),
        ("(061) 3842 123", 0, "The code 61 of Đồng Nai became 251 in 2017: +84 251 384 2123."),
        ("0168 345 6789", 0, "Mobile numbers in 168 became 38 in 2018: +84 38 345 6789."),
        ("(04) 3734 0902/903", 0, "The code 4 of Hà Nội became 24 in 2017: +84 24 3734 0902."),
    ],
)  # fmt: skip
def test_old_codes_without_the_countrys(text: str, start: int, hint: str) -> None:
    """A national number with a code of before 2017 is told in Viet Nam, with its new code."""
    (found,) = invalid_phones(text, is_vietnamese=True)

    assert (start, hint) == (found.start, found.hint)
    assert list(invalid_phones(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "024 3734 0902", "(024) 3734 0902", "028 3822 1234", "(0236) 381 2345", "0225 384 2123", "(031) 3842 123", "0912 345 678",
        "083 822 1234", "0838 221 234", "0838.221.234", "090 345 6789", "033 384 4844", "0705 123 456", "0563 812 345",
        "079 345 6789", "0437340902", "0313456789", "0400101394", "04 37 34 09 02", "04 3734 090", "04 3734 0902 11",
        "04 3734 0902%", "08 2023 0012", "04 1734 0902", "1904 3734 0902", "+84 24 3734 0902", "+84 (0)24 3734 0902",
        "1.04 3734 0902", "a04 3734 0902", "/04-37340902", "04/2024", "04.02.2024", "04 500 000 000", "03 5000 0000",
        "06 1381 2345", "1900 0455", "004 3734 0902", "", "0", "04", "(04)",
    ],
)  # fmt: skip
def test_no_false_alarm_without_the_countrys_code(text: str) -> None:
    """New codes, ten-figure mobiles, tax numbers, French pairs, dates and amounts are left alone."""
    assert [each.message for each in invalid_phones(text, is_vietnamese=True)] == []


def test_number_with_both_codes_is_told_once() -> None:
    """Behind `+84` the old code is told once."""
    (found,) = invalid_phones("+84 (04) 3734 0902", is_vietnamese=True)

    assert found.start == 0


@given(
    st.from_regex(r"0(?:[35789][0-9]|2[0-9]{1,2})", fullmatch=True),
    st.from_regex(r"[0-9]{7,8}", fullmatch=True),
)
def test_valid_numbers_are_never_told(code: str, rest: str) -> None:
    """Whatever libphonenumber takes for a number of today is not told, however it is set apart."""
    if phonenumbers.is_valid_number(phonenumbers.parse(code + rest, "VN")):
        for text in (f"{code} {rest}", f"({code}) {rest[:-4]} {rest[-4:]}", code + rest):
            told = [each.hint for each in invalid_phones(text, is_vietnamese=True)]

            assert told == []


@pytest.mark.parametrize("number", ["04 3734 0902", "(04) 3734 0902"])
def test_contact_with_an_old_code_gets_the_new_one(number: str) -> None:
    """A contact's number, too, is told its new code rather than to add the country's."""
    assert fault(number) == "The code 4 of Hà Nội became 24 in 2017: +84 24 3734 0902."


def test_contacts_need_a_country_code() -> None:
    """What journalists abroad are to call starts with a plus sign."""
    assert fault("024 3734 0902") == "Write it with the country code: +84 24 3734 0902."


@pytest.mark.parametrize("old", AREAS)
def test_every_new_code_can_be_called(old: str) -> None:
    """The table's new codes are ones that libphonenumber knows, each once; 59 provinces changed."""
    new, _ = AREAS[old]
    number = phonenumbers.parse(f"+84{new}{'37340902' if len(new) == 2 else '3812345'}")

    assert phonenumbers.is_valid_number(number)
    assert len({code for code, _ in AREAS.values()}) == len(AREAS) == 59


@given(st.from_regex(r"\+84[235789][0-9]{7,10}", fullmatch=True))
def test_what_is_passed_without_the_library_it_would_pass(number: str) -> None:
    """The short cut for Vietnamese numbers lets nothing through that the library refuses."""
    valid = phonenumbers.is_valid_number(phonenumbers.parse(number))

    assert valid is (not fault(number))


def test_the_library_is_loaded_only_for_a_doubtful_number() -> None:
    """A newsroom of plain numbers never waits for libphonenumber."""
    program = (
        "import sys; from dateline.proofreading.phones import fault;"
        "assert not fault('+84 24 3734 0902'); assert 'phonenumbers' not in sys.modules;"
        "assert not fault('+41 22 799 7912'); assert 'phonenumbers' in sys.modules"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    "text",
    [
        "+1" * 100_000,
        "+1 " * 100_000,
        "+" + "1 " * 200_000,
        "+1(" * 90_000,
        "+1 (" * 9,
        "04 3" * 90_000,
        " 04 3" + " 3" * 90_000,
    ],
)
def test_monsters_are_read_soon(text: str) -> None:
    """No text makes the rule take more than its length."""
    start = time.process_time()
    list(invalid_phones(text, is_vietnamese=True))

    assert time.process_time() - start < 3


PARTS = st.sampled_from(["+", "(", ")", "+8", "4 ", "123", " ", "a", "%", "/", "-", "٣"])


@given(st.lists(PARTS, max_size=30).map("".join))
def test_numbers_are_found_by_their_plus_signs(text: str) -> None:
    """What is looked for from plus sign to plus sign is all that the pattern finds."""
    expected = [match.span() for match in phones._NUMBER.finditer(text)]

    assert expected == [match.span() for match in phones._numbers(text)]
