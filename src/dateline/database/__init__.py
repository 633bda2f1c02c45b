"""Open the database of the mail wing: SQLite beside the newsroom, or PostgreSQL by address.

Knows engines, transactions and migrations; the tables belong to the rooms that use them, which
declare them on `METADATA`, with moments as `Moment`. A new table or column comes with a new file
in `migrations/versions/` and a new `HEAD` in `migration.py`.
"""

from dateline.database.columns import METADATA, Moment
from dateline.database.engine import Database, open_database

__all__ = ["METADATA", "Database", "Moment", "open_database"]
