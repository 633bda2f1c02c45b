"""Hold the family of failures that the door turns into exit codes.

    DatelineError
    ├── ContentError        1  the newsroom's releases or pages have problems
    ├── UsageError          2  wrong words on the command line, wrong settings
    │   ├── NewsroomNotFoundError
    │   ├── SettingsError      dateline.toml or feeds/*.toml have problems
    │   ├── TemplateError      a template of the newsroom cannot be used
    │   └── OutputRefusedError the output folder is unsafe or holds foreign files
    └── OutsideError        3  disk, network or mail server failed

Every failure says what happened, where, and what to do. None of them is printed here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dateline.problems import Problem
    from dateline.settings import Newsroom


class DatelineError(Exception):
    """Any failure that a user can cause or should be told of."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ContentError(DatelineError):
    """The newsroom's content has problems, so nothing was published."""

    def __init__(self, problems: Sequence[Problem], *, hint: str = "") -> None:
        super().__init__("The newsroom has problems.", hint=hint)
        self.problems = tuple(problems)


class UsageError(DatelineError):
    """The command was used wrongly."""

    exit_code = 2


class NewsroomNotFoundError(UsageError):
    """No dateline.toml was found where a newsroom was looked for."""


class SettingsError(UsageError):
    """The settings have problems, so nothing is done by them.

    `newsroom` is what they come to with stand-ins for what is broken, good for finding further
    problems and for nothing else. `broken` are the keys of dateline.toml that something else stands
    for, or may; `feeds` among them stands for the feeds' files.
    """

    def __init__(
        self,
        problems: Sequence[Problem],
        newsroom: Newsroom,
        broken: Collection[str] = (),
    ) -> None:
        super().__init__("The settings have problems.")
        self.problems = tuple(problems)
        self.newsroom = newsroom
        self.broken = frozenset(broken)


class TemplateError(UsageError):
    """A template of the newsroom cannot be used."""


class OutputRefusedError(UsageError):
    """The output folder is unsafe to write to."""


class OutsideError(DatelineError):
    """The outside world failed: disk, network or mail server."""

    exit_code = 3
