"""Readers who had a feed before a correction or a withdrawal: what real clients then show them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.build import build
from dateline.settings import load_newsroom
from tests.clients.harness import (
    available,
    newsboat_mark_read,
    newsboat_read,
    rss2email_read,
    serving,
)

NOW = datetime(2024, 2, 15, tzinfo=UTC)
RELEASE = "releases/2024/2024-02-01-course.md"
OWN = "tag:press.example.org,2003:en/2024-02-01-course"
MAJOR = "changes: [{at: 2024-02-05 09:30, kind: major, note: The course is free.}]\n"
MINOR = "changes: [{at: 2024-02-05 09:30, kind: minor, note: A comma.}]\n"
GONE = "withdrawn: {at: 2024-02-06, reason: The figures were wrong.}\n"
SECRET = "Secretsecret"
FORMS = ["rss", "atom"]
needs_newsboat = pytest.mark.skipif(
    available("newsboat") is not None, reason=str(available("newsboat"))
)
needs_rss2email = pytest.mark.skipif(
    available("rss2email") is not None, reason=str(available("rss2email"))
)


def feed(root: Path, form: str, keys: str = "") -> dict[str, bytes]:
    """Publish with further keys on one release, whose text is secret, and give its feed."""
    path = root / RELEASE
    head = "---\ntitle: Online course opens\ndate: 2024-02-01\nsummary: Secretsecret.\n"
    path.write_text(f"{head}{keys}---\n{SECRET} text of the release.\n")
    build(load_newsroom(root), NOW, out=root / "public")
    name = f"press.{form}.xml"
    return {name: (root / "public/en/feeds" / name).read_bytes()}


@needs_newsboat
@pytest.mark.parametrize("form", FORMS)
def test_newsboat_shows_one_more_unread(small: Path, tmp_path: Path, form: str) -> None:
    """A major change brings exactly one new item; the old one says at its top what was wrong."""
    with serving(feed(small, form)) as server:
        urls = [server.url(f"press.{form}.xml")]
        first = newsboat_read(urls, tmp_path / "home")
        newsboat_mark_read(tmp_path / "home")
        server.documents.update(feed(small, form, MAJOR))
        second = newsboat_read(urls, tmp_path / "home")

    assert second.complaints == []
    assert [item.id for item in second.items if item.unread] == [f"{OWN}#2024-02-05"]
    assert len(second.items) == len(first.items) + 1
    told = second.by_id()[f"{OWN}#2024-02-05"]
    assert told.title == "Corrected: Online course opens"
    assert told.url == "https://press.example.org/en/2024/02/course/#changed-2024-02-05"
    assert "The course is free." in told.content
    assert "Corrected on 5 February 2024:" in second.by_id()[OWN].content


@needs_newsboat
@pytest.mark.parametrize("form", FORMS)
def test_newsboat_shows_no_minor_change(small: Path, tmp_path: Path, form: str) -> None:
    """A minor change brings nothing."""
    with serving(feed(small, form)) as server:
        urls = [server.url(f"press.{form}.xml")]
        newsboat_read(urls, tmp_path / "home")
        newsboat_mark_read(tmp_path / "home")
        server.documents.update(feed(small, form, MINOR))
        second = newsboat_read(urls, tmp_path / "home")

    assert [item for item in second.items if item.unread] == []


@needs_rss2email
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("html", [True, False])
def test_rss2email_sends_one_mail(small: Path, tmp_path: Path, form: str, html: bool) -> None:
    """A major change brings exactly one mail, which says what was wrong and where to read."""
    with serving(feed(small, form)) as server:
        urls = {"press": server.url(f"press.{form}.xml")}
        rss2email_read(urls, tmp_path / "home", html=html)
        server.documents.update(feed(small, form, MAJOR))
        second = rss2email_read(urls, tmp_path / "home", html=html)
        third = rss2email_read(urls, tmp_path / "home", html=html)

    assert second.complaints == []
    (message,) = second.messages
    body = message.get_body(("html", "plain"))
    assert body is not None
    assert message["X-RSS-ID"] == f"{OWN}#2024-02-05"
    assert str(message["Subject"]) == "Corrected: Online course opens"
    assert "The course is free." in body.get_content()
    assert third.messages == []


@needs_rss2email
@pytest.mark.parametrize("keys", [MINOR, GONE])
def test_rss2email_sends_no_mail(small: Path, tmp_path: Path, keys: str) -> None:
    """Neither a minor change nor a withdrawal brings a mail: the id is known."""
    with serving(feed(small, "rss")) as server:
        urls = {"press": server.url("press.rss.xml")}
        rss2email_read(urls, tmp_path / "home")
        server.documents.update(feed(small, "rss", keys))

        assert rss2email_read(urls, tmp_path / "home").messages == []


@needs_newsboat
def test_newsboat_forgets_what_was_withdrawn(small: Path, tmp_path: Path) -> None:
    """Who reads RSS finds the notice in place of the text, which is nowhere in the cache."""
    with serving(feed(small, "rss")) as server:
        urls = [server.url("press.rss.xml")]
        first = newsboat_read(urls, tmp_path / "home")
        server.documents.update(feed(small, "rss", MAJOR + GONE))
        second = newsboat_read(urls, tmp_path / "home")

    assert SECRET in first.by_id()[OWN].content
    assert len(second.items) == len(first.items)
    assert second.by_id()[OWN].title == "Withdrawn: Online course opens"
    assert "The figures were wrong." in second.by_id()[OWN].content
    assert not any(SECRET in item.content + item.title for item in second.items)


@needs_newsboat
@pytest.mark.parametrize("form", FORMS)
def test_newsboat_never_shows_it_to_newcomers(small: Path, tmp_path: Path, form: str) -> None:
    """Who subscribes after the withdrawal sees no word of the text; newsboat reads over tombstones."""
    with serving(feed(small, form, GONE)) as server:
        reading = newsboat_read([server.url(f"press.{form}.xml")], tmp_path / "home")

    assert reading.complaints == []
    assert not any(SECRET in item.content for item in reading.items)
    assert (OWN in reading.by_id()) == (form == "rss")
    assert all(link == "https://press.example.org/en/" for _, link in reading.feeds.values())


@needs_rss2email
@pytest.mark.parametrize("form", FORMS)
def test_rss2email_never_mails_it_to_newcomers(small: Path, tmp_path: Path, form: str) -> None:
    """Who subscribes after the withdrawal gets the notice by RSS, nothing by Atom, the text never."""
    with serving(feed(small, form, GONE)) as server:
        urls = {"press": server.url(f"press.{form}.xml")}
        reading = rss2email_read(urls, tmp_path / "home", html=True)

    assert reading.complaints == []
    bodies = [message.get_body(("html", "plain")) for message in reading.messages]
    assert not any(body is None or SECRET in body.get_content() for body in bodies)
    assert (OWN in reading.by_id()) == (form == "rss")
