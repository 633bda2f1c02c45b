"""Every key of front matter, in right and wrong form."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from dateline.model import Attachment, Change, Coverage, Kind, LocalFile, Picture, Withdrawal
from tests.reading.room import COURSE, PIXEL, Room

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
PNG = LocalFile("a.png", "releases/a.png", len(PIXEL), "image/png")
MOMENT = datetime(2024, 2, 3, 9, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("keys", "name", "value"),
    [
        ("", "summary", ""),
        ("summary: One\n", "summary", "One"),
        ("summary: >\n  One\n  paragraph\n\n  of text\n", "summary", "One paragraph of text"),
        ("place: Hà Nội\n", "place", "Hà Nội"),
        ("", "kind", Kind.PRESS_RELEASE),
        ("kind: press-release\n", "kind", Kind.PRESS_RELEASE),
        ("kind: media-advisory\n", "kind", Kind.MEDIA_ADVISORY),
        ("kind: statement\n", "kind", Kind.STATEMENT),
        ("kind: correction\n", "kind", Kind.CORRECTION),
        ("", "topics", ()),
        ("topics: []\n", "topics", ()),
        ("topics: [skills]\n", "topics", ("skills",)),
        ("topics: [skills, skills]\n", "topics", ("skills",)),
        ("contacts:\n- press\n", "contacts", ("press",)),
        ("reference: ILO/2024/03\n", "reference", "ILO/2024/03"),
        ('reference: "2024"\n', "reference", "2024"),
        ("", "ident", "2024-02-01-course"),
        ("id: 2023-01-02-khóa-học\n", "ident", "2023-01-02-khoa-hoc"),
        ("", "slug", "course"),
        ("slug: khoa-hoc-2\n", "slug", "khoa-hoc-2"),
        ("", "key", "2024-02-01-course"),
        ("translation_key: kho\u0301a\n", "key", "khóa"),
        ("byline: Nguyễn Văn A\n", "byline", "Nguyễn Văn A"),
        ("", "picture", None),
        ("image: {src: a.png, alt: A}\n", "picture", Picture(PNG, "A", "", "", 1, 1)),
        (
            "image:\n  src: ./a.png\n  alt: A\n  caption: B\n  credit: C\n",
            "picture",
            Picture(PNG, "A", "B", "C", 1, 1),
        ),
        ("attachments: [{file: a.png, title: A}]\n", "attachments", (Attachment(PNG, "A"),)),
        (
            "attachments:\n- file: a.png\n  title: A\n  lang: pt-BR\n",
            "attachments",
            (Attachment(PNG, "A", "pt-BR"),),
        ),
        ("notes: |\n  One\n\n  Two\n", "notes", "One\n\nTwo\n"),
        ("related: [2024-02-01-course]\n", "related", ("2024-02-01-course",)),
        ("coverage: [{title: A}]\n", "coverage", (Coverage("A"),)),
        (
            "coverage:\n- {title: A, url: 'https://a.vn/b?c', outlet: B, date: 2024-02-05}\n",
            "coverage",
            (Coverage("A", "https://a.vn/b?c", "B", date(2024, 2, 5)),),
        ),
        ("", "draft", False),
        ("draft: true\n", "draft", True),
        ("draft: false\n", "draft", False),
        ("", "embargo", None),
        ("embargo: 2024-02-03T02:00Z\n", "embargo", MOMENT),
        ("changes: []\n", "changes", ()),
        (
            """changes:
