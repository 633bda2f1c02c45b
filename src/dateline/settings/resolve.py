"""Check what the settings say of each other, and settle every default, once."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dateline.languages import load_language
from dateline.model import Kind
from dateline.problems import Problem, did_you_mean, error
from dateline.settings.newsroom import Contact, Feed, LanguageSettings, Mail, Newsroom, Topic
from dateline.settings.places import TomlPlaces
from dateline.settings.schema import (
    INVALID_ID,
    KINDS,
    FeedTable,
    MailTable,
    NewsroomTable,
    is_id,
    is_language,
)
from dateline.validation import INVALID_VALUE, MISSING_KEY, Location

UNKNOWN_LANGUAGE = error(
    "unknown-language",
    "Text in a language that the newsroom does not have would appear nowhere.",
    bad='title = { en = "Press releases", fr = "Communiqués" }',
    good='title = { en = "Press releases", vi = "Thông cáo báo chí" }',
)
UNKNOWN_TOPIC = error(
    "unknown-topic",
    "The topic has no name and no page until dateline.toml defines it.",
    bad="topics: [social-protecton]",
    good="topics: [social-protection]",
)
MISSING_CATALOGUE = error(
    "missing-catalogue",
    "The pages of a language need its interface words.",
    bad="[languages.fr] without templates/locale/fr.po",
    good="[languages.fr] with templates/locale/fr.po",
)


class _Settling:
    """Collects problems of one file while its values are settled."""

    def __init__(self, places: TomlPlaces, problems: list[Problem]) -> None:
        self.places = places
        self.problems = problems

    def by_language(
        self, words: str | Mapping[str, str] | None, languages: Mapping[str, object], at: Location
    ) -> dict[str, str]:
        """Give words for each language; a table must name each language and no other."""
        if words is None:
            return dict.fromkeys(languages, "")
        if isinstance(words, str):
            return dict.fromkeys(languages, words)
        for unknown in words.keys() - languages.keys():
            self.unknown_language(unknown, languages, (*at, unknown))
        for missing in languages.keys() - words.keys():
            message = f"`{'.'.join(map(str, at))}` lacks the language `{missing}`."
            hint = f'Add {missing} = "…".'
            self.problems.append(MISSING_KEY.broken(self.places.key(at), message, hint))
        return dict(words)

    def unknown_language(self, key: str, languages: Mapping[str, object], at: Location) -> None:
        message = f"`{key}` is no language of this newsroom."
        hint = did_you_mean(key, languages)
        self.problems.append(UNKNOWN_LANGUAGE.broken(self.places.key(at), message, hint))

    def id(self, text: str, at: Location) -> None:
        if not is_id(text):
            message = f"`{text}` is no id."
            hint = "Use small letters a to z, digits and hyphens."
            self.problems.append(INVALID_ID.broken(self.places.key(at), message, hint))


def resolve(
    root: Path,
    main: tuple[NewsroomTable, TomlPlaces],
    feeds: Mapping[str, tuple[FeedTable, TomlPlaces]],
    problems: list[Problem],
) -> Newsroom | None:
    """Settle the settings of a newsroom; None when its languages cannot be settled.

    Adds what is wrong to `problems`.
    """
    table, places = main
    settling = _Settling(places, problems)
    languages = _languages(root, table, settling)
    if table.default_language not in languages:
        message = f"`default_language` is `{table.default_language}`, which has no table."
        hint = f"Add [languages.{table.default_language}], or name one of those there are."
        where = places.value(("default_language",))
        problems.append(INVALID_VALUE.broken(where, message, hint))
        return None
    known = table.languages  # a language with a problem of its own is not unknown elsewhere
    contacts = _contacts(table, known, settling)
    default = _default_contact(table, contacts, settling)
    topics = _topics(table, known, settling)
    return Newsroom(
        root=root,
        base_url=table.base_url,
        base_path=urlsplit(table.base_url).path,
        timezone=ZoneInfo(table.timezone),
        id_authority=table.id_authority,
        default_language=table.default_language,
        languages=languages,
        contacts=contacts,
        default_contact=default,
        topics=topics,
        mail=_mail(table.mail, table.base_url, default, languages[table.default_language]),
        list_untranslated=table.untranslated == "list",
        feeds=tuple(
            _feed(name, feed, known, topics, _Settling(where, problems))
            for name, (feed, where) in sorted(feeds.items(), key=_widest_first)
        ),
    )


def _languages(
    root: Path, table: NewsroomTable, settling: _Settling
) -> dict[str, LanguageSettings]:
    languages = {}
    for key, values in table.languages.items():
        where = settling.places.key(("languages", key))
        if not is_language(key):
            hint = "Use a BCP 47 tag such as en, vi or pt-BR."
            message = f"`{key}` is no language tag."
            settling.problems.append(INVALID_VALUE.broken(where, message, hint))
            continue
        try:
            language = load_language(key, root / "templates" / "locale")
        except (ValueError, OSError) as failure:
            message = f"The catalogue of `{key}` cannot be read: {failure}."
            settling.problems.append(MISSING_CATALOGUE.broken(where, message))
            continue
        if language is None:
            message = f"There are no interface words for `{key}`."
            hint = f"Put a gettext catalogue at templates/locale/{key}.po."
            settling.problems.append(MISSING_CATALOGUE.broken(where, message, hint))
            continue
        languages[key] = LanguageSettings(
            language, values.name, values.description.strip(), values.boilerplate
        )
    return languages


def _contacts(
    table: NewsroomTable, languages: Mapping[str, object], settling: _Settling
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
    table: NewsroomTable, contacts: Mapping[str, Contact], settling: _Settling
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
    table: NewsroomTable, languages: Mapping[str, object], settling: _Settling
) -> dict[str, Topic]:
    topics = {}
    for key, names in table.topics.items():
        settling.id(key, ("topics", key))
        topics[key] = Topic(key, settling.by_language(names, languages, ("topics", key)))
    return topics


def _mail(
    table: MailTable, base_url: str, contact: Contact | None, language: LanguageSettings
) -> Mail:
    host = urlsplit(base_url).hostname or ""
    name, address = parseaddr(table.from_) if table.from_ else ("", "")
    address = address or (contact.email if contact else "") or f"press@{host}"
    name = name or (contact.name(language.key) if contact else language.name)
    return Mail(
        sender_name=name,
        sender_address=address,
        list_domain=table.list_domain or host,
        unsubscribe_url=table.unsubscribe_url or "",
        unsubscribe_mailto=table.unsubscribe_mailto or address,
        postal_address=(table.postal_address or "").strip(),
    )


def _feed(
    name: str,
    table: FeedTable,
    languages: Mapping[str, object],
    topics: Mapping[str, object],
    settling: _Settling,
) -> Feed:
    own = {key: languages[key] for key in table.languages if key in languages} or languages
    for index, key in enumerate(table.languages):
        if key not in languages:
            settling.unknown_language(key, languages, ("languages", index))
    for index, topic in enumerate(table.topics):
        if topic not in topics:
            where = settling.places.value(("topics", index))
            message = f"`{topic}` is no topic of this newsroom."
            settling.problems.append(
                UNKNOWN_TOPIC.broken(where, message, did_you_mean(topic, topics))
            )
    for index, kind in enumerate(table.kinds):
        if kind not in KINDS:
            where = settling.places.value(("kinds", index))
            message = f"`{kind}` is no kind of release."
            settling.problems.append(
                INVALID_VALUE.broken(where, message, did_you_mean(kind, KINDS))
            )
    return Feed(
        id=name,
        titles=_for_feed(table.title, own, languages, settling, "title"),
        descriptions=_for_feed(table.description, own, languages, settling, "description"),
        topics=tuple(table.topics),
        kinds=tuple(Kind(kind) for kind in table.kinds if kind in KINDS),
        languages=tuple(own),
        items=table.items,
        history=table.history,
        full_content=table.content == "full",
        formats=tuple(dict.fromkeys(table.formats)),
        digest=table.digest == "monthly",
    )


def _widest_first(item: tuple[str, tuple[FeedTable, TomlPlaces]]) -> tuple[bool, str]:
    """Order feeds as readers want them: those that bring everything first."""
    name, (table, _) = item
    return bool(table.topics or table.kinds), name


def _for_feed(
    words: str | dict[str, str] | None,
    own: Mapping[str, object],
    languages: Mapping[str, object],
    settling: _Settling,
    key: str,
) -> dict[str, str]:
    """Give a feed's words for its own languages; further known languages do no harm."""
    if isinstance(words, dict):
        words = {k: text for k, text in words.items() if k in own or k not in languages}
    return settling.by_language(words, own, (key,))
