"""`dateline serve`: the door's part; what the server does is in tests/test_serve.py."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.memory.software import software
from dateline.memory.store import Memory
from tests.cli.running import NOW, command, run, save, tree
from tests.patience import PATIENCE, until

RELEASE = "releases/2024/2024-02-01-course.md"


@contextlib.contextmanager
def serving(root: Path, *words: str, told: str = os.devnull) -> Iterator[str]:
    """Run a preview in a process of its own, and give its address; `told` takes what it tells."""
    with open(told, "w", encoding="utf-8") as errors:  # noqa: PTH123 -- it may be no file
        process = subprocess.Popen(
            command("serve", "--port", "0", "-C", root, "--now", NOW, *words),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        try:
            process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert process.returncode == 0


def fetch(address: str) -> str:
    """Get a page, whatever its status."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            text: str = answer.read().decode()
    except urllib.error.HTTPError as answer:
        with answer:
            text = answer.read().decode()
    return text


def wait_for(address: str, words: str, *, gone: bool = False) -> str:
    """Get a page until it has (or has lost) some words."""
    text = ""

    def there() -> bool:
        nonlocal text
        text = fetch(address)
        return (words in text) != gone

    until(there, lambda: f"{words!r}: {text[-2000:]}")
    return text


def test_edit_break_mend(small: Path) -> None:
    """A saved change is on the page; a mistake is laid over the last good page; mended, it goes."""
    file = small / RELEASE
    right = file.read_text(encoding="utf-8")
    with serving(small) as address:
        page = f"{address}en/2024/02/course/"
        assert "Online course opens" in fetch(page)

        save(file, right.replace("Online course opens", "Second title"))
        wait_for(page, "Second title")
        wait_for(f"{address}en/", "Second title")  # all of it is built, not the page alone

        save(file, right.replace("summary:", "sumary:"))
        broken = wait_for(page, "dateline-overlay")
        assert f"{RELEASE}:4:1" in broken
        assert "Did you mean `summary`?" in broken
        assert "Second title" in broken

        save(file, right)
        assert "Online course opens" in wait_for(page, "dateline-overlay", gone=True)

        settings = small / "dateline.toml"
        save(settings, settings.read_text(encoding="utf-8") + "\n[mial]\n")
        wait_for(page, "`mial` is not a key here.")

        (small / "templates").mkdir(exist_ok=True)
        (small / "templates" / "footer.html").write_text("{{ nothing }}", encoding="utf-8")
        right = settings.read_text(encoding="utf-8").removesuffix("\n[mial]\n")
        save(settings, right)
        wait_for(page, "templates/footer.html")


def test_next_preview_goes_on_from_this_one(small: Path) -> None:
    """What was built last is written down at the end: the next preview makes nothing again."""
    file = small / RELEASE
    text = file.read_text(encoding="utf-8")
    with serving(small) as address:
        save(file, text.replace("Online course opens", "Second title"))
        wait_for(f"{address}en/", "Second title")
        fetch(f"{address}feeds.opml")  # is not shown before it is built, as that page may be
    memory = Memory(str(small / ".dateline"), str(small / ".dateline/serve"), software())

    last = memory.last_build()

    assert last is not None
    made = {output for _, outputs in last.units.values() for output in outputs}
    paths = tree(small / ".dateline/serve")
    stats = {path: (small / ".dateline/serve" / path).stat() for path in paths}
    assert made == {(path, stats[path].st_mtime_ns, stats[path].st_size) for path in paths}


def test_pages_have_nothing_of_the_preview(small: Path) -> None:
    """What the preview builds is byte for byte what would be published."""
    with serving(small) as address:
        assert "__dateline" in fetch(f"{address}en/")

    run("build", "-C", small, "--now", NOW)
    assert tree(small / ".dateline" / "serve") == tree(small / "public")


def test_drafts(small: Path) -> None:
    """--drafts shows what is not public yet."""
    file = small / RELEASE
    right = file.read_text(encoding="utf-8")
    save(file, right.replace("place:", "draft: true\nplace:"))

    with serving(small) as address:
        assert "Not found" in fetch(f"{address}en/2024/02/course/")
    with serving(small, "--drafts") as address:
        assert "Online course opens" in fetch(f"{address}en/2024/02/course/")


def test_two_at_once(small: Path, tmp_path: Path) -> None:
    """Each of two previews shows its own pages, before and after an edit; the second says where."""
    file = small / RELEASE
    right = file.read_text(encoding="utf-8")
    draft = right.replace("place:", "draft: true\nplace:")
    save(file, draft)

    told = tmp_path / "told"
    page = "en/2024/02/course/"
    with serving(small) as plain, serving(small, "--drafts", told=str(told)) as drafts:
        assert "Not found" in fetch(f"{plain}{page}")
        assert "Online course opens" in fetch(f"{drafts}{page}")

        save(file, draft.replace("Online course opens", "Second title"))
        wait_for(f"{drafts}{page}", "Second title")
        assert "Not found" in fetch(f"{plain}{page}")

        save(file, right)
        for address in (plain, drafts):
            wait_for(f"{address}{page}", "Online course opens")
    words = told.read_text(encoding="utf-8")
    assert "Another preview of this newsroom is running (process " in words
    assert "This one builds into .dateline/serve-2." in words
    with serving(small):
        pass
    assert not (small / ".dateline" / "serve-3").exists()


def test_broken_from_the_start(small: Path) -> None:
    """A newsroom that is broken from the start is told as plain text until it is mended."""
    file = small / RELEASE
    right = file.read_text(encoding="utf-8")
    save(file, "no keys\n")

    with serving(small) as address:
        assert f"{RELEASE}:1:1: The file has no front matter." in fetch(address)
        save(file, right)
        wait_for(f"{address}en/", "Online course opens")


def test_path_prefix(small: Path) -> None:
    """A site with a path prefix is served under it."""
    settings = small / "dateline.toml"
    right = settings.read_text(encoding="utf-8")
    save(settings, right.replace('example.org/"', 'example.org/news/"'))

    with serving(small) as address:
        assert address.endswith("/news/")
        assert "/news/en/" in fetch(f"{address}en/")


def test_port_in_use_exits_3(small: Path) -> None:
    """A port that is taken exits 3 and says how to get another."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        result = run("serve", "-C", small, "--port", str(port))

    assert result.exit_code == 3
    assert f"Port {port} is in use." in result.stderr
    assert "--port 0" in result.stderr


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_bad_port_is_usage(small: Path, port: str) -> None:
    """A port that there cannot be exits 2."""
    assert run("serve", "-C", small, "--port", port).exit_code == 2
