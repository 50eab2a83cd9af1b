"""Saving what was read: a dispatch into the tables, and out of them again.

`save` runs inside the caller's transaction; the caller's block is what makes it all or nothing.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import records, rows, tables
from models.following import follow
from models.following.progress import decided
from models.reviews.settling import touched
from models.store.forgetting import forget
from models.store.merging import bring_up_to_date


def save(
    session: Session,
    file: tables.File,
    dispatch: records.Dispatch,
    *,
    version: str,
    depth: tables.Depth,
    made_at: datetime,
) -> tables.Document:
    """Keep `dispatch` as a reading of `file`, and bring the document it belongs to up to date.

    The document is the one with the same number, issuer and date; where one of the three was not read, or the issuer
    not recognised, it is the file's own: two documents for one do less harm than one for two. Of several files of one
    document, the best read one speaks for it. Records keep their row and id; what a person touched stays as it is.
    """
    before = session.scalars(
        select(tables.Document).join(tables.Reading).where(tables.Reading.file_id == file.id, tables.Reading.current)
    ).first()
    if before is not None and (touched(session, before) or decided(session, before)):
        document: tables.Document | None = before  # a person has worked on it: it stays this file's, whatever is read
    else:
        issuer = rows.issuer_row(session, dispatch.letterhead, dispatch.file.sha256)
        document = rows.same_document(session, dispatch.letterhead, issuer) or own_document(before, file)
    speaks = next((r for r in document.readings if r.current), None) if document else None
    better = speaks is None or speaks.file_id == file.id or worth(dispatch) > worth(speaks.dispatch)
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
    return document


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
    elif not any(r.current for r in left):
        best = max(left, key=lambda r: worth(r.dispatch))
        bring_up_to_date(session, document, best.dispatch)
        best.current = True
        follow(session, document, at)
    session.flush()


def worth(dispatch: records.Dispatch) -> tuple[float, float]:
    """How much a reading is to be trusted beside another of the same document: text read from a text layer before
    text read from pixels, then its mean confidence."""
    head = dispatch.letterhead.evidence.values()
    found = [r for group in (dispatch.tasks, dispatch.targets, dispatch.results, dispatch.citations) for r in group]
    evidence = [e for given in (*head, *found) for e in given.evidence]
    if not evidence:
        return 0.0, 0.0
    sure = [given.confidence for given in (*head, *found)]
    return sum(e.origin != "ocr" for e in evidence) / len(evidence), sum(sure) / len(sure)
