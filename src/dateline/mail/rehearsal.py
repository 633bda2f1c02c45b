"""Rehearse sending: write the letters into a Maildir, or send one to a tester."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from dateline.errors import OutsideError, UsageError
from dateline.mail.equipment import Equipment
from dateline.mail.ledger.editions import Key
from dateline.mail.message import Letter, Mould, Recipient
from dateline.mail.transport import Verdict
from dateline.subscriptions import recipients

_NOBODY = 0  # ids begin with 1: the tokens of a test unsubscribe nobody


def write_maildir(
    equipment: Equipment,
    key: Key,
    content: bytes,
    folder: Path,
    now: datetime,
    watch: Callable[[int], None] = lambda _: None,
) -> int:
    """Write everybody's letter into a Maildir, and count them; the ledger hears nothing of it.

    Letters of a rehearsal before are removed. Only their owner may read them.
    """
    new = _emptied(folder)
    mould = equipment.mould(content, now)
    count = 0
    with equipment.database.reading() as connection:
        for person in recipients(connection, key.feed, key.language):
            if not equipment.rules.is_allowed(person.address):
                continue
            letter = _letter(equipment, mould, key, person.id, person.address, person.generation)
            (new / _name(person.id)).write_bytes(letter.content)
            count += 1
            watch(count)
    return count


def send_test(equipment: Equipment, key: Key, content: bytes, address: str, now: datetime) -> str:
    """Send a letter to one address, whoever subscribes, and give the mail server's words.

    Raises UsageError where the allow-list keeps the address out, OutsideError where the server
    does not take the letter.
    """
    if not equipment.rules.is_allowed(address):
        hint = "[mail] `allow` in dateline.toml says who may be mailed."
        raise UsageError(f"`{address}` is not on the allow-list.", hint=hint)
    named = Key(key.feed, key.language, f"{key.month} test {now.isoformat()}")
    try:
        letter = _letter(equipment, equipment.mould(content, now), named, _NOBODY, address, 0)
    except ValueError as failure:
        raise UsageError(f"`{address}` is no e-mail address.") from failure
    carrier = equipment.carrier(0)
    try:
        reply = carrier.carry(letter, lambda: True)
    finally:
        carrier.close()
    if reply.verdict is not Verdict.ACCEPTED:
        raise OutsideError(f"The mail server did not take the letter: {reply.words}.")
    return reply.words


def drop_letters(folder: Path, subscriber_id: int) -> None:
    """Remove a subscriber's letters from all rehearsals below a folder; raises OutsideError.

    Whoever looked at them with a mail program may have had them moved and marked.
    """
    try:
        for path in folder.glob(f"*/*/*/{_name(subscriber_id)}*"):
            path.unlink(missing_ok=True)
    except OSError as failure:
        hint = "Remove the folder by hand: it holds the letters of a rehearsal."
        raise OutsideError(f"Cannot use {folder}: {failure.strerror}.", hint=hint) from failure


def _name(subscriber_id: int) -> str:
    return f"{subscriber_id:09d}.eml"


def _letter(
    equipment: Equipment, mould: Mould, key: Key, number: int, address: str, generation: int
) -> Letter:
    return mould.letter(
        Recipient(
            address,
            equipment.ring.unsubscribe_token(number, generation),
            equipment.identity.message_id(str(key), number),
            equipment.identity.return_path(0),
        )
    )


def _emptied(folder: Path) -> Path:
    new = folder / "new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        for part in ("tmp", "cur", "new"):
            (folder / part).mkdir(exist_ok=True)
        for letter in new.glob("*.eml"):
            letter.unlink()
    except OSError as failure:
        hint = "Check the folder and its permissions."
        raise OutsideError(f"Cannot use {folder}: {failure.strerror}.", hint=hint) from failure
    return new
