"""Preview a newsroom on loopback: serve its pages, rebuild on change, reload the browser.

Handed a `rebuild` callable by the door; knows neither settings nor reading. Nothing of the
preview is ever written into a page's file: what reloads is added to the response.
"""

from dateline.serve.preview import Notice, Preview, Rebuilt
from dateline.serve.server import PreviewServer
from dateline.serve.watching import Watcher

__all__ = ["Notice", "Preview", "PreviewServer", "Rebuilt", "Watcher"]
