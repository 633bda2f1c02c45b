"""Sorting as a reader expects; the Vietnamese lists are ICU's (`new Intl.Collator("vi")`)."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.languages import sort_key

LETTERS = list(
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)
PROVINCES = (
    "An Giang|Bà Rịa|Bạc Liêu|Bắc Giang|Bắc Kạn|Bắc Ninh|Bến Tre|Bình Dương|Bình Định|Bình Phước|"
    "Bình Thuận|Cà Mau|Cao Bằng|Cần Thơ|Dak Lak|Đà Nẵng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai|"
    "Đồng Tháp|Gia Lai|Hà Giang|Hà Nội|Hải Phòng|Hậu Giang|Hòa Bình|Hưng Yên|Khánh Hòa|Kiên Giang|"
    "Kon Tum|Lạng Sơn|Lào Cai|Lâm Đồng|Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|"
    "Phú Yên|Quảng Bình|Quảng Nam|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|"
    "Thái Bình|Thái Nguyên|Thanh Hóa|Thừa Thiên Huế|Tiền Giang|Trà Vinh|Tuyên Quang|Vĩnh Long|"
    "Vĩnh Phúc|Yên Bái"
).split("|")
WORDS = (
    "“a|(a|1|10|2|a|a b|a-b|a–b|a1|a10|a2|ab|ad|Ærø|af|An sinh xã hội|An toàn|Bình đẳng giới|co op|"
    "co-op|Co-op|coop|éclair|hoa|hoà|hòa|Láo|lao động|Lao động|Lao Động|láo nháo|ma|mA|Ma|MA|mà|mả|"
    "mã|má|mạ|mai|mẻ|ñ|nz|strass|Straße|strasz|thuỷ|thủy|über|uy|ư|Viêc|Việc làm|Zebra"
).split("|")
# Made at random from letters of all sorts.
RANDOM = (
    "-|-ợ|ảả|áàặ|AAlẹ|ãDDứ|àđ|Aẹ|ãí|àÔÔớ|áụậy|Aúu|Aự|ảvƠỵ|ắạ|ặDíe|ắlá|ăƠộ|ắụăƯ|ấa|âấ|ấéộ|ậeƯe|âợ|"
    "ậợ|âtAk|âú|ấúọv|ậư|bêẹe|dạ|Dãíí|Dợh|đ kẤ|Đeãô|đml|ẹ-|éá|eãbệ|éo|éóaộ|Êé|ếgêị|êọ|ệọ|ếơý|ệt|"
    "ệưoá|gậ|gợị|iãáÂ|iạéị|íăẤ|iô|iúi|lđ|mú|mytD|nà|nịđ|óẤụ|óấự|ọl|ómó|ọúố|ố|Ô ớ|ô-ị|ốÂ|Ôđ|Ơááọ|"
    "ƠặÊấ|ớứ|ớựứ|tđvÔ|tụD|tƯ|tứ|ụẹ|uheă|uí|ụóâả|ụưu|Ưđỵd|Ưeu|ựêộ|ứv|vk|ỵa|ỵớớ"
).split("|")


@pytest.mark.parametrize("expected", [LETTERS, PROVINCES, WORDS, RANDOM])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_vietnamese_is_icus_order(expected: list[str], form: str) -> None:
    """Letters over the whole name first, then tones, then small before capital."""
    expected = [unicodedata.normalize(form, word) for word in expected]  # type: ignore[arg-type]
    shuffled = random.Random(1).sample(expected, len(expected))

    assert expected == sorted(shuffled, key=lambda word: sort_key(word, "vi"))


def test_a_region_changes_nothing() -> None:
    """`vi-VN` is Vietnamese."""
    assert sort_key("Đà Nẵng", "vi") == sort_key("Đà Nẵng", "vi-VN")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["apple", "Banana", "Éclair", "eclipse", "zebra"]),
        ("en", ["course", "Course", "courses"]),
        ("fr", ["cote", "côté", "cotes"]),
    ],
)
def test_other_languages_pass_over_case_and_accents(language: str, expected: list[str]) -> None:
    """Capitals and accents do not send a word to the end of the list."""
    shuffled = random.Random(1).sample(expected, len(expected))

    assert expected == sorted(shuffled, key=lambda word: sort_key(word, language))


@given(st.lists(st.text(), max_size=6), st.sampled_from(["vi", "en"]))
def test_the_order_is_the_same_whatever_came_first(words: list[str], language: str) -> None:
    """No two words tie but the same ones: the order never depends on the input's."""
    forwards = sorted(words, key=lambda word: sort_key(word, language))
    turned = words[::-1]
    backwards = sorted(turned, key=lambda word: sort_key(word, language))

    assert forwards == backwards
