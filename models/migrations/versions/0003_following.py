"""Following: relations of documents, deadlines that amendments moved, reported progress; what is due for a unit."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables; each party gets its record's day."""
    op.add_column("parties", sa.Column("due_on", sa.Date()))
    op.add_column("parties", sa.Column("recurs", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE parties SET due_on = (SELECT deadline_end FROM records WHERE records.id = record_id "
        "AND deadline_kind <> 'recurring')"
    )
    op.execute(
        "UPDATE parties SET recurs = true WHERE record_id IN (SELECT id FROM records WHERE deadline_kind = 'recurring')"
    )
    op.create_index("ix_parties_due", "parties", ["unit_id", "due_on"])
    recurs = sa.text("recurs")
    op.create_index("ix_parties_recurring", "parties", ["unit_id"], sqlite_where=recurs, postgresql_where=recurs)
    op.create_table(
        "relations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("cited_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('replaces', 'amends', 'repeals', 'implements', 'answers', 'based_on', 'mentions')",
            name="ck_relations_kind",
        ),
        sa.CheckConstraint("document_id <> cited_id", name="ck_relations_to_another"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_relations_document_id"),
        sa.ForeignKeyConstraint(["cited_id"], ["documents.id"], name="fk_relations_cited_id"),
        sa.PrimaryKeyConstraint("id", name="pk_relations"),
        sa.UniqueConstraint("document_id", "cited_id", "kind", name="uq_relations_document_id_cited_id_kind"),
    )
    op.create_index("ix_relations_cited_id", "relations", ["cited_id"])
    op.create_table(
        "moves",
        sa.Column("by_record_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_record_id"], ["records.id"], name="fk_moves_by_record_id"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_moves_record_id"),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name="fk_moves_review_id"),
        sa.PrimaryKeyConstraint("by_record_id", name="pk_moves"),
    )
    op.create_index("ix_moves_record_id", "moves", ["record_id"])
    op.create_index("ix_moves_review_id", "moves", ["review_id"])
    op.create_table(
        "progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer()),
        sa.Column("occurrence", sa.Date()),
        sa.Column("achieved_on", sa.Date()),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("value", sa.Double()),
        sa.Column("of", sa.Double()),
        sa.Column("unit", sa.String()),
        sa.Column("note", sa.String()),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_by_id", sa.Integer()),
        sa.Column("result_id", sa.Integer()),
        sa.Column("decided_by", sa.String()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("standing IN ('proposed', 'confirmed', 'dismissed')", name="ck_progress_standing"),
        sa.CheckConstraint("(standing = 'proposed') = (decided_by IS NULL)", name="ck_progress_decided_by_somebody"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_progress_document_id"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_progress_record_id"),
        sa.ForeignKeyConstraint(["shown_by_id"], ["documents.id"], name="fk_progress_shown_by_id"),
        sa.ForeignKeyConstraint(["result_id"], ["records.id"], name="fk_progress_result_id"),
        sa.PrimaryKeyConstraint("id", name="pk_progress"),
    )
    op.create_index("ix_progress_record", "progress", ["record_id", "standing"])
    for column in ("document_id", "standing", "shown_by_id", "result_id"):
        op.create_index(f"ix_progress_{column}", "progress", [column])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("progress")
    op.drop_table("moves")
    op.drop_table("relations")
    op.drop_index("ix_parties_recurring", "parties")
    op.drop_index("ix_parties_due", "parties")
    op.drop_column("parties", "recurs")
    op.drop_column("parties", "due_on")
