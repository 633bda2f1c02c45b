"""The door: arguments, the one clock, printing and exit codes; one file per command."""

import atexit
import os
import sys
from contextlib import suppress
from types import ModuleType

from dateline.cli.door import door as command

__all__ = ["command", "main"]


def main() -> None:
    """Run `dateline` with the words of the command line, and end the process."""
    _load_no_plugins()
    try:
        command.main()
    except SystemExit as ending:
        if not isinstance(ending.code, int):
            raise
        # To take down ten thousand releases one by one takes a tenth of a second, for nothing:
        # the system has all memory back at once.
        with suppress(OSError, ValueError):
            sys.stderr.flush()
        atexit._run_exitfuncs()
        os._exit(ending.code)


def _load_no_plugins() -> None:
    """Let other packages' plugins for pydantic have no say here.

    To look for them takes 6 ms, and to load what looks for them another 17, of 200 for a start.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    finder = ModuleType("pydantic.plugin._loader")
    finder.get_plugins = tuple  # type: ignore[attr-defined]
    sys.modules.setdefault(finder.__name__, finder)
