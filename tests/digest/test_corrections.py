"""Corrections and withdrawals in the digest of the month in which they happened."""

from __future__ import annotations

from datetime import datetime

import pytest

from dateline.digest import Digest, months, pieces
from dateline.model import Change, Edition, Month, Withdrawal
from dateline.pages import make_frames
from dateline.parts import artifacts
from dateline.settings import Newsroom
from dateline.site import Site
from tests.digest.office import FEBRUARY, MARCH, digest_of, letter_of, parsed, part, site_of
from tests.editions import HANOI, edition

JANUARY = Month(2024, 1)
HEADING = "Corrections and withdrawals"


def changed(stem: str, *days: str, **values: object) -> Edition:
    """Make an edition that had a major change at noon on each day, and a minor one on the last."""
    moments = [datetime.fromisoformat(f"{day}T12:00:00+07:00") for day in days]
    changes = tuple(Change(at, f"Wrong on {at:%d %B}.", major=True) for at in moments)
    return edition(stem, changes=(*changes, Change(moments[-1], "A comma.", major=False)), **values)


def gone(stem: str, day: str, **values: object) -> Edition:
    """Make an edition that was withdrawn on a day."""
    at = datetime.fromisoformat(f"{day}T00:00:00+07:00")
    return edition(
        stem, withdrawn=Withdrawal(at, "The figures were wrong.", at_is_day=True), **values
    )


def everywhere(site: Site, month: Month = FEBRUARY) -> dict[str, str]:
    """Give a digest as HTML, as text, as the parts of its letter, and as its page."""
    digest = digest_of(site, month)
    letter = parsed(letter_of(site, month))
    (page,) = (
        artifact.content.decode()
        for artifact in artifacts(pieces(site, make_frames(site)["en"]))
        if artifact.path.endswith(f"/{month}/index.html")
    )
    return {
        "html": digest.html,
        "txt": digest.text,
        "eml html": part(letter, "html"),
        "eml text": part(letter, "plain"),
        "page": page,
    }


def lines(digest: Digest) -> list[str]:
    """Give the notices of a digest in a line each."""
    return [f"{e.kind}, {e.date}: {e.title}. {e.summary}" for e in digest.notices]


def test_correction_of_an_older_release(newsroom: Newsroom) -> None:
    """A release of January that was corrected in February stands in a section of February's."""
    site = site_of(
        newsroom,
        [changed("2024-01-09-course", "2024-02-03"), edition("2024-02-20-other", title="Report")],
    )

    assert lines(digest_of(site)) == [
        "Correction, 03 February 2024: Online course opens. Wrong on 03 February."
    ]
    assert [entry.title for entry in digest_of(site).entries] == ["Report"]
    for how, text in everywhere(site).items():
        assert text.count(HEADING) == 1, how
        assert text.count("Wrong on 03 February.") == 1, how
        assert "#changed-2024-02-03" in text, how
        assert "A comma." not in text, how
    for how, text in everywhere(site, JANUARY).items():
        assert "Wrong" not in text, how


def test_corrected_in_its_own_month(newsroom: Newsroom) -> None:
    """A release published and corrected in one month is told once, with what was wrong."""
    site = site_of(newsroom, [changed("2024-02-01-course", "2024-02-03", "2024-03-02")])
    digest = digest_of(site)

    assert digest.notices == ()
    assert [entry.corrected for entry in digest.entries] == [
        ("Corrected on 3 February 2024: Wrong on 03 February.",)
    ]
    for how, text in everywhere(site).items():
        assert HEADING not in text, how
        assert text.count("Wrong on 03 February.") == 1, how
        assert "02 March" not in text, how
    assert lines(digest_of(site, MARCH)) == [
        "Correction, 02 March 2024: Online course opens. Wrong on 02 March."
    ]


def test_month_of_corrections_alone_has_a_digest(newsroom: Newsroom) -> None:
    """A month without releases, in which an older one was corrected, has a digest that says so."""
    site = site_of(newsroom, [changed("2024-01-09-course", "2024-02-03")])
    (feed,) = newsroom.feeds
    digest = digest_of(site)

    assert list(months(site, feed, "en")) == [FEBRUARY, JANUARY]
    assert site.digest_months(feed, "en") == (FEBRUARY, JANUARY)
    assert digest.entries == ()
    assert digest.preheader == "Corrections and withdrawals: Online course opens"
    for how, text in everywhere(site).items():
        assert "0 release" not in text, how
        assert HEADING in text, how


