"""A door in front of the small newsroom: its list, its postman's letters, a clock to be set."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from dateline.database import Database, open_database
from dateline.settings import Newsroom, load_newsroom
from dateline.subscriptions import register
from dateline.subscriptions.keyfiles import open_keys
from dateline.subscriptions.messenger import FakeMessenger
from dateline.subscriptions.model import request
from dateline.subscriptions.tokens import KeyRing
from dateline.webapp import make_app
from tests.patience import until

URL = "https://press.example.org/subscriptions/"
SETTINGS = f"""
[subscriptions]
url = "{URL}"
trusted_proxies = ["testclient", "10.0.0.0/8"]
per_client = 1000
"""


@dataclass
class Post:
    """The door as a person and a mailbox see it."""

    client: TestClient
    newsroom: Newsroom
    database: Database
    keys: KeyRing
    messenger: FakeMessenger
    moment: datetime = datetime(2024, 2, 1, 9, tzinfo=UTC)
    sent: list[EmailMessage] = field(default_factory=list)

    def later(self, **hours: float) -> None:
        self.moment += timedelta(**hours)

    def subscribe(self, address: str = "anna@example.org", **values: object):
        data = {"address": address, "feed": "press", "language": "en"} | values
        return self.client.post("/subscriptions/en/subscribe", data=data)

    def subscribe_by_json(self, address: str):
        data = {"address": address, "feeds": ["press"], "languages": ["en"]}
        return self.client.post("/subscriptions/api/subscriptions", json=data)

    def wait(self, happens: Callable[[], bool]) -> None:
        """Wait until the postman has done it."""
        until(happens, "the postman did not come")

    def waiting(self) -> int:
        with self.database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(request)) or 0

    def letters(self) -> list[EmailMessage]:
        self.wait(lambda: self.waiting() == 0)
        return [
            cast(
                "EmailMessage", email.message_from_bytes(each.content, policy=email.policy.default)
            )
            for each in self.messenger.letters
        ]

    def link(self) -> str:
        """Give the path of the last letter's link."""
        found = re.search(r"https://press\.example\.org(\S+)", self.letters()[-1].get_content())
        assert found is not None
        return found[1]

    def confirmed(self, address: str = "anna@example.org") -> str:
        """Subscribe and confirm; gives the subscriber's token."""
        self.subscribe(address)
        assert self.client.post(self.link()).status_code == 200
        return self.token(address)

    def entries(self) -> dict[str, register.Entry]:
        with self.database.reading() as connection:
            return {each.address: each for each in register.entries(connection)}

    def token(self, address: str = "anna@example.org") -> str:
        from dateline.subscriptions import find_recipient

        with self.database.reading() as connection:
            found = find_recipient(connection, self.entries()[address].id)
        assert found is not None
        return self.keys.unsubscribe_token(found.id, found.generation)


@pytest.fixture
def newsroom(small: Path) -> Newsroom:
    """Give the small newsroom a door, with a second feed."""
    settings = small / "dateline.toml"
    text = SETTINGS.replace('"testclient", ', "")
    settings.write_text(settings.read_text(encoding="utf-8") + text, encoding="utf-8")
    (small / "feeds" / "skills.toml").write_text(
        'title = { en = "Skills", vi = "Kỹ năng" }\ntopics = ["skills"]\n', encoding="utf-8"
    )
    (small / "feeds" / "bulletin.toml").write_text(
        'title = "Bulletin"\nlanguages = ["en"]\n', encoding="utf-8"
    )
    return load_newsroom(small)


@pytest.fixture
def make_post(newsroom: Newsroom, tmp_path: Path) -> Iterator[Callable[..., Post]]:
    """Give what opens a door; settings of it may be changed."""
    opened: list[Post] = []

    def make(client: str = "10.0.0.1", **settings: object) -> Post:
        door = newsroom.door._replace(**settings)
        own = replace(newsroom, door=door)
        database = open_database(tmp_path / f"mail{len(opened)}.db")
        keys = open_keys(tmp_path / f"keys{len(opened)}", database)
        messenger = FakeMessenger()
        post = Post(cast("TestClient", None), own, database, keys, messenger)
        app = make_app(own, database, keys, messenger, lambda: post.moment)
        post.client = TestClient(
            app,
            base_url="https://press.example.org",
            client=(client, 5000),
            follow_redirects=False,
            raise_server_exceptions=False,
        )
        post.client.__enter__()
        opened.append(post)
        return post

    yield make
    for each in opened:
        each.client.__exit__(None, None, None)
        each.database.close()


@pytest.fixture
def post(make_post: Callable[..., Post]) -> Post:
    """Open a door."""
    return make_post()
