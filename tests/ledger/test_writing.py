"""The ledger is written whole or not at all, after the publication, and only where it changes."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline import build as errand
from dateline import ledger, output
from dateline.errors import OutsideError
from dateline.ledger import Comparison, compare, read, writing
from dateline.reading import read_newsroom
from dateline.selection import standings
from dateline.settings import load_newsroom
from tests.ledger.office import COURSE, LINE, NOW, Office
from tests.output.test_publish import tree


def kept(office: Office) -> errand.ledger.Kept | None:
    """Build, and give what became of the ledger."""
    done = errand.build(
        load_newsroom(office.root), NOW, out=office.root / "public", keep_ledger=True
    )
    return done.ledger


def test_second_build_touches_nothing(office: Office) -> None:
    """Where nothing changed, not even the file's time does."""
    before = office.ledger.stat()

    office.publish()

    after = office.ledger.stat()  # reading it may change when it was read
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_order_of_builds_does_not_matter(office: Office, tmp_path: Path) -> None:
    """Two machines that publish the same at other moments have the same ledger."""
    other = Office(tmp_path / "other")
    for path in (COURSE, "releases/2024-02-01-fair.md"):
        shutil.copy(
            office.root / path, (other.root / "releases").mkdir(exist_ok=True) or other.root / path
        )

    other.publish(datetime(2024, 3, 9, tzinfo=UTC))

    assert other.ledger.read_bytes() == office.ledger.read_bytes()


def test_output_never_depends_on_it(office: Office) -> None:
    """With the ledger, with another and without one: the same bytes are published."""
    expected = tree(office.root / "public")
    office.ledger.unlink()
    office.publish(out="without", keep=False)
    office.ledger.write_text(
        LINE.replace("course", "zebra").replace("}", ',"fate":"removed"}') + "\n"
    )
    office.publish(out="with")

    assert expected == tree(office.root / "without") == tree(office.root / "with")


def test_held_releases_are_not_in_it(office: Office) -> None:
    """The ledger is committed and may be public: nothing that is held stands in it."""
    office.put("releases/2024-02-10-secret.md", "SeCreT", "draft: true\n")
    office.put("releases/2024-02-16-secret.md", "SeCreT")
    office.put("releases/2024-02-11-secret.md", "SeCreT", "embargo: 2024-02-16T00:00:00Z\n")
    office.publish()

    assert "secret" not in office.ledger.read_text().lower()


@pytest.mark.parametrize("keys", ["draft: true\n", "embargo: 2024-02-16T00:00:00Z\n"])
def test_title_of_what_is_held_again_is_not_in_it(office: Office, keys: str) -> None:
    """What was public by mistake and is held again keeps its id and address, never its title."""
    office.put("releases/2024-02-10-fund.md", "SeCreT merger")
    office.publish()
    assert "SeCreT" in office.ledger.read_text()
    office.put("releases/2024-02-10-fund.md", "SeCreT merger", keys)

    assert office.publish(allow_removal=True) == []
    assert "secret" not in office.ledger.read_text().lower()
    (line,) = (line for line in office.lines() if "fund" in line)
    assert '"title":"sha256:' in line
    assert line.endswith('"url":"/en/2024/02/fund/","fate":"held"}')
    assert office.publish() == []


def test_title_that_an_earlier_version_kept_goes(office: Office) -> None:
    """A line of something held that still has its title loses it with the next build."""
    office.put("releases/2024-02-01-course.md", "Course opens", "draft: true\n")
    kept = LINE.replace("}", ',"fate":"held"}')
    office.ledger.write_text(f"{kept}\n")

    assert office.publish() == []
    assert "Course opens" not in office.ledger.read_text()


def test_a_build_that_is_only_a_look_writes_nothing(office: Office) -> None:
    """Without being told to remember, a build leaves the ledger as it is."""
    before = office.ledger.read_bytes()
    office.put("releases/2024-02-10-new.md", "New")
    office.publish(keep=False)

    assert office.ledger.read_bytes() == before


def test_past_now_keeps_later_entries(office: Office) -> None:
    """A build at a past moment adds what it knows, and erases nothing."""
    office.put("releases/2024-01-08-early.md", "Early")
    office.publish(datetime(2024, 1, 15, tzinfo=UTC))

    assert len(office.lines()) == 3
    assert LINE in office.lines()


def test_entries_of_a_past_now_stay_as_they_were(office: Office) -> None:
    """Even an entry with former addresses is left as it stands, letter by letter."""
    office.put(COURSE, "Course opens", "slug: online\naliases: [/en/2024/02/course/]\n")
    office.publish()
    before = office.ledger.read_bytes()
    office.put("releases/2024-01-08-early.md", "Early")
    office.publish(datetime(2024, 1, 15, tzinfo=UTC))

    assert before in office.ledger.read_bytes().partition(b"early")[2] + before
    assert [line for line in office.lines() if "early" not in line] == before.decode().splitlines()


