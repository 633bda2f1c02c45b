"""Nothing leaks: a word of its own in every field of what may not be seen, sought in every byte.

Files are read as readers would: compressed ones unpacked, letters decoded. Once a release may be
seen each word must be wherever it belongs, for what never shows proves nothing by being hidden.
"""

from __future__ import annotations

import email
import email.policy
import gzip
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dateline import addresses, selection
from dateline.build import build
from dateline.reading import read_newsroom
from dateline.settings import load_newsroom
from tests.output.test_publish import tree

A_SECOND = timedelta(seconds=1)
DAY = "2024-02-10"
LISTS = ("", "2024/", "2024/02/", "topics/skills/")
FEEDS = ("feeds/press.rss.xml", "feeds/press.atom.xml", "feeds/press.feed.json")
LETTERS = ("index.html", "digest.html", "digest.txt", "digest.eml")
# Where each field of a public release is told: its page, the plain twin, lists, feeds, digests.
TOLD = {
    "title": "page twin lists feeds digest",
    "summary": "page twin lists feeds digest",
    "slug": "page twin lists feeds digest map",
    "place": "page twin feeds letters",
    "byline": "page twin feeds",
    "notes": "page twin feeds",
    "body": "page twin feeds",
    "change": "page twin feeds digest",
    "caption": "page feeds",
    "credit": "page feeds",
    "alt": "page feeds",
    "attached": "page feeds",
    "picture": "page feeds file",
    "download": "page feeds file",
    "inline": "page feeds file",
    "reference": "page",
    "article": "page",
    "outlet": "page",
}
# What nobody is ever told, or others than these pages tell.
UNTOLD = ("own", "alias", "minor", "reason")


def word(state: str, field: str) -> str:
    """Give the word that stands in a field of the release in a state, and nowhere else."""
    return f"zq{state}{field}qz"


def plant(root: Path, state: str, language: str = "en", day: str = DAY, **keys: object) -> str:
    """Write a release that says a word of its own in every field; gives its stem."""
    say = {field: word(state, field) for field in (*TOLD, *UNTOLD)}
    stem = f"{day}-{state}"
    front: dict[str, object] = {
        "title": say["title"],
        "date": day,
        "slug": say["slug"],
        "summary": say["summary"],
        "place": say["place"],
        "byline": say["byline"],
        "reference": say["reference"],
        "notes": say["notes"],
        "topics": ["skills"],
        "image": {"src": f"{say['picture']}.png", "alt": say["alt"], "caption": say["caption"],
                  "credit": say["credit"]},
        "attachments": [{"file": f"{say['download']}.pdf", "title": say["attached"]}],
        "coverage": [{"title": say["article"], "outlet": say["outlet"]}],
        "aliases": [f"/{say['alias']}/{language}/"],
        "x-own": say["own"],
    }  # fmt: skip
    folder = root / "releases" / stem
    folder.mkdir(exist_ok=True)
    for name in (f"{say['picture']}.png", f"{say['download']}.pdf", f"{say['inline']}.png"):
        (folder / name).write_text(name)
    lines = [f"{key}: {json.dumps(value)}" for key, value in (front | keys).items()]
    body = f"{say['body']} ![{say['alt']}]({say['inline']}.png)"
    path = folder / ("index.md" if language == "en" else f"index.{language}.md")
    path.write_text("\n".join(["---", *lines, "---", body, ""]))
    return stem


def changes(state: str, at: str) -> list[dict[str, str]]:
    """Give a major and a minor change."""
    return [
        {"at": at, "kind": "major", "note": word(state, "change")},
        {"at": at, "kind": "minor", "note": word(state, "minor")},
    ]


def publish(root: Path, now: datetime) -> dict[str, bytes]:
    """Build the newsroom and give every file, names included, as readers get to see it."""
    build(load_newsroom(root), now, out=root / "public")
    files = tree(root / "public").items()
    return {name: name.encode() + b"\n" + seen(name, data).lower() for name, data in files}


