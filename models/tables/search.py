"""What full-text search looks through: the words of documents and records, without accents and case."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class Entry(Base):
    """The words of a document (without `record_id`) or of a record, folded. Each engine indexes them in its own way."""

    __tablename__ = "entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    record_id: Mapped[int | None] = mapped_column(ForeignKey("records.id"), unique=True)
    words: Mapped[str]


SQLITE = (
    "CREATE VIRTUAL TABLE found USING fts5(words, content='entries', content_rowid='id', tokenize='unicode61')",
    "CREATE TRIGGER entries_added AFTER INSERT ON entries BEGIN "
    "INSERT INTO found(rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER entries_gone AFTER DELETE ON entries BEGIN "
    "INSERT INTO found(found, rowid, words) VALUES ('delete', old.id, old.words); END",
    "CREATE TRIGGER entries_changed AFTER UPDATE OF words ON entries BEGIN "
    "INSERT INTO found(found, rowid, words) VALUES ('delete', old.id, old.words); "
    "INSERT INTO found(rowid, words) VALUES (new.id, new.words); END",
)
"""FTS5 over `entries`, kept in step by triggers; the words are folded already, đ too, which FTS5 would leave. Migration
0006 made `found` anew, with the beginnings of words, and gave PostgreSQL a column `vector` in place of this index."""

POSTGRESQL = ("CREATE INDEX ix_entries_words ON entries USING gin (to_tsvector('simple', words))",)
