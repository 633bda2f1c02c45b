"""The preview server on loopback: what it answers, what it refuses, and when it speaks up."""

from __future__ import annotations

import contextlib
import html
import http.client
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import OutsideError
from dateline.serve import Notice, Preview, PreviewServer, Rebuilt, Watcher
from dateline.serve.files import content_type, find
from dateline.serve.handler import is_loopback
from dateline.serve.overlay import with_preview
from dateline.serve.policy import with_allowance

PAGE = "<!doctype html><html><body><p>Xin chào</p></body></html>"
FILES = {
    "index.html": PAGE,
    "en/index.html": PAGE.replace("Xin chào", "Hello"),
    "en/feeds/press.rss.xml": "<rss/>",
    "en/feeds/press.atom.xml": "<feed/>",
    "en/feeds/press.feed.json": "{}",
    "feeds.opml": "<opml/>",
    "assets/dateline.css": "p {}",
    "en/2024/02/course/index.txt": "Khóa học",
    ".hidden": "secret",
}


class Office:
    """A folder of pages whose rebuild can be told to go wrong."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.outcome = Rebuilt(prefix="/")
        self.preview = Preview(folder, lambda: self.outcome)
        self.server = PreviewServer(self.preview, 0, lambda line: None)

    def get(
        self, path: str, *, method: str = "GET", host: str = "localhost"
    ) -> tuple[http.client.HTTPResponse, str]:
        """Ask for a path exactly as it is written."""
        with contextlib.closing(self.connect()) as connection:
            connection.putrequest(method, path, skip_host=True)
            connection.putheader("Host", host)
            connection.endheaders()
            answer = connection.getresponse()
            return answer, answer.read().decode()

    def connect(self) -> http.client.HTTPConnection:
        """Open a connection."""
        return http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=10)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Serve a few files from a thread."""
    folder = tmp_path / "serve"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (tmp_path / "dateline.toml").write_text("secret", encoding="utf-8")
    office = Office(folder)
    office.preview.refresh()
    office.server.start()
    yield office
    office.server.stop()


def test_page_gets_the_script(office: Office) -> None:
    """A page comes with the reload script before its end, and its file stays as it is."""
    answer, text = office.get("/en/")

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert '<p>Hello</p><script src="/__dateline/reload.js" data-version="' in text
    assert text.endswith("</script></body></html>")
    assert (office.folder / "en/index.html").read_text() == FILES["en/index.html"]


def test_script_asks_for_events(office: Office) -> None:
    """The script is a file of its own, so that a policy against inline scripts allows it."""
    answer, text = office.get("/__dateline/reload.js")

    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "/__dateline/events?since=" in text


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/en/feeds/press.rss.xml", "application/rss+xml; charset=utf-8"),
        ("/en/feeds/press.atom.xml", "application/atom+xml; charset=utf-8"),
        ("/en/feeds/press.feed.json", "application/feed+json; charset=utf-8"),
        ("/feeds.opml", "text/x-opml; charset=utf-8"),
        ("/assets/dateline.css", "text/css; charset=utf-8"),
        ("/en/2024/02/course/index.txt", "text/plain; charset=utf-8"),
    ],
)
def test_files_come_as_they_are(office: Office, path: str, kind: str) -> None:
    """Every file but a page comes byte for byte, with its type."""
    answer, text = office.get(path)

    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Cache-Control"] == "no-store"
    assert text == FILES[path[1:]]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.PNG", "image/png"), ("a.eml", "message/rfc822"), ("a.pdf", "application/pdf"),
     ("a.unknown", "application/octet-stream"), ("sitemap.xml", "application/xml; charset=utf-8")],
)  # fmt: skip
def test_content_type(name: str, kind: str) -> None:
    """What is no text names no encoding."""
    assert content_type(Path(name)) == kind


