"""Say pydantic's findings as problems, in the same words for front matter and settings.

Knows neither YAML nor TOML: the caller hands in how to find a key's place.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Protocol

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from dateline.problems import Place, Problem, Rule, did_you_mean
from dateline.validation.rules import (
    INVALID_VALUE,
    MISSING_KEY,
    NULL_VALUE,
    UNKNOWN_KEY,
    WRONG_TYPE,
)
from dateline.validation.shape import Location, known_keys, needed_keys, plain


class Places(Protocol):
    """Say where in a file a key or its value stands, and how the value was written."""

    def key(self, location: Location) -> Place:
        """Give the place of the key (or list item) itself."""

    def value(self, location: Location) -> Place:
        """Give the place of its value."""

    def raw(self, location: Location) -> str:
        """Give the value as it was written, empty where it is no plain text."""

    def table(self, keys: Iterable[str]) -> str:
        """Give a table of these keys as the file's language writes it, to be filled in."""


def problems_of(
    failure: ValidationError, model: type[BaseModel], places: Places
) -> Iterable[Problem]:
    """Give one problem for each finding of pydantic, at its key or value."""
    for finding in failure.errors(include_url=False):
        yield _problem(finding, model, places)


def _problem(  # noqa: PLR0911 -- one return a kind of finding
    finding: ErrorDetails, model: type[BaseModel], places: Places
) -> Problem:
    location = plain(finding["loc"], model)
    name = next((part for part in reversed(location) if isinstance(part, str)), "")
    match finding["type"]:
        case "dateline":
            context = finding["ctx"]
            rule: Rule = context["rule"]
            return rule.broken(places.value(location), context["message"], context["hint"])
        case "extra_forbidden":
            hint = did_you_mean(name, known_keys(model, location[:-1]))
            message = f"`{_short(name)}` is not a key here."
            return UNKNOWN_KEY.broken(places.key(location), message, hint)
        case "missing":
            where = places.key(location[:-1])
            return MISSING_KEY.broken(where, f"`{name}` is missing.", f"Add the key `{name}`.")
        case _ if finding["input"] is None:
            hint = f"Write a value after `{name}`, or remove the key."
            return NULL_VALUE.broken(places.key(location), f"`{name}` has no value.", hint)
        case "enum" | "literal_error":
            expected = str(finding["ctx"]["expected"]).replace(" or ", ", ").replace("'", "")
            read = finding["input"] if isinstance(finding["input"], str) else ""
            hint = did_you_mean(read, expected.split(", "))
            message = f"`{name}` cannot be {_sort_of(finding['input'])}."
            return INVALID_VALUE.broken(places.value(location), message, hint)
        case "string_type" | "bool_type" | "int_type":
            return _wrong_scalar(finding, location, places)
        case _:
            return _wrong_shape(finding, location, model, places)


def _wrong_scalar(finding: ErrorDetails, location: Location, places: Places) -> Problem:
    read = finding["input"]
    name = _label(location)
    if finding["type"] == "string_type" and isinstance(read, (bool, int, float, date, time)):
        raw = _short(places.raw(location) or str(read))
        message = f"{name} is text, but `{raw}` was read as {_sort_of(read)}."
        return WRONG_TYPE.broken(places.value(location), message, f'Quote it: "{raw}".')
    wanted = {
        "string_type": "text",
        "bool_type": "true or false",
        "int_type": "a whole number",
    }[finding["type"]]
    sort = f"`{read}`" if isinstance(read, float) else _sort_of(read)
    message = f"{name} takes {wanted}, but {sort} was read."
    hint = "Write true or false, without quotes." if wanted == "true or false" else ""
    return WRONG_TYPE.broken(places.value(location), message, hint)


def _wrong_shape(
    finding: ErrorDetails, location: Location, model: type[BaseModel], places: Places
) -> Problem:
    wanted = {
        "list_type": "a list",
        "dict_type": "a table of keys and values",
        "model_type": "a table of keys and values",
    }.get(finding["type"])
    name = _label(location)
    if wanted:
        message = f"{name} takes {wanted}, but {_sort_of(finding['input'])} was read."
        hint = _how_to_write(finding["type"], location, model, places)
        return WRONG_TYPE.broken(places.value(location), message, hint)
    message = f"{name}: {finding['msg'][0].lower()}{finding['msg'][1:]}."
    return INVALID_VALUE.broken(places.value(location), message)


def _how_to_write(sort: str, at: Location, model: type[BaseModel], places: Places) -> str:
    """Show how a list or table is written, with the keys that it must have."""
    is_list = sort == "list_type"
    keys = needed_keys(model, (*at, 0) if is_list else at)
    table = places.table(keys) if keys else ""
    if is_list:
        written = f"[{table}]" if table else "[one, two]"
        return f"Write it in square brackets: {written}."
    return f"Write it like this: {table}." if table else ""


def _sort_of(value: object) -> str:
    match value:
        case bool():
            return "true/false"
        case int() | float():
            return "a number"
        case date() | time():
            return "a date or time"
        case str():
            return f"the text `{_short(value)}`"
        case list() | tuple():
            return "a list"
        case _:
            return "a table"


def _short(text: str) -> str:
    line = " ".join(text[:100].split())
    return line if len(line) <= 40 and len(text) <= 100 else line[:39] + "…"


def _label(location: Location) -> str:
    names = [str(part) for part in location if isinstance(part, str)]
    return f"`{'.'.join(names)}`" if names else "The file"
