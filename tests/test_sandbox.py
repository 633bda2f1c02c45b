"""A newsroom's own templates arrange values, and reach nothing beyond them."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import pytest

from dateline.build import build
from dateline.errors import TemplateError
from dateline.settings import load_newsroom
from dateline.templating import THEME
from dateline.usercache import folder_of


def built(root: Path, now: datetime, template: str, name: str = "footer.html") -> str:
    """Build the small newsroom with a template of its own; gives the English front page."""
    (root / "templates").mkdir(exist_ok=True)
    (root / "templates" / name).write_text(template, encoding="utf-8")
    build(load_newsroom(root), now, out=root / "public")
    return (root / "public/en/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__ }}",
        "{{ ''['__class__'] }}",
        "{{ ''|attr('__class__') }}",
        "{{ frame._templates }}",
        "{{ frame.site.newsroom.root.parent }}",
        "{{ frame.site.newsroom.root.joinpath('dateline.toml').read_text() }}",
        "{{ frame.site.newsroom.root.joinpath('dateline.toml').unlink() }}",
        "{{ [frame.site.newsroom.root]|map('attr', 'parent')|join }}",
        "{{ [frame.site.newsroom.root]|map(attribute='parent')|join }}",
        "{{ frame.site.templates.en.derived('x', 'x') }}",
        "{{ frame.language.language.words.install() }}",
        "{{ words.__init__.__globals__ }}",
        "{{ frame.render.__func__ }}",
        "{{ self.__init__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ namespace.__class__ }}",
        "{{ '{0.__class__}'.format(frame) }}",
        "{{ '{0._templates}'.format(frame) }}",
        "{% set x = namespace(f='') %}{{ x.f }}{% set x.f = '{0.__class__}'.format %}{{ x.f(frame) }}",
        "{{ frame.feeds.count }}{% set x = [] %}{{ x.count(1) }}{{ x.append(1) }}",
        "{{ frame.feeds.__class__.__mro__ }}",
        "{% set x = [] %}{{ x.append(1) }}",
        "{{ words.update({}) }}",
        "{{ (1).real.__class__ }}",
        "{% include '/etc/passwd' %}",
        "{% include '../dateline.toml' %}",
    ],
)
def test_inner_workings_and_files_are_shut(small: Path, now: datetime, template: str) -> None:
    """Neither Python's inner workings nor files can be reached; the error names file and line."""
    settings = (small / "dateline.toml").read_bytes()
    with pytest.raises(TemplateError) as told:
        built(small, now, f"<p>\n{template}</p>")

    assert (small / "dateline.toml").read_bytes() == settings
    assert not (small / "public").exists()
    assert "templates/footer.html:2" in told.value.message or "no template" in told.value.message
    assert "is undefined" not in told.value.message  # it would fail for a slip of this test's


@pytest.mark.parametrize(
    "template",
    [
        "{% for i in range(10**9) %}{% endfor %}",
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}",
        "{% for i in range(99999) %}{{ range(99999)|list|sort }}{% endfor %}",
        "{% include 'footer.html' %}",
        "{{ page" + ".site" * 400 + " }}",
        "{{ " + "-" * 400 + "1 }}",
        "{{ 'x' * 10**9 }}",
        "{{ 10**9 * 'x' }}",
        "{{ [1] * 10**9 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 2 ** 10**9 }}",
        "{{ 'x'|center(10**9) }}",
        "{{ 'x'.ljust(10**9) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '%1000000000d'|format(1) }}",
        "{{ '{:1000000000}'.format(1) }}",
        "{% set ns = namespace(x='x') %}{% for i in range(40) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x='x') %}{% for i in range(40) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{% set ns = namespace(x='x') %}{% for i in range(40) %}{% set y %}{{ ns.x }}{{ ns.x }}{% endset %}{% set ns.x = y %}{% endfor %}",
        "{{ ('x' * 100000)|replace('x', 'y' * 100000) }}",
        "{{ ('x' * 100000).replace('x', 'y' * 100000) }}",
        "{{ (['x' * 1000000] * 100000)|join }}",
        "{{ ''.join(['x' * 1000000] * 100000) }}",
        "{{ frame.site.has_year('en', 10**9) }}",
    ],
)
def test_endless_work_is_refused_soon(small: Path, now: datetime, template: str) -> None:
    """A loop without end or a value without bound is an error within seconds, not a hang."""
    start = time.process_time()  # a busy machine is no fault
    with pytest.raises(TemplateError) as told:
        built(small, now, f"<p>\n{template}</p>")

    assert time.process_time() - start < 5
    assert "templates/footer.html:2" in told.value.message
    assert not (small / "public").exists()


@pytest.mark.parametrize(
    ("name", "template"),
    [
        ("base.html", "<p>\n{{ ''.__class__ }}"),
        ("release.html", "{% extends 'base.html' %}\n{% block content %}{{ ''.__class__ }}{% endblock %}"),
        ("item.html", "\n{{ ''.__class__ }}"),
        ("release.txt", "\n{{ ''.__class__ }}"),
        ("chooser.html", "\n{{ ''.__class__ }}"),
        ("month-groups.html", "\n{{ ''.__class__ }}"),
        ("digest.txt", "\n{{ ''.__class__ }}"),
    ],
)  # fmt: skip
def test_every_own_template_is_shut_in(
    small: Path, now: datetime, name: str, template: str
) -> None:
    """Also where one of the theme's extends or includes it, or it extends the theme's."""
    with pytest.raises(TemplateError, match=f"templates/{name}:2: access to attribute"):
        built(small, now, template, name)


def test_the_letter_is_shut_in(small: Path, now: datetime) -> None:
    """The mail template, whose styles are inlined before it is compiled, too."""
    with pytest.raises(TemplateError, match=r"digest\.html.*access to attribute"):
        built(small, now, "<p>{{ ''.__class__ }}</p>", "digest.html")
    with pytest.raises(TemplateError, match=r"templates/digest\.html:2: "):
        built(small, now, "<p>\n{% nonsense %}</p>", "digest.html")


def test_what_templates_are_for_still_works(small: Path, now: datetime) -> None:
    """Words, loops with their neighbours, macros, filters, dates and parts of the theme work."""
    template = """\
{% macro shown(x) %}<i>{{ x }}</i>{% endmacro %}
{% for link in languages|default([]) %}{% endfor %}
{% for feed in frame.feeds %}{{ loop.index }}/{{ loop.length }}{{ "" if loop.last else "," }}{% endfor %}
{{ _("Press releases") }} {{ shown("<b>") }} {{ ["b", "a"]|sort|join("-") }} {{ "x" * 3 ~ 1 }}
{% set block %}{{ 7 % 4 }}{% endset %}{{ block }} {{ "%s!"|format("so") }} {{ frame.site.now.year }}
{{ ngettext("%(num)s release", "%(num)s releases", 2) }}
"""
    page = " ".join(built(small, now, template).split())

    assert "1/6, 2/6" in page.replace(",", ", ")
    assert "Press releases <i>&lt;b&gt;</i> a-b xxx1 3 so! 2024 2 releases" in page


def test_own_and_theme_do_not_share_compiled_code(small: Path, now: datetime) -> None:
    """The theme's code compiled for itself is never taken for the sandbox's, nor the other way."""
    template = "{% set contact = frame.contact %}{% include 'contact-line.html' %}"
    built(small, now, template)
    own = folder_of(small, "templates")
    assert own
    kept = [*own.glob("*"), *(THEME / "__pycache__").glob("*")]
    makers = {path.name.partition("-")[0] for path in kept if "-contact-line.html" in path.name}

    assert makers == {"Sandbox", "_Theme"}
