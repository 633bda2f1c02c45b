"""Links within the newsroom lead somewhere, and not to what is held."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline import checks
from dateline.build import build
from dateline.problems import Problem
from dateline.reading import read_newsroom
from dateline.settings import load_newsroom
from tests.reading.room import PIXEL, Room

FEED = 'title = { en = "All", vi = "Tất cả" }\n'
LIVE = """
/ /index.html /en/ /vi/ /en/2024/ /en/2024/02/ /en/2024/02/course/ /en/2024/02/course /en/2024/02/course/index.html
/en/2024/02/course/index.txt /en/2024/02/course/a.png /vi/2024/02/course/ /en/topics/skills/ /vi/topics/skills/
/en/feeds/ /en/feeds/press.rss.xml /vi/feeds/press.atom.xml /en/feeds/press.feed.json /en/feeds/press/2024-02.atom.xml
/en/digests/press/2024-02/ /en/digests/press/2024-02/digest.html /sitemap.xml /robots.txt /feeds.opml /assets/logo.png
/assets/dateline.css /en/about/ /vi/about/ /old/course/ /old/course /en/2024/02/b%C3%A1n/ /en/2024/02/course/?q=1
#content https://press.example.org/en/ https://press.example.org HTTPS://PRESS.EXAMPLE.ORG/en/ //press.example.org/vi/
https://other.example.org/en/nowhere/ /en/../vi/ mailto:press.example.org@x.org https://x.org/?u=press.example.org
https://x.org/?u=//press.example.org/a mailto:a@b.org?body=//press.example.org https://[//press.example.org
""".split()
DEAD = """
/nowhere/ /en/2024/03/ /en/2023/ /fr/ /en/topics/ /en/topics/skils/ /en/2024/02/curse/ /en/2024/02/course/b.png
/en/feeds/pres.rss.xml /en/feeds/press.xml /en/digests/ /en/digests/press/ /assets/logo.jpg /assets/ /en/abuot/
/old/ /vi/2024/02/b%C3%A1n/ https://press.example.org/nowhere //press.example.org/fr/
/EN/ /en/feeds/press/2024-03.atom.xml /releases/2024-02-01-course.md /en/2024/02/
""".split()[:-1]  # fmt: skip


@pytest.fixture
def office(room: Room) -> Room:
    """Give a newsroom with a release in two languages, a page, an asset, and a feed."""
    room.write("feeds/press.toml", FEED)
    room.write("assets/logo.png", PIXEL)
    room.write("releases/a.png", PIXEL)
    for suffix in ("", ".vi"):
        room.write(f"pages/about{suffix}.md", "---\ntitle: About\n---\nUs.\n")
    room.release("aliases: [/old/course/]\n", "![A](a.png)\n")
    room.release(path="releases/2024-02-01-course.vi.md")
    room.release(path="releases/2024-02-03-bán.md")
    return room


def told(room: Room, now: datetime | None = None) -> list[Problem]:
    """Give the problems of links."""
    found = checks.run(room.read(), room.newsroom, now)
    return [problem for problem in found if "link" in problem.code or "anchor" in problem.code]


@pytest.mark.parametrize("url", LIVE)
def test_what_the_build_makes_may_be_linked(office: Room, url: str) -> None:
    """Every sort of address that a build makes is known, from whatever text, in every form."""
    url = url.replace("b%C3%A1n", "ban")
    office.release(
        "notes: |\n  See [x](" + url + ").\n", f"See [x]({url}).\n", "releases/2024-02-02-b.md"
    )

    assert [problem.message for problem in told(office)] == []


@pytest.mark.parametrize("url", DEAD)
def test_what_leads_nowhere_is_an_error_at_its_place(office: Room, url: str) -> None:
    """A dead link is told in the text and in the notes, where it stands."""
    office.release(
        "notes: |\n  See [x](" + url + ").\n", f"See\n[x]({url}).\n", "releases/2024-02-02-b.md"
    )
    found = [(p.place.line, p.place.column, p.code) for p in told(office)]

    assert found == [(5, 7, "dead-link"), (8, 1, "dead-link")]


def test_every_address_of_a_build_is_known(office: Room, tmp_path: Path) -> None:
    """A link to each file that a build really writes is alive."""
    newsroom = load_newsroom(office.root)
    build(newsroom, datetime(2024, 5, 1, tzinfo=UTC), out=tmp_path / "public")
    made = [path.relative_to(tmp_path / "public").as_posix() for path in (tmp_path / "public").rglob("*") if path.is_file()]  # fmt: skip
    links = "\n\n".join(f"[x](/{name})" for name in sorted(made))
    office.release(body=links, path="releases/2024-02-02-b.md")

    assert len(made) > 30
    assert [problem.message for problem in told(office)] == []


def test_base_path(office: Room) -> None:
    """Under a path prefix links start at the newsroom's root, and who writes the prefix is told."""
    settings = (office.root / "dateline.toml").read_text(encoding="utf-8")
    office.write("dateline.toml", settings.replace("example.org/", "example.org/press/"))
    body = "[a](/en/) [b](/press/en/) [c](https://press.example.org/press/vi/) [d](https://press.example.org/x/)"
    office.release(body=body, path="releases/2024-02-02-b.md")
    (found,) = told(office)

    assert (found.place.column, found.hint) == (11, "Leave out `/press`: it is added to each link.")


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("/en/2024/02/curse/", "Did you mean `/en/2024/02/course/`?"),
        ("/releases/2024-02-01-course.vi.md", "Link to its page: `/vi/2024/02/course/`."),
        ("/releases/2024-02-09-other.md", "Correct the address, or take the link away."),
        ("/zzzzzz", "Correct the address, or take the link away."),
        ("/en/topics/skils/", "Did you mean `/en/topics/skills/`?"),
    ],
)
def test_hints(office: Room, url: str, hint: str) -> None:
    """The nearest address is suggested, and a file's name is answered with its page."""
    office.release(body=f"[x]({url})", path="releases/2024-02-02-b.md")

    assert [hint] == [problem.hint for problem in told(office)]


