"""Put something in the place of broken settings, so that releases are checked in the same run.

None of it is used for anything but finding further problems.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dateline.languages import Language
from dateline.settings.newsroom import LanguageSettings
from dateline.settings.values import is_language

_SUFFIX = re.compile(r"\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\.md\Z")


def stand_ins(root: Path, values: dict[str, Any]) -> dict[str, Any]:
    """Give what stands for the required keys of the settings that are missing or wrong."""
    default = values.get("default_language")
    languages = values.get("languages")
    if not isinstance(languages, dict) or not languages:
        own = {default} if isinstance(default, str) and is_language(default) else set()
        languages = {key: {"name": "-"} for key in sorted(own | _suffixes(root)) or ["en"]}
    return {
        # Nobody can have linked to that host (RFC 6761 section 6.4).
        "base_url": "https://newsroom.invalid/",
        "timezone": "UTC",
        "id_authority": "newsroom.invalid,2000",
        "default_language": likely_default(root, languages),
        "languages": languages,
        "name": "-",
        "title": "-",
    }


def likely_default(root: Path, languages: Iterable[str]) -> str:
    """Give the language that files without a suffix are likely in: one that no suffix names."""
    languages, suffixes = list(languages), _suffixes(root)
    return next((key for key in languages if key not in suffixes), languages[0])


def speechless(key: str) -> LanguageSettings:
    """Give a language that has no words of its own."""
    return LanguageSettings(Language(key, gettext.NullTranslations()), "-", "", "")


def _suffixes(root: Path) -> set[str]:
    found = (_SUFFIX.search(path.name) for path in (root / "releases").rglob("*.md"))
    return {match[1] for match in found if match}
