"""Make the best of values that are wrong in places, so that the rest is checked in the same run."""

from __future__ import annotations

import copy
import typing
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dateline.problems import nearest
from dateline.validation.shape import Location, container, known_keys, members, plain, step

Model = TypeVar("Model", bound=BaseModel)
_ROUNDS = 4


def mended(
    values: Mapping[str, Any],
    model: type[Model],
    stand_ins: Mapping[str, Any],
    items: Mapping[str, Any] | None = None,
) -> Model | None:
    """Give the model without what is wrong in its values, and with stand-ins for what is missing.

    So what depends on the right ones is checked in the same run. None where that cannot be.
    `items` are stand-ins for the items of lists, by the list's key: with one the right items of a
    list keep their numbers, without one a list with a wrong item goes.
    """
    values = copy.deepcopy(dict(values))
    items = items or {}
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(values)
        except ValidationError as failure:
            removed: set[Location] = set()
            for finding in failure.errors(include_url=False):
                location = plain(finding["loc"], model)
                missing = finding["type"] == "missing"
                if not missing and _is_item(location) and location[-2] in items:
                    _stand_in(values, location, items[str(location[-2])])
                    continue
                whole = _without_items(location)
                if not missing and whole in removed:
                    continue  # a second wrong item of a list that is gone
                removed.add(whole)
                if not _mend(values, model, location, stand_ins if missing else {}):
                    return None
    return None


def unsure(
    failure: ValidationError, model: type[BaseModel], values: Mapping[str, Any]
) -> Iterator[Location]:
    """Yield where the values are not what was meant: wrong, missing, or under a mistyped key."""
    for finding in failure.errors(include_url=False):
        location = plain(finding["loc"], model)
        if finding["type"] == "extra_forbidden":
            near = nearest(str(location[-1]), known_keys(model, location[:-1]))
            if near and near not in _holder(values, location):
                yield (*location[:-1], near)
        else:
            yield location


def _holder(values: Any, location: Location) -> Any:
    """Give the table or list that holds the value at a location."""
    for part in location[:-1]:
        values = values[part]
    return values


def _is_item(location: Location) -> bool:
    return len(location) > 1 and isinstance(location[-1], int)


def _stand_in(values: Any, location: Location, item: Any) -> None:
    """Put a stand-in where a wrong item of a list stands."""
    _holder(values, location)[location[-1]] = copy.deepcopy(item)


def _without_items(location: Location) -> Location:
    """Give the location of the list around an item: taking an item out would move the others."""
    while location and isinstance(location[-1], int):
        location = location[:-1]
    return location


def _mend(
    values: Any, model: type[BaseModel], location: Location, stand_ins: Mapping[str, Any]
) -> bool:
    """Remove a key, or set it to its stand-in; False where others may refer to it."""
    location = _without_items(location)
    if not location:
        return False
    *above, name = location
    holder, annotation = values, typing.cast("Any", model)
    for part in above:
        annotation = step(container(annotation), part)
        try:
            holder = holder[part]
        except (KeyError, IndexError, TypeError):
            return True  # an earlier finding took it away
    kind = container(annotation)
    is_word = typing.get_origin(step(kind, name)) is typing.Literal  # nothing refers to one
    if typing.get_origin(kind) is dict and not is_word:
        holder[name] = "-"
        return str in members(step(kind, name))
    if str(name) in stand_ins:
        holder[name] = stand_ins[str(name)]
        return True
    if name not in holder:
        return _mend(values, model, tuple(above), {})
    del holder[name]
    return True
