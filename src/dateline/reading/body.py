"""Check the Markdown of a release, and tell which files beside it the text names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from dateline.markup import Link, doubtful_links, is_safe_url, nests_too_deep, to_html
from dateline.problems import Place, Problem, error
from dateline.reading.block import TOO_DEEP
from dateline.validation.characters import ILLEGAL_CHARACTER, illegal_in_output

IMAGE_WITHOUT_ALT = error(
    "image-without-alt",
    "Who does not see the picture is told nothing (WCAG 1.1.1).",
    where="text",
    bad="![](chart.png)",
    good="![Cover rises from 30 to 42 per cent](chart.png)",
)
UNSAFE_LINK = error(
    "unsafe-link",
    "The address would run code in the reader's browser.",
    where="text",
    bad="[More](javascript:alert(1))",
    good="[More](https://example.org/)",
)


TOO_MUCH_MARKUP = error(
    "too-much-markup",
    "A table or notes of that size make pages of many megabytes, and builds of minutes.",
    where="text",
    bad="⟨| a × 20,000⟩|\n⟨|--- × 20,000⟩|\n⟨| 1 × 20,000⟩|",
    good="See [the table](list.csv).",
)
_MOST_CELLS = 50_000
_MOST_REFERENCES = 1_000

# CommonMark 0.31.2, section 2.5: up to seven decimal, six hexadecimal digits.
_ENTITY = re.compile(r"&#(?:([0-9]{1,7})|[xX]([0-9a-fA-F]{1,6}));")
Locate = Callable[[int, int], Place]


def from_line(path: str, first: int) -> Locate:
    """Say where a text stands whose lines are whole lines of a file, from its line `first`."""
    return lambda line, column: Place(path, first + line - 1, column)


class SiteLink(NamedTuple):
    """A link to somewhere in the newsroom itself: from its root, in full, or within the page."""

    url: str
    place: Place


class Checked(NamedTuple):
    """What a text's Markdown holds: problems, the files beside it that it names, its own links.

    One that a renderer would choke on is not looked into.
    """

    problems: Sequence[Problem] = ()
    files: Sequence[tuple[str, Place]] = ()
    links: Sequence[SiteLink] = ()
    chokes: bool = False


CLEAN = Checked()


def check_markdown(text: str, locate: Locate, base_url: str) -> Checked:
    """Check Markdown; `locate` gives the place of a line and column of it."""
    if nests_too_deep(text):
        message = "The HTML in the text nests too deep."
        problem = TOO_DEEP.broken(locate(1, 1), message, "Are closing tags missing?")
        return Checked([problem], chokes=True)
    swollen = _swollen(text)
    if swollen:
        line, message = swollen
        hint = "Offer it as a file, or split the release."
        return Checked([TOO_MUCH_MARKUP.broken(locate(line, 1), message, hint)], chokes=True)
    host = base_url.partition(":")[2].rstrip("/")
    doubtful = doubtful_links(text, host)
    found = _looked_at(doubtful, locate, host) if doubtful else CLEAN
    # The rare sign first: it is searched at the speed of memory, two signs are not.
    if "&" in text and "&#" in text and illegal_in_output(to_html(text)):
        return found._replace(problems=[*found.problems, _entity(text, locate)])
    return found


def _looked_at(links: Iterable[Link], locate: Locate, host: str) -> Checked:
    """Look at each link: what is wrong with it, and whether it stays within the newsroom."""
    problems: list[Problem] = []
    files: list[tuple[str, Place]] = []
    own: list[SiteLink] = []
    for link in links:
        where = locate(link.line, link.column)
        problems.extend(_link_problems(link, where))
        if not is_safe_url(link.url):
            continue
        if _names_a_file(link.url):
            path = link.url.partition("#")[0].partition("?")[0]
            files.append((unquote(path), where))
        elif link.url.startswith(("/", "#")) or host in link.url:
            own.append(SiteLink(link.url, where))
    return Checked(problems, files, own)


def _swollen(text: str) -> tuple[int, str] | None:
    """Find what a renderer would blow up: a table is padded to its header's width in each row."""
    if "^" in text and text.count("[^") > _MOST_REFERENCES:
        return 1, f"The text has more than {_MOST_REFERENCES:,} footnote references."
    if text.count("|") < _MOST_CELLS // 100:
        return None
    columns, start, rows = 0, 1, 0
    for number, line in enumerate(text.split("\n"), start=1):
        if "|" not in line:
            columns, rows = 0, 0
            continue
        if rows == 0:
            start = number
        columns, rows = max(columns, line.count("|")), rows + 1
        if columns * rows > _MOST_CELLS:
            return start, f"The table that starts here has more than {_MOST_CELLS:,} cells."
    return None


def _link_problems(link: Link, where: Place) -> Iterator[Problem]:
    if link.is_image and not link.alt.strip():
        hint = "Say between the brackets what the picture shows."
        yield IMAGE_WITHOUT_ALT.broken(where, "The picture has no alternative text.", hint)
    if not is_safe_url(link.url):
        message = "The link's address is of a kind that browsers may run."
        yield UNSAFE_LINK.broken(where, message, "Use https:, mailto: or tel:.")


def _names_a_file(url: str) -> bool:
    """Say whether an address is relative to the release's folder."""
    return bool(url) and url[0] not in "/#?" and ":" not in url.partition("/")[0]


def _entity(text: str, locate: Locate) -> Problem:
    """Tell of an entity such as `&#1;`, which stands for a character no output may carry."""
    found = next((each for each in _ENTITY.finditer(text) if _is_illegal(each)), None)
    offset = found.start() if found else 0
    line, start = text.count("\n", 0, offset) + 1, text.rfind("\n", 0, offset) + 1
    message = "An entity stands for a character that may not be published."
    where = locate(line, offset - start + 1)
    return ILLEGAL_CHARACTER.broken(where, message, "Remove the entity.")


def _is_illegal(entity: re.Match[str]) -> bool:
    number = int(entity[1] or "0") or int(entity[2] or "0", base=16)
    # CommonMark 0.31.2, section 2.5: what is no character becomes U+FFFD.
    return not 0 < number <= 0x10FFFF or illegal_in_output(chr(number))