def test_pages_link_by_relative_addresses(office: Room) -> None:
    """On a standing page a relative address is one of the site, for no files stand beside it."""
    office.write(
        "pages/about.md",
        "---\ntitle: About\n---\n[a](../feeds/) [b](feeds/) [c](../../vi/ab%20out/)\n",
    )
    found = [(p.place.column, p.message) for p in told(office)]

    assert found == [
        (16, "There is nothing at `/en/about/feeds/` in this newsroom."),
        (28, "There is nothing at `/vi/ab out/` in this newsroom."),
    ]


def test_a_broken_file_is_told_once(office: Room) -> None:
    """A link to a release or page that is there but broken is no second fault."""
    office.write("releases/2024-03-01-bad.md", "---\ntitle: [\nslug: Own\n---\n")
    office.write("releases/worst.md", "---\ntitle: A\ndate: 2024-03-01\n---\n")
    office.write("releases/2024-03-01-bad.vi.md", b"---\ntitle: \xff\n---\n")
    office.write("releases/x.md", "a")
    office.write("pages/bad.md", "---\ntitle: 1\n---\n")
    office.write("pages/BAD.md", "---\ntitle: A\n---\n")
    alive = "/en/2024/03/ /en/2024/ /en/2024/03/bad/ /en/2024/03/own/ /en/2024/03/bad/x.pdf /vi/2024/03/bad/ /en/bad/ /en/2024/03/worst/"
    office.release(body=" ".join(f"[x]({url})" for url in [*alive.split(), "/en/2024/03/worse/"]), path="releases/2024-02-02-b.md")  # fmt: skip

    assert [p.message for p in told(office)] == [
        "There is nothing at `/en/2024/03/worse/` in this newsroom."
    ]


