"""A hub hears of the feeds that changed, of no others, and again of those it did not take."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from dateline.build import build
from dateline.delivery.hub import Answer, FakeHub, HttpHub, HubUnreachableError
from dateline.delivery.ping import pending, send
from dateline.errors import UsageError
from dateline.settings import Newsroom, load_newsroom
from tests.cli.running import run

HUB = "https://hub.example.org/"
PRESS = "https://press.example.org/en/feeds/press."


@pytest.fixture
def newsroom(small: Path, now: datetime) -> Newsroom:
    """Build the small newsroom, which has a hub."""
    read = replace(load_newsroom(small), hub=HUB)
    build(read, now, out=small / "public")
    return read


def tell(newsroom: Newsroom, hub: FakeHub) -> list[tuple[str, str]]:
    """Ping as `--send` does; gives each feed's address and what failed."""
    what = pending(newsroom, newsroom.root / "public", newsroom.root / ".dateline")
    return [
        (each.notice.url, each.failure)
        for each in send(newsroom, what, newsroom.root / ".dateline", hub)
    ]


def touch(newsroom: Newsroom, name: str) -> None:
    """Change a feed's bytes."""
    path = newsroom.root / "public/en/feeds" / name
    path.write_bytes(path.read_bytes() + b"\n")


def test_a_hub_hears_of_every_feed_once(newsroom: Newsroom) -> None:
    """The first time of all, then of none until one changes, then of that one."""
    hub = FakeHub()
    first, second = tell(newsroom, hub), tell(newsroom, hub)
    touch(newsroom, "press.rss.xml")
    third = tell(newsroom, hub)

    assert len(first) == 6
    assert second == []
    assert third == [(f"{PRESS}rss.xml", "")]
    assert hub.heard[-1] == (HUB, {"hub.mode": "publish", "hub.url": f"{PRESS}rss.xml"})


def test_what_failed_is_told_again(newsroom: Newsroom) -> None:
    """A hub that refuses one feed and is silent on another hears of both again, and of no more."""
    hub = FakeHub(
        {
            f"{PRESS}rss.xml": Answer(500, "try later"),
            f"{PRESS}atom.xml": HubUnreachableError("timed out"),
        }
    )
    first = dict(tell(newsroom, hub))
    again = dict(tell(newsroom, FakeHub()))

    assert first[f"{PRESS}rss.xml"] == "status 500, try later"
    assert first[f"{PRESS}atom.xml"] == "no answer: timed out"
    assert first[f"{PRESS}feed.json"] == ""
    assert again == {f"{PRESS}rss.xml": "", f"{PRESS}atom.xml": ""}


def test_another_hub_hears_of_all(newsroom: Newsroom) -> None:
    """What one hub heard, another one did not."""
    tell(newsroom, FakeHub())

    assert len(tell(replace(newsroom, hub="https://other.example/"), FakeHub())) == 6


@pytest.mark.parametrize(
    "state", ["", "{", "[]", '{"form": 1}', f'{{"form":1,"hub":"{HUB}","told":1}}']
)
def test_a_lost_memory_costs_a_ping(newsroom: Newsroom, state: str) -> None:
    """Where the cache is gone or damaged, the hub is told of every feed once more."""
    tell(newsroom, FakeHub())
    (newsroom.root / ".dateline/pings.json").write_text(state, encoding="utf-8")

    assert len(tell(newsroom, FakeHub())) == 6


def test_without_a_hub_or_a_site(newsroom: Newsroom, tmp_path: Path) -> None:
    """A newsroom without hub, and a site that is not built, are told in words."""
    with pytest.raises(UsageError, match="no hub"):
        pending(replace(newsroom, hub=""), tmp_path, tmp_path)
    with pytest.raises(UsageError, match="holds no feed"):
        pending(newsroom, tmp_path / "none", tmp_path)
    (newsroom.root / "public/en/feeds/press.rss.xml").unlink()
    what = pending(newsroom, newsroom.root / "public", newsroom.root / ".dateline")
    assert what.missing == ("en/feeds/press.rss.xml",)


class Office(BaseHTTPRequestHandler):
    """A hub on loopback that takes RSS, moves Atom, and hangs up on JSON."""

    forms: list[dict[str, list[str]]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
        self.forms.append(parse_qs(body))
        url = self.forms[-1]["hub.url"][0]
        if url.endswith("feed.json"):
            return
        moved, refused = url.endswith("atom.xml"), "/vi/" in url
        self.send_response(307 if moved else 400 if refused else 204)
        if moved:
            self.send_header("Location", "file:///etc/passwd")
        if refused and not moved:
            self.send_header("Content-Type", "text/plain")
        self.end_headers()
        if refused and not moved:
            self.wfile.write("Không nhận\n nguồn này".encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base's name
        """Keep quiet."""


@contextmanager
def hub_office() -> Iterator[str]:
    Office.forms = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Office)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_command_over_a_real_connection(small: Path, now: datetime) -> None:
    """Dry without --send; with it each feed is posted, failures are told, and the exit code is 3."""
    settings = small / "dateline.toml"
    plain = settings.read_text(encoding="utf-8")
    with hub_office() as address:
        settings.write_text(f'hub = "{address}"\n{plain}', encoding="utf-8")
        build(load_newsroom(small), now, out=small / "public")
        dry = run("-C", small, "ping")
        assert (dry.exit_code, Office.forms) == (0, [])
        sent = run("-C", small, "ping", "--send")
        again = run("-C", small, "ping")

    assert f"{PRESS}rss.xml" in dry.stdout
    assert "Nothing was sent" in dry.stderr
    assert sent.exit_code == 3
    assert sent.stdout.split() == [f"{PRESS}rss.xml"]
    assert "atom.xml: status 307, it has moved to file:///etc/passwd." in sent.stderr
    assert "vi/feeds/press.rss.xml: status 400, Không nhận nguồn này." in sent.stderr
    assert "feed.json: no answer: " in sent.stderr
    assert f"{PRESS}rss.xml" not in again.stdout
    assert len(again.stdout.split()) == 5
    assert len(Office.forms) == 6
    (small / "public/en/feeds/press.atom.xml").unlink()
    partly = run("-C", small, "ping", "--out", small / "public")
    assert "en/feeds/press.atom.xml is not built yet." in partly.stderr


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://hub.invalid/", "https://127.0.0.1:1/"]
)
def test_no_answer_is_no_traceback(url: str) -> None:
    """A closed port and a name that nobody has are told as no answer."""
    with pytest.raises(HubUnreachableError):
        HttpHub(patience=2).post(url, {"hub.mode": "publish"})


def test_certificates_are_checked() -> None:
    """A server that speaks no TLS, or shows a certificate of its own making, is not told."""
    with hub_office() as address, pytest.raises(HubUnreachableError):
        HttpHub(patience=2).post(address.replace("http:", "https:"), {"hub.url": "x"})


def test_a_silent_hub_is_given_up() -> None:
    """A hub that takes the connection and says nothing is left after the patience."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(HubUnreachableError):
            HttpHub(patience=0.2).post(f"http://127.0.0.1:{port}/", {"hub.url": "x"})


def test_delivery_command_prints_each(small: Path) -> None:
    """`dateline delivery` prints each server's settings, line by line."""
    for server, first in (
        ("nginx", "# Made by"),
        ("apache", "# Made by"),
        ("headers", "# Made by"),
    ):
        done = run("-C", small, "delivery", server)

        assert done.exit_code == 0
        assert done.stdout.startswith(first)
        assert len(done.stdout.splitlines()) > 20
    assert run("-C", small, "delivery", "iis").exit_code == 2
