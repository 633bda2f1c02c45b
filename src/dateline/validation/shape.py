"""Walk the annotations of a pydantic model beside a location in its values."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Location = tuple[int | str, ...]


def plain(found: Sequence[int | str], model: type[BaseModel]) -> Location:
    """Give pydantic's location without the names of the branches that it took in unions."""
    location: list[int | str] = []
    current: Any = model
    parts = iter(found)
    for part in parts:
        location.append(part)
        current = step(container(current), part)
        if len(members(current)) > 1:
            next(parts, None)
    return tuple(location)


def known_keys(model: type[BaseModel], location: Location) -> set[str]:
    """Give the keys that a table at a location may hold."""
    return {field.alias or name for name, field in _fields(model, location)}


def needed_keys(model: type[BaseModel], location: Location) -> list[str]:
    """Give the keys that a table at a location must hold, in their order."""
    return [f.alias or name for name, f in _fields(model, location) if f.is_required()]


def _fields(model: type[BaseModel], location: Location) -> Iterable[tuple[str, FieldInfo]]:
    current: Any = model
    for part in location:
        current = step(container(current), part)
    fields: dict[str, FieldInfo] = getattr(container(current), "model_fields", {})
    return fields.items()


def members(annotation: Any) -> list[Any]:
    """Give what a value may be: the members of a union without None, or the one sort."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return members(typing.get_args(annotation)[0])
    if origin in {typing.Union, types.UnionType}:
        return [each for part in typing.get_args(annotation) for each in members(part)]
    return [] if annotation in {None, types.NoneType} else [annotation]


def container(annotation: Any) -> Any:
    """Look through `X | None` and `Annotated` at what holds keys or items."""
    containers = (dict, list, tuple)
    return next(
        (
            each
            for each in members(annotation)
            if hasattr(each, "model_fields") or typing.get_origin(each) in containers
        ),
        None,
    )


def step(holder: Any, part: int | str) -> Any:
    """Give the annotation of what stands in a model, table or list under a key or number."""
    if hasattr(holder, "model_fields"):
        fields = holder.model_fields.items()
        return next((f.annotation for name, f in fields if part == (f.alias or name)), None)
    arguments = typing.get_args(holder)
    if not arguments:
        return None
    return arguments[1] if typing.get_origin(holder) is dict else arguments[0]
