"""The preview server on loopback: what it answers, what it refuses, and when it speaks up."""

from __future__ import annotations

import contextlib
import html
import http.client
import queue
import threading
import time
from collections.abc import Collection, Iterator
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
from dateline.serve.preview import Ahead
from tests.patience import PATIENCE

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
    """A folder of pages whose rebuild can be told to go wrong, and to last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.outcome = Rebuilt(prefix="/")
        self.advance: dict[str, bytes] = {}
        self._lasts = False
        self._begun, self._may_end = threading.Semaphore(0), threading.Semaphore(0)
        self.asked: list[set[str]] = []
        self.preview = Preview(folder, self._rebuild, self._advance)
        self.somebody_waits = threading.Event()
        self._wait_while = self.preview._wait_while
        self.preview._wait_while = self._waited_while  # type: ignore[method-assign]
        self.server = PreviewServer(self.preview, 0, lambda line: None)

    def _advance(self, changed: Collection[str]) -> dict[str, bytes]:
        self.asked.append(set(changed))
        return self.advance

    def _rebuild(self) -> Rebuilt:
        if self._lasts:
            self._begun.release()
            assert self._may_end.acquire(timeout=PATIENCE)
        return self.outcome

    def _waited_while(self, ahead: Ahead, noted: int) -> None:
        self.somebody_waits.set()
        self._wait_while(ahead, noted)

    @contextlib.contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Let a rebuild of an edited release begin, and end it at last."""
        self._lasts = True
        thread = threading.Thread(target=self.preview.refresh, args=[{"releases/a.md"}])
        thread.start()
        assert self._begun.acquire(timeout=PATIENCE)
        try:
            yield
        finally:
            self._lasts = False
            self._may_end.release()
            thread.join(PATIENCE)

    def next_rebuild(self) -> None:
        """End a rebuild, and wait until the next has begun."""
        self._may_end.release()
        assert self._begun.acquire(timeout=PATIENCE)

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
        return http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=PATIENCE)


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


def test_page_ahead_is_shown_before_the_others(office: Office) -> None:
    """What is sure of an edit is shown at once, told of once, and is what the rebuild leaves."""
    office.advance = {"en/index.html": b"<body>Ahead</body>"}
    version = office.preview.version
    with contextlib.closing(Events(office, version)) as events:
        with office.rebuilding():
            told = events.next()
            _, ahead = office.get("/en/")
            (office.folder / "en/index.html").write_bytes(office.advance["en/index.html"])
        _, built = office.get("/en/")

    assert told != version
    assert "<body>Ahead<script" in ahead
    assert f'data-version="{told}"' in ahead
    assert "<body>Ahead<script" in built
    assert f'data-version="{told}"' in built
    assert office.preview.version == told


def test_nothing_older_is_shown_once_a_reload_was_told(office: Office) -> None:
    """A page that is not ready yet is waited for; what no release changes is not."""
    office.advance = {"en/index.html": PAGE.encode()}
    answers: list[str] = []
    waiting = threading.Thread(target=lambda: answers.append(office.get("/")[1]))
    with office.rebuilding():
        style = office.get("/assets/dateline.css")[1]
        waiting.start()
        (office.folder / "index.html").write_text("<body>New</body>")
        waiting.join(0.2)
        early = list(answers)
    waiting.join(PATIENCE)

    assert style == FILES["assets/dateline.css"]
    assert early == []
    assert "<body>New<script" in answers[0]


def test_page_that_was_not_there_is_waited_for(office: Office) -> None:
    """An address that nothing stands at yet may be one that the rebuild makes."""
    office.advance = {"en/index.html": PAGE.encode()}
    answers: list[str] = []
    waiting = threading.Thread(target=lambda: answers.append(office.get("/more.txt")[1]))
    with office.rebuilding():
        waiting.start()
        (office.folder / "more.txt").write_text("More")
    waiting.join(PATIENCE)

    assert answers == ["More"]


@pytest.mark.parametrize("how", ["problems", "other words", "gone"])
def test_page_ahead_that_does_not_hold(office: Office, how: str) -> None:
    """Where the rebuild says otherwise, browsers are told again, and see what it left."""
    office.advance = {"en/index.html": b"<body>Ahead</body>"}
    with office.rebuilding():
        ahead = office.preview.version
        if how == "problems":
            office.outcome = Rebuilt((Notice("releases/a.md:4:1", "A dead link."),))
        elif how == "gone":
            (office.folder / "en/index.html").unlink()
    _, text = office.get("/en/")

    assert office.preview.version != ahead
    assert "Ahead" not in text
    assert ("A dead link." in text) == (how == "problems")


