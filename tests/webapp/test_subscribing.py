"""Subscribing: a form, a letter, a click; and the same answer for everybody."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable

import pytest
from lxml import html
from sqlalchemy import event

from dateline.errors import OutsideError
from dateline.subscriptions import consent, register
from dateline.subscriptions.addresses import read_address
from dateline.subscriptions.consent import Asked
from dateline.subscriptions.messenger import NotSentError
from dateline.subscriptions.model import Choice, Reason, SubscriberState
from dateline.webapp.postman import Postman
from tests.webapp.conftest import URL, Post


def heading(response) -> str:
    return str(html.fromstring(response.text).findtext(".//h1"))


def test_from_the_form_to_the_digest(post: Post) -> None:
    """Who fills in the form gets a letter, and who opens its link and agrees is subscribed."""
    asked = post.subscribe(feed=["press", "skills"])
    link = post.link()
    shown = post.client.get(link)
    before = post.entries()["anna@example.org"].state
    done = post.client.post(link)

    found = post.entries()["anna@example.org"]
    assert (asked.status_code, shown.status_code, done.status_code) == (200, 200, 200)
    assert before is SubscriberState.UNCONFIRMED
    assert found.state is SubscriberState.CONFIRMED
    assert found.choice == Choice.of(["press", "skills"], ["en"])
    assert heading(done) == "You are subscribed"


def test_the_record_holds_the_words_that_were_shown(post: Post) -> None:
    """What was agreed to is kept as the form put it, in its language."""
    page = post.client.get("/subscriptions/vi/subscribe").text
    post.client.post(
        "/subscriptions/vi/subscribe",
        data={"address": "anna@example.org", "feed": "press", "language": "vi"},
    )
    post.client.post(post.link())

    asked, confirmed = post.entries()["anna@example.org"].record
    assert asked.wording == confirmed.wording
    assert asked.wording in page
    assert (asked.language, confirmed.event) == ("vi", "confirmed")


def test_to_open_a_link_confirms_nothing(post: Post) -> None:
    """A scanner that opens every link in a mail subscribes nobody."""
    post.subscribe()
    for method in ("GET", "HEAD"):
        assert post.client.request(method, post.link()).status_code == 200

    assert post.entries()["anna@example.org"].state is SubscriberState.UNCONFIRMED


def test_the_letter_can_be_read(post: Post) -> None:
    """The letter says who asks for what, in ASCII on the wire, and starts no answering machine."""
    post.subscribe()
    (letter,) = post.letters()
    (raw,) = post.messenger.letters

    assert letter["To"] == "anna@example.org"
    assert letter["From"] == "Press desk <press@example.org>"
    assert letter["Subject"] == "Please confirm your subscription"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "Press releases (English)" in letter.get_content()
    assert "72 hours" in letter.get_content()
    assert raw.content.isascii()
    assert all(len(line) <= 76 for line in raw.content.split(b"\r\n") if b"http" not in line)
    assert b"\n" not in raw.content.replace(b"\r\n", b"")


def test_the_letter_in_vietnamese(post: Post) -> None:
    """The letter is in the language of the form."""
    post.client.post(
        "/subscriptions/vi/subscribe",
        data={"address": "anna@ví-dụ.vn", "feed": "press", "language": ["en", "vi"]},
    )

    (letter,) = post.letters()
    (raw,) = post.messenger.letters
    assert letter["Content-Language"] == "vi"
    assert "Thông cáo báo chí" in letter.get_content()
    assert (raw.recipient.isascii(), raw.needs_utf8) == (True, False)
    assert "/vi/confirm/" in post.link()


def test_an_international_mailbox(post: Post) -> None:
    """An address that no ASCII can write is asked for with SMTPUTF8."""
    post.subscribe("nguyễn@example.vn")
    post.letters()

    (raw,) = post.messenger.letters
    assert (raw.recipient, raw.needs_utf8) == ("nguyễn@example.vn", True)


def test_known_unknown_and_suppressed_get_one_answer(post: Post) -> None:
    """Status, headers and body tell nobody whether an address subscribes, left or is suppressed."""
    post.confirmed("known@example.org")
    token = post.confirmed("left@example.org")
    post.client.post(f"/subscriptions/unsubscribe/{token}")
    with post.database.writing() as connection:
        register.suppress_address(
            connection, post.keys, "suppressed@example.org", Reason.OPERATOR, post.moment
        )

    answers = {
        (response.status_code, response.text, str(sorted(response.headers.items())))
        for name in ("known", "left", "suppressed", "unknown")
        if (response := post.subscribe(f"{name}@example.org"))
    }
    assert len(answers) == 1
    told = {letter["To"] for letter in post.letters()[2:]}
    assert told == {f"{name}@example.org" for name in ("known", "left", "unknown")}


def test_known_unknown_and_suppressed_cost_the_same(post: Post) -> None:
    """To answer takes the same statements for every address, none of which reads a subscriber.

    So no stopwatch tells who is on the list, however good it is.
    """
    names = ("known", "left_", "gone_", "never")
    post.confirmed("known@example.org")
    token = post.confirmed("left_@example.org")
    post.client.post(f"/subscriptions/unsubscribe/{token}")
    post.letters()
    with post.database.writing() as connection:
        canonical = "gone_@example.org"
        register.suppress_address(connection, post.keys, canonical, Reason.COMPLAINED, post.moment)
    work: dict[str, list[str]] = {}
    mine: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if threading.current_thread().name != "postman":
            mine.append(statement)

    event.listen(post.database.engine, "before_cursor_execute", note)
    for name in names:
        for ask in (post.subscribe, post.subscribe_by_json):
            mine.clear()
            ask(f"{name}@example.org")
            work[f"{name} {ask.__name__}"] = list(mine)
            post.letters()
    event.remove(post.database.engine, "before_cursor_execute", note)

    (once,) = {tuple(statements) for statements in work.values()}
    assert len(work) == 8
    assert len(once) >= 1
    tables = "subscriber|subscription|suppression|consent"
    assert [each for each in once if re.search(rf"\b({tables})\b", each)] == []


def test_an_address_gets_few_letters(make_post: Callable[..., Post]) -> None:
    """However often somebody asks for one address, it gets the day's letters and no more."""
    post = make_post(per_address=2)
    answers = set()
    for _ in range(5):
        answers.add(post.subscribe().status_code)
        post.letters()

    assert (answers, len(post.letters())) == ({200}, 2)
    post.later(hours=25)
    post.subscribe()
    assert len(post.letters()) == 3


