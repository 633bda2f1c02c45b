"""The example newsroom, were a door to stand before it: the form in its pages, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from dateline.settings import Newsroom, load_newsroom
from tests.press_room import REPOSITORY, build_example
from tests.webapp.conftest import URL, Post, make_post

__all__ = ["make_post"]


@pytest.fixture
def newsroom() -> Newsroom:
    """Give the example newsroom, with the address of a door that it does not have."""
    made = load_newsroom(REPOSITORY)
    assert not made.door.url, "a form that leads nowhere would be no honest demonstration"
    return replace(made, door=made.door._replace(url=URL))


@pytest.fixture
def site(newsroom: Newsroom, tmp_path: Path) -> Iterator[Path]:
    """Build it."""
    build_example(tmp_path / "public", newsroom)
    return tmp_path / "public"


def forms(page: Path) -> list[html.FormElement]:
    """Give a page's forms that send something."""
    return [form for form in html.parse(page).getroot().forms if form.method == "POST"]


@pytest.mark.parametrize(
    "language,button,heading",
    [
        ("en", "Subscribe", "Please look into your mailbox"),
        ("vi", "Đăng ký nhận tin", "Vui lòng kiểm tra hộp thư của bạn"),
    ],
)
def test_form_in_the_page(
    site: Path, make_post: Callable[..., Post], language: str, button: str, heading: str
) -> None:
    """Sent as it stands, with an address alone, it subscribes in the page's language."""
    (form,) = forms(site / language / "feeds" / "index.html")
    post = make_post()
    fields = [(name, value) for name, value in form.form_values() if name != "address"]

    answer = post.client.post(
        form.action.removeprefix("https://press.example.org"),
        data={"address": "anna@example.org"} | dict(fields),
    )
    post.client.post(post.link())

    assert form.xpath(".//button")[0].text_content().strip() == button
    assert [label for label in form.xpath(".//label") if not label.text_content().strip()] == []
    assert answer.status_code == 200
    assert heading in html.fromstring(answer.text).text_content()
    (entry,) = post.entries().values()
    assert entry.choice.pairs == (("press", language),)
    policy = (
        html.parse(site / language / "feeds" / "index.html")
        .getroot()
        .xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    )
    assert ["form-action 'self'" in each for each in policy] == [True]


def test_no_form_without_a_door() -> None:
    """The example as it is published has no door, so none of its pages has a form to send."""
    assert load_newsroom(REPOSITORY).door.url == ""
