"""Laws of the ledger: merging loses nothing, writing settles, and no id ever means two releases."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dateline.addresses import Addresses
from dateline.ledger import Comparison, Docket, compare
from dateline.ledger.entry import Entry, Fact, Fate, line_of, moment
from dateline.ledger.text import Text, part
from dateline.model import Edition, Print, Withdrawal
from dateline.problems import Severity
from dateline.selection import Standing, standings
from dateline.settings import Newsroom, load_newsroom
from tests.conftest import NEWSROOMS
from tests.editions import edition
from tests.ledger.office import NOW, parsed, text_of

NEWSROOM = load_newsroom(NEWSROOMS / "small")
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
idents = st.sampled_from([f"tag:o,2003:en/2024-02-0{n}-a" for n in range(1, 6)])
urls = st.sampled_from([f"/en/2024/02/{name}/" for name in "abcde"])
moments = st.integers(-(10**9), 4 * 10**9).map(
    lambda found: moment(datetime.fromtimestamp(found, UTC))
)
entries = st.builds(
    Entry,
    id=idents,
    published=moments,
    paths=st.frozensets(words.filter(bool), min_size=1, max_size=1),
    titles=st.frozensets(words, min_size=1, max_size=1),
    url=urls,
    urls=st.frozensets(urls, max_size=3),
    fate=st.sampled_from(Fate),
).map(lambda made: parsed(text_of(made.unseen(made.fate))).entries[made.id])


def lines_of(made: list[Entry]) -> list[str]:
    """Give the lines of a ledger of entries, one an id, as a build writes them."""
    return sorted({entry.id: entry.text for entry in made}.values())


@given(entries)
def test_line_says_what_was_written(entry: Entry) -> None:
    """What a line is written from is what is read from it, whatever stands in title or path."""
    again = parsed(text_of(entry.unseen(entry.fate)))

    assert again.problems == ()
    assert again.entries == {entry.id: entry}


@given(st.lists(entries), st.lists(entries), st.randoms())
def test_union_of_two_ledgers_gives_both(
    mine: list[Entry], theirs: list[Entry], random: st.DrawFn
) -> None:
    """However a merge mixes and repeats the lines of two ledgers, all that both say is read."""
    lines = [*lines_of(mine), *lines_of(theirs)]
    random.shuffle(lines)  # type: ignore[attr-defined]
    ledger = parsed(text_of(*lines, *lines[:2]))

    assert {p.severity for p in ledger.problems} <= {Severity.WARNING}
    for line in lines:
        (one,) = parsed(text_of(line)).entries.values()
        both = ledger.entries[one.id]
        assert one.urls <= both.urls
        assert one.paths <= both.paths
        assert one.titles <= both.titles
        assert (one.fate <= both.fate, one.published >= both.published) == (True, True)


@given(entries, entries, entries)
def test_joining_knows_no_order(one: Entry, two: Entry, three: Entry) -> None:
    """Joining is associative, commutative and idempotent, so that every merge order agrees."""
    two, three = replace(two, id=one.id), replace(three, id=one.id)

    assert one.joined(two) == two.joined(one)
    assert one.joined(two).joined(three) == one.joined(two.joined(three))
    assert one.joined(one).joined(one) == one.joined(one)


def written(found: Comparison, before: bytes) -> bytes:
    """Give the ledger as it should be, where the file holds what it did before."""
    return before if found.written.is_there else b"".join(found.written)


@given(st.lists(entries))
def test_writing_settles(made: list[Entry]) -> None:
    """What a comparison writes, the next one finds right, and writes the same."""
    editions = [edition("2024-02-01-a"), edition("2024-02-02-b", title="B")]
    standing = standings(editions, NOW, "en")
    text = text_of(*lines_of(made))
    first = compare(text, NEWSROOM, standing, NOW, allow_removal=True)
    after = written(first, text.data or b"")
    second = compare(Text(after), NEWSROOM, standing, NOW, allow_removal=True)

    assert second.written.is_there
    assert after.split(b"\n")[:-1] == sorted(after.split(b"\n")[:-1])
    assert not [p for p in second.problems if p.code.startswith("ledger")]


@given(words, words, urls)
def test_quick_line_is_the_slow_one(path: str, title: str, url: str) -> None:
    """A line that is held against the file unparsed is the one that parsing would write again."""
    fact = Fact("tag:o,2003:en/2024-02-01-a", "2024-01-31T17:00:00Z", path or "x", title, url)
    (entry,) = parsed(text_of(line_of(fact))).entries.values()

    assert entry.seen(fact) == line_of(fact)


def test_git_merges_by_line(tmp_path: Path) -> None:
    """Two people's ledgers merge in git without a conflict, and no line is lost."""

    def git(*words: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words],
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )

    def write(*facts: Fact) -> None:
        text = "".join(sorted(f"{line_of(fact)}\n" for fact in facts))
        (tmp_path / "published.jsonl").write_text(text)
        git("add", ".")
        git("commit", "-m", "Publish")

    def fact(name: str, title: str = "Title") -> Fact:
        ident = f"tag:o,2003:en/2024-02-01-{name}"
        return Fact(ident, "2024-01-31T17:00:00Z", f"{name}.md", title, f"/{name}/")

    attributes = Path(__file__).parents[2] / "src/dateline/cli/starter/gitattributes.txt"
    (tmp_path / ".gitattributes").write_text(attributes.read_text())
    git("init", "-b", "main")
    write(fact("b"), fact("c"), fact("d"))
    git("checkout", "-b", "theirs")
    write(fact("a"), fact("b", "New title"), fact("c"), fact("d"), fact("x"))
    git("checkout", "main")
    write(fact("b"), fact("c", "Other title"), fact("d"), fact("y"))

    git("merge", "theirs")

    text = (tmp_path / "published.jsonl").read_text()
    ledger = parsed(Text(text.encode()))
    assert {p.severity for p in ledger.problems} <= {Severity.WARNING}
    assert [id_[-1] for id_ in sorted(ledger.entries)] == list("abcdxy")
    assert "New title" in ledger.entries["tag:o,2003:en/2024-02-01-b"].titles
    assert "Other title" in ledger.entries["tag:o,2003:en/2024-02-01-c"].titles