def test_hammering_does_not_get_round_the_limit(make_post: Callable[..., Post]) -> None:
    """Who asks for an address while its letters are on their way gets it no more of them."""
    post = make_post(per_address=2)
    send = post.messenger.send

    def hammered(letter) -> None:
        post.subscribe()
        send(letter)

    post.messenger.send = hammered
    for _ in range(6):
        post.subscribe()
        post.later(minutes=2)
        _knock(post)
        time.sleep(0.1)

    assert len(post.letters()) == 2


def test_a_client_asks_not_too_often(make_post: Callable[..., Post]) -> None:
    """A client is told when it may ask again; another one is not held up."""
    post = make_post(per_client=3)
    codes = [post.subscribe(f"a{n}@example.org").status_code for n in range(5)]
    other = post.client.post(
        "/subscriptions/en/subscribe",
        data={"address": "b@example.org", "feed": "press", "language": "en"},
        headers={"X-Forwarded-For": "192.0.2.7"},
    )
    refused = post.subscribe()
    post.later(seconds=int(refused.headers["retry-after"]))

    assert codes == [200, 200, 200, 429, 429]
    assert other.status_code == 200
    assert "too often" in refused.text
    assert post.subscribe().status_code == 200


def test_all_letters_of_an_hour_are_limited(make_post: Callable[..., Post]) -> None:
    """Above the hour's limit requests wait; none is lost."""
    post = make_post(per_hour=3)
    for number in range(5):
        post.subscribe(f"a{number}@example.org")
    post.wait(lambda: len(post.messenger.letters) == 3 and post.waiting() == 2)

    post.later(minutes=61)
    post.subscribe("last@example.org")

    assert len(post.letters()) == 6


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"address": "anna@"}, "no e-mail address"),
        ({"address": ""}, "no e-mail address"),
        ({"address": "a@example.org\r\nBcc: b@example.org"}, "no e-mail address"),
        ({"feed": []}, "choose what to send"),
        ({"feed": "unknown"}, "choose what to send"),
        ({"feed": ["press", "../../etc"]}, "choose what to send"),
        ({"language": []}, "choose a language"),
        ({"language": "fr"}, "choose a language"),
    ],
)
def test_what_is_wrong_is_said(post: Post, values: dict[str, object], words: str) -> None:
    """A wrong field is told above the form, which keeps the address; nothing is kept."""
    response = post.subscribe(**values)

    page = html.fromstring(response.text)
    assert response.status_code == 422
    assert words in page.xpath("string(//*[@role='alert'])")
    assert page.xpath("//input[@name='address']")
    assert post.waiting() == 0


