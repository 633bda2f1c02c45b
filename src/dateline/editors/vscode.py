"""Write tasks and snippets for Visual Studio Code.

https://code.visualstudio.com/docs/editor/tasks, …/docs/editor/userdefinedsnippets
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

from dateline.editors.forms import Field, fields_of
from dateline.settings import Newsroom

_TODAY = "${CURRENT_YEAR}-${CURRENT_MONTH}-${CURRENT_DATE}"
_SPECIAL = re.compile(r"[\\$}]")
_SPECIAL_IN_CHOICE = re.compile(r"[\\$},|]")


def tasks() -> dict[str, Any]:
    """Give `.vscode/tasks.json`: `dateline check`, its problems shown where they stand."""
    matcher = {
        "owner": "dateline",
        "source": "dateline",
        "fileLocation": ["relative", "${workspaceFolder}"],
        "pattern": {
            "regexp": r"^(\S.*?):(\d+):(\d+): (error|warning) ([a-z0-9-]+): (.*)$",
            "file": 1,
            "line": 2,
            "column": 3,
            "severity": 4,
            "code": 5,
            "message": 6,
        },
    }
    check = {
        "label": "dateline check",
        "detail": "Tell every problem in every file.",
        "type": "process",
        "command": "dateline",
        "args": ["check"],
        "options": {"cwd": "${workspaceFolder}"},
        "group": {"kind": "test", "isDefault": True},
        "presentation": {"reveal": "silent", "clear": True},
        "problemMatcher": matcher,
    }
    return {"version": "2.0.0", "tasks": [check]}


def snippets(newsroom: Newsroom | None = None) -> dict[str, Any]:
    """Give `.vscode/dateline.code-snippets`: a new release, and each key of front matter."""
    fields = fields_of("front-matter", newsroom)
    needed = [field for field in fields if field.is_required]
    asked = [field for field in fields if field.name in {"summary", "draft"}]
    number = count(1)
    lines = [line for field in (*needed, *asked) for line in _lines(field, number)]
    release = {
        "scope": "markdown",
        "prefix": "release",
        "description": "A new release: front matter and text.",
        "body": ["---", *lines, "---", "", "$0"],
    }
    keys = {
        f"Dateline: {field.name}": {
            "scope": "markdown",
            "prefix": field.name,
            "description": field.description,
            "body": list(_lines(field, count(1))),
        }
        for field in fields
    }
    return {"Dateline: release": release, **keys}


def _lines(field: Field, number: Iterator[int], indent: str = "") -> Iterator[str]:
    """Yield the lines of a key with a place to type at for each value."""
    key = f"{indent}{field.name}:"
    if field.sort == "table":
        yield key
        for inner in field.fields:
            yield from _lines(inner, number, f"{indent}  ")
    elif field.sort == "list" and field.item is None:
        yield key
        first, *rest = field.fields
        (line,) = _lines(first, number)
        yield f"{indent}  - {line}"
        for inner in rest:
            yield from _lines(inner, number, f"{indent}    ")
    elif field.item:
        item = replace(field.item, description=field.description)
        yield f"{key} [{_value(item, next(number))}]"
    elif field.sort == "markdown":
        yield f"{key} |"
        yield f"{indent}  {_value(field, next(number))}"
    else:
        yield f"{key} {_value(field, next(number))}"


def _value(field: Field, number: int) -> str:
    if field.choices:
        words = ",".join(_SPECIAL_IN_CHOICE.sub(r"\\\g<0>", each) for each in field.choices)
        return f"${{{number}|{words}|}}"
    if field.sort in {"day", "moment"}:
        return f"${{{number}:{_TODAY}}}"
    if field.sort == "instant":
        return f"${{{number}:{_TODAY}T09:00:00+00:00}}"
    if field.sort == "flag":
        return f"${{{number}|true,false|}}"
    words = f"${{{number}:{_example(field)}}}"
    return f'"{words}"' if field.sort == "text" else words


def _example(field: Field) -> str:
    """Give words that stand until others are typed: a right value where the form is narrow."""
    examples = {
        "slug": "online-course",
        "id": "2024-02-01-online-course",
        "related": "2024-02-01-online-course",
        "replaced_by": "2024-02-01-online-course",
        "aliases": "/news/2019/course/",
        "url": "https://example.org/",
        "lang": "en",
    }
    words = examples.get(field.name, field.description.rstrip(".")).replace('"', "'")
    return _SPECIAL.sub(r"\\\g<0>", words)
