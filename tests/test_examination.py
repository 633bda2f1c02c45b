"""What is wrong is the same, and is told first, whoever looked for it and whatever fails meanwhile."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from dateline import build as errand
from dateline import examination
from dateline.errors import ContentError, TemplateError
from dateline.problems import Problem
from dateline.rendering import Renderers
from dateline.settings import load_newsroom


@pytest.fixture(autouse=True)
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few releases be many."""
    monkeypatch.setattr(examination, "_MANY", 1)


@pytest.fixture
def wrong(small: Path) -> Path:
    """Give a newsroom with a link that leads nowhere, which no file alone can tell."""
    with (small / "releases/2024/2024-02-01-course.md").open("a", encoding="utf-8") as file:
        file.write("\nSee [the report](/en/2024/02/nowhere/).\n")
    return small


def problems(root: Path, now: datetime, *, jobs: int, preview: bool = False) -> list[Problem]:
    """Give what a build is refused for."""
    newsroom = load_newsroom(root)
    with pytest.raises(ContentError) as refusal:
        errand.build(newsroom, now, out=root / "public", jobs=jobs, preview=preview)
    return list(refusal.value.problems)


@pytest.mark.parametrize("preview", [False, True])
def test_another_process_finds_the_same(wrong: Path, now: datetime, *, preview: bool) -> None:
    """With two processes rules across files are asked by the second; nothing is published."""
    alone = problems(wrong, now, jobs=1)

    assert "dead-link" in {each.code for each in alone}
    assert problems(wrong, now, jobs=2, preview=preview) == alone
    assert not (wrong / "public").exists()
    assert not (wrong / "private").exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_wrong_comes_before_what_fails_because_of_it(
    wrong: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    """Meanwhile the site is made of releases that may be wrong: who stumbles there has a reason."""

    def stumble(*_: object, **__: object) -> None:
        raise KeyError

    monkeypatch.setattr(Renderers, "site", stumble)

    assert "dead-link" in {each.code for each in problems(wrong, now, jobs=jobs)}


def test_what_fails_for_no_such_reason_is_raised(
    small: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no release is wrong, the failure itself is told."""

    def stumble(*_: object, **__: object) -> None:
        raise TemplateError("page.html:1: oops")

    monkeypatch.setattr(Renderers, "site", stumble)

    with pytest.raises(TemplateError, match="oops"):
        errand.build(load_newsroom(small), now, out=small / "public")
