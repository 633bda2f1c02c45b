"""`dateline new`: a file that passes `check`, whatever the title."""

from __future__ import annotations

import tempfile
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dateline.cli.drafting import scalar
from dateline.reading import read_newsroom
from dateline.settings import load_newsroom
from tests.cli.running import NOW, run, tree

TITLES = [
    "Online course opens",
    "ILO: new course",
    "It's “quoted” and 'quoted' and \"quoted\"",
    "# not a comment",
    "A # not a comment",
    "@office speaks",
    "`code` % & * ! | > ? - , [a] {b}",
    "- a list?",
    "? a key",
    "& anchor",
    "100 days",
    "2024",
    "2024-02-01",
    "1e3",
    "no",
    "Null",
    "~ tilde a",
    "Đối thoại xã hội ở Việt Nam",
    "Tie\u0302\u0301ng Vie\u0323\u0302t",
    "😀 smile",
    "back\\slash \\u0041",
    "tab\tand\nline",
    "a" * 140,
    "Trailing colon:",
    "--- a",
    "a: b: c",
    "%TAG a",
    "AT&T and R&D",
    "1 < 2 a",
]


def front_matter(path: Path) -> dict[str, object]:
    """Read a file's keys with somebody else's reader: all values as texts."""
    block = path.read_text(encoding="utf-8").split("---\n")[1]
    loaded: dict[str, object] = yaml.load(block, Loader=yaml.SafeLoader)
    return loaded


def title_of(root: Path, path: str) -> str:
    """Give the title that Dateline itself reads."""
    editions = read_newsroom(load_newsroom(root)).editions
    return next(edition.title for edition in editions if edition.path == path)


