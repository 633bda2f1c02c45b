"""Put the web door under mixed traffic (wrk), and see that nothing is lost and limits are kept.

Run `python -m benchmarks.door [SECONDS]`; it needs wrk. Half of the traffic is good, the rest
wrong or hostile: see door.lua. Exits 1 where a promise is broken.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from sqlalchemy import func, select

from dateline.database import open_database
from dateline.subscriptions.model import consent, request, subscriber

HERE = Path(__file__).parent
NEWSROOM = HERE.parent / "tests" / "newsrooms" / "small"
SETTINGS = """
[subscriptions]
url = "https://press.example.org/s/"
per_hour = 1000000
"""
CONNECTIONS = 64
WANTED = 500
SERVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import uvicorn
from dateline.database import open_database
from dateline.settings import load_newsroom
from dateline.subscriptions.keyfiles import open_keys
from dateline.subscriptions.messenger import FakeMessenger
from dateline.webapp import make_app
root = Path(sys.argv[1])
newsroom = load_newsroom(root)
database = open_database(root / "private/mail.db")
keys = open_keys(root / "private/keys", database)
app = make_app(newsroom, database, keys, FakeMessenger(), lambda: datetime.now(UTC))
uvicorn.run(app, port=int(sys.argv[2]), access_log=False, log_level="warning", proxy_headers=False)
"""


def main() -> int:
    """Run the traffic, print what was measured, and judge it."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    if shutil.which("wrk") is None:
        print("wrk is not installed", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        root = Path(shutil.copytree(NEWSROOM, Path(folder) / "newsroom"))
        with (root / "dateline.toml").open("a", encoding="utf-8") as file:
            file.write(SETTINGS)
        port = _free_port()
        with subprocess.Popen([sys.executable, "-c", SERVER, root, str(port)]) as server:
            _wait(f"http://127.0.0.1:{port}/health")
            found = _traffic(port, seconds)
            found |= _metrics(port)
            server.terminate()
        found |= _kept(root)
    found["per_second"] = round(found["answered"] / found["seconds"], 1)
    print(json.dumps(found, indent=2))
    broken = [words for words, holds in _promises(found).items() if not holds]
    for words in broken:
        print(f"BROKEN: {words}", file=sys.stderr)
    return int(bool(broken))


def _promises(found: dict[str, float]) -> dict[str, bool]:
    # What is in flight at the end may be kept and not answered.
    return {
        f"{WANTED} requests a second": found["per_second"] >= WANTED,
        "no error of ours": found["failed"] == 0,
        "no connection broken": found["broken"] + found["timeouts"] == 0,
        "no address lost": found["asked"] <= found["good_kept"] <= found["asked"] + CONNECTIONS,
        "one client is limited": found["flood_kept"] <= 20 + found["seconds"] / 180 + 1,
        "one address is limited": found["victim_asked"] <= 3,
        "the trap catches": found["trap_kept"] == 0,
    }


def _traffic(port: int, seconds: int) -> dict[str, float]:
    words = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "20s",
             "-s", str(HERE / "door.lua"), f"http://127.0.0.1:{port}"]  # fmt: skip
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    result = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
    found: dict[str, float] = json.loads(result.removeprefix("RESULT "))
    return found


def _metrics(port: int) -> dict[str, float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as response:
        page = response.read().decode()
    sent = 'dateline_door_confirmation_mails_total{outcome="sent"} '
    numbers = [line.removeprefix(sent) for line in page.splitlines() if line.startswith(sent)]
    return {"letters": sum(map(float, numbers))}


def _kept(root: Path) -> dict[str, float]:
    """Count what the database holds afterwards, by the sort of address."""
    database = open_database(root / "private/mail.db")
    with database.reading() as connection:
        waiting = set(connection.scalars(select(request.c.canonical)))
        kept = waiting | set(connection.scalars(select(subscriber.c.canonical)))
        victim = connection.scalar(
            select(func.count())
            .select_from(consent.join(subscriber, subscriber.c.id == consent.c.subscriber_id))
            .where(subscriber.c.canonical == "victim@example.org")
        )
    database.close()
    sorts = {"good": "t", "flood": "flood", "trap": "trap@"}
    found: dict[str, float] = {
        f"{name}_kept": sum(each.startswith(start) for each in kept)
        for name, start in sorts.items()
    }
    found["good_kept"] -= found["trap_kept"]
    return found | {"victim_asked": victim or 0, "waiting": len(waiting)}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the door did not open")


if __name__ == "__main__":
    sys.exit(main())
