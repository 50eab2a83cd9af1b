"""The first schema: units, files, documents, their readings and records."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String()),
        sa.Column("pages", sa.Integer()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String()),
        sa.Column("leased_until", sa.DateTime(timezone=True)),
        sa.Column("version", sa.String()),
        sa.Column("reason_code", sa.String()),
        sa.Column("reason_vi", sa.String()),
        sa.Column("reason_en", sa.String()),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("seconds", sa.Double()),
        sa.CheckConstraint("(state = 'leased') = (worker IS NOT NULL)", name="ck_files_leased_by_somebody"),
        sa.CheckConstraint(
            "(state IN ('failed', 'quarantined')) = (reason_code IS NOT NULL)", name="ck_files_reason_of_failure"
        ),
        sa.CheckConstraint("state IN ('waiting', 'leased', 'done', 'failed', 'quarantined')", name="ck_files_state"),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
        sa.UniqueConstraint("sha256", name="uq_files_sha256"),
    )
    op.create_index("ix_files_state", "files", ["state", "leased_until"])

    op.create_table(
        "units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("within", sa.String(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("is_group", sa.Boolean(), nullable=False),
        sa.Column("register_id", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_units"),
        sa.UniqueConstraint("name", "within", "settled", "is_group", name="uq_units_name_within_settled_is_group"),
    )
    op.create_index("ix_units_register_id", "units", ["register_id"])

    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String()),
        sa.Column("number_key", sa.String()),
        sa.Column("kind", sa.String()),
        sa.Column("issuer_id", sa.Integer()),
        sa.Column("issuer_name", sa.String()),
        sa.Column("place", sa.String()),
        sa.Column("issued_on", sa.Date()),
        sa.Column("subject", sa.String()),
        sa.Column("urgency", sa.String()),
        sa.Column("secrecy", sa.String()),
        sa.Column("signer", JSON),
        sa.Column("recipients", JSON, nullable=False),
        sa.Column("executors", JSON, nullable=False),
        sa.Column("effective", JSON),
        sa.Column("evidence", JSON, nullable=False),
        sa.ForeignKeyConstraint(["issuer_id"], ["units.id"], name="fk_documents_issuer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("number_key", "issuer_id", "issued_on", name="uq_documents_number_key_issuer_id_issued_on"),
    )
    op.create_index("ix_documents_issued_on", "documents", ["issued_on"])
    op.create_index("ix_documents_issuer_id", "documents", ["issuer_id"])

    op.create_table(
        "places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("uri", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_places_file_id"),
        sa.PrimaryKeyConstraint("id", name="pk_places"),
        sa.UniqueConstraint("uri", name="uq_places_uri"),
    )
    op.create_index("ix_places_file_id", "places", ["file_id"])

    op.create_table(
        "citations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("number_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String()),
        sa.Column("issued_on", sa.Date()),
        sa.Column("issuer", JSON),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("path", sa.String()),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_citations_document_id"),
        sa.PrimaryKeyConstraint("id", name="pk_citations"),
    )
    op.create_index("ix_citations_document_id", "citations", ["document_id"])
    op.create_index("ix_citations_number_key", "citations", ["number_key"])

    op.create_table(
        "problems",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("page", sa.Integer()),
        sa.Column("field", sa.String()),
        sa.Column("candidates", JSON, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_problems_document_id"),
        sa.PrimaryKeyConstraint("id", name="pk_problems"),
    )
    op.create_index("ix_problems_document_id", "problems", ["document_id"])

    op.create_table(
        "readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("depth", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("dispatch", JSON, nullable=False),
        sa.CheckConstraint("depth IN ('fast', 'best')", name="ck_readings_depth"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_readings_document_id"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_readings_file_id"),
        sa.PrimaryKeyConstraint("id", name="pk_readings"),
    )
    op.create_index("ix_readings_document_id", "readings", ["document_id"])
    op.create_index("ix_readings_file_id", "readings", ["file_id"])
    op.create_index(
        "uq_readings_current",
        "readings",
        ["document_id"],
        unique=True,
        sqlite_where=sa.text("current"),
        postgresql_where=sa.text("current"),
    )

    op.create_table(
        "records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("deadline_text", sa.String()),
        sa.Column("deadline_kind", sa.String()),
        sa.Column("deadline_start", sa.Date()),
        sa.Column("deadline_end", sa.Date()),
        sa.Column("deadline_boundary", sa.String()),
        sa.Column("deadline_rrule", sa.String()),
        sa.Column("deadline_relative", JSON),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("path", sa.String()),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name="ck_records_confidence"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_records_document_id"),
        sa.PrimaryKeyConstraint("id", name="pk_records"),
        sa.UniqueConstraint("document_id", "kind", "key", name="uq_records_document_id_kind_key"),
    )
    op.create_index("ix_records_due", "records", ["deadline_end", "kind"])

    op.create_table(
        "parties",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.CheckConstraint("role IN ('lead', 'support', 'owner')", name="ck_parties_role"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_parties_record_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_parties_unit_id"),
        sa.PrimaryKeyConstraint("record_id", "role", "position", name="pk_parties"),
    )
    op.create_index("ix_parties_unit", "parties", ["unit_id", "role"])

    op.create_table(
        "results",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("of", sa.Double()),
        sa.Column("measure", sa.String()),
        sa.Column("unit", sa.String()),
        sa.Column("about", sa.String()),
        sa.ForeignKeyConstraint(["id"], ["records.id"], name="fk_results_id"),
        sa.PrimaryKeyConstraint("id", name="pk_results"),
    )
    op.create_table(
        "targets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("comparator", sa.String(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("value_max", sa.Double()),
        sa.Column("unit", sa.String()),
        sa.ForeignKeyConstraint(["id"], ["records.id"], name="fk_targets_id"),
        sa.PrimaryKeyConstraint("id", name="pk_targets"),
    )
    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deliverable", sa.String()),
        sa.ForeignKeyConstraint(["id"], ["records.id"], name="fk_tasks_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
    )


def downgrade() -> None:
    """Drop them, the dependent ones first."""
    op.drop_table("tasks")
    op.drop_table("targets")
    op.drop_table("results")
    op.drop_index("ix_parties_unit", "parties")

    op.drop_table("parties")
    op.drop_index("ix_records_due", "records")

    op.drop_table("records")
    op.drop_index("uq_readings_current", "readings")
    op.drop_index("ix_readings_file_id", "readings")
    op.drop_index("ix_readings_document_id", "readings")

    op.drop_table("readings")
    op.drop_index("ix_problems_document_id", "problems")

    op.drop_table("problems")
    op.drop_index("ix_citations_number_key", "citations")
    op.drop_index("ix_citations_document_id", "citations")

    op.drop_table("citations")
    op.drop_index("ix_places_file_id", "places")

    op.drop_table("places")
    op.drop_index("ix_documents_issuer_id", "documents")
    op.drop_index("ix_documents_issued_on", "documents")

    op.drop_table("documents")
    op.drop_index("ix_units_register_id", "units")

    op.drop_table("units")
    op.drop_index("ix_files_state", "files")

    op.drop_table("files")
