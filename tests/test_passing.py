"""Which templates only print what they are handed: pages of these are printed once and filled in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, UndefinedError
from markupsafe import escape

from dateline.passing import TEXT, Handed, passes_on

HANDED: dict[str, Handed | None] = {
    "page": {"title": TEXT, "kind": None},
    "body": TEXT,
    "links": [{"href": TEXT, "language": None}],
    "pairs": [(None, TEXT)],
}
BASE = "<title>{% block title %}{{ page.title }}{% endblock %}</title>{% include 'nav.html' %}"
NAV = "{% for link in links %}{{ link.href }}{% endfor %}"
LOUD = "{{ body|upper }}"


def passes(template: str) -> bool:
    sources = {
        "it.html": template,
        "base.html": BASE,
        "nav.html": NAV,
        "loud.html": LOUD,
        "self.html": "{% include 'self.html' %}",
        "plain.txt": "{{ body }}",
    }
    environment = Environment(loader=DictLoader(sources), autoescape=True)
    return passes_on(lambda name: environment.parse(sources[name], name), "it.html", HANDED)


@pytest.mark.parametrize(
    "template",
    [
        "{{ page.title }}, {{ body }} {{ other.thing|upper }} {{ page.kind|upper }}",
        "{% if body and not page.title or links %}{{ body }}{% elif page.kind == 'a' %}b{% endif %}",
        "{% if links|length > 1 %}{{ links|length }}{% endif %}",
        "{% for key, url in pairs %}{{ key|upper }} {{ url }}{% else %}-{% endfor %}",
        "{% for link in links %}{{ link.language|upper }}{% if not loop.last %}, {% endif %}{% endfor %}",
        "{% for a, b in others %}{{ a|upper }}{{ b.c() }}{% endfor %}",
        "{{ body if page.title else page.kind }}{{ body if page.kind }}",
        "{% set label = words['a'] %}{{ label|upper }}",
        "{% extends 'base.html' %}{% block title %}{{ super() }} – {{ name }}{% endblock %}",
        "{% include 'nav.html' %}{{ self.title() }}",
    ],
)
def test_passes_on(template: str) -> None:
    """Printing, asking whether something is there, going through lists and counting them."""
    assert passes(template)


@pytest.mark.parametrize(
    "template",
    [
        "{{ body|upper }}", "{{ body ~ 'a' }}", "{{ body.strip() }}", "{{ body[0] }}",
        "{{ body|length }}", "{{ page }}", "{{ page.path }}", "{{ page['title'] }}",
        "{{ shout(body) }}", "{{ shout(a=page.title) }}", "{{ [body]|join }}",
        "{% if body == 'a' %}b{% endif %}", "{% if 'a' in body %}b{% endif %}",
        "{% if body is defined %}b{% endif %}", "{{ (body if a else b)|upper }}",
        "{% set a = body %}{{ a|upper }}", "{% set a %}{{ body }}{% endset %}{{ a|upper }}",
        "{% set a.b = body %}", "{% filter upper %}{{ body }}{% endfilter %}",
        "{% with a = body %}{{ a }}{% endwith %}", "{% macro a() %}{{ body }}{% endmacro %}",
        "{% for sign in body %}{{ sign }}{% endfor %}", "{% for a, b in links %}{{ a }}{% endfor %}",
        "{% for a in pairs %}{{ a }}{% endfor %}", "{% for a in links if a.href %}{% endfor %}",
        "{% for a in links|sort %}{{ a.href }}{% endfor %}",
        "{% for a in links recursive %}{{ loop(a) }}{% endfor %}",
        "{% for a in links %}{{ loop.previtem.href|upper }}{% endfor %}",
        "{% for a in links %}{% if loop.changed(a.href) %}b{% endif %}{% endfor %}",
        "{% for a, (b, c) in links %}{{ a }}{% endfor %}",
        "{% for body in others %}{% block b %}{{ body|upper }}{% endblock %}{% endfor %}",
        "{% extends 'base.html' %}{% block title %}{{ super()|upper }}{% endblock %}",
        "{% extends 'base.html' %}{% block title %}{{ self.title()|upper }}{% endblock %}",
        "{% extends 'base.html' %}{% block title %}{{ body|upper }}{% endblock %}",
        "{% extends body %}", "{% include body %}", "{% include ['nav.html', 'loud.html'] %}",
        "{% include 'loud.html' %}", "{% include 'self.html' %}", "{% include 'plain.txt' %}",
        "{% include 'nav.html' without context %}",
        "{% import 'nav.html' as nav %}", "{% autoescape false %}{{ body }}{% endautoescape %}",
    ],
)  # fmt: skip
def test_reckons(template: str) -> None:
    """Whatever else is done to a text may come out otherwise for each: a filter, a comparison."""
    assert not passes(template)


# Whatever a newsroom's own template may do with a value, right or wrong.
_NAMES = st.sampled_from(
    "body page.title page.kind link.href link.language url key links other".split()
)
_SIMPLE = st.one_of(_NAMES, st.sampled_from(["'a'", "1", "loop.index", "loop.last", "self.b()"]))
_EXPRESSIONS = st.recursive(
    _SIMPLE,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["upper", "length", "first", "e", "title", "trim"])).map(
            lambda each: f"({each[0]})|{each[1]}"
        ),
        st.tuples(inner, st.sampled_from(["and", "or", "~", "==", "<", "in"]), inner).map(
            lambda each: f"({each[0]} {each[1]} {each[2]})"
        ),
        st.tuples(inner, inner, inner).map(lambda each: "({} if {} else {})".format(*each)),
        inner.map(lambda each: f"(not {each})"),
        inner.map(lambda each: f"({each} is defined)"),
        inner.map(lambda each: f"[{each}]"),
    ),
    max_leaves=3,
)
_PRINTED = st.one_of(_EXPRESSIONS.map("{{{{ {} }}}}".format), st.sampled_from(["<p>", " ", "\n"]))
_TEMPLATES = st.recursive(
    _PRINTED,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map("".join),
        st.tuples(_EXPRESSIONS, inner, inner).map(
            lambda each: "{{% if {} %}}{}{{% else %}}{}{{% endif %}}".format(*each)
        ),
        inner.map("{{% for link in links %}}{}{{% endfor %}}".format),
        inner.map("{{% for key, url in pairs %}}{}{{% else %}}-{{% endfor %}}".format),
        st.tuples(_EXPRESSIONS, inner).map(lambda each: "{{% set other = {} %}}{}".format(*each)),
        st.tuples(_EXPRESSIONS, inner).map(lambda each: "{{% set body = {} %}}{}".format(*each)),
        inner.map("{{% for body in 'ab' %}}{}{{% endfor %}}".format),
    ),
    max_leaves=6,
)
_TEXTS = st.lists(st.sampled_from(["a", "A & <b>", "x" * 9, "  ", "1"]), min_size=5, max_size=5)
_SLOT = re.compile("\ufdd8([0-9])\ufdd8")


def _printed(template: str, texts: list[str]) -> str:
    """Print a template with these texts; an error is printed, too."""
    environment = Environment(autoescape=True)
    title, body, *rest = texts
    links = [{"href": href, "language": "en"} for href in rest[:2]]
    try:
        return environment.from_string(
            "{% block b %}{{ page.title }}{% endblock %}" + template
        ).render(
            page={"title": title, "kind": "news"}, body=body, links=links, pairs=[("k", rest[2])]
        )
    except (UndefinedError, TypeError) as failure:
        return type(failure).__name__


@given(template=_TEMPLATES, texts=_TEXTS)
def test_what_passes_can_be_filled_in(template: str, texts: list[str]) -> None:
    """Law: printed with marks and filled in, or printed with the texts, it is the same."""
    if not passes(template):
        return
    marks = [f"\ufdd8{number}\ufdd8" for number in range(5)]
    filled = _SLOT.sub(lambda slot: escape(texts[int(slot[1])]), _printed(template, marks))

    assert filled == _printed(template, texts)
