"""Understand a standing page: `pages/about.md`, `pages/about.vi.md`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from urllib.parse import quote

from dateline.model import StandingPage
from dateline.problems import Place, Problem, did_you_mean
from dateline.reading.body import SiteLink, check_markdown, from_line
from dateline.reading.copy import proofread_page
from dateline.reading.files import UNKNOWN_SUFFIX, SourceFile
from dateline.reading.parse import StandIns, parse
from dateline.reading.schema import PageKeys
from dateline.reading.walking import BAD_FILE_NAME
from dateline.rulebook import is_fatal
from dateline.settings import Newsroom
from dateline.settings.values import INVALID_ID, is_id

RESERVED = {"feeds", "topics", "digests"}


def page_name(path: str, newsroom: Newsroom) -> tuple[str, str] | Problem:
    """Read a page's name and language from its path; a problem where it does not fit."""
    name = path.removeprefix("pages/").removesuffix(".md")
    bare, dot, suffix = name.rpartition(".")
    language = suffix if dot else newsroom.default_language
    name = bare if dot else name
    where = Place(path)
    if language not in newsroom.languages:
        message = f"`{suffix}` is no language of this newsroom."
        return UNKNOWN_SUFFIX.broken(where, message, did_you_mean(suffix, newsroom.languages))
    if "/" in name:
        message = "Pages stand directly in `pages/`."
        return BAD_FILE_NAME.broken(where, message, f"Move it to pages/{path.rpartition('/')[2]}.")
    if not is_id(name):
        hint = "Use small letters, digits and hyphens: pages/about.md."
        return INVALID_ID.broken(where, f"`{name}` cannot stand in an address.", hint)
    if name in RESERVED or re.fullmatch(r"\d{4}", name):
        message = f"A page may not be called `{name}`: the site uses that address itself."
        return INVALID_ID.broken(where, message, "Choose another name.")
    return name, language


def understand_page(
    source: SourceFile,
    name: tuple[str, str],
    newsroom: Newsroom,
    problems: list[Problem],
    links: list[SiteLink],
    broken: list[StandingPage],
) -> StandingPage | None:
    """Understand a page's file of a name and language; gives None when it cannot be published.

    Adds its problems and links, and to `broken` what was understood of one that cannot be
    published.
    """
    before = len(problems)
    parsed = parse(source, PageKeys, problems, lambda: StandIns({"title": "-"}))
    if parsed is None:
        return None
    locate = from_line(source.path, parsed.parts.body_line)
    found = check_markdown(parsed.parts.body, locate, newsroom.base_url)
    problems.extend(found.problems)
    # Nothing is published beside a page: what looks like a file there is an address of the site.
    links.extend((*found.links, *(SiteLink(quote(name), at) for name, at in found.files)))
    keys = parsed.keys
    page = StandingPage(
        path=source.path,
        language=name[1],
        name=name[0],
        title=keys.title,
        summary=keys.summary,
        order=keys.order,
        draft=keys.draft,
        body=unicodedata.normalize("NFC", parsed.parts.body),
        body_line=parsed.parts.body_line,
    )
    problems.extend(proofread_page(page, parsed, newsroom))
    if not any(map(is_fatal, problems[before:])):
        return page
    unsure = {*parsed.unsure, *([("body",)] if found.chokes else ())}
    broken.append(replace(page, unsure=frozenset(unsure)))
    return None
