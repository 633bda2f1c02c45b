"""Describe the JSON form for programs (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

from dateline import __version__
from dateline.settings import Newsroom


def describe(newsroom: Newsroom) -> dict[str, Any]:
    """Give the description of the one address that takes JSON."""
    feeds = sorted(feed.id for feed in newsroom.feeds if feed.digest)
    languages = sorted(newsroom.languages)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Subscriptions of {newsroom.languages[newsroom.default_language].name}",
            "version": __version__,
            "description": "Every address gets the same answer, whether it subscribes or not.",
        },
        "servers": [{"url": newsroom.door.url.rstrip("/")}],
        "paths": {
            "/api/subscriptions": {
                "post": {
                    "operationId": "subscribe",
                    "summary": "Ask that a confirmation mail be sent.",
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": _body(feeds, languages)}},
                    },
                    "responses": {
                        "202": _answer("Asked for; a letter goes out if the address may get one.",
                                       {"status": {"const": "accepted"}}),
                        "422": _answer("A field is wrong.",
                                       {"status": {"const": "refused"},
                                        "field": {"type": "string"},
                                        "message": {"type": "string"}}),
                        **{code: _answer(words, {"status": {"type": "string"}})
                           for code, words in _REFUSALS.items()},
                    },
                }
            }
        },
    }  # fmt: skip


_REFUSALS = {
    "400": "The body is no JSON object.",
    "413": "The body is too long.",
    "415": "The body is not application/json.",
    "429": "This client asked too often; Retry-After says when to try again.",
    "503": "The door cannot work now; nothing was kept.",
}


def _body(feeds: list[str], languages: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["address", "feeds"],
        "properties": {
            "address": {"type": "string", "format": "idn-email", "maxLength": 320},
            "feeds": {
                "type": "array",
                "minItems": 1,
                "items": {"type": "string", "enum": feeds},
            },
            "languages": {
                "type": "array",
                "minItems": 1,
                "items": {"type": "string", "enum": languages},
                "description": "Without it, the language of the letter.",
            },
            "language": {
                "type": "string",
                "enum": languages,
                "description": "The language of the confirmation mail.",
            },
        },
    }


def _answer(description: str, properties: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "required": list(properties), "properties": properties}
    return {"description": description, "content": {"application/json": {"schema": schema}}}
