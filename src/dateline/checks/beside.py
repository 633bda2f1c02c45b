"""Sift what releases have that is sure, though the settings that they are read by are broken."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from dateline.problems import Problem

_OF_LEDGER = {"published-vanished", "id-reused", "address-changed"}
_OF_LANGUAGE = {
    "duplicate-edition", "key-clash", "duplicate-address", "duplicate-id", "alias-loop",
    "editions-differ", "stale-translation", "missing-translation", "withdrawn-alone",
    "dead-link", "dead-anchor", "link-to-held", "unknown-language-suffix",
    "wrong-weekday", "dateline-differs", "house-spelling", *_OF_LEDGER,
}  # fmt: skip
# What may seem to be wrong where something stands in for a key: days, too, are told apart by the
# zone, but those that have none of their own are the same everywhere.
MAY_FOLLOW: dict[str, Collection[str]] = {
    "timezone": {
        "changed-too-early", "withdrawn-too-early", "same-moment", "editions-differ",
        "stale-translation", "link-to-held", "dead-link", *_OF_LEDGER,
    },
    "id_authority": {"id-authority-changed", *_OF_LEDGER},
    "default_language": _OF_LANGUAGE,
    "languages": _OF_LANGUAGE,
    "topics": {"unknown-topic", "unused-topic", "dead-link"},
    "contacts": {"unknown-contact", "unused-contact"},
    "feeds": {"unused-topic", "dead-link"},
    "untranslated": {"dead-link"},
    "spelling": {"house-spelling"},
    "style": {"wordy-title"},
}  # fmt: skip


def despite(problems: Iterable[Problem], broken: Collection[str]) -> list[Problem]:
    """Give the problems that do not hang on any of the broken keys of dateline.toml.

    `feeds` stands for all files of feeds.
    """
    doubtful = {code for key in broken for code in MAY_FOLLOW.get(key, ())}
    return [each for each in problems if each.code not in doubtful]
