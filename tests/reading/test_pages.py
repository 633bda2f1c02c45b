"""Standing pages: their names, their keys, their text."""

from __future__ import annotations

import pytest

from tests.reading.room import Room

RIGHT = "---\ntitle: About us\n---\nText.\n"


@pytest.fixture
def paged(room: Room) -> Room:
    """Give a newsroom with a release, so that only pages can be wrong."""
    room.release()
    return room


@pytest.mark.parametrize(
    ("path", "name", "language"),
    [
        ("pages/about.md", "about", "en"),
        ("pages/about.vi.md", "about", "vi"),
        ("pages/about.en.md", "about", "en"),
        ("pages/terms-of-use-2.md", "terms-of-use-2", "en"),
        ("pages/20245.md", "20245", "en"),
    ],
)
def test_name_and_language(paged: Room, path: str, name: str, language: str) -> None:
    """A page's name and language are read from its file's name."""
    paged.write(path, RIGHT)

    assert [(name, language)] == [(page.name, page.language) for page in paged.read().pages]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("pages/About.md", "invalid-id"),
        ("pages/giới-thiệu.md", "invalid-id"),
        ("pages/about_us.md", "invalid-id"),
        ("pages/feeds.md", "invalid-id"),
        ("pages/topics.vi.md", "invalid-id"),
        ("pages/digests.md", "invalid-id"),
        ("pages/2024.md", "invalid-id"),
        ("pages/about.fr.md", "unknown-language-suffix"),
        ("pages/sub/about.md", "bad-file-name"),
        ("pages/about.markdown", "bad-file-name"),
        ("pages/about.md/x", "not-a-file"),
    ],
)
def test_names_that_do_not_fit(paged: Room, path: str, code: str) -> None:
    """A page whose address would be taken, or no address at all, is told of."""
    paged.write(path, RIGHT)

    assert [f"{path.removesuffix('/x')}:1:1 {code}"] == paged.told()


def test_keys(paged: Room) -> None:
    """A page has title, summary, order and draft, and keys of its own that start with x-."""
    paged.write(
        "pages/about.md",
        "---\ntitle: About\nsummary: |\n  One\n  line\norder: -3\ndraft: true\nx-a: 1\n---\n"
        "Viê\u0323t\n",
    )
    page = paged.read().pages[0]

    assert (page.title, page.summary, page.order, page.draft) == ("About", "One line", -3, True)
    assert (page.body, page.body_line) == ("Việt\n", 10)


@pytest.mark.parametrize(
    ("keys", "text", "told"),
    [
        ("order: first\n", "", ["3:8 wrong-type"]),
        ("order: 1.5\n", "", ["3:8 wrong-type"]),
        ("order: true\n", "", ["3:8 wrong-type"]),
        ("order:\n", "", ["3:1 null-value"]),
        ("draft: no\n", "", ["3:8 wrong-type"]),
        ("date: 2024-02-01\n", "", ["3:1 unknown-key"]),
        ("", "Tiếng [Việt](javascript:x)", ["4:7 unsafe-link"]),
        ("", "![](https://b.vn/a.png)", ["4:1 image-without-alt"]),
        ("order: first\n", "![](https://b.vn/a.png)", ["3:8 wrong-type", "5:1 image-without-alt"]),
    ],
)
def test_wrong_keys_and_text(paged: Room, keys: str, text: str, told: list[str]) -> None:
    """What is wrong with a page is told at its place, keys and text in one run."""
    paged.write("pages/about.md", f"---\ntitle: About\n{keys}---\n{text}\n")

    assert [f"pages/about.md:{each}" for each in told] == paged.told()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"\xff", "not-utf-8"),
        (b"Text", "no-front-matter"),
        (b"---\ntitle: [\n---\n", "yaml-syntax"),
        (b"---\n---\n", "missing-key"),
    ],
)
def test_damaged_pages(paged: Room, content: bytes, code: str) -> None:
    """A page is held to the same rules as a release."""
    paged.write("pages/about.md", content)

    assert [code] == [problem.code for problem in paged.problems()]
