"""The example newsroom's pages in a real browser, and before the Nu checker."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import harness
from tests.press_room import build_example

ONE_OF_EACH = (
    "",
    "en/",
    "vi/",
    "en/2023/",
    "vi/2023/06/",
    "en/topics/skills/",
    "vi/feeds/",
    "en/about/",
    "vi/2024/02/khoa-hoc-truc-tuyen-giup-can-bo/",
    "en/2023/03/fourth-decent-work-country-programme-endorsed/",
    "en/2022/12/recruitment-costs-migration-data-reports/",
    "vi/digests/press/2023-06/",
    "en/digests/press/2023-05/",
    "en/2023/09/media-competition-opens/",
    "vi/2023/09/phat-dong-cuoc-thi-bao-chi-toan-cau/",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the example newsroom as it stood on 15 February 2024."""
    out = tmp_path_factory.mktemp("site") / "public"
    build_example(out)
    return out


@pytest.mark.skipif(harness.available() is not None, reason=str(harness.available()))
def test_pages_please_axe_at_every_width_in_light_and_dark(site: Path) -> None:
    """No accessibility fault, no overflow at 320 px, no script, no request to another host."""
    findings = harness.check_pages(site, ONE_OF_EACH, widths=(320, 1280))

    assert [fault for page in findings for fault in page.faults()] == []
    assert len(findings) == len(ONE_OF_EACH)


_FAULTY = """\
<!doctype html><html lang=en><title>Faulty</title><meta name=viewport content="width=device-width">
<style>
  @media (prefers-color-scheme: dark) { p { color: #888; background: #777; } }
  @media (max-width: 400px) { p { min-width: 400px; } }
</style>
<main><h1>Faulty</h1><p>Pale by night, and too wide for a telephone.</p></main>
"""


@pytest.mark.skipif(harness.available() is not None, reason=str(harness.available()))
def test_each_width_and_scheme_is_looked_at(tmp_path: Path) -> None:
    """What is wrong in the dark alone, or in a narrow window alone, is told of these."""
    (tmp_path / "index.html").write_text(_FAULTY, encoding="utf-8")
    (found,) = harness.check_pages(tmp_path, [""], widths=(320, 1280))
    (narrow,) = harness.check_pages(tmp_path, [""], widths=(1280,), schemes=("light",))

    assert [(each.rule, each.width, each.scheme) for each in found.violations] == [
        ("color-contrast", 320, "dark"),
        ("color-contrast", 1280, "dark"),
    ]
    assert found.overflow_pixels == narrow.overflow_pixels > 0
    assert narrow.violations == ()


@pytest.mark.skipif(harness.html_available() is not None, reason=str(harness.html_available()))
def test_every_page_is_valid_html(site: Path) -> None:
    """The Nu checker has no error and no warning for any page.

    Mail is held to what mail programs read instead: their HTML is not the web's.
    """
    pages = sorted(site.rglob("index.html"))
    # The checker reads files, whose host no policy can name, and takes JSON-LD for a script;
    # a browser judges the policy (test_policy.py).
    found = [m for m in harness.check_html(pages) if "Content Security Policy (meta" not in m.text]

    assert len(pages) > 100
    assert [str(message) for message in found] == []