def test_head(office: Office) -> None:
    """HEAD answers as GET does, without the body."""
    got, text = office.get("/en/")
    headed, nothing = office.get("/en/", method="HEAD")

    assert nothing == ""
    assert headed.headers["Content-Length"] == got.headers["Content-Length"]
    assert int(got.headers["Content-Length"]) == len(text.encode())


def test_connection_is_kept(office: Office) -> None:
    """Several requests go over one connection, an error among them."""
    with contextlib.closing(office.connect()) as connection:
        for path, status in (("/en/", 200), ("/none/", 404), ("/en", 302), ("/", 200)):
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()

            assert answer.status == status


def test_missing_page(office: Office) -> None:
    """A page that was not built is told as 404, and reloads once it is."""
    answer, text = office.get("/en/<script>/")

    assert answer.status == 404
    assert "&lt;script&gt;" in text
    assert "<script>/" not in text
    assert "/__dateline/reload.js" in text


def test_folder_gets_its_slash(office: Office) -> None:
    """A folder without its slash leads to it, and never to another host."""
    answer, _ = office.get("/en")
    other, _ = office.get("//en")

    assert (answer.status, answer.headers["Location"]) == (302, "/en/")
    assert other.headers["Location"] == "/en/"


@pytest.mark.parametrize(
    "path",
    [
        "/../dateline.toml",
        "/en/../../dateline.toml",
        "/%2e%2e/dateline.toml",
        "/%2e%2e%2fdateline.toml",
        "/..%5cdateline.toml",
        "/..\\dateline.toml",
        "//etc/passwd",
        "/C:/Windows/win.ini",
        "/.hidden",
        "/link/dateline.toml",
        "/en/index.html%00",
        "/" + "a" * 5000,
        "http://localhost/../dateline.toml",
    ],
)
def test_nothing_outside_is_served(office: Office, path: str) -> None:
    """No address climbs out of the folder, by dots, codes or links."""
    (office.folder / "link").symlink_to(office.folder.parent)

    answer, text = office.get(path)

    assert answer.status == 404
    assert "secret" not in text


@given(st.text())
def test_no_path_leaves_the_folder(path: str) -> None:
    """Whatever is asked for, what is found lies in the folder."""
    folder = Path(__file__).parent / "newsrooms"

    found = find(folder, "/", path)

    assert found.file is None or found.file.resolve().is_relative_to(folder)
    assert not found.moved_to.startswith("//")


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8000",
        "LOCALHOST:1",
        "127.0.0.1:80",
        "[::1]:80",
        "[::1]",
        "a.localhost",
    ],
)
def test_loopback_names(host: str) -> None:
    """The machine's own names are answered."""
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["", "example.org", "example.org:8000", "localhost.example.org", "127.0.0.1.example.org",
     "192.168.1.5:8000", "[::2]:80", "notlocalhost"],
)  # fmt: skip
def test_other_names_are_refused(office: Office, host: str) -> None:
    """A page elsewhere cannot read the preview by pointing its name here (DNS rebinding)."""
    answer, text = office.get("/en/", host=host)

    assert answer.status == 421
    assert "Hello" not in text


def test_prefix(office: Office) -> None:
    """A site with a path prefix stands under it, and nowhere else."""
    office.outcome = Rebuilt(prefix="/press/")
    office.preview.refresh()

    assert office.get("/press/en/")[0].status == 200
    assert office.get("/press")[0].headers["Location"] == "/press/"
    assert office.get("/")[0].headers["Location"] == "/press/"
    assert office.get("/press/en")[0].headers["Location"] == "/press/en/"
    assert office.get("/en/")[0].status == 404
    assert office.server.address.endswith("/press/")