def stem_of(name: str) -> str:
    """Give the stem of a release in one of two months."""
    return f"2024-0{1 + (name < 'c')}-01-{name}"


def path_of(name: str) -> str:
    """Give the file of a release in one of two months."""
    return f"releases/{stem_of(name)}.en.md"


def docket_of(standing: Sequence[Standing]) -> Docket:
    """Give the docket of editions, whose sums stand for all that they say."""
    prints = {each.edition.path: print_of(each.edition) for each in standing}
    return Docket(Addresses(NEWSROOM), standing, prints)


def print_of(edition: Edition) -> Print:
    """Give sums that stand for an edition."""
    return Print(b"", repr(edition).encode())


class History(RuleBasedStateMachine):
    """An office that adds, renames, moves, withdraws, holds and removes releases at random.

    Each release has a title of its own, which no other ever gets: that is what it is known by
    here. An act that the ledger refuses is undone.
    """

    @initialize()
    def open(self) -> None:
        self.newsroom: Newsroom = NEWSROOM
        self.files: dict[str, Edition] = {}
        self.data = b""
        self.settled: frozenset[bytes] = frozenset()
        self.meaning: dict[str, str] = {}
        self.count = 0

    def publish(self, files: dict[str, Edition], *, allow_removal: bool = False) -> None:
        """Build, and take the act for done unless there are errors."""
        standing = standings(files.values(), NOW, "en")
        text = Text(self.data)
        found = compare(text, self.newsroom, standing, NOW, allow_removal=allow_removal)
        docket = docket_of(standing)
        self.assert_same(found, docket, allow_removal=allow_removal)
        if any(p.severity is Severity.ERROR for p in found.problems):
            return
        self.files, self.data = files, written(found, self.data)
        self.settled = frozenset(docket.right(found.differing))
        for each in standing:
            if each.state.value in {"public", "withdrawn"}:
                title = self.meaning.setdefault(each.edition.ident, each.edition.title)
                assert title == each.edition.title

    def assert_same(self, found: Comparison, docket: Docket, *, allow_removal: bool) -> None:
        """Hold what is found where months are known to be right to what is found in all."""
        ids, known, others = docket.settled(self.settled)
        text = part(self.data, ids)
        assert text is not None
        again = compare(text, self.newsroom, others, NOW, allow_removal=allow_removal, beside=known)

        assert sorted(map(str, again.problems)) == sorted(map(str, found.problems))
        assert written(again, self.data) == written(found, self.data)
        assert again.differing == found.differing

    @rule(name=st.sampled_from("abcd"), removal=st.booleans())
    def add(self, name: str, removal: bool) -> None:
        path, stem = path_of(name), stem_of(name)
        taken = {each.ident for each in self.files.values()}  # told as a duplicate id
        if path not in self.files and stem not in taken:
            self.count += 1
            new = edition(stem, title=f"Release {self.count}")
            self.publish(self.files | {path: new}, allow_removal=removal)

    @precondition(lambda self: self.files)
    @rule(data=st.data(), name=st.sampled_from("abcd"), by_id=st.booleans(), removal=st.booleans())
    def rename(self, data: st.DataObject, name: str, by_id: bool, removal: bool) -> None:
        old = data.draw(st.sampled_from(sorted(self.files)))
        new = path_of(name)
        if new in self.files:
            return
        was = self.files[old]
        ident = was.ident if by_id else stem_of(name)
        if any(e.ident == ident for path, e in self.files.items() if path != old):
            return  # told as a duplicate id
        now = edition(
            stem_of(name), ident=ident, title=was.title, draft=was.draft,
            withdrawn=was.withdrawn,
        )  # fmt: skip
        rest = {path: e for path, e in self.files.items() if path != old}
        self.publish(rest | {new: now}, allow_removal=removal)

    @precondition(lambda self: len(self.files) > 1)
    @rule(data=st.data())
    def swap(self, data: st.DataObject) -> None:
        one, two = data.draw(st.permutations(sorted(self.files)))[:2]
        a, b = self.files[one], self.files[two]
        self.publish(
            self.files
            | {one: replace(a, title=b.title, draft=b.draft, withdrawn=b.withdrawn)}
            | {two: replace(b, title=a.title, draft=a.draft, withdrawn=a.withdrawn)}
        )

    @precondition(lambda self: self.files)
    @rule(data=st.data(), removal=st.booleans())
    def remove(self, data: st.DataObject, removal: bool) -> None:
        gone = data.draw(st.sampled_from(sorted(self.files)))
        rest = {path: e for path, e in self.files.items() if path != gone}
        self.publish(rest, allow_removal=removal)

    @precondition(lambda self: self.files)
    @rule(
        data=st.data(),
        removal=st.booleans(),
        what=st.sampled_from(["draft", "hold", "withdraw", "free"]),
    )
    def change(self, data: st.DataObject, removal: bool, what: str) -> None:
        path = data.draw(st.sampled_from(sorted(self.files)))
        changes = {
            "draft": {"draft": True},
            "hold": {"embargo": NOW + timedelta(days=1)},
            "withdraw": {"withdrawn": Withdrawal(NOW, "Why")},
            "free": {"draft": False, "embargo": None, "withdrawn": None},
        }
        changed = replace(self.files[path], **changes[what])  # type: ignore[arg-type]
        self.publish(self.files | {path: changed}, allow_removal=removal)

    @invariant()
    def every_id_that_was_given_is_remembered(self) -> None:
        known = parsed(Text(self.data)).entries
        given = {f"tag:press.example.org,2003:en/{ident}" for ident in self.meaning}

        assert given == set(known)


History.TestCase.settings = settings(stateful_step_count=20, deadline=None)
TestHistory = History.TestCase
