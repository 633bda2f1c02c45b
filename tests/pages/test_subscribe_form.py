"""The form of the digest by e-mail on the subscribe page, where a door stands."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from lxml import html

from dateline.build import build
from dateline.settings import load_newsroom

DOOR = '\n[subscriptions]\nurl = "https://door.example.org/s/"\nprivacy = "https://press.example.org/en/privacy/"\n'


@pytest.fixture
def site(small: Path, now: datetime, tmp_path: Path) -> Path:
    """Build the small newsroom with a door."""
    with (small / "dateline.toml").open("a", encoding="utf-8") as file:
        file.write(DOOR)
    (small / "feeds" / "skills.toml").write_text(
        'title = "Skills"\ntopics = ["skills"]\ndigest = "none"\n', encoding="utf-8"
    )
    build(load_newsroom(small), now, out=tmp_path / "public")
    return tmp_path / "public"


@pytest.mark.parametrize("language", ["en", "vi"])
def test_each_subscribe_page_has_the_form(site: Path, language: str) -> None:
    """The form goes to the door, in the page's language, and names what is kept; no script."""
    page = html.fromstring((site / language / "feeds" / "index.html").read_bytes())
    (form,) = page.xpath("//form")

    assert (form.method, form.action) == (
        "POST",
        f"https://door.example.org/s/{language}/subscribe",
    )
    assert form.xpath(".//input[@name='language' and @checked]/@value") == [language]
    assert form.xpath(".//input[@name='feed']/@value") == ["press"]
    assert form.xpath(".//a/@href") == ["https://press.example.org/en/privacy/"]
    assert form.xpath(".//label[@for='address']")
    assert page.xpath("//script") == []


def test_the_trap_is_out_of_everybodys_way(site: Path) -> None:
    """The field for programs is not tabbed to, not read out, and not filled in by browsers."""
    page = html.fromstring((site / "en" / "feeds" / "index.html").read_bytes())
    (trap,) = page.xpath("//input[@name='website']")

    assert (trap.get("tabindex"), trap.get("autocomplete")) == ("-1", "off")
    assert trap.xpath("ancestor::p/@aria-hidden") == ["true"]


def test_without_a_door_there_is_no_form(small: Path, now: datetime, tmp_path: Path) -> None:
    """A newsroom that sends nothing shows no form."""
    build(load_newsroom(small), now, out=tmp_path / "public")

    page = (tmp_path / "public" / "en" / "feeds" / "index.html").read_text(encoding="utf-8")
    assert "<form" not in page
