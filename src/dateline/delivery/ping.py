"""Tell a WebSub hub of the feeds that changed since it last heard of them.

Reads what was built, not what could be: a hub fetches the feed as soon as it is told. What the
hub knows is remembered in the cache; where that is lost, it is told of every feed once more,
fetches it, and finds nothing new.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dateline import addresses
from dateline.delivery.hub import Hub, HubUnreachableError
from dateline.errors import UsageError
from dateline.settings import Newsroom

_FORM = 1


@dataclass(frozen=True, slots=True)
class Notice:
    """A feed document that a hub has yet to hear of, with the digest of its bytes."""

    url: str
    digest: str


@dataclass(frozen=True, slots=True)
class Pending:
    """What is to be told, and the feeds that the hub knows as they are."""

    notices: tuple[Notice, ...]
    known: tuple[Notice, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one notice went; `failure` is empty where the hub took it."""

    notice: Notice
    failure: str = ""


def pending(newsroom: Newsroom, out: Path, state: Path) -> Pending:
    """Give the feeds of a built site that its hub has not heard of as they are now.

    `state` is the newsroom's cache folder. Raises UsageError without a hub or a built site.
    """
    if not newsroom.hub:
        hint = 'Name one in dateline.toml: hub = "https://hub.example.org/"'
        raise UsageError("This newsroom has no hub to tell.", hint=hint)
    told = _load(state, newsroom.hub)
    found, missing = [], []
    for path in _documents(newsroom):
        try:
            content = (out / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            missing.append(path)
            continue
        found.append(Notice(newsroom.base_url + path, hashlib.sha256(content).hexdigest()))
    if missing and not found:
        raise UsageError(f"{out} holds no feed.", hint="Run `dateline build` first.")
    return Pending(
        notices=tuple(each for each in found if told.get(each.url) != each.digest),
        known=tuple(each for each in found if told.get(each.url) == each.digest),
        missing=tuple(missing),
    )


def send(newsroom: Newsroom, what: Pending, state: Path, hub: Hub) -> Iterator[Outcome]:
    """Tell the hub of each feed, remembering each that it took; yields how each went."""
    told = {each.url: each.digest for each in what.known}
    for notice in what.notices:
        failure = _tell(newsroom.hub, notice.url, hub)
        if not failure:
            told[notice.url] = notice.digest
            _save(state, newsroom.hub, told)
        yield Outcome(notice, failure)


def _tell(address: str, url: str, hub: Hub) -> str:
    """Publish one feed's address (PubSubHubbub 0.4 section 7, which WebSub leaves to hubs)."""
    try:
        answer = hub.post(address, {"hub.mode": "publish", "hub.url": url})
    except HubUnreachableError as failure:
        return f"no answer: {failure}"
    if 200 <= answer.status < 300:
        return ""
    return f"status {answer.status}" + (f", {answer.words}" if answer.words else "")


def _documents(newsroom: Newsroom) -> Iterator[str]:
    """Yield the live documents; archives do not change, and readers do not follow them."""
    for feed in newsroom.feeds:
        for language in feed.languages:
            for form in feed.formats:
                yield addresses.feed(language, feed.id, form)


def _load(state: Path, hub: str) -> Mapping[str, str]:
    """Give the digests that a hub has heard of; nothing where that is not known."""
    try:
        read = json.loads((state / "pings.json").read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(read, dict) or (read.get("form"), read.get("hub")) != (_FORM, hub):
        return {}
    told = read.get("told")
    return told if isinstance(told, dict) else {}


def _save(state: Path, hub: str, told: Mapping[str, str]) -> None:
    state.mkdir(parents=True, exist_ok=True)
    staged = state / "pings.new"
    text = json.dumps({"form": _FORM, "hub": hub, "told": told}, indent=1, sort_keys=True)
    staged.write_text(text + "\n", encoding="utf-8")
    staged.replace(state / "pings.json")