def test_links_of_a_broken_file_are_told_too(office: Room) -> None:
    """One run tells all: a wrong key hides neither a dead link nor one to a missing spot."""
    office.release("kind: x\n", "[x](/nowhere/) [y](#nowhere)\n", "releases/2024-02-02-b.md")

    assert [(p.place.line, p.place.column, p.code) for p in told(office)] == [
        (6, 1, "dead-link"),
        (6, 16, "dead-anchor"),
    ]


def test_untranslated_releases_open_months(office: Room) -> None:
    """Where lists show untranslated releases, every language has their months."""
    office.release(path="releases/2023-05-01-may.md")
    office.release(body="[x](/vi/2023/05/)", path="releases/2024-02-02-b.md")
    omitted = [problem.code for problem in told(office)]
    settings = (office.root / "dateline.toml").read_text(encoding="utf-8")
    office.write("dateline.toml", 'untranslated = "list"\n' + settings)
    newsroom = load_newsroom(office.root)
    listed = [p.code for p in checks.run(office.read(), newsroom) if p.code == "dead-link"]

    assert (omitted, listed) == (["dead-link"], [])


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("[x](#here)", ["dead-anchor"]), ('<a id="here">A</a> [x](#here)', []), ("[x](#top) [x](#)", []),
        ("a[^1] [x](#fn-1)\n\n[^1]: b", []), ("[x](#contacts) [y](#content)", []), ("[x](/en/about/#us)", ["dead-anchor"]),
        ("[x](/en/about/#%C3%A1)", ["dead-anchor"]), ("[x](/en/#anything)", []), ("[x](/en/2024/02/course/#own)", ["dead-anchor"]),
        ("[x](#:~:text=a)", []), ("[x](/nowhere/#a)", ["dead-link"]),
    ],
)  # fmt: skip
def test_anchors(office: Room, body: str, codes: list[str]) -> None:
    """A spot in a page is made by its text or its template; where there is none, a warning tells."""
    office.release(body=body, path="releases/2024-02-02-b.md")

    assert codes == [problem.code for problem in told(office)]


NOW = datetime(2024, 2, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("here", "there", "message"),
    [
        ("", "draft: true\n", "releases/2024-02-09-report.md is a draft."),
        ("", "embargo: 2024-02-20T09:00:00+07:00\n", "releases/2024-02-09-report.md is held until 2024-02-20 09:00+07:00."),
        ("embargo: 2024-02-18T09:00:00+07:00\n", "embargo: 2024-02-20T09:00:00+07:00\n",
         "releases/2024-02-09-report.md is held until 2024-02-20 09:00+07:00."),
        ("embargo: 2024-02-20T09:00:00+07:00\n", "embargo: 2024-02-20T09:00:00+07:00\n", ""),
        ("draft: true\n", "draft: true\n", ""), ("", "embargo: 2024-02-10T09:00:00+07:00\n", ""), ("", "", ""),
        ("", "withdrawn: {at: 2024-02-10, reason: Wrong}\n", ""), ("draft: x\n", "draft: true\n", ""), ("", "draft: x\n", ""),
        ("kind: x\n", "kind: x\ndraft: true\n", "releases/2024-02-09-report.md is a draft."),
    ],
)  # fmt: skip
def test_links_to_what_is_held(room: Room, here: str, there: str, message: str) -> None:
    """Who links to a release that is not public by then is told until when it is held."""
    room.release(there, path="releases/2024-02-09-report.md")
    room.release(here, "[x](/en/2024/02/report/)\n")

    assert [message] * bool(message) == [problem.message for problem in told(room, NOW)]
    assert told(room) == []


def test_links_to_draft_pages(office: Room) -> None:
    """A draft page and the translation of a draft are as good as missing."""
    office.write("pages/plan.md", "---\ntitle: Plan\ndraft: true\n---\nText.\n")
    office.write("pages/about.md", "---\ntitle: About\n---\n[a](/en/plan/) [b](/vi/2024/02/new/)\n")
    office.release("draft: true\n", path="releases/2024-02-09-new.md")
    office.release(path="releases/2024-02-09-new.vi.md")

    assert [problem.message for problem in told(office, NOW)] == [
        "pages/plan.md is a draft.",
        "releases/2024-02-09-new.vi.md is a draft.",
    ]


