"""Settle the newsroom's languages: their names, and the catalogues of their interface words."""

from __future__ import annotations

from pathlib import Path

from dateline.languages import DamagedCatalogueError, load_language
from dateline.problems import Place, error
from dateline.settings.newsroom import LanguageSettings
from dateline.settings.schema import NewsroomTable
from dateline.settings.settling import Settling
from dateline.settings.standing_in import speechless
from dateline.settings.values import is_language
from dateline.validation import INVALID_VALUE

MISSING_CATALOGUE = error(
    "missing-catalogue",
    "The pages of a language need its interface words.",
    where="dateline.toml",
    bad='[languages.fr]\nname = "Service de presse"',
    good='[languages.vi]\nname = "Văn phòng báo chí"',
)
DAMAGED_CATALOGUE = error(
    "damaged-catalogue",
    "A catalogue that cannot be read, or that asks for what is not filled in, would break pages.",
    where="templates/locale/en.po",
    bad='msgid "{day} {month} {year}"\nmsgstr "{dya} {month} {year}"',
    good='msgid "{day} {month} {year}"\nmsgstr "{day} {month} {year}"',
)
CATALOGUES = "templates/locale"


def settle_languages(
    root: Path, table: NewsroomTable, settling: Settling
) -> dict[str, LanguageSettings]:
    """Give the languages, also those that cannot be spoken; adds what is wrong with them.

    It goes to the problems of `settling`.
    """
    languages = {}
    for key, values in table.languages.items():
        languages[key] = speechless(key)
        if not is_language(key):
            hint = "Use a BCP 47 tag such as en, vi or pt-BR."
            message = f"`{key}` is no language tag."
            where = settling.places.key(("languages", key))
            settling.problems.append(INVALID_VALUE.broken(where, message, hint))
            continue
        try:
            language = load_language(key, root / CATALOGUES)
        except DamagedCatalogueError as failure:
            message = f"The catalogue of `{key}` cannot be used: {failure}."
            damage = Place(f"{CATALOGUES}/{failure.file}", failure.line)
            hint = "Mend the line; msgfmt --check tells more."
            settling.problems.append(DAMAGED_CATALOGUE.broken(damage, message, hint))
            continue
        if language is None:
            message = f"There are no interface words for `{key}`."
            hint = f"Put a gettext catalogue at {CATALOGUES}/{key}.po."
            where = settling.places.key(("languages", key))
            settling.problems.append(MISSING_CATALOGUE.broken(where, message, hint))
            continue
        languages[key] = LanguageSettings(
            language, values.name, values.description.strip(), values.boilerplate
        )
    return languages
