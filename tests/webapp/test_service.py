"""What stands around the pages: headers, origins, limits of size, failures, machines' pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openapi_spec_validator import validate
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text
from starlette.requests import Request

from dateline.database import Database
from dateline.errors import OutsideError
from dateline.subscriptions.model import Choice, SubscriberState
from dateline.webapp.clients import ClientLimit, Proxies
from dateline.webapp.writer import Writer
from tests.webapp.conftest import URL, Post

FORM = "/subscriptions/en/subscribe"
GOOD = {"address": "anna@example.org", "feed": "press", "language": "en"}
NOW = datetime(2024, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize("path", [FORM, "/subscriptions/unsubscribe/x", "/nowhere", "/health"])
def test_every_answer_is_guarded(post: Post, path: str) -> None:
    """Nothing is cached or framed, no script runs, and no other site learns an address."""
    headers = post.client.get(path).headers

    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["strict-transport-security"].startswith("max-age=")
    assert "set-cookie" not in headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "https://press.example.org"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://press.example.org.evil.example"}, 403),
        ({"Origin": "http://press.example.org"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "null"}, 200),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 200),
    ],
)
def test_forms_of_other_sites(post: Post, headers: dict[str, str], status: int) -> None:
    """A form of this newsroom is taken, one of another site refused; of nobody's, it is taken."""
    assert post.client.post(FORM, data=GOOD, headers=headers).status_code == status
    assert len(post.letters()) == (0 if status == 403 else 1)


@pytest.mark.parametrize(
    ("body", "sort", "status"),
    [
        (b"address=" + b"a" * 20_000, "application/x-www-form-urlencoded", 413),
        (b"{}", "application/json", 415),
        (b"", "", 415),
        (b"x", "multipart/form-data", 400),
        (b"--b\r\nnonsense", "multipart/form-data; boundary=b", 422),
        (b"&".join(b"a%d=1" % n for n in range(300)), "application/x-www-form-urlencoded", 400),
        (b"\xff\xfe=\xff", "application/x-www-form-urlencoded", 422),
        (b"address=%ff%fe", "application/x-www-form-urlencoded", 422),
        (
            b'--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\nhi\r\n--b--\r\n',
            "multipart/form-data; boundary=b",
            400,
        ),
    ],
)
def test_what_is_no_form(post: Post, body: bytes, sort: str, status: int) -> None:
    """What is too long, of another sort or garbled is refused in words, and nothing is kept."""
    response = post.client.post(FORM, content=body, headers={"Content-Type": sort})

    assert response.status_code == status
    assert "<h1>" in response.text
    assert post.waiting() == 0


def test_one_click_takes_little(post: Post) -> None:
    """The one-click address takes no more than a form either."""
    token = post.confirmed()
    response = post.client.post(f"/subscriptions/unsubscribe/{token}", content=b"x" * 20_000)

    assert response.status_code == 413
    assert post.entries()["anna@example.org"].state is SubscriberState.CONFIRMED


def test_the_json_form(post: Post) -> None:
    """A program subscribes as a person does: a letter, a click, and the choice is kept."""
    sent = {"address": "anna@example.org", "feeds": ["press"], "languages": ["en", "vi"],
            "language": "vi"}  # fmt: skip
    response = post.client.post("/subscriptions/api/subscriptions", json=sent)
    post.client.post(post.link())

    assert (response.status_code, response.json()) == (202, {"status": "accepted"})
    found = post.entries()["anna@example.org"]
    assert (found.choice, found.language) == (Choice.of(["press"], ["en", "vi"]), "vi")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"feeds": ["press"]}, "address"),
        ({"address": 1, "feeds": ["press"]}, "address"),
        ({"address": "a@example.org"}, "feeds"),
        ({"address": "a@example.org", "feeds": "press"}, "feeds"),
        ({"address": "a@example.org", "feeds": {"press": 1}}, "feeds"),
        ({"address": "a@example.org", "feeds": [["press"]]}, "feeds"),
        ({"address": "a@example.org", "feeds": ["press"], "languages": 7}, "languages"),
        ({"address": "a@example.org", "feeds": ["press"], "language": "fr"}, "language"),
        ({"address": "a@example.org", "feeds": ["press"], "language": []}, "language"),
    ],
)
def test_wrong_json(post: Post, sent: dict[str, object], field: str) -> None:
    """A wrong field of JSON is named, in the shape that the description promises."""
    response = post.client.post("/subscriptions/api/subscriptions", json=sent)

    described = post.client.get("/subscriptions/openapi.json").json()
    answers = described["paths"]["/api/subscriptions"]["post"]["responses"]
    schema = answers["422"]["content"]["application/json"]["schema"]
    jsonschema.validate(response.json(), schema)
    assert (response.status_code, response.json()["field"]) == (422, field)


