"""`dateline explain`: the reason of a problem code, and how to write it instead."""

from __future__ import annotations

import textwrap
from typing import Any

import click
from click.shell_completion import CompletionItem

from dateline.cli.desk import Desk
from dateline.cli.options import common, examples
from dateline.cli.showing import COLOURS, show_json
from dateline.errors import UsageError
from dateline.problems import Rule, Severity, did_you_mean
from dateline.rulebook import may_weaken, rules


def _complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [
        CompletionItem(code, help=rule.reason)
        for code, rule in rules().items()
        if code.startswith(incomplete)
    ]


@click.command(
    "explain",
    epilog=examples(
        "dateline explain missing-file", "dateline explain", "dateline explain --format json"
    ),
)
@click.argument("code", required=False, shell_complete=_complete)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or programs.",
)
@common
def command(desk: Desk, *, code: str | None, form: str) -> None:
    """Tell what a problem code means, with a bad and a good example.

    Without CODE, all codes are listed with their severities.
    """
    if code is not None and code not in rules():
        hint = did_you_mean(code, rules(), otherwise="`dateline explain` lists all codes.")
        raise UsageError(f"There is no code `{code}`.", hint=hint)
    if form == "json":
        told = [_as_dict(each) for each in rules().values()]
        show_json(desk, told if code is None else _as_dict(rules()[code]))
    elif code is None:
        _list(desk)
    else:
        _explain(desk, rules()[code])


def _as_dict(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "severity": rule.severity.value,
        "may_weaken": may_weaken(rule),
        "reason": rule.reason,
        "bad": rule.bad,
        "good": rule.good,
    }


def _list(desk: Desk) -> None:
    longest = max(map(len, rules()))
    for code, rule in rules().items():
        desk.put(f"{code:{longest}}  {_severity(rule)}  {rule.reason}")


def _severity(rule: Rule) -> str:
    longest = max(len(each.value) for each in Severity)
    word = f"{rule.severity.value:{longest}}"
    return click.style(word, fg=COLOURS[rule.severity.value])


def _explain(desk: Desk, rule: Rule) -> None:
    severity = click.style(rule.severity.value, fg=COLOURS[rule.severity.value])
    always = "" if may_weaken(rule) else ", always"
    desk.put(f"{click.style(rule.code, bold=True)} ({severity}{always})")
    desk.result(rule.reason)
    for heading, example in (("Not like this:", rule.bad), ("But like this:", rule.good)):
        desk.put(f"\n{heading}\n\n{textwrap.indent(example, '    ')}")
