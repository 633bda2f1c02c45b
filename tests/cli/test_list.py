"""`dateline list`: the releases, and where each stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.cli.cells import width
from tests.cli.running import NOW, run


@pytest.fixture
def office(small: Path) -> Path:
    """Give the small newsroom with a release of each state."""
    for name, keys in {
        "draft": "draft: true",
        "held": "embargo: 2024-03-01T02:00:00Z",
        "gone": "withdrawn: {at: 2024-02-02, reason: It was wrong.}",
        "新闻-wide": "byline: A",
    }.items():
        text = f"---\ntitle: The {name} one\ndate: 2024-02-01\nsummary: B\n{keys}\n---\nText.\n"
        (small / f"releases/2024-02-01-{name}.md").write_text(text, encoding="utf-8")
    return small


def test_table(office: Path) -> None:
    """People get an aligned table, newest first, with what is held until when."""
    result = run("list", "-C", office, "--now", NOW)

    heading, *rows = result.stdout.splitlines()
    column = heading.index("LANGUAGE")
    assert result.exit_code == 0
    assert len(rows) == 8
    assert rows[0].startswith("2024-02-01  ")
    assert rows[-1].startswith("2023-12-18  public ")
    assert any("held until 2024-03-01 09:00 Asia/Ho_Chi_Minh  en" in row for row in rows)
    assert {row[column : column + 4] for row in rows} == {"en  ", "vi  "}
    titles = [row.rpartition(".md")[2] for row in rows]
    starts = [width(row) - width(title.lstrip()) for row, title in zip(rows, titles, strict=True)]
    assert set(starts) == {heading.index("TITLE")}


def test_json(office: Path) -> None:
    """Programs get every release with its state, id and address."""
    listed = json.loads(run("list", "-C", office, "--now", NOW, "--format", "json").stdout)

    by_path = {each["path"]: each for each in listed}
    states = {Path(path).stem[11:]: each["state"] for path, each in by_path.items()}
    assert states == {
        "draft": "draft",
        "held": "held",
        "gone": "withdrawn",
        "新闻-wide": "public",
        "course": "public",
        "workshop": "public",
        "workshop.vi": "public",
        "skills": "public",
    }
    assert by_path["releases/2024-02-01-held.md"] == {
        "path": "releases/2024-02-01-held.md",
        "id": "tag:press.example.org,2003:en/2024-02-01-held",
        "language": "en",
        "date": "2024-02-01",
        "title": "The held one",
        "state": "held",
        "until": "2024-03-01T09:00:00+07:00",
        "url": "https://press.example.org/en/2024/02/held/",
    }
    workshop = by_path["releases/2024/2024-01-08-workshop.vi.md"]
    assert workshop["date"] == "2024-01-08T09:30:00+07:00"
    assert workshop["url"] == "https://press.example.org/vi/2024/01/hoi-thao-ve-bao-hiem/"


def test_now_decides(office: Path) -> None:
    """What is held at one moment is public at a later one."""
    later = run("list", "-C", office, "--now", "2024-03-01T02:00:00Z", "--format", "json")

    assert "held" not in {each["state"] for each in json.loads(later.stdout)}


def test_broken_files_are_told(office: Path) -> None:
    """A list that lacks a broken file says so, and exits 1."""
    (office / "releases/2024-02-01-broken.md").write_text("no keys\n", encoding="utf-8")

    result = run("list", "-C", office, "--now", NOW)

    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 9
    assert "dateline check" in result.stderr


def test_quiet_prints_rows_alone(office: Path) -> None:
    """--quiet leaves the rows, for whoever counts lines."""
    result = run("list", "-q", "-C", office, "--now", NOW)

    assert len(result.output.splitlines()) == 8