@pytest.mark.parametrize("title", TITLES)
def test_any_title(small: Path, title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file passes `check`, and the title reads back as it was typed, in any YAML reader."""
    monkeypatch.chdir(small)

    result = run("new", "--now", NOW, "--", title)

    path = result.stdout.strip()
    expected = " ".join(unicodedata.normalize("NFC", title).split())
    assert result.exit_code == 0, result.stderr
    assert path.startswith("releases/2024/2024-02-15-")
    assert run("check", "--strict", path).exit_code == 0
    assert front_matter(small / path)["title"] == expected
    assert title_of(small, path) == expected


@given(st.text())
def test_scalar_is_read_back(text: str) -> None:
    """Any text that may stand in a file is one value to YAML 1.1, and the same text."""
    printable = "".join(c for c in text if c.isprintable())

    assert yaml.load(f"title: {scalar(printable)}\n", Loader=yaml.SafeLoader) == {
        "title": printable
    }


@given(st.text(min_size=1, max_size=80))
def test_every_title_is_taken_or_refused(title: str) -> None:
    """A title gives a file that passes `check`, or wrong usage and no file."""
    with tempfile.TemporaryDirectory() as folder:
        run("init", folder, "--now", NOW)
        before = tree(Path(folder))

        result = run("new", "-C", folder, "--now", NOW, "--", title)

        assert result.exit_code in {0, 2}
        assert run("check", "-C", folder).exit_code == 0
        assert (tree(Path(folder)) == before) == (result.exit_code == 2)


def test_file(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new release is a draft, dated today in the newsroom's zone."""
    monkeypatch.chdir(small)

    result = run("new", "Online course opens", "--now", "2024-02-14T17:00:00Z")

    assert result.stdout == "releases/2024/2024-02-15-online-course-opens.md\n"
    assert (small / result.stdout.strip()).read_text(encoding="utf-8") == (
        "---\n"
        "title: Online course opens\n"
        "date: 2024-02-15\n"
        "# summary: One paragraph for lists, feeds and mail.\n"
        "draft: true  # remove this line when the release is ready\n"
        "---\n"
        "\n"
    )


@pytest.mark.parametrize(
    ("when", "day", "written"),
    [
        ("2024-03-02", "2024-03-02", "2024-03-02"),
        ("2024-03-02 9:00", "2024-03-02", "2024-03-02 09:00:00"),
        ("2024-03-01T20:00:00Z", "2024-03-02", "2024-03-01T20:00:00+00:00"),
    ],
)
def test_date(small: Path, when: str, day: str, written: str) -> None:
    """--date takes a day or a moment; the file's name bears its day in the newsroom's zone."""
    run("new", "A course", "--date", when, "-C", small)

    text = (small / f"releases/2024/{day}-a-course.md").read_text(encoding="utf-8")
    assert f"date: {written}\n" in text
    assert run("check", "--strict", "-C", small).exit_code == 0


@pytest.mark.parametrize("when", ["03/04/2024", "2024-02-30", "today", ""])
def test_bad_date_is_usage(small: Path, when: str) -> None:
    """A date that does not exist, or may be read two ways, exits 2."""
    result = run("new", "A course", "--date", when, "-C", small)

    assert result.exit_code == 2
    assert "--date" in result.stderr


def test_other_language(small: Path) -> None:
    """--lang writes the suffix; the default language has none."""
    run("new", "Khóa học", "--lang", "vi", "--now", NOW, "-C", small)
    run("new", "Second course", "--lang", "en", "--now", NOW, "-C", small)

    assert (small / "releases/2024/2024-02-15-khoa-hoc.vi.md").is_file()
    assert (small / "releases/2024/2024-02-15-second-course.md").is_file()


def test_unknown_language_is_usage(small: Path) -> None:
    """A language that the newsroom does not have exits 2."""
    assert run("new", "A", "--lang", "fr", "-C", small).exit_code == 2


@pytest.mark.parametrize("title", ["新闻", "😀", "—", "!!!"])
def test_title_that_folds_to_nothing(small: Path, title: str) -> None:
    """A title that gives no address asks for --slug, and takes it."""
    refused = run("new", title, "--now", NOW, "-C", small)
    taken = run("new", title, "--slug", "news", "--now", NOW, "-C", small)

    assert refused.exit_code == 2
    assert "--slug" in refused.stderr
    assert taken.exit_code == 0
    assert title_of(small, "releases/2024/2024-02-15-news.md") == title


@pytest.mark.parametrize("slug", ["", "../x", "A B", "ô"])
def test_bad_slug_is_usage(small: Path, slug: str) -> None:
    """A slug that cannot stand in an address exits 2."""
    assert run("new", "A", "--slug", slug, "-C", small).exit_code == 2


@pytest.mark.parametrize("title", ["", "  ", "<b>Bold</b>", "A &amp; B", "x" * 1001, "bad \udcff"])
def test_title_that_check_would_refuse(small: Path, title: str) -> None:
    """What `check` would refuse is refused at once, and nothing is written."""
    before = tree(small)

    assert run("new", title, "--slug", "a", "-C", small).exit_code == 2
    assert tree(small) == before


def test_nothing_is_overwritten(small: Path) -> None:
    """The same title on the same day exits 2, and the first file stays."""
    run("new", "A course", "--now", NOW, "-C", small)
    before = tree(small)

    result = run("new", "A COURSE", "--now", NOW, "-C", small)

    assert result.exit_code == 2
    assert tree(small) == before


def test_taken_address_is_refused(small: Path) -> None:
    """A title whose address another release of the month has asks for --slug."""
    result = run("new", "Course", "--date", "2024-02-20", "-C", small)

    assert result.exit_code == 2
    assert "releases/2024/2024-02-01-course.md" in result.stderr
    assert "--slug" in result.stderr
    assert (
        run("new", "Course", "--date", "2024-02-20", "--slug", "other", "-C", small).exit_code == 0
    )


def test_translation(small: Path) -> None:
    """A translation stands beside its original and shares what editions share."""
    original = small / "releases/2024/2024-02-09-fair.md"
    original.write_text(
        "---\ntitle: Fair\ndate: 2024-02-09 09:30\nsummary: S\nplace: Hanoi\nkind: statement\n"
        "topics: [youth, skills]\ncontacts: [press]\nreference: 'ILO: 1'\n"
        "translation_key: the fair\nembargo: 2024-02-10T09:00:00+07:00\n"
        "image: {src: a.png, alt: A}\n---\nText.\n",
        encoding="utf-8",
    )
    (original.parent / "a.png").write_bytes(b"x")

    result = run("new", "Hội chợ", "--lang", "vi", "--translate", "2024-02-09-fair", "-C", small)

    path = small / "releases/2024/2024-02-09-fair.vi.md"
    assert result.exit_code == 0, result.stderr
    assert path.read_text(encoding="utf-8") == (
        "---\n"
        "title: Hội chợ\n"
        "slug: hoi-cho\n"
        "date: 2024-02-09 09:30:00\n"
        "translation_key: the fair\n"
        "place: Hanoi\n"
        "kind: statement\n"
        "topics:\n  - youth\n  - skills\n"
        "contacts:\n  - press\n"
        'reference: "ILO: 1"\n'
        "embargo: 2024-02-10T09:00:00+07:00\n"
        "# summary: One paragraph for lists, feeds and mail.\n"
        "draft: true  # remove this line when the release is ready\n"
        "---\n\n"
    )
    editions = read_newsroom(load_newsroom(small)).editions
    assert {e.language for e in editions if e.key == "the fair"} == {"en", "vi"}
    assert run("check", "--strict", "-C", small).exit_code == 0


def test_translation_without_a_title(small: Path) -> None:
    """What `missing-translation` proposes runs as typed: the title is left to be translated."""
    original = small / "releases/2024/2024-02-09-fair.md"
    text = "---\ntitle: A fair opens\ndate: 2024-02-09\nsummary: S\n---\nText.\n"
    original.write_text(text, encoding="utf-8")

    result = run("new", "--translate", "2024-02-09-fair", "--lang", "vi", "-C", small)

    assert result.exit_code == 0, result.stderr
    assert (small / "releases/2024/2024-02-09-fair.vi.md").read_text(encoding="utf-8") == (
        "---\n"
        "title: A fair opens  # translate it\n"
        "date: 2024-02-09\n"
        "# summary: One paragraph for lists, feeds and mail.\n"
        "draft: true  # remove this line when the release is ready\n"
        "---\n\n"
    )
    assert run("check", "--strict", "-C", small).exit_code == 0


def test_new_release_needs_a_title(small: Path) -> None:
    """Without title or original there is nothing to write."""
    result = run("new", "--lang", "vi", "-C", small)

    assert result.exit_code == 2
    assert "The title is missing." in result.stderr


def test_translation_of_a_folder(small: Path) -> None:
    """A release that is a folder gets its translation inside; the missing language is found."""
    folder = small / "releases/2024/2024-02-09-fair"
    folder.mkdir()
    text = "---\ntitle: Fair\ndate: 2024-02-09\nsummary: S\n---\nText.\n"
    (folder / "index.md").write_text(text, encoding="utf-8")

    result = run("new", "Hội chợ", "--translate", "2024-02-09-fair", "-C", small)

    assert Path(result.stdout.strip()) == folder / "index.vi.md"
    assert run("check", "--strict", "-C", small).exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--translate", "2024-02-01-curse"),
        ("--translate", "2024-01-08-workshop"),
        ("--translate", "2024-01-08-workshop", "--lang", "vi"),
        ("--translate", "2024-02-01-course", "--lang", "en"),
        ("--translate", "2024-02-01-course", "--date", "2024-02-02"),
    ],
)
def test_translations_that_cannot_be(small: Path, words: tuple[str, ...]) -> None:
    """No such release, an edition that is there, another date: exit 2, nothing written."""
    before = tree(small)

    assert run("new", "A", *words, "-C", small).exit_code == 2
    assert tree(small) == before


def test_broken_original_is_named(small: Path) -> None:
    """A release with problems of its own is to be mended before it is translated."""
    (small / "releases/2024/2024-02-09-fair.md").write_text("no keys\n", encoding="utf-8")

    result = run("new", "A", "--translate", "2024-02-09-fair", "-C", small)

    assert result.exit_code == 2
    assert "problems of its own" in result.stderr
