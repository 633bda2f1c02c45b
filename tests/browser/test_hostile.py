"""Attacks in every field of a newsroom, judged by a real browser with no policy to help."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import harness
from tests.browser.hostile import build_site, drop_what_is_refused, write_newsroom
from tests.markup.test_safety import VECTORS

pytestmark = pytest.mark.skipif(harness.available() is not None, reason=str(harness.available()))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the newsroom of attacks."""
    root = tmp_path_factory.mktemp("hostile") / "newsroom"
    write_newsroom(root, VECTORS)
    drop_what_is_refused(root)
    return build_site(root)


def test_no_page_feed_or_mail_harms_its_reader(site: Path) -> None:
    """No script runs, nothing waits to run, and no host is asked, in pages, feeds and mail."""
    pages = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]
    found = harness.probe_pages(site, pages)

    assert [line for each in found for line in each.harm()] == []
    assert {each.status for each in found} == {200}
    assert len([page for page in pages if "attack" in page]) == len(VECTORS)
    assert any(page.endswith("digest.html") for page in pages)
    assert len([page for page in pages if page.startswith("reader-")]) == 6


def test_the_attacks_were_there(site: Path) -> None:
    """What the checks let through is told as text: the test does not pass by leaving it out."""
    told = "".join(path.read_text(encoding="utf-8") for path in site.rglob("attack-*/index.html"))

    assert told.count("alert(1)") > len(VECTORS)


def test_the_browser_would_tell(tmp_path: Path) -> None:
    """The same attacks in pages that nobody cleaned do run: the judge is awake."""
    for number, vector in enumerate(VECTORS[:20]):
        page = f"<!doctype html><title>x</title><body>{vector}"
        (tmp_path / f"{number}.html").write_text(page, encoding="utf-8")
    found = harness.probe_pages(tmp_path, [f"{number}.html" for number in range(20)])

    assert len([each for each in found if each.harm()]) >= 15
    assert len([each for each in found if each.dialogs]) >= 5
