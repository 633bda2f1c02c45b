"""Open the door: find the command, hand it a desk, and turn its failures into exit codes.

Knows each command's name and one line of help, so that `dateline --help` imports none of them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from dateline import __version__
from dateline.cli.desk import Desk
from dateline.cli.options import examples, on_desk
from dateline.collector import collector_off
from dateline.errors import UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = {
    "init": "Make a small newsroom that passes `check` and builds.",
    "new": "Write a release file to fill in, and print its path.",
    "check": "Tell every problem in every file.",
    "explain": "Tell what a problem code means.",
    "build": "Check the newsroom, then publish it.",
    "serve": "Preview the newsroom in a browser, reloading on change.",
    "digest": "Write the e-mail-ready digest of a month.",
    "delivery": "Print a web server's settings for the site.",
    "ping": "Tell the WebSub hub of the feeds that changed.",
    "send": "Send a month's digest to its subscribers, once.",
    "subscribers": "Keep the list of who gets the digest.",
    "subscriptions": "Open the web door for subscribers.",
    "keys": "Make the secret keys of signatures and tokens.",
    "worker": "Send what others queued, beside other machines.",
    "bounces": "Take in mail that came back, and complaints.",
    "doctor": "Examine what receivers will see of your mail.",
    "list": "List the releases and where each stands.",
    "schedule": "Tell what is held, and when the output will change next.",
    "schema": "Print the JSON Schema of what you write.",
    "editor": "Print a file that makes an editor know Dateline.",
    "completion": "Print the completion script of a shell.",
}


class Door(click.Group):
    """The group of commands, each imported only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the order of a day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of a name."""
        if cmd_name in COMMANDS:
            with collector_off():
                return _imported(cmd_name)
        if ctx.resilient_parsing or cmd_name.startswith("-"):
            return None
        raise click.exceptions.NoSuchCommand(cmd_name, possibilities=COMMANDS, ctx=ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete names and options without importing the commands."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 -- only shells wait

        names = [name for name in COMMANDS if name.startswith(incomplete)]
        found = [CompletionItem(name, help=COMMANDS[name]) for name in names]
        return found + click.Command.shell_complete(self, ctx, incomplete)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; that a reader went away is told apart before click hears of it."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as failure:
            from dateline.cli.failures import ReaderGoneError  # noqa: PLC0415 -- only who fails waits

            raise ReaderGoneError from failure

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run, print what failed, and exit: the only place that does."""
        desk = Desk()
        desk.prepare_streams()
        extra |= {"standalone_mode": False, "obj": desk, "color": desk.color}
        code = _guarded(lambda: super(Door, self).main(*args, **extra), desk)
        sys.exit(_guarded(sys.stdout.flush, desk) or code)


def _imported(name: str) -> click.Command:
    try:
        found: click.Command = import_module(f"dateline.cli.{name}").command
    except ModuleNotFoundError as failure:
        missing = (failure.name or "").partition(".")[0]
        if missing == "dateline":
            raise
        message = f"`dateline {name}` needs a library that is not installed: {missing}."
        raise UsageError(message, hint="pip install 'dateline[mail]'") from failure
    return found


def _guarded(run: Callable[[], Any], desk: Desk) -> int:
    """Run, and give the exit code; what failed is told on standard error."""
    try:
        code = run()
    except Exception as failure:  # noqa: BLE001 -- the last resort: a bug is told as one
        from dateline.cli.failures import exit_code_of  # noqa: PLC0415 -- only who fails waits

        return exit_code_of(failure, desk)
    return code if isinstance(code, int) else 0


@click.group(
    cls=Door,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples("dateline init my-newsroom", "dateline -C my-newsroom build"),
)
@click.version_option(__version__, message="dateline %(version)s")
@on_desk
def door() -> None:
    """Publish dated press releases as feeds, a monthly archive and a digest."""
