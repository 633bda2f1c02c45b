"""What a site publishes comes in pieces that share what is costly to make."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline import markup
from dateline import site as sites
from dateline.build import open_site
from dateline.parts import artifacts
from dateline.rendering import pieces
from dateline.settings import load_newsroom

NOW = datetime(2024, 12, 15, tzinfo=UTC)


def test_pages_and_archives_share_their_texts(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release's text is rendered once for its page and its feeds' archives, though few are kept."""
    monkeypatch.setattr(sites, "_MOST_BODIES", 60)
    for month in range(1, 11):
        for day in range(1, 11):
            name = f"2024-{month:02}-{day:02}"
            text = f"---\ntitle: Course {month} of {day}\ndate: {name}\n---\nCourse {name} opens.\n"
            (small / f"releases/{name}-a{day}.md").write_text(text, encoding="utf-8")
    site = open_site(load_newsroom(small), NOW)
    rendered: list[str] = []
    render = markup.render

    def noted(text: str) -> markup.Rendered:
        rendered.append(text)
        return render(text)

    monkeypatch.setattr(markup, "render", noted)
    made = {each.path for each in artifacts(pieces(site))}

    assert "en/feeds/press/2024-03.atom.xml" in made
    courses = [text for text in rendered if text.startswith("Course 2024")]
    assert len(set(courses)) == 100
    assert len(courses) < 130  # live feeds come first