def test_overlay(office: Office) -> None:
    """Problems are laid over the last good page with place and hint, and go when mended."""
    office.outcome = Rebuilt(
        (Notice("releases/a.md:4:1", "`<b>` is not a key.", 'Did you mean "b"?'),), prefix=None
    )
    office.preview.refresh()
    _, broken = office.get("/en/")
    feed = office.get("/en/feeds/press.rss.xml")[1]
    office.outcome = Rebuilt(prefix="/")
    office.preview.refresh()
    _, mended = office.get("/en/")

    assert "<p>Hello</p>" in broken
    assert 'role="alert"' in broken
    assert "<code>releases/a.md:4:1</code>" in broken
    assert "`&lt;b&gt;` is not a key." in broken
    assert "Did you mean &quot;b&quot;?" in broken
    assert feed == FILES["en/feeds/press.rss.xml"]
    assert "dateline-overlay" not in mended


def test_overlay_of_many_problems_stays_short() -> None:
    """A thousand problems do not make a page of a thousand lines."""
    page = with_preview(b"<body></body>", "1", [Notice("a", "b")] * 1000).decode()

    assert page.count("<li>") == 50
    assert "… and 950 more." in page


@pytest.mark.parametrize("page", [b"", b"no end", b"<BODY></BODY\n>", "<p>Ế</p>".encode()])
def test_script_reaches_any_page(page: bytes) -> None:
    """A page without an end, or with a strange one, reloads all the same."""
    assert b"/__dateline/reload.js" in with_preview(page, "1", [])


def test_nothing_built_yet(office: Office) -> None:
    """Before the first good build the problems are told as plain text, which asks again."""
    (office.folder / "index.html").unlink()
    office.outcome = Rebuilt((Notice("releases/a.md:1:1", "No <front> matter.", "Add it."),))
    office.preview.refresh()

    answer, text = office.get("/en/")

    assert answer.status == 503
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Refresh"] == "1"
    assert "releases/a.md:1:1: No <front> matter.\n  Add it.\n" in text


class Events:
    """Reads a stream of events, as a browser does."""

    def __init__(self, office: Office, since: str) -> None:
        self._connection = office.connect()
        self._connection.request("GET", f"/__dateline/events?since={since}")
        self.answer = self._connection.getresponse()

    def next(self) -> str:
        """Wait for the next event, and give its data; empty at the stream's end."""
        for line in self.answer:
            if line.startswith(b"data: "):
                return line[6:].decode().strip()
        return ""

    def close(self) -> None:
        """Go away."""
        self.answer.close()
        self._connection.close()


def test_events(office: Office) -> None:
    """Each rebuild is told at once to every page that is open."""
    version = office.preview.version
    with contextlib.closing(Events(office, version)) as one:
        with contextlib.closing(Events(office, version)) as two:
            assert one.answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
            office.preview.refresh()

            assert one.next() == two.next() == office.preview.version != version
        office.preview.refresh()

        assert one.next() == office.preview.version


@pytest.mark.parametrize("since", ["", "of-an-earlier-run-7"])
def test_page_that_missed_a_rebuild_is_told_at_once(office: Office, since: str) -> None:
    """A page of an earlier version, or an earlier run, reloads as soon as it asks."""
    with contextlib.closing(Events(office, since)) as events:
        assert events.next() == office.preview.version


def test_streams_end_with_the_server(office: Office) -> None:
    """When the preview ends, nobody is left waiting."""
    with contextlib.closing(Events(office, office.preview.version)) as events:
        threading.Timer(0.1, office.preview.close).start()

        assert events.next() == ""


def test_port_in_use(office: Office) -> None:
    """A port that is taken is a failure of the outside world, with a way out."""
    with pytest.raises(OutsideError, match="is in use") as told:
        PreviewServer(office.preview, office.server.server_port, print)

    assert "--port 0" in told.value.hint


def test_only_loopback_listens(office: Office) -> None:
    """Nobody else on the network can see drafts."""
    assert office.server.server_address[0] == "127.0.0.1"


class Bell:
    """Counts its rings."""

    def __init__(self) -> None:
        self.rings = 0

    def __call__(self) -> None:
        """Ring."""
        self.rings += 1

    def rang(self, more_than: int) -> bool:
        """Wait until it rang more often than that."""
        for _ in range(100):
            if self.rings > more_than:
                return True
            time.sleep(0.05)
        return False


