"""An old address leads to one release, and stands where nothing else does."""

from __future__ import annotations

import pytest

from tests.reading.room import PIXEL, Room

COURSE = "releases/2024-02-01-course.md"
FAIR = "releases/2024-02-09-fair.md"


def told(room: Room) -> list[str]:
    """Give each problem's code and message."""
    return [f"{problem.code} {problem.message}" for problem in room.problems()]


@pytest.mark.parametrize(
    "alias",
    [
        "/index.html", "/robots.txt", "/feeds.opml", "/sitemap.xml", "/sitemap-2.xml", "/assets",
        "/assets/a/b.png", "/_redirects", "/_headers", "/redirects.nginx.map",
        "/redirects.apache.conf", "/en", "/en/", "/EN/index.html", "/vi/", "/en/2019/",
        "/en/2019/02/", "/en/topics", "/en/topics/old/", "/vi/feeds/", "/en/digests/a/2024-01/",
    ],
)  # fmt: skip
def test_site_keeps_its_own_addresses(room: Room, alias: str) -> None:
    """Where the site has pages and files of its own, or will have them, no alias may stand."""
    room.release(f"aliases: [{alias}]\n")

    expected = [f"duplicate-address `{alias}` is taken: the site uses that address itself."]

    assert expected == told(room)


@pytest.mark.parametrize(
    "alias",
    [
        "/old/", "/en/old/", "/en/2024/02/old/", "/en/2024/02/course/print/", "/fr/", "/2019/",
        "/en/2019/02/old", "/feeds/", "/en/feedback/", "/en/topical/", "/en/2019/2/",
        "/old.html", "/old/index.html", "/en/2024/02/course.html", "/tin-t%E1%BB%A9c", "/tin-tức",
        "/robots.txt.html", "/assetsy/", "/sitemap-x.xml", "/en/2024/03/",
    ],
)  # fmt: skip
def test_any_other_address_may_be_old(room: Room, alias: str) -> None:
    """Whatever else an earlier site used may lead here."""
    taken = ["duplicate-address"] if alias == "/en/2024/03/" else []
    room.release(f"aliases: ['{alias}']\n")

    assert taken == [each.split()[0] for each in told(room)]


@pytest.mark.parametrize(
    "alias",
    ["/en/2024/02/course/", "/en/2024/02/course", "/EN/2024/02/Course/index.html"],
)
def test_address_does_not_lead_to_itself(room: Room, alias: str) -> None:
    """A release's own address as its alias is a loop."""
    room.release(f"aliases: [{alias}]\n")

    assert told(room) == [f"alias-loop `{alias}` is this release's own address."]


@pytest.mark.parametrize("keys", ["", "draft: true\n", "embargo: 2099-01-01T00:00:00Z\n"])
def test_chain_is_told_at_its_start(room: Room, keys: str) -> None:
    """An alias may not stand where another release does or will: it would lead on, or hide it."""
    room.release(keys, path=FAIR)
    room.release("aliases: [/a/, /en/2024/02/fair/]\n")
    (problem,) = room.problems()

    assert (problem.code, *problem.place) == ("duplicate-address", COURSE, 4, 16)
    assert FAIR in problem.message


def test_two_languages_cannot_share_an_alias(room: Room) -> None:
    """An old address leads to one edition: the second that claims it is told."""
    room.release("aliases: [/old/]\n")
    room.release("aliases: [/Old]\n", path="releases/2024-02-01-course.vi.md")

    assert told(room) == [f"duplicate-address `/Old` is taken: {COURSE}."]


def test_files_of_a_release_are_taken(room: Room) -> None:
    """Neither a text twin nor a picture nor anything below them may be an old address."""
    room.write("releases/2024-02-01-course/data/chart.png", PIXEL)
    path = room.release(
        "aliases: [/en/2024/02/course/index.txt, /en/2024/02/course/data/chart.png, "
        "/en/2024/02/course/data/chart.png/big/]\n",
        "![A chart](data/chart.png)\n",
        "releases/2024-02-01-course/index.md",
    )

    chart = "/en/2024/02/course/data/chart.png"
    assert told(room) == [
        f"duplicate-address `/en/2024/02/course/index.txt` is taken: {path}.",
        f"duplicate-address `{chart}` is taken: {path}.",
        f"duplicate-address `{chart}/big/` is taken: `{chart}` is a file of {path}.",
    ]


def test_page_cannot_stand_where_a_folder_does(room: Room) -> None:
    """An old page named like a folder of a release's files has no place."""
    room.write("releases/2024-02-01-course/data.html/chart.png", PIXEL)
    path = room.release(
        "aliases: [/en/2024/02/course/data.html]\n",
        "![A chart](data.html/chart.png)\n",
        "releases/2024-02-01-course/index.md",
    )

    assert told(room) == [
        f"duplicate-address `/en/2024/02/course/data.html` is taken: files of {path} stand below."
    ]
