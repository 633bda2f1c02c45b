"""Write JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/) from entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import to_json

from dateline.feeds.channel import Channel
from dateline.feeds.entry import Enclosure, Entry

_VERSION = "https://jsonfeed.org/version/1.1"


def compose(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """Compose a JSON Feed; each item stands on a line of its own."""
    head = _written(
        {
            "version": _VERSION,
            "title": channel.title,
            "home_page_url": channel.page,
            "feed_url": channel.url,
            "description": channel.description,
            "language": channel.language,
            "authors": [{"name": channel.author, "url": channel.author_url}],
            **({"hubs": channel.hubs} if channel.hubs else {}),
        }
    )
    items = b",\n".join([entry.written(write) for entry in entries])
    return b'%b,"items":[\n%b\n]}\n' % (head[:-1], items)


def write(entry: Entry) -> bytes:
    """Write an entry as an item."""
    return _written(_item(entry))


def _item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.content_html,
        "content_text": entry.content_text,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": entry.author}],
        "tags": [category.label for category in entry.categories],
        "language": entry.language,
        "image": entry.image,
        "attachments": [_attachment(each) for each in entry.enclosures if each.url != entry.image],
    }
    return {key: value for key, value in item.items() if value}


def _attachment(enclosure: Enclosure) -> dict[str, Any]:
    return {
        "url": enclosure.url,
        "mime_type": enclosure.type,
        "title": enclosure.title,
        "size_in_bytes": enclosure.length,
    }


def _written(value: Mapping[str, Any]) -> bytes:
    written: bytes = to_json(value)  # in a quarter of the time of the json module
    return written
