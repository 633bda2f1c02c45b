"""Errand one, publish, from files to files: what a press office relies on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline import build as errand
from dateline.build import Report, build
from dateline.errors import ContentError, OutsideError, TemplateError
from dateline.lock import locked
from dateline.settings import load_newsroom
from tests.output.test_publish import tree

REPOSITORY = Path(__file__).parent.parent
SCRIPT = """
import sys
from datetime import datetime
from pathlib import Path
from dateline.build import build
from dateline.settings import load_newsroom
root, out, now = sys.argv[1:]
report = build(load_newsroom(Path(root)), datetime.fromisoformat(now), out=Path(out))
print(report.written)
"""


def published(root: Path, now: datetime, out: Path | None = None, **more: bool) -> Report:
    """Build a newsroom into its `public/` or another folder."""
    return build(load_newsroom(root), now, out=out or root / "public", **more)


def write(root: Path, name: str, keys: str, body: str = "Text.") -> Path:
    """Write a release file."""
    path = root / "releases" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{keys}\n---\n{body}\n", encoding="utf-8")
    return path


def bytes_of(folder: Path) -> bytes:
    """Give everything below a folder in one piece, names included."""
    return b"\n".join(name.encode() + b"\n" + data for name, data in tree(folder).items())


def test_second_build_writes_nothing(small: Path, now: datetime) -> None:
    """A build with nothing new to say touches no file."""
    first = published(small, now)
    times = {p: p.stat().st_mtime_ns for p in (small / "public").rglob("*") if p.is_file()}

    second = published(small, now)

    assert (second.written, second.removed) == (0, 0)
    assert second.unchanged == first.written
    assert all(path.stat().st_mtime_ns == time for path, time in times.items())


def test_build_that_recalls_nothing_archives_a_topic(small: Path, now: datetime) -> None:
    """Which months a topic's feed has is known without the sums of files, which few builds make."""
    settings = 'title = "Skills"\ntopics = ["skills"]\nitems = 1\n'
    (small / "feeds/skills.toml").write_text(settings, encoding="utf-8")

    published(small, now)

    assert list((small / "public/en/feeds/skills").rglob("*.xml"))


def test_deleted_cache_gives_the_same_bytes(small: Path, now: datetime) -> None:
    """Deleting `.dateline/` costs time, never correctness."""
    published(small, now)
    before = tree(small / "public")
    shutil.rmtree(small / ".dateline")

    report = published(small, now)

    assert report.written == 0
    assert tree(small / "public") == before


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "77"},
    ],
)
def test_output_is_a_function_of_its_inputs(
    small: Path, now: datetime, tmp_path: Path, elsewhere: dict[str, str]
) -> None:
    """Another folder, zone, locale and hash seed, and files made in another order: same bytes."""
    published(small, now)
    other = tmp_path / "another place"
    for path in sorted((p for p in small.rglob("*") if p.is_file()), reverse=True):
        if "public" not in path.parts and ".dateline" not in path.parts:
            target = other / path.relative_to(small)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)

    command = [sys.executable, "-c", SCRIPT, str(other), str(other / "public"), now.isoformat()]
    subprocess.run(command, check=True, env=os.environ | elsewhere, capture_output=True)

    assert tree(other / "public") == tree(small / "public")


def test_unpublished_release_leaves_the_output(small: Path, now: datetime) -> None:
    """A release that becomes a draft again is gone after the next build, files and all."""
    published(small, now)
    path = small / "releases/2024/2024-02-01-course.md"
    path.write_text(path.read_text().replace("summary:", "draft: true\nsummary:"))

    report = published(small, now)

    assert report.removed >= 3
    assert not (small / "public/en/2024/02").exists()


def test_content_with_errors_publishes_nothing(small: Path, now: datetime) -> None:
    """One broken file and the last output stays as it was, to the byte."""
    published(small, now)
    before = tree(small / "public")
    write(small, "2024-02-14-broken.md", "title: Broken\ndate: 2024-02-30\nsummary: S.")
    (small / "releases/2024/2024-02-01-course.md").unlink()

    with pytest.raises(ContentError) as failure:
        published(small, now)

    assert [problem.code for problem in failure.value.problems] == ["invalid-date"]
    assert tree(small / "public") == before


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("<main>{{ nothing }}</main>", "templates/page.html:1: 'nothing' is undefined"),
        ("<p>\n{% if %}", "templates/page.html:2"),
        ('{% extends "nowhere.html" %}', "nowhere.html"),
    ],
)
def test_broken_template_is_told_with_its_place(
    small: Path, now: datetime, source: str, told: str
) -> None:
    """A newsroom's own template that fails is named with its line, and nothing is published."""
    published(small, now)
    before = tree(small / "public")
    (small / "templates").mkdir()
    (small / "templates" / "page.html").write_text(source)

    with pytest.raises(TemplateError) as failure:
        published(small, now)

    assert told in failure.value.message
    assert tree(small / "public") == before


