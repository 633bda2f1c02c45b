"""Templates: the theme's, and a newsroom's own over them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from dateline.errors import TemplateError
from dateline.settings import load_newsroom
from dateline.templating import Templates, load_templates


def templates(root: Path, **own: str) -> Templates:
    """Give the English templates of a newsroom with some of its own."""
    (root / "templates").mkdir(exist_ok=True)
    for name, text in own.items():
        (root / "templates" / f"{name}.html").write_text(text, encoding="utf-8")
    languages = {key: each.language for key, each in load_newsroom(root).languages.items()}
    return load_templates(languages, root / "templates")["en"]


def test_broken_override_waits_for_its_rendering(small: Path) -> None:
    """Preparing never fails: a newsroom's problems are told before its templates' are."""
    broken = templates(small, month="{% if %}")
    broken.prepare()

    with pytest.raises(TemplateError, match=r"templates/month\.html:1: "):
        broken.render("month.html")


def test_words_are_each_languages_own_once_prepared(small: Path) -> None:
    """Templates are compiled once and say their words in whichever language renders them."""
    languages = {key: each.language for key, each in load_newsroom(small).languages.items()}
    (small / "templates").mkdir(exist_ok=True)
    (small / "templates" / "month.html").write_text('{{ _("Subscribe") }}', encoding="utf-8")
    found = load_templates(languages, small / "templates", small / "compiled")
    for each in found.values():
        each.prepare()
    said = {key: each.render("month.html") for key, each in found.items()}

    assert said["en"] == "Subscribe"
    assert len(set(said.values())) == len(said) > 1


def derived(root: Path) -> str:
    """Render the month's template in capitals, with compiled templates kept in the newsroom."""
    languages = {key: each.language for key, each in load_newsroom(root).languages.items()}
    found = load_templates(languages, root / "templates", root / "compiled")

    def loud(source: str) -> str:
        return source.upper()

    return {key: each.derived("month.html", loud).render() for key, each in found.items()}["en"]


def test_what_is_made_of_a_template_is_compiled_once(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is compiled for all languages, and kept for the next run as other templates are."""
    (small / "templates").mkdir(exist_ok=True)
    (small / "templates" / "month.html").write_text("<p>May</p>", encoding="utf-8")
    compiled: list[str] = []
    compile_it = Environment.compile

    def counted(self: Environment, source: str, *args: Any, **options: Any) -> Any:
        compiled.append(source)
        return compile_it(self, source, *args, **options)

    monkeypatch.setattr(Environment, "compile", counted)

    assert [derived(small), derived(small)] == ["<P>MAY</P>", "<P>MAY</P>"]
    assert compiled == ["<p>May</p>", "<P>MAY</P>"]


def test_a_mistake_in_what_is_derived_is_told_by_the_source(small: Path) -> None:
    """The line is the one that the writer of the template sees."""
    broken = templates(small, month="<p>\n{% if %}")

    with pytest.raises(TemplateError, match=r"templates/month\.html:2: "):
        broken.derived("month.html", lambda source: source.replace("\n", ""))
