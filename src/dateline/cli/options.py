"""Declare the options that every command has, and those that several share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from dateline.cli import clock
from dateline.cli.desk import Desk

Function = Callable[..., Any]


def _set(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def note(ctx: click.Context, _: click.Parameter, value: Any) -> None:
        desk = ctx.find_object(Desk)
        if value and desk is not None:
            setattr(desk, name, value)
            if desk.quiet and desk.verbose:
                raise click.UsageError("--quiet and --verbose exclude each other.", ctx)

    return note


def on_desk(function: Function) -> Function:
    """Add -C, --quiet and --verbose, which every command has."""
    for add in (
        click.option(
            "--verbose",
            "-v",
            is_flag=True,
            expose_value=False,
            callback=_set("verbose"),
            help="Tell more, and a bug's details.",
        ),
        click.option(
            "--quiet",
            "-q",
            is_flag=True,
            expose_value=False,
            callback=_set("quiet"),
            help="Tell nothing but what was asked for and what failed.",
        ),
        click.option(
            "-C",
            "at_or_above",
            metavar="DIR",
            type=click.Path(exists=True, file_okay=False),
            expose_value=False,
            callback=_set("folder"),
            help="Use the newsroom at or above DIR.",
        ),
    ):
        function = add(function)
    return function


def common(function: Function) -> Function:
    """Make a function the body of a command: it gets the desk first, and the common options."""
    return on_desk(click.pass_obj(function))


def _now(ctx: click.Context, _: click.Parameter, value: str | None) -> datetime | None:
    return None if ctx.resilient_parsing else clock.read_now(value)


def _fixed_now(ctx: click.Context, _: click.Parameter, value: str | None) -> datetime | None:
    return None if ctx.resilient_parsing else clock.fixed_now(value)


def _now_option(callback: Callable[..., datetime | None]) -> Callable[[Function], Function]:
    return click.option(
        "--now",
        metavar="T",
        callback=callback,
        help="Take T (RFC 3339: 2024-02-01T09:00:00+07:00) for now.",
    )


now_option = _now_option(_now)
fixed_now_option = _now_option(_fixed_now)


def examples(*lines: str) -> str:
    r"""Write a command's examples as its help's end; click keeps the lines after `\b`."""
    heading = "Example:" if len(lines) == 1 else "Examples:"
    return "\n".join(("\b", heading, *(f"  {line}" for line in lines)))
