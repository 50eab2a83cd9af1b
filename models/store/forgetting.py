"""Deleting a document that no file speaks of and that no person has touched, and all that followed from it."""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.reviews.settling import settle
from models.tables import Change, Document, Entry, Join, Likeness, Move, Progress, Record, Relation, Review, Sketch


def forget(session: Session, document: Document) -> None:
    """Delete `document`; the deadlines that it moved in others move back."""
    mine = select(Record.id).where(Record.document_id == document.id)
    moves = session.scalars(select(Move).where(Move.by_record_id.in_(mine) | Move.record_id.in_(mine))).all()
    moved = [m.record for m in moves if m.record.document_id != document.id]
    for move in moves:
        session.delete(move)
    session.flush()
    steps = list(
        session.scalars(
            select(Review.id).where((Review.document_id == document.id) | (Review.by_document_id == document.id))
        )
    )
    for column in (Review.undoes_id, Review.undone_by_id):
        session.execute(update(Review).where(column.in_(steps)).values({column: None}))
        session.execute(update(Review).where(Review.id.in_(steps)).values({column: None}))
    session.execute(delete(Change).where(Change.review_id.in_(steps)))
    session.execute(delete(Review).where(Review.id.in_(steps)))
    for row in moved:
        settle(session, row)
    session.execute(delete(Relation).where((Relation.document_id == document.id) | (Relation.cited_id == document.id)))
    session.execute(delete(Progress).where(Progress.document_id == document.id, Progress.standing == "proposed"))
    session.execute(delete(Progress).where(Progress.shown_by_id == document.id, Progress.standing == "proposed"))
    session.execute(  # what a person confirmed stays, though the report turned out to be another document
        update(Progress).where(Progress.shown_by_id == document.id).values(shown_by_id=None, result_id=None)
    )
    session.execute(delete(Sketch).where(Sketch.document_id == document.id))
    session.execute(delete(Likeness).where((Likeness.document_id == document.id) | (Likeness.other_id == document.id)))
    session.execute(delete(Join).where(Join.document_id == document.id))
    session.execute(delete(Entry).where(Entry.document_id == document.id))
    session.delete(document)
