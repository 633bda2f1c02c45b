"""A tiny newsroom to write files into and to read them as the house does."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path

from dateline import checks
from dateline.model import Edition
from dateline.problems import Problem
from dateline.reading import Reading, read_newsroom
from dateline.settings import Newsroom, load_newsroom

COURSE = "releases/2024-02-01-course.md"
SETTINGS = """\
base_url = "https://press.example.org/"
timezone = "Asia/Ho_Chi_Minh"
id_authority = "press.example.org,2003"
default_language = "en"
[languages.en]
name = "Press office"
[languages.vi]
name = "Văn phòng báo chí"
[contacts.press]
name = "Press desk"
[topics]
skills = { en = "Skills", vi = "Kỹ năng" }
"""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
    "606060000000050001a5f645400000000049454e44ae426082"
)


class Room:
    """A newsroom in English and Vietnamese, without any release yet."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        self.write("dateline.toml", SETTINGS)

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file of the newsroom, as it is: no line end is touched."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def release(self, keys: str = "", body: str = "Text.\n", path: str = COURSE) -> str:
        """Write a release with further keys, each on a line of its own from line 4 on."""
        self.write(path, f"---\ntitle: Course\ndate: {path_day(path)}\n{keys}---\n{body}")
        return path

    @cached_property
    def newsroom(self) -> Newsroom:
        """Give the settings, read once."""
        return load_newsroom(self.root)

    def read(self) -> Reading:
        """Read every file; that the room's short releases have no summary is no news."""
        reading = read_newsroom(self.newsroom)
        told = (problem for problem in reading.problems if problem.code != "no-summary")
        return replace(reading, problems=tuple(told))

    def problems(self) -> tuple[Problem, ...]:
        """Give every problem, those across files too, as `check` tells them."""
        return checks.run(self.read(), self.newsroom)

    def told(self) -> list[str]:
        """Give each problem as `path:line:column code`, without the releases' folder."""
        return [
            f"{p.place.path.removeprefix('releases/')}:{p.place.line}:{p.place.column} {p.code}"
            for p in self.problems()
        ]

    def edition(self, path: str = COURSE) -> Edition:
        """Give the edition of a file, which must be right."""
        reading = self.read()

        assert [p for p in reading.problems if p.severity.value == "error"] == []
        return next(edition for edition in reading.editions if edition.path == path)


def path_day(path: str) -> str:
    """Give the day that a release's path names, wherever in it."""
    return next(part[:10] for part in path.split("/") if part[:4].isdigit() and len(part) > 10)
