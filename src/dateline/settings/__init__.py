"""Read dateline.toml and feeds/*.toml into a `Newsroom`: values right by construction."""

from dateline.settings.load import load_newsroom, settings_places
from dateline.settings.newsroom import (
    Contact,
    Delivery,
    Feed,
    LanguageSettings,
    Mail,
    Newsroom,
    Topic,
    id_of,
)
from dateline.settings.posting import Dkim, Sending, Smtp, SubscriptionDoor

__all__ = [
    "Contact",
    "Delivery",
    "Dkim",
    "Feed",
    "LanguageSettings",
    "Mail",
    "Newsroom",
    "Sending",
    "Smtp",
    "SubscriptionDoor",
    "Topic",
    "id_of",
    "load_newsroom",
    "settings_places",
]