def test_failed_publication_is_not_remembered(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was not published is not remembered; the next build publishes and remembers it."""
    office.put("releases/2024-02-10-new.md", "New")
    before = office.ledger.read_bytes()

    def fails(*_: object, **__: object) -> None:
        raise OutsideError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(output, "publish", fails)
        with pytest.raises(OutsideError):
            office.publish()
    assert office.ledger.read_bytes() == before

    office.publish()

    assert len(office.lines()) == 3


def test_killed_before_it_is_written_is_repaired_by_the_next(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that ends between publication and ledger is made up for by the next one."""
    office.put("releases/2024-02-10-new.md", "New")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "keep", killed)
        with pytest.raises(KeyboardInterrupt):
            office.publish()
    assert (office.root / "public/en/2024/02/new/index.html").exists()
    assert len(office.lines()) == 2

    assert office.publish() == []
    assert len(office.lines()) == 3


@pytest.mark.parametrize("elsewhere", [False, True])
def test_full_disk_leaves_the_old_one(
    office: Office, monkeypatch: pytest.MonkeyPatch, elsewhere: bool
) -> None:
    """A disk that fails while the ledger is written leaves the old one whole, and no litter."""
    office.put("releases/2024-02-10-new.md", "New")
    before = office.ledger.read_bytes()
    found = examined(office)
    if elsewhere:
        other_disk(monkeypatch)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(writing.os, "fsync", full)
        with pytest.raises(OutsideError, match="The site is published, but"):
            writing.keep(found, office.root, office.root / ".dateline")

    assert office.ledger.read_bytes() == before
    assert [name for name in tree(office.root) if name.endswith(".new")] == []


def examined(office: Office) -> Comparison:
    """Compare the office's files with its ledger."""
    newsroom = load_newsroom(office.root)
    standing = standings(read_newsroom(newsroom).editions, NOW, "en")
    return compare(read(office.root), newsroom, standing, NOW)


def other_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the cache look like a disk of its own."""
    right = Path.stat

    def stat(path: Path, **more: bool) -> os.stat_result:
        found = right(path, **more)
        if path.name != ".dateline":
            return found
        return os.stat_result((found.st_mode, found.st_ino, 987654, *found[3:]))

    monkeypatch.setattr(writing.Path, "stat", stat)


def test_cache_on_another_disk(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the cache is a disk of its own, the ledger is made beside its place."""
    office.put("releases/2024-02-10-new.md", "New")
    found = examined(office)
    other_disk(monkeypatch)

    writing.keep(found, office.root, office.root / ".dateline")

    assert len(office.lines()) == 3
    assert not list(office.root.glob(".published*"))


def test_link_is_written_through(office: Office, tmp_path: Path) -> None:
    """A ledger that is a symbolic link stays one: what it leads to is written."""
    real = tmp_path / "shared.jsonl"
    office.ledger.rename(real)
    office.ledger.symlink_to(real)
    office.put("releases/2024-02-10-new.md", "New")
    office.publish()

    assert office.ledger.is_symlink()
    assert len(real.read_text().splitlines()) == 3


def test_change_by_somebody_else_is_left(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that changes while a build runs (a pull) is left; the next build writes it."""
    office.put("releases/2024-02-10-new.md", "New")
    theirs = office.ledger.read_bytes() + LINE.replace("course", "zebra").encode() + b"\n"
    publish = output.publish

    def meanwhile(*values: object, **more: object) -> object:
        office.ledger.write_bytes(theirs)
        return publish(*values, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(output, "publish", meanwhile)
        found = kept(office)

    assert found is not None
    assert (found.is_left, office.ledger.read_bytes()) == (True, theirs)
    assert office.publish(allow_removal=True) == []
    assert len(office.lines()) == 4


def test_loss_is_survived(office: Office) -> None:
    """Without the ledger the next build begins it anew, the same for what is public."""
    before = office.ledger.read_bytes()
    office.ledger.unlink()
    found = kept(office)

    assert found is not None
    assert (found.entries, found.is_begun) == (2, True)
    assert office.ledger.read_bytes() == before


def test_newsroom_of_held_releases_begins_no_file(tmp_path: Path) -> None:
    """Where nothing was published there is nothing to remember, and no file for it."""
    office = Office(tmp_path / "newsroom")
    office.put("releases/2030-02-01-later.md", "Later")
    office.publish()

    assert not office.ledger.exists()


def test_disorder_is_tidied(office: Office) -> None:
    """Lines that a merge doubled, mixed or parted with gaps are put in order."""
    right = office.lines()
    stale = LINE.replace("Course opens", "Course")
    office.ledger.write_text("\n\n".join([right[1], right[0], right[1], stale]))

    assert sorted(office.publish()) == [
        "published.jsonl:3:1 ledger-unsorted",
        "published.jsonl:5:1 ledger-duplicate",
        "published.jsonl:7:1 ledger-duplicate",
    ]
    assert office.publish() == []
    assert office.lines() == right
