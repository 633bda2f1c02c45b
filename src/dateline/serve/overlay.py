"""Write what the preview adds to a page: the reload script, and the overlay of problems."""

from __future__ import annotations

import html
import re
import secrets
from collections.abc import Sequence

from dateline.serve.policy import with_allowance
from dateline.serve.preview import Notice

SCRIPT_PATH = "/__dateline/reload.js"
STYLE_PATH = "/__dateline/overlay.css"
EVENTS_PATH = "/__dateline/events"
_MOST = 50

# A hidden tab closes its connection: browsers allow six to one host.
SCRIPT = """\
(() => {
  const version = document.currentScript.dataset.version;
  let events = null;
  const close = () => { if (events) { events.close(); events = null; } };
  const open = () => {
    close();
    events = new EventSource("/__dateline/events?since=" + encodeURIComponent(version));
    events.addEventListener("reload", () => { close(); location.reload(); });
  };
  const follow = () => document.hidden ? close() : open();
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", close);
  addEventListener("pageshow", follow);
})();
"""

STYLE = """\
#dateline-overlay, #dateline-overlay * { all: revert; box-sizing: border-box; }
#dateline-overlay { position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 70vh;
  overflow: auto; margin: 0; padding: 1rem 1.25rem; background: #fff8f7; color: #1b1b1b;
  border-top: 4px solid #b3261e; font: 16px/1.5 system-ui, sans-serif; text-align: start; }
#dateline-overlay summary { font-weight: 700; cursor: pointer; }
#dateline-overlay li { margin: .6rem 0; }
#dateline-overlay code { font: 14px/1.4 ui-monospace, monospace; color: #8c1d18; }
"""


def with_preview(page: bytes, version: str, notices: Sequence[Notice]) -> bytes:
    """Give a page with the reload script and, where there are notices, the overlay."""
    nonce = secrets.token_urlsafe(12)
    page = with_allowance(page, nonce)
    named = f'data-version="{html.escape(version)}" nonce="{nonce}"'
    added = f'<script src="{SCRIPT_PATH}" {named}></script>'
    if notices:
        added = _overlay(notices) + added
    found = list(re.finditer(rb"</body\s*>", page, re.IGNORECASE))
    end = found[-1].start() if found else len(page)
    return page[:end] + added.encode() + page[end:]


def _overlay(notices: Sequence[Notice]) -> str:
    items = "".join(f"<li>{_item(notice)}</li>" for notice in notices[:_MOST])
    more = f"<p>… and {len(notices) - _MOST} more.</p>" if len(notices) > _MOST else ""
    return (
        f'<div id="dateline-overlay" role="alert" lang="en" dir="ltr">'
        f'<link rel="stylesheet" href="{STYLE_PATH}">'
        f"<details open><summary>{heading(notices)}</summary><ol>{items}</ol>{more}</details></div>"
    )


def _item(notice: Notice) -> str:
    where = f"<code>{html.escape(notice.where)}</code><br>" if notice.where else ""
    hint = f"<br><em>{html.escape(notice.hint)}</em>" if notice.hint else ""
    return f"{where}{html.escape(notice.message)}{hint}"


def heading(notices: Sequence[Notice]) -> str:
    """Say in a line why the pages are not the newest."""
    noun = "problem" if len(notices) == 1 else "problems"
    return f"{len(notices)} {noun}: this is the last good build"


def as_text(notices: Sequence[Notice]) -> str:
    """Tell the notices where there is no page yet to lay them over."""
    lines = ["Nothing could be built yet. This page reloads by itself.", ""]
    for notice in notices:
        lines += [f"{notice.where}: {notice.message}" if notice.where else notice.message]
        lines += [f"  {notice.hint}"] if notice.hint else []
    return "\n".join(lines) + "\n"


def missing_page(path: str, home: str) -> bytes:
    """Write the page that stands where none was built."""
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<title>Not found</title>\n'
        f"<body>\n<h1>Not found</h1>\n<p>No page stands at <code>{html.escape(path)}</code>.</p>\n"
        f'<p><a href="{html.escape(home)}">The front page</a></p>\n</body>\n</html>\n'
    ).encode()
