"""Settle what feeds/ID.toml says: which releases a feed brings, and in what form."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.model import Kind
from dateline.problems import did_you_mean, error
from dateline.settings.newsroom import Feed, Topic, id_of
from dateline.settings.schema import FeedTable
from dateline.settings.settling import Settling
from dateline.settings.values import KINDS
from dateline.validation import INVALID_VALUE

UNKNOWN_TOPIC = error(
    "unknown-topic",
    "The topic has no name and no page until dateline.toml defines it.",
    bad="topics: [social-protecton]",
    good="topics: [social-protection]",
)


def settle_feed(
    name: str,
    table: FeedTable,
    languages: Mapping[str, object],
    topics: Mapping[str, Topic],
    settling: Settling,
) -> Feed:
    """Settle one feed; adds what is wrong to the problems of `settling`."""
    own = {key: languages[key] for key in table.languages if key in languages} or languages
    for index, key in enumerate(table.languages):
        if key not in languages:
            settling.unknown_language(key, languages, ("languages", index))
    for index, topic in enumerate(table.topics):
        if topic not in topics:
            where = settling.places.value(("topics", index))
            message = f"`{topic}` is no topic of this newsroom."
            ident = id_of(topic, topics)
            hint = f"Write its id: `{ident}`." if ident else did_you_mean(topic, topics)
            settling.problems.append(UNKNOWN_TOPIC.broken(where, message, hint))
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


def _for_feed(
    words: str | dict[str, str] | None,
    own: Mapping[str, object],
    languages: Mapping[str, object],
    settling: Settling,
    key: str,
) -> dict[str, str]:
    """Give a feed's words for its own languages; further known languages do no harm."""
    if isinstance(words, dict):
        words = {k: text for k, text in words.items() if k in own or k not in languages}
    return settling.by_language(words, own, (key,))
