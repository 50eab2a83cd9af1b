"""Batch runs: each try of a file with what its stations took; how a file looked where it was met."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Tries made so far are not known one by one."""
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("depth", sa.String(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ended", sa.String()),
        sa.Column("reason_code", sa.String()),
        sa.Column("reason_vi", sa.String()),
        sa.Column("reason_en", sa.String()),
        sa.Column("seconds", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.CheckConstraint(
            "ended IN ('done', 'failed', 'quarantined', 'given_back', 'lost')", name="ck_attempts_ended"
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_attempts_file_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
    )
    op.create_index("ix_attempts_file_id", "attempts", ["file_id"])
    op.add_column("places", sa.Column("stamp", sa.String()))
    op.create_index("ix_files_worker", "files", ["worker"])


def downgrade() -> None:
    """Forget it."""
    op.drop_index("ix_files_worker", "files")
    op.drop_column("places", "stamp")
    op.drop_table("attempts")
