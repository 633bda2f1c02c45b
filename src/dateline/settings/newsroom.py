"""Hold a newsroom's settings as frozen values; knows nothing of TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateline.languages import Language
from dateline.model import Kind, Month
from dateline.settings.posting import Sending, SubscriptionDoor
from dateline.settings.weights import Severities


class LanguageSettings(NamedTuple):
    """What the newsroom calls itself in one language; `boilerplate` is Markdown."""

    language: Language
    name: str
    description: str = ""
    boilerplate: str = ""

    @property
    def key(self) -> str:
        """Give the BCP 47 key."""
        return self.language.key


class Contact(NamedTuple):
    """Somebody whom journalists may call; names by language."""

    id: str
    names: Mapping[str, str]
    phone: str = ""
    fax: str = ""
    email: str = ""

    def name(self, language: str) -> str:
        """Give the name in a language, or the only one there is; the id where settings lack all."""
        return self.names.get(language) or next(iter(self.names.values()), self.id)


class Topic(NamedTuple):
    """A subject that releases are filed under; names by language."""

    id: str
    names: Mapping[str, str]

    def name(self, language: str) -> str:
        """Give the name in a language; the settings promise that there is one."""
        return self.names[language]


def id_of(name: str, known: Mapping[str, Topic | Contact]) -> str:
    """Give the id of the topic or contact that has a name in any language, or none."""
    return next((ident for ident, each in known.items() if name in each.names.values()), "")


class Feed(NamedTuple):
    """A subscription that the newsroom offers; empty selections mean all."""

    id: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    topics: tuple[str, ...]
    kinds: tuple[Kind, ...]
    languages: tuple[str, ...]
    items: int
    history: bool
    full_content: bool
    formats: tuple[str, ...]
    digest: bool


class Mail(NamedTuple):
    """What the digest's letters say of their sender; placeholders stand for tokens."""

    sender_name: str
    sender_address: str
    list_domain: str
    unsubscribe_url: str
    unsubscribe_mailto: str
    postal_address: str


class Style(NamedTuple):
    """What the house holds its texts to; `spelling` gives the right words for wrong ones."""

    title_length: int = 150
    spelling: Mapping[str, Mapping[str, str]] = MappingProxyType({})


class Delivery(NamedTuple):
    """How the site is handed to readers; `sources` names other hosts by kind of resource."""

    gzip: bool = False
    hsts: bool = False
    sources: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A newsroom: where it is, what it is called, and what it offers.

    `base_url` ends in a slash; `base_path` is its path, `/` or `/press/`.
    """

    root: Path
    base_url: str
    base_path: str
    timezone: ZoneInfo
    id_authority: str
    default_language: str
    languages: Mapping[str, LanguageSettings]
    contacts: Mapping[str, Contact]
    default_contact: Contact | None
    topics: Mapping[str, Topic]
    mail: Mail
    list_untranslated: bool
    plain_text: bool
    feeds: tuple[Feed, ...]
    sending: Sending
    door: SubscriptionDoor
    severities: Severities = field(default_factory=Severities)
    style: Style = field(default_factory=Style)
    hub: str = ""
    delivery: Delivery = field(default_factory=Delivery)
    is_zone_known: bool = True  # it always is, but where settings are only looked into

    @property
    def founded(self) -> datetime:
        """Give the first moment of the year in `id_authority`, the age of what is empty."""
        year = int(self.id_authority.partition(",")[2][:4])
        return datetime(year, 1, 1, tzinfo=UTC)

    def local_day(self, moment: datetime) -> date:
        """Give the day that a moment falls on in the newsroom's zone."""
        if moment.tzinfo is not self.timezone:
            moment = moment.astimezone(self.timezone)
        return moment.date()

    def midnight(self, day: date) -> datetime:
        """Give the first instant of a day in the newsroom's zone."""
        return datetime.combine(day, time(), tzinfo=self.timezone)

    def open_month(self, now: datetime) -> Month:
        """Give the month that is not over yet at `now`."""
        return Month.of(self.local_day(now))
