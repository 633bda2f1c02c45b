"""One corpus, laid out on disk as each tool wants it.

The release files are the same in every layout; only their places differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from benchmarks.prose import LANGUAGES
from benchmarks.stories import Edition, Story, topics

BASE_URL: Final = "https://press.example.org/"
_SUFFIX: Final = {"en": ".md", "vi": ".vi.md"}
_MONTHS: Final = {"en": "{:%B %Y}", "vi": "Tháng {0.month} năm {0.year}"}
_ALL: Final = {"en": "All releases", "vi": "Tất cả thông cáo"}

_NEWSROOM: Final = f"""\
base_url = "{BASE_URL}"
timezone = "Asia/Ho_Chi_Minh"
id_authority = "press.example.org,2006"
default_language = "en"

[languages.en]
name = "City Press Office"
description = "Press releases of an invented city."
boilerplate = "The City Press Office is invented; it exists to be measured."
[languages.vi]
name = "Văn phòng Báo chí Thành phố"
description = "Thông cáo báo chí của một thành phố tưởng tượng."
boilerplate = "Văn phòng Báo chí Thành phố là tưởng tượng; nó tồn tại để được đo lường."

[contacts.press]
name = "Press desk"
phone = "+84 24 3734 0902"
email = "press@example.org"
default = true
"""

# The work that the peers do: no plain text beside the pages.
_NO_TWINS: Final = "plain_text = false\n"
# The work that the peers do: one RSS document of the newest twenty, no archive, no digest.
_PLAIN_FEED: Final = """\
items = 10
history = false
content = "full"
formats = ["rss"]
digest = "none"
"""
# All that Dateline offers.
_FULL_FEED: Final = """\
items = 10
history = true
content = "full"
formats = ["rss", "atom", "json"]
digest = "monthly"
"""


def as_newsroom(stories: Iterable[Story], root: Path, *, full: bool = False) -> None:
    """Write a Dateline newsroom, its feeds as the peers have them or `full`."""
    head = "" if full else _NO_TWINS
    _write(root / "dateline.toml", head + _NEWSROOM + "".join(map(_topic, topics())))
    rest = _FULL_FEED if full else _PLAIN_FEED
    _write(root / "feeds" / "all.toml", _feed(_ALL) + rest)
    for topic, names in topics().items():
        _write(root / "feeds" / f"{topic}.toml", _feed(names, topic) + rest)
    for story in stories:
        _write_editions(story, root / "releases" / f"{story.at:%Y}" / story.stem)


def as_hugo(stories: Iterable[Story], content: Path) -> None:
    """Write Hugo's content folder: sections for years and months, terms for topics."""
    for language, suffix in _SUFFIX.items():
        _write_section(content / "feeds" / f"_index{suffix}", title=_ALL[language], kind="feeds")
        for topic, names in topics().items():
            index = content / "topics" / topic / f"_index{suffix}"
            _write_section(index, title=names[language], kind="topics")
    seen: set[Path] = set()
    for story in stories:
        month = content / f"{story.at:%Y}" / f"{story.at:%m}"
        _write_editions(story, month / story.slug)
        for language in story.editions:
            if (index := month / f"_index{_SUFFIX[language]}") not in seen:
                seen.add(index)
                title, year = _MONTHS[language].format(story.at), f"{story.at:%Y}"
                _write_section(index, title=title, kind="month", date=f"{story.at:%Y-%m}-01")
                above = index.parent.parent / index.name
                _write_section(above, title=year, kind="year", date=f"{year}-01-01")


def _write_section(index: Path, *, title: str, kind: str, date: str = "2006-01-01") -> None:
    """Write the file that gives one of Hugo's sections or terms its title and its template."""
    _write(index, f'---\ntitle: "{title}"\ntype: {kind}\ndate: {date}\n---\n')


def _write_editions(story: Story, stem: Path) -> None:
    """Write a file per language."""
    for language, edition in story.editions.items():
        _write(stem.with_name(stem.name + _SUFFIX[language]), markdown(story, edition))


def markdown(story: Story, edition: Edition) -> str:
    """Write a release file: front matter and body."""
    return (
        f'---\ntitle: "{edition.title}"\ndate: {story.at.isoformat()}\n'
        f'summary: "{edition.summary}"\n'
        f"place: {edition.place}\ntopics: [{', '.join(story.topics)}]\n---\n\n{edition.body}"
    )


def _topic(topic: str) -> str:
    """Write a topic's table."""
    names = topics()[topic]
    lines = (f'{language} = "{names[language]}"\n' for language in LANGUAGES)
    return f"\n[topics.{topic}]\n" + "".join(lines)


def _feed(names: dict[str, str], *chosen: str) -> str:
    """Write what a feed is called and which topics it has; none means all."""
    head = f"title = {_pair(names)}\ndescription = {_pair(names)}\n"
    return head + f"topics = [{', '.join(map(repr, chosen))}]\n".replace("'", '"')


def _pair(names: dict[str, str]) -> str:
    """Write an inline table of a text in each language."""
    return "{ " + ", ".join(f'{language} = "{names[language]}"' for language in LANGUAGES) + " }"


def _write(path: Path, text: str) -> None:
    """Write a file, making its folder where it is missing."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
