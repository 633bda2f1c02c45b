"""The settings of sending and subscribing, in right and wrong form, and every default."""

from __future__ import annotations

from datetime import time

import pytest

from dateline.errors import SettingsError
from dateline.settings import Dkim, Smtp, SubscriptionDoor
from tests.settings.desk import Desk


def test_defaults(desk: Desk) -> None:
    """A newsroom that says nothing of sending has the safe defaults, and no door."""
    newsroom = desk.load()
    sending = newsroom.sending

    assert sending.database == desk.root / "private/mail.db"
    assert sending.keys == desk.root / "private/keys"
    assert (sending.day, sending.hour, sending.window) == (1, time(9), None)
    assert sending.smtp == Smtp()
    assert sending.smtp.security == "starttls"
    assert sending.dkim is None
    assert newsroom.door == SubscriptionDoor()
    assert newsroom.mail.unsubscribe_url == ""


def test_every_key_is_read(desk: Desk) -> None:
    """What is written is what is used; paths are taken from the newsroom's folder."""
    desk.main(
        more="""
[mail]
database = "postgresql://press@db.example.org/press"
keys = "secrets"
return_path = "bounces@example.org"
day = 3
hour = "08:30"
window = "20:00-06:00"
per_minute = 600
domain_per_minute = 60
allow = ["@example.org"]

[mail.smtp]
host = "mail.example.org"
port = 587
security = "tls"
user = "press"
password_file = "private/smtp"
connections = 8

[mail.dkim]
selector = "press2024"

[subscriptions]
url = "https://press.example.org/subscriptions"
listen = "[::1]:9000"
trusted_proxies = ["10.0.0.0/8"]
client_header = "X-Real-IP"
confirm_within = 24
per_address = 2
per_client = 5
per_hour = 50
privacy = "https://press.example.org/privacy"
"""
    )
    newsroom = desk.load()
    sending, door = newsroom.sending, newsroom.door

    assert sending.database == "postgresql://press@db.example.org/press"
    assert (sending.day, sending.hour) == (3, time(8, 30))
    assert sending.window == (time(20), time(6))
    assert (sending.per_minute, sending.domain_per_minute) == (600, 60)
    assert sending.allow == ("@example.org",)
    assert sending.smtp.password_file == desk.root / "private/smtp"
    key = desk.root / "secrets/dkim-press2024.pem"
    assert sending.dkim == Dkim("press2024", "example.org", key)
    assert door == SubscriptionDoor(
        "https://press.example.org/subscriptions/", "::1", 9000, ("10.0.0.0/8",), "X-Real-IP",
        24, 2, 5, 50, "https://press.example.org/privacy",
    )  # fmt: skip
    expected = "https://press.example.org/subscriptions/unsubscribe/{token}"
    assert newsroom.mail.unsubscribe_url == expected


@pytest.mark.parametrize(
    ("table", "line", "words"),
    [
        ("mail", 'database = "postgresql://me:sesame@db/press"', "holds a password"),
        ("mail", 'database = "postgresql://db/press?password=sesame"', "holds a password"),
        ("mail", 'database = "mysql://db/press"', "no database that can be used"),
        ("mail", 'database = "postgresql://[db/press"', "no address"),
        ("mail", 'hour = "9"', "no time of day"),
        ("mail", 'hour = "24:00"', "no time of day"),
        ("mail", 'window = "08:00"', "no span of the day"),
        ("mail", 'window = "08:00-08:00"', "no span of the day"),
        ("mail", "day = 31", "less than or equal to 28"),
        ("mail", "per_minute = 0", "greater than or equal to 1"),
        ("mail.smtp", 'security = "ssl"', "cannot be"),
        ("mail.smtp", 'password = "sesame"', "not a key"),
        ("mail.dkim", 'selector = "a.b"', "no DKIM selector"),
        ("mail.dkim", 'domain = "example.org"', "`selector` is missing"),
        ("subscriptions", 'url = "press.example.org"', "no web address"),
        ("subscriptions", 'url = "https://press.example.org/?a=1"', "no query"),
        ("subscriptions", 'listen = "8025"', "no place to listen"),
        ("subscriptions", 'listen = "localhost:99999"', "no place to listen"),
        ("subscriptions", 'trusted_proxies = ["proxy"]', "no network"),
        ("subscriptions", 'client_header = "Forwarded"', "cannot be"),
    ],
)
def test_what_is_refused(desk: Desk, table: str, line: str, words: str) -> None:
    """A value that cannot be is told at its place, and a secret is not repeated."""
    desk.main(more=f"\n[{table}]\n{line}\n")
    with pytest.raises(SettingsError) as told:
        desk.load()

    (problem,) = told.value.problems
    assert words in problem.message
    assert problem.place.line > 15
    if "sesame" in line and "password =" not in line:
        assert "sesame" not in problem.message + problem.hint
