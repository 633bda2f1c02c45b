"""`dateline build` a second time: what ends it at once, what must not, and what it says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from dateline import build as errand
from dateline import output
from dateline.cli import publishing, remembered
from dateline.errors import DatelineError
from dateline.rendering import Renderers
from dateline.settings import load_newsroom
from tests.cli.running import NOW, run, tree
from tests.cli.test_build import held

COURSE = "releases/2024/2024-02-01-course.md"
UNUSED = "The memory of earlier builds is not used: "


@pytest.fixture(autouse=True)
def _trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files that were written a moment ago be known for sure: nobody waits for ticks."""
    monkeypatch.setattr(remembered, "file_time", lambda: time.time_ns() + 10**11)


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Note the output of each build that was not over at once."""
    noted: list[Path] = []
    publish = publishing.publish

    def noting(*words: Any, **more: Any) -> Any:
        noted.append(more["out"])
        return publish(*words, **more)

    monkeypatch.setattr(publishing, "publish", noting)
    return noted


def build(root: Path, *words: str | Path, now: str = NOW) -> Result:
    """Build a newsroom as a person would."""
    return run("build", "-C", root, "--now", now, *words)


def fresh(root: Path, *, now: str = NOW, **asked: Any) -> dict[str, bytes] | str:
    """Build everything anew elsewhere; gives the files, or what went wrong."""
    out = root.parent / "fresh"
    shutil.rmtree(out, ignore_errors=True)
    try:
        errand.build(load_newsroom(root), datetime.fromisoformat(now), out=out, jobs=1, **asked)
    except DatelineError as failure:
        return str(failure)
    return tree(out)


def change(path: Path, old: str, new: str) -> None:
    """Write other words into a file in place."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def keep_time(path: Path, deed: Callable[[], object]) -> None:
    """Do something to a file, and put back when it was written."""
    before = path.stat()
    time.sleep(0.02)  # more than a tick of the file system
    deed()
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_nothing_to_do_is_over_at_once(small: Path, whole: list[Path]) -> None:
    """A second build touches no file, and its words and report are those of one that looked."""
    held(small)
    first = build(small, "--report", small / "first.json")
    stats = {path: path.stat().st_mtime_ns for path in (small / "public").rglob("*")}

    second = build(small, "--report", small / "second.json")

    reports = [json.loads((small / f"{name}.json").read_text()) for name in ("first", "second")]
    files = len(tree(small / "public"))
    assert whole == [small / "public"]
    assert second.stdout == first.stdout.replace(
        f"{files} files written, 0 unchanged", f"0 files written, {files} unchanged"
    ).replace("published.jsonl: begun with 4 lines. Keep it with the releases.\n", "")
    assert {path: path.stat().st_mtime_ns for path in (small / "public").rglob("*")} == stats
    expected = {**reports[0], "written": 0, "unchanged": files, "seconds": reports[1]["seconds"]}
    assert reports[1] == expected


def test_warnings_are_told_again(small: Path, whole: list[Path]) -> None:
    """What a person is warned of is told by each build, until it is mended; not in quiet."""
    path = small / COURSE
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    first = build(small)

    second = build(small)

    assert f"{COURSE}:1:1: warning byte-order-mark: " in first.stderr
    assert second.stderr == first.stderr
    assert build(small, "--quiet").output == ""
    assert len(whole) == 1


def test_build_looks_for_no_plugins(small: Path) -> None:
    """What finds other packages' plugins for pydantic is slow to load, and not asked for."""
    words = [sys.executable, "-X", "importtime", "-m", "dateline", "build", "-C", str(small)]

    done = subprocess.run([*words, "--now", NOW], capture_output=True, text=True, check=True)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}

    assert "pydantic.plugin._schema_validator" in loaded
    assert not loaded & {"importlib.metadata", "pydantic.plugin._loader"}


