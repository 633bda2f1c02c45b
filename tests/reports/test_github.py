"""Annotations: read back as GitHub's runner reads them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.problems import Place, error, warning
from dateline.reports.github import annotation

# actions/runner, src/Runner.Common/ActionCommand.cs: the escapes are undone in this order.
LINE = re.compile(r"::(?P<command>\w+) (?P<properties>.*?)::(?P<data>.*)\Z")
TEXTS = st.text(st.sampled_from(list("a%:,\r\n0DA3C25=é ")) | st.characters(codec="utf-8"))


def read_back(line: str) -> tuple[str, dict[str, str], str]:
    """Read a workflow command as the runner does."""
    match = LINE.match(line)
    assert match
    properties = {}
    for part in match["properties"].split(","):
        name, _, value = part.partition("=")
        for code, letter in (
            ("%0D", "\r"),
            ("%0A", "\n"),
            ("%3A", ":"),
            ("%2C", ","),
            ("%25", "%"),
        ):
            value = value.replace(code, letter)
        properties[name] = value
    data = match["data"]
    for code, letter in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        data = data.replace(code, letter)
    return match["command"], properties, data


def test_an_annotation() -> None:
    """Severity, file, place, code and words stand where GitHub looks for them."""
    problem = error("a-code", "", bad="", good="").broken(
        Place("releases/a.md", 3, 7), "100 %: no.", "Do, so."
    )

    assert annotation(problem, "press/") == (
        "::error file=press/releases/a.md,line=3,col=7,title=Dateline%3A a-code"
        "::100 %25: no.%0ADo, so."
    )


@given(TEXTS.filter(bool), TEXTS.filter(bool), TEXTS)
def test_any_words_come_back(path: str, message: str, hint: str) -> None:
    """Whatever stands in a path or message, GitHub reads the same, on one line."""
    problem = warning("a-code", "", bad="", good="").broken(Place(path, 1, 2), message, hint)

    line = annotation(problem)

    command, properties, data = read_back(line)
    assert "\n" not in line
    assert (command, properties["file"], properties["line"], properties["col"]) == (
        "warning",
        path,
        "1",
        "2",
    )
    assert data == (f"{message}\n{hint}" if hint else message)


@pytest.mark.parametrize("message", ["::stop-commands::x", "a\n::error::b"])
def test_no_words_become_a_command(message: str) -> None:
    """Text from a file cannot start a command of its own."""
    problem = error("a-code", "", bad="", good="").broken(Place("a.md"), message)

    assert annotation(problem).startswith("::error file=a.md,")
    assert len(annotation(problem).splitlines()) == 1
