"""The door's pages, in both languages, in a real browser and before the Nu checker."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.staticfiles import StaticFiles

from dateline.settings import load_newsroom
from tests.browser import harness
from tests.patience import PATIENCE
from tests.press_room import REPOSITORY, build_example
from tests.webapp.conftest import Post, make_post, newsroom

__all__ = ["make_post", "newsroom"]
S = "/subscriptions"


@pytest.fixture
def site(make_post: Callable[..., Post], tmp_path: Path) -> Path:
    """Write each page of the door as a file, with its style sheet where the pages look for it."""
    post = make_post(privacy="https://press.example.org/en/privacy/")
    out = tmp_path / "site"
    for language in ("en", "vi"):
        _write_pages(post, language, out / language)
    return out


def _write_pages(post: Post, language: str, out: Path) -> None:
    address = f"{language}@example.org"
    asked = {"address": address, "feed": "press", "language": language}
    pages = {
        "subscribe": post.client.get(f"{S}/{language}/subscribe"),
        "wrong": post.client.post(f"{S}/{language}/subscribe", data={**asked, "address": "x"}),
        "asked": post.client.post(f"{S}/{language}/subscribe", data=asked),
    }
    link = post.link()
    pages["confirm"] = post.client.get(link)
    pages["confirmed"] = post.client.post(link)
    token = post.token(address)
    at, own = f"{token}?in={language}", {"feed": "press", "language": language}
    pages["preferences"] = post.client.get(f"{S}/preferences/{at}")
    pages["saved"] = post.client.post(f"{S}/preferences/{at}", data=own)
    pages["nothing"] = post.client.post(f"{S}/preferences/{at}", data={"feed": "x"})
    pages["unsubscribe"] = post.client.get(f"{S}/unsubscribe/{at}")
    pages["unsubscribed"] = post.client.post(f"{S}/unsubscribe/{at}", data={"confirm": "yes"})
    pages["unknown"] = post.client.get(f"{S}/unsubscribe/x?in={language}")
    css = f"{post.newsroom.door.url}dateline.css"
    for name, response in pages.items():
        folder = out / name
        folder.mkdir(parents=True)
        text = response.text.replace(css, "dateline.css")
        (folder / "index.html").write_text(text, encoding="utf-8")
        (folder / "dateline.css").write_bytes(post.client.get(f"{S}/dateline.css").content)


@pytest.mark.skipif(harness.html_available() is not None, reason=str(harness.html_available()))
def test_the_doors_pages_are_valid_html(site: Path) -> None:
    """The Nu checker has no error and no warning for any page of the door."""
    pages = sorted(site.rglob("index.html"))

    assert len(pages) == 22
    assert [str(message) for message in harness.check_html(pages)] == []


@pytest.mark.skipif(harness.available() is not None, reason=str(harness.available()))
def test_the_doors_pages_please_axe(site: Path) -> None:
    """No accessibility fault and no overflow, at each width, in light and dark."""
    paths = sorted(f"vi/{page.parent.name}/" for page in (site / "vi").rglob("index.html"))
    findings = harness.check_pages(site, paths)

    assert [fault for page in findings for fault in page.faults()] == []
    assert len(findings) == 11


@contextmanager
def served(app: Any, port: int) -> Iterator[None]:
    """Serve an application on the loopback."""
    config = uvicorn.Config(app, host="127.0.0.1", port=port, lifespan="off", log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(PATIENCE)


@pytest.mark.skipif(harness.available() is not None, reason=str(harness.available()))
def test_the_sites_form_reaches_the_door(
    make_post: Callable[..., Post], tmp_path: Path, port: int
) -> None:
    """In both languages the example's subscribe page, were there a door, sends where its policy lets it.

    Site and door stand behind one address, as behind a proxy; the browser runs no script.
    """
    url, out, pages = f"http://127.0.0.1:{port}/", tmp_path / "public", ("en/feeds/", "vi/feeds/")
    post = make_post(url=f"{url}subscriptions/")
    own = replace(load_newsroom(REPOSITORY), base_url=url, door=post.newsroom.door)
    build_example(out, own)
    (out / "favicon.ico").touch()  # the browser asks for one
    page = (out / "en/feeds/index.html").read_text(encoding="utf-8")
    assert page.index("By e-mail, once a month") < page.index("In a feed reader")
    site = StaticFiles(directory=out, html=True)

    async def both(scope: Any, receive: Any, send: Any) -> None:
        app = post.client.app if scope["path"].startswith(S) else site
        await app(scope, receive, send)

    with served(both, port):
        sent = harness.send_forms(out, pages, "anna@example.org", origin=url.rstrip("/"))

    assert [(each["heading"], each["console"]) for each in sent] == [
        ("Please look into your mailbox", []),
        ("Vui lòng kiểm tra hộp thư của bạn", []),
    ]
    assert [each["url"] for each in sent] == [
        f"{url}subscriptions/{language}/subscribe" for language in ("en", "vi")
    ]
    assert [fault for page in harness.check_pages(out, pages) for fault in page.faults()] == []
