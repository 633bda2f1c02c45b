"""Ask a mail server's log what became of letters whose answer never came."""

from __future__ import annotations

import gzip
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from dateline.errors import OutsideError

_ENTRY = re.compile(r"postfix[^\s\[]*/(cleanup|qmgr)\[\d+\]: ([0-9A-Za-z]{6,}): (.*)")
_RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})")
_BSD = re.compile(r"([A-Z][a-z]{2}) +(\d{1,2}) (\d{2}):(\d{2}):(\d{2})")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a log says: which Message-IDs were taken, and from when on it knows."""

    taken: frozenset[str]
    since: datetime | None


class MailLog(Protocol):
    """Knows which letters a mail server took."""

    def ask(self, message_ids: Collection[str], now: datetime) -> Answer:
        """Say which of the letters were taken; raises OutsideError where it cannot be read."""


@dataclass(frozen=True, slots=True)
class PostfixLog:
    """The log of a Postfix on this machine, with its rotated files beside it.

    A letter was taken when `qmgr` has its queue id: `cleanup` names the Message-ID before the
    final dot, and a letter cut off there is thrown away.
    """

    path: Path

    def ask(self, message_ids: Collection[str], now: datetime) -> Answer:
        """Read the log from its oldest file on."""
        wanted = set(message_ids)
        by_queue_id: dict[str, str] = {}
        taken: set[str] = set()
        since: datetime | None = None
        try:
            for line in self._lines():
                since = since or _moment(line, now)
                entry = _ENTRY.search(line)
                if not entry:
                    continue
                service, queue_id, words = entry.groups()
                message_id = words.removeprefix("message-id=")
                if service == "cleanup" and message_id in wanted:
                    by_queue_id[queue_id] = message_id
                elif service == "qmgr" and queue_id in by_queue_id and "queue active" in words:
                    taken.add(by_queue_id[queue_id])
        except (OSError, EOFError) as failure:
            hint = "Let the user who sends read it, or settle by `--resolve resend|skip`."
            reason = getattr(failure, "strerror", None) or str(failure)
            message = f"The mail server's log {self.path} cannot be read: {reason}."
            raise OutsideError(message, hint=hint) from failure
        return Answer(frozenset(taken), since)

    def _lines(self) -> Iterator[str]:
        rotated = [path for path in self.path.parent.glob(f"{self.path.name}*") if path.is_file()]
        for path in sorted(rotated, key=lambda each: each.stat().st_mtime):
            with _opened(path) as file:
                for line in file:
                    yield line.decode("utf-8", "replace").rstrip("\n")


@contextmanager
def _opened(path: Path) -> Iterator[Iterable[bytes]]:
    if path.suffix == ".gz":
        with gzip.open(path) as unpacked:
            yield unpacked
    else:
        with path.open("rb") as file:
            yield file


def _moment(line: str, now: datetime) -> datetime | None:
    """Read when a line was written; the traditional form names no year, so it is the last such."""
    if match := _RFC3339.match(line):
        return datetime.fromisoformat(match[0])
    match = _BSD.match(line)
    if not match or match[1] not in _MONTHS:
        return None
    here = now.astimezone()
    day, hour, minute, second = (int(match[n]) for n in range(2, 6))
    month = _MONTHS.index(match[1]) + 1
    try:
        moment = here.replace(
            month=month, day=day, hour=hour, minute=minute, second=second, microsecond=0
        )
        in_future = moment > here + timedelta(days=1)
        return moment.replace(year=here.year - 1) if in_future else moment
    except ValueError:  # 29 February, seen from another year
        return None
