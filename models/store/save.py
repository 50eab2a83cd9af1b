"""Saving what was read: a dispatch into the tables, and out of them again.

`save` runs inside the caller's transaction; the caller's block is what makes it all or nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import records, rows, tables
from models.following import follow, follow_new
from models.following.likeness import compare_again
from models.following.progress import decided
from models.reviews.settling import touched
from models.store.adding import New, add_new, kinds
from models.store.forgetting import forget
from models.store.known import known_before
from models.store.merging import bring_up_to_date
from models.store.worth import stand_on_what_is_left, worth
from models.units.meeting import meet


def save(
    session: Session,
    file: tables.File,
    dispatch: records.Dispatch,
    *,
    version: str,
    depth: tables.Depth,
    made_at: datetime,
) -> tables.Document:
    """Keep `dispatch` as a reading of `file`, and bring the document it belongs to up to date."""
    (document,) = save_all(session, [(file, dispatch)], version=version, depth=depth, made_at=made_at)
    return session.get_one(tables.Document, document)


def save_all(
    session: Session,
    found: Sequence[tuple[tables.File, records.Dispatch]],
    *,
    version: str,
    depth: tables.Depth,
    made_at: datetime,
) -> list[int]:
    """Keep each dispatch of `found` as a reading of its file; the ids of the documents, in this order.

    The document is the one with the same number, issuer and date; where one of the three was not read, or the issuer
    not recognised, it is the file's own: two documents for one do less harm than one for two. Of several files of one
    document, the best read one speaks for it. Records keep their row and id; what a person touched stays as it is.
    """
    session.flush()
    meet(session, named_in(dispatch for _, dispatch in found))
    issuers = [rows.issuer_row(session, dispatch.letterhead, dispatch.file.sha256) for _, dispatch in found]
    known = known_before(session, found)
    met, taken = known.files, known.documents
    new: dict[int, New] = {}
    for n, ((file, dispatch), issuer) in enumerate(zip(found, issuers, strict=True)):
        identity = rows.identity(dispatch.letterhead, issuer)
        if file.id not in met and identity not in taken:
            new[n] = New(file.id, dispatch, issuer)
            met.add(file.id)
            taken |= {identity} - {None}
    session.flush()
    ids = known.new_documents, known.new_records
    made = add_new(session, list(new.values()), *ids, version=version, depth=depth, made_at=made_at)
    documents = dict(zip(new, made, strict=True))
    follow_new(session, made, made_at)
    for n, (file, dispatch) in enumerate(found):
        if n not in documents:
            documents[n] = _save_known(session, file, dispatch, version=version, depth=depth, made_at=made_at).id
    return [documents[n] for n in range(len(found))]


def named_in(dispatches: Iterable[records.Dispatch]) -> Iterator[tuple[records.Unit, str]]:
    """The units that the dispatches name, each with the office or file within which its name means something."""
    for dispatch in dispatches:
        issuer = dispatch.letterhead.issuer
        if issuer is not None:
            yield issuer, dispatch.file.sha256
        within = (issuer.canonical or issuer.name) if issuer else ""
        for _, found in kinds(dispatch):
            for record in found:
                for units in rows.roles_of(record).values():
                    yield from ((unit, within) for unit in units)


def _save_known(
    session: Session,
    file: tables.File,
    dispatch: records.Dispatch,
    *,
    version: str,
    depth: tables.Depth,
    made_at: datetime,
) -> tables.Document:
    """Save the reading of a file, or of a document, that was read before."""
    before = session.scalars(
        select(tables.Document).join(tables.Reading).where(tables.Reading.file_id == file.id, tables.Reading.current)
    ).first()
    issuer = rows.issuer_row(session, dispatch.letterhead, dispatch.file.sha256)
    if before is not None and (touched(session, before) or decided(session, before)):
        document: tables.Document | None = before  # a person has worked on it: it stays this file's, whatever is read
    else:
        document = rows.same_document(session, dispatch.letterhead, issuer) or own_document(before, file)
        if document is None and before is None and rows.identity(dispatch.letterhead, issuer) is None:
            document = beside(session, file)
    speaks = next((r for r in document.readings if r.current), None) if document else None
    better = speaks is None or speaks.file_id == file.id
    if speaks is not None and not better and rows.identity(dispatch.letterhead, issuer) is not None:
        better = worth(dispatch) > worth(speaks.dispatch)
    if document is None:
        document = tables.Document()
    if better:
        if speaks is not None:
            speaks.current = False
        session.flush()  # one reading at a time is current: the old one steps down first
        bring_up_to_date(session, document, dispatch)
    reading = tables.Reading(
        file=file, document=document, version=version, depth=depth, made_at=made_at, current=better, dispatch=dispatch
    )
    session.add(reading)
    session.flush()
    if before is not None and before is not document:
        let_go(session, before, file, made_at)
    if better:
        follow(session, document, made_at)
        compare_again(session, document.id)
    return document


def beside(session: Session, file: tables.File) -> tables.Document | None:
    """The document that another file speaks for and `file` is one of: read so before, or by a person's word."""
    last = select(tables.Document).join(tables.Reading).where(tables.Reading.file_id == file.id)
    return session.scalars(last.order_by(tables.Reading.id.desc()).limit(1)).first()


def own_document(document: tables.Document | None, file: tables.File) -> tables.Document | None:
    """The `document` that `file` gave before, if no other file speaks of it."""
    if document is None or any(r.file_id != file.id for r in document.readings):
        return None
    return document


def let_go(session: Session, document: tables.Document, file: tables.File, at: datetime) -> None:
    """`file` turned out to be another document: `document` falls back on its other files, or goes."""
    gone = [r for r in document.readings if r.file_id == file.id]
    left = [r for r in document.readings if r.file_id != file.id]
    for reading in gone:
        session.delete(reading)
    session.flush()
    session.expire(document, ["readings"])
    if not left:
        forget(session, document)
    elif stand_on_what_is_left(session, document):
        follow(session, document, at)
        compare_again(session, document.id)
    session.flush()
