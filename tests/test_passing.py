"""Which templates only print what they are handed: pages of these are printed once and filled in."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment

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
