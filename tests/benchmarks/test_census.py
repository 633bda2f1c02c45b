"""Only builds of the same site are compared."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import pytest

from benchmarks.census import counted, differences, expected
from benchmarks.measure import BuildError
from benchmarks.peers.dateline import Dateline
from benchmarks.run import timed, verify
from benchmarks.scenarios import SCENARIOS, Stand
from benchmarks.stories import Corpus, Story, stories
from benchmarks.tools import NAMES, make

CORPUS = Corpus(12)


@dataclass(frozen=True)
class Copier:
    """A tool whose build copies a model."""

    model: Path
    name: str = "copier"
    feeds: re.Pattern[str] = Dateline(Path()).feeds
    newest: int = 10
    exact: bool = True
    env: dict[str, str] = field(default_factory=dict)

    @property
    def version(self) -> list[str]:
        return ["cp", "--version"]

    def lay_out(self, stories: Iterable[Story], site: Path) -> None: ...

    def add(self, story: Story, site: Path) -> None: ...

    def source(self, site: Path, story: Story) -> Path:
        return site / "source"

    def frame(self, site: Path) -> Path:
        return site / "frame"

    def forget(self, site: Path) -> None: ...

    def build(self, site: Path, output: Path) -> list[str]:
        return ["cp", "-r", str(self.model), str(output)]

    def check(self, site: Path) -> list[str] | None:
        return None

    def help(self) -> list[str] | None:
        return None


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Stand:
    """Let Dateline do the peers' work."""
    return build(tmp_path_factory.mktemp("bench"), full=False)


def build(home: Path, *, full: bool) -> Stand:
    """Let Dateline build the corpus."""
    tool = Dateline(home / "dateline", full=full)
    tool.executable.write_text(f'#!/bin/sh\nexec {sys.executable} -m dateline "$@"\n')
    tool.executable.chmod(0o755)
    tool.lay_out(stories(CORPUS), home / "site")
    subprocess.run(tool.build(home / "site", home / "out"), check=True, capture_output=True)
    return stand(tool, home)


def stand(tool: Copier | Dateline, home: Path) -> Stand:
    oldest, *_, newest = stories(CORPUS)
    (home / "site").mkdir(exist_ok=True)
    return Stand(tool, home / "site", home / "out", CORPUS, oldest, newest)


def test_dateline_builds_what_the_corpus_makes(built: Stand) -> None:
    """What is expected is told by the corpus alone, and what Dateline writes is just that."""
    site = counted(built.output, feeds=built.tool.feeds)

    assert differences(site, expected(stories(CORPUS))) == []


def test_all_that_dateline_does_is_no_less_than_the_peers_work(tmp_path: Path) -> None:
    """Its own theme says more words; the site is the same, and its frame can be changed, too."""
    full = build(tmp_path, full=True)
    site = counted(full.output, feeds=full.tool.feeds)
    wanted = expected(stories(CORPUS))

    assert differences(site, wanted, exact=full.tool.exact) == []
    assert site.page_words > wanted.page_words
    assert timed(full, SCENARIOS["template"], 0).wall > 0


@pytest.mark.parametrize("name", list(asdict(expected(stories(Corpus(1))))))
def test_one_less_or_more_is_another_site(name: str) -> None:
    """Nothing may be missing, and nothing be added, of any kind."""
    wanted = expected(stories(CORPUS))
    for number in (getattr(wanted, name) - 1, getattr(wanted, name) + 1):
        found = differences(replace(wanted, **{name: number}), wanted)

        assert found == [f"{name}: {number}, but the corpus makes {getattr(wanted, name)}"]


def test_a_tool_that_does_more_may_show_more_words_and_never_fewer() -> None:
    """Dateline's own theme says more; a page of it that lost text would still be seen."""
    wanted = expected(stories(CORPUS))
    more = replace(wanted, page_words=wanted.page_words + 1, items=wanted.items + 1)
    fewer = replace(wanted, page_words=wanted.page_words - 1)

    assert differences(more, wanted, exact=False) == []
    assert len(differences(fewer, wanted, exact=False)) == 1
    assert len(differences(replace(wanted, months=99), wanted, exact=False)) == 1


@pytest.mark.parametrize("loss", ["page", "words", "entry", "item"])
def test_an_unequal_site_is_not_timed(built: Stand, tmp_path: Path, loss: str) -> None:
    """Whatever a tool leaves out, the run ends before it is timed."""
    model = tmp_path / "model"
    subprocess.run(["cp", "-r", built.output, model], check=True)
    page = model / f"en/{built.newest.at:%Y/%m}" / built.newest.slug / "index.html"
    feed = model / "en/feeds/all.rss.xml"
    month = page.parent.parent / "index.html"
    if loss == "page":
        page.unlink()
    elif loss == "words":
        page.write_text(
            re.sub(r"<blockquote>.*</blockquote>", "", page.read_text(), flags=re.DOTALL)
        )
    elif loss == "entry":
        month.write_text(re.sub(r"<li><a href=\"/en/\d.*", "", month.read_text()))
    else:
        feed.write_text(re.sub(r"<item>.*?</item>", "", feed.read_text(), count=1, flags=re.DOTALL))

    with pytest.raises(BuildError, match="copier built another site"):
        verify(stand(Copier(model), tmp_path))


def test_a_build_that_does_not_do_what_it_should_is_no_quick_build(
    built: Stand, tmp_path: Path
) -> None:
    """A tool that leaves the edited page as it was is told, not praised."""
    site = stand(Copier(built.output), tmp_path)
    (site.site / "source").write_text("")

    with pytest.raises(BuildError, match="did not do: one release edited"):
        timed(site, SCENARIOS["edit"], 0)


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="the runner needs Linux")  # noqa: PTH112
@pytest.mark.parametrize("scenario", ["cold", "nothing", "edit", "add", "template", "check"])
def test_every_scenario_is_done_by_dateline(built: Stand, scenario: str) -> None:
    """What is looked for after a scenario is there."""
    assert timed(built, SCENARIOS[scenario], 1).wall > 0


@pytest.mark.parametrize("name", NAMES)
def test_every_tool_lays_out_every_release(tmp_path: Path, name: str) -> None:
    """Each layout holds the file that is edited, with the release's own text, and the frame."""
    site = tmp_path / "site"
    tool = make(name, tmp_path, tmp_path / "dateline")
    tool.lay_out(stories(CORPUS), site)

    for story in stories(CORPUS):
        assert (
            tool.source(site, story).read_text(encoding="utf-8").endswith(story.editions["en"].body)
        )
    assert tool.frame(site).read_text(encoding="utf-8").count("</body>") == 1
    assert tool.name == name
