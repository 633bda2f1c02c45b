"""Links within the newsroom must lead somewhere, and not to what nobody may see yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from dateline import markup, selection
from dateline.checks.map import Map
from dateline.languages import fold
from dateline.model import Edition, StandingPage, State
from dateline.problems import Place, Problem, did_you_mean, error, warning
from dateline.reading import Reading
from dateline.reading.body import SiteLink
from dateline.selection import Standing
from dateline.settings import Newsroom, settings_places

DEAD_LINK = error(
    "dead-link",
    "The newsroom has nothing at that address: readers would be told that the page is missing.",
    where="text",
    bad="See [the first course](/en/2024/01/first-curse/).",
    good="See [the first course](/en/2024/01/first-course/).",
)
DEAD_ANCHOR = warning(
    "dead-anchor",
    "The page is there, but not the spot in it: readers land at its top and search.",
    where="text",
    bad="See [the figures](#figures).",
    good='See [the figures](#figures).\n\n<ul><li id="figures">30 per cent</li></ul>',
)
LINK_TO_HELD = error(
    "link-to-held",
    "Readers would meet a dead link, and its address tells them what is still held.",
    where="files",
    bad="-- releases/2024-02-01-course.md --\nSee [the report](/en/2024/02/report/).\n"
    "-- releases/2024-02-09-report.md --\ndraft: true",
    good="-- releases/2024-02-01-course.md --\nSee [the report](/en/2024/02/report/).\n"
    "-- releases/2024-02-01-report.md --",
)
_ID = re.compile(r"""\sid=["']([^"']+)["']""")
_SOURCE_NAME = re.compile(r"(\d{4})-(\d{2})-\d{2}-([^/.]+)(?:\.([\w-]+))?\.md\Z")
_MOST_COMPARED = 500
_MOST_HINTS = 50
_HOLDING = ("draft", "embargo", "date")
_NO_HINT = "Correct the address, or take the link away."
_THEME = Path(__file__).parent.parent / "theme" / "templates"


def wrong_links(reading: Reading, newsroom: Newsroom, now: datetime | None) -> Iterator[Problem]:
    """Yield the links within the newsroom that lead nowhere, or, at `now`, to what is held."""
    links = (*reading.links, *_of_boilerplates(newsroom))
    if not links:
        return
    site = Map(reading, newsroom)
    standing: Mapping[str, Standing] = {}
    if now is not None:
        found = selection.standings(reading.understood, now, newsroom.default_language)
        standing = {each.edition.path: each for each in found}
    anchors = _Anchors(newsroom.root)
    dead = 0
    for link in links:
        target = _target(link, site)
        if isinstance(target, str):
            message = f"There is nothing at `/{target[:100]}` in this newsroom."
            dead += 1
            hint = _hint(target, site) if dead <= _MOST_HINTS else _NO_HINT
            yield DEAD_LINK.broken(link.place, message, hint)
        elif target:
            problem = _held(link, target, site, standing) or anchors.missing(link, target)
            yield from [problem] if problem else ()


def _target(link: SiteLink, site: Map) -> Edition | StandingPage | str | None:
    """Give what a link leads to, if a person wrote it; its path, where nothing stands there."""
    if link.url.startswith("#"):
        return site.source_at(link.place.path)
    path = site.path_of(link.url, link.place.path)
    if path is None:
        return None
    return site.written_at(path) if site.leads_somewhere(path) else path


def _of_boilerplates(newsroom: Newsroom) -> Iterator[SiteLink]:
    """Yield the links within the newsroom of the texts that stand under every release."""
    host = newsroom.base_url.partition(":")[2].rstrip("/")
    for key, language in newsroom.languages.items():
        if "](/" not in language.boilerplate and host not in language.boilerplate:
            continue
        places = settings_places(newsroom.root)
        location = ("languages", key, "boilerplate")
        start, written = places.value(location), places.raw(location)
        quotes = 3 if written[:3] in {'"""', "'''"} else 1
        below = written[quotes : quotes + 1] == "\n"  # TOML 1.0: a first line end is left out
        for link in markup.links(language.boilerplate):
            if link.url.startswith("/") or host in link.url:
                line = start.line + link.line - 1 + below
                column = link.column + (start.column - 1 + quotes) * (line == start.line)
                yield SiteLink(link.url, Place(start.path, line, column))


