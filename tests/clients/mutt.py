"""Let mutt open a mail on a terminal of its own and hand over what it decoded.

Does not know HTML: mutt picks the text part, and an HTML-only mail comes out as source. The subject
is mutt's own decoding of RFC 2047, a second opinion beside Python's.
Traps: mutt needs a terminal, so it gets a pty; it folds long headers again, which is undone here.
"""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.clients.home import environment, missing
from tests.patience import PATIENCE

SETTINGS: Final = """\
set folder = .
set spoolfile = box
set record = ""
set charset = utf-8
set wait_key = no
set pipe_decode = yes
set wrap = 0
set reflow_wrap = 0
set quit = yes
unignore *
alternative_order text/plain text/html
"""


@dataclass(frozen=True)
class MuttReading:
    """A mail as mutt shows it: headers unfolded and decoded, and the text."""

    subject: str
    headers: dict[str, str]
    text: str


def mutt_available() -> str | None:
    """Say why mutt cannot be asked on this machine, or None if it can."""
    return missing("mutt", "mutt")


def mutt_read(mail: bytes, home: Path) -> MuttReading:
    """Let mutt open a mail and give back what it shows."""
    box = home / "box"
    shutil.rmtree(box, ignore_errors=True)
    for name in ("cur", "new", "tmp"):
        (box / name).mkdir(parents=True)
    (box / "cur" / "1.mail:2,S").write_bytes(mail)
    (home / "muttrc").write_text(SETTINGS, encoding="utf-8")
    shown = home / "shown"
    shown.unlink(missing_ok=True)
    screen = _on_terminal(home, 'push "<pipe-message>cat > shown<enter><quit>"')
    if not shown.exists():
        raise RuntimeError(f"mutt showed nothing: {screen.decode('utf-8', 'replace')}")
    return _parse(shown.read_text(encoding="utf-8"))


def _parse(shown: str) -> MuttReading:
    head, _, text = shown.partition("\n\n")
    lines = re.sub(r"\n[ \t]+", " ", head).splitlines()
    headers = {name: value for name, _, value in (line.partition(": ") for line in lines)}
    return MuttReading(headers.get("Subject", ""), headers, text)


def _on_terminal(home: Path, keys: str, *, seconds: float = PATIENCE) -> bytes:
    """Run mutt on a pty until it quits, and give back what it drew."""
    ours, theirs = pty.openpty()
    command = ["mutt", "-n", "-F", "muttrc", "-R", "-f", "box", "-e", keys]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=home, env=environment(home),
        start_new_session=True,
    ) as mutt:  # fmt: skip
        os.close(theirs)
        try:
            return _drain(ours, mutt, time.monotonic() + seconds)
        finally:
            mutt.kill()
            os.close(ours)


def _drain(terminal: int, mutt: subprocess.Popen[bytes], until: float) -> bytes:
    """Read a terminal dry: a program whose terminal is full would stop."""
    drawn = b""
    while time.monotonic() < until:
        ready, _, _ = select.select([terminal], [], [], 0.1)
        if not ready and mutt.poll() is not None:
            break
        try:
            drawn += os.read(terminal, 65536) if ready else b""
        except OSError:  # Linux says so (EIO) when the other end is closed
            break
    return drawn
