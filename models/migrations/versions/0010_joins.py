"""That two documents were said to be one: by whom, with which files, so that it can be undone."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """What was joined so far is not known any more, and stays joined."""
    op.create_table(
        "joins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("files", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("likeness", sa.Double(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String()),
        sa.Column("undone_by", sa.String()),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("(undone_by IS NULL) = (undone_at IS NULL)", name="ck_joins_undone_by_somebody"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_joins_document_id"),
        sa.PrimaryKeyConstraint("id", name="pk_joins"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_joins_document_id", "joins", ["document_id"])


def downgrade() -> None:
    """Forget who said so; the documents stay one."""
    op.drop_table("joins")
