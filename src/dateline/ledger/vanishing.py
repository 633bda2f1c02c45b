"""Nothing that was published goes in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from dateline.ledger.case import Case, language_of
from dateline.ledger.entry import Entry, Fate
from dateline.ledger.text import LEDGER
from dateline.model import State
from dateline.problems import Place, Problem, error
from dateline.reading.locate import place_of
from dateline.selection import Standing

PUBLISHED_VANISHED = error(
    "published-vanished",
    "What was published is known to readers, feeds and archives; taking it back in silence costs "
    "trust. A renamed file keeps its id by `id:`, a release that is taken back says `withdrawn:`.",
    where="files",
    bad="-- published.jsonl --\n"
    '{"id":"tag:press.example.org,2003:en/2024-02-01-course",'
    '"published":"2024-01-31T17:00:00Z","path":"releases/2024-02-01-course.md",'
    '"title":"Online course opens","url":"/en/2024/02/course/"}\n'
    "-- releases/2024-02-01-course.md --\n"
    "draft: true",
    good="-- published.jsonl --\n"
    '{"id":"tag:press.example.org,2003:en/2024-02-01-course",'
    '"published":"2024-01-31T17:00:00Z","path":"releases/2024-02-01-course.md",'
    '"title":"Online course opens","url":"/en/2024/02/course/"}\n'
    "-- releases/2024-02-01-course.md --\n"
    "withdrawn: {at: 2024-02-05, reason: The course was cancelled.}",
)
AUTHORITY_CHANGED = error(
    "id-authority-changed",
    "Every entry would get a new id, and every reader every release once more. `id_authority` "
    "stays when `base_url` moves.",
    where="files",
    bad="-- published.jsonl --\n"
    '{"id":"tag:press.example.org,2003:en/2024-02-01-course",'
    '"published":"2024-01-31T17:00:00Z","path":"releases/2024-02-01-course.md",'
    '"title":"Online course opens","url":"/en/2024/02/course/"}\n'
    "-- dateline.toml --\n"
    'id_authority = "new.example.org,2026"\n'
    "-- releases/2024-02-01-course.md --\n"
    "title: Online course opens",
    good="-- published.jsonl --\n"
    '{"id":"tag:press.example.org,2003:en/2024-02-01-course",'
    '"published":"2024-01-31T17:00:00Z","path":"releases/2024-02-01-course.md",'
    '"title":"Online course opens","url":"/en/2024/02/course/"}\n'
    "-- dateline.toml --\n"
    'id_authority = "press.example.org,2003"\n'
    "-- releases/2024-02-01-course.md --\n"
    "title: Online course opens",
)


def vanished(case: Case, broken: Collection[str]) -> Iterator[Entry]:
    """Yield what was published and may not be seen, though its moment has come.

    Of `broken` files, whose problems are told already, nothing is said.
    """
    for id_, entry in case.entries.items():
        if id_ in case.seen or entry.fate is not Fate.PUBLISHED or entry.published > case.now:
            continue
        held = case.unseen.get(id_)
        is_withdrawn = held is not None and held.state is State.WITHDRAWN
        if entry.paths.isdisjoint(broken) and not is_withdrawn:
            yield entry


def fate(case: Case, entry: Entry) -> Fate:
    """Say what became of an edition that vanished and is let go."""
    return Fate.HELD if entry.id in case.unseen else Fate.REMOVED


def told(case: Case, entry: Entry) -> Problem:
    """Tell of what vanished: in its file where that is still there, else in the ledger."""
    held = case.unseen.get(entry.id)
    if held is None:
        message = f"This release was published at `{entry.url}` from {entry.path}, and is gone."
        where = Place(LEDGER, entry.line)
        return PUBLISHED_VANISHED.broken(where, message, _hint_for_gone(case, entry))
    message = f"This release was published at `{entry.url}`, and is {_how(held)} again."
    hint = "Remove that, or take it back for all to see with `withdrawn: {at: …, reason: …}`; "
    hint += "`dateline build --allow-removal` takes it away in silence."
    where = place_of(case.root, held.edition.path, _key_of(held))
    return PUBLISHED_VANISHED.broken(where, message, hint)


def foreign(case: Case) -> Problem | None:
    """Tell that no entry has the newsroom's authority: one problem, not one an entry."""
    authority = case.at.newsroom.id_authority
    own = f"tag:{authority}:"
    is_own_kept = case.beside or len(case.seen) > len(case.unsettled)
    if not case.entries or is_own_kept or any(id_.startswith(own) for id_ in case.entries):
        return None
    first = min(case.entries.values(), key=lambda entry: entry.line)
    before = first.id.removeprefix("tag:").partition(":")[0]
    message = f"The releases were published under `{before}`, but dateline.toml has "
    message += f'`id_authority = "{authority}"`.'
    hint = f"Put `{before}` back there. If every reader shall see everything anew, delete "
    hint += f"{LEDGER}."
    return AUTHORITY_CHANGED.broken(Place(LEDGER, first.line), message, hint)


def _hint_for_gone(case: Case, entry: Entry) -> str:
    renamed = _renamed(case, entry)
    if renamed:
        ident = entry.id.rpartition("/")[2]
        return f"If it was renamed to {renamed}, write `id: {ident}` there."
    hint = "Restore the file, with `withdrawn: {at: …, reason: …}` if it is taken back; "
    return hint + "`dateline build --allow-removal` lets it go."


def _renamed(case: Case, entry: Entry) -> str:
    """Give the file that an edition seems to have moved to, empty where none does."""
    language = language_of(entry.id)
    for fact in case.new():
        alike = entry.had_title(fact.title) or fact.url in entry.urls
        if alike and language_of(fact.id) == language:
            return fact.path
    return ""


def _how(held: Standing) -> str:
    if held.edition.draft:
        return "a draft"
    return "held" if held.until else "held, since its original is a draft,"


def _key_of(held: Standing) -> tuple[str, ...]:
    """Give the key that holds an edition back, as far as it is the edition's own."""
    if held.edition.draft:
        return ("draft",)
    if held.until is None:
        return ()
    return ("embargo",) if held.edition.embargo else ("date",)
