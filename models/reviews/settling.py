"""What a field says: the last word of a person, else of an amending document, else of the reading.

Nothing is overwritten, so nothing can be lost: reviews are kept as steps, `machine` keeps what the reading says beside
them, and a row is settled anew from both whenever either changes.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import records, rows, tables
from models.errors import DocumentKnown
from models.reviews.fields import APART, STANDING, all_written, whole, with_fields
from models.search import index, index_record
from models.tables import Change, Review

Words = dict[str, list[Change]]
"""The changes in force, by field, the one that counts last."""


def in_force(session: Session, *, document: int, record: int | None) -> Words:
    """The changes to a record, or to the document itself, that are not undone."""
    found = session.execute(
        select(Change, Review, tables.Document.issued_on)
        .join(Change.review)
        .outerjoin(tables.Document, Review.by_document_id == tables.Document.id)
        .where(Review.document_id == document, Change.record_id == record, Review.undone_by_id.is_(None))
    )
    words: Words = defaultdict(list)
    for change, _, _ in sorted(found, key=lambda row: weight(*row)):
        words[change.field].append(change)
    return words


def weight(change: Change, review: Review, issued_on: date | None) -> tuple[bool, date, int]:
    """A person's word counts more than a document's; of two documents the later issued, of two people the later one."""
    return review.who is not None, issued_on or date.min, change.id


def touched(session: Session, document: tables.Document) -> set[int | None]:
    """Ids of the records of `document` that changes are in force for; None among them is the document itself."""
    if document.id is None:
        return set()
    return set(
        session.scalars(
            select(Change.record_id)
            .join(Review)
            .where(Review.document_id == document.id, Review.undone_by_id.is_(None))
            .distinct()
        )
    )


def hold(row: tables.Record) -> None:
    """Keep what the reading says beside what people will: from the first review on. A person's own record has none."""
    if row.machine is None and (row.seen or row.standing == "withdrawn"):
        row.machine = whole(row.kind).dump_python(rows.record_of(row), mode="json", by_alias=True)


def settle(session: Session, row: tables.Record) -> None:
    """Make `row` say what it should."""
    session.flush()
    words = in_force(session, document=row.document_id, record=row.id)
    if row.seen and any(words.values()):
        hold(row)
    known = row.machine is not None
    said: rows.Kept = whole(row.kind).validate_python(row.machine, strict=False) if known else rows.record_of(row)
    values = {field: said_last[-1].after for field, said_last in words.items() if field not in APART}
    before = rows.record_of(row), row.standing
    issuer = row.document.issuer
    rows.fill_record(session, row, with_fields(row.kind, said, values), issuer.name if issuer else "")
    row.reviewed = any(change.review.who is not None for said_last in words.values() for change in said_last)
    if words[STANDING]:
        row.standing = words[STANDING][-1].after
    else:
        row.standing = "live" if row.seen or (known and row.reviewed) else "withdrawn"
    rows.mark_due(row)
    row.differs = disagrees(row, said, words) if known else False
    if known and row.seen and not any(words.values()):
        row.machine = None
    if before != (rows.record_of(row), row.standing):
        row.version += 1
    index_record(session, row)


def disagrees(row: tables.Record, said: rows.Kept, words: Words) -> bool:
    """Whether the reading now says of a touched field what it did not say when it was touched, nor a person did."""
    if not row.reviewed:
        return False
    if not row.seen:
        return row.standing == "live"
    now = all_written(row.kind, said)
    held = [(field, said_last) for field, said_last in words.items() if field not in APART and said_last]
    return any(moved(now[field], said_last) or amended_since(said_last) for field, said_last in held)


def differs(session: Session, row: tables.Record) -> bool:
    """Whether a reading contradicts a person in `row`, as its history says."""
    if row.machine is None:
        return False
    said: rows.Kept = whole(row.kind).validate_python(row.machine, strict=False)
    return disagrees(row, said, in_force(session, document=row.document_id, record=row.id))


def amended_since(words: list[Change]) -> bool:
    """Whether a document came to amend what a person had said before."""
    last = words[-1]
    return last.review.who is not None and any(
        c.review.who is None and c.id > last.id and c.after != last.after for c in words
    )


def moved(now: Any, words: list[Change]) -> bool:
    """Whether the reading says something new of a field that was touched."""
    return bool(now != words[-1].machine and now != words[-1].after)


def hold_document(document: tables.Document) -> None:
    """As `hold`, for the document's own fields."""
    if document.machine is None:
        document.machine = whole("document").dump_python(rows.letterhead_of(document), mode="json", by_alias=True)


def settle_document(session: Session, document: tables.Document) -> None:
    """Make the document's own fields say what they should. Raises DocumentKnown where another one is that already."""
    session.flush()
    words = in_force(session, document=document.id, record=None)
    if any(words.values()):
        hold_document(document)
    said: records.Letterhead = (
        whole("document").validate_python(document.machine, strict=False)
        if document.machine is not None
        else rows.letterhead_of(document)
    )
    values = {field: said_last[-1].after for field, said_last in words.items()}
    before = rows.letterhead_of(document)
    head = with_fields("document", said, values)
    with session.no_autoflush:
        issuer = rows.issuer_row(session, head, sha_of(document))
        other = rows.same_document(session, head, issuer)
        if other is not None and other is not document:
            raise DocumentKnown(other.id)
        rows.fill_head(document, head, issuer)
    document.reviewed = any(words.values())
    now = all_written("document", said)
    document.differs = any(moved(now[field], said_last) for field, said_last in words.items() if said_last)
    if not any(words.values()):
        document.machine = None
    if before != rows.letterhead_of(document):
        document.version += 1
        index(session, document)


def sha_of(document: tables.Document) -> str:
    """The SHA-256 of the file that speaks for `document`."""
    return next((r.file.sha256 for r in document.readings if r.current), "")


def settle_all(session: Session, document: tables.Document, records_of: Iterable[int | None]) -> None:
    """Settle these records of `document`; None among them is the document itself."""
    for record in sorted(records_of, key=lambda r: r or 0):
        if record is None:
            settle_document(session, document)
        else:
            settle(session, session.get_one(tables.Record, record))
