"""Baselines: what is known is passed over, what is new counts, what is gone is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import UsageError
from dateline.problems import Place, Problem
from dateline.reports.baseline import Baseline, Entry, parse_baseline, read_baseline, record
from dateline.reports.sources import Sources
from dateline.rulebook import rules

ENTRIES = st.builds(Entry, *[st.text(st.characters(codec="utf-8"), max_size=5)] * 3)


class Files:
    """Files with one problem of a rule on each line that says `bad`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def problems(self, code: str = "not-nfc", **texts: str) -> list[Problem]:
        """Write the files and give their problems."""
        found = []
        for name, text in texts.items():
            (self.root / f"{name}.md").write_text(text, encoding="utf-8")
            found += [
                rules()[code].broken(Place(f"{name}.md", number), "M.")
                for number, line in enumerate(text.splitlines(), start=1)
                if "bad" in line
            ]
        return found

    def record(self, problems: list[Problem]) -> Baseline:
        """Record problems as the files are now, through the text of the file."""
        return parse_baseline(str(record(problems, Sources(self.root))).encode(), "b")

    def sift(self, baseline: Baseline, problems: list[Problem]) -> tuple[int, int, int]:
        """Count new and known problems, and those that are gone."""
        sifted = baseline.sift(problems, Sources(self.root))
        return len(sifted.new), len(sifted.known), sum(sifted.stale.values())


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Give a folder to write files with problems into."""
    return Files(tmp_path)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("bad one\nbad two\nbad two\n", (0, 3, 0)),
        ("new\n\n  bad two\nbad one\nbad two", (0, 3, 0)),
        ("bad one\nbad two\n", (0, 2, 1)),
        ("bad one\nbad two\nbad two\nbad two\n", (1, 3, 0)),
        ("bad one\nbad three\nbad two\nbad two\n", (1, 3, 0)),
        ("bad three\n", (1, 0, 3)),
        ("good\n", (0, 0, 3)),
    ],
)
def test_what_is_new(files: Files, text: str, counts: tuple[int, int, int]) -> None:
    """Moved lines are known, one more of those alike is new, and what was mended is stale."""
    baseline = files.record(files.problems(a="bad one\nbad two\nbad two\n"))

    assert files.sift(baseline, files.problems(a=text)) == counts


def test_path_and_code_count(files: Files) -> None:
    """The same line in another file, or broken in another way, is new."""
    baseline = files.record(files.problems(a="bad\n"))

    assert files.sift(baseline, files.problems(b="bad\n")) == (1, 0, 1)
    assert files.sift(baseline, files.problems("missing-file", a="bad\n")) == (1, 0, 1)


def test_what_is_in_the_way_of_a_build(files: Files) -> None:
    """A known problem stops a build only where the output would be wrong."""
    soft, firm = files.problems("missing-file", a="bad\n"), files.problems("unknown-key", b="bad\n")
    new = files.problems(c="bad\n")
    sifted = files.record(soft + firm).sift(new + soft + firm, Sources(files.root))

    assert sifted.in_the_way == (*firm, *new)


def test_the_file_is_sorted_lines(files: Files) -> None:
    """The same problems give the same bytes in whatever order, an object a line."""
    problems = files.problems(b="bad x\nbad y\n", a="bad\n")
    texts = {str(record(each, Sources(files.root))) for each in (problems, problems[::-1])}
    (text,) = texts

    assert text.splitlines() == sorted(text.splitlines())
    assert text.startswith('{"path": "a.md", "code": "not-nfc", "mark": "')


@given(st.dictionaries(ENTRIES, st.integers(1, 9)))
def test_what_is_written_is_read_back(counts: dict[Entry, int]) -> None:
    """A baseline comes back from its file as it was."""
    baseline = Baseline(counts)

    assert parse_baseline(str(baseline).encode(), "b") == baseline


@given(ENTRIES, st.integers(1, 9), st.integers(1, 9))
def test_a_merge_keeps_the_larger(entry: Entry, ours: int, theirs: int) -> None:
    """Two versions of an entry, as a merge leaves them, make the larger one."""
    text = "\r\n".join(str(Baseline({entry: count})).strip() for count in (ours, theirs))

    assert parse_baseline(text.encode(), "b").counts == {entry: max(ours, theirs)}


@pytest.mark.parametrize(
    "line",
    [
        b"<<<<<<< ours",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"path": "a", "code": "b", "mark": "c"}',
        b'{"path": "a", "code": "b", "mark": "c", "count": 0}',
        b'{"path": "a", "code": "b", "mark": "c", "count": true}',
        b'{"path": "a", "code": "b", "mark": "c", "count": "1"}',
        b'{"path": 1, "code": "b", "mark": "c", "count": 1}',
        b'{"path": "a", "code": "b", "mark": "c", "count": 1, "more": 1}',
    ],
)
def test_what_is_no_entry_is_refused(line: bytes) -> None:
    """A line that is no entry is told with its number."""
    good = str(Baseline({Entry("a", "b", "c"): 1})).encode()
    with pytest.raises(UsageError, match=r"b\.jsonl:3: "):
        parse_baseline(good + b"\n" + line, "b.jsonl")


def test_a_baseline_that_is_not_there(tmp_path: Path) -> None:
    """A missing file is told with how to make it."""
    with pytest.raises(UsageError, match="There is no baseline"):
        read_baseline(tmp_path / "none.jsonl")
