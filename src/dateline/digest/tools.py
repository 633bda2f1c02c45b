"""Know how each mail tool writes the links that only it can make, and what it takes for a tag.

mailchimp   mailchimp.com/help/about-campaign-footers: `*|UNSUB|*` and a postal address are
            required, else Mailchimp adds a grey footer of its own; `*|ARCHIVE|*` is the page
            of the campaign.
listmonk    listmonk.app/docs/templating; to be pasted into a campaign whose template is
            `{{ template "content" . }}` alone (knadh/listmonk#2247). Sets List-Unsubscribe.
buttondown  buttondown/docs, template-variables.mdx. Adds a footer of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

# Unreserved characters (RFC 3986 section 2.3) that quoted-printable leaves alone: it stands
# in addresses and in letters as it is written here.
TOKEN = "__UNSUBSCRIBE_TOKEN__"  # noqa: S105 -- the place of a token, not one

_Replace = Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class Tool:
    """A mail tool's own tags, empty where the digest's own words serve.

    `marks` matches each character that would begin a tag if a release's text held it.
    """

    unsubscribe: str = ""
    web: str = ""
    address_html: str = ""
    address_text: str = ""
    marks: str = ""

    def protect_html(self, html: str) -> str:
        """Give HTML in which only the tool's own tags are tags to it."""
        return self._protect(html, lambda match: f"&#{ord(match[0])};")

    def protect_text(self, text: str) -> str:
        """Give plain text in which only the tool's own tags are tags to it."""
        return self._protect(text, lambda match: f"{match[0]} ")

    def _protect(self, text: str, broken: _Replace) -> str:
        if not self.marks:
            return text
        tags = filter(None, (self.unsubscribe, self.web, self.address_html, self.address_text))
        pieces = re.split("(" + "|".join(map(re.escape, tags)) + ")", text)
        pieces[::2] = [re.sub(self.marks, broken, piece) for piece in pieces[::2]]
        return "".join(pieces)


TOOLS = {
    "plain": Tool(),
    "mailchimp": Tool(
        unsubscribe="*|UNSUB|*",
        web="*|ARCHIVE|*",
        address_html="*|HTML:LIST_ADDRESS_HTML|*",
        address_text="*|LIST:ADDRESS|*",
        marks=r"\*(?=\|)",
    ),
    "listmonk": Tool(
        unsubscribe="{{ UnsubscribeURL }}",
        web="{{ MessageURL }}",
        marks=r"\{(?=\{)",
    ),
    "buttondown": Tool(
        unsubscribe="{{ unsubscribe_url }}",
        web="{{ email_url }}",
        marks=r"\{(?=[{%#])",
    ),
}