def test_edit_during_a_rebuild_is_shown_at_once(office: Office) -> None:
    """Who saves again does not wait; and whoever asks for the rest sees both edits, or waits."""
    office.advance = {"en/index.html": b"<body>One</body>"}
    answers: list[str] = []
    with office.rebuilding():
        office.advance = {"en/index.html": b"<body>Two</body>"}
        office.preview.note({"releases/b.md"})
        _, ahead = office.get("/en/")
        waiting = threading.Thread(target=lambda: answers.append(office.get("/")[1]))
        waiting.start()
        (office.folder / "index.html").write_text("<body>First rebuild</body>")
        office.next_rebuild()
        early = list(answers)
        (office.folder / "index.html").write_text("<body>Second rebuild</body>")
        (office.folder / "en/index.html").write_bytes(b"<body>Two</body>")
        told = office.preview.version
    waiting.join(PATIENCE)

    assert office.asked == [{"releases/a.md"}, {"releases/a.md", "releases/b.md"}]
    assert "<body>Two<script" in ahead
    assert early == []
    assert "<body>Second rebuild<script" in answers[0]
    assert office.preview.version == told


def test_who_saves_all_the_time_keeps_nobody_waiting(office: Office) -> None:
    """Who asked before an edit sees the rebuild without it, and is told at once of the newer one."""
    office.advance = {"en/index.html": b"<body>One</body>"}
    answers: list[str] = []
    waiting = threading.Thread(target=lambda: answers.append(office.get("/")[1]))
    with office.rebuilding():
        first = office.preview.version
        waiting.start()
        assert office.somebody_waits.wait(PATIENCE)
        office.advance = {"en/index.html": b"<body>Two</body>"}
        office.preview.note({"releases/b.md"})
        early = list(answers)
        (office.folder / "index.html").write_text("<body>First rebuild</body>")
        office.next_rebuild()
        waiting.join(PATIENCE)
        newer = office.preview.version
        with contextlib.closing(Events(office, first)) as events:
            told = events.next()

    assert early == []
    assert "<body>First rebuild<script" in answers[0]
    assert f'data-version="{first}"' in answers[0]
    assert told == newer != first


def test_nothing_is_ahead_while_something_is_wrong(office: Office) -> None:
    """The last good pages stay until a rebuild is good again."""
    office.outcome = Rebuilt((Notice("releases/b.md:4:1", "A dead link."),))
    office.preview.refresh()
    office.advance = {"en/index.html": b"<body>Ahead</body>"}

    with office.rebuilding():
        _, text = office.get("/en/")

    assert "Hello" in text


def test_waiting_ends_with_the_server(office: Office) -> None:
    """Who waits for a page when the preview ends gets what there is."""
    office.advance = {"en/index.html": PAGE.encode()}
    answers: list[str] = []
    waiting = threading.Thread(target=lambda: answers.append(office.get("/feeds.opml")[1]))
    with office.rebuilding():
        waiting.start()
        office.preview.close()
        waiting.join(PATIENCE)

    assert answers == [FILES["feeds.opml"]]


def test_what_is_noted_is_built_by_itself(office: Office) -> None:
    """Once the preview is started, nobody has to ask for a rebuild; it ends with the server."""
    office.preview.start()
    for path in ("releases/a.md", "dateline.toml"):
        version = office.preview.version
        office.preview.note({path})

        assert office.preview.wait_for_change(version, PATIENCE)


