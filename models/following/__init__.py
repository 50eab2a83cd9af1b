"""Following a document once it is read: what it is to others, what they moved, what came of it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import BigInteger, cast, null, select, union_all
from sqlalchemy.orm import Session

from models.following.amendments import move_deadlines
from models.following.likeness import NEAR_WITHOUT, Said, compare
from models.following.progress import propose
from models.following.relations import TOUCHING, ended_by, relate
from models.following.repeals import end_points
from models.search import index
from models.tables import Document, Progress, Result


def follow_new(session: Session, documents: Mapping[int, Said], at: datetime) -> None:
    """The same for documents that were only just made: most cite nothing that is known, and are like no other."""
    bands = {band for said in documents.values() for band in said.bands}
    touching: set[int] = set()
    without: dict[int, set[int]] = defaultdict(set)
    for number, band in session.connection().execute(NEAR, {"documents": list(documents), "bands": list(bands)}):
        if band is None:
            touching.add(number)
        else:
            without[band].add(number)
    for number in sorted(touching):
        follow(session, session.get_one(Document, number), at)
    compare(session, documents, without)


NEAR = union_all(*(question.add_columns(cast(null(), BigInteger)) for question in TOUCHING), NEAR_WITHOUT)
"""Which of `documents` touch others, and what without a number has one of `bands`: one question, one wait for a server.
"""


def follow(session: Session, document: Document, at: datetime) -> None:
    """Bring all that follows from `document` up to date, in it and in the documents that it touches."""
    ended = ended_by(session, document.id)
    others = relate(session, document)
    amend(session, document, at)
    for number in sorted(ended | ended_by(session, document.id)):  # what those amended falls back, or is so again
        amend(session, session.get_one(Document, number), at)
    propose(session, document, at)
    for other in sorted(others):
        found = session.get_one(Document, other)
        if any(r.kind == "result" for r in found.records):
            propose(session, found, at)
    index(session, document)


def follow_step(session: Session, document: Document, touched: Collection[int | None], at: datetime) -> None:
    """The same after a person's step over the records `touched`; None among them is the document itself."""
    if None in touched:
        follow(session, document, at)
        return
    amend(session, document, at)
    if any(isinstance(r, Result) and r.id in touched for r in document.records):
        propose(session, document, at)
    spoken_of = select(Progress.shown_by_id).where(Progress.record_id.in_(touched), Progress.standing == "proposed")
    for number in sorted(set(session.scalars(spoken_of)) - {None, document.id}, key=str):
        propose(session, session.get_one(Document, number), at)


def amend(session: Session, document: Document, at: datetime) -> None:
    """Bring up to date what `document` amends, and what amends it: points that end, deadlines that move."""
    end_points(session, document, at)
    move_deadlines(session, document, at)