def test_what_was_typed_is_escaped(post: Post) -> None:
    """An address that is a script is shown as text."""
    response = post.subscribe('"><script>alert(1)</script>')

    page = html.fromstring(response.text)
    assert page.xpath("//script") == []
    assert page.xpath("//input[@name='address']/@value") == ['"><script>alert(1)</script>']


def test_a_program_that_fills_in_everything(post: Post) -> None:
    """The trap that no person sees is answered like the rest, and sends nothing."""
    trapped = post.subscribe(website="https://spam.example")

    assert trapped.text == post.subscribe("b@example.org").text
    assert [letter["To"] for letter in post.letters()] == ["b@example.org"]


def test_an_old_link(post: Post) -> None:
    """A link that expired says so, and subscribes nobody."""
    post.subscribe()
    link = post.link()
    post.later(hours=73)

    answers = [post.client.request(method, link) for method in ("GET", "POST")]
    assert [each.status_code for each in answers] == [410, 410]
    assert "too old" in answers[0].text
    assert post.entries()["anna@example.org"].state is SubscriberState.UNCONFIRMED


@pytest.mark.parametrize("token", ["x", "a.b.c", "%00", "A" * 500, "é"])
def test_a_forged_link(post: Post, token: str) -> None:
    """A link that was not made here confirms nothing."""
    for method in ("GET", "POST"):
        assert post.client.request(method, f"/subscriptions/en/confirm/{token}").status_code == 404


def test_a_link_of_somebody_gone(post: Post) -> None:
    """After an address was forgotten or suppressed its link is like one too old."""
    post.subscribe()
    link = post.link()
    with post.database.writing() as connection:
        register.forget(connection, "anna@example.org")
    post.subscribe("ben@example.org")
    other = post.link()
    with post.database.writing() as connection:
        register.suppress_address(
            connection, post.keys, "ben@example.org", Reason.OPERATOR, post.moment
        )

    gone, suppressed = post.client.post(link), post.client.post(other)
    assert (gone.status_code, gone.text) == (410, suppressed.text)
    assert "anna@example.org" not in post.entries()


def test_a_mail_server_that_is_away(post: Post) -> None:
    """A letter that cannot be sent now is sent later; one that is refused for good is not."""
    post.messenger.failures[:] = [NotSentError("away", again=True)]
    post.subscribe()
    post.wait(lambda: not post.messenger.failures)
    assert (post.waiting(), post.messenger.letters) == (1, [])
    post.later(minutes=2)
    post.messenger.failures[:] = [NotSentError("no such user", again=False)]
    post.subscribe("ben@example.org")

    assert {letter["To"] for letter in post.letters()} < {"anna@example.org", "ben@example.org"}
    assert len(post.messenger.letters) == 1


