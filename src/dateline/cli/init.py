"""`dateline init`: write a small newsroom that passes `check --strict` and builds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Template

import click

from dateline.cli.desk import Desk
from dateline.cli.options import common, examples, now_option
from dateline.errors import UsageError

_STARTER = Path(__file__).parent / "starter"
_FILES = {
    "dateline.toml": "dateline.toml",
    "feeds/press.toml": "press.toml",
    "releases/$year/$day-welcome.md": "welcome.md",
    ".gitignore": "gitignore.txt",
    ".gitattributes": "gitattributes.txt",
    "README.txt": "README.txt",
}
_VIETNAMESE = {"releases/$year/$day-welcome.vi.md": "welcome.vi.md"}


@click.command("init", epilog=examples("dateline init my-newsroom", "dateline init --lang vi"))
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path())
@click.option("--lang", "languages", type=click.Choice(["en", "vi"]), multiple=True,
              help="With vi, in English and Vietnamese.")  # fmt: skip
@now_option
@common
def command(desk: Desk, *, folder: str, languages: tuple[str, ...], now: datetime) -> None:
    """Make a small newsroom that passes `check` and builds.

    Nothing that is there is overwritten.
    """
    root = Path(desk.folder) / folder
    files = _compose(now, with_vietnamese="vi" in languages)
    _refuse_overwriting(root, files)
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        desk.result(desk.near(target))
    place = desk.near(root)
    where = "here" if place == "." else f"in {place}"
    desk.tell(f"A newsroom stands {where}. README.txt says what to do next.")


def _compose(now: datetime, *, with_vietnamese: bool) -> dict[str, str]:
    """Give the newsroom's files, dated today in UTC, its zone until it is told another."""
    day = now.astimezone(UTC).date()
    values = {"year": f"{day.year:04d}", "day": day.isoformat()}
    variant = _STARTER / ("en-vi" if with_vietnamese else "en")
    names = _FILES | (_VIETNAMESE if with_vietnamese else {})
    files = {}
    for path, name in names.items():
        source = variant / name if (variant / name).is_file() else _STARTER / name
        text = source.read_text(encoding="utf-8")
        files[Template(path).substitute(values)] = Template(text).substitute(values)
    return files


def _refuse_overwriting(root: Path, files: dict[str, str]) -> None:
    there = sorted({found for path in files for found in _in_the_way(root, path)})
    if os.path.lexists(root) and not root.is_dir():
        raise UsageError(f"{root} is no folder.", hint="Name a new folder.")
    if there:
        hint = "Name a new folder, or move these files away."
        raise UsageError(f"Already there: {', '.join(there)}.", hint=hint)


def _in_the_way(root: Path, path: str) -> Iterator[str]:
    """Yield the file itself, and what stands as a file where its folders go."""
    if os.path.lexists(root / path):
        yield path
    for folder in list(Path(path).parents)[:-1]:
        if os.path.lexists(root / folder) and not (root / folder).is_dir():
            yield folder.as_posix()
