"""Publish artifacts into a folder so that no reader ever sees half of anything."""

from dateline.output.guard import refuse_unsafe
from dateline.output.publication import Published, publish

__all__ = ["Published", "publish", "refuse_unsafe"]
