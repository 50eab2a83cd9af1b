"""Reviews: what people made of the records, and what the reading says beside it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

COLUMNS = {
    "documents": ("version", "reviewed", "differs", "machine"),
    "records": ("version", "standing", "seen", "reviewed", "differs", "machine"),
}


def upgrade() -> None:
    """Every record known so far is live, seen by its reading, and untouched."""
    for table, names in COLUMNS.items():
        for name in names:
            if name == "standing":  # a check of its own column, which both engines take without making the table anew
                op.execute(
                    "ALTER TABLE records ADD COLUMN standing VARCHAR DEFAULT 'live' NOT NULL CONSTRAINT "
                    "ck_records_standing CHECK (standing IN ('live', 'withdrawn', 'rejected', 'split', 'merged'))"
                )
            else:
                op.add_column(table, column(name))
    op.create_index("ix_records_review", "records", ["standing", "reviewed", "differs", "confidence"])
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("who", sa.String()),
        sa.Column("by_document_id", sa.Integer()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String()),
        sa.Column("undoes_id", sa.Integer()),
        sa.Column("undone_by_id", sa.Integer()),
        sa.CheckConstraint(
            "action IN ('change', 'confirm', 'add', 'reject', 'split', 'merge', 'undo', 'amend')",
            name="ck_reviews_action",
        ),
        sa.CheckConstraint("(action = 'amend') = (who IS NULL)", name="ck_reviews_by_somebody"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_reviews_document_id"),
        sa.ForeignKeyConstraint(["by_document_id"], ["documents.id"], name="fk_reviews_by_document_id"),
        sa.ForeignKeyConstraint(["undoes_id"], ["reviews.id"], name="fk_reviews_undoes_id"),
        sa.ForeignKeyConstraint(["undone_by_id"], ["reviews.id"], name="fk_reviews_undone_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
    )
    op.create_index("ix_reviews_document_id", "reviews", ["document_id"])
    op.create_index("ix_reviews_by_document_id", "reviews", ["by_document_id"])
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer()),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("before", JSON),
        sa.Column("after", JSON),
        sa.Column("machine", JSON),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name="fk_changes_review_id"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_changes_record_id"),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
    )
    op.create_index("ix_changes_review_id", "changes", ["review_id"])
    op.create_index("ix_changes_record_id", "changes", ["record_id"])


def column(name: str) -> sa.Column[object]:
    """A column as the tables have it."""
    kinds: dict[str, tuple[object, object]] = {
        "version": (sa.Integer(), "1"),
        "seen": (sa.Boolean(), sa.true()),
        "reviewed": (sa.Boolean(), sa.false()),
        "differs": (sa.Boolean(), sa.false()),
    }
    if name not in kinds:
        return sa.Column(name, JSON)
    kind, default = kinds[name]
    return sa.Column(name, kind, nullable=False, server_default=default)  # type: ignore[arg-type]


def downgrade() -> None:
    """Without reviews, a record that is not live is none."""
    op.drop_table("changes")
    op.drop_table("reviews")
    gone = "SELECT id FROM records WHERE standing <> 'live'"
    for table, key in (("parties", "record_id"), ("tasks", "id"), ("targets", "id"), ("results", "id")):
        op.execute(f"DELETE FROM {table} WHERE {key} IN ({gone})")  # noqa: S608
    op.execute("DELETE FROM records WHERE standing <> 'live'")
    op.drop_index("ix_records_review", "records")
    for table, names in COLUMNS.items():
        for name in names:
            op.drop_column(table, name)
