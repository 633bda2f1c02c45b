"""`dateline completion`: print the script that teaches a shell to complete our words."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from dateline.cli.desk import Desk
from dateline.cli.options import common, examples
from dateline.errors import UsageError


@click.command(
    "completion",
    epilog=examples(
        "dateline completion bash >> ~/.bashrc",
        "dateline completion zsh >> ~/.zshrc",
        "dateline completion fish > ~/.config/fish/completions/dateline.fish",
    ),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
@common
def command(desk: Desk, ctx: click.Context, *, shell: str) -> None:
    """Print the completion script of a shell."""
    found = get_completion_class(shell)
    if found is None:
        raise UsageError(f"There is no completion for {shell}.")
    desk.put(found(ctx.find_root().command, {}, "dateline", "_DATELINE_COMPLETE").source())