- {at: 2024-02-03 09:00, note: A, kind: minor}
- {at: 2024-02-03, note: B, kind: major}
""",
            "changes",
            (
                Change(MOMENT, "A", major=False),
                Change(MOMENT.replace(hour=0), "B", major=True, at_is_day=True),
            ),
        ),
        ("", "withdrawn", None),
        ("withdrawn: {at: 2024-02-03T02:00Z, reason: A}\n", "withdrawn", Withdrawal(MOMENT, "A")),
        (
            "withdrawn: {at: 2024-02-03 09:00, reason: A, replaced_by: 2024-02-01-course}\n",
            "withdrawn",
            Withdrawal(MOMENT, "A", "2024-02-01-course"),
        ),
        ("aliases: [/news/2019/course/, /a.html]\n", "aliases", ("/news/2019/course/", "/a.html")),
        ("x-any: 5\n", "extra", {"x-any": 5}),
        ("x-: {a: [1, ~, no]}\n", "extra", {"x-": {"a": [1, None, "no"]}}),
    ],
)  # fmt: skip
def test_right_forms(room: Room, keys: str, name: str, value: object) -> None:
    """Each key in its right form is the edition's value; left out, it has its default."""
    room.write("releases/a.png", PIXEL)
    room.release(keys)

    assert value == getattr(room.edition(), name)


