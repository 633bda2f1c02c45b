"""Write the reference pages from the code itself, so that they cannot go stale.

`docs/reference/` gets every key of every file, every command, and every problem code.
`--check` only tells whether a page is out of date.
"""

from __future__ import annotations

import argparse
import sys
import typing
from collections.abc import Iterator
from pathlib import Path

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from dateline.problems import Severity
from dateline.reading.schema import FrontMatter, PageKeys
from dateline.rulebook import may_weaken, rules
from dateline.settings.schema import FeedTable, NewsroomTable

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
_NOTE = "<!-- Made by tools/reference.py from the code: change it there. -->\n\n"

_PLAIN_EXAMPLES = {"keys", "text", "file", "files"}


def problems_page() -> str:
    """Write the page of problem codes."""
    parts = [
        "# Problem codes\n\n",
        _NOTE,
        "Every problem that `dateline check` tells has one of these codes.\n",
        "A code never changes its meaning.\n",
        "Errors stop a build; warnings are only told (`--strict` makes them count).\n",
        "In `dateline.toml`, `[checks.severity]` makes warnings and the errors that say so\n",
        "weigh more, less or nothing; `dateline explain CODE` prints what stands here.\n",
        "\nExamples are keys of a release, its text, whole files, or lines of the file named.\n",
        "In them `\\u202e` is that character, `\\xff` that byte, `⟨ab × 9⟩` nine times `ab`.\n",
        "Of several files each starts with its name: `-- releases/2024-02-01-course.md --`;\n",
        "a name alone stands for a file that is right, `name -> target` for a symbolic link.\n",
    ]
    for rule in rules().values():
        weakened = rule.severity is Severity.ERROR and may_weaken(rule)
        severity = rule.severity.value.capitalize() + (", may be weakened" if weakened else "")
        parts.append(f"\n## {rule.code}\n\n*{severity}.* {rule.reason}\n")
        where = "" if rule.where in _PLAIN_EXAMPLES else f" ({rule.where})"
        parts.append(f"\nNot like this{where}:\n\n```text\n{rule.bad}\n```\n")
        parts.append(f"\nBut like this:\n\n```text\n{rule.good}\n```\n")
    return "".join(parts)


def keys_page() -> str:
    """Write the page of every key of every file."""
    parts = [
        "# Keys\n\n",
        _NOTE,
        "Every key that a file of a newsroom may hold. A key that is not here is an error,\n",
        "except in front matter those that start with `x-`, which are yours.\n",
    ]
    for title, model in (
        ("dateline.toml", NewsroomTable),
        ("feeds/ID.toml", FeedTable),
        ("Front matter of a release", FrontMatter),
        ("Front matter of a standing page", PageKeys),
    ):
        parts.append(f"\n## {title}\n\n| key | takes | default | |\n|---|---|---|---|\n")
        parts.extend(_rows(model, ""))
    return "".join(parts)


def _rows(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        key = prefix + (field.alias or name)
        inner, step = _inner(field.annotation)
        yield f"| `{key}` | {_takes(field)} | {_default(field)} | {field.description} |\n"
        if inner:
            yield from _rows(inner, f"{key}{step}.")


def _inner(annotation: object) -> tuple[type[BaseModel] | None, str]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, ""
    step = {dict: ".ID", list: "[]"}.get(typing.get_origin(annotation) or object, "")
    for argument in typing.get_args(annotation):
        found, deeper = _inner(argument)
        if found:
            return found, step + deeper
    return None, ""


def _takes(field: FieldInfo) -> str:
    inner, step = _inner(field.annotation)
    text = str(field.annotation)
    if step == "[]" or text.startswith("list"):
        return "a list"
    if inner or text.startswith("dict"):
        return "a table"
    choices = [c for c in typing.get_args(field.annotation) if isinstance(c, str)]
    if choices:
        return " or ".join(f"`{choice}`" for choice in choices)
    if "dict" in text:
        return "text, or a table of texts by language"
    names = {bool: "true or false", int: "a whole number"}
    return names.get(typing.cast("type", field.annotation), _named(field))


def _named(field: FieldInfo) -> str:
    words = str(field.metadata) + str(field.annotation)
    for mark, name in (
        ("_embargo", "a date-time with a zone"),
        ("_moment", "a date, or a date-time"),
        ("_day", "a date"),
        ("_kind", "`press-release`, `media-advisory`, `statement` or `correction`"),
    ):
        if f"{mark} " in words:
            return name
    return "text"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    value = field.get_default(call_default_factory=True)
    if value in ("", None, [], (), {}) or isinstance(value, BaseModel):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, list):
        return f"`{', '.join(value)}`"
    return f"`{getattr(value, 'value', value)}`"


def commands_page() -> str:
    """Write the page of every command, from its own help."""
    from dateline.cli import command  # noqa: PLC0415 -- the door last: it is the top floor

    parts = ["# Commands\n\n", _NOTE, "What `--help` says of each command.\n"]
    context = click.Context(command, info_name="dateline", help_option_names=["-h", "--help"])
    parts.append(f"\n## dateline\n\n```text\n{command.get_help(context)}\n```\n")
    parts.extend(_helps(command, context, "dateline"))
    return "".join(parts)


def _helps(group: click.Group, context: click.Context, words: str) -> Iterator[str]:
    """Yield the help of each command of a group, and of theirs."""
    for name in group.list_commands(context):
        each = group.get_command(context, name)
        if each:
            inner = click.Context(each, context, info_name=name)
            inner.terminal_width = 88
            yield f"\n## {words} {name}\n\n```text\n{each.get_help(inner)}\n```\n"
            if isinstance(each, click.Group):
                yield from _helps(each, inner, f"{words} {name}")


def main() -> int:
    """Write or check the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, only tell")
    check = parser.parse_args().check
    stale = 0
    for name, make in (
        ("problems.md", problems_page),
        ("keys.md", keys_page),
        ("commands.md", commands_page),
    ):
        path, text = FOLDER / name, make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale += check
            print(f"docs/reference/{name} {'is out of date' if check else 'renewed'}")
            if not check:
                path.write_text(text, encoding="utf-8")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