def seen(name: str, data: bytes) -> bytes:
    """Give what a file says once it is unpacked; a letter with its headers and parts decoded."""
    if name.endswith(".gz"):
        return gzip.decompress(data)
    if not name.endswith(".eml"):
        return data
    letter = email.message_from_bytes(data, policy=email.policy.default)
    parts = [part.get_content() for part in letter.walk() if not part.is_multipart()]
    return "\n".join([*map(str, letter.values()), *parts]).encode() + data


def where(output: dict[str, bytes], state: str, field: str) -> set[str]:
    """Give the files that hold a release's word for a field."""
    sought = word(state, field).encode()
    return {name for name, data in output.items() if sought in data}


def leaks(output: dict[str, bytes], state: str, but: Iterable[str] = ()) -> dict[str, set[str]]:
    """Give where each word of a release is, of those that are anywhere."""
    found = {field: where(output, state, field) for field in {*TOLD, *UNTOLD} - {*but}}
    return {field: names for field, names in found.items() if names}


def address_of(root: Path, state: str, now: datetime) -> str:
    """Give the address of a release, held or not."""
    newsroom = load_newsroom(root)
    standing = selection.standings(read_newsroom(newsroom).editions, now, "en")
    found = [s.edition for s in standing if s.edition.title == word(state, "title")]
    return addresses.release(min(found, key=lambda edition: edition.language))


def belongs(page: str, field: str, state: str, digests: str) -> set[str]:
    """Give the files in which a field of a release at an address is told."""
    language = page[:3]
    file = {"picture": "png", "download": "pdf", "inline": "png"}.get(field, "")
    places = {
        "page": {f"{page}index.html"},
        "twin": {f"{page}index.txt"},
        "lists": {f"{language}{each}index.html" for each in LISTS},
        "feeds": {f"{language}{each}" for each in FEEDS},
        "digest": {f"{language}digests/press/{digests}/{each}" for each in LETTERS},
        "letters": {f"{language}digests/press/{digests}/{each}" for each in LETTERS[1:]},
        "map": {"sitemap.xml"},
        "file": {f"{page}{word(state, field)}.{file}"},
    }
    return set().union(*(places[kind] for kind in TOLD[field].split()))


def test_held_releases_are_nowhere(small: Path, now: datetime) -> None:
    """No word of a draft, of what is to come, of the embargoed, or of their translations shows."""
    later = (now + A_SECOND).isoformat()
    stems = [
        plant(small, "draft", draft=True),
        plant(small, "future", day="2024-02-15", date="2024-02-15 07:00:01"),
        plant(small, "embargo", embargo=later, changes=changes("embargo", later)),
        plant(small, "old", draft=True, withdrawn={"at": "2024-02-11", "reason": "zqoldreasonqz"}),
    ]
    for original, held in (("draft", "translationofdraft"), ("embargo", "translationofembargo")):
        plant(small, held, "vi", translation_key=f"{DAY}-{original}")
    related = json.dumps(stems)
    (small / "releases/2024-02-14-open.md").write_text(
        f"---\ntitle: Open\ndate: 2024-02-14\nrelated: {related}\n---\nText.\n"
    )

    output = publish(small, now)

    for state in (
        "draft",
        "future",
        "embargo",
        "old",
        "translationofdraft",
        "translationofembargo",
    ):
        assert leaks(output, state) == {}
    assert not [name for name, data in output.items() if b"zq" in data]
    assert "en/2024/02/open/index.html" in output