@pytest.mark.parametrize(
    ("body", "sort", "status"),
    [
        (b"[]", "application/json", 400),
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 10_000, "application/json", 400),
        (b"{}", "text/plain", 415),
        (b" " * 20_000, "application/json", 413),
    ],
)
def test_what_is_no_json(post: Post, body: bytes, sort: str, status: int) -> None:
    """What is no JSON object is refused as JSON."""
    response = post.client.post(
        "/subscriptions/api/subscriptions", content=body, headers={"Content-Type": sort}
    )

    assert (response.status_code, response.json()) == (status, {"status": "refused"})


def test_the_description_is_valid(post: Post) -> None:
    """Another's validator accepts the description, and a good body fits it."""
    described = post.client.get("/subscriptions/openapi.json").json()
    post_ = described["paths"]["/api/subscriptions"]["post"]

    validate(described)
    schema = post_["requestBody"]["content"]["application/json"]["schema"]
    jsonschema.validate({"address": "a@example.org", "feeds": ["press", "skills"]}, schema)
    assert described["servers"] == [{"url": URL.rstrip("/")}]


def test_a_feed_that_is_not_sent_so(post: Post) -> None:
    """A feed is not taken in a language in which it is not sent."""
    sent = {"address": "a@example.org", "feeds": ["bulletin"], "languages": ["vi"]}
    wrong = post.client.post("/subscriptions/api/subscriptions", json=sent)
    right = post.client.post(
        "/subscriptions/api/subscriptions", json=sent | {"languages": ["en", "vi"]}
    )

    assert (wrong.status_code, wrong.json()["field"]) == (422, "languages")
    assert right.status_code == 202
    post.client.post(post.link())
    assert post.entries()["a@example.org"].choice == Choice.of(["bulletin"], ["en"])


def test_health(post: Post) -> None:
    """The door is healthy while its database answers."""
    assert post.client.get("/health").text == "ok\n"
    with post.database.writing() as connection:
        connection.execute(text("DROP TABLE request"))
    response = post.client.post(FORM, data=GOOD)

    assert (response.status_code, response.headers["retry-after"]) == (503, "60")
    assert "The fault is ours" in response.text
    api = post.client.post(
        "/subscriptions/api/subscriptions", json={"address": "a@example.org", "feeds": ["press"]}
    )
    assert (api.status_code, api.json()) == (503, {"status": "failed"})


def test_metrics_name_nobody(post: Post) -> None:
    """The numbers can be read by Prometheus's parser, and hold no address and no token."""
    token = post.confirmed()
    post.client.get(f"/subscriptions/unsubscribe/{token}")
    post.client.get("/nowhere")
    post.wait(lambda: 'mails_total{outcome="sent"} 1.0' in post.client.get("/metrics").text)

    page = post.client.get("/metrics").text
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }
    assert found["dateline_door_requests_total", "subscribe", "200"] == 1
    assert found["dateline_door_requests_total", "unsubscribe", "200"] == 1
    assert token not in page
    assert "anna" not in page
    assert "nowhere" not in page


def test_metrics_are_not_public(make_post: Callable[..., Post]) -> None:
    """Whoever comes through the proxy, or from elsewhere, gets no numbers."""
    near, far = make_post(), make_post(client="192.0.2.1")
    through = near.client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"})

    assert [through.status_code, far.client.get("/metrics").status_code] == [404, 404]
    assert near.client.get("/metrics").status_code == 200


def test_the_style_sheet(post: Post) -> None:
    """The door's pages bring the theme's style sheet from the door itself."""
    response = post.client.get("/subscriptions/dateline.css")

    assert response.headers["content-type"].startswith("text/css")
    assert b".door" in response.content
    assert response.headers["cache-control"] == "public, max-age=3600"


