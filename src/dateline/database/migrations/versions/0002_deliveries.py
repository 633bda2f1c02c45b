"""Make the ledger of sending: edition, delivery, lease, rate."""

import sqlalchemy as sa
from alembic import op

from dateline.database.columns import Moment

revision = "0002"
down_revision = "0001"

_OPEN = sa.text("state IN ('queued', 'deferred')")


def upgrade() -> None:
    """Make them."""
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "edition",
        sa.Column("id", number, nullable=False),
        sa.Column("feed", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("month", sa.Text, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("releases", sa.Text, nullable=False),
        sa.Column("frozen_at", Moment, nullable=False),
        sa.Column("recipients", sa.Integer, nullable=False),
        sa.Column("paused_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_edition"),
        sa.UniqueConstraint("feed", "language", "month", name="uq_edition_feed_language_month"),
    )
    op.create_table(
        "lease",
        sa.Column("id", number, nullable=False),
        sa.Column("worker", sa.Text, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lease"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "delivery",
        sa.Column("id", number, nullable=False),
        sa.Column("edition_id", sa.BigInteger, nullable=False),
        sa.Column("subscriber_id", sa.BigInteger, nullable=False),
        sa.Column("domain", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due_at", Moment, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lease_id", sa.BigInteger, nullable=True),
        sa.Column("changed_at", Moment, nullable=True),
        sa.Column("words", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint(
            "edition_id", "subscriber_id", name="uq_delivery_edition_id_subscriber_id"
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name="fk_delivery_edition_id"),
        sa.CheckConstraint(
            "state IN ('queued', 'leased', 'committing', 'accepted', 'deferred', 'failed',"
            " 'suppressed', 'uncertain')",
            name="ck_delivery_state",
        ),
    )
    op.create_index(
        "ix_delivery_due",
        "delivery",
        ["edition_id", "due_at", "id"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    held = sa.text("lease_id IS NOT NULL")
    op.create_index(
        "ix_delivery_lease_id",
        "delivery",
        ["lease_id"],
        sqlite_where=held,
        postgresql_where=held,
    )
    op.create_table(
        "rate",
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("until", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("scope", name="pk_rate"),
    )
