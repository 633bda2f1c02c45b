"""Write, for feeds, what readers are told of corrections and withdrawals.

All of it is plain text put into HTML of our own; addresses are absolute.
"""

from __future__ import annotations

from html import escape

from dateline import addresses
from dateline.model import Correction, Edition, Notice
from dateline.site import Site


def paragraphs(site: Site, edition: Edition) -> str:
    """Tell, to stand above a release's text, what of it was corrected; newest first."""
    return "".join(f"{_paragraph(site, told)}\n" for told in site.at.corrections(edition))


def sentences(site: Site, edition: Edition) -> tuple[str, ...]:
    """Tell the same in plain sentences."""
    told = site.at.corrections(edition)
    return tuple(f"{_corrected_on(site, each)} {each.note}" for each in told)


def correction(site: Site, told: Correction) -> str:
    """Tell what was corrected, and where the release stands."""
    return f"{_paragraph(site, told)}\n<p>{_link(site, told.edition)}</p>"


def withdrawal(site: Site, notice: Notice) -> str:
    """Tell when and why a release was withdrawn, and what stands in its place."""
    language = site.newsroom.languages[notice.language].language
    when = language.withdrawn_on(site.newsroom.local_day(notice.at))
    told = f"<p><strong>{escape(when)}</strong> {escape(notice.reason)}</p>"
    other = site.replacement(notice)
    if other is None:
        return told
    label = escape(language.words.gettext("Replaced by:"))
    return f"{told}\n<p>{label} {_link(site, other, notice.language)}</p>"


def _paragraph(site: Site, told: Correction) -> str:
    return f"<p><strong>{escape(_corrected_on(site, told))}</strong> {escape(told.note)}</p>"


def _corrected_on(site: Site, told: Correction) -> str:
    language = site.newsroom.languages[told.edition.language].language
    return language.corrected_on(told.day)


def _link(site: Site, edition: Edition, language: str = "") -> str:
    href = escape(site.at.absolute(addresses.release(edition)))
    foreign = f' lang="{edition.language}"' if language and edition.language != language else ""
    return f'<a href="{href}"{foreign}>{escape(edition.title)}</a>'
