"""The same press site built by Dateline and by its peers, timed in turns.

Knows Dateline only as a command; nothing here imports it.
"""
