"""Texts that hold no sign of a slip are not searched for it, and no slip is missed so."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from dateline.problems import Place
from dateline.proofreading import Copy, areas, english, proof, proofread, vietnamese
from dateline.proofreading.weekdays import weekday_finder
from dateline.validation import Location

DAY = date(2024, 2, 1)
PIECES = st.sampled_from(
    [
        "Text", "Tiếng Việt", " ", " ", ", ", "\n\n", "\x1f", "\u00a0", "(", ")", "_", "ngày ", "thứ", "Thứ ", "hai", "Ba", "2",
        "Monday", "SUN", "Fri.", "2 February 2024", "3/2/2024", "ngày 2/2/2024", "thứ Hai", "Chủ nhật", "CHỦ NHẬT",
        "  ", "+84 4 3734 0902", "(04) 3734 0902", "0511.381 2345", "0120-", "345 6789", "Bá»™", "Ä‘", "Lorem", "lorem ipsum",
        "Vietnam", "PER CENT", "per cent", "`", "|", "TBC",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=12).map("".join)
SPELLING = {"Vietnam": "Viet Nam", "per cent": "percent"}
COPIES = st.builds(
    Copy,
    language=st.sampled_from(["en", "en-GB", "vi", "fr"]),
    body=TEXTS,
    keys=st.fixed_dictionaries({("title",): TEXTS, ("summary",): TEXTS}),
    day=st.just(DAY),
    spelling=st.sampled_from([{}, SPELLING]),
    refused=st.dictionaries(st.just(("image", "alt")), TEXTS),
    is_vietnamese=st.booleans(),
)


@given(COPIES)
@example(Copy("vi", "Text", {("title",): "Tiếng Việt  mới"}, DAY))
@example(Copy("en", "Tiếng Việt", {("title",): "Text"}, DAY, refused={("summary",): "A  b"}))
def test_no_slip_is_missed(copy: Copy) -> None:
    """All texts asked together tell what each tells by itself."""
    texts = ((proof.BODY, copy.body), *copy.keys.items(), *copy.refused.items())
    expected = [(at, each) for at, text in texts for each in proof._anywhere(text, copy)]

    assert expected == [*proof._of_texts(copy)]


@given(TEXTS)
@example("x thứ\x1fhai, ngày 2/2/2024")
@example("2 February 2024 (Friday)")
def test_no_weekday_is_passed_over(text: str) -> None:
    """Where no sign of a weekday stands, the patterns that read weekdays find none."""
    for language, speaker in (("en", english), ("vi", vietnamese)):
        starts = [n for n in range(len(text)) if speaker._at(text, n)]

        assert weekday_finder(language)(text) or not starts


@given(TEXTS)
def test_no_old_number_is_passed_over(text: str) -> None:
    """Where no sign of an old code stands, there is none."""
    assert [*areas.old_numbers(text)] == [*areas._old_numbers(text)]


def test_a_slip_is_told_where_it_stands() -> None:
    """A finding of any text comes with the place of its text."""
    asked: list[tuple[Location, int]] = []

    def place(at: Location, index: int) -> Place:
        asked.append((at, index))
        return Place("a.md", index + 1)

    keys: dict[Location, str] = {("title",): "A  title", ("summary",): "B"}
    told = proofread(Copy("en", "Text.", keys, DAY), place)

    assert asked == [(("title",), 1)]
    assert [(each.code, each.place) for each in told] == [("double-space", Place("a.md", 2))]
