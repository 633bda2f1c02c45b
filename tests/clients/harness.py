"""Give documents to the programs that readers use: newsboat, rss2email, mutt, SpamAssassin.

The one door to this folder. Each client lives in a home folder that the test gives (`tmp_path`),
talks to nothing but loopback, and is skipped where it is not installed. Does not know Dateline.

    @pytest.mark.skipif(bool(available("newsboat")), reason=str(available("newsboat")))
    def test_...(tmp_path):
        with serving({"press.rss.xml": document}) as server:
            reading = newsboat_read([server.url("press.rss.xml")], tmp_path)
"""

from __future__ import annotations

from typing import Literal

from tests.clients.loopback import Loopback, serving
from tests.clients.mutt import MuttReading, mutt_available, mutt_read
from tests.clients.newsboat import (
    NewsboatItem,
    NewsboatReading,
    newsboat_available,
    newsboat_import,
    newsboat_mark_read,
    newsboat_read,
)
from tests.clients.rss2email import (
    MailReading,
    rss2email_available,
    rss2email_import,
    rss2email_read,
)
from tests.clients.spamassassin import SpamVerdict, spam_verdict, spamassassin_available

__all__ = [
    "Client",
    "Loopback",
    "MailReading",
    "MuttReading",
    "NewsboatItem",
    "NewsboatReading",
    "SpamVerdict",
    "available",
    "mutt_read",
    "newsboat_import",
    "newsboat_mark_read",
    "newsboat_read",
    "rss2email_import",
    "rss2email_read",
    "serving",
    "spam_verdict",
]

Client = Literal["newsboat", "rss2email", "mutt", "spamassassin"]


def available(client: Client) -> str | None:
    """Say why a client cannot be asked on this machine, or None if it can."""
    asks = {
        "newsboat": newsboat_available,
        "rss2email": rss2email_available,
        "mutt": mutt_available,
        "spamassassin": spamassassin_available,
    }
    return asks[client]()
