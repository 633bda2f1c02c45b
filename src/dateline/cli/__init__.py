"""The door: arguments, the one clock, printing and exit codes; one file per command."""

from dateline.cli.door import door as command

__all__ = ["command", "main"]


def main() -> None:
    """Run `dateline` with the words of the command line."""
    command.main()
