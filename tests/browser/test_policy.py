"""The policy of the pages, judged by a real browser: it allows what is ours and stops the rest."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from dateline.serve import Notice, Preview, PreviewServer, Rebuilt
from tests.browser import harness
from tests.browser.test_example import ONE_OF_EACH
from tests.press_room import build_example

pytestmark = pytest.mark.skipif(harness.available() is not None, reason=str(harness.available()))
INTRUDERS = {
    "inline": "<script>document.title = 'ran'</script>",
    "handler": "<img src=/no.png onerror=\"document.title = 'ran'\">",
    "elsewhere": '<script src="https://intruder.example/x.js"></script>',
    "own": '<script src="/own.js"></script>',
    "frame": '<iframe src="https://intruder.example/"></iframe>',
    "style": "<style>body { display: none }</style>",
    "sheet": '<link rel="stylesheet" href="https://intruder.example/x.css">',
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the example newsroom, with a broken page for each way to break in."""
    out = tmp_path_factory.mktemp("policy") / "public"
    build_example(out)
    page = (out / "en/index.html").read_text(encoding="utf-8")
    for name, intruder in INTRUDERS.items():
        (out / f"{name}.html").write_text(page.replace("</main>", f"{intruder}</main>"))
    (out / "own.js").write_text("document.title = 'ran'")
    return out


def test_pages_obey_their_own_policy(site: Path) -> None:
    """No page asks for anything that its policy forbids: the console stays empty."""
    found = harness.probe_pages(site, ONE_OF_EACH, enforce=True)

    assert len(found) == len(ONE_OF_EACH)
    assert [(each.path, each.console) for each in found if each.console] == []
    assert [line for each in found for line in each.harm()] == []


@pytest.fixture(scope="module")
def stopped(site: Path) -> dict[str, harness.Probe]:
    """Open the broken pages under their policy."""
    paths = [f"{name}.html" for name in INTRUDERS]
    return dict(zip(INTRUDERS, harness.probe_pages(site, paths, enforce=True), strict=True))


@pytest.mark.parametrize("name", INTRUDERS)
def test_policy_stops_what_is_not_named(stopped: dict[str, harness.Probe], name: str) -> None:
    """A script, frame or style that broke into a page does not run, and the browser says so."""
    found = stopped[name]

    assert found.title != "ran"
    assert (found.scripts, found.foreign) == ((), ())
    assert any("Content Security Policy" in line for line in found.console)


def test_without_a_policy_they_would_run(site: Path) -> None:
    """The same pages with the policy set aside do run their scripts: the browser would tell."""
    found = harness.probe_pages(site, ["inline.html", "handler.html", "own.html"])

    assert [each.title for each in found] == ["ran"] * 3
    assert all(each.scripts for each in found)


class _Listened(Preview):
    """A preview that changes once, as soon as a page listens to it."""

    changes = 0

    def wait_for_change(self, version: str, patience: float) -> str | None:
        """Wait as every preview does."""
        if not self.changes:
            self.changes += 1
            threading.Timer(0.2, self.refresh).start()
        return super().wait_for_change(version, patience)


def test_preview_reloads_under_the_policy(site: Path) -> None:
    """The preview's script and its overlay work in a page that allows no script of its own."""
    preview = _Listened(site, lambda: Rebuilt((Notice("a.md:1:1", "Broken."),), "/"))
    server = PreviewServer(preview, 0, lambda line: None)
    server.start()
    preview.refresh()
    try:
        origin = server.address.rstrip("/")
        (found,) = harness.probe_pages(site, ["en/"], enforce=True, origin=origin, loads=2)
    finally:
        server.stop()

    assert found.console == ()
    assert found.scripts == ("/__dateline/reload.js:1",)
    assert found.loads == 2
