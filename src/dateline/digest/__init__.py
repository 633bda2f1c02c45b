"""Make the monthly digest: a month's releases as web view, HTML mail, text mail and letter.

Knows nothing of subscribers: where their tokens go, placeholders stand.
"""

from dateline.digest.compose import compose, months
from dateline.digest.lateness import Sent, ids, late, told
from dateline.digest.letter import encode_letter
from dateline.digest.model import Digest, Entry
from dateline.digest.pressrun import artifacts
from dateline.digest.render import pieces
from dateline.digest.tools import TOKEN, TOOLS

__all__ = [
    "TOKEN",
    "TOOLS",
    "Digest",
    "Entry",
    "Sent",
    "artifacts",
    "compose",
    "encode_letter",
    "ids",
    "late",
    "months",
    "pieces",
    "told",
]
