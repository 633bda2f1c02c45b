"""Hand a tiny newsroom to each test of digests."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from lxml.html import HtmlElement

from dateline.settings import Newsroom
from dateline.site import Site
from tests.digest.office import mail_source, newsroom_in, site_of
from tests.editions import edition


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    """Give a newsroom in two languages with one feed, `press`."""
    return newsroom_in(tmp_path / "newsroom")


@pytest.fixture
def site(newsroom: Newsroom) -> Site:
    """Give a site with two releases in February 2024, one of them in Vietnamese too."""
    return site_of(
        newsroom,
        [
            edition(
                "2024-02-01-course",
                title="Online course opens & doubles “places”",
                summary="An online course for <everybody> opens in February.",
                place="Hanoi",
            ),
            edition(
                "2024-02-01-course",
                "vi",
                title="Khóa học trực tuyến bắt đầu",
                summary="Khóa học dành cho tất cả mọi người bắt đầu từ tháng Hai.",
                place="Hà Nội",
            ),
            edition("2024-02-20-report", title="Report on skills", summary="Skills pay."),
        ],
    )


SHAPES = ["closed", "open", "shortened", "omitted", "notices", "vi", "mailchimp", "also"]


@pytest.fixture(params=SHAPES)
def mail(site: Site, request: pytest.FixtureRequest) -> HtmlElement:
    """Give every shape that a digest takes."""
    return html.document_fromstring(mail_source(site, request.param))
