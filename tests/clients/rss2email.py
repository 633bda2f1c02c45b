"""Let rss2email turn feeds into mails and take subscription lists; mails land in a Maildir.

Does not know any mail server: its protocol is `maildir` in the private home, nothing is sent.
Traps: it exits 0 when a feed fails and only says so; it remembers entries by id, so a changed entry
gives no mail; it makes the names of imported feeds out of their texts; a plain mail carries an Atom
entry's summary, if that is plain text, and only an HTML mail the content; Message-IDs are random.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from configparser import RawConfigParser
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Final

from tests.clients.home import missing, run_at

COMMAND: Final = ("r2e", "-c", "r2e.cfg", "-d", "r2e.json")
STAMP: Final = re.compile(r"^[\d-]+ [\d:,]+ ")


@dataclass(frozen=True)
class MailReading:
    """The mails that one run of rss2email made, oldest entry first, and its complaints."""

    messages: list[EmailMessage]
    complaints: list[str]

    def by_id(self) -> dict[str, EmailMessage]:
        """Find mails by the id of the entry they tell of."""
        return {str(message["X-RSS-ID"]): message for message in self.messages}


def rss2email_available() -> str | None:
    """Say why rss2email cannot be asked on this machine, or None if it can."""
    return missing("r2e", "rss2email")


def rss2email_read(feeds: Mapping[str, str], home: Path, *, html: bool = False) -> MailReading:
    """Let rss2email fetch feeds (name: address); the same `home` again gives only what is new."""
    _configure(home, feeds, html=html)
    done = run_at(home, [*COMMAND, "run"])
    complaints = _complaints(done.stderr)
    if done.returncode != 0:
        raise RuntimeError(f"r2e run: {complaints}")
    return MailReading(_collect(home / "Mail"), complaints)


def rss2email_import(opml: bytes, home: Path) -> dict[str, str]:
    """Let rss2email take a subscription list; gives each feed's name and address."""
    _configure(home, {}, html=False)
    (home / "list.opml").write_bytes(opml)
    done = run_at(home, [*COMMAND, "opmlimport", "list.opml"])
    if done.returncode != 0:
        raise RuntimeError(f"r2e opmlimport: {_complaints(done.stderr)}")
    config = RawConfigParser()
    config.read(home / "r2e.cfg", encoding="utf-8")
    names = [name for name in config.sections() if name.startswith("feed.")]
    return {name.removeprefix("feed."): config[name]["url"] for name in names}


def _configure(home: Path, feeds: Mapping[str, str], *, html: bool) -> None:
    """Write a whole configuration: what it does not say is rss2email's default."""
    home.mkdir(parents=True, exist_ok=True)
    config = RawConfigParser()
    config["DEFAULT"] = {
        "from": "r2e@reader.example",
        "to": "reader@reader.example",
        "email-protocol": "maildir",
        "maildir-path": str(home.resolve()),
        "maildir-mailbox": "Mail",
        "date-header": "True",
        "date-header-order": "issued, modified",
        "html-mail": str(html),
        "feed-timeout": "60",
        "verbose": "warning",
    }
    for name, url in feeds.items():
        config[f"feed.{name}"] = {"url": url}
    with (home / "r2e.cfg").open("w", encoding="utf-8") as file:
        config.write(file)


def _collect(mailbox: Path) -> list[EmailMessage]:
    """Read what is new in the Maildir, in the order of delivery, and mark it as seen."""
    files = sorted(
        (mailbox / "new").glob("*"), key=lambda file: int(file.name.split("Q")[1].split(".")[0])
    )
    messages = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    for file in files:
        file.rename(mailbox / "cur" / f"{file.name}:2,S")
    return messages


def _complaints(stderr: bytes) -> list[str]:
    lines = stderr.decode("utf-8", "replace").splitlines()
    return [STAMP.sub("", line) for line in lines if line.strip()]
