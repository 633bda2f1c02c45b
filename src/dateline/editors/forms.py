"""Read a schema as the fields of a form: what snippets and CMS configurations are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dateline.editors.schemas import schema
from dateline.settings import Newsroom


@dataclass(frozen=True, slots=True)
class Field:
    """A key with the sort of its value.

    `sort` is text, markdown, number, flag, day, moment, instant, choice, table or list; a list
    has its items as its one field, or as many as its tables have.
    """

    name: str
    sort: str
    description: str
    is_required: bool
    default: object = None
    choices: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()

    @property
    def item(self) -> Field | None:
        """Give what a list holds many of; None for a list of tables, and for all else."""
        is_plain = self.sort == "list" and self.fields[0].name == self.name
        return self.fields[0] if is_plain else None


def fields_of(name: str, newsroom: Newsroom | None = None) -> tuple[Field, ...]:
    """Give the fields of one of the schemas."""
    whole = schema(name, newsroom)
    return tuple(_fields(whole, whole))


def _fields(table: dict[str, Any], whole: dict[str, Any]) -> Iterator[Field]:
    for name, part in table["properties"].items():
        yield _field(name, part, whole, is_required=name in table.get("required", ()))


def _field(
    name: str, part: dict[str, Any], whole: dict[str, Any], *, is_required: bool = False
) -> Field:
    target = whole["$defs"][part["$ref"].rpartition("/")[2]] if "$ref" in part else part
    inner: tuple[Field, ...] = ()
    if "properties" in target:
        inner = tuple(_fields(target, whole))
    elif target.get("type") == "array":
        item = _field(name, target["items"], whole)
        inner = item.fields or (item,)
    return Field(
        name=name,
        sort=_sort(target),
        description=part.get("description", ""),
        is_required=is_required,
        default=part.get("default"),
        choices=tuple(target.get("enum", ())),
        fields=inner,
    )


def _sort(part: dict[str, Any]) -> str:
    if "$comment" in part:
        return str(part["$comment"])
    if "enum" in part:
        return "choice"
    if "contentMediaType" in part:
        return "markdown"
    named = {"boolean": "flag", "integer": "number", "array": "list", "object": "table"}
    return named.get(part["type"], "text")
