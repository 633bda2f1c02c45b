"""What a digest tells, and of which month."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.digest import compose, months
from dateline.errors import UsageError
from dateline.model import Kind, Month
from dateline.settings import Newsroom
from dateline.site import Site
from tests.digest.office import FEBRUARY, MARCH, NOW, digest_of, newsroom_in, site_of
from tests.editions import HANOI, edition


def test_entries(site: Site) -> None:
    """A digest tells each release of its month, newest first, in words ready to be printed."""
    newest, oldest = digest_of(site).entries

    assert newest.title == "Report on skills"
    assert oldest.kind == "Press release"
    assert oldest.date == "01 February 2024"
    assert oldest.place == "Hanoi"
    assert oldest.url == "https://press.example.org/en/2024/02/course/"


def test_subject_and_preheader(site: Site) -> None:
    """The subject names newsroom, feed and month; the preheader counts and gives titles."""
    digest = digest_of(site)

    assert digest.subject == "ILO Country Office for Viet Nam: Press releases, February 2024"
    assert digest.preheader == (
        "2 releases: Report on skills · Online course opens & doubles “places”"
    )
    assert digest.closed
    assert digest.notices == ()


def test_other_language(site: Site) -> None:
    """A digest in Vietnamese tells only what exists in Vietnamese."""
    digest = digest_of(site, language="vi")

    assert [entry.title for entry in digest.entries] == ["Khóa học trực tuyến bắt đầu"]
    assert digest.subject.startswith("Văn phòng ILO tại Việt Nam: Thông cáo báo chí")


def test_month_of_becoming_public(newsroom: Newsroom) -> None:
    """A release under embargo belongs to the local month in which the embargo ended."""
    held = edition("2024-01-31-held", embargo=datetime(2024, 2, 1, 0, 30, tzinfo=HANOI))
    site = site_of(newsroom, [held])
    (feed,) = newsroom.feeds

    assert list(months(site, feed, "en")) == [FEBRUARY]
    assert digest_of(site).entries[0].date == "31 January 2024"


def test_empty_month(site: Site) -> None:
    """An empty month has no digest, and asking for it says so."""
    (feed,) = site.newsroom.feeds

    assert Month(2024, 1) not in months(site, feed, "en")
    with pytest.raises(UsageError, match=r"No release of the feed `press` \(en\) .* in 2024-01"):
        compose(site, feed, "en", Month(2024, 1))


def test_language_without_the_feed(tmp_path: Path) -> None:
    """A feed has digests in its own languages only."""
    press = 'title = "Press releases"\nlanguages = ["en"]\n'
    newsroom = newsroom_in(tmp_path, press=press)
    site = site_of(newsroom, [edition(language="vi")])
    (feed,) = newsroom.feeds

    assert months(site, feed, "vi") == {}


def test_feed_selects(tmp_path: Path) -> None:
    """A digest tells only what its feed selects."""
    newsroom = newsroom_in(tmp_path, press='title = "Skills"\nkinds = ["statement"]\n')
    site = site_of(
        newsroom, [edition(), edition("2024-02-02-said", kind=Kind.STATEMENT, title="Said")]
    )

    assert [entry.kind for entry in digest_of(site).entries] == ["Statement"]


def test_unfinished_month_says_so(newsroom: Newsroom) -> None:
    """A digest of the month that is not over is marked in subject, HTML and text."""
    site = site_of(newsroom, [edition("2024-03-04-new", title="New")])
    digest = digest_of(site, MARCH)

    assert not digest.closed
    assert digest.subject.endswith(", March 2024 (unfinished)")
    assert "Unfinished: this month is not over yet." in digest.html
    assert "Unfinished: this month is not over yet." in digest.text
    assert "/digests/" not in digest.html + digest.text
    assert "https://press.example.org/en/2024/03/" in digest.text


def test_closed_month_does_not(site: Site) -> None:
    """A whole month is not called unfinished, and leads to its web view."""
    digest = digest_of(site)

    assert "nfinished" not in digest.subject + digest.html + digest.text
    for said in (digest.html, digest.text):
        assert "https://press.example.org/en/digests/press/2024-02/" in said


def test_date(newsroom: Newsroom) -> None:
    """A closed digest is dated at the month's end, an open one at its newest release."""
    site = site_of(newsroom, [edition("2023-12-05-a"), edition("2024-03-04-b")])

    assert digest_of(site, Month(2023, 12)).date == datetime(2024, 1, 1, tzinfo=HANOI)
    assert digest_of(site, MARCH).date == datetime(2024, 3, 4, tzinfo=HANOI)


def test_text_part(site: Site) -> None:
    """The text part has title, date, place, summary, address, contact and a signature."""
    lines = digest_of(site).text.splitlines()
    start = lines.index("Online course opens & doubles “places”")

    assert lines[start + 1 : start + 6] == [
        "Press release · 01 February 2024 · Hanoi",
        "",
        "An online course for <everybody> opens in February.",
        "",
        "https://press.example.org/en/2024/02/course/",
    ]
    assert "press@example.org" in lines
    assert "https://press.example.org/en/feeds/?unsubscribe=__UNSUBSCRIBE_TOKEN__" in lines
    assert lines[lines.index("-- ") + 1] == "ILO Country Office for Viet Nam"


@given(summary=st.lists(st.sampled_from(["ILO", "người", "https://e.org/" + "a" * 90])))
def test_text_part_is_narrow(summary: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """No line of the text part is wider than 72 but for addresses, which are never broken."""
    newsroom = newsroom_in(tmp_path_factory.mktemp("office"))
    told = edition(summary=" ".join(summary), title="Tiêu đề " * 12, place="Hà Nội")

    for line in digest_of(site_of(newsroom, [told])).text.splitlines():
        assert len(line) <= 72 or line.startswith("https://")
        assert " http" not in line or len(line) <= 72


@given(hours=st.lists(st.integers(0, 24 * 400), max_size=12, unique=True))
def test_each_release_in_one_digest(
    hours: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Months part the releases: each stands in exactly one digest."""
    newsroom = newsroom_in(tmp_path_factory.mktemp("office"))
    editions = [edition("2022-12-31-r" + str(n), embargo=NOW - timedelta(hours=n)) for n in hours]
    site = site_of(newsroom, editions)
    (feed,) = newsroom.feeds
    found = Counter(
        entry.url for month in months(site, feed, "en") for entry in digest_of(site, month).entries
    )

    assert len(found) == len(hours)
    assert set(found.values()) <= {1}


def test_configured_unsubscribe_address(tmp_path: Path) -> None:
    """A configured address of unsubscribing has the placeholder where `{token}` stands."""
    newsroom = newsroom_in(tmp_path, settings='[mail]\nunsubscribe_url = "https://e.org/u/{token}"')
    site = site_of(newsroom, [edition()])

    assert "https://e.org/u/__UNSUBSCRIBE_TOKEN__" in digest_of(site).text