def test_newsroom_of_held_releases_builds(small: Path, now: datetime) -> None:
    """A newsroom whose releases are all held has its empty pages and feeds."""
    shutil.rmtree(small / "releases")
    write(small, "2030-01-01-later.md", "title: Later\ndate: 2030-01-01")

    report = published(small, now)

    assert report.releases == 0
    assert "no releases yet" in (small / "public/en/index.html").read_text()
    assert "no releases yet" in (small / "public/en/topics/skills/index.html").read_text()
    assert (small / "public/en/feeds/press.rss.xml").is_file()


def test_empty_newsroom_is_an_error(small: Path, now: datetime) -> None:
    """A newsroom without any release file is usually the wrong folder."""
    shutil.rmtree(small / "releases")

    with pytest.raises(ContentError) as failure:
        published(small, now)

    assert [problem.code for problem in failure.value.problems] == ["no-releases"]


def test_drafts_are_built_where_asked_for(small: Path, now: datetime, tmp_path: Path) -> None:
    """Drafts show in a folder of their own, and nowhere else."""
    write(small, "2024-02-14-draft.md", "title: A draft\ndate: 2024-02-14\ndraft: true")

    published(small, now, tmp_path / "drafts", drafts=True)
    published(small, now)

    assert b"A draft" in bytes_of(tmp_path / "drafts")
    assert b"A draft" not in bytes_of(small / "public")


def test_files_beside_a_release_are_published_only_if_named(small: Path, now: datetime) -> None:
    """What a public release names stands beside its page; nothing else under releases/ does."""
    path = write(
        small,
        "2024-02-14-files/index.md",
        "title: Files\ndate: 2024-02-14\nattachments: [{file: data/list.csv, title: List}]",
        "See [it](note.pdf) and ![a chart](chart.png).",
    )
    for name in ("data/list.csv", "note.pdf", "chart.png", "unnamed.doc"):
        (path.parent / name).parent.mkdir(exist_ok=True)
        (path.parent / name).write_bytes(name.encode())

    published(small, now)

    page = small / "public/en/2024/02/files"
    found = sorted(p.relative_to(page).as_posix() for p in page.rglob("*") if p.is_file())
    assert found == ["chart.png", "data/list.csv", "index.html", "index.txt", "note.pdf"]


def test_assets_are_copied_as_they_are(small: Path, now: datetime) -> None:
    """The newsroom's assets stand below assets/, hidden files left out."""
    (small / "assets/img").mkdir(parents=True)
    (small / "assets/img/logo.png").write_bytes(b"logo")
    (small / "assets/.secret").write_bytes(b"no")

    published(small, now)

    assert (small / "public/assets/img/logo.png").read_bytes() == b"logo"
    assert not (small / "public/assets/.secret").exists()
    assert (small / "public/assets/dateline.css").is_file()


def test_second_build_at_once_declines(small: Path, now: datetime) -> None:
    """Two builds of one newsroom never write at once: the second names the first."""
    with (
        locked(small / ".dateline/lock"),
        pytest.raises(OutsideError, match=f"process {os.getpid()}"),
    ):
        published(small, now)


def test_path_prefix_is_everywhere(small: Path, now: datetime) -> None:
    """Below https://example.org/press/ every link of every page starts with /press/."""
    settings = small / "dateline.toml"
    text = settings.read_text().replace("https://press.example.org/", "https://example.org/press")
    settings.write_text(text)

    published(small, now)

    pages = [p.read_text() for p in (small / "public").rglob("*.html") if p.name == "index.html"]
    assert pages
    for page in pages:
        links = page.split('href="/')[1:] + page.split('src="/')[1:]
        assert links
        assert all(link.startswith("press/") for link in links)


def test_killed_build_is_finished_by_the_next(small: Path, now: datetime) -> None:
    """A build killed by `kill -9` leaves whole files, and the next one finishes the work."""
    published(small, now)
    wanted = tree(small / "public")
    for day in range(10, 15):
        write(small, f"2024-02-{day}-more-{day}.md", f"title: More {day}\ndate: 2024-02-{day}")
    command = [sys.executable, "-c", SCRIPT, str(small), str(small / "public"), now.isoformat()]
    for tries in range(6):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            process.wait(0.15 + 0.06 * tries)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for path in (small / "public").rglob("*.html"):
            assert path.read_text().rstrip().endswith("</html>")

    published(small, now)
    clean = small.parent / "clean"
    published(small, now, clean)

    assert tree(small / "public") == tree(clean)
    assert len(tree(clean)) > len(wanted)


def test_example_newsroom_is_without_fault() -> None:
    """The repository's own newsroom has twenty releases in both languages and no problem."""
    newsroom = load_newsroom(REPOSITORY)

    checked = errand.check(newsroom)
    site = errand.open_site(newsroom, datetime(2024, 2, 15, tzinfo=UTC))

    assert checked.problems == ()
    assert [len(site.archive.of(language)) for language in ("en", "vi")] == [20, 20]
    assert len(newsroom.topics) == 10


def test_any_number_of_jobs_gives_the_same_bytes(small: Path, now: datetime) -> None:
    """One process or three: the output is the same, byte for byte."""
    newsroom = load_newsroom(small)
    build(newsroom, now, out=small / "one", jobs=1)
    build(newsroom, now, out=small / "three", jobs=3)

    assert tree(small / "three") == tree(small / "one")
