"""Leaving: one click for mail programs (RFC 8058), two steps for people, undone by nobody else."""

from __future__ import annotations

import pytest
from lxml import html

from dateline.subscriptions import register
from dateline.subscriptions.model import Choice, SubscriberState
from tests.webapp.conftest import Post

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def state(post: Post, address: str = "anna@example.org") -> SubscriberState:
    return post.entries()[address].state


@pytest.mark.parametrize("encoding", ["urlencoded", "multipart"])
def test_one_click(post: Post, encoding: str) -> None:
    """A POST in either encoding unsubscribes, without a cookie, a redirect or an origin."""
    token = post.confirmed()
    more = {"files": {k: (None, v) for k, v in ONE_CLICK.items()}} if encoding == "multipart" else {
        "data": ONE_CLICK
    }  # fmt: skip

    response = post.client.post(f"/subscriptions/unsubscribe/{token}", **more)

    assert response.status_code == 200
    assert "set-cookie" not in response.headers
    assert "location" not in response.headers
    assert state(post) is SubscriberState.UNSUBSCRIBED
    assert post.entries()["anna@example.org"].record[-1].how == "one-click"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])
def test_only_a_post_unsubscribes(post: Post, method: str) -> None:
    """To open the address, as scanners and previews do, unsubscribes nobody."""
    token = post.confirmed()

    post.client.request(method, f"/subscriptions/unsubscribe/{token}")

    assert state(post) is SubscriberState.CONFIRMED


def test_one_click_is_idempotent(post: Post) -> None:
    """Any number of clicks is one."""
    token = post.confirmed()
    answers = [
        post.client.post(f"/subscriptions/unsubscribe/{token}", data=ONE_CLICK) for _ in range(3)
    ]

    events = [each.event for each in post.entries()["anna@example.org"].record]
    assert {(each.status_code, each.text) for each in answers} == {(200, "Unsubscribed.\n")}
    assert events.count("unsubscribed") == 1


@pytest.mark.parametrize("change", [
    lambda t: t[:-1], lambda t: t + "A", lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"),
    lambda t: "A" * 32, lambda t: t.lower(), lambda t: "x", lambda t: "%F0%9F%8E%89",
])  # fmt: skip
def test_forged_and_truncated_tokens(post: Post, change) -> None:
    """A token that was not made here, or not all of it, does nothing, by any method."""
    token = change(post.confirmed())

    for method in ("GET", "POST"):
        response = post.client.request(method, f"/subscriptions/unsubscribe/{token}")
        assert response.status_code == 404
        preferences = post.client.request(method, f"/subscriptions/preferences/{token}")
        assert preferences.status_code == 404
    assert post.client.post(f"/subscriptions/resubscribe/{token}").status_code == 404
    assert state(post) is SubscriberState.CONFIRMED


def test_forget_voids_tokens(post: Post) -> None:
    """The token of somebody forgotten is like a forged one, also when others came after."""
    token = post.confirmed()
    with post.database.writing() as connection:
        register.forget(connection, "anna@example.org")
    post.confirmed("ben@example.org")

    gone = post.client.post(f"/subscriptions/unsubscribe/{token}", data=ONE_CLICK)
    forged = post.client.post(f"/subscriptions/unsubscribe/{'A' * 32}", data=ONE_CLICK)
    assert (gone.status_code, gone.text) == (forged.status_code, forged.text) == (404, "Unknown.\n")
    assert state(post, "ben@example.org") is SubscriberState.CONFIRMED


def test_two_steps(post: Post) -> None:
    """A person is asked, says yes, and is told so; the page shows no address."""
    token = post.confirmed()
    path = f"/subscriptions/unsubscribe/{token}"

    asked = post.client.get(path)
    fields = dict(html.fromstring(asked.text).forms[0].form_values())
    done = post.client.post(path, data=fields)

    assert state(post) is SubscriberState.UNSUBSCRIBED
    assert post.entries()["anna@example.org"].record[-1].how == "two-step"
    assert "You are unsubscribed" in done.text
    assert post.client.get(path).text == done.text
    assert "anna" not in asked.text + done.text


