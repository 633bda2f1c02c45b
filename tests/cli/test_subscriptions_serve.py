"""`dateline subscriptions serve` in a process of its own, with a mail server and both databases."""

from __future__ import annotations

import email
import email.policy
import re
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from dateline.mail.dkim import load_signer
from tests.cli.running import command, run
from tests.database.conftest import empty, server
from tests.mail.hostile import Hostile, running
from tests.patience import PATIENCE, until

__all__ = ["empty", "server"]
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty database of either sort."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("empty"))
    return str(tmp_path / "mail.db")


@pytest.fixture
def post_office() -> Iterator[tuple[Hostile, int]]:
    """Run a mail server that keeps what it takes."""
    mailserver = Hostile()
    with running(mailserver) as port:
        yield mailserver, port


def fetched(url: str, data: dict[str, str] | None = None) -> tuple[int, str]:
    body = urllib.parse.urlencode(data).encode() if data is not None else None
    try:
        with urllib.request.urlopen(url, data=body, timeout=PATIENCE) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def opened(door: subprocess.Popen[str], at: str) -> tuple[int, str] | None:
    """Give what the open door says of itself."""
    try:
        return fetched(f"{at}/health")
    except urllib.error.URLError:
        assert door.poll() is None
        return None


def test_from_the_form_to_one_click(
    small: Path, address: str, post_office: tuple[Hostile, int], port: int
) -> None:
    """A signed letter comes by SMTP, its link confirms, and one click in a digest unsubscribes."""
    mailserver, mail_port = post_office
    with (small / "dateline.toml").open("a", encoding="utf-8") as file:
        file.write(
            f'[mail.smtp]\nhost = "127.0.0.1"\nport = {mail_port}\nsecurity = "none"\n'
            '[mail.dkim]\nselector = "press"\n'
            '[subscriptions]\nurl = "https://press.example.org/s/"\n'
        )
    env = {"DATELINE_DATABASE": address}
    assert run("keys", "new", "-C", small, env=dict(env)).exit_code == 0
    words = command("subscriptions", "serve", "--listen", f"127.0.0.1:{port}", "-C", small)
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={"PATH": "/usr/bin:/bin", **_python_path(), **env},
    ) as door:  # fmt: skip
        with ended(door, f"http://127.0.0.1:{port}") as at:
            asked, confirmed, left = _visit(mailserver, at)
        _, err = door.communicate(timeout=PATIENCE)

    assert (asked, confirmed) == (200, 200)
    assert left == [(200, "Unsubscribed.\n")] * 2
    assert mailserver.took[0][0] == "anna@example.org"
    assert "Traceback" not in err
    assert "anna" not in err
    listed = run("subscribers", "list", "-C", small, env=dict(env)).stdout
    assert listed.startswith("unsubscribed  anna@example.org")
    pem = (small / "private/keys/dkim-press.pem").read_bytes()
    assert load_pem_private_key(pem, None) is not None
    record = load_signer(pem, "example.org", "press").record.encode()
    assert dkim.verify(mailserver.letters[0], dnsfunc=lambda *_, **__: record)


@contextmanager
def ended(door: subprocess.Popen[str], at: str) -> Iterator[str]:
    """Wait until the door is open, give where it is, and close it whatever happens."""
    try:
        assert until(lambda: opened(door, at), "the door did not open") == (200, "ok\n")
        yield at
    finally:
        door.terminate()


def _visit(mailserver: Hostile, at: str) -> tuple[int, int, list[tuple[int, str]]]:
    """Subscribe, confirm by the letter's link, and leave by two clicks of a mail program."""
    form = {"address": "anna@example.org", "feed": "press", "language": "vi"}
    asked, _ = fetched(f"{at}/s/vi/subscribe", form)
    link = re.search(r"https://press\.example\.org(\S+)", _letter(mailserver).get_content())
    assert link is not None
    confirmed, page = fetched(f"{at}{link[1]}", {})
    token = re.search(r"preferences/([A-Za-z0-9_-]{32})", page)
    assert token is not None
    left = [fetched(f"{at}/s/unsubscribe/{token[1]}", ONE_CLICK) for _ in range(2)]
    return asked, confirmed, left


def _letter(mailserver: Hostile) -> email.message.EmailMessage:
    content = until(lambda: mailserver.letters, "no letter came")[0]
    return email.message_from_bytes(content, policy=email.policy.default)  # type: ignore[return-value]


def _python_path() -> dict[str, str]:
    import os

    return {"PYTHONPATH": os.environ.get("PYTHONPATH", "")}
