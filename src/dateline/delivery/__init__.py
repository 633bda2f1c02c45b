"""Hand the site to readers: what servers must say of each file, compressed twins, WebSub.

What is written here depends on settings alone, never on a release: nothing held can leak.
Files whose rules a host reads by itself (`_headers`) are published with the site; what goes into
a server's own configuration (nginx, Apache) is printed for whoever keeps that.
"""

from dateline.delivery.classes import CLASSES
from dateline.delivery.hosts import piece
from dateline.delivery.policy import page_policy

__all__ = ["CLASSES", "page_policy", "piece"]
