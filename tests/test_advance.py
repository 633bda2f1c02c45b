"""Advance sheets: what the preview shows before it is built is what is built."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dateline.build import build
from dateline.cli import remembered, serve
from dateline.cli.desk import Desk
from dateline.errors import DatelineError
from dateline.serve import Preview
from dateline.settings import load_newsroom
from tests.conftest import NEWSROOMS
from tests.memory import rounds
from tests.memory.rounds import DEEDS, Deed, Office, tree

Step = tuple[Deed, int]
Stamps = dict[str, tuple[int, int]]
STEPS = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 239)), min_size=1, max_size=2)
PAGE = "en/2024/02/course/index.html"
WATCHED = ("releases", "feeds", "templates", "pages", "assets")


class Proof:
    """The preview of an office, which is told of changes as the watcher tells of them."""

    def __init__(self, office: Office, monkeypatch: pytest.MonkeyPatch, *, drafts: bool) -> None:
        monkeypatch.setattr(serve, "read_now", lambda _: office.now)
        # Files that were written a moment ago are known for sure: builds take longer than ticks.
        monkeypatch.setattr(remembered, "file_time", lambda: time.time_ns() + 10**11)
        desk = Desk()
        desk.quiet = True
        self.office, self.drafts = office, drafts
        self.folder = office.root / serve.OUTPUT
        self._rebuild = serve.Rebuild(desk, office.root, self.folder, None, None, drafts=drafts)
        self.sheets: Mapping[str, bytes] = {}
        self.preview = Preview(self.folder, self._rebuild, self._advance)
        self._seen: Stamps = {}

    def _advance(self, changed: Collection[str]) -> Mapping[str, bytes]:
        self.sheets = self._rebuild.advance(changed)
        return self.sheets

    def refresh(self) -> int:
        """Show what the office did, and give how many versions browsers were told of."""
        before, self._seen = self._seen, self._stamps()
        paths = {path for path, _ in before.items() ^ self._seen.items()}
        version = self.preview.version
        self.sheets = {}
        self.preview.refresh(paths if paths.isdisjoint({"dateline.toml"}) else None)
        return int(self.preview.version.split("-")[1]) - int(version.split("-")[1])

    def fresh(self) -> dict[str, bytes] | None:
        """Build everything anew, elsewhere; None where that cannot be."""
        out = self.office.root.parent / "fresh"
        shutil.rmtree(out, ignore_errors=True)
        newsroom = load_newsroom(self.office.root)
        try:
            build(newsroom, self.office.now, out=out, drafts=self.drafts, jobs=1)
        except DatelineError:
            return None
        return tree(out)

    def holds(self) -> None:
        """Hold what is shown to a fresh build."""
        before, wanted = tree(self.folder), self.fresh()
        told = self.refresh()

        if wanted is None:
            assert self.preview.notices, self.office.log
            assert tree(self.folder) == before, self.office.log
            assert told == 1 + bool(self.sheets), self.office.log
        else:
            assert self.preview.notices == (), self.office.log
            assert tree(self.folder) == wanted, self.office.log
            shown = {path: wanted.get(path) for path in self.sheets}
            assert self.sheets == shown, self.office.log
            assert told == 1, self.office.log

    def _stamps(self) -> Stamps:
        root = self.office.root
        files = [path for name in WATCHED for path in sorted((root / name).rglob("*"))]
        return {
            path.relative_to(root).as_posix(): (path.stat().st_mtime_ns, path.stat().st_ino)
            for path in [root / "dateline.toml", *files]
            if path.is_file()
        }


@settings(
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=20,
)
@given(history=st.lists(STEPS, min_size=3, max_size=8), drafts=st.booleans())
def test_what_is_shown_is_what_a_fresh_build_gives(
    monkeypatch: pytest.MonkeyPatch, history: list[list[Step]], drafts: bool
) -> None:
    """After any sequence of changes the preview, ahead or built, is a fresh build's, byte for byte."""
    with tempfile.TemporaryDirectory() as folder, monkeypatch.context() as patched:
        office = Office(Path(shutil.copytree(NEWSROOMS / "small", Path(folder) / "newsroom")))
        proof = Proof(office, patched, drafts=drafts)
        proof.holds()
        for steps in history:
            for step in steps:
                office.step(*step)
            proof.holds()


@pytest.fixture
def proof(small: Path, monkeypatch: pytest.MonkeyPatch) -> Proof:
    """Preview the small newsroom, built once."""
    proof = Proof(Office(small), monkeypatch, drafts=False)
    proof.holds()
    return proof


COURSE = 1


@pytest.mark.parametrize(
    "step",
    [
        (rounds.edit_text, COURSE),
        (rounds.edit_title, COURSE),
        (rounds.edit_keys, COURSE + 4 * 1),  # topics
        (rounds.edit_keys, COURSE + 4 * 8),  # related
        (rounds.edit_keys, COURSE + 4 * 12),  # coverage
    ],
)
def test_page_comes_ahead(proof: Proof, step: Step) -> None:
    """Whatever leaves a release where it is, its page and its twin are shown at once."""
    proof.office.step(*step)

    proof.holds()
    assert list(proof.sheets) == [PAGE, PAGE.replace("html", "txt")]