def test_nothing_to_do_loads_nothing(small: Path) -> None:
    """A build with nothing to do imports no library that reads, renders or sends."""
    script = (
        "import sys, time\n"
        "from dateline.cli import remembered\n"
        "from dateline.cli.door import door\n"
        "remembered.file_time = lambda: time.time_ns() + 10**11\n"
        "try:\n"
        "    door.main(sys.argv[1:])\n"
        "finally:\n"
        "    print(*{name.partition('.')[0] for name in sys.modules})\n"
    )
    words = [sys.executable, "-c", script, "build", "-q", "-C", str(small), "--now", NOW]
    heavy = {"pydantic", "jinja2", "feedgen", "lxml", "comrak", "nh3", "yaml", "multiprocessing"}
    loads = []

    for _ in range(2):
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        loads.append(heavy & set(done.stdout.split()))

    assert {"pydantic", "jinja2", "feedgen", "lxml"} <= loads[0]
    assert loads[1] == set()


def edit_in_place(root: Path) -> None:
    """Write as many other letters, and put the old time back: ctime tells it."""
    path = root / COURSE
    keep_time(path, lambda: change(path, "Online course", "Onsite course"))


def replace(root: Path) -> None:
    """Move another file of the same size and time there: its number tells it."""
    path = root / COURSE
    other = root / "other.md"
    shutil.copy2(path, other)
    keep_time(other, lambda: change(other, "Online course", "Onsite course"))
    other.replace(path)


def remove(root: Path) -> None:
    """Take a release away that was published."""
    (root / COURSE).unlink()


def empty_folder(root: Path) -> None:
    """Make a folder with a release's name and nothing in it."""
    (root / "releases/2024-02-03-empty").mkdir()


def folder_like_a_file(root: Path) -> None:
    """Make a folder with the name of a release's file."""
    (root / "releases/2024-02-03-folder.md").mkdir()


def add_asset(root: Path) -> None:
    """Add a file to publish."""
    (root / "assets").mkdir()
    (root / "assets/paper.txt").write_text("Paper.")


def override(root: Path) -> None:
    """Override a template."""
    (root / "templates").mkdir()
    (root / "templates/footer.html").write_text("<p>Own.</p>\n")


def another_name(root: Path) -> None:
    """Rename the office."""
    change(root / "dateline.toml", "News of the office", "All of the office")


def standing_page(root: Path) -> None:
    """Change a page outside time."""
    change(root / "pages/about.md", "---\n", "---\norder: 3\n")


def drop_feed(root: Path) -> None:
    """Take a feed away."""
    (root / "feeds/press.toml").unlink()


@pytest.mark.parametrize(
    "deed",
    [
        edit_in_place, replace, remove, empty_folder, folder_like_a_file, add_asset, override,
        another_name, standing_page, drop_feed,
    ],
)  # fmt: skip
def test_what_changed_is_noticed(
    small: Path, whole: list[Path], deed: Callable[[Path], None]
) -> None:
    """However a source was changed, the build looks, and gives what a fresh one gives."""
    build(small)
    build(small)
    before = tree(small / "public")
    deed(small)

    done = build(small)

    wanted = fresh(small)
    assert len(whole) == 2
    if isinstance(wanted, str):
        assert done.exit_code != 0
        assert tree(small / "public") == before
    else:
        assert done.exit_code == 0, done.output
        assert tree(small / "public") == wanted


