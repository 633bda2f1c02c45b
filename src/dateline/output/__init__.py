"""Publish artifacts into a folder so that no reader ever sees half of anything."""

from dateline.output.guard import refuse_unsafe, versions_of
from dateline.output.planning import Published
from dateline.output.publication import publish, unfinished
from dateline.output.staging import NOTHING_KNOWN, Known
from dateline.output.swapping import KEEP, publish_version

__all__ = [
    "KEEP", "NOTHING_KNOWN", "Known", "Published", "publish", "publish_version", "refuse_unsafe",
    "unfinished", "versions_of",
]  # fmt: skip
