"""Say how every table of the settings is read: strictly."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Table(BaseModel):
    """A table of TOML: every key is known, and nothing is read as what it is not."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