def test_own_templates_bring_ids(office: Room) -> None:
    """A newsroom's own templates may name further spots."""
    office.write("templates/release.html", '<p id="quotes"></p>')
    office.release(body="[x](#quotes)", path="releases/2024-02-02-b.md")

    assert told(office) == []


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ('"""\nWe are\n[us](/en/abuot/) [you](/en/about/) [x](https://x.org/).\n"""', (7, 1)),
        ('"""We are [us](/en/abuot/)."""', (5, 25)),
        ('"[us](https://press.example.org/en/abuot/)"', (5, 16)),
        ("'''\n[us](/en/abuot/)'''", (6, 1)),
    ],
)
def test_boilerplate(office: Room, written: str, place: tuple[int, int]) -> None:
    """What stands under every release is held to the same, at its place in dateline.toml."""
    settings = (office.root / "dateline.toml").read_text(encoding="utf-8")
    head, name, rest = settings.partition("[languages.en]\n")
    office.write("dateline.toml", f"{head}{name}boilerplate = {written}\n{rest}")
    (found,) = told(office)
    shift = settings.split("\n").index("[languages.en]") + 2

    assert (found.place.path, found.code) == ("dateline.toml", "dead-link")
    assert (found.place.line - shift + 5, found.place.column) == place


def test_the_example_newsroom_is_no_alarm() -> None:
    """Twenty releases in two languages, links and all, bring no problem at any moment."""
    newsroom = load_newsroom(Path(__file__).parent.parent.parent)

    assert checks.run(read_newsroom(newsroom), newsroom, NOW) == ()


def test_thousands_of_dead_links_are_soon_told(office: Room) -> None:
    """A text of dead links and anchors takes no more than its length; the first ones get hints."""
    office.release(
        body="[x](/en/2024/02/curse/)\n[y](#a)\n" * 5000, path="releases/2024-02-02-b.md"
    )
    reading = office.read()
    start = time.process_time()
    found = [problem.hint for problem in checks.run(reading, office.newsroom)]

    assert time.process_time() - start < 5
    assert (len(found), found.count("Did you mean `/en/2024/02/course/`?")) == (10_000, 50)


@pytest.mark.parametrize(
    "url", ["https://[//press.example.org", "https://[::1//press.example.org/en/"]
)
def test_what_is_no_address_at_all(office: Room, url: str) -> None:
    """An address that cannot be taken apart leads out of the newsroom, and is no crash."""
    office.release(body=f'<a href="{url}">x</a> [y]({url})', path="releases/2024-02-02-b.md")

    assert told(office) == []


def test_a_broken_asset_is_no_page(office: Room) -> None:
    """What is wrong elsewhere excuses no dead link."""
    (office.root / "assets/passwd").symlink_to("/etc/passwd")
    office.release(body="[x](/nowhere/)", path="releases/2024-02-02-b.md")

    assert [problem.code for problem in told(office) if problem.code == "dead-link"] == [
        "dead-link"
    ]


def test_spot_of_a_text_that_cannot_be_read(room: Room) -> None:
    """What is called how on a page whose text is in doubt, nobody can tell: nothing is told."""
    room.release(body="[x](/en/2024/02/other/#here) [y](/en/2024/02/other/#fn-1)\n")
    room.release("notes: [5]\n", path="releases/2024-02-09-other.md")

    assert room.told() == ["2024-02-09-other.md:4:8 wrong-type"]


def test_link_to_a_page_that_cannot_be_read(room: Room) -> None:
    """A page whose file is told stands where it would: who links to it makes no mistake."""
    room.write("pages/about.md", "No keys.")
    room.release(body="[x](/en/about/) [y](/en/abuot/)\n")

    assert room.told() == [
        "pages/about.md:1:1 no-front-matter",
        "2024-02-01-course.md:5:17 dead-link",
    ]
