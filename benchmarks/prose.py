"""Words in, Markdown out: sentences, tables and whole bodies of an exact length.

Knows nothing of dates, files or tools. Everything follows from the random source it is handed.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain
from pathlib import Path
from random import Random
from typing import Any, Final

LANGUAGES: Final = ("en", "vi")
SENTENCES: Final = 4_000
SHORTEST: Final = 300
_WORD: Final = re.compile(r"\S*\w\S*")
_MARKUP: Final = re.compile(r"\]\([^)]*\)|[*\[]")


@cache
def lexicon() -> dict[str, Any]:
    """Read the word lists beside this module."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def count_words(text: str) -> int:
    """Count the space-separated pieces of text that hold a letter or a digit."""
    return len(_WORD.findall(text))


@dataclass(frozen=True, slots=True)
class Voice:
    """What one language has to say; sentences come with their number of words."""

    sentences: tuple[tuple[str, int], ...]
    plain: tuple[str, ...]
    headings: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    summary: str


@cache
def voice(language: str, seed: int) -> Voice:
    """Compose a language's stock of sentences."""
    parts = lexicon()[language]
    rng = Random(f"{language}-{seed}")
    texts = [_sentence(rng, parts) for _ in range(SENTENCES)]
    return Voice(
        sentences=tuple((text, count_words(_MARKUP.sub("", text))) for text in texts),
        plain=tuple(text for text in texts if not _MARKUP.search(text)),
        headings=tuple(parts["heading"]),
        columns=tuple(parts["column"]),
        rows=tuple(parts["row"]),
        summary=parts["summary"],
    )


def _sentence(rng: Random, parts: dict[str, list[str]]) -> str:
    """Join one choice from each list of parts."""
    return " ".join(rng.choice(parts[part]) for part in ("opening", "actor", "act", "thing", "end"))


def body(rng: Random, voice: Voice, *, words: int) -> str:
    """Write a body of exactly so many words, with headings, a list, a quote and a table."""
    if words < SHORTEST:
        raise ValueError(f"a body has at least {SHORTEST} words, not {words}")
    first, second = rng.sample(voice.headings, 2)
    table = _table(rng, voice)
    rest = _sentences(rng, voice, words - sum(map(count_words, (first, second, table))))
    blocks = [
        " ".join(rest[:2]),
        f"## {first}",
        " ".join(rest[2:5]),
        "\n".join(f"- {item}" for item in rest[5:8]),
        "> " + " ".join(rest[8:9]),
        f"## {second}",
        " ".join(rest[9:11]),
        table,
        *(" ".join(rest[at : at + 3]) for at in range(11, len(rest), 3)),
    ]
    return "\n\n".join(blocks) + "\n"


def _table(rng: Random, voice: Voice) -> str:
    """Draw a table of three to five rows."""
    rows = rng.sample(voice.rows, rng.randint(3, 5))
    cells = ((row, str(rng.randint(20, 900)), f"{rng.randint(1, 99)}%") for row in rows)
    lines = chain([voice.columns, ("---",) * len(voice.columns)], cells)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _sentences(rng: Random, voice: Voice, words: int) -> list[str]:
    """Choose sentences, the last one cut short, that hold exactly so many words."""
    chosen = rng.choices(voice.sentences, k=words // 10)
    totals = list(accumulate(length for _, length in chosen))
    whole = next(at for at, total in enumerate(totals) if total >= words - 3)
    missing = words - (totals[whole - 1] if whole else 0)
    last = rng.choice(voice.plain).split() + rng.choice(voice.plain).split()
    return [text for text, _ in chosen[:whole]] + [" ".join(last[:missing]).rstrip(",.") + "."]
