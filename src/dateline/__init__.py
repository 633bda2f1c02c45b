"""Dateline: publish dated press releases as feeds, a monthly archive and a digest."""

__version__ = "0.1.0"
