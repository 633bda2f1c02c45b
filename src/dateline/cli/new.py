"""`dateline new`: write a release file that passes `check`, and print its path."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click
from pydantic_core import PydanticCustomError

from dateline import checks
from dateline.cli.desk import Desk
from dateline.cli.drafting import Draft, draft_release, draft_translation
from dateline.cli.newsroom import open_newsroom
from dateline.cli.options import common, examples, now_option
from dateline.errors import UsageError
from dateline.model import Edition
from dateline.problems import Problem, did_you_mean
from dateline.reading import Reading, read_newsroom
from dateline.reading.dates import Moment, read_moment
from dateline.reading.files import SourceFile, release_name
from dateline.reading.manuscripts import understand
from dateline.settings import Newsroom
from dateline.settings.values import is_id


@click.command(
    "new",
    epilog=examples(
        'dateline new "Online course on social protection opens"',
        'dateline new "Khai giảng khóa học" --translate 2024-02-01-online-course --lang vi',
    ),
)
@click.argument("title", required=False)
@click.option("--lang", metavar="L", help="The language; the newsroom's default one.")
@click.option("--date", "when", metavar="D", help="The day, or day and time; today.")
@click.option("--translate", metavar="STEM", help="Translate the release of this stem.")
@click.option("--slug", metavar="S", help="The address's last step, if not the title's.")
@now_option
@common
def command(  # noqa: PLR0913 -- one for each option
    desk: Desk,
    *,
    title: str | None,
    lang: str | None,
    when: str | None,
    translate: str | None,
    slug: str | None,
    now: datetime,
) -> None:
    """Write a release file to fill in, and print its path.

    It is a draft until you remove its line `draft: true`.
    A translation without TITLE begins with the original's.
    """
    if title is None and translate is None:
        raise UsageError("The title is missing.", hint='dateline new "Online course opens"')
    title = _clean(title) if title is not None else ""
    if slug is not None and not is_id(slug):
        hint = "Use small letters a to z, digits and hyphens."
        raise UsageError(f"--slug: `{slug}` cannot stand in an address.", hint=hint)
    newsroom = open_newsroom(desk)
    if lang is not None and lang not in newsroom.languages:
        hint = did_you_mean(lang, newsroom.languages)
        raise UsageError(f"--lang: `{lang}` is no language of this newsroom.", hint=hint)
    reading = read_newsroom(newsroom)
    if translate is None:
        moment = _moment(when) if when is not None else newsroom.local_day(now)
        suffix = _suffix(lang or newsroom.default_language, newsroom)
        draft = draft_release(title, moment, _day(moment, newsroom), suffix, slug or "")
    elif when is not None:
        raise UsageError("--date and --translate exclude each other: a translation has its date.")
    else:
        original = _original(translate, reading, newsroom)
        language = lang or _missing_language(original, reading, newsroom)
        draft = draft_translation(title, original, _suffix(language, newsroom), slug or "")
    _refuse_problems(draft, reading, newsroom)
    desk.result(desk.near(_write(draft, newsroom.root)))


def _clean(title: str) -> str:
    title = " ".join(unicodedata.normalize("NFC", title).split())
    if not title:
        raise UsageError("The title is empty.", hint='dateline new "Online course opens"')
    if any("\ud800" <= character <= "\udfff" for character in title):
        raise UsageError("The title is not UTF-8.", hint="Check the terminal's encoding.")
    return title


def _moment(text: str) -> Moment:
    try:
        return read_moment(text)
    except PydanticCustomError as failure:
        context = failure.context or {}
        raise UsageError(f"--date: {context['message']}", hint=context["hint"]) from failure


def _day(moment: Moment, newsroom: Newsroom) -> date:
    if not isinstance(moment, datetime):
        return moment
    return newsroom.local_day(moment) if moment.tzinfo else moment.date()


def _suffix(language: str, newsroom: Newsroom) -> str:
    return "" if language == newsroom.default_language else f".{language}"


def _original(stem: str, reading: Reading, newsroom: Newsroom) -> Edition:
    stem = unicodedata.normalize("NFC", stem)
    found = [edition for edition in reading.editions if edition.stem == stem]
    if found:
        default = newsroom.default_language
        return min(found, key=lambda edition: (edition.language != default, edition.path))
    if stem in reading.stems:
        message = f"--translate: the release `{stem}` has problems of its own."
        raise UsageError(message, hint="Mend it first: dateline check")
    near = did_you_mean(stem, reading.stems)
    hint = near if near.startswith("Did") else "Give the file's name without language and .md."
    raise UsageError(f"--translate: there is no release `{stem}`.", hint=hint)


def _missing_language(original: Edition, reading: Reading, newsroom: Newsroom) -> str:
    there = {edition.language for edition in reading.editions if edition.key == original.key}
    missing = [language for language in newsroom.languages if language not in there]
    if len(missing) == 1:
        return missing[0]
    if missing:
        hint = f"Missing are {', '.join(missing)}."
        raise UsageError("Say which language with --lang.", hint=hint)
    raise UsageError(f"`{original.stem}` has an edition in every language already.")


def _refuse_problems(draft: Draft, reading: Reading, newsroom: Newsroom) -> None:
    """Refuse what `check` would refuse, before anything is written."""
    if (newsroom.root / draft.path).exists():
        raise UsageError(f"{draft.path} exists already.", hint="Change it, or give another title.")
    name = release_name(draft.path, newsroom.languages, newsroom.default_language)
    if isinstance(name, Problem):
        raise _refused([name])
    problems: list[Problem] = []
    edition = understand(SourceFile(draft.path, draft.text), name, newsroom, problems)
    if edition is None:
        raise _refused(problems)
    whole = replace(reading, editions=(*reading.editions, edition), problems=())
    clashes = [each for each in checks.run(whole, newsroom) if each.place.path == draft.path]
    if any(each.severity.value == "error" for each in clashes):
        raise _refused(clashes)


def _refused(problems: Sequence[Problem]) -> UsageError:
    first = next(each for each in problems if each.severity.value == "error")
    hint = first.hint.replace("`slug`", "--slug")
    return UsageError(f"Nothing was written. {first.message}", hint=hint)


def _write(draft: Draft, root: Path) -> Path:
    path = root / draft.path
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(draft.text)
    return path
