"""Pydantic's findings in the words of the house, and values mended for the rest of a run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError

from dateline.problems import Place
from dateline.validation import mended, problems_of

Words = Annotated[
    Annotated[str, Tag("text")] | Annotated[dict[str, str], Tag("table")],
    Discriminator(lambda value: "table" if isinstance(value, dict) else "text"),
]


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    size: int = 0


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    title: Words
    from_: str = Field("", alias="from")
    kind: Literal["minor", "major"] = "minor"
    flag: bool = False
    inner: Inner | None = None
    items: list[Inner] = []
    words: list[str] = []
    tables: dict[str, Inner] = {}
    names: dict[str, dict[str, str]] = {}


class Written:
    """Places that say the location, and values as a file might have written them."""

    def key(self, location: tuple[int | str, ...]) -> Place:
        return Place("key " + "/".join(map(str, location)))

    def value(self, location: tuple[int | str, ...]) -> Place:
        return Place("/".join(map(str, location)))

    def raw(self, location: tuple[int | str, ...]) -> str:
        return "007" if location == ("title",) else ""

    def table(self, keys: Iterable[str]) -> str:
        return f"<{' '.join(keys)}>"


def told(values: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Give place, code, message and hint of each problem."""
    try:
        Outer.model_validate(values)
    except ValidationError as failure:
        found = problems_of(failure, Outer, Written())
        return [(p.place.path, p.code, p.message, p.hint) for p in found]
    return []


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({}, ("key ", "missing-key", "`title` is missing.", "Add the key `title`.")),
        (
            {"title": 7},
            ("title", "wrong-type", "`title` is text, but `007` was read as a number.",
             'Quote it: "007".'),
        ),
        ({"title": None}, ("key title", "null-value", "`title` has no value.",
                           "Write a value after `title`, or remove the key.")),
        ({"title": ["a"]}, ("title", "wrong-type", "`title` takes text, but a list was read.", "")),
        (
            {"title": {"en": 5}},
            ("title/en", "wrong-type", "`title.en` is text, but `5` was read as a number.",
             'Quote it: "5".'),
        ),
        (
            {"title": "a", "form": "b"},
            ("key form", "unknown-key", "`form` is not a key here.", "Did you mean `from`?"),
        ),
        (
            {"title": "a", "str": "b"},
            ("key str", "unknown-key", "`str` is not a key here.",
             "Known here: flag, from, inner, items, kind, names, tables, title, words."),
        ),
        (
            {"title": "a", "text": "b"},
            ("key text", "unknown-key", "`text` is not a key here.",
             "Known here: flag, from, inner, items, kind, names, tables, title, words."),
        ),
        (
            {"title": "a", "x[0]": "b"},
            ("key x[0]", "unknown-key", "`x[0]` is not a key here.",
             "Known here: flag, from, inner, items, kind, names, tables, title, words."),
        ),
        (
            {"title": "a", "kind": "mayor"},
            ("kind", "invalid-value", "`kind` cannot be the text `mayor`.",
             "Did you mean `major`?"),
        ),
        (
            {"title": "a", "kind": {"b": "x" * 9999}},
            ("kind", "invalid-value", "`kind` cannot be a table.", "Known here: major, minor."),
        ),
        (
            {"title": "a", "flag": "yes"},
            ("flag", "wrong-type", "`flag` takes true or false, but the text `yes` was read.",
             "Write true or false, without quotes."),
        ),
        (
            {"title": "a", "inner": {"name": "b", "size": 1.5}},
            ("inner/size", "wrong-type",
             "`inner.size` takes a whole number, but `1.5` was read.", ""),
        ),
        (
            {"title": "a", "inner": "b"},
            ("inner", "wrong-type",
             "`inner` takes a table of keys and values, but the text `b` was read.",
             "Write it like this: <name>."),
        ),
        (
            {"title": "a", "items": {"name": "b"}},
            ("items", "wrong-type", "`items` takes a list, but a table was read.",
             "Write it in square brackets: [<name>]."),
        ),
        (
            {"title": "a", "words": "b"},
            ("words", "wrong-type", "`words` takes a list, but the text `b` was read.",
             "Write it in square brackets: [one, two]."),
        ),
        (
            {"title": "a", "tables": "b"},
            ("tables", "wrong-type",
             "`tables` takes a table of keys and values, but the text `b` was read.", ""),
        ),
        (
            {"title": "a", "items": [{"name": "b"}, {"nam": "b", "name": "c"}]},
            ("key items/1/nam", "unknown-key", "`nam` is not a key here.", "Did you mean `name`?"),
        ),
        (
            {"title": "a", "tables": {"text": {"name": "b", "siez": 1}}},
            ("key tables/text/siez", "unknown-key", "`siez` is not a key here.",
             "Did you mean `size`?"),
        ),
        (
            {"title": "a", "names": {"str": {"en": True}}},
            ("names/str/en", "wrong-type",
             "`names.str.en` is text, but `True` was read as true/false.", 'Quote it: "True".'),
        ),
    ],
)  # fmt: skip
def test_each_finding_is_one_problem(
    values: dict[str, Any], problem: tuple[str, str, str, str]
) -> None:
    """A wrong value is told once, at its key or value, with what was read and what to do."""
    assert [problem] == told(values)


def test_long_values_are_told_briefly() -> None:
    """A value of a million letters does not fill the screen."""
    found = told({"title": "a", "kind": "x" * 10**6, "y" * 10**6: 1, "inner": "z" * 10**6})

    assert max(len(message) + len(hint) for _, _, message, hint in found) < 300
    assert len(found) == 3


STAND_INS = {"title": "-", "name": "-"}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, {"title": "-"}),
        ({"title": 5, "flag": True}, {"title": "-", "flag": True}),
        ({"title": "a", "flag": "yes"}, {"title": "a"}),
        ({"title": "a", "b": 1, "from": "c"}, {"title": "a", "from": "c"}),
        ({"title": {"en": 5, "vi": "b"}}, {"title": {"en": "-", "vi": "b"}}),
        (
            {"title": "a", "inner": {"size": 3, "b": 1}},
            {"title": "a", "inner": {"size": 3, "name": "-"}},
        ),
        ({"title": "a", "inner": 5}, {"title": "a"}),
        (
            {"title": "a", "items": [{"name": 5}, {"name": "b"}]},
            {"title": "a", "items": [{"name": "-"}, {"name": "b"}]},
        ),
        ({"title": "a", "items": [{"name": "a"}, 5]}, {"title": "a"}),
        (
            {"title": "a", "tables": {"b": {"size": "x"}}},
            {"title": "a", "tables": {"b": {"name": "-"}}},
        ),
    ],
)  # fmt: skip
def test_the_right_values_survive(values: dict[str, Any], expected: dict[str, Any]) -> None:
    """What is right stays where it stands; what is wrong goes, what is missing is stood in for."""
    before = repr(values)
    found = mended(values, Outer, STAND_INS)

    assert found is not None
    assert expected == found.model_dump(by_alias=True, exclude_defaults=True)
    assert before == repr(values)


@pytest.mark.parametrize(
    "values", [{"title": "a", "tables": {"b": 5}}, {"title": "a", "names": {"b": 5}}]
)
def test_what_others_name_is_not_taken_away(values: dict[str, Any]) -> None:
    """An entry of an open table may be named elsewhere: without it the rest is not checked."""
    assert mended(values, Outer, STAND_INS) is None


def test_without_a_stand_in_there_is_no_mending() -> None:
    """A missing key that nothing stands in for leaves nothing to check."""
    assert mended({}, Outer, {}) is None
