"""Send the confirmation mails that were asked for, one after the other, within the limits.

What was asked for stands in the database until its mail is out: a door that is stopped or killed
goes on where it was. At worst the few letters in its hand go out twice.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from dateline.errors import DatelineError
from dateline.subscriptions import consent, register
from dateline.subscriptions.letters import confirmation_letter
from dateline.subscriptions.messenger import Letter, Messenger, NotSentError
from dateline.subscriptions.model import consent as record
from dateline.subscriptions.model import request
from dateline.subscriptions.tokens import Confirmation
from dateline.webapp.door import Door

_LOG = logging.getLogger(__name__)
_HOUR = timedelta(hours=1)
_AT_ONCE = 20
_PAUSE = 5.0  # seconds between looks, where nobody wakes the postman
_GOODBYE = 15.0
_ATTEMPTS = 8
_LAST = timedelta(hours=6)
_KEEP = timedelta(days=7)


class _Outcome(Enum):
    SENT = "sent"
    PUT_OFF = "put off"
    REFUSED = "refused"
    HELD_BACK = "held back"


class Postman:
    """A thread that turns requests into mails."""

    def __init__(self, door: Door, messenger: Messenger) -> None:
        self._door = door
        self._newsroom = door.newsroom
        self._database = door.database
        self._clock = door.clock
        self._messenger = messenger
        self._tidy_at = door.clock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="postman", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread when the letter in its hand is out; a slow server is not awaited."""
        self._over.set()
        self._door.called.set()
        self._thread.join(_GOODBYE)

    def _run(self) -> None:
        while not self._over.is_set():
            self._door.called.clear()
            try:
                again = self.round()
            except DatelineError as failure:  # the database may be back in a while
                _LOG.warning("%s", failure.message)
                again = False
            except Exception as failure:  # noqa: BLE001 -- a bug must not end all letters
                _LOG.error("The postman failed: %s", type(failure).__name__)
                again = False
            if not again:
                self._door.called.wait(_PAUSE)

    def round(self) -> bool:
        """Send what is due and may be sent; True where more waits that could go at once."""
        now = self._clock()
        with self._database.reading() as connection:
            room = self._newsroom.door.per_hour - _sent_since(connection, now - _HOUR)
            due = select(request).where(request.c.due_at <= now).order_by(request.c.due_at)
            rows = connection.execute(due.limit(max(0, min(room, _AT_ONCE)))).all()
            waiting = connection.scalar(select(func.count()).select_from(request)) or 0
        self._door.metrics.waiting.set(waiting)
        if rows:
            self._serve(rows)
        if now >= self._tidy_at:
            self._tidy(now)
        return len(rows) == _AT_ONCE

    def _serve(self, rows: Sequence[Any]) -> None:
        """Send some letters: before and after each few, one transaction for all of them."""
        now, per_day = self._clock(), self._newsroom.door.per_address
        prepared = []
        with self._database.writing() as connection:
            for row in rows:
                said = consent.prepare_confirmation(connection, row, self._door.keys, per_day, now)
                if said is None:
                    _drop(connection, row)
                    self._door.metrics.mails.labels(_Outcome.HELD_BACK.value).inc()
                else:
                    _put_off(connection, row, now + _patience(row.attempts))
                    prepared.append((row, said))
        outcomes = [(row, said, self._sent(row, said)) for row, said in prepared]
        with self._database.writing() as connection:
            for row, said, outcome in outcomes:
                self._door.metrics.mails.labels(outcome.value).inc()
                if outcome is _Outcome.SENT:
                    consent.note_asked(connection, said)
                if outcome is not _Outcome.PUT_OFF:
                    _drop(connection, row)

    def _sent(self, row: Any, said: Confirmation) -> _Outcome:
        """Send a letter, and say what became of it."""
        if self._over.is_set():
            return _Outcome.PUT_OFF  # what is left waits for the next postman
        last = row.attempts + 1 >= _ATTEMPTS
        try:
            self._messenger.send(self._letter(row, said))
        except NotSentError as failure:
            # The server's words may name the address, and logs are kept for long.
            _LOG.warning("The mail server did not take a confirmation letter.")
            return _Outcome.PUT_OFF if failure.again and not last else _Outcome.REFUSED
        except Exception as failure:  # noqa: BLE001 -- one letter must not hold up the others
            _LOG.error("A letter cannot be made: %s", type(failure).__name__)
            return _Outcome.REFUSED if last else _Outcome.PUT_OFF
        return _Outcome.SENT

    def _letter(self, row: Any, said: Confirmation) -> Letter:
        newsroom = self._newsroom
        known = said.language in newsroom.languages  # it may have been dropped since
        language = said.language if known else newsroom.default_language
        token = self._door.keys.confirmation_token(said)
        text = self._door.pages.text(
            language,
            "door-letter.txt",
            wording=said.wording,
            titles=self._door.pages.titles(language, said.choice),
            link=f"{newsroom.door.url}{language}/confirm/{token}",
            hours=newsroom.door.confirm_within,
            home=newsroom.base_url,
        )
        words = newsroom.languages[language].language.words
        subject = words.gettext("Please confirm your subscription")
        return confirmation_letter(newsroom.mail, row.address, subject, text, language, said.issued)

    def _tidy(self, now: datetime) -> None:
        """Erase, once an hour, the addresses of those who never answered."""
        self._tidy_at = now + _HOUR
        before = now - self._door.valid - _KEEP
        with self._database.writing() as connection:
            register.drop_unconfirmed(connection, before)


def _sent_since(connection: Connection, since: datetime) -> int:
    query = select(func.count()).where(record.c.at > since, record.c.event == "asked")
    return connection.scalar(query) or 0


def _drop(connection: Connection, row: Any) -> None:
    """Take a request away, unless it was made anew meanwhile."""
    same = (request.c.canonical == row.canonical, request.c.at == row.at)
    connection.execute(delete(request).where(*same))


def _put_off(connection: Connection, row: Any, until: datetime) -> None:
    """Note one more attempt before it is made: after a crash it is not made at once again."""
    same = (request.c.canonical == row.canonical, request.c.at == row.at)
    changed = {"attempts": row.attempts + 1, "due_at": until}
    connection.execute(update(request).where(*same).values(changed))


def _patience(attempts: int) -> timedelta:
    """Wait a minute, then twice as long each time, and never longer than six hours."""
    return min(timedelta(minutes=2**attempts), _LAST)
