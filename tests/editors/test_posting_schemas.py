"""The schema of sending and subscribing: no right setting fails, and wrong shapes are told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.settings.schema import NewsroomTable
from tests.editors.test_schemas import BASE, CACHED, WORDS, agree

TIMES = st.from_regex(r"[0-3]?[0-9]:[0-6][0-9]", fullmatch=True)
HOSTS = st.sampled_from(["localhost", "mx.example.org", "[::1]", "a b", "-"])
PLACES = st.builds("{}:{}".format, HOSTS, st.integers(0, 99999))
NETWORKS = st.one_of(
    st.ip_addresses().map(str),
    st.sampled_from(["10.0.0.0/8", "fe80::/10", "10.0.0.0/255.0.0.0", "fe80::1%eth0", "proxy"]),
    WORDS,
)
DATABASES = st.one_of(
    WORDS,
    WORDS.map("postgresql://{}".format),
    WORDS.map("postgresql://me@{}/press".format),
    WORDS.map(" Postgres://{}@db/press".format),
    WORDS.map("mysql://{}".format),
)
SMTP = st.fixed_dictionaries({}, optional={
    "host": HOSTS | WORDS, "port": st.integers(-1, 70000), "security": st.sampled_from(["none", "tls", "ssl"]),
    "user": WORDS, "password_file": WORDS, "connections": st.integers(0, 101), "pool": st.lists(PLACES, max_size=2), "log": WORDS,
})  # fmt: skip
DKIM = st.fixed_dictionaries(
    {"selector": WORDS | st.just("press2024")}, optional={"domain": HOSTS, "key_file": WORDS}
)
MAIL = st.one_of(
    st.tuples(st.just("database"), DATABASES),
    st.tuples(st.sampled_from(["keys", "return_path"]), WORDS | WORDS.map("a@{}".format)),
    st.tuples(st.sampled_from(["day", "per_minute", "domain_per_minute"]), st.integers(-1, 30)),
    st.tuples(st.just("hour"), TIMES),
    st.tuples(st.just("window"), st.builds("{}-{}".format, TIMES, TIMES)),
    st.tuples(st.just("allow"), st.lists(WORDS, max_size=2)),
    st.tuples(st.just("smtp"), SMTP),
    st.tuples(st.just("dkim"), DKIM),
)  # fmt: skip
DOOR = st.one_of(
    st.tuples(st.sampled_from(["url", "privacy"]), WORDS.map("https://a.org/{}".format)),
    st.tuples(st.just("listen"), PLACES),
    st.tuples(st.just("trusted_proxies"), st.lists(NETWORKS, max_size=2)),
    st.tuples(st.just("client_header"), st.sampled_from(["X-Forwarded-For", "X-Real-IP", "Forwarded"])),
    st.tuples(st.sampled_from(["confirm_within", "per_address", "per_client", "per_hour"]), st.integers(-1, 1_000_001)),
)  # fmt: skip


@given(MAIL)
def test_no_right_key_of_sending_fails(pair: tuple[str, Any]) -> None:
    """Whatever `[mail]` takes for sending, its schema takes."""
    agree("dateline", NewsroomTable, ("mail", dict([pair])))


@given(DOOR)
def test_no_right_key_of_the_door_fails(pair: tuple[str, Any]) -> None:
    """Whatever `[subscriptions]` takes, its schema takes."""
    agree("dateline", NewsroomTable, ("subscriptions", dict([pair])))


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("mail", {"database": "mysql://db/press"}),
        ("mail", {"database": "postgresql://me:sesame@db/press"}),
        ("mail", {"database": ""}),
        ("mail", {"hour": "9"}),
        ("mail", {"hour": "24:00"}),
        ("mail", {"window": "08:00"}),
        ("mail", {"day": 31}),
        ("mail", {"per_minute": 0}),
        ("mail", {"return_path": "bounces"}),
        ("mail", {"smtp": {"security": "ssl"}}),
        ("mail", {"smtp": {"password": "sesame"}}),
        ("mail", {"smtp": {"pool": ["mx2.example.org"]}}),
        ("mail", {"dkim": {"selector": "a.b"}}),
        ("mail", {"dkim": {"domain": "example.org"}}),
        ("subscriptions", {"url": "press.example.org"}),
        ("subscriptions", {"url": "https://press.example.org/?a=1"}),
        ("subscriptions", {"listen": "8025"}),
        ("subscriptions", {"trusted_proxies": ["proxy"]}),
        ("subscriptions", {"client_header": "Forwarded"}),
    ],
)
def test_wrong_shapes_are_told(table: str, values: dict[str, Any]) -> None:
    """An editor marks what a schema can tell to be wrong."""
    told = [
        each.json_path
        for each in CACHED["dateline"].iter_errors(BASE["dateline"] | {table: values})
    ]

    assert len(told) == 1
    assert told[0].startswith(f"$.{table}")
