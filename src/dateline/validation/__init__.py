"""Turn pydantic's findings into problems with a place, a code and a hint.

Front matter and settings say their problems in the same words because both come through here.
"""

from dateline.validation.findings import Places, problems_of
from dateline.validation.mending import mended, unsure
from dateline.validation.rules import (
    INVALID_VALUE,
    MISSING_KEY,
    NULL_VALUE,
    UNKNOWN_KEY,
    WRONG_TYPE,
    refuse,
)
from dateline.validation.shape import Location

__all__ = [
    "INVALID_VALUE",
    "MISSING_KEY",
    "NULL_VALUE",
    "UNKNOWN_KEY",
    "WRONG_TYPE",
    "Location",
    "Places",
    "mended",
    "problems_of",
    "refuse",
    "unsure",
]
