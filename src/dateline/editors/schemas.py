"""Write the models of front matter, dateline.toml and feed files as JSON Schema 2020-12.

A schema accepts all that Dateline accepts, and refuses what JSON Schema can tell to be wrong; the
check decides. In a newsroom it knows the ids of topics, contacts and languages.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from dateline.reading.schema import FrontMatter, PageKeys
from dateline.rulebook import may_weaken, rules
from dateline.settings import Newsroom
from dateline.settings.schema import FeedTable, NewsroomTable

MODELS: dict[str, tuple[type[BaseModel], str]] = {
    "front-matter": (FrontMatter, "Front matter of a release"),
    "page": (PageKeys, "Front matter of a standing page"),
    "dateline": (NewsroomTable, "dateline.toml"),
    "feed": (FeedTable, "feeds/ID.toml"),
}
_IN_YAML = ("front-matter", "page")


def schema(name: str, newsroom: Newsroom | None = None) -> dict[str, Any]:
    """Give the schema of one of MODELS."""
    model, title = MODELS[name]
    made = model.model_json_schema(schema_generator=_Generator)
    inner = made.pop("$defs", {})
    made = {"$schema": _Generator.schema_dialect, "title": title, **made, "$defs": inner}
    if name in _IN_YAML:
        made["patternProperties"] = {"^x-": {"description": "Anything of the newsroom's own."}}
    if name == "dateline":
        _know_rules(made)
    if newsroom:
        _know_ids(made["properties"], newsroom)
    return made


class _Generator(GenerateJsonSchema):
    """Leaves out what editors would show without use: titles, empty defaults, null."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Say no: a title made from a key says nothing that the key does not."""
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Give the schema of the value: a key without one is refused."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Leave out the defaults that stand for nothing."""
        made = super().default_schema(schema)
        if made.get("default") in ("", None, [], {}):
            made.pop("default", None)
        return made

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Leave out the name of a model's class."""
        made = super().model_schema(schema)
        made.pop("title", None)
        return made


def _know_rules(made: dict[str, Any]) -> None:
    """Name the codes that `[checks]` may weigh, and those that it may only call errors."""
    defs = made["$defs"]
    defs["Weight"] = {"enum": ["off", "warning", "error"]}
    defs["Firm"] = {"const": "error"}
    defs["Weights"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            code: {
                "$ref": "#/$defs/Weight" if may_weaken(rule) else "#/$defs/Firm",
                "description": rule.reason,
            }
            for code, rule in rules().items()
        },
    }
    for table in ("ChecksTable", "PathChecksTable"):
        properties = defs[table]["properties"]
        words = properties["severity"]["description"]
        properties["severity"] = {"$ref": "#/$defs/Weights", "description": words}


def _know_ids(properties: dict[str, Any], newsroom: Newsroom) -> None:
    """Name the newsroom's own ids, so that editors offer them."""
    for key, ids in (
        ("topics", newsroom.topics),
        ("contacts", newsroom.contacts),
        ("languages", newsroom.languages),
    ):
        if key in properties and properties[key].get("type") == "array":
            properties[key]["items"] = {"type": "string", "enum": list(ids)}
