"""A new reading merged into what is known, three ways: what the last one said, what this one says, what people say.

A record that nobody touched says what the new reading says. A touched one stays as it is; what the machine now sees is
kept beside it, and where that is something new, the record is flagged (`differs`) for a person to look at again.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from models import records, rows, tables
from models.errors import DocumentKnown
from models.reviews.fields import whole
from models.reviews.settling import settle, settle_document, touched
from models.store.matching import match


def bring_up_to_date(session: Session, document: tables.Document, dispatch: records.Dispatch) -> None:
    """Make `document` say what `dispatch` says, but for what people said of it."""
    by_people = touched(session, document)
    with session.no_autoflush:
        _head(session, document, dispatch, None in by_people)
        if tuple(rows.plain(records.Citation, c) for c in document.citations) != dispatch.citations:
            cited = enumerate(dispatch.citations)
            document.citations = [tables.Citation(**rows.citation_columns(n, c)) for n, c in cited]
        if tuple(rows.plain(records.Problem, p) for p in document.problems) != dispatch.problems:
            told = enumerate(dispatch.problems)
            document.problems = [tables.Problem(**rows.problem_columns(n, p)) for n, p in told]
        merged = _records(session, document, dispatch, by_people)
    session.add(document)
    session.flush()
    for row in merged:
        settle(session, row)


def _head(session: Session, document: tables.Document, dispatch: records.Dispatch, by_people: bool) -> None:
    head = dispatch.letterhead
    if by_people:
        document.machine = whole("document").dump_python(head, mode="json", by_alias=True)
        try:
            settle_document(session, document)
        except DocumentKnown:  # what is read now is another document's number: for a person to see, not to be taken
            document.differs = True
        return
    issuer = rows.issuer_row(session, head, dispatch.file.sha256)
    other = rows.same_document(session, head, issuer)
    if other is not None and other is not document:
        document.differs = True
        return
    before = rows.letterhead_of(document) if document.id else None
    rows.fill_head(document, head, issuer)
    document.differs = False
    if before is not None and before != rows.letterhead_of(document):
        document.version += 1


def _records(
    session: Session, document: tables.Document, dispatch: records.Dispatch, by_people: set[int | None]
) -> list[tables.Record]:
    """The records brought up to date; those to be settled, as people have touched them, are given back."""
    within = document.issuer.name if document.issuer else ""
    known = list(document.records)
    keys = Counter((row.kind, row.key) for row in known)
    merged: list[tables.Record] = []
    position = 0
    read: dict[str, Sequence[rows.Kept]] = {
        "task": dispatch.tasks, "target": dispatch.targets, "result": dispatch.results,
    }  # fmt: skip
    for kind, found in read.items():
        of_kind = [row for row in known if row.kind == kind]
        given = match(of_kind, found)
        for row in of_kind:
            if row not in given and row.seen:
                row.seen = False
                if row.id in by_people:
                    merged.append(row)
                else:
                    _withdraw(row)
        for record, same in zip(found, given, strict=True):
            row = same or rows.ROWS[kind](key=free(keys, kind, record.id))
            if same is None:
                document.records.append(row)
            row.position, position = position, position + 1
            if same is not None and row.id in by_people:
                said = replace(record, id=row.key)
                row.machine, row.seen = whole(kind).dump_python(said, mode="json", by_alias=True), True
                merged.append(row)
            else:
                _take(session, row, record, within)
    return merged


def _take(session: Session, row: tables.Record, record: rows.Kept, within: str) -> None:
    new = row.id is None
    before = None if new else (rows.record_of(row), row.standing)
    row.seen, row.standing, row.machine = True, "live", None  # kept from when somebody's word was in force
    rows.fill_record(session, row, record, within)
    if not new and before != (rows.record_of(row), "live"):
        row.version += 1


def _withdraw(row: tables.Record) -> None:
    row.standing, row.version = "withdrawn", row.version + 1
    rows.mark_due(row)


def free(keys: dict[tuple[str, str], int], kind: str, wanted: str) -> str:
    """The id as read; with a number where another record of the document has it already. `keys` counts them."""
    keys[kind, wanted] = count = keys.get((kind, wanted), 0) + 1
    return wanted if count == 1 else f"{wanted}~{count}"
