"""Speak each language of a newsroom: its words, dates, slugs and alphabet."""

from dateline.languages.language import Language, load_language
from dateline.languages.slugs import fold
from dateline.languages.sorting import sort_key

__all__ = ["Language", "fold", "load_language", "sort_key"]