def test_pages_are_in_the_subscribers_language(post: Post) -> None:
    """A letter's link opens in the subscriber's language, and in the other when asked."""
    post.client.post(
        "/subscriptions/vi/subscribe",
        data={"address": "anna@example.org", "feed": "press", "language": "vi"},
    )
    post.client.post(post.link())
    path = f"/subscriptions/unsubscribe/{post.token()}"

    assert html.fromstring(post.client.get(path).text).get("lang") == "vi"
    assert html.fromstring(post.client.get(f"{path}?in=en").text).get("lang") == "en"
    assert html.fromstring(post.client.get(f"{path}?in=xx").text).get("lang") == "en"


def test_who_left_by_mistake_is_asked_by_letter(post: Post) -> None:
    """Whoever holds a link can have a letter sent to its owner, and subscribe nobody."""
    token = post.confirmed()
    post.client.post(f"/subscriptions/unsubscribe/{token}", data=ONE_CLICK)
    post.later(hours=1)

    asked = post.client.post(f"/subscriptions/resubscribe/{token}")
    before = state(post)
    post.client.post(post.link())

    assert asked.status_code == 200
    assert (before, state(post)) == (SubscriberState.UNSUBSCRIBED, SubscriberState.CONFIRMED)
    assert post.entries()["anna@example.org"].choice == Choice.of(["press"], ["en"])


def test_who_never_chose_is_sent_nothing(post: Post) -> None:
    """The token of somebody who never confirmed has no letter sent."""
    post.subscribe()
    post.letters()

    assert post.client.post(f"/subscriptions/resubscribe/{post.token()}").status_code == 404
    assert len(post.letters()) == 1


def test_an_old_letters_link_still_unsubscribes(post: Post) -> None:
    """After leaving and coming back, the link of every old letter works."""
    token = post.confirmed()
    post.client.post(f"/subscriptions/unsubscribe/{token}", data=ONE_CLICK)
    post.later(hours=1)
    post.confirmed()

    post.client.post(f"/subscriptions/unsubscribe/{token}", data=ONE_CLICK)

    assert state(post) is SubscriberState.UNSUBSCRIBED


def test_preferences(post: Post) -> None:
    """A subscriber sees what is chosen and chooses anew, at once."""
    path = f"/subscriptions/preferences/{post.confirmed()}"
    page = html.fromstring(post.client.get(path).text)
    ticked = page.xpath("//input[@checked]/@value")

    saved = post.client.post(path, data={"feed": "skills", "language": ["en", "vi"]})

    assert ticked == ["press", "en"]
    assert "Your choice is kept." in saved.text
    assert post.entries()["anna@example.org"].choice == Choice.of(["skills"], ["en", "vi"])


@pytest.mark.parametrize("data", [{}, {"feed": "press"}, {"feed": "x", "language": "en"}])
def test_preferences_of_nothing(post: Post, data: dict[str, str]) -> None:
    """A choice of nothing, or of what there is not, is told, and changes nothing."""
    path = f"/subscriptions/preferences/{post.confirmed()}"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    response = post.client.post(path, data=data, headers=headers)

    assert response.status_code == 422
    assert html.fromstring(response.text).xpath("//*[@role='alert']")
    assert post.entries()["anna@example.org"].choice == Choice.of(["press"], ["en"])


def test_preferences_of_who_left(post: Post) -> None:
    """Who left has nothing to prefer, and is not brought back by it."""
    token = post.confirmed()
    post.client.post(f"/subscriptions/unsubscribe/{token}", data=ONE_CLICK)

    response = post.client.post(
        f"/subscriptions/preferences/{token}", data={"feed": "press", "language": "en"}
    )
    assert "You are unsubscribed" in response.text
    assert state(post) is SubscriberState.UNSUBSCRIBED
