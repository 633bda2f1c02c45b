"""Feeds name the newsroom's WebSub hub, each format in its own way."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import feedparser

from dateline.build import build
from dateline.settings import load_newsroom

HUB = "https://hub.example.org/?a=1&b=2"


def test_every_live_document_names_the_hub(small: Path, now: datetime) -> None:
    """RSS and Atom by a link beside their own address, JSON Feed by `hubs`; without one, none."""
    settings = small / "dateline.toml"
    plain = settings.read_text(encoding="utf-8")
    for hub in (HUB, ""):
        settings.write_text(f'hub = "{hub}"\n{plain}' if hub else plain, encoding="utf-8")
        build(load_newsroom(small), now, out=small / "public")
        feeds = small / "public/en/feeds"
        for name in ("press.rss.xml", "press.atom.xml"):
            head = feedparser.parse(feeds / name).feed
            found = [link.href for link in head.links if link.rel == "hub"]
            own = [link.href for link in head.links if link.rel == "self"]

            assert found == ([hub] if hub else [])
            assert own == [f"https://press.example.org/en/feeds/{name}"]
            assert head.link == "https://press.example.org/en/"
        document = json.loads((feeds / "press.feed.json").read_bytes())
        assert document.get("hubs", []) == ([{"type": "WebSub", "url": hub}] if hub else [])
