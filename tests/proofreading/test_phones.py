"""Telephone numbers are judged by libphonenumber, and old Vietnamese codes get their new ones."""

from __future__ import annotations

import subprocess
import sys
import time

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    "text", ["+1" * 100_000, "+1 " * 100_000, "+" + "1 " * 200_000, "+1(" * 90_000, "+1 (" * 9]
)
def test_monsters_are_read_soon(text: str) -> None:
    """No text makes the rule take more than its length."""
    start = time.process_time()
    list(invalid_phones(text))

    assert time.process_time() - start < 3
