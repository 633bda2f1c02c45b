"""Check what the settings say of each other, and settle every default, once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dateline.problems import Problem
from dateline.settings.delivery import settle_delivery
from dateline.settings.feeds import settle_feed
from dateline.settings.languages import settle_languages
from dateline.settings.newsroom import Contact, LanguageSettings, Mail, Newsroom, Style, Topic
from dateline.settings.places import TomlPlaces
from dateline.settings.posting import settle_door, settle_sending
from dateline.settings.schema import FeedTable, MailTable, NewsroomTable
from dateline.settings.settling import Settling
from dateline.settings.severities import settle_severities
from dateline.settings.standing_in import likely_default
from dateline.settings.values import split_mailbox
from dateline.validation import INVALID_VALUE


def resolve(
    root: Path,
    main: tuple[NewsroomTable, TomlPlaces],
    feeds: Mapping[str, tuple[FeedTable, TomlPlaces]],
    problems: list[Problem],
) -> Newsroom:
    """Settle the settings of a newsroom; adds what is wrong to `problems`.

    With problems it is good for finding more of them, and for nothing else.
    """
    table, places = main
    settling = Settling(places, problems)
    languages = settle_languages(root, table, settling)
    default_language = table.default_language
    if default_language not in languages:
        default_language = likely_default(root, languages)
        message = f"`default_language` is `{table.default_language}`, which has no table."
        hint = f"Add [languages.{table.default_language}], or name one of those there are."
        where = places.value(("default_language",))
        problems.append(INVALID_VALUE.broken(where, message, hint))
    known = table.languages  # a language with a problem of its own is not unknown elsewhere
    contacts = _contacts(table, known, settling)
    default = _default_contact(table, contacts, settling)
    topics = _topics(table, known, settling)
    severities = settle_severities(table.checks, settling)
    _refuse_hsts_over_http(table, settling)
    settled_feeds = tuple(
        settle_feed(name, feed, known, topics, Settling(where, problems))
        for name, (feed, where) in sorted(feeds.items(), key=_widest_first)
    )
    style = _style(table, known, settling)
    door = settle_door(table.subscriptions)
    mail = _mail(table.mail, table.base_url, default, languages[default_language], door.url)
    return Newsroom(
        root=root,
        base_url=table.base_url,
        base_path=urlsplit(table.base_url).path,
        timezone=ZoneInfo(table.timezone),
        id_authority=table.id_authority,
        default_language=default_language,
        languages=languages,
        contacts=contacts,
        default_contact=default,
        topics=topics,
        mail=mail,
        list_untranslated=table.untranslated == "list",
        plain_text=table.plain_text,
        feeds=settled_feeds,
        sending=settle_sending(
            root, table.mail, table.mail.smtp, table.mail.dkim, mail.sender_address
        ),
        door=door,
        severities=severities,
        style=style,
        hub=table.hub or "",
        delivery=settle_delivery(table.delivery),
    )


def _contacts(
    table: NewsroomTable, languages: Mapping[str, object], settling: Settling
) -> dict[str, Contact]:
    contacts = {}
    for key, values in table.contacts.items():
        settling.id(key, ("contacts", key))
        names = settling.by_language(values.name, languages, ("contacts", key, "name"))
        contacts[key] = Contact(
            key, names, values.phone or "", values.fax or "", values.email or ""
        )
    return contacts


def _default_contact(
    table: NewsroomTable, contacts: Mapping[str, Contact], settling: Settling
) -> Contact | None:
    marked = [key for key, values in table.contacts.items() if values.default]
    for extra in marked[1:]:
        where = settling.places.key(("contacts", extra, "default"))
        message = f"`{extra}` is a second default contact beside `{marked[0]}`."
        settling.problems.append(INVALID_VALUE.broken(where, message, "Keep one default."))
    if marked:
        return contacts[marked[0]]
    return next(iter(contacts.values())) if len(contacts) == 1 else None


def _topics(
    table: NewsroomTable, languages: Mapping[str, object], settling: Settling
) -> dict[str, Topic]:
    topics = {}
    for key, names in table.topics.items():
        settling.id(key, ("topics", key))
        topics[key] = Topic(key, settling.by_language(names, languages, ("topics", key)))
    return topics


def _style(table: NewsroomTable, languages: Mapping[str, object], settling: Settling) -> Style:
    """Settle the spelling of each language: the words of all, and those of its own table."""
    of_all = {w: right for w, right in table.spelling.items() if isinstance(right, str)}
    spelling = {}
    for key, words in table.spelling.items():
        if isinstance(words, dict) and key not in languages:
            settling.unknown_language(key, languages, ("spelling", key))
    for key in languages:
        own = table.spelling.get(key)
        spelling[key] = {**of_all, **own} if isinstance(own, dict) else of_all
    return Style(table.style.title_length, spelling)


def _mail(
    table: MailTable,
    base_url: str,
    contact: Contact | None,
    language: LanguageSettings,
    door: str,
) -> Mail:
    host = urlsplit(base_url).hostname or ""
    name, address = split_mailbox(table.from_ or "")
    address = address or (contact.email if contact else "") or f"press@{host}"
    name = name or (contact.name(language.key) if contact else language.name)
    return Mail(
        sender_name=name,
        sender_address=address,
        list_domain=table.list_domain or host,
        unsubscribe_url=table.unsubscribe_url or (f"{door}unsubscribe/{{token}}" if door else ""),
        unsubscribe_mailto=table.unsubscribe_mailto or address,
        postal_address=(table.postal_address or "").strip(),
    )


def _refuse_hsts_over_http(table: NewsroomTable, settling: Settling) -> None:
    if table.delivery.hsts and not table.base_url.startswith("https:"):
        # RFC 6797 section 7.2: the header must not be sent over plain http.
        message = "`hsts` asks browsers for https, and `base_url` is http."
        where = settling.places.value(("delivery", "hsts"))
        settling.problems.append(INVALID_VALUE.broken(where, message, "Change one of the two."))


def _widest_first(item: tuple[str, tuple[FeedTable, TomlPlaces]]) -> tuple[bool, str]:
    """Order feeds as readers want them: those that bring everything first."""
    name, (table, _) = item
    return bool(table.topics or table.kinds), name
