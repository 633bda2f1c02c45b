"""Read dateline.toml and feeds/*.toml into a `Newsroom`: values right by construction."""

from dateline.settings.load import find_root, load_newsroom, settings_places
from dateline.settings.newsroom import (
    Contact,
    Delivery,
    Feed,
    LanguageSettings,
    Mail,
    Newsroom,
    Topic,
)

__all__ = [
    "Contact",
    "Delivery",
    "Feed",
    "LanguageSettings",
    "Mail",
    "Newsroom",
    "Topic",
    "find_root",
    "load_newsroom",
    "settings_places",
]
