"""Speak each language of a newsroom: its words, dates, slugs and alphabet."""

from dateline.languages.catalogues import DamagedCatalogueError
from dateline.languages.language import Language, load_language
from dateline.languages.slugs import bare, fold
from dateline.languages.sorting import sort_key

__all__ = ["DamagedCatalogueError", "Language", "bare", "fold", "load_language", "sort_key"]
