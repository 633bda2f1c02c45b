"""Schemas: right files pass, mistakes fail where JSON Schema can tell, and no right value fails."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from dateline.editors.schemas import MODELS, schema
from dateline.reading.block import read_block
from dateline.reading.frontmatter import Split, split
from dateline.reading.schema import FrontMatter
from dateline.rulebook import rules
from dateline.settings import Newsroom, load_newsroom
from dateline.settings.schema import FeedTable, NewsroomTable
from tests.newsrooms.test_invalid import HERE, MISTAKES

REPOSITORY = Path(__file__).parents[2]
# The codes that speak of a value's shape, which is what a schema knows.
SHAPE = {
    "unknown-key", "missing-key", "wrong-type", "null-value", "invalid-value", "invalid-id",
    "invalid-date", "ambiguous-date", "embargo-needs-zone", "html-in-title", "html-in-text",
    "long-title", "invalid-slug", "invalid-stem", "unknown-topic", "unknown-contact",
    "unknown-language", "unknown-code", "fixed-severity",
}  # fmt: skip
# What no schema can tell: months have different lengths, keys speak of each other, zones have
# names, names of files and of other files' keys are not in the value.
BEYOND = {
    "impossible-day", "settings-bad-zone", "settings-default-language", "settings-second-default",
    "settings-topic-language", "settings-no-catalogue", "settings-severity-path", "settings-feed-name", "reserved-page",
    "settings-spelling-language",
}  # fmt: skip


def validator(name: str, newsroom: Newsroom | None = None) -> Draft202012Validator:
    """Give the validator of a schema that its metaschema accepts."""
    made = schema(name, newsroom)
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made)


def front_matter(path: Path) -> dict[str, Any] | None:
    """Give a source file's values; None where it has none that can be read."""
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None
    parts = split(text, "")
    return read_block("", parts).values if isinstance(parts, Split) else None


def toml(path: Path) -> dict[str, Any] | None:
    """Give a settings file's values; None where it is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError:
        return None


def faults(root: Path, path: str, newsroom: Newsroom | None) -> list[str] | None:
    """Give what a file's schema says against it; None where the file has no values."""
    name = {"releases": "front-matter", "pages": "page", "feeds": "feed"}.get(
        path.split("/", maxsplit=1)[0], "dateline"
    )
    values = (toml if path.endswith(".toml") else front_matter)(root / path)
    if values is None:
        return None
    return [each.message for each in validator(name, newsroom).iter_errors(values)]


def files(root: Path) -> list[str]:
    """Give the files of a newsroom that have a schema."""
    found = [*root.glob("releases/**/*.md"), *root.glob("pages/*.md"), *root.glob("feeds/*.toml")]
    return sorted(each.relative_to(root).as_posix() for each in [*found, root / "dateline.toml"])


@pytest.mark.parametrize("root", [REPOSITORY, HERE / "small"])
def test_right_files_pass(root: Path) -> None:
    """Every file of the example newsroom and of the small one is valid."""
    newsroom = load_newsroom(root)
    found = files(root)

    assert len(found) > 5
    assert {path: told for path in found if (told := faults(root, path, newsroom))} == {}


@pytest.mark.parametrize("name", MODELS)
def test_every_key_is_described(name: str) -> None:
    """Each key of each table has a description, as in the reference."""

    def bare(part: Any, at: str) -> Iterator[str]:
        for key, value in part.get("properties", {}).items():
            if "description" not in value:
                yield f"{at}.{key}"
        for key, value in part.get("$defs", {}).items():
            yield from bare(value, key)

    made = schema(name)

    assert list(bare(made, name)) == []
    assert set(made["properties"]) == {
        field.alias or key for key, field in MODELS[name][0].model_fields.items()
    }
    assert json.loads(json.dumps(made)) == made


