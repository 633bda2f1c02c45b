"""Settings to change a line of, and to read as the house does."""

from __future__ import annotations

from pathlib import Path

from dateline.errors import SettingsError
from dateline.settings import Newsroom, load_newsroom

MAIN = """\
base_url = "https://press.example.org/"
timezone = "Asia/Ho_Chi_Minh"
id_authority = "press.example.org,2003"
default_language = "en"

[languages.en]
name = "Press office"

[languages.vi]
name = "Văn phòng báo chí"

[contacts.press]
name = { en = "Press desk", vi = "Bộ phận báo chí" }
email = "desk@example.org"

[topics]
skills = { en = "Skills", vi = "Kỹ năng" }
"""
FEED = 'title = "Press releases"\n'


class Desk:
    """A newsroom's settings files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "feeds").mkdir(parents=True)
        self.write("dateline.toml", MAIN)

    def write(self, path: str, content: str | bytes) -> None:
        """Write a settings file."""
        data = content.encode() if isinstance(content, str) else content
        (self.root / path).write_bytes(data)

    def main(self, old: str = "", new: str = "", *, more: str = "") -> None:
        """Write dateline.toml with a text replaced, and with more at its end."""
        assert old in MAIN
        self.write("dateline.toml", MAIN.replace(old, new, 1) + more)

    def load(self) -> Newsroom:
        """Read the settings, which must be right."""
        return load_newsroom(self.root)

    def told(self) -> list[str]:
        """Give each problem as `path:line:column code`."""
        try:
            self.load()
        except SettingsError as failure:
            return [
                f"{p.place.path}:{p.place.line}:{p.place.column} {p.code}" for p in failure.problems
            ]
        return []
