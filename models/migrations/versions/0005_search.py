"""Full-text search: the words of documents and records, without accents and case, and each engine's index of them."""

import sqlalchemy as sa
from alembic import op

from models.folding import bare
from models.search import WORD
from models.tables.search import POSTGRESQL, SQLITE

revision = "0005"
down_revision = "0004"

DOCUMENTS = (
    "SELECT d.id, NULL, coalesce(d.number, '') || ' ' || coalesce(d.kind, '') || ' ' || coalesce(d.subject, '') || ' ' "
    "|| coalesce(d.issuer_name, '') || ' ' || coalesce(u.name, '') FROM documents d "
    "LEFT JOIN units u ON u.id = d.issuer_id ORDER BY d.id"
)
RECORDS = (
    "SELECT r.document_id, r.id, r.content || ' ' || coalesce(t.deliverable, '') || ' ' || coalesce(m.measure, '') "
    "FROM records r LEFT JOIN tasks t ON t.id = r.id LEFT JOIN targets m ON m.id = r.id "
    "WHERE r.standing = 'live' ORDER BY r.id"
)
NAMES = "SELECT p.record_id, p.name, u.name FROM parties p JOIN units u ON u.id = p.unit_id"


def upgrade() -> None:
    """Index what is known so far."""
    entries = op.create_table(
        "entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer()),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_entries_document_id"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_entries_record_id"),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
        sa.UniqueConstraint("record_id", name="uq_entries_record_id"),
    )
    op.create_index("ix_entries_document_id", "entries", ["document_id"])
    connection = op.get_bind()
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)
    names: dict[int, str] = {}
    for record, name, full in connection.execute(sa.text(NAMES)):
        names[record] = f"{names.get(record, '')} {name} {full}"
    for query in (DOCUMENTS, RECORDS):
        rows = [
            {"document_id": document, "record_id": record, "words": folded(f"{words} {names.get(record or 0, '')}")}
            for document, record, words in connection.execute(sa.text(query))
        ]
        if rows:
            op.bulk_insert(entries, rows)


def folded(words: str) -> str:
    """Words as they are searched."""
    return " ".join(WORD.findall(bare(words)))


def downgrade() -> None:
    """Drop it; the triggers and the index go with the table."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE found")
    op.drop_table("entries")
