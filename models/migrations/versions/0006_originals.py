"""Originals: whether the bytes of a file are kept; and documents that read alike."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


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


def downgrade() -> None:
    """Drop them; the originals themselves are left where they are."""
    op.drop_table("likenesses")
    op.drop_table("sketches")
    op.drop_column("files", "kept")
