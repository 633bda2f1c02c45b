"""Name the things of the trade as frozen values, right by construction.

Every date-time is aware. Nothing here reads a file, a clock or a setting.
"""

from dateline.model.edition import (
    Attachment,
    Change,
    Coverage,
    Edition,
    Kind,
    LocalFile,
    Picture,
    StandingPage,
    State,
    Understood,
    Withdrawal,
    came_before,
    make_edition,
)
from dateline.model.month import Month
from dateline.model.told import (
    Artifact,
    Correction,
    Notice,
    Print,
    Release,
    Told,
)

__all__ = [
    "Artifact",
    "Attachment",
    "Change",
    "Correction",
    "Coverage",
    "Edition",
    "Kind",
    "LocalFile",
    "Month",
    "Notice",
    "Picture",
    "Print",
    "Release",
    "StandingPage",
    "State",
    "Told",
    "Understood",
    "Withdrawal",
    "came_before",
    "make_edition",
]