def told_by_shape(tmp_path: Path) -> Iterator[tuple[str, list[str] | None]]:
    """Yield each mistake of shape, and what the schema says of its file."""
    newsroom = load_newsroom(HERE / "small")
    for mistake in MISTAKES:
        root = tmp_path / mistake
        ignored = shutil.ignore_patterns("releases", "pages")
        shutil.copytree(HERE / "small", root, ignore=ignored)
        shutil.copytree(HERE / "invalid" / mistake, root, dirs_exist_ok=True)
        for line in (root / "expected.txt").read_text(encoding="utf-8").splitlines():
            place, _, code = line.rpartition(" ")
            path = place.rpartition(" ")[0].rsplit(":", 2)[0]
            if code in SHAPE and (root / path).is_file():
                yield mistake, faults(root, path, newsroom)


def test_mistakes_of_shape_fail(tmp_path: Path) -> None:
    """Each broken newsroom whose mistake a schema can tell fails it, and none is forgotten."""
    found = [(name, told) for name, told in told_by_shape(tmp_path) if told is not None]

    assert len(found) > 45
    assert {name for name, told in found if not told} == BEYOND


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("x-anything", {"of": ["mine"]}),
        ("date", "2024-02-01 9:00"),
        ("date", "2024-02-01T09:00:00+0700"),
        ("embargo", "2024-02-01 9:00 Z"),
        ("aliases", ["/news/2019/course/", "/a.b/...html", "/up-100%1st/"]),
        ("related", ["2024-02-01-Khoá học"]),
        ("coverage", [{"title": "A", "url": "https://example.org/(a)?b=c#d", "date": "2024-02-01"}]),
        ("title", "3 < 4 & 5 > 4"),
    ],
)  # fmt: skip
def test_right_values_pass(key: str, value: object) -> None:
    """The forms that front matter takes are valid."""
    values = {"title": "A", "date": "2024-02-01", key: value}

    assert [each.message for each in validator("front-matter").iter_errors(values)] == []


DATES = st.text(st.sampled_from("0123456789-:T Zz+ "), max_size=26) | st.datetimes().map(str)
WORDS = st.text(st.sampled_from("aZ0-_./\\<>&;#? \n\u00a0é:@{}[]'\"|^`~%=+!*"), max_size=12)
# A table without a word is never right: it lacks every language, as the newsroom says on loading.
NAMES = WORDS | st.dictionaries(WORDS, WORDS, min_size=1, max_size=2)
VALUES = st.one_of(
    st.tuples(st.sampled_from(["title", "summary", "notes", "slug", "byline", "kind"]), WORDS),
    st.tuples(st.sampled_from(["date", "embargo"]), DATES),
    st.tuples(st.sampled_from(["id"]), WORDS.map("2024-02-01-{}".format)),
    st.tuples(st.sampled_from(["aliases"]), st.lists(WORDS.map("/{}".format), max_size=2)),
    st.tuples(st.sampled_from(["related"]), st.lists(WORDS.map("2024-02-01-{}".format), max_size=2)),
    st.tuples(st.sampled_from(["coverage"]), st.builds(lambda u, d: [{"title": "A", "url": f"https://{u}", "date": d}], WORDS, DATES)),
    st.tuples(st.sampled_from(["attachments"]), st.builds(lambda f, t, x: [{"file": f, "title": t, "lang": x}], WORDS, WORDS, WORDS)),
    st.tuples(st.sampled_from(["draft", "order"]), st.booleans() | st.integers() | st.none()),
)  # fmt: skip
SETTINGS = st.one_of(
    st.tuples(st.just("base_url"), st.one_of(WORDS, WORDS.map("https://a.org/{}".format), WORDS.map("HTTP://{}".format))),
    st.tuples(st.just("timezone"), st.sampled_from(["UTC", "Etc/GMT+7", "America/Port-au-Prince", "x"])),
    st.tuples(st.just("id_authority"), WORDS.map("{},2003".format) | DATES.map("a.org,{}".format)),
    st.tuples(st.just("topics"), st.dictionaries(WORDS, st.dictionaries(WORDS, WORDS, max_size=1), max_size=2)),
    st.tuples(st.just("mail"), st.dictionaries(st.sampled_from(["from", "list_domain", "unsubscribe_url", "unsubscribe_mailto", "postal_address"]), WORDS | WORDS.map("a@{}".format) | WORDS.map("https://{}".format))),
    st.tuples(st.just("contacts"), st.dictionaries(WORDS, st.fixed_dictionaries({"name": NAMES}, optional={"phone": WORDS, "email": WORDS}), max_size=1)),
)  # fmt: skip
FEEDS = st.one_of(
    st.tuples(st.just("title"), NAMES),
    st.tuples(st.just("items"), st.integers(-1, 1001)),
    st.tuples(st.just("formats"), st.lists(st.sampled_from(["rss", "atom", "json", "x"]))),
    st.tuples(st.just("kinds"), st.lists(st.sampled_from([*"ab", "statement", "correction"]))),
)
BASE: dict[str, dict[str, Any]] = {
    "front-matter": {"title": "A", "date": "2024-02-01"},
    "dateline": {
        "base_url": "https://a.org/", "timezone": "UTC", "id_authority": "a.org,2003",
        "default_language": "en", "languages": {"en": {"name": "A"}},
    },
    "feed": {"title": "A"},
}  # fmt: skip


