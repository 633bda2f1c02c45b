"""`dateline schema`: the JSON Schema of what people write, for their editors."""

from __future__ import annotations

import click

from dateline.cli.desk import Desk
from dateline.cli.newsroom import open_if_any
from dateline.cli.options import common, examples
from dateline.cli.showing import show_json

NAMES = ["front-matter", "page", "dateline", "feed"]


@click.command(
    "schema",
    epilog=examples(
        "dateline schema front-matter > front-matter.schema.json",
        "dateline schema dateline > dateline.schema.json",
        "dateline schema feed > feed.schema.json",
    ),
)
@click.argument("name", metavar="[" + "|".join(NAMES) + "]", type=click.Choice(NAMES),
                default="front-matter")  # fmt: skip
@common
def command(desk: Desk, *, name: str) -> None:
    """Print the JSON Schema (2020-12) of front matter, dateline.toml or a feed.

    Within a newsroom it names the ids of its topics, contacts and languages.
    """
    from dateline.editors.schemas import schema  # noqa: PLC0415 -- --help does not wait for it

    show_json(desk, schema(name, open_if_any(desk)))
