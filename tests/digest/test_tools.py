"""Digests for mail tools carry that tool's own tags, and no release can forge one."""

from __future__ import annotations

import re

import pytest

from dateline.digest import TOKEN, TOOLS, encode_letter
from dateline.settings import Newsroom
from dateline.site import Site
from tests.digest.office import digest_of, parsed, site_of
from tests.editions import edition

TAGS = {
    "mailchimp": ("*|UNSUB|*", "*|ARCHIVE|*"),
    "listmonk": ("{{ UnsubscribeURL }}", "{{ MessageURL }}"),
    "buttondown": ("{{ unsubscribe_url }}", "{{ email_url }}"),
}
STARTS = {"mailchimp": r"\*\|", "listmonk": r"\{\{", "buttondown": r"\{[{%#]"}


@pytest.mark.parametrize("tool", TAGS)
def test_own_tags(site: Site, tool: str) -> None:
    """Both parts lead to the tool's unsubscribing and web version, and hold no token of ours."""
    digest = digest_of(site, tool=tool)
    unsubscribe, web = TAGS[tool]

    assert f'href="{unsubscribe}"' in digest.html
    assert f'href="{web}"' in digest.html
    for tag in (unsubscribe, web):
        assert f"\n{tag}\n" in digest.text
    assert TOKEN not in digest.html + digest.text


def test_postal_address_for_mailchimp(site: Site) -> None:
    """Mailchimp demands its own tag of the postal address in either part."""
    digest = digest_of(site, tool="mailchimp")

    assert "*|HTML:LIST_ADDRESS_HTML|*" in digest.html
    assert "*|LIST:ADDRESS|*" in digest.text


@pytest.mark.parametrize("tool", TAGS)
def test_releases_forge_no_tags(newsroom: Newsroom, tool: str) -> None:
    """What a release's text has in common with a tag comes out as text."""
    text = "Braces {{{ x }}, {% if %}, {# #} and *|FNAME|*"
    digest = digest_of(site_of(newsroom, [edition(title=text, summary=text)]), tool=tool)
    tags = [tag for tag in TAGS[tool] if tag] + ["*|HTML:LIST_ADDRESS_HTML|*", "*|LIST:ADDRESS|*"]
    own = re.compile("|".join(map(re.escape, tags)))

    assert re.search(STARTS[tool], own.sub("", digest.html)) is None
    assert re.search(STARTS[tool], own.sub("", digest.text)) is None


def test_plain_leaves_text_alone(newsroom: Newsroom) -> None:
    """Without a tool nothing in a release's text is touched."""
    text = "Braces {{{ x }}, {% if %} and *|FNAME|*"
    digest = digest_of(site_of(newsroom, [edition(title=text)]))

    assert text in digest.html
    assert text in digest.text


def test_tools_write_their_own_headers(site: Site) -> None:
    """A letter for a tool leaves unsubscribing headers to it."""
    for tool in TOOLS:
        message = parsed(encode_letter(digest_of(site, tool=tool), site.newsroom.mail))

        assert ("List-Unsubscribe" in message) == (tool == "plain")
