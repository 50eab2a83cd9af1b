"""Full-text search that ignores accents and case: "so khoa hoc" finds "Sở Khoa học và Công nghệ"."""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal_column, select, text
from sqlalchemy.orm import Session

from models.folding import bare
from models.tables import Document, Entry, Record

WORD = re.compile(r"[^\W_]+")


def words_of(document: Document) -> str:
    """The words under which a document is found."""
    issuer = document.issuer.name if document.issuer else None
    return folded(document.number, document.kind, document.subject, document.issuer_name, issuer)


def words_of_record(record: Record) -> str:
    """The words under which a record is found: its own, and the names of its units."""
    names = (name for party in record.parties for name in dict.fromkeys((party.name, party.unit.name)))
    more = (getattr(record, field, None) for field in ("deliverable", "measure"))
    return folded(record.content, *more, *names)


def folded(*texts: str | None) -> str:
    """The words of `texts` as they are searched."""
    return " ".join(WORD.findall(bare(" ".join(filter(None, texts)))))


def index(session: Session, document: Document) -> None:
    """Bring the entries of a document and its records up to date."""
    known = {e.record_id: e for e in session.scalars(select(Entry).where(Entry.document_id == document.id))}
    wanted: dict[int | None, str] = {None: words_of(document)}
    wanted |= {r.id: words_of_record(r) for r in document.records if r.standing == "live"}
    for record, words in wanted.items():
        entry = known.pop(record, None)
        if entry is None:
            session.add(Entry(document_id=document.id, record_id=record, words=words))
        elif entry.words != words:
            entry.words = words
    for gone in known.values():
        session.delete(gone)
    session.flush()


def index_record(session: Session, record: Record) -> None:
    """The same for one record."""
    entry = session.scalars(select(Entry).where(Entry.record_id == record.id)).one_or_none()
    if record.standing != "live":
        if entry is not None:
            session.delete(entry)
        return
    if entry is None:
        entry = Entry(document_id=record.document_id, record_id=record.id, words="")
        session.add(entry)
    entry.words = words_of_record(record)


def matching(session: Session, asked: str) -> ColumnElement[bool] | None:
    """A condition on `Entry`: it has every word of `asked`, the last one at least as far as it was typed.

    None where `asked` has no words.
    """
    words = WORD.findall(bare(asked))
    if not words:
        return None
    if session.get_bind().dialect.name == "sqlite":
        return Entry.id.in_(_fts5(words))
    return literal_column("entries.vector").op("@@")(_tsquery(words))


def newest(session: Session, asked: str, limit: int) -> list[int]:
    """Ids of the entries that have every word of `asked`, the newest first: found in that order."""
    words = WORD.findall(bare(asked))
    if not words:
        return []
    if session.get_bind().dialect.name == "sqlite":
        return list(session.scalars(_fts5(words).order_by(text("rowid DESC")).limit(limit)))
    condition = literal_column("entries.vector").op("@@")(_tsquery(words))
    return list(session.scalars(select(Entry.id).where(condition).order_by(Entry.id.desc()).limit(limit)))


def speaking_of(session: Session, phrases: Iterable[str]) -> Select[Any]:
    """A question for the ids of documents in whose own words, or those of a record, one of `phrases` stands."""
    wanted = [WORD.findall(bare(phrase)) for phrase in phrases]
    found = select(Entry.document_id)
    if session.get_bind().dialect.name == "sqlite":
        query = " OR ".join(f'"{" ".join(words)}"' for words in wanted)
        matched = select(text("rowid")).select_from(text("found"))
        return found.where(Entry.id.in_(matched.where(text("found MATCH :phrases").bindparams(phrases=query))))
    query = " | ".join(f"({' <-> '.join(words)})" for words in wanted)
    return found.where(literal_column("entries.vector").op("@@")(func.to_tsquery(text("'simple'"), query)))


def _fts5(words: list[str]) -> Select[tuple[int]]:
    query = " ".join(f'"{word}"' for word in words) + "*"
    found = select(text("rowid")).select_from(text("found"))
    return found.where(text("found MATCH :query").bindparams(query=query))


def _tsquery(words: list[str]) -> ColumnElement[Any]:
    return func.to_tsquery(text("'simple'"), " & ".join(words) + ":*")
