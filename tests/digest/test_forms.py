"""What is filled into a form is what a template renders as a whole, byte by byte."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, meta

from dateline.digest import TOKEN, pieces
from dateline.digest.model import Digest
from dateline.digest.pressrun import PressRun
from dateline.digest.quotedprintable import quoted_printable
from dateline.digest.shelf import Shelf
from dateline.digest.webview import TEMPLATES
from dateline.digest.writing import Writing, passage
from dateline.model import Change, Edition, Print
from dateline.pages import make_frames
from dateline.parts import Block, Part, artifacts
from dateline.settings import Newsroom
from dateline.site import Site
from dateline.templating import THEME
from tests.digest.office import newsroom_in, site_of
from tests.editions import HANOI, edition

PRINT = Print(b"whole", b"face")
SKILLS = 'title = { en = "Skills & more", vi = "Kỹ năng" }\ntopics = ["skills"]\n'
WORDS = st.text(st.sampled_from("aộ<&\"'={}.·🎉 "), min_size=1, max_size=90).map(str.strip) | (
    st.sampled_from([TOKEN, "9999-12", "/skills/9999-12/", "Releases and releases " * 8])
)


def with_skills(root: Path) -> Newsroom:
    """Load a newsroom with two feeds, of all releases and of one topic's."""
    newsroom_in(root)
    (root / "feeds" / "skills.toml").write_text(SKILLS, encoding="utf-8")
    return newsroom_in(root)