def test_file_of_a_moment_ago_is_not_trusted(
    small: Path, whole: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written within a tick of the file system may have been written twice: look again."""
    monkeypatch.setattr(remembered, "file_time", lambda: (small / COURSE).stat().st_ctime_ns)
    build(small)
    text = (small / COURSE).read_text().replace("Online course", "Onsite course")
    before = (small / COURSE).stat()
    (small / COURSE).write_text(text)
    os.utime(small / COURSE, ns=(before.st_atime_ns, before.st_mtime_ns))

    build(small)

    assert len(whole) == 2
    assert tree(small / "public") == fresh(small)


@pytest.mark.parametrize("linked", ["templates", "templates/footer.html"])
def test_links_are_never_trusted(small: Path, whole: list[Path], linked: str) -> None:
    """What lies behind a link may change unseen: a build looks there each time."""
    elsewhere = small.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "footer.html").write_text("<p>First.</p>\n")
    (small / linked).parent.mkdir(exist_ok=True)
    is_folder = linked == "templates"
    (small / linked).symlink_to(elsewhere if is_folder else elsewhere / "footer.html")
    build(small)
    path = elsewhere / "footer.html"
    keep_time(path, lambda: path.write_text("<p>Later.</p>\n"))

    build(small)

    assert len(whole) == 2
    assert b"Later." in (small / "public/en/index.html").read_bytes()
    assert tree(small / "public") == fresh(small)


def test_linked_ledger_is_never_trusted(small: Path, whole: list[Path]) -> None:
    """A ledger behind a link is read by each build, by the one after it was written too."""
    (small.parent / "ledger").write_text("")
    (small / "published.jsonl").symlink_to(small.parent / "ledger")

    for _ in range(3):
        assert build(small).exit_code == 0

    assert len(whole) == 3


def test_ledger_changed_meanwhile_is_looked_at(
    small: Path, whole: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger that somebody writes while a build runs is left, and the next build reads it."""
    build(small)
    ledger = small / "published.jsonl"
    remove(small)
    gone = ledger.read_text().splitlines(keepends=True)
    ledger.write_text("".join(line for line in gone if "2024-02-01-course" not in line))
    publish = output.publish

    def disturbed(*words: Any, **more: Any) -> Any:
        ledger.write_text("".join(gone))
        return publish(*words, **more)

    with monkeypatch.context() as patched:
        patched.setattr(output, "publish", disturbed)
        assert build(small).exit_code == 0

    told = build(small)

    assert len(whole) == 3
    assert told.exit_code == 1
    assert "published-vanished" in told.stderr


def published(root: Path) -> Path:
    """Give a published file."""
    return root / "public/en/2024/02/course/index.html"


def test_published_file_changed_by_hand_is_mended(small: Path, whole: list[Path]) -> None:
    """Another size or another time of a published file is seen, and what was there comes back."""
    build(small)
    wanted = tree(small / "public")

    published(small).write_bytes(b"<!-- By hand. -->")
    longer = build(small)
    page = published(small)
    page.write_bytes(page.read_bytes().swapcase())
    later = build(small)
    page.unlink()
    gone = build(small)

    assert len(whole) == 4
    assert all(": 1 file written, " in each.stdout for each in (longer, later, gone))
    assert tree(small / "public") == wanted


def test_verify_compares_content(small: Path) -> None:
    """What has the size and time that it should is believed, but not by --verify, which mends."""
    build(small)
    wanted = tree(small / "public")
    page = published(small)
    keep_time(page, lambda: page.write_bytes(page.read_bytes().swapcase()))

    believing = build(small)
    is_believed = tree(small / "public") != wanted
    verifying = build(small, "--verify")

    assert is_believed
    assert "course" in believing.stdout or ": 0 files written, " in believing.stdout
    assert ": 1 file written, " in verifying.stdout
    assert tree(small / "public") == wanted
    assert ": 0 files written, " in build(small, "--verify").stdout


def test_force_forgets(small: Path, whole: list[Path]) -> None:
    """--force asks no memory, so a damaged one is not even told, and remembers again."""
    build(small)
    wanted = tree(small / "public")
    for path in (small / ".dateline/memory").iterdir():
        path.write_bytes(b"damaged")

    forced = build(small, "--force")
    build(small)

    assert (forced.exit_code, forced.stderr) == (0, "")
    assert len(whole) == 2
    assert tree(small / "public") == wanted


@pytest.mark.parametrize("words", [["--jobs", "1"], ["--jobs", "2"], ["-j", "5"], []])
def test_jobs_change_no_byte(
    small: Path, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many processes read and render, anew or in proportion, the bytes are the same."""
    monkeypatch.setattr("dateline.reading.newsroom._MANY", 1)
    monkeypatch.setattr("dateline.reading.newsroom._BLOCK", 1)
    monkeypatch.setattr("dateline.output.publication._MANY", 1)
    build(small, *words)
    cold = tree(small / "public")
    wanted = fresh(small)
    change(small / COURSE, "Online course", "Onsite course")

    build(small, *words)

    assert cold == wanted
    assert tree(small / "public") == fresh(small)


@pytest.mark.parametrize(
    ("words", "asked"), [(["--preview"], {"preview": True}), (["--drafts"], {"drafts": True})]
)
def test_what_is_asked_is_remembered(
    small: Path, whole: list[Path], words: list[str], asked: dict[str, Any]
) -> None:
    """Another question to the same output is answered anew; the same one is not."""
    held(small)
    out = small.parent / "out"
    plain, wanted = fresh(small), fresh(small, **asked)

    first = build(small, "--out", out, *words)
    again = build(small, "--out", out, *words)
    seen = tree(out)
    build(small, "--out", out)

    assert len(whole) == 2
    assert again.stdout.splitlines()[1:] == first.stdout.splitlines()[1:]
    assert seen == wanted
    assert tree(out) == plain


def test_another_preview_key_gives_other_links(small: Path) -> None:
    """Whoever deletes the key takes the old links back with the next build."""
    held(small)
    build(small, "--preview")
    first = build(small, "--preview").stdout
    (small / "private/preview.key").unlink()

    second = build(small, "--preview").stdout

    links = [
        {line for line in told.splitlines() if "/preview/" in line} for told in (first, second)
    ]
    assert len(links[0]) == len(links[1]) == 1
    assert links[0] != links[1]
    assert len([path for path in (small / "public/preview").iterdir() if path.is_dir()]) == 1


def test_third_preview_is_over_at_once(small: Path, whole: list[Path]) -> None:
    """Previews are looked for once more after their key was made, and then no more."""
    held(small)

    for _ in range(4):
        build(small, "--preview")

    assert len(whole) == 2


def test_allow_removal_is_for_once(small: Path) -> None:
    """Where the ledger is not kept, what one build may let go is an error for the next."""
    build(small)
    remove(small)
    out = small.parent / "out"

    allowed = build(small, "--out", out, "--allow-removal")
    strict = build(small, "--out", out)

    assert allowed.exit_code == 0, allowed.output
    assert strict.exit_code == 1
    assert "published-vanished" in strict.stderr


def test_removal_that_was_noted_is_over(small: Path, whole: list[Path]) -> None:
    """Where the ledger is kept, the removal stands in it, and the next build has nothing to do."""
    build(small)
    remove(small)
    build(small, "--allow-removal")

    done = build(small)

    assert done.exit_code == 0, done.output
    assert len(whole) == 2
    assert tree(small / "public") == fresh(small, allow_removal=True)


def test_baseline_is_asked_each_time(small: Path, whole: list[Path]) -> None:
    """A build that passes over known problems looks each time, and excuses no later build."""
    with (small / COURSE).open("a") as file:
        file.write("\n![](gone.png)\n")
    known = small / "known.jsonl"
    run("check", "-C", small, "--write-baseline", known)

    passed = [build(small, "--baseline", known) for _ in range(2)]
    strict = build(small)

    assert [done.exit_code for done in (*passed, strict)] == [0, 0, 1]
    assert "missing-file" in strict.stderr
    assert len(whole) == 3


def test_versions(small: Path, whole: list[Path]) -> None:
    """With --swap nothing to do makes no version; a link that is lost is made again."""
    words = ("--swap", "--keep", "2")
    for _ in range(2):
        build(small, *words)
    once = (small / "public").readlink()

    (small / "public").unlink()
    lost = build(small, *words)
    change(small / COURSE, "Online course", "Onsite course")
    build(small, *words)

    assert once == Path(".public-versions/1")
    assert lost.exit_code == 0, lost.output
    assert len(whole) == 3
    assert tree(small / "public") == fresh(small)


@pytest.mark.parametrize(
    "now", ["2024-03-01T02:00:00Z", "2024-02-29T17:00:00Z", "2024-02-14T23:59:59Z"]
)
def test_time_ends_it(small: Path, whole: list[Path], now: str) -> None:
    """An embargo that lifts, a month that ends and an earlier --now are looked at."""
    held(small)
    build(small)
    build(small, now="2024-02-29T16:59:59Z")

    build(small, now=now)

    assert len(whole) == 2
    assert tree(small / "public") == fresh(small, now=now)


def test_two_outputs(small: Path, whole: list[Path]) -> None:
    """Each output is remembered for itself, whatever became of the other since."""
    other = small.parent / "other"
    for out in (small / "public", other):
        build(small, "--out", out)
    change(small / COURSE, "Online course", "Onsite course")

    build(small)
    public = build(small)
    build(small, "--out", other)
    build(small, "--out", other)

    assert ": 0 files written, " in public.stdout
    assert [out.name for out in whole] == ["public", "other"] * 2
    assert tree(small / "public") == tree(other) == fresh(small)


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def _older(path: Path) -> None:
    form, _, rest = path.read_bytes().split(b"\n", 2)
    path.write_bytes(form + b"\n0.1.0 " + b"0" * 32 + b"\n" + rest)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "damaged": (_flip, "it is damaged"),
    "truncated": (lambda path: os.truncate(path, path.stat().st_size // 2), "it is damaged"),
    "headless": (lambda path: os.truncate(path, 30), "it is of another version of "),
    "empty": (lambda path: path.write_bytes(b""), "it is of another form"),
    "longer": (lambda path: path.open("ab").write(b"\0"), "it is damaged"),
    "foreign": (lambda path: path.write_text('{"cache": 1}'), "it is of another form"),
    "older": (_older, "it is of another version of Dateline, Python or a library"),
    "folder": (_folder, "it cannot be read: Is a directory"),
}


@pytest.mark.parametrize("name", DAMAGES)
@pytest.mark.parametrize("which", ["releases", "[!r]*"])
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_memory_that_cannot_be_used_is_told(small: Path, name: str, which: str) -> None:
    """Whatever became of the memory, one line says so, and the pages are right."""
    damage, why = DAMAGES[name]
    build(small)
    change(small / COURSE, "Online course", "Onsite course")
    damage(next((small / ".dateline/memory").glob(which)))

    done = build(small)

    told = done.stderr.splitlines()
    assert done.exit_code == 0, done.output
    assert len(told) == 1
    assert told[0].startswith(UNUSED + why)
    assert tree(small / "public") == fresh(small)


def test_damage_is_told_once(small: Path, whole: list[Path]) -> None:
    """Of a damaged memory with nothing else changed: everything is looked at, then it is well."""
    build(small)
    for path in (small / ".dateline/memory").iterdir():
        _flip(path)

    first, second = build(small), build(small)

    assert first.stderr == f"{UNUSED}it is damaged.\n"
    assert ": 0 files written, " in first.stdout
    assert second.stderr == ""
    assert len(whole) == 2


def test_text_that_changes_between_reading_and_rendering(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A recalled release is read when it is rendered: if it has changed, nothing is published."""
    build(small)
    before = tree(small / "public")
    override(small)  # so that everything is rendered anew, and nothing is read anew
    stand = Renderers.site

    def disturbed(*words: Any, **more: Any) -> Any:
        change(small / COURSE, "Online course", "Onsite course")
        return stand(*words, **more)

    with monkeypatch.context() as patched:
        patched.setattr(Renderers, "site", disturbed)
        stopped = build(small, "--jobs", "1")
    kept = tree(small / "public")
    build(small)

    assert stopped.exit_code == 3
    assert f"{COURSE} changed while the newsroom was built." in stopped.stderr
    assert kept == before
    assert tree(small / "public") == fresh(small)