@pytest.mark.parametrize(
    "steps",
    [
        [(rounds.edit_keys, COURSE + 4 * 4)],  # a draft
        [(rounds.edit_keys, COURSE + 4 * 6)],  # an embargo
        [(rounds.edit_keys, COURSE + 4 * 11)],  # changes
        [(rounds.edit_keys, COURSE + 4 * 13)],  # a withdrawal
        [(rounds.add, 3)],
        [(rounds.remove, COURSE)],
        [(rounds.rename, COURSE)],
        [(rounds.edit_text, COURSE), (rounds.template, 0)],
        [(rounds.edit_text, COURSE), (rounds.picture, 0)],
        [(rounds.edit_text, COURSE), (rounds.settings, 1)],
        [(rounds.edit_text, COURSE), (rounds.clock, 3)],
        [(rounds.edit_text, COURSE), (rounds.clock, 4)],
    ],
)
def test_what_else_may_change_is_built_first(proof: Proof, steps: list[Step]) -> None:
    """Where a release comes, goes or moves, or another file or the time changes, all is built."""
    for step in steps:
        proof.office.step(*step)

    proof.holds()
    assert proof.sheets == {}


@pytest.mark.parametrize("name", ["templates/footer.html", "pages/more.md", "releases/apart"])
def test_what_is_gone_is_built_first(proof: Proof, name: str) -> None:
    """Who edits a release and removes what its page is made of sees the page without that.

    Of a folder that is moved away some systems tell by its name alone.
    """
    path = proof.office.root / name
    path.parent.mkdir(exist_ok=True)
    if path.suffix:
        path.write_text("---\ntitle: More\n---\nOwn.\n", encoding="utf-8")
    else:
        path.mkdir()
    proof.holds()
    proof.office.step(rounds.edit_text, COURSE)
    path.rename(proof.office.root / "away")
    proof.sheets = {}

    proof.preview.refresh({"releases/2024/2024-02-01-course.md", name})

    assert proof.sheets == {}
    assert tree(proof.folder) == proof.fresh()


def test_what_ails_is_never_ahead(proof: Proof) -> None:
    """A file that cannot be published, or is an error by a rule, leaves the last good page."""
    for line in ("sumary: A slip.", "title: ''"):
        file = proof.office.release(COURSE)
        right = file.read_text(encoding="utf-8")
        file.write_text(rounds._with_key(right, line), encoding="utf-8")
        proof.holds()
        assert proof.sheets == {}
        file.write_text(right, encoding="utf-8")
        proof.holds()


def test_error_across_files_is_told_after_the_page(proof: Proof) -> None:
    """What no file has alone is found by the build: then the page is the last good one again."""
    file = proof.office.release(COURSE)
    with file.open("a", encoding="utf-8") as release:
        release.write("\nSee [there](/en/2024/02/nowhere/).\n")

    proof.holds()
    assert list(proof.sheets)
    assert "nowhere" in proof.preview.notices[0].message


def test_an_editors_passing_files_are_nothing(proof: Proof) -> None:
    """What an editor made and removed again beside the release does not keep its page back."""
    proof.office.step(rounds.edit_text, COURSE)
    course = proof.office.release(COURSE).relative_to(proof.office.root).as_posix()

    proof.preview.refresh({course, "releases/4913"})

    assert list(proof.sheets)


@pytest.mark.parametrize("what", ["cache", "output", "front page"])
def test_output_that_was_removed_is_made_again(proof: Proof, what: str) -> None:
    """The preview believes that nobody else writes its pages, but not that nobody removes them."""
    if what == "cache":
        proof.office.step(rounds.everything, 0)
    elif what == "output":
        shutil.rmtree(proof.folder)
    else:
        (proof.folder / "index.html").unlink()
    proof.office.step(rounds.edit_text, COURSE)

    proof.preview.refresh({"releases/2024/2024-02-01-course.md"})

    assert tree(proof.folder) == proof.fresh()


def test_many_edits_are_built_at_once(proof: Proof) -> None:
    """Another branch that is checked out is no edit of a page."""
    office = proof.office
    for number in range(21):
        path = office.root / f"releases/2024-02-{number % 9 + 1:02}-more-{number}.md"
        path.write_text("---\ntitle: More\n---\nText.\n", encoding="utf-8")
    proof.holds()
    for path in sorted((office.root / "releases").rglob("*-more-*.md")):
        path.write_text("---\ntitle: More\n---\nOther text.\n", encoding="utf-8")

    proof.holds()
    assert proof.sheets == {}


def test_failing_page_is_left_to_the_build(proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong ahead goes wrong in the build too, which tells of it."""
    monkeypatch.setattr(serve, "sheets", lambda *_: 1 / 0)
    proof.office.step(rounds.edit_text, COURSE)

    proof.holds()
    assert proof.sheets == {}
