"""`dateline editor`: the files by which editors, CMSs and git know a newsroom."""

from __future__ import annotations

import click

from dateline.cli.desk import Desk
from dateline.cli.newsroom import open_if_any, open_newsroom
from dateline.cli.options import common, examples
from dateline.cli.showing import show_json

FILES = {
    "vscode-tasks": ".vscode/tasks.json",
    "vscode-snippets": ".vscode/dateline.code-snippets",
    "cms": "config.yml",
    "pre-commit": ".pre-commit-config.yaml",
}


@click.command(
    "editor", epilog=examples(*(f"dateline editor {name} > {file}" for name, file in FILES.items()))
)
@click.argument("name", metavar="[" + "|".join(FILES) + "]", type=click.Choice(list(FILES)))
@common
def command(desk: Desk, *, name: str) -> None:
    """Print a file that makes an editor know Dateline.

    vscode-tasks shows problems in Visual Studio Code where they stand,
    vscode-snippets types front matter; cms is a configuration of Decap CMS
    and Sveltia CMS; pre-commit holds back commits with errors.
    """
    from dateline.editors import cms, precommit, vscode  # noqa: PLC0415 -- --help does not wait

    if name == "vscode-tasks":
        show_json(desk, vscode.tasks())
    elif name == "vscode-snippets":
        show_json(desk, vscode.snippets(open_if_any(desk)))
    elif name == "cms":
        desk.put(cms.cms_config(open_newsroom(desk)).removesuffix("\n"))
    else:
        desk.put(precommit.CONFIG.removesuffix("\n"))