IMAGE = "image: {src: a.png, alt: A"
COVERAGE = "coverage: [{title: A"
CHANGE = "changes: [{at: 2024-02-01, note: A, kind: minor"
WITHDRAWN = "withdrawn: {at: 2024-02-01, reason: A"


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("summary: 5\n", ["4:10 wrong-type"]),
        ("summary: [a]\n", ["4:10 wrong-type"]),
        ("summary:\n", ["4:1 null-value"]),
        ('summary: " "\n', ["4:10 null-value"]),
        ("summary: A <b>new</b> one\n", ["4:10 html-in-text"]),
        ("summary: A &amp; B\n", ["4:10 html-in-text"]),
        ("place: true\n", ["4:8 wrong-type"]),
        ("kind: pressrelease\n", ["4:7 invalid-value"]),
        ("kind: 5\n", ["4:7 invalid-value"]),
        ("kind: [statement]\n", ["4:7 invalid-value"]),
        ("kind:\n", ["4:1 null-value"]),
        ("topics: skills\n", ["4:9 wrong-type"]),
        ("topics: [skills, 5]\n", ["4:18 wrong-type"]),
        ("topics: [skills, ~]\n", ["4:18 null-value"]),
        ("topics: [skill, yuth]\n", ["4:10 unknown-topic", "4:17 unknown-topic"]),
        ("topics: {skills: yes}\n", ["4:9 wrong-type"]),
        ("contacts: [pres]\n", ["4:12 unknown-contact"]),
        ("reference: 2024\n", ["4:12 wrong-type"]),
        ("id: course\n", ["4:5 invalid-stem"]),
        ("id: 2024-02-01-新闻\n", ["4:5 invalid-stem"]),
        ("id: ٢٠٢٤-٠٢-٠١-course\n", ["4:5 invalid-stem"]),
        ("id: 2024-02-01-a/b\n", ["4:5 invalid-stem"]),
        ("slug: Khóa\n", ["4:7 invalid-slug"]),
        ("slug: ../a\n", ["4:7 invalid-slug"]),
        ("slug: a--b\n", ["4:7 invalid-slug"]),
        ("slug: -a\n", ["4:7 invalid-slug"]),
        ("slug: " + "a" * 201 + "\n", ["4:7 invalid-slug"]),
        ("slug: 2024\n", ["4:7 wrong-type"]),
        ("translation_key: 1\n", ["4:18 wrong-type"]),
        ("byline: [A, B]\n", ["4:9 wrong-type"]),
        ("image: a.png\n", ["4:8 wrong-type"]),
        ("image: [a.png]\n", ["4:8 wrong-type"]),
        ("image:\n", ["4:1 null-value"]),
        ("image: {}\n", ["4:1 missing-key", "4:1 missing-key"]),
        ("image: {src: a.png}\n", ["4:1 missing-key"]),
        ("image: {alt: A}\n", ["4:1 missing-key"]),
        ('image: {src: a.png, alt: ""}\n', ["4:26 null-value"]),
        (f"{IMAGE}, atl: B}}\n", ["4:29 unknown-key"]),
        (f"{IMAGE}, x-own: B}}\n", ["4:29 unknown-key"]),
        (f"{IMAGE}, caption: 5}}\n", ["4:38 wrong-type"]),
        ("attachments: a.png\n", ["4:14 wrong-type"]),
        ("attachments: [a.png]\n", ["4:15 wrong-type"]),
        ("attachments: [{file: a.png}]\n", ["4:15 missing-key"]),
        ("attachments: [{file: a.png, title: A, lang: Vietnamese!}]\n", ["4:45 invalid-value"]),
        ("attachments: [{file: b.png, title: 5}]\n", ["4:22 missing-file", "4:36 wrong-type"]),
        ('notes: "  "\n', ["4:8 null-value"]),
        ("notes: {a: b}\n", ["4:8 wrong-type"]),
        ("related: 2024-02-01-course\n", ["4:10 wrong-type"]),
        ("related: [course]\n", ["4:11 invalid-stem"]),
        ("related: [2024-02-01-curse]\n", ["4:11 unknown-release"]),
        ("coverage: [{outlet: A}]\n", ["4:12 missing-key"]),
        (f"{COVERAGE}, url: example.org}}]\n", ["4:28 invalid-value"]),
        (f"{COVERAGE}, url: 'https:///a'}}]\n", ["4:28 invalid-value"]),
        (f"{COVERAGE}, url: 'https://[a'}}]\n", ["4:28 invalid-value"]),
        (f"{COVERAGE}, url: 'javascript:x'}}]\n", ["4:28 invalid-value"]),
        (f"{COVERAGE}, date: 2024-02-30}}]\n", ["4:29 invalid-date"]),
        (f"{COVERAGE}, date: 2024-02-05 09:00}}]\n", ["4:29 invalid-date"]),
        (f"{COVERAGE}, date: ~}}]\n", ["4:29 null-value"]),
        ("draft: yes\n", ["4:8 wrong-type"]),
        ('draft: "true"\n', ["4:8 wrong-type"]),
        ("draft: 1\n", ["4:8 wrong-type"]),
        ("draft:\n", ["4:1 null-value"]),
        ("embargo: 2024-02-01\n", ["4:10 embargo-needs-zone"]),
        ("embargo: 2024-02-01 09:00\n", ["4:10 embargo-needs-zone"]),
        ("embargo: 03/04/2024\n", ["4:10 ambiguous-date"]),
        ("embargo: 20240201\n", ["4:10 invalid-date"]),
        ("embargo: true\n", ["4:10 invalid-date"]),
        ("embargo: ~\n", ["4:1 null-value"]),
        ("changes: {at: 2024-02-01}\n", ["4:10 wrong-type"]),
        ("changes: [{at: 2024-02-01}]\n", ["4:11 missing-key", "4:11 missing-key"]),
        (f"{CHANGE[:-5]}huge}}]\n", ["4:43 invalid-value"]),
        (f"{CHANGE}, by: A}}]\n", ["4:50 unknown-key"]),
        ("withdrawn: true\n", ["4:12 wrong-type"]),
        ("withdrawn: {at: 2024-02-01}\n", ["4:1 missing-key"]),
        (f"{WITHDRAWN}, replaced_by: x}}\n", ["4:53 invalid-stem"]),
        (f"{WITHDRAWN}, replaced_by: 2024-02-01-a}}\n", ["4:53 unknown-release"]),
        ("aliases: [news/]\n", ["4:11 invalid-value"]),
        ("aliases: [/]\n", ["4:11 invalid-value"]),
        ("aliases: [/a/../b]\n", ["4:11 invalid-value"]),
        ("aliases: [/a/%2e%2e/b]\n", ["4:11 invalid-value"]),
        ("aliases: [//a.vn/b]\n", ["4:11 invalid-value"]),
        ("aliases: [/a b]\n", ["4:11 invalid-value"]),
        ("aliases: ['/a?b']\n", ["4:11 invalid-value"]),
        ("aliases: ['https://a.vn/b']\n", ["4:11 invalid-value"]),
        ("aliases: [/" + "a" * 201 + "/]\n", ["4:11 invalid-value"]),
        ("sumary: A\n", ["4:1 unknown-key"]),
        ("Summary: A\n", ["4:1 unknown-key"]),
        ("x_own: A\n", ["4:1 unknown-key"]),
        ("str: A\n", ["4:1 unknown-key"]),
        ('"a[0]": A\n', ["4:1 unknown-key"]),
        ('"": A\n', ["4:1 unknown-key"]),
        ('summary: "a\\u0001b"\n', ["4:10 illegal-character"]),
        ('summary: "a\\uFFFDb"\n', ["4:10 illegal-character"]),
        ('topics: ["a\\x85"]\n', ["4:10 illegal-character", "4:10 unknown-topic"]),
        ('image: {src: "a\\0.png", alt: A}\n', ["4:14 illegal-character", "4:14 unsafe-path"]),
    ],
)  # fmt: skip
def test_wrong_forms(room: Room, keys: str, told: list[str]) -> None:
    """Each wrong form is told at its value, or at its key where a value or key is missing."""
    room.write("releases/a.png", PIXEL)
    room.release(keys)

    assert [f"2024-02-01-course.md:{each}" for each in told] == room.told()


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("date: 2024-02-01\n", ["1:1 missing-key"]),
        ("title: A\n", ["1:1 missing-key"]),
        ("title:\ndate:\n", ["2:1 null-value", "3:1 null-value"]),
        ('title: ""\ndate: 2024-02-01\n', ["2:8 null-value"]),
        ("title: 5\ndate: 2024-02-01\n", ["2:8 wrong-type"]),
        ("title: A <br> B\ndate: 2024-02-01\n", ["2:8 html-in-title"]),
        ("title: Q&ampA\ndate: 2024-02-01\n", []),
        ("title: A &eacute; B\ndate: 2024-02-01\n", ["2:8 html-in-title"]),
        ("title: AT&T; R&D; 1 < 2 > 0\ndate: 2024-02-01\n", []),
        (f"title: {'x' * 1000}\ndate: 2024-02-01\n", ["2:8 wordy-title"]),
        (f"title: {'x' * 1001}\ndate: 2024-02-01\n", ["2:8 long-title"]),
        ("title: A\ndate: 2024\n", ["3:7 invalid-date"]),
        ("title: A\ndate: [2024-02-01]\n", ["3:7 invalid-date"]),
        ("title: A\ndate: 2024-02-02\n", ["3:7 date-name-mismatch"]),
        ("title: A\ndate: 2024-02-01 23:59\n", []),
        ("title: A\ndate: 2024-02-01T17:00Z\n", ["3:7 date-name-mismatch"]),
        ("title: A\ndate: 2024-01-31T17:00Z\n", []),
    ],
)
def test_title_and_date(room: Room, head: str, told: list[str]) -> None:
    """Title and date are required, plain, and agree with the file's name in the office's zone."""
    room.write(COURSE, f"---\n{head}---\nText.\n")

    assert [f"2024-02-01-course.md:{each}" for each in told] == room.told()


