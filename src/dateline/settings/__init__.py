"""Read dateline.toml and feeds/*.toml into a `Newsroom`: values right by construction."""

from dateline.settings.load import find_root, load_newsroom
from dateline.settings.newsroom import Contact, Feed, LanguageSettings, Mail, Newsroom, Topic
from dateline.settings.posting import Dkim, Sending, Smtp, SubscriptionDoor

__all__ = [
    "Contact",
    "Dkim",
    "Feed",
    "LanguageSettings",
    "Mail",
    "Newsroom",
    "Sending",
    "Smtp",
    "SubscriptionDoor",
    "Topic",
    "find_root",
    "load_newsroom",
]