def agree(name: str, model: type[BaseModel], pair: tuple[str, Any]) -> None:
    """Assert that a value which the model takes is valid by its schema."""
    values = BASE[name] | dict([pair])
    try:
        model.model_validate(values)
    except ValidationError:
        return

    assert [each.message for each in CACHED[name].iter_errors(values)] == []


CACHED = {name: validator(name) for name in BASE}


@given(VALUES)
def test_no_right_key_fails(pair: tuple[str, Any]) -> None:
    """Whatever front matter takes, its schema takes: an editor marks nothing that is right."""
    agree("front-matter", FrontMatter, pair)


@given(SETTINGS)
def test_no_right_setting_fails(pair: tuple[str, Any]) -> None:
    """Whatever dateline.toml takes, its schema takes; but ids, which are held to their form."""
    key, value = pair
    if key in {"topics", "contacts"}:
        value = {f"a{number}": each for number, each in enumerate(value.values())}
    agree("dateline", NewsroomTable, (key, value))


@given(FEEDS)
def test_no_right_feed_fails(pair: tuple[str, Any]) -> None:
    """Whatever a feed file takes, its schema takes; but kinds, which are held to the known."""
    agree("feed", FeedTable, ("title", "A") if pair[0] == "kinds" else pair)


@pytest.mark.parametrize(
    ("severity", "is_valid"),
    [
        ({"not-nfc": "off", "missing-file": "warning", "unsafe-link": "error"}, True),
        ({"unsafe-link": "off"}, False),
        ({"not-nfk": "off"}, False),
        ({"not-nfc": "loud"}, False),
    ],
)
def test_severities_are_known(severity: dict[str, str], is_valid: bool) -> None:
    """An editor offers the codes with their reasons, and marks what may not be weakened."""
    by_path = {"paths": [{"path": "releases/1998", "severity": severity}]}
    made = schema("dateline")

    assert (
        CACHED["dateline"].is_valid(BASE["dateline"] | {"checks": {"severity": severity}})
        is is_valid
    )
    assert CACHED["dateline"].is_valid(BASE["dateline"] | {"checks": by_path}) is is_valid
    offered = made["$defs"]["Weights"]["properties"]
    assert {code: each["description"] for code, each in offered.items()} == {
        code: rule.reason for code, rule in rules().items()
    }


def patterns(part: Any) -> Iterator[str]:
    """Yield every regular expression of a schema."""
    if isinstance(part, dict):
        yield from (
            value for key, value in part.items() if key == "pattern" and isinstance(value, str)
        )
        yield from part.get("patternProperties", {})
        for value in part.values():
            yield from patterns(value)
    elif isinstance(part, list):
        for value in part:
            yield from patterns(value)


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_javascript_reads_every_pattern() -> None:
    """Editors are written in JavaScript: each pattern is an expression there, with its flag `u`."""
    found = sorted({each for name in MODELS for each in patterns(schema(name))})
    script = "for (const p of JSON.parse(require('fs').readFileSync(0))) new RegExp(p, 'u')"

    assert len(found) > 10
    subprocess.run(["node", "-e", script], input=json.dumps(found), text=True, check=True)
