"""What templates print: MarkupSafe's own escapes, whatever is printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from dateline.escaping import Environment, encoded, escaped


class Sandbox(Environment, SandboxedEnvironment):
    """A sandbox, which is built of ours as the newsrooms' own is."""


TEXTS = st.text(st.characters() | st.sampled_from("&<>'\""))


@given(TEXTS | st.builds(Markup, TEXTS) | st.integers() | st.none())
def test_every_value_stands_as_markupsafe_writes_it(value: object) -> None:
    """Each text is escaped as MarkupSafe does; markup and numbers stay."""
    expected = str(escape(value))
    actual = str(escaped(value))

    assert expected == actual


@given(TEXTS.map(lambda text: text.encode(errors="replace").decode()))
def test_long_texts_are_encoded_as_markupsafe_writes_them(text: str) -> None:
    """Escaped as bytes, they are what MarkupSafe makes of them."""
    assert str(escape(text)).encode() == encoded(text)


@pytest.mark.parametrize("environment", [Environment, Sandbox])
def test_templates_print_by_it(environment: type[Environment]) -> None:
    """What a template prints goes through it, and comes out escaped once."""

    class Marking(environment):  # type: ignore[misc, valid-type]  # whichever is tested
        """Marks what it prints."""

        escape = staticmethod(lambda value: f"[{escaped(value)}]")

    template = Marking(autoescape=True).from_string("{{ a }}{% for x in b %}{{ x }}{% endfor %}")
    expected = "[&lt;][&amp;][<br>]"
    actual = template.render(a="<", b=["&", Markup("<br>")])

    assert expected == actual


def test_what_is_not_markup_is_left_alone() -> None:
    """Where a template writes no markup, nothing is escaped."""
    expected = "a < b"
    actual = Environment(autoescape=False).from_string("{{ a }}").render(a="a < b")

    assert expected == actual
