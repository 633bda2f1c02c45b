"""Publish artifacts into a folder so that no reader ever sees half of anything."""

from dateline.output.guard import refuse_unsafe
from dateline.output.publication import Piece, Published, publish

__all__ = ["Piece", "Published", "publish", "refuse_unsafe"]
