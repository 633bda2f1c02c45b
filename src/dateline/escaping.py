"""Escape what templates print, with what escapes nothing passed on as it is.

MarkupSafe wraps every text that it escapes in a class of its own, and a page prints fifty: half of
the time of a page went into wrapping texts that are joined in the next moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jinja2
from jinja2 import nodes
from markupsafe import Markup, escape
from pydantic_core import to_json


def escaped(value: Any) -> str:
    """Give a value as it stands in a page, as `markupsafe.escape` writes it."""
    if type(value) is str:
        # Five searches at the speed of memory, for most texts have nothing to escape.
        if "&" in value or "<" in value or ">" in value or '"' in value or "'" in value:
            return escape(value)
        return value
    return value if type(value) is Markup else escape(value)


def encoded(text: str) -> bytes:
    """Give `escaped` of a text in UTF-8: for long texts, which bytes are escaped sooner."""
    told = text.encode().replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
    return told.replace(b"'", b"&#39;").replace(b'"', b"&#34;")


def as_markup(text: str) -> Markup:
    """Give a text that was made safe as markup, which templates print as it is.

    Markup's own way asks, in Python, whether it is not a text; a page is made of six.
    """
    return str.__new__(Markup, text)


def in_json(text: str) -> bytes:
    """Give a text as it stands between quotes in JSON within a script element."""
    return safe_json(to_json(text))[1:-1]


def safe_json(written: bytes) -> bytes:
    """Give JSON as it may stand in a script element.

    `</script>` and `<!--` would end or hide it (HTML Living Standard, 4.12.1.3).
    """
    told = written.replace(b"<", b"\\u003c").replace(b">", b"\\u003e")
    return told.replace(b"&", b"\\u0026")


def printed(template: jinja2.Template, values: Mapping[str, Any]) -> list[str]:
    """Render a template into the pieces that it prints.

    Not by its `generate`, which hands on each piece by itself.
    """
    try:
        return list(template.root_render_func(template.new_context(dict(values))))
    except Exception:  # noqa: BLE001 -- raised again, with the template's lines
        template.environment.handle_exception()


class Environment(jinja2.Environment):
    """An environment whose templates print by `escaped`."""

    escape = staticmethod(escaped)

    def _generate(self, source: nodes.Template, *args: Any, **options: Any) -> str:
        """Write a template's code; the name by which it calls MarkupSafe means `escaped`."""
        code = super()._generate(source, *args, **options)
        return code.replace("\nname = ", "\nescape = environment.escape\nname = ", 1)
