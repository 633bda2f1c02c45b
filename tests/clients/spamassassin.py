"""Ask SpamAssassin for its opinion of a mail, without the network and without learning.

Does not know how big providers judge. Debian's rules are those of the release, as sa-update has not
been run; a mail that never travelled always hits NO_RECEIVED and NO_RELAYS (about 0 points).
"""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Final

from tests.clients.home import missing, run_at

COMMAND: Final = (
    "spamassassin",
    "--local",
    "--test-mode",
    "--nocreate-prefs",
    "--cf=use_bayes 0",
    "--cf=add_header all Scores _TESTSSCORES(,)_",
    "--cf=add_header all Points _SCORE_",
)


@dataclass(frozen=True)
class SpamVerdict:
    """What SpamAssassin thinks: points in all, points per rule, and its report for people."""

    points: float
    rules: dict[str, float]
    report: str


def spamassassin_available() -> str | None:
    """Say why SpamAssassin cannot be asked on this machine, or None if it can."""
    return missing("spamassassin", "spamassassin")


def spam_verdict(mail: bytes, home: Path) -> SpamVerdict:
    """Let SpamAssassin judge a mail; 5 points are its own limit."""
    done = run_at(home, COMMAND, stdin=mail)
    judged = message_from_bytes(done.stdout)
    if "X-Spam-Points" not in judged:
        raise RuntimeError(f"spamassassin: {done.stderr.decode('utf-8', 'replace')[-2000:]}")
    pairs = "".join(str(judged["X-Spam-Scores"]).split()).split(",")
    rules = {
        name: float(points) for name, _, points in (pair.partition("=") for pair in pairs) if points
    }
    report = done.stdout.decode("utf-8", "replace").rpartition("Content analysis details:")[2]
    return SpamVerdict(float(str(judged["X-Spam-Points"])), rules, report.strip())
