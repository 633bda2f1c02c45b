"""Folding words to what ids and addresses are made of."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.languages import bare, fold

# Every vowel of Vietnamese with every tone; đ is a letter of its own.
VOWELS = {
    "a": "aàảãáạăằẳẵắặâầẩẫấậ",
    "e": "eèẻẽéẹêềểễếệ",
    "i": "iìỉĩíị",
    "o": "oòỏõóọôồổỗốộơờởỡớợ",
    "u": "uùủũúụưừửữứự",
    "y": "yỳỷỹýỵ",
    "d": "dđ",
}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("letter", "forms"), VOWELS.items())
def test_every_vietnamese_letter(form: str, letter: str, forms: str) -> None:
    """Each letter with each tone, small or capital, joined or in pieces, folds to its base."""
    written = [unicodedata.normalize(form, each) for each in forms + forms.upper()]  # type: ignore[arg-type]

    assert [letter] * len(written) == [fold(each) for each in written]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Đối thoại xã hội ở Việt Nam", "doi-thoai-xa-hoi-o-viet-nam"),
        ("ĐÀO TẠO NGHỀ – 100 ngày đầu", "dao-tao-nghe-100-ngay-dau"),
        ("Tiền lương tối thiểu (2024)", "tien-luong-toi-thieu-2024"),
        ("Straße, Ærø, Øre, Łódź, Œuvre", "strasse-aero-ore-lodz-oeuvre"),
        ("Þór ıstanbul İstanbul Ħal", "thor-istanbul-istanbul-hal"),
        ("№ 5: 30 ℃, ½ m²", "no-5-30-c-1-2-m2"),
        ("ﬁne Ｆｕｌｌ ℌello", "fine-full-hello"),
        ("already-a-slug-2", "already-a-slug-2"),
        ("--A--b__c..d--", "a-b-c-d"),
        ("a\u00a0b\u2013c", "a-b-c"),
        ("news 😀 today", "news-today"),
        ("😀", ""),
        ("新闻", ""),
        ("", ""),
        (" - ", ""),
    ],
)
def test_words(text: str, slug: str) -> None:
    """Words are small letters a to z and digits, joined by single hyphens."""
    assert slug == fold(text)


@given(st.text())
def test_a_slug_is_plain_and_folds_to_itself(text: str) -> None:
    """Whatever is folded can stand in an address, and folding it again changes nothing."""
    slug = fold(text)

    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert slug == fold(slug)


@given(st.text())
def test_case_and_composition_never_tell_two_slugs_apart(text: str) -> None:
    """Capitals, and letters in pieces, are the same slug."""
    slug = fold(text)

    assert slug == fold(unicodedata.normalize("NFD", text))
    assert slug == fold(unicodedata.normalize("NFC", text))
    assert slug == fold(text.casefold())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ILO/2024/03", "ilo/2024/03"),
        ("Số 1", "so 1"),
        ("SO\u0302\u0301 1", "so 1"),
        ("Đ.1", "d.1"),
        ("新闻", "新闻"),
        ("A_b-C", "a_b-c"),
    ],
)
def test_bare_words_keep_their_signs(text: str, expected: str) -> None:
    """Without case and accents, signs and other scripts still tell two words apart."""
    assert expected == bare(text)


@given(st.text())
def test_marks_are_told_by_unicode(text: str) -> None:
    """What is kept of a letter from one text to the next is what Unicode says of it."""
    letters = "".join(
        c for c in unicodedata.normalize("NFKD", text.casefold()) if c not in "đðøłæœþħı"
    )

    assert not any(unicodedata.combining(c) for c in bare(text))
    assert bare("".join(c for c in letters if not unicodedata.combining(c))) == bare(letters)
