"""Let newsboat read feeds and subscription lists, and look into its cache.

Does not know what a reader sees on the screen: the cache holds what newsboat understood.
Traps: it exits 0 whatever happens, so its log is read; the feed's address is the key of everything;
the same id in two feeds is kept in the first only; a changed entry is replaced without a word.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.clients.home import missing, run_at

COMMAND: Final = ("newsboat", "-u", "urls", "-c", "cache.db", "-C", "config")
CONFIG: Final = "download-retries 1\ndownload-timeout 120\nreload-threads 1\n"
MARK: Final = "USERERROR: "
ITEMS: Final = (
    "SELECT guid, title, url, pubDate, content, author, feedurl, unread, enclosure_url"
    " FROM rss_item WHERE deleted = 0 ORDER BY feedurl, pubDate DESC, id"
)


@dataclass(frozen=True)
class NewsboatItem:
    """An entry as newsboat keeps it; `unread` is what makes it news."""

    id: str
    title: str
    url: str
    published: datetime
    content: str
    author: str
    feed_url: str
    unread: bool
    enclosure_url: str


@dataclass(frozen=True)
class NewsboatReading:
    """Everything in newsboat's cache after a reload, and what it complained of."""

    feeds: dict[str, tuple[str, str]]  # feed address: title, link
    items: list[NewsboatItem]
    complaints: list[str]

    def by_id(self) -> dict[str, NewsboatItem]:
        """Find items by their id, which newsboat keeps once only."""
        return {item.id: item for item in self.items}


def newsboat_available() -> str | None:
    """Say why newsboat cannot be asked on this machine, or None if it can."""
    return missing("newsboat", "newsboat")


def newsboat_read(urls: Iterable[str], home: Path) -> NewsboatReading:
    """Let newsboat fetch feeds; the same `home` again continues the same reader's life."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "config").write_text(CONFIG, encoding="utf-8")
    (home / "urls").write_text("".join(f"{url}\n" for url in urls), encoding="utf-8")
    log = home / "log"
    log.unlink(missing_ok=True)
    done = run_at(home, [*COMMAND, "-l", "4", "-d", "log", "-x", "reload"])
    said = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    complaints = [line.partition(MARK)[2] for line in said.splitlines() if MARK in line]
    if done.returncode != 0:
        raise RuntimeError(f"newsboat: {(done.stdout + done.stderr).decode('utf-8', 'replace')}")
    return _read_cache(home / "cache.db", complaints)


def newsboat_mark_read(home: Path) -> None:
    """Read everything, as a person would, so that what is unread after a reload is news."""
    with closing(sqlite3.connect(home / "cache.db")) as database, database:
        database.execute("UPDATE rss_item SET unread = 0")


def newsboat_import(opml: bytes, home: Path) -> dict[str, list[str]]:
    """Let newsboat take a subscription list; gives each feed's address and its folders' names."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "config").write_text(CONFIG, encoding="utf-8")
    (home / "urls").write_text("", encoding="utf-8")
    (home / "list.opml").write_bytes(opml)
    done = run_at(home, [*COMMAND, "-i", "list.opml"])
    if b"Import of" not in done.stdout:
        raise RuntimeError(f"newsboat: {(done.stdout + done.stderr).decode('utf-8', 'replace')}")
    lines = (home / "urls").read_text(encoding="utf-8").splitlines()
    return {line.partition(" ")[0]: _tags(line.partition(" ")[2]) for line in lines if line}


def _tags(text: str) -> list[str]:
    """Read newsboat's tags: each stands in double quotes."""
    return text.split('"')[1::2]


def _read_cache(cache: Path, complaints: list[str]) -> NewsboatReading:
    with closing(sqlite3.connect(cache)) as database:
        feeds = database.execute("SELECT rssurl, title, url FROM rss_feed ORDER BY rssurl")
        titles = {address: (title, link) for address, title, link in feeds}
        items = [_item(row) for row in database.execute(ITEMS)]
    return NewsboatReading(titles, items, complaints)


def _item(row: tuple[str, str, str, int, str, str, str, int, str | None]) -> NewsboatItem:
    guid, title, url, seconds, content, author, feed, unread, enclosure = row
    published = datetime.fromtimestamp(seconds, UTC)
    return NewsboatItem(
        guid, title, url, published, content, author, feed, bool(unread), enclosure or ""
    )