def _held(
    link: SiteLink,
    target: Edition | StandingPage,
    site: Map,
    standing: Mapping[str, Standing],
) -> Problem | None:
    source = site.source_at(link.place.path)
    if source is None or source is target or not standing or _is_draft(source, standing):
        return None
    if not all(map(source.knows, _HOLDING)) or not target.knows("draft"):
        return None
    there = standing.get(target.path)
    if _is_draft(target, standing):
        message = f"{target.path} is a draft."
    elif there and there.until and there.until > _opening(source, standing):
        message = f"{target.path} is held until {there.until.isoformat(' ', 'minutes')}."
    else:
        return None
    hint = "Link to it once it is public; until then its address is a secret."
    return LINK_TO_HELD.broken(link.place, message, hint)


def _is_draft(each: Edition | StandingPage, standing: Mapping[str, Standing]) -> bool:
    """Say whether a file waits for a person: a draft, or the translation of one."""
    found = standing.get(each.path)
    return each.draft or bool(found and found.state is State.HELD and found.until is None)


def _opening(source: Edition | StandingPage, standing: Mapping[str, Standing]) -> datetime:
    """Give the moment that a page waits for; the beginning of time where it waits for none."""
    here = standing.get(source.path)
    return (here and here.until) or datetime.min.replace(tzinfo=UTC)


class _Anchors:
    """Knows the spots in pages that may be led to; each page is looked at once."""

    def __init__(self, root: Path) -> None:
        self._own_templates = root / "templates"
        self._found: dict[str, set[str]] = {}

    def missing(self, link: SiteLink, target: Edition | StandingPage) -> Problem | None:
        """Give the problem of a link to a spot that its page does not have."""
        anchor = unquote(link.url.partition("#")[2])
        # Footnotes are numbered by the renderer; every page has a `top` (HTML, 7.4.6.4).
        if not anchor or anchor.lower() == "top" or anchor.startswith(("fn-", "fnref-", ":~:")):
            return None
        if not all(map(target.knows, ("body", "notes"))):
            return None
        if anchor in self._of_text(target) or anchor in self._of_templates():
            return None
        message = f"Nothing on the page is called `#{anchor[:60]}`."
        hint = 'Only `<a id="…">` and `<li id="…">` in the text, and footnotes, can be led to.'
        return DEAD_ANCHOR.broken(link.place, message, hint)

    def _of_text(self, target: Edition | StandingPage) -> set[str]:
        if target.path not in self._found:
            notes = target.notes if isinstance(target, Edition) else ""
            rendered = markup.to_html(target.body) + markup.to_html(notes)
            self._found[target.path] = set(_ID.findall(rendered))
        return self._found[target.path]

    def _of_templates(self) -> set[str]:
        """Give the ids that the theme's templates, or the newsroom's own, put on pages."""
        if "" not in self._found:
            files = [*sorted(_THEME.glob("*.html")), *sorted(self._own_templates.glob("*.html"))]
            texts = (file.read_text("utf-8", "replace") for file in files)
            self._found[""] = {name for text in texts for name in _ID.findall(text)}
        return self._found[""]


def _hint(path: str, site: Map) -> str:
    base = site.newsroom.base_path.strip("/")
    if base and path.startswith(f"{base}/") and site.leads_somewhere(path[len(base) + 1 :]):
        return f"Leave out `/{base}`: it is added to each link."
    source = _SOURCE_NAME.search(path)
    if source:
        language = source[4] or site.newsroom.default_language
        named = f"{language}/{source[1]}/{source[2]}/{fold(source[3])}/"
        if site.leads_somewhere(named):
            return f"Link to its page: `/{named}`."
    folder, _, name = path.rstrip("/").rpartition("/")
    akin = (
        f"/{each}" for each in site.known if each.startswith(f"{folder}/") or f"/{name}" in each
    )
    near = did_you_mean(f"/{path}", sorted(akin)[:_MOST_COMPARED])
    return near if near.startswith("Did") else _NO_HINT
