"""Sizes and colours of the HTML part, as it is seen in light, in dark, and inverted by clients."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable, Iterator

import pytest
from lxml import html
from lxml.html import HtmlElement

Rgb = tuple[float, float, float]


def styled(element: HtmlElement, name: str, dark: dict[tuple[str, str], str]) -> str | None:
    """Give what an element's own style says, the dark sheet's word first."""
    for each in (element.get("class") or "").split():
        if (each, name) in dark:
            return dark[each, name]
    found = re.search(rf"(?:^|;)\s*{name}:\s*([^;]+)", element.get("style") or "")
    return found[1].strip() if found else None


def inherited(element: HtmlElement, name: str, dark: dict[tuple[str, str], str]) -> str:
    """Give what a style comes to, from the nearest ancestor that says it."""
    for each in (element, *element.iterancestors()):
        if value := styled(each, name, dark):
            return value
    raise AssertionError(f"nothing says the {name} of <{element.tag}>")


def speaking(mail: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements of the body that show words of their own."""
    for element in next(mail.iter("body")).iter():
        if isinstance(element.tag, str) and "preheader" not in (element.get("class") or ""):
            own = [element.text, *(child.tail for child in element)]
            if any(words and words.strip() for words in own):
                yield element


def dark_colours(mail: HtmlElement) -> dict[tuple[str, str], str]:
    """Read the colours of the dark sheet by class."""
    sheet = mail.findtext("head/style")
    block = sheet[sheet.index("dark)") : sheet.index("@media (max")]
    rules = re.findall(r"\.(\w+) \{ ([a-z-]+): (#\w+) !important; \}", block)
    return {(name, what): colour for name, what, colour in rules}


def test_sizes(mail: HtmlElement) -> None:
    """All text is 14 px or larger."""
    for element in speaking(mail):
        assert int(inherited(element, "font-size", {}).removesuffix("px")) >= 14


def same(colour: Rgb) -> Rgb:
    return colour


def negative(colour: Rgb) -> Rgb:
    red, green, blue = colour
    return 1 - red, 1 - green, 1 - blue


def lightness_turned(colour: Rgb) -> Rgb:
    hue, lightness, saturation = colorsys.rgb_to_hls(*colour)
    return colorsys.hls_to_rgb(hue, 1 - lightness, saturation)


@pytest.mark.parametrize("seen", [same, negative, lightness_turned])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(mail: HtmlElement, scheme: str, seen: Callable[[Rgb], Rgb]) -> None:
    """Text stands out 4.5 to 1, in both schemes and where a client inverts their colours."""
    dark = dark_colours(mail) if scheme == "dark" else {}
    if scheme == "dark":
        assert len(dark) == 7

    for element in speaking(mail):
        ink = luminance(seen(rgb(inherited(element, "color", dark))))
        paper = luminance(seen(rgb(inherited(element, "background-color", dark))))
        lighter, darker = max(ink, paper), min(ink, paper)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, html.tostring(element)


def rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def luminance(colour: Rgb) -> float:
    """Give the relative luminance (WCAG 2.2)."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