@pytest.mark.parametrize(
    ("language", "day", "keys"),
    [
        ("en", DAY, {"embargo": "{later}"}),
        ("vi", DAY, {"embargo": "{later}"}),
        ("en", "2024-02-15", {"date": "2024-02-15 07:00:01"}),
    ],
    ids=["embargo", "Vietnamese", "future"],
)
def test_lifted_embargo_shows_every_word_where_it_belongs(
    small: Path, now: datetime, language: str, day: str, keys: dict[str, str]
) -> None:
    """A second later each word is wherever it belongs, at the address that it had while held."""
    lifts = now + A_SECOND
    keys = {key: value.format(later=lifts.isoformat()) for key, value in keys.items()}
    plant(small, "held", language, day, changes=changes("held", lifts.isoformat()), **keys)
    page = address_of(small, "held", now)
    assert leaks(publish(small, now), "held") == {}

    lifted = publish(small, lifts)
    later = publish(small, datetime.fromisoformat("2024-03-10T00:00:00+00:00"))

    for field in TOLD:
        missing = belongs(page, field, "held", "2024-02") - where(lifted, "held", field)
        assert {name for name in missing if "digests" not in name} == set(), field
        assert belongs(page, field, "held", "2024-02") <= where(later, "held", field), field
    assert [field for field in ("own", "minor", "reason") if where(later, "held", field)] == []


def test_translation_is_lifted_with_its_original(small: Path, now: datetime) -> None:
    """A translation waits for its original, and shows with it, at the address that it had."""
    lifts = now + A_SECOND
    plant(small, "original", embargo=lifts.isoformat())
    plant(small, "translated", "vi", translation_key=f"{DAY}-original")
    page = address_of(small, "translated", now)
    assert leaks(publish(small, now), "translated") == {}

    output = publish(small, lifts)

    assert where(output, "translated", "body") == {
        *belongs(page, "body", "translated", ""), "vi/feeds/press.atom.xml"
    }  # fmt: skip
    assert address_of(small, "original", now) + "index.html" in where(output, "translated", "title")


NOTICE = ("title", "slug", "reason", "alias")


@pytest.mark.parametrize("month", ["2024-02-15", "2024-03-10"], ids=["open", "closed"])
def test_withdrawn_release_leaves_its_notice_alone(small: Path, month: str) -> None:
    """Of a withdrawn release title, date, reason and replacement are told, and no word more."""
    gone = {"at": "2024-02-13 10:00", "reason": word("gone", "reason")}
    gone |= {"replaced_by": "2024-02-01-course"}
    for language in ("en", "vi"):
        plant(small, "gone", language, withdrawn=gone, changes=changes("gone", "2024-02-12"))
    page = address_of(small, "gone", datetime.fromisoformat("2024-02-12T00:00:00+00:00"))
    (small / "releases/2024-02-14-open.md").write_text(
        f"---\ntitle: Open\ndate: 2024-02-14\nrelated: [{DAY}-gone]\n---\nText.\n"
    )

    output = publish(small, datetime.fromisoformat(f"{month}T00:00:00+00:00"))

    assert leaks(output, "gone", but=NOTICE) == {}
    letters = {f"en/digests/press/2024-02/{each}" for each in LETTERS} & output.keys()
    assert bool(letters) == (month == "2024-03-10")
    feeds = {f"en/{each}" for each in FEEDS}
    told = {name for name in where(output, "gone", "reason") if name.startswith("en/")}
    assert told == {f"{page}index.html", *feeds, *letters}
    title = {name for name in where(output, "gone", "title") if name.startswith("en/")}
    assert title == told - {"en/feeds/press.atom.xml"}
    assert [name for name in output if name.startswith(page)] == [f"{page}index.html"]


def test_before_its_withdrawal_nobody_knows(small: Path, now: datetime) -> None:
    """A withdrawal, a change and an article that are yet to come are told by nothing."""
    later = (now + A_SECOND).isoformat()
    plant(
        small,
        "soon",
        withdrawn={"at": later, "reason": word("soon", "reason")},
        changes=changes("soon", later),
        coverage=[{"title": word("soon", "article"), "date": "2024-02-16"}],
    )

    output = publish(small, now)

    assert sorted({*TOLD, *UNTOLD} - leaks(output, "soon").keys()) == [
        "article", "change", "minor", "outlet", "own", "reason"
    ]  # fmt: skip


def test_withdrawn_before_it_was_public_leaves_nothing(small: Path, now: datetime) -> None:
    """What was withdrawn before anybody could read it has no notice: its title stays unknown."""
    plant(small, "never", withdrawn={"at": "2024-02-09", "reason": word("never", "reason")})

    output = publish(small, now)

    assert leaks(output, "never") == {}
