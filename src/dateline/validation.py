"""Turn pydantic's findings into problems with a place, a code and a hint.

Front matter and settings say their problems in the same words because both come through
here. Knows neither YAML nor TOML: the caller hands in how to find a key's place.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from dateline.problems import Place, Problem, Rule, did_you_mean, error

UNKNOWN_KEY = error(
    "unknown-key",
    "A mistyped key would be ignored in silence, and its text lost.",
    bad="sumary: The course opens today.",
    good="summary: The course opens today.",
)
MISSING_KEY = error(
    "missing-key",
    "Without it the file cannot be published; nothing is guessed.",
    bad="date: 2024-02-01",
    good="title: Online course opens\ndate: 2024-02-01",
)
WRONG_TYPE = error(
    "wrong-type",
    "The value is of another sort than the key takes; bare numbers and true/false are not text.",
    bad="title: 2024",
    good='title: "2024"',
)
NULL_VALUE = error(
    "null-value",
    "The key stands without a value.",
    bad="title:",
    good="title: Online course opens",
)
INVALID_VALUE = error(
    "invalid-value",
    "The value is not one of those that the key takes.",
    bad="kind: pressrelease",
    good="kind: press-release",
)

Location = tuple[int | str, ...]


class Places(Protocol):
    """Say where in a file a key or its value stands, and how the value was written."""

    def key(self, location: Location) -> Place:
        """Give the place of the key (or list item) itself."""

    def value(self, location: Location) -> Place:
        """Give the place of its value."""

    def raw(self, location: Location) -> str:
        """Give the value as it was written, empty where it is no plain text."""


def refuse(rule: Rule, message: str, hint: str = "") -> PydanticCustomError:
    """Make the error that a validator raises to break a rule of the house."""
    # The message goes in as a value: pydantic reads braces in a template.
    return PydanticCustomError(
        "dateline", "{message}", {"message": message, "hint": hint, "rule": rule}
    )


def problems_of(
    failure: ValidationError, model: type[BaseModel], places: Places
) -> Iterable[Problem]:
    """Give one problem for each finding of pydantic, at its key or value."""
    for finding in failure.errors(include_url=False):
        yield _problem(finding, model, places)


def _problem(  # noqa: PLR0911 -- one return a kind of finding
    finding: ErrorDetails, model: type[BaseModel], places: Places
) -> Problem:
    location = _plain(finding["loc"])
    name = next((part for part in reversed(location) if isinstance(part, str)), "")
    match finding["type"]:
        case "dateline":
            context = finding["ctx"]
            rule: Rule = context["rule"]
            return rule.broken(places.value(location), context["message"], context["hint"])
        case "extra_forbidden":
            known = _known_keys(model, location[:-1])
            hint = did_you_mean(name, known)
            return UNKNOWN_KEY.broken(places.key(location), f"`{name}` is not a key here.", hint)
        case "missing":
            where = places.key(location[:-1])
            return MISSING_KEY.broken(where, f"`{name}` is missing.", f"Add a line `{name}: …`.")
        case _ if finding["input"] is None:
            hint = f"Write a value after `{name}`, or remove the key."
            return NULL_VALUE.broken(places.key(location), f"`{name}` has no value.", hint)
        case "enum" | "literal_error":
            expected = str(finding["ctx"]["expected"]).replace(" or ", ", ").replace("'", "")
            hint = did_you_mean(str(finding["input"]), expected.split(", "))
            message = f"`{name}` cannot be `{finding['input']}`."
            return INVALID_VALUE.broken(places.value(location), message, hint)
        case "string_type" | "bool_type" | "int_type" | "date_type" | "float_type":
            return _wrong_scalar(finding, location, places)
        case _:
            return _wrong_shape(finding, location, places)


def _wrong_scalar(finding: ErrorDetails, location: Location, places: Places) -> Problem:
    read = finding["input"]
    name = _label(location)
    raw = places.raw(location) or str(read)
    if finding["type"] == "string_type" and isinstance(read, (bool, int, float)):
        sort = "true/false" if isinstance(read, bool) else "a number"
        message = f"{name} is text, but `{raw}` was read as {sort}."
        return WRONG_TYPE.broken(places.value(location), message, f'Quote it: "{raw}".')
    wanted = {
        "string_type": "text",
        "bool_type": "true or false",
        "int_type": "a whole number",
        "float_type": "a number",
        "date_type": "a date",
    }[finding["type"]]
    message = f"{name} takes {wanted}, but {_sort_of(read)} was read."
    hint = "Write true or false, without quotes." if wanted == "true or false" else ""
    return WRONG_TYPE.broken(places.value(location), message, hint)


def _wrong_shape(finding: ErrorDetails, location: Location, places: Places) -> Problem:
    wanted = {
        "list_type": ("a list", "Write one item a line, each after `- `, or [one, two]."),
        "tuple_type": ("a list", "Write one item a line, each after `- `, or [one, two]."),
        "dict_type": ("a table of keys and values", ""),
        "model_type": ("a table of keys and values", ""),
        "model_attributes_type": ("a table of keys and values", ""),
    }.get(finding["type"])
    name = _label(location)
    if wanted:
        message = f"{name} takes {wanted[0]}, but {_sort_of(finding['input'])} was read."
        return WRONG_TYPE.broken(places.value(location), message, wanted[1])
    message = f"{name}: {finding['msg'][0].lower()}{finding['msg'][1:]}."
    return INVALID_VALUE.broken(places.value(location), message)


def _sort_of(value: object) -> str:
    if isinstance(value, bool):
        return "true/false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return f"the text `{value if len(value) <= 40 else value[:39] + '…'}`"
    return "a list" if isinstance(value, (list, tuple)) else "a table"


def _label(location: Location) -> str:
    names = [str(part) for part in location if isinstance(part, str)]
    return f"`{'.'.join(names)}`" if names else "The file"


def _plain(location: Sequence[int | str]) -> Location:
    # pydantic puts the tags of a union's branches into the location: "str", "dict[str,str]".
    return tuple(p for p in location if isinstance(p, int) or not _is_branch(p))


def _is_branch(part: str) -> bool:
    return part in {"str", "[key]"} or "[" in part


def _known_keys(model: type[BaseModel], location: Location) -> set[str]:
    current: Any = model
    for part in location:
        current = _step(_container(current), part)
    fields = getattr(_container(current), "model_fields", {})
    return {field.alias or name for name, field in fields.items()}


def _container(annotation: Any) -> Any:
    """Look through `X | None` and `Annotated` at what holds keys or items."""
    if hasattr(annotation, "model_fields") or typing.get_origin(annotation) in {dict, list, tuple}:
        return annotation
    found = (_container(argument) for argument in typing.get_args(annotation))
    return next((each for each in found if each is not None), None)


def _step(container: Any, part: int | str) -> Any:
    if hasattr(container, "model_fields"):
        fields = container.model_fields.items()
        return next((f.annotation for name, f in fields if part in {f.alias, name}), None)
    arguments = typing.get_args(container)
    if not arguments:
        return None
    return arguments[1] if typing.get_origin(container) is dict else arguments[0]
