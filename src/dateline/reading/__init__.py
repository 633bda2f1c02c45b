"""Read a newsroom's files into releases and pages, with every problem of every file."""

from dateline.reading.newsroom import Reading, read_newsroom

__all__ = ["Reading", "read_newsroom"]
