"""Settle the values that speak of the newsroom's languages and ids, collecting what is wrong."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.problems import Problem, did_you_mean, error
from dateline.settings.places import TomlPlaces
from dateline.settings.values import INVALID_ID, is_id
from dateline.validation import MISSING_KEY, Location

UNKNOWN_LANGUAGE = error(
    "unknown-language",
    "Text in a language that the newsroom does not have would appear nowhere.",
    where="feeds/press.toml",
    bad='title = { en = "Press releases", fr = "Communiqués" }',
    good='title = { en = "Press releases", vi = "Thông cáo báo chí" }',
)


class Settling:
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
        """Tell of a language that the newsroom does not have."""
        message = f"`{key}` is no language of this newsroom."
        hint = did_you_mean(key, languages)
        self.problems.append(UNKNOWN_LANGUAGE.broken(self.places.key(at), message, hint))

    def id(self, text: str, at: Location) -> None:
        """Tell of an id that cannot stand in an address."""
        if not is_id(text):
            message = f"`{text}` is no id."
            hint = "Use small letters a to z, digits and hyphens."
            self.problems.append(INVALID_ID.broken(self.places.key(at), message, hint))
