"""Releases that have everything, and titles that break feeds."""

from __future__ import annotations

from tests.feeds.office import Formats, Office

PICTURE = {
    "src": "a photo.png",
    "alt": 'Two "people" & a dog',
    "caption": "On site",
    "credit": "AP",
}
BODY = """First [a page](/en/2023/01/x/), [a file](a%20photo.png), [a note](#n), a footnote[^1].

<blockquote cite="quoted/"><p>Raw <img src="inline.png" alt="Inline" srcset="i.png 2x"
onerror="x()"></p></blockquote>

<video src="v.mp4" poster="poster.png"></video><script>alert(1)</script><iframe src="x"></iframe>
<form action="/go"><input></form><p style="color:red" onclick="y()">Styled</p>

[^1]: The [footnote](?z).
"""
TITLES = [
    "AT&T < Ford > \"x\" 'y'",
    "]]> CDATA ]]&gt;"[:9],
    "1 < 2 & 3 > 2",
    "Tiếng Việt: ắ ằ ẳ ẵ ặ đ Đ ơ ư",
    "𝔘nicode 👩🏽‍🚒 \u200bx",
    "{{ jinja }} %s %(x)s \\n $1 \\1",
    "a" * 300,
]


def full(office: Office) -> Formats:
    """Render one release that has everything, in two languages."""
    stem = "2024-02-01-course"
    for name in ("a photo.png", "inline.png", "i.png"):
        office.write(f"releases/{stem}/{name}", b"\x89PNG" + b"x" * 96)
    office.write(f"releases/{stem}/report.pdf", b"x" * 1234)
    office.write(f"releases/{stem}/empty.csv", b"")
    office.release(
        f"{stem}/index",
        "Course & more",
        BODY,
        date="2024-02-01",
        place="Hanoi",
        summary="A < B & C",
        byline="Nguyễn Văn A",
        topics=["skills", "youth"],
        image=PICTURE,
        notes="Ask **us**, see [the report](report.pdf).",
        attachments=[
            {"file": "report.pdf", "title": "Report & data", "lang": "vi"},
            {"file": "empty.csv", "title": "Nothing"},
        ],
    )
    office.release(f"{stem}/index", "Khóa học", lang="vi", date="2024-02-01", slug="khoa-hoc")
    return office.formats()