def test_a_letter_is_not_tried_for_ever(post: Post) -> None:
    """After eight attempts a request is given up."""
    post.messenger.failures[:] = [NotSentError("away", again=True) for _ in range(20)]
    post.subscribe()
    for number in range(1, 9):
        post.wait(lambda left=20 - number: len(post.messenger.failures) == left)
        post.later(hours=7)
        _knock(post)

    post.wait(lambda: post.waiting() == 0)
    assert len(post.messenger.failures) == 12


def test_a_letter_that_cannot_be_made_holds_up_no_other(post: Post) -> None:
    """A bug met with one letter is told, and the next letter goes out."""
    send = post.messenger.send

    def stumble(letter) -> None:
        if "anna" in letter.recipient:
            raise KeyError("a bug")
        send(letter)

    post.messenger.send = stumble
    post.subscribe()
    post.subscribe("ben@example.org")

    post.wait(lambda: len(post.messenger.letters) == 1 and post.waiting() == 1)
    assert post.messenger.letters[0].recipient == "ben@example.org"


@pytest.mark.parametrize("failure", [OutsideError("The database is away."), KeyError("a bug")])
def test_the_postman_survives_a_failure(
    post: Post, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    """When the database is away, or we made a mistake, the postman comes again."""
    real, left = Postman.round, [failure]

    def round_(postman: Postman) -> bool:
        if left:
            raise left.pop()
        return real(postman)

    monkeypatch.setattr(Postman, "round", round_)
    post.subscribe()
    post.wait(lambda: not left)
    post.subscribe("ben@example.org")

    assert len(post.letters()) == 2


def test_a_language_that_was_dropped(post: Post) -> None:
    """A request in a language that the newsroom gave up gets its letter in the default one."""
    with post.database.writing() as connection:
        asked = Asked(read_address("a@example.org"), Choice.of(["gone"], ["fr"]), "fr", "Oui.")
        consent.ask(connection, asked, post.moment)
    post.subscribe("b@example.org")

    french = next(each for each in post.letters() if each["To"] == "a@example.org")
    assert french["Content-Language"] == "en"


def test_many_letters_go_out_in_one_go(post: Post) -> None:
    """More letters than the postman takes at a time go out without a pause."""
    with post.database.writing() as connection:
        for number in range(45):
            asked = Asked(
                read_address(f"a{number}@example.org"), Choice.of(["press"], ["en"]), "en", "Yes."
            )
            consent.ask(connection, asked, post.moment)
    post.subscribe()

    assert len(post.letters()) == 46


def _knock(post: Post) -> None:
    """Wake the postman by a request of an address that gets no letter."""
    with post.database.writing() as connection:
        register.suppress_address(
            connection, post.keys, "knock@example.org", Reason.OPERATOR, post.moment
        )
    post.subscribe("knock@example.org")


def test_each_languages_page(post: Post) -> None:
    """The form is there in each language, leads to the other, and works without scripts."""
    for language, word in (("en", "Subscribe"), ("vi", "Đăng ký nhận tin")):
        response = post.client.get(f"/subscriptions/{language}/subscribe")
        page = html.fromstring(response.text)

        assert page.get("lang") == language
        assert heading(response) == word
        assert page.xpath("//form/@action") == [f"{URL}{language}/subscribe"]
        assert page.xpath("//script") == []
        other = "vi" if language == "en" else "en"
        assert f"{URL}{other}/subscribe" in page.xpath("//nav[@class='languages']//a/@href")


def test_a_language_that_there_is_not(post: Post) -> None:
    """A page of an unknown language is not found."""
    assert post.client.get("/subscriptions/fr/subscribe").status_code == 404
    assert post.client.post("/subscriptions/fr/confirm/x").status_code == 404


def test_the_form_of_the_site_is_the_doors(post: Post) -> None:
    """The subscribe page that `build` writes holds the same form, with the same words."""
    from dateline.pages.subscribe import make_form

    form = make_form(post.newsroom, "en")
    page = post.client.get("/subscriptions/en/subscribe").text

    assert form is not None
    assert form.wording in page
    assert re.search(r"I can unsubscribe at any time", form.wording)
