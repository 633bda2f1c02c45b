"""`dateline schedule`: what is held, and when the output changes next."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import NOW, run

REPOSITORY = Path(__file__).parent.parent.parent


@pytest.fixture
def office(small: Path) -> Path:
    """Give the small newsroom with an embargo, a future date and a draft."""
    for name, keys in {
        "10-embargoed": "embargo: 2024-03-01T02:00:01Z",
        "20-future": "byline: A",
        "11-draft": "draft: true",
    }.items():
        text = f"---\ntitle: The {name[3:]} one\ndate: 2024-02-{name[:2]}\n{keys}\n---\nText.\n"
        (small / f"releases/2024-02-{name}.md").write_text(text, encoding="utf-8")
    return small


def test_table(office: Path) -> None:
    """People see what is held, soonest first, in the newsroom's zone and UTC, and what is next."""
    result = run("schedule", "-C", office, "--now", NOW)

    heading, *rows = result.stdout.splitlines()
    assert result.exit_code == 0
    assert heading.split() == ["UNTIL", "UTC", "STATE", "LANGUAGE", "FILE", "TITLE"]
    assert [re.split(" {2,}", row) for row in rows] == [
        [
            "2024-02-20 00:00 Asia/Ho_Chi_Minh",
            "2024-02-19T17:00:00Z",
            "held",
            "en",
            "releases/2024-02-20-future.md",
            "The future one",
        ],
        [
            "2024-03-01 09:00:01 Asia/Ho_Chi_Minh",
            "2024-03-01T02:00:01Z",
            "held",
            "en",
            "releases/2024-02-10-embargoed.md",
            "The embargoed one",
        ],
        ["-", "-", "draft", "en", "releases/2024-02-11-draft.md", "The draft one"],
    ]
    assert result.stderr == (
        "3 release files\n"
        "Next: 2024-02-20 00:00 Asia/Ho_Chi_Minh (2024-02-19T17:00:00Z)\n"
        "  releases/2024-02-20-future.md is public\n"
    )


def test_json(office: Path) -> None:
    """Programs get what is held, the next instant, and every event to come."""
    told = json.loads(run("schedule", "-C", office, "--now", NOW, "--format", "json").stdout)

    assert list(told) == ["now", "next", "held", "events"]
    assert (told["now"], told["next"]) == ("2024-02-15T00:00:00Z", "2024-02-19T17:00:00Z")
    assert told["held"][0] == {
        "path": "releases/2024-02-20-future.md",
        "id": "tag:press.example.org,2003:en/2024-02-20-future",
        "language": "en",
        "title": "The future one",
        "state": "held",
        "until": "2024-02-20T00:00:00+07:00",
        "until_utc": "2024-02-19T17:00:00Z",
        "url": "https://press.example.org/en/2024/02/future/",
    }
    assert (told["held"][2]["state"], told["held"][2]["until_utc"]) == ("draft", None)
    assert [(each["at"], each["what"], each["path"]) for each in told["events"]] == [
        ("2024-02-19T17:00:00Z", "lift", "releases/2024-02-20-future.md"),
        ("2024-02-29T17:00:00Z", "month", None),
        ("2024-03-01T02:00:01Z", "lift", "releases/2024-02-10-embargoed.md"),
        ("2024-03-31T17:00:00Z", "month", None),
    ]


def test_next_is_one_instant_for_scripts(office: Path) -> None:
    """--next prints one RFC 3339 instant in UTC, at or after what it waits for; a build obeys it."""
    first = run("schedule", "--next", "-C", office, "--now", NOW)
    second = run("schedule", "--next", "-C", office, "--now", "2024-03-01T00:00:00Z")

    assert (first.stdout, first.stderr) == ("2024-02-19T17:00:00Z\n", "")
    assert second.stdout == "2024-03-01T02:00:01Z\n"
    run("build", "-q", "-C", office, "--now", second.stdout.strip())
    assert (office / "public/en/2024/02/embargoed/index.html").is_file()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_timer_of_the_guide(office: Path) -> None:
    """The guide's words turn the instant into a timer that systemd understands, at that instant."""
    guide = (REPOSITORY / "docs/guide.md").read_text(encoding="utf-8")
    words = '--on-calendar="$(date -u -d "$next" \'+%F %T UTC\')"'
    assert words in guide
    instant = run("schedule", "--next", "-C", office, "--now", NOW).stdout.strip()
    script = f"next={instant}; systemd-analyze calendar {words.partition('=')[2]}"

    told = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout

    assert "Normalized form: 2024-02-19 17:00:00 UTC" in told


def test_nothing_to_come_prints_nothing(small: Path) -> None:
    """Where nothing will change, --next prints nothing, and people are told so."""
    later = ("--now", "2030-01-01T00:00:00Z")

    assert run("schedule", "--next", "-C", small, *later).output == ""
    told = run("schedule", "-C", small, *later)
    assert (told.stdout, told.stderr) == ("", "Nothing will change by itself.\n")


def test_broken_files_are_told(office: Path) -> None:
    """A schedule that lacks a broken file says so, and exits 1."""
    (office / "releases/2024-02-01-broken.md").write_text("no keys\n", encoding="utf-8")

    result = run("schedule", "--next", "-C", office, "--now", NOW)

    assert result.exit_code == 1
    assert result.stdout == "2024-02-19T17:00:00Z\n"
    assert "dateline check" in result.stderr
