"""Keep the door for subscribers: a small Starlette app, without cookies and without scripts."""

from dateline.webapp.app import make_app

__all__ = ["make_app"]
