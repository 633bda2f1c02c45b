"""Read a newsroom's files into releases and pages, with every problem of every file."""

from dateline.reading.newsroom import Reading, read_again, read_newsroom
from dateline.reading.notebook import Notebook

__all__ = ["Notebook", "Reading", "read_again", "read_newsroom"]
