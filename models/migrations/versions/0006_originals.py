"""Originals: whether the bytes of a file are kept; documents that read alike; indexes for a million records."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

SQLITE = (
    "DROP TABLE found",
    "CREATE VIRTUAL TABLE found USING fts5(words, content='entries', content_rowid='id', tokenize='unicode61', "
    "prefix='1 2 3')",
    "INSERT INTO found(found) VALUES ('rebuild')",
)
"""The same index of words, in which the beginning of a word is found as fast as a whole one."""


def upgrade() -> None:
    """No original is kept so far. Documents known before are compared once they are read again."""
    op.add_column("files", sa.Column("kept", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "sketches",
        sa.Column("band", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_sketches_document_id"),
        sa.PrimaryKeyConstraint("band", "document_id", name="pk_sketches"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sketches_document_id", "sketches", ["document_id"])
    op.create_table(
        "likenesses",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("likeness", sa.Double(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("standing IN ('proposed', 'two')", name="ck_likenesses_standing"),
        sa.CheckConstraint("(standing = 'proposed') = (decided_by IS NULL)", name="ck_likenesses_decided_by_somebody"),
        sa.CheckConstraint("document_id <> other_id", name="ck_likenesses_to_another"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_likenesses_document_id"),
        sa.ForeignKeyConstraint(["other_id"], ["documents.id"], name="fk_likenesses_other_id"),
        sa.PrimaryKeyConstraint("document_id", "other_id", name="pk_likenesses"),
    )
    op.create_index("ix_likenesses_other_id", "likenesses", ["other_id"])
    op.create_index("ix_likenesses_standing", "likenesses", ["standing"])
    op.execute("UPDATE units SET learned = false")  # it now tells of provinces that merged
    op.execute(
        "UPDATE parties SET due_on = NULL, recurs = false WHERE record_id IN "
        "(SELECT id FROM records WHERE standing <> 'live' OR kind = 'result')"
    )
    op.drop_index("ix_parties_due", "parties")
    op.create_index("ix_parties_due", "parties", ["unit_id", "due_on", "record_id"])
    dated = sa.text("due_on IS NOT NULL")
    op.create_index(
        "ix_parties_day", "parties", ["due_on", "unit_id", "record_id"], sqlite_where=dated, postgresql_where=dated
    )
    op.drop_index("ix_progress_standing", "progress")
    proposed = sa.text("standing = 'proposed'")
    op.create_index("ix_progress_proposed", "progress", ["id"], sqlite_where=proposed, postgresql_where=proposed)
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)
    else:
        op.execute("DROP INDEX ix_entries_words")
        op.execute(
            "ALTER TABLE entries ADD COLUMN vector tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED"
        )
        op.execute("CREATE INDEX ix_entries_vector ON entries USING gin (vector)")


def downgrade() -> None:
    """Drop them; the originals themselves are left where they are."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE entries DROP COLUMN vector")
        op.execute("CREATE INDEX ix_entries_words ON entries USING gin (to_tsvector('simple', words))")
    op.drop_index("ix_progress_proposed", "progress")
    op.create_index("ix_progress_standing", "progress", ["standing"])
    op.drop_index("ix_parties_day", "parties")
    op.drop_index("ix_parties_due", "parties")
    op.create_index("ix_parties_due", "parties", ["unit_id", "due_on"])
    op.execute(
        "UPDATE parties SET recurs = EXISTS (SELECT 1 FROM records r WHERE r.id = record_id "
        "AND r.deadline_kind = 'recurring'), due_on = (SELECT deadline_end FROM records r WHERE r.id = record_id "
        "AND coalesce(r.deadline_kind, '') <> 'recurring')"
    )
    op.drop_table("likenesses")
    op.drop_table("sketches")
    op.drop_column("files", "kept")