def test_file_that_goes_while_it_is_read(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that a rebuild takes away between looking and reading is told as missing."""

    def gone(path: Path) -> bytes:
        raise FileNotFoundError(path)

    monkeypatch.setattr(Path, "read_bytes", gone)

    assert office.get("/en/")[0].status == 404


def test_port_in_use(office: Office) -> None:
    """A port that is taken is a failure of the outside world, with a way out."""
    with pytest.raises(OutsideError, match="is in use") as told:
        PreviewServer(office.preview, office.server.server_port, print)

    assert "--port 0" in told.value.hint


def test_only_loopback_listens(office: Office) -> None:
    """Nobody else on the network can see drafts."""
    assert office.server.server_address[0] == "127.0.0.1"


class Bell:
    """Notes what it is told to have changed."""

    def __init__(self) -> None:
        self._told: queue.Queue[Collection[str] | None] = queue.Queue()
        self.rings = 0

    def __call__(self, changed: Collection[str] | None) -> None:
        """Ring."""
        self.rings += 1
        self._told.put(changed)

    def next(self) -> Collection[str] | None:
        """Wait until it rings, and give what is told to have changed."""
        return self._told.get(timeout=PATIENCE)

    def until(self, path: str) -> set[str]:
        """Wait until a path is told of, and give all that were told of by then."""
        told: set[str] = set()
        while path not in told:
            told |= set(self.next() or ())
        return told

    def until_written(self, root: Path, path: str) -> None:
        """Write a file until it is told of: nothing tells when the system has begun to watch."""
        for number in range(100):
            (root / path).write_text(str(number))
            with contextlib.suppress(queue.Empty):
                if path in (self._told.get(timeout=0.1) or ()):
                    return
        raise AssertionError(f"{path} was never told of.")

    def until_watched(self) -> None:
        """Wait until a folder that came or went is seen, and what is there now is watched."""
        for _ in ("seen", "watched"):  # between the two, nothing could be told
            while self.next() is not None:
                pass


@pytest.fixture
def bell(tmp_path: Path) -> Iterator[Bell]:
    """Watch `releases/`, `pages/` and one file of a folder."""
    (tmp_path / "releases" / "2024").mkdir(parents=True)
    (tmp_path / "dateline.toml").write_text("a")
    bell = Bell()
    watcher = Watcher(tmp_path, ("releases", "pages"), ("dateline.toml",), bell)
    watcher.start()
    bell.until_written(tmp_path, "releases/ready")
    yield bell
    watcher.stop()


def test_changes_ring(tmp_path: Path, bell: Bell) -> None:
    """A file that is written, renamed or deleted is told by its path."""
    file = tmp_path / "releases" / "2024" / "a.md"
    file.write_text("text")
    bell.until("releases/2024/a.md")

    file.rename(file.with_name("b.md"))
    bell.until("releases/2024/b.md")

    file.with_name("b.md").unlink()
    bell.until("releases/2024/b.md")


def test_burst_rings_a_few_times(tmp_path: Path, bell: Bell) -> None:
    """What is written in one go is told in one go, or a few."""
    folder = tmp_path / "releases" / "2024"
    started = time.monotonic()
    for number in range(200):
        (folder / f"{number}.md").write_text("text")
    spent = time.monotonic() - started  # on a busy machine the burst is none
    bell.until("releases/2024/199.md")

    assert bell.rings < 10 + spent / 0.01


@pytest.mark.parametrize("name", [".a.md.swp", "a.md~", "a.swp", "a.tmp"])
def test_editors_own_files_do_not_ring(tmp_path: Path, bell: Bell, name: str) -> None:
    """What an editor keeps beside a file is nobody's change."""
    folder = tmp_path / "releases" / "2024"
    (folder / name).write_text("text")
    (folder / "a.md").write_text("text")

    told = bell.until("releases/2024/a.md")

    assert f"releases/2024/{name}" not in told


def test_settings_ring_when_replaced(tmp_path: Path, bell: Bell) -> None:
    """Editors write beside and rename: that is a change, of more than can be told."""
    for text in ("first", "second"):
        (tmp_path / "new.toml").write_text(text)
        (tmp_path / "new.toml").rename(tmp_path / "dateline.toml")

        while bell.next() is not None:
            pass


def test_folders_come_and_go(tmp_path: Path, bell: Bell) -> None:
    """A folder that is made later is watched from when it is, and again when it was replaced."""
    page = tmp_path / "pages" / "about.md"
    for _ in range(2):
        page.parent.mkdir()
        page.write_text("text")
        bell.until_watched()
        page.write_text("more")
        bell.until("pages/about.md")
        page.unlink()
        page.parent.rmdir()
        bell.until_watched()


def test_newsroom_without_folders_is_watched(tmp_path: Path) -> None:
    """Where nothing is there to be watched yet, what comes is noticed."""
    bell = Bell()
    watcher = Watcher(tmp_path, ("releases",), ("dateline.toml",), bell)
    watcher.start()
    try:
        (tmp_path / "releases").mkdir()
        bell.until_written(tmp_path, "releases/a.md")
    finally:
        watcher.stop()


def test_paths_that_are_called_otherwise_tell_nothing(tmp_path: Path) -> None:
    """Where a system names files by another way to them, anything may have changed."""
    watcher = Watcher(tmp_path, ("releases",), (), Bell())

    assert watcher._relative([str(tmp_path / "releases/a.md")]) == {"releases/a.md"}
    assert watcher._relative(["/private/releases/a.md"]) is None


def test_what_stands_elsewhere_does_not_ring(tmp_path: Path, bell: Bell) -> None:
    """Outputs and other files of the folder call for nothing."""
    (tmp_path / "other.txt").write_text("text")
    (tmp_path / "releases" / "a.md").write_text("text")

    told = bell.until("releases/a.md")

    assert told <= {"releases/a.md", "releases/ready"}


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
