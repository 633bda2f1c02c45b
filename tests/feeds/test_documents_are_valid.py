"""Every document against somebody else's rules: grammars, parsers, sizes, places and times."""

from __future__ import annotations

import hashlib
import locale
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.feeds.composing import Composer
from dateline.feeds.documents import AT_MOST, WANTED
from dateline.feeds.weighing import weigh
from tests.feeds.office import Office, parse
from tests.feeds.samples import TITLES, full
from tests.schemas import harness

FORMS = {".rss.xml": "rss", ".atom.xml": "atom", ".feed.json": "json", ".opml": "opml"}
_RENDER = """
import sys, hashlib, locale
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.feeds.office import Office
if sys.argv[3]:
    locale.setlocale(locale.LC_ALL, "")
before = locale.setlocale(locale.LC_ALL)
office = Office.__new__(Office)
office.root = Path(sys.argv[1])
digest = hashlib.sha256()
for path, content in office.render().items():
    digest.update(path.encode() + content)
assert locale.setlocale(locale.LC_ALL) == before
print(digest.hexdigest())
"""


def _faults(documents: dict[str, bytes]) -> dict[str, list[str]]:
    return {
        path: faults
        for path, content in documents.items()
        for suffix, form in FORMS.items()
        if path.endswith(suffix) and (faults := harness.faults(content, form))
    }


def _rich(office: Office) -> Office:
    """Fill an office with everything: hostile titles, files, languages, months, feeds."""
    full(office)
    for number, title in enumerate(TITLES):
        office.release(f"2023-1{number % 3}-0{number + 1}-t{number}", title, summary=title)
    office.release("2023-09-09-plain", lang="vi", embargo="2023-10-01T00:00:00+07:00")
    office.feed("few", items=2)
    office.feed("brief", content="summary", items=2)
    office.feed("youth", topics=["youth"], title="Youth & < 30 >")
    office.feed("none", kinds=["correction"])
    return office


@pytest.mark.skipif(harness.available() is not None, reason=str(harness.available()))
def test_grammars(office: Office) -> None:
    """Every document keeps to its format's grammar, whatever the releases hold."""
    documents = _rich(office).render()

    assert sum("-" in path for path in documents) >= 6
    assert _faults(documents) == {}


@pytest.mark.skipif(harness.available() is not None, reason=str(harness.available()))
def test_grammars_below_a_prefix(office: Office) -> None:
    """The same below a path prefix, in a zone that had odd seconds, for an old archive."""
    office.settings(base_url="http://localhost:8000/a/b/", timezone="Europe/Amsterdam")
    office.release("1888-08-08-old")
    office.release("1937-06-06-odd")

    assert _faults(_rich(office).render()) == {}


def test_parsers_agree(office: Office) -> None:
    """Feedparser finds every XML document well-formed, with an id and a page for each entry."""
    documents = [d for path, d in _rich(office).render().items() if path.endswith(".xml")]

    assert len(documents) > 20
    for document in documents:
        assert all(entry.id and entry.link and entry.title for entry in parse(document).entries)


def test_xml_documents_are_text(office: Office) -> None:
    """Documents are UTF-8, declare it, and end in one newline."""
    for path, document in _rich(office).render().items():
        text = document.decode()

        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert path.endswith(".json") or text.lower().startswith(("<?xml version",))


@pytest.mark.parametrize("filler", ["word ", "<b>&</b> ", '"\\\\ ', "“Tiếng” "])
def test_live_documents_are_small(office: Office, filler: str) -> None:
    """A live document stays below the wanted size, whichever format its text swells in."""
    for day in range(1, 31):
        office.release(f"2023-11-{day:02}-a", body=filler * 500, summary="S & " * 40)
    documents = office.render()
    live = [documents[f"en/feeds/press.{end}"] for end in ("rss.xml", "atom.xml", "feed.json")]

    assert 5 <= live[1].count(b"<entry") < 20
    assert max(map(len, live)) <= WANTED


def test_live_document_of_long_releases(office: Office) -> None:
    """Five very long releases are kept up to the highest size; no text is cut."""
    for day in range(1, 31):
        office.release(f"2023-11-{day:02}-a", body="word " * 4200 + "END.")
    documents = office.render()
    live = [documents[f"en/feeds/press.{end}"] for end in ("rss.xml", "atom.xml", "feed.json")]

    assert [document.count(b"END.") for document in live] == [5, 5, 10]
    assert WANTED < max(map(len, live)) <= AT_MOST


def _digest(office: Office, *, set_locale: bool = False, **environment: str) -> str:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", _RENDER, str(office.root), str(root), "x" * set_locale]
    run = subprocess.run(
        command, env=os.environ | environment, check=True, capture_output=True, text=True
    )
    return run.stdout.strip()


def test_bytes_depend_on_nothing_else(office: Office) -> None:
    """The bytes are the same in any zone, with any hash seed, in any process."""
    expected = hashlib.sha256()
    for path, content in _rich(office).render().items():
        expected.update(path.encode() + content)

    assert _digest(office, TZ="America/New_York", PYTHONHASHSEED="1") == expected.hexdigest()
    assert _digest(office, TZ="Asia/Tokyo", PYTHONHASHSEED="2", LC_ALL="C") == expected.hexdigest()


@pytest.mark.skipif(shutil.which("localedef") is None, reason="localedef is not installed")
@pytest.mark.parametrize("name", ["vi_VN", "de_DE"])
def test_locales(office: Office, tmp_path: Path, name: str) -> None:
    """Day and month names are English under any locale, and the process keeps its own."""
    made = subprocess.run(
        ["localedef", "-i", name, "-f", "UTF-8", str(tmp_path / f"{name}.UTF-8")],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip(f"the locale {name} cannot be made here")
    environment = {"LC_ALL": f"{name}.UTF-8", "LOCPATH": str(tmp_path)}
    expected = _digest(_rich(office), LC_ALL="C.UTF-8")

    assert _digest(office, set_locale=True, **environment) == expected


def test_locale_does_not_leak(office: Office) -> None:
    """Rendering leaves the process's locale as it was."""
    before = locale.setlocale(locale.LC_ALL)
    _rich(office).render()

    assert locale.setlocale(locale.LC_ALL) == before


def test_weights_are_true(office: Office) -> None:
    """What an entry is said to weigh is what it takes in each format's document."""
    found = full(office)
    site = office.site()
    entry = Composer(site).compose(site.archive.of("en")[0])
    starts = {"atom": b"<entry", "rss": b"<item>", "json": b"[\n{"}
    ends = {"atom": b"</feed>\n", "rss": b"</channel></rss>\n", "json": b"\n]}\n"}
    taken = {
        form: len(raw.removesuffix(ends[form]).partition(starts[form])[2])
        for form, raw in found.raw.items()
    }

    assert {form: weigh(entry, [form]) for form in taken} == {
        "atom": taken["atom"] + len("<entry"),
        "rss": taken["rss"] + len("<item>"),
        "json": taken["json"] + len("{"),
    }
