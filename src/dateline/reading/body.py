"""Check the Markdown of a release, and tell which files beside it the text names."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from dateline.markup import Link, doubtful_links, is_safe_url, to_html
from dateline.problems import Place, Problem, error
from dateline.reading.characters import ILLEGAL_CHARACTER, illegal_in_output

IMAGE_WITHOUT_ALT = error(
    "image-without-alt",
    "Who does not see the picture is told nothing (WCAG 1.1.1).",
    bad="![](chart.png)",
    good="![Cover rises from 30 to 42 per cent](chart.png)",
)
UNSAFE_LINK = error(
    "unsafe-link",
    "The address would run code in the reader's browser.",
    bad="[More](javascript:alert(1))",
    good="[More](https://example.org/)",
)


def check_markdown(text: str, start: Place) -> tuple[list[Problem], list[tuple[str, Place]]]:
    """Check Markdown whose first character stands at `start`.

    Gives its problems, and the files beside the release that it names, each with its place.
    """
    problems: list[Problem] = []
    files: list[tuple[str, Place]] = []
    for link in doubtful_links(text):
        where = _place(link, start)
        problems.extend(_link_problems(link, where))
        if is_safe_url(link.url) and _names_a_file(link.url):
            path = link.url.partition("#")[0].partition("?")[0]
            files.append((unquote(path), where))
    if "&#" in text and illegal_in_output(to_html(text)):
        problems.append(_entity(text, start))
    return problems, files


def _link_problems(link: Link, where: Place) -> Iterator[Problem]:
    if link.is_image and not link.alt.strip():
        hint = "Say between the brackets what the picture shows."
        yield IMAGE_WITHOUT_ALT.broken(where, "The picture has no alternative text.", hint)
    if not is_safe_url(link.url):
        message = "The link's address is of a kind that browsers may run."
        yield UNSAFE_LINK.broken(where, message, "Use https:, mailto: or tel:.")


def _place(link: Link, start: Place) -> Place:
    return Place(start.path, start.line + link.line - 1, start.column + link.column - 1)


def _names_a_file(url: str) -> bool:
    """Say whether an address is relative to the release's folder."""
    return bool(url) and url[0] not in "/#?" and ":" not in url.partition("/")[0]


def _entity(text: str, start: Place) -> Problem:
    """Tell of an entity such as `&#1;`, which stands for a character no output may carry."""
    lines = enumerate(text.split("\n"))
    line = next((number for number, each in lines if illegal_in_output(to_html(each))), 0)
    where = Place(start.path, start.line + line, start.column)
    message = "An entity stands for a character that may not be published."
    return ILLEGAL_CHARACTER.broken(where, message, "Remove the entity.")
