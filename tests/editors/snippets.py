"""Type a snippet as Visual Studio Code does, taking what it proposes."""

from __future__ import annotations

import re

# TextMate's grammar of snippets, as far as ours go: choices, placeholders with variables, stops.
_VARIABLE = re.compile(r"\$\{(CURRENT_[A-Z]+)\}")
_CHOICE = re.compile(r"\$\{\d+\|((?:\\.|[^\\|])*)\|\}")
_PLACEHOLDER = re.compile(r"\$\{\d+(?::((?:\\.|[^\\}])*))?\}|\$\d")
_TODAY = {"CURRENT_YEAR": "2024", "CURRENT_MONTH": "02", "CURRENT_DATE": "01"}


def typed(body: list[str]) -> str:
    """Give the text of a snippet with its first choices and proposals, on 1 February 2024."""
    text = _VARIABLE.sub(lambda match: _TODAY[match[1]], "\n".join(body))
    text = _CHOICE.sub(lambda match: _plain(re.split(r"(?<!\\),", match[1])[0]), text)
    return _PLACEHOLDER.sub(lambda match: _plain(match[1] or ""), text)


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
