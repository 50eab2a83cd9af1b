"""Feeding other systems: the outbox and the triggers that write it, tokens, webhooks, notices."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from models.tables.outbox import KNOWN, created, dropped, triggers

revision = "0008"
down_revision = "0007"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; what is known so far stands in the outbox as created, so that a consumer can begin at 0."""
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("seq", sa.BigInteger()),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer()),
        sa.Column("happened", sa.String(), nullable=False),
        sa.Column("version", sa.Integer()),
        sa.Column("review_id", sa.Integer()),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "topic IN ('document', 'task', 'target', 'result', 'review', 'progress', 'unit')", name="ck_outbox_topic"
        ),
        sa.CheckConstraint("happened IN ('created', 'changed', 'deleted')", name="ck_outbox_happened"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    numbered, unnumbered = sa.text("seq IS NOT NULL"), sa.text("seq IS NULL")
    op.create_index("uq_outbox_seq", "outbox", ["seq"], unique=True, sqlite_where=numbered, postgresql_where=numbered)
    op.create_index("ix_outbox_unnumbered", "outbox", ["id"], sqlite_where=numbered, postgresql_where=unnumbered)
    op.create_table(
        "tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("scopes", JSON, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT),
        sa.Column("revoked_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sa.UniqueConstraint("name", name="uq_tokens_name"),
        sa.UniqueConstraint("digest", name="uq_tokens_digest"),
    )
    op.create_table(
        "answers",
        sa.Column("token_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", JSON, nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["token_id"], ["tokens.id"], name="fk_answers_token_id"),
        sa.PrimaryKeyConstraint("token_id", "key", name="pk_answers"),
    )
    op.create_index("ix_answers_at", "answers", ["at"])
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("topics", JSON, nullable=False),
        sa.Column("may_see_secret", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("stopped_because", sa.String()),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("worker", sa.String()),
        sa.Column("leased_until", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "deliveries",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("error", sa.String()),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("delivered_at", MOMENT),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'dead')", name="ck_deliveries_state"),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhooks.id"], name="fk_deliveries_webhook_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("webhook_id", "seq", name="uq_deliveries_webhook_id_seq"),
        sqlite_autoincrement=True,
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "ix_deliveries_waiting", "deliveries", ["webhook_id", "id"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_table(
        "notices",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("subject", sa.String()),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_notices"),
    )
    op.create_table(
        "leaders",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_leaders_record_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("record_id", name="pk_leaders"),
    )
    connection = op.get_bind()
    count_on(connection, "PRIMARY KEY (id)", "PRIMARY KEY (id AUTOINCREMENT)")
    if connection.dialect.name == "sqlite":
        given = sa.table("sqlite_sequence", sa.column("name"), sa.column("seq"))
        for table in TOLD:  # from the last one that is there: it may be gone before another is added
            last = sa.func.coalesce(sa.func.max(sa.column("id", sa.Integer())), 0)
            connection.execute(sa.delete(given).where(given.c.name == table))
            connection.execute(
                sa.insert(given).from_select(
                    ["name", "seq"], sa.select(sa.literal(table), last).select_from(sa.table(table))
                )
            )
    for statement in KNOWN:
        connection.exec_driver_sql(statement)
    engine = connection.dialect.name
    for statement in created(engine, triggers(engine)):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Drop the triggers first: they write to the tables."""
    connection = op.get_bind()
    engine = connection.dialect.name
    for statement in dropped(engine, triggers(engine)):
        connection.exec_driver_sql(statement)
    for table in ("leaders", "notices", "deliveries", "webhooks", "answers", "tokens", "outbox"):
        op.drop_table(table)
    count_on(connection, "PRIMARY KEY (id AUTOINCREMENT)", "PRIMARY KEY (id)")


TOLD = ("documents", "records", "reviews", "progress", "units", "files")
"""What other systems know by its id."""


def count_on(connection: sa.Connection, before: str, after: str) -> None:
    """Let SQLite never give an id again, as PostgreSQL doesn't: what is gone is told by its id.

    AUTOINCREMENT changes nothing in how rows are kept, only what is done with new ones. So the words of the schema are
    changed in place, in the order that SQLite's manual gives for that (ALTER TABLE, 7); tables made anew would lose
    what hangs on them by foreign keys, which can't be switched off within a transaction.
    """
    if connection.dialect.name != "sqlite":
        return
    now = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    for table in TOLD:
        connection.exec_driver_sql(
            "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?",
            (before, after, table),
        )
    connection.exec_driver_sql(f"PRAGMA schema_version = {now + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
