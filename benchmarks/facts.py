"""What every tool's site says of itself, and the release file that most of them read as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.stories import Edition, Story

BASE_URL: Final = "https://press.example.org/"
ZONE_NAME: Final = "Asia/Ho_Chi_Minh"
# The newest releases of a feed, in every tool; Dateline's own default is told by its own site.
NEWEST: Final = 10
# Whole months stand on the list page until it holds this many releases.
ENOUGH: Final = 50
# Every source of a language but the first is named after it.
SUFFIX: Final = {"en": ".md", "vi": ".vi.md"}
NAMES: Final = {"en": "City Press Office", "vi": "Văn phòng Báo chí Thành phố"}
OWN_NAMES: Final = {"en": "English", "vi": "Tiếng Việt"}
FEED_NAMES: Final = {"en": "All releases", "vi": "Tất cả thông cáo"}
MONTHS: Final = {"en": "{:%B %Y}", "vi": "Tháng {0.month} năm {0.year}"}
# The words of a page's main part; the census counts them.
KICKER: Final = {"en": "Press release", "vi": "Thông cáo báo chí"}
TOPICS: Final = {"en": "Topics", "vi": "Chủ đề"}
LANGUAGE: Final = {"en": "Language", "vi": "Ngôn ngữ"}
DATES: Final = {"en": "{0.day} {0:%B %Y}", "vi": "ngày {0.day} tháng {0.month} năm {0.year}"}


def markdown(story: Story, edition: Edition) -> str:
    """Write a release file: front matter in YAML, and the body."""
    return (
        f'---\ntitle: "{edition.title}"\ndate: {story.at.isoformat()}\n'
        f'summary: "{edition.summary}"\n'
        f"place: {edition.place}\ntopics: [{', '.join(story.topics)}]\n---\n\n{edition.body}"
    )


def editions(story: Story, stem: Path) -> Iterator[tuple[Path, str, Edition]]:
    """Give each edition's file, beside that of the others, and its language."""
    for language, edition in story.editions.items():
        yield stem.with_name(stem.name + SUFFIX[language]), language, edition


def write(path: Path, text: str) -> None:
    """Write a file, making its folder where it is missing."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def mark_template(path: Path, mark: str) -> None:
    """Put a mark at the end of the frame that all pages share, in place of an earlier one."""
    text = path.read_text(encoding="utf-8")
    kept = "".join(line for line in text.splitlines(keepends=True) if "<p hidden>" not in line)
    path.write_text(
        kept.replace("</body>", f"<p hidden>{mark}</p>\n</body>"), encoding="utf-8", newline="\n"
    )
