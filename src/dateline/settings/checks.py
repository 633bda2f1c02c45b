"""Say what `[checks]` in dateline.toml may hold."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from dateline.settings.table import Table
from dateline.validation import INVALID_VALUE, refuse

Weight = Literal["off", "warning", "error"]


def _pattern(text: str) -> str:
    steps = text.strip("/").split("/")
    if text.startswith("/") or "\\" in text or {"", ".", ".."} & set(steps):
        message = f"`{text[:60]}` is no path of the newsroom."
        raise refuse(INVALID_VALUE, message, "Write it from its root, with /: releases/1998/**")
    return text


class PathChecksTable(Table):
    """An item of `[[checks.paths]]`: severities that hold for some files alone."""

    path: Annotated[str, AfterValidator(_pattern)] = Field(
        description="A file, a folder, or a pattern: releases/1998/**."
    )
    severity: dict[str, Weight] = Field(description="Severities by code, as above.")


class ChecksTable(Table):
    """`[checks]`: how much each rule weighs in this newsroom."""

    severity: dict[str, Weight] = Field(
        default={}, description="By problem code: `off`, `warning` or `error`."
    )
    paths: list[PathChecksTable] = Field(
        default=[], description="Other severities for some files; the last that fits decides."
    )