def with_copies(root: Path, *names: str) -> Newsroom:
    """Load one with templates of its own that say what the theme's say, and more at the end."""
    (root / "templates").mkdir(parents=True)
    for name in names:
        shutil.copy(THEME / name, root / "templates")
    return with_skills(root)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """Give a newsroom whose digests are filled in."""
    return with_skills(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """Give one whose digests are rendered as a whole, by the same templates."""
    return with_copies(tmp_path_factory.mktemp("copied"), "digest.html", "digest.txt", *TEMPLATES)


@st.composite
def stories(draw: st.DrawFn) -> list[Edition]:
    """Make releases of three months, some of one topic, some corrected, some translated."""
    found = []
    for number in range(draw(st.integers(1, 5))):
        day = datetime(2023, 12, 1, 9, tzinfo=HANOI) + timedelta(days=draw(st.integers(0, 80)))
        corrected = day + timedelta(days=draw(st.sampled_from([0, 1, 40])))
        changes = (Change(corrected, draw(WORDS) or "x", major=True),) if corrected > day else ()
        found += [
            edition(
                f"{day:%Y-%m-%d}-r{number}",
                language,
                title=draw(WORDS) or "x",
                summary=draw(WORDS),
                place=draw(st.sampled_from(["", "Hà Nội"])),
                topics=draw(st.sampled_from([(), ("skills",)])),
                changes=changes,
            )
            for language in draw(st.sampled_from([("en",), ("vi",), ("en", "vi")]))
        ]
    return found


def blocks(site: Site) -> Iterator[Block]:
    """Yield every month's digests of each language."""
    for frame in make_frames(site).values():
        yield from pieces(site, frame)


def published(parts: Iterable[Part]) -> dict[str, bytes]:
    """Render parts; gives contents by path."""
    return {artifact.path: artifact.content for artifact in artifacts([list(parts)])}


def digests(newsroom: Newsroom, editions: Iterable[Edition]) -> dict[str, bytes]:
    """Render all digests of a newsroom."""
    return {
        path: content
        for block in blocks(site_of(newsroom, editions))
        for path, content in published(block).items()
    }


def keys(site: Site) -> list[tuple[bytes, list[bytes]]]:
    """Give the sum of what each month's digests need, and of what each of these does."""
    return [(block.key, [part.key() for part in block]) for block in blocks(site)]


@settings(max_examples=25, deadline=None)
@given(stories())
@example([edition("2024-01-01-a", title=f"{TOKEN} & <b>", topics=("skills",))] * 2)
def test_filled_in_as_rendered(plain: Newsroom, copied: Newsroom, editions: list[Edition]) -> None:
    """A newsroom whose own templates are the theme's publishes the same digests."""
    unique = list({each.path: each for each in editions}.values())

    assert digests(plain, unique) == digests(copied, unique)


@pytest.mark.parametrize("others", [[], [edition("2023-12-01-b")]])
@pytest.mark.parametrize("feed", ["press", "skills"])
def test_what_the_newsroom_says_is_no_address(
    plain: Newsroom, copied: Newsroom, feed: str, others: list[Edition]
) -> None:
    """A name that reads like a digest's address stays as it is on every page of every feed."""
    editions = [edition("2024-01-01-a", topics=("skills",)), *others]

    def named(newsroom: Newsroom) -> Newsroom:
        own = newsroom.languages["en"]._replace(name=f"See /{feed}/9999-12/ please")
        return replace(newsroom, languages={**newsroom.languages, "en": own})

    found = digests(named(plain), editions)

    assert found == digests(named(copied), editions)
    assert f"/{feed}/9999-12/ please".encode() in found["en/digests/skills/2024-01/index.html"]


@pytest.mark.parametrize("name", ["digest.html", "digest.txt", *TEMPLATES])
def test_own_template_is_rendered_as_a_whole(tmp_path: Path, name: str) -> None:
    """A newsroom's own template may do with a title, a month or a link what it likes."""
    root = tmp_path / "own"
    newsroom = with_copies(root, name)
    own = root / "templates" / name
    shown = {
        "base.html": "page.title",
        "digest-page.html": "page.title",
        "neighbours.html": "older",
    }
    value = shown.get(name, "heading")
    added = f"{{{{ {value}|string|length }}}} {{{{ {value}|string|upper }}}}"
    source = own.read_text(encoding="utf-8")
    end = "{% endblock %}\n" if name == "digest-page.html" else ""
    changed = source.removesuffix(end) + f"<p>{added}</p>\n" + end
    own.write_text(changed, encoding="utf-8")
    editions = [edition("2024-01-01-a"), edition("2024-02-01-b")]
    file = name if name.startswith("digest.") else "index.html"
    text = digests(newsroom, editions)[f"en/digests/press/2024-02/{file}"].decode()

    said = {"heading": "13 FEBRUARY 2024", "page.title": "29 PRESS RELEASES, FEBRUARY 2024"}
    assert said.get(value, "JANUARY 2024") in text


def test_templates_that_are_told_what_is_filled_in() -> None:
    """Those are the page's template and all that it takes in; the others a frame renders once."""
    environment = Environment(loader=FileSystemLoader(THEME), extensions=["jinja2.ext.i18n"])
    found, todo = set[str](), ["digest-page.html"]
    while todo:
        name = todo.pop()
        found.add(name)
        source = environment.parse((THEME / name).read_text(encoding="utf-8"))
        todo += [each for each in meta.find_referenced_templates(source) if each]

    assert found == set(TEMPLATES)


def test_letters_take_nothing_in() -> None:
    """The letters' templates are whole in themselves: their names say whether they are own."""
    environment = Environment(extensions=["jinja2.ext.i18n"])
    for name in ("digest.html", "digest.txt"):
        source = environment.parse((THEME / name).read_text(encoding="utf-8"))

        assert list(meta.find_referenced_templates(source)) == []


def test_asked_one_by_one(plain: Newsroom) -> None:
    """A digest that is made by itself is the one that is made in a run of all."""
    editions = [edition(topics=("skills",)), edition("2024-02-02-b", title="Two")]
    (block,) = blocks(site_of(plain, editions))
    first, second = block

    assert published([second]) | published([first]) == published(block)


def test_asked_what_it_needs_first(plain: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a digest stands as it is, none is composed for it."""
    site = site_of(plain, [edition(topics=("skills",))])
    site.prints.update({"releases/2024-02-01-course.en.md": PRINT})
    composed: list[str] = []
    compose = PressRun._composed

    def noted(run: PressRun, shelves: Sequence[Shelf]) -> list[Digest]:
        composed.extend(shelf.feed.id for shelf in shelves)
        return compose(run, shelves)

    monkeypatch.setattr(PressRun, "_composed", noted)
    (block,) = blocks(site)
    parts = list(block)
    for part in parts:
        part.key()
    published(parts[:1])

    assert composed == ["press"]


def test_few_are_kept(plain: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Releases that were told and let go are told again in the same words, of the same needs."""
    topics = {"a": ("skills",), "b": ("skills",), "c": ()}
    editions = [edition(f"2024-0{m}-01-{n}", topics=topics[n]) for m in (1, 2) for n in "abc"]
    site = site_of(plain, editions)
    site.prints.update({each.path: PRINT for each in editions})
    expected = digests(plain, editions), keys(site)
    monkeypatch.setattr("dateline.digest.entries._MOST", 2)

    assert expected == (digests(plain, editions), keys(site))


@given(st.lists(st.lists(st.sampled_from([*"aộ =\t.\n…-", TOKEN])).map("".join).map("{}\n".format)))
def test_passages(lines: list[str]) -> None:
    """Passages of whole lines, one after the other, are a text encoded as a whole."""
    text = "".join(lines)
    writing = Writing([*map(passage, lines)])

    assert (writing.text, b"".join(writing.sent)) == (text, quoted_printable(text))
