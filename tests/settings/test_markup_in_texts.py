"""Texts of the settings that feeds hand to readers."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import SettingsError
from dateline.settings import load_newsroom


@pytest.mark.parametrize("key", ["title", "description"])
def test_tags_in_feed_texts_are_refused(small: Path, key: str) -> None:
    """A tag in a feed's words is an error at its place: RSS readers would obey it."""
    texts = {"title": '"Press"', "description": '"News"'} | {key: '"A <img src=x onerror=y>"'}
    lines = "".join(f"{name} = {text}\n" for name, text in texts.items())
    (small / "feeds/press.toml").write_text(lines, encoding="utf-8")

    with pytest.raises(SettingsError) as failure:
        load_newsroom(small)

    assert [problem.code for problem in failure.value.problems] == ["invalid-value"]
