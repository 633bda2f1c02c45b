"""Gmail cuts letters near 102 kB; ours stay far below it and never cut in silence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.digest import Digest
from dateline.digest.fitting import LIMIT, cut
from dateline.digest.quotedprintable import quoted_printable
from dateline.settings import Newsroom
from tests.digest.office import digest_of, site_of
from tests.editions import edition

VIETNAMESE = "Chương trình tập huấn về an sinh xã hội dành cho cán bộ công đoàn cơ sở. "


def digest_with(newsroom: Newsroom, count: int, summary: str) -> Digest:
    """Make a digest of many releases."""
    editions = [
        edition(f"2024-02-01-r{number}", title=f"Thông cáo số {number}", summary=summary)
        for number in range(count)
    ]
    return digest_of(site_of(newsroom, editions))


def assert_fits(digest: Digest) -> None:
    """Assert the limit, decoded and encoded."""
    assert len(digest.html.encode()) <= LIMIT
    assert len(quoted_printable(digest.html)) <= LIMIT


def test_small_digest_is_whole(newsroom: Newsroom) -> None:
    """A digest that fits is told in full and claims nothing else."""
    digest = digest_with(newsroom, 20, VIETNAMESE * 4)

    assert_fits(digest)
    assert digest.html.count((VIETNAMESE * 4).strip()) == 20
    assert "shortened" not in digest.html + digest.text
    assert digest.omitted == 0


def test_long_summaries_are_shortened(newsroom: Newsroom) -> None:
    """Over the limit, summaries are shortened first, and the letter says so in both parts."""
    digest = digest_with(newsroom, 40, VIETNAMESE * 12)

    assert_fits(digest)
    assert digest.omitted == 0
    assert digest.html.count("<h2") == 40
    for said in (digest.html, digest.text):
        assert "Long summaries are shortened here." in said
        assert "…" in said
    assert digest.entries[0].summary == VIETNAMESE * 12


@pytest.mark.parametrize("count", [120, 1000])
def test_then_releases_are_counted(newsroom: Newsroom, count: int) -> None:
    """Over it still, the last ones are counted, with a link to the page that has them all."""
    digest = digest_with(newsroom, count, VIETNAMESE * 12)
    shown = digest.text.count("https://press.example.org/en/2024/02/r")

    assert_fits(digest)
    assert len(quoted_printable(digest.html)) > LIMIT - 3000
    assert 0 < digest.omitted == count - shown
    assert len(digest.entries) == count
    assert digest.preheader.startswith(f"{count} releases: ")
    for said in (digest.html, digest.text):
        assert f"And {digest.omitted} more releases" in said
        assert "https://press.example.org/en/digests/press/2024-02/" in said


def test_release_that_never_fits(newsroom: Newsroom) -> None:
    """Even a title larger than a letter leaves a letter that can be sent."""
    digest = digest_of(site_of(newsroom, [edition(title="ộ" * 40_000)]))

    assert digest.omitted == 1
    assert "And 1 more release" in digest.text


@given(st.text("ab ộ,.", max_size=80), st.integers(5, 60))
def test_cut(text: str, length: int) -> None:
    """Cut text is short enough, ends in an ellipsis and, where it can, after a whole word."""
    short = cut(text, length)

    assert len(short) <= length
    if short != text:
        assert short.endswith("…")
        assert text.startswith(short[:-1])
    else:
        assert len(text) <= length
