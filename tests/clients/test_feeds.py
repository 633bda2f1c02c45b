"""Real feed readers open the example newsroom's feeds as their users would."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clients.harness import (
    available,
    newsboat_import,
    newsboat_read,
    rss2email_import,
    rss2email_read,
    serving,
)
from tests.press_room import build_example

needs_newsboat = pytest.mark.skipif(
    available("newsboat") is not None, reason=str(available("newsboat"))
)
needs_rss2email = pytest.mark.skipif(
    available("rss2email") is not None, reason=str(available("rss2email"))
)


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Build the example newsroom and give its XML feeds by `language/name`."""
    out = tmp_path_factory.mktemp("feeds") / "public"
    build_example(out)
    documents = {}
    for language in ("en", "vi"):
        for file in sorted((out / language / "feeds").glob("*.xml")):
            documents[f"{language}/{file.name}"] = file.read_bytes()
    documents["feeds.opml"] = (out / "feeds.opml").read_bytes()
    return documents


@needs_newsboat
def test_newsboat_reads_every_feed(feeds: dict[str, bytes], tmp_path: Path) -> None:
    """Newsboat shows every entry of every feed; each opens the page of its own language."""
    names = [name for name in feeds if name.endswith(".xml")]
    with serving(feeds) as server:
        reading = newsboat_read([server.url(name) for name in names], tmp_path)

    assert list(reading.complaints) == []
    assert len(reading.feeds) == len(names) == 12
    # The same entry in two feeds is one for newsboat (newsboat#898), so each id counts once.
    # Twenty releases, a correction and the notice of a withdrawal in each language.
    assert len(reading.by_id()) == 44
    for item in reading.items:
        language = "en" if ":en/" in item.id else "vi"
        assert item.url.startswith(f"https://press.example.org/{language}/"), item.id
        assert len(item.content) > 150


@needs_rss2email
@pytest.mark.parametrize(("form", "count"), [("rss", 44), ("atom", 42)])
def test_rss2email_reads_every_feed(
    feeds: dict[str, bytes], tmp_path: Path, form: str, count: int
) -> None:
    """rss2email makes one mail of every entry, with its title, linking its own language's page."""
    names = [name for name in feeds if name.endswith(f"press.{form}.xml")]
    with serving(feeds) as server:
        urls = {name.replace("/", "-").partition(".")[0]: server.url(name) for name in names}
        reading = rss2email_read(urls, tmp_path, html=True)

    assert list(reading.complaints) == []
    assert len(reading.messages) == count
    for identity, message in reading.by_id().items():
        language = "en" if ":en/" in identity else "vi"
        body = message.get_body(("html", "plain"))
        assert body is not None
        assert f"https://press.example.org/{language}/20" in body.get_content()


@needs_newsboat
def test_newsboat_imports_the_opml(feeds: dict[str, bytes], tmp_path: Path) -> None:
    """Newsboat takes every feed of the OPML file, in the folder of its language."""
    found = newsboat_import(feeds["feeds.opml"], tmp_path)

    assert len(found) == 6
    assert all(url.startswith("https://press.example.org/") for url in found)


@needs_rss2email
def test_rss2email_imports_the_opml(feeds: dict[str, bytes], tmp_path: Path) -> None:
    """rss2email takes every feed of the OPML file."""
    found = rss2email_import(feeds["feeds.opml"], tmp_path)

    assert len(found) == 6