def test_withdrawal_of_an_older_release(newsroom: Newsroom) -> None:
    """A withdrawal is told in its own month, and in the month whose letter announced the release.

    So the page to which that letter leads goes on being there.
    """
    site = site_of(newsroom, [gone("2024-01-09-course", "2024-02-03", summary="Secret.")])
    told = ["Withdrawal, 03 February 2024: Online course opens. The figures were wrong."]

    assert lines(digest_of(site)) == lines(digest_of(site, JANUARY)) == told
    for month in (JANUARY, FEBRUARY):
        for how, text in everywhere(site, month).items():
            assert "Secret" not in text, how
            assert text.count("The figures were wrong.") == 1, how
            assert "/en/2024/01/course/" in text, how


def test_withdrawn_in_its_own_month(newsroom: Newsroom) -> None:
    """A release withdrawn in the month in which it was published is told once, as withdrawn."""
    site = site_of(newsroom, [gone("2024-02-01-course", "2024-02-03"), edition("2024-02-20-b")])
    digest = digest_of(site)

    assert len(digest.entries) == len(digest.notices) == 1
    assert list(months(site, digest.feed, "en")) == [FEBRUARY]


def test_months_are_local(newsroom: Newsroom) -> None:
    """A correction belongs to the month that it is in Hanoi."""
    late = Change(datetime.fromisoformat("2024-01-31T18:00:00+00:00"), "Late.", major=True)
    site = site_of(newsroom, [edition("2024-01-09-course", changes=(late,))])

    assert lines(digest_of(site)) == ["Correction, 01 February 2024: Online course opens. Late."]


def test_newest_first(newsroom: Newsroom) -> None:
    """Corrections stand before withdrawals, each newest first."""
    site = site_of(
        newsroom,
        [
            changed("2024-01-09-a", "2024-02-03", "2024-02-05", title="A"),
            changed("2024-01-08-b", "2024-02-04", title="B"),
            gone("2024-01-07-c", "2024-02-09", title="C"),
        ],
    )

    assert [entry.title for entry in digest_of(site).notices] == ["A", "B", "A", "C"]


def test_a_feed_tells_its_own_alone(newsroom: Newsroom) -> None:
    """A correction or withdrawal is told by the feeds that chose the release, in its language."""
    site = site_of(
        newsroom,
        [
            changed("2024-01-09-a", "2024-02-03"),
            gone("2024-01-07-c", "2024-02-09", topics=("skills",)),
        ],
    )
    (feed,) = newsroom.feeds
    skills = feed._replace(topics=("skills",))

    assert len(months(site, skills, "en")[FEBRUARY].withdrawals) == 1
    assert months(site, skills, "en")[FEBRUARY].corrections == ()
    assert months(site, feed, "vi") == {}


@pytest.mark.parametrize("make", [changed, gone])
def test_open_month_is_dated_by_what_came_last(newsroom: Newsroom, make: object) -> None:
    """An unfinished digest is as old as its newest correction or withdrawal."""
    subject = make("2024-01-09-course", "2024-03-04")  # type: ignore[operator]
    digest = digest_of(site_of(newsroom, [subject, edition("2024-03-01-b")]), MARCH)

    assert digest.date.astimezone(HANOI).day == 4
    assert not digest.closed


def test_many_releases_never_crowd_out_a_correction(newsroom: Newsroom) -> None:
    """A letter too long for mail programs leaves releases to the web, and keeps its notices."""
    many = [edition(f"2024-02-01-r{n}", summary="Tóm tắt rất dài. " * 60) for n in range(200)]
    digest = digest_of(site_of(newsroom, [*many, changed("2024-01-09-course", "2024-02-03")]))

    assert digest.omitted > 0
    assert "Wrong on 03 February." in digest.html
    assert "Wrong on 03 February." in digest.text
    assert len(digest.entries) == 200