def request_from(peer: str | None, **headers: str) -> Request:
    raw = [(k.replace("_", "-").lower().encode(), v.encode()) for k, v in headers.items()]
    client = (peer, 5000) if peer else None
    return Request({"type": "http", "method": "GET", "headers": raw, "client": client})


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.1", "192.0.2.1"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.1, 127.0.0.1", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("127.0.0.1", "[2001:db8:1:2:3::4]:4711", "2001:db8:1:2::/64"),
        ("::ffff:127.0.0.1", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("127.0.0.1", "nonsense", "unknown"),
        ("127.0.0.1", "", "127.0.0.1"),
        (None, "", "unknown"),
    ],
)
def test_who_asks(peer: str | None, forwarded: str, client: str) -> None:
    """A trusted proxy's word is taken, a stranger's is not, and IPv6 counts by customer."""
    proxies = Proxies(["127.0.0.1", "::1"], "X-Forwarded-For")
    headers = {"X_Forwarded_For": forwarded} if forwarded else {}

    assert proxies.client(request_from(peer, **headers)) == client


@given(st.lists(st.integers(min_value=0, max_value=600), min_size=1, max_size=60))
def test_a_limit_is_kept(gaps: list[int]) -> None:
    """In no hour does a client pass more than twice its measure, nor fewer than it was promised."""
    limit, now, passed = ClientLimit(5, timedelta(hours=1)), NOW, []
    for gap in gaps:
        now += timedelta(seconds=gap)
        if not limit.refuses("a", now):
            passed.append(now)
    for start in passed:
        within = [each for each in passed if start <= each < start + timedelta(hours=1)]
        assert len(within) <= 10
    assert len(passed) >= min(len(gaps), 5)


def test_a_refused_client_is_told_when(now: datetime) -> None:
    """After the seconds that were told a client passes, and not before."""
    limit = ClientLimit(2, timedelta(hours=1))
    waits = [limit.refuses("a", now) for _ in range(3)]

    assert waits[:2] == [0, 0]
    assert limit.refuses("a", now + timedelta(seconds=waits[2] - 5)) > 0
    assert limit.refuses("a", now + timedelta(seconds=waits[2])) == 0


def test_limits_take_little_memory(now: datetime) -> None:
    """A flood of clients does not fill the memory: who asked longest ago is let go of."""
    limit = ClientLimit(1, timedelta(hours=1), room=10)
    for number in range(1000):
        limit.refuses(str(number), now)

    assert len(limit._free_at) == 10
    assert limit.refuses("999", now) > 0
    assert limit.refuses("0", now) == 0


def test_a_job_that_fails_takes_no_other_with_it(post: Post) -> None:
    """Of jobs that share a transaction each stands or falls alone."""

    def fail(_: object) -> None:
        raise KeyError("mine")

    writer = Writer(post.database)
    good = [writer.submit(lambda c: c.execute(text("SELECT 1")).scalar()) for _ in range(3)]
    bad = writer.submit(fail)
    last = writer.submit(lambda c: c.execute(text("SELECT 2")).scalar())
    writer.start()
    writer.stop()

    assert [each.result(5) for each in (*good, last)] == [1, 1, 1, 2]
    assert isinstance(bad.exception(5), KeyError)


def test_a_commit_that_fails_is_told_to_all(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is told that a thing is kept when it is not."""

    def refuse(_: Database) -> None:
        raise OutsideError("away")

    monkeypatch.setattr(Database, "writing", refuse)
    writer = Writer(post.database)
    futures = [writer.submit(lambda _: 1) for _ in range(3)]
    writer.start()
    writer.stop()

    assert [type(each.exception(5)) for each in futures] == [OutsideError] * 3


def test_the_writer_is_not_overwhelmed(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where too many wait, the next is told at once."""
    monkeypatch.setattr("dateline.webapp.writer._MOST_WAITING", 2)
    writer = Writer(post.database)
    for _ in range(3):
        writer.submit(lambda _: 1)

    with pytest.raises(OutsideError, match="Too much"):
        writer.submit(lambda _: 1)
    writer.start()
    writer.stop()