@pytest.mark.parametrize(
    ("written", "moment", "is_day"),
    [
        ("2024-02-01", datetime(2024, 1, 31, 17, tzinfo=UTC), True),
        ("2024-02-01 09:00", datetime(2024, 2, 1, 2, tzinfo=UTC), False),
        ("2024-02-01T09:00Z", datetime(2024, 2, 1, 9, tzinfo=UTC), False),
        (
            "2024-02-01T00:30:00+05:30",
            datetime(2024, 2, 1, 0, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))),
            False,
        ),
    ],
)
def test_moments_are_settled_in_the_newsrooms_zone(
    room: Room, written: str, moment: datetime, is_day: bool
) -> None:
    """What a date leaves out is settled once: a bare day is midnight in the newsroom's zone."""
    room.write(COURSE, f"---\ntitle: A\ndate: {written}\n---\nText.\n")
    edition = room.edition()

    assert (moment, is_day) == (edition.date, edition.date_is_day)
    assert date(2024, 2, 1) == edition.day


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("sumary", "summary"), ("Title2", "title"), ("topic", "topics"), ("alias", "aliases"),
        ("translation-key", "translation_key"), ("embargoed", "embargo"), ("Slug", "slug"),
    ],
)  # fmt: skip
def test_unknown_key_suggests_the_nearest(room: Room, key: str, meant: str) -> None:
    """A slip of the pen is answered with the key that was meant."""
    room.release(f"{key}: A\n")

    assert [f"Did you mean `{meant}`?"] == [problem.hint for problem in room.problems()]


