"""Each folder of `invalid/` holds one mistake and the problems that it must bring."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dateline import checks
from dateline.errors import SettingsError
from dateline.problems import Problem
from dateline.reading import read_newsroom
from dateline.settings import load_newsroom

HERE = Path(__file__).parent
MISTAKES = sorted(folder.name for folder in (HERE / "invalid").iterdir())


def problems(root: Path) -> tuple[Problem, ...]:
    """Check a newsroom as the command does."""
    try:
        newsroom = load_newsroom(root)
    except SettingsError as failure:
        return failure.problems
    return checks.run(read_newsroom(newsroom), newsroom)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_is_told_at_its_place(mistake: str, tmp_path: Path) -> None:
    """A mistake is told with its code at the true file, line and column, and nothing else is."""
    root = tmp_path / "newsroom"
    feeds_of_its_own = mistake.startswith("settings-")
    ignored = shutil.ignore_patterns("releases", "pages", *(["feeds"] if feeds_of_its_own else []))
    shutil.copytree(HERE / "small", root, ignore=ignored)
    shutil.copytree(HERE / "invalid" / mistake, root, dirs_exist_ok=True)
    expected = (root / "expected.txt").read_text(encoding="utf-8").splitlines()

    found = problems(root)
    actual = [
        f"{p.place.path}:{p.place.line}:{p.place.column} {p.severity.value} {p.code}" for p in found
    ]

    assert expected == actual
    assert all(problem.message for problem in found)


def test_every_problem_of_every_file_in_one_run(tmp_path: Path) -> None:
    """Files that are broken in different ways are all told of in one run, sorted by place."""
    root = tmp_path / "newsroom"
    shutil.copytree(HERE / "small", root, ignore=shutil.ignore_patterns("releases"))
    wanted = []
    for number, mistake in enumerate(MISTAKES):
        source = HERE / "invalid" / mistake / "releases" / "2024-02-01-course.md"
        if not source.is_file() or mistake == "date-zone-mismatch":
            continue
        if " error " not in (HERE / "invalid" / mistake / "expected.txt").read_text("utf-8"):
            continue
        if mistake.startswith(
            ("settings-", "duplicate-", "page-", "reserved-", "unknown-release", "dead-link")
        ):
            continue
        if " error " not in (HERE / "invalid" / mistake / "expected.txt").read_text():
            continue
        name = f"2024-02-01-course-{number}.md"
        (root / "releases").mkdir(exist_ok=True)
        shutil.copy(source, root / "releases" / name)
        wanted.append(f"releases/{name}")

    found = problems(root)

    assert len(wanted) > 50
    assert set(wanted) <= {p.place.path for p in found if p.severity.value == "error"}
    assert list(found) == sorted(found, key=lambda p: p.sort_key)


def test_a_newsroom_of_broken_files_is_told_in_one_run() -> None:
    """A hundred differently broken files: each has its problems at their exact places, in one run."""
    root = HERE / "broken"
    expected = (root / "expected.txt").read_text(encoding="utf-8").splitlines()

    found = problems(root)
    actual = [
        f"{p.place.path}:{p.place.line}:{p.place.column} {p.severity.value} {p.code}" for p in found
    ]
    files = {path.relative_to(root).as_posix() for path in root.rglob("*.md")}
    partners = {"stale-translation.md", "withdrawn-in-one-language.vi.md"}

    assert expected == actual
    assert len(files) > 60
    assert {p.place.path.rpartition("2024-02-01-")[2] for p in found} >= {
        name.rpartition("2024-02-01-")[2] for name in files
    } - partners
    assert len({p.code for p in found}) > 50


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_broken_file_has_the_right_problem(mistake: str) -> None:
    """What a mistake brings by itself it brings among a hundred others, at the same place."""
    told = set((HERE / "broken" / "expected.txt").read_text(encoding="utf-8").splitlines())
    alone = (HERE / "invalid" / mistake / "expected.txt").read_text(encoding="utf-8").splitlines()
    name = f"2024-02-01-{mistake}"
    among = {line.replace("2024-02-01-course", name, 1) for line in alone if "01-course" in line}
    if not list((HERE / "broken" / "releases").glob(f"{name}.*")):
        pytest.skip("the mistake is made of several files, or of settings")

    assert {line for line in among if f"{name}." in line} - told == set()
