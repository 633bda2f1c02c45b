"""Make the monthly digest: a month's releases as web view, HTML mail, text mail and letter.

Knows nothing of subscribers: where their tokens go, placeholders stand.
"""

from dateline.digest.compose import compose, months
from dateline.digest.letter import encode_letter
from dateline.digest.model import Digest, Entry
from dateline.digest.render import artifacts, pieces
from dateline.digest.tools import TOKEN, TOOLS

__all__ = [
    "TOKEN",
    "TOOLS",
    "Digest",
    "Entry",
    "artifacts",
    "compose",
    "encode_letter",
    "months",
    "pieces",
]