@pytest.fixture
def bell(tmp_path: Path) -> Iterator[Bell]:
    """Watch `releases/`, `pages/` and one file of a folder."""
    (tmp_path / "releases" / "2024").mkdir(parents=True)
    (tmp_path / "dateline.toml").write_text("a")
    bell = Bell()
    watcher = Watcher(tmp_path, ("releases", "pages"), ("dateline.toml",), bell)
    watcher.start()
    time.sleep(0.7)
    yield bell
    watcher.stop()


def test_changes_ring(tmp_path: Path, bell: Bell) -> None:
    """A file that is written, renamed or deleted calls for a rebuild; a burst calls a few times."""
    file = tmp_path / "releases" / "2024" / "a.md"
    started = time.monotonic()
    for number in range(20):
        file.write_text(str(number))
    spent = time.monotonic() - started  # on a busy machine the burst is none
    assert bell.rang(0)
    time.sleep(0.6)
    after_burst = bell.rings
    assert after_burst < 10 + spent / 0.05

    file.rename(file.with_name("b.md"))
    assert bell.rang(after_burst)
    time.sleep(0.6)
    before = bell.rings
    file.with_name("b.md").unlink()
    assert bell.rang(before)


def test_settings_ring_when_replaced(tmp_path: Path, bell: Bell) -> None:
    """Editors write beside and rename: that is a change, too."""
    for text in ("first", "second"):
        before = bell.rings
        (tmp_path / "new.toml").write_text(text)
        (tmp_path / "new.toml").rename(tmp_path / "dateline.toml")

        assert bell.rang(before)


def test_folders_come_and_go(tmp_path: Path, bell: Bell) -> None:
    """A folder that is made later is watched from then on, and again when it was replaced."""
    for _ in range(2):
        before = bell.rings
        (tmp_path / "pages").mkdir()
        assert bell.rang(before)
        time.sleep(1.2)
        before = bell.rings
        (tmp_path / "pages" / "about.md").write_text("a")
        assert bell.rang(before)
        (tmp_path / "pages" / "about.md").unlink()
        (tmp_path / "pages").rmdir()
        time.sleep(1.2)


def test_what_nobody_reads_is_passed_over(tmp_path: Path, bell: Bell) -> None:
    """What an editor keeps beside a file, and the outputs, call for nothing."""
    before = bell.rings
    for name in ("releases/.a.md.swp", "releases/a.md~", "other.txt"):
        (tmp_path / name).write_text("a")
    time.sleep(1.2)

    assert bell.rings == before


@pytest.mark.parametrize(
    ("policy", "loosened"),
    [
        (
            "default-src 'none'; script-src 'none'; style-src 'self'",
            "default-src 'none'; script-src 'nonce-N'; style-src 'self'; connect-src 'self'",
        ),
        (
            "script-src https://a.example; style-src https://b.example;; img-src *",
            "script-src https://a.example 'nonce-N'; style-src https://b.example 'self'; img-src *",
        ),
        ("img-src 'self'", "img-src 'self'"),
    ],
)
def test_policy_is_loosened_for_the_preview_alone(policy: str, loosened: str) -> None:
    """The page's policy gets what the preview adds, and keeps all else; other tags stay."""
    page = '<meta http-equiv="Content-Security-Policy" content="{}"><meta name="x" content="y">'
    written = html.escape(policy)

    assert (
        page.format(html.escape(loosened))
        == with_allowance(page.format(written).encode(), "N").decode()
    )
    assert with_allowance(b"<p>no policy</p>", "N") == b"<p>no policy</p>"


def test_overlay_comes_with_its_style_sheet(office: Office) -> None:
    """The overlay's style is a file of its own, so that a policy against inline styles allows it."""
    answer, text = office.get("/__dateline/overlay.css")

    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "#dateline-overlay" in text
