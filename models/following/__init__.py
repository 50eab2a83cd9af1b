"""Following a document once it is read: what it is to others, what they moved, what came of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from models.following.amendments import move_deadlines
from models.following.likeness import compare
from models.following.progress import propose
from models.following.relations import relate, touching
from models.search import index
from models.tables import Document


def follow_new(session: Session, documents: Sequence[int], at: datetime) -> None:
    """The same for documents that were only just made, with their words: most cite nothing that is known."""
    for number in touching(session, documents):
        follow(session, session.get_one(Document, number), at)
    compare(session, documents)


def follow(session: Session, document: Document, at: datetime) -> None:
    """Bring all that follows from `document` up to date, in it and in the documents that it touches."""
    others = relate(session, document)
    move_deadlines(session, document, at)
    propose(session, document, at)
    for other in sorted(others):
        found = session.get_one(Document, other)
        if any(r.kind == "result" for r in found.records):
            propose(session, found, at)
    index(session, document)
