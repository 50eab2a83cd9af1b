"""The reviewer's desk: people, what they may see, and claims."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

UNREVIEWED = sa.text("standing = 'live' AND NOT reviewed")
DIFFERS = sa.text("differs")
SECRET = sa.text("secrecy IS NOT NULL")
RECURRING = sa.text("deadline_kind = 'recurring'")


def upgrade() -> None:
    """Make the tables, and the indexes that the queue and what may be seen are asked by."""
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("rank", sa.String(), nullable=False),
        sa.Column("clearance", sa.String(), nullable=False, server_default="open"),
        sa.Column("password_hash", sa.String()),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.String()),
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("seal", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rank IN ('reader', 'reviewer', 'manager', 'administrator')", name="ck_users_rank"),
        sa.CheckConstraint("clearance IN ('open', 'Mật', 'Tối mật', 'Tuyệt mật')", name="ck_users_clearance"),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("name", name="uq_users_name"),
        sa.UniqueConstraint("subject", name="uq_users_subject"),
    )
    op.create_table(
        "user_units",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_user_units_user_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_user_units_unit_id"),
        sa.PrimaryKeyConstraint("user_id", "unit_id", name="pk_user_units"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('in', 'wrong', 'limited', 'closed', 'out', 'password')", name="ck_sign_ins_outcome"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sign_ins_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ins"),
    )
    op.create_index("ix_sign_ins_at", "sign_ins", ["at"])
    op.create_index("ix_sign_ins_user_id", "sign_ins", ["user_id"])
    op.create_table(
        "claims",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_claims_document_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_claims_user_id"),
        sa.PrimaryKeyConstraint("document_id", name="pk_claims"),
    )
    op.create_index("ix_claims_user_id", "claims", ["user_id"])
    for name, table, columns, where in INDEXES:
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
    op.create_index("ix_reviews_who", "reviews", ["who", "at"])


def downgrade() -> None:
    """Take it all away again."""
    op.drop_index("ix_reviews_who", "reviews")
    for name, table, _, _ in INDEXES:
        op.drop_index(name, table)
    for table in ("claims", "sign_ins", "user_units", "users"):
        op.drop_table(table)


INDEXES = (
    ("ix_records_unsure", "records", ["confidence", "document_id"], UNREVIEWED),
    ("ix_records_unreviewed", "records", ["deadline_end", "document_id", "confidence"], UNREVIEWED),
    ("ix_documents_secret", "documents", ["secrecy"], SECRET),
    ("ix_documents_differs", "documents", ["id"], DIFFERS),
    ("ix_records_recurring", "records", ["deadline_rrule"], RECURRING),
)
