"""Proofread what a file says to readers: words, dates, numbers, as a careful colleague would.

Every rule is a small function from values to findings, with its `Rule` beside it. What may cost
time stands behind a search for the few letters without which it cannot find anything.
"""

from dateline.proofreading.proof import Copy, findings, proofread

__all__ = ["Copy", "findings", "proofread"]