@pytest.mark.parametrize(
    ("keys", "meant"),
    [
        ("image: {src: a.png, alt: A, captoin: B}\n", "caption"),
        ("attachments: [{file: a.png, titel: A, title: B}]\n", "title"),
        ("coverage: [{title: A, outlets: B}]\n", "outlet"),
        ("changes: [{at: 2024-02-01, note: A, kind: minor, notes: B}]\n", "note"),
        ("withdrawn: {at: 2024-02-01, reason: A, replacedby: B}\n", "replaced_by"),
    ],
)
def test_unknown_nested_key_suggests_the_nearest(room: Room, keys: str, meant: str) -> None:
    """Within tables and lists the keys of that table are suggested, not those of the file."""
    room.write("releases/a.png", PIXEL)
    room.release(keys)

    assert [f"Did you mean `{meant}`?"] == [problem.hint for problem in room.problems()]


def test_a_bare_number_is_told_as_it_was_written(room: Room) -> None:
    """The hint quotes what stands in the file, not what a parser made of it."""
    room.release("reference: 007\n")

    assert [problem.hint for problem in room.problems()] == ['Quote it: "007".']


def test_everything_wrong_is_told_in_one_run(room: Room) -> None:
    """A wrong key hides no other: not below it, not beside it, not in the text."""
    room.write(
        COURSE,
        "---\n"
        "title:\n"
        "date: 2024-02-30\n"
        "topics: [nope, 5]\n"
        "contacts: [nobody]\n"
        "image: {src: gone.png, altt: A}\n"
        "attachments:\n"
        "- {file: gone.pdf, lang: '!'}\n"
        "- {file: also.pdf, title: B, size: 5}\n"
        "coverage: [{date: 01/02/2024}]\n"
        "withdrawn: {at: never}\n"
        "related: [x]\n"
        "sumary: A\n"
        "---\n"
        "[a](javascript:b) ![](gone.jpg)\n",
    )

    assert [each.removeprefix("2024-02-01-course.md:") for each in room.told()] == [
        "2:1 null-value",
        "3:7 invalid-date",
        "4:10 unknown-topic",
        "4:16 wrong-type",
        "5:12 unknown-contact",
        "6:1 missing-key",
        "6:14 missing-file",
        "6:24 unknown-key",
        "8:3 missing-key",
        "8:10 missing-file",
        "8:26 invalid-value",
        "9:10 missing-file",
        "9:30 unknown-key",
        "10:12 missing-key",
        "10:19 ambiguous-date",
        "11:1 missing-key",
        "11:17 invalid-date",
        "12:11 invalid-stem",
        "13:1 unknown-key",
        "15:1 unsafe-link",
        "15:19 image-without-alt",
        "15:19 missing-file",
    ]


@pytest.mark.parametrize(
    ("keys", "hint"),
    [
        ("image: photo.jpg\n", "Write it like this: {src: …, alt: …}."),
        ("attachments: [a.pdf]\n", "Write it like this: {file: …, title: …}."),
        ("attachments: a.pdf\n", "Write it in square brackets: [{file: …, title: …}]."),
        ("withdrawn: true\n", "Write it like this: {at: …, reason: …}."),
        ("changes: fixed a typo\n",
         "Write it in square brackets: [{at: …, note: …, kind: …}]."),
        ("related: 2024-01-08-first-course\n", "Write it in square brackets: [one, two]."),
        ("topics: [Kỹ năng]\n", "Write its id: `skills`."),
    ],
)  # fmt: skip
def test_the_hint_shows_how_it_is_written(room: Room, keys: str, hint: str) -> None:
    """Who writes one word where keys are wanted sees the keys, as YAML writes them."""
    room.release(keys)

    assert [hint] == [problem.hint for problem in room.problems()]
