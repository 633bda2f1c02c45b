"""Put a mail template's styles into its tags, once, before it is filled.

An HTML parser throws what it does not expect out of tables, Jinja's `{% … %}` too; so a mail
template wraps those in comments, `<!--{% for … %}-->`, which are taken off afterwards.
A `<style data-css-inline="keep">` stays as it is.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Any

import css_inline
import jinja2

from dateline.errors import DatelineError, TemplateError
from dateline.escaping import printed
from dateline.templating import Templates

_WRAPPED = re.compile(r"<!--(\{%.*?%\})-->", re.DOTALL)
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_BLANK = re.compile(r"\n\s+")


def render_inlined(templates: Templates, name: str, /, **values: Any) -> list[str]:
    """Render a mail template into the pieces that it prints; raises TemplateError."""
    try:
        return printed(_inlined(templates, name), values)
    except DatelineError:
        raise
    except Exception as failure:
        raise TemplateError(f"The mail template `{name}` cannot be used: {failure}.") from failure


def without_blanks(lines: str) -> str:
    """Give whole lines of HTML, none of them blank or indented.

    Buttondown reads HTML as Markdown, where these have a meaning.
    """
    return _BLANK.sub("\n", lines).lstrip()


@lru_cache(maxsize=16)
def _inlined(templates: Templates, name: str) -> jinja2.Template:
    return templates.derived(name, _inline)


def _inline(source: str) -> str:
    inlined = css_inline.inline(source, load_remote_stylesheets=False)
    return _JINJA.sub(_unescape, _WRAPPED.sub(r"\1", inlined))


def _unescape(match: re.Match[str]) -> str:
    return html.unescape(match[0])
