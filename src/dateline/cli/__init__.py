"""The door: arguments, the one clock, printing and exit codes; one file per command."""

import atexit
import os
import sys
from contextlib import suppress

from dateline.cli.door import door as command

__all__ = ["command", "main"]


def main() -> None:
    """Run `dateline` with the words of the command line, and end the process."""
    # Other packages' plugins for pydantic have no say here; to look for them takes 6 ms.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
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
