"""Say how every table of the settings is read: strictly."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Table(BaseModel):
    """A table of TOML: every key is known, and nothing is read as what it is not."""

    # Deferred: most are built within the newsroom's table, and never for themselves.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)
