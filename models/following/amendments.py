"""A deadline that an amending document moves: the amended task gets it, the old one is kept as its history."""

import re
from collections.abc import Collection
from datetime import datetime

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.folding import bare
from models.following.relations import superseded_by
from models.reviews.fields import written
from models.reviews.settling import hold, settle
from models.rows import last_said
from models.tables import Change, Document, Move, Record, Relation, Review, Task

CONTAINED = 90.0
"""How much of a task's words, of 100, must stand in the amending text."""

SHORTEST = 25
"""Letters of a task that can be told by its words: "báo cáo" stands everywhere."""

APART = 4.0
"""How much better the best match must be than the next."""


def move_deadlines(session: Session, document: Document, at: datetime) -> None:
    """Apply what `document` amends, and what amends it, to the tasks they share; what no longer holds goes back."""
    pairs = amending_pairs(session, document)
    mine = select(Record.id).where(Record.document_id == document.id)
    moves = select(Move).where(Move.by_record_id.in_(mine) | Move.record_id.in_(mine)).order_by(Move.by_record_id)
    for move in session.scalars(moves).all():
        if (move.by_record.document_id, move.record.document_id) not in pairs:
            _retract(session, move, at)
    for amending, amended in pairs:
        _amend(session, session.get_one(Document, amending), session.get_one(Document, amended), at)


def amending_pairs(session: Session, document: Document) -> list[tuple[int, int]]:
    """(amending, amended) of the amendments that `document` has a part in."""
    amends = select(Relation.document_id, Relation.cited_id).where(
        Relation.kind == "amends", (Relation.document_id == document.id) | (Relation.cited_id == document.id)
    )
    return sorted((amending, amended) for amending, amended in session.execute(amends))


def in_force(session: Session, amending: Document) -> bool:
    """Whether an amending document is not itself replaced or repealed."""
    return amending.id not in superseded_by(session, {amending.id})


def _amend(session: Session, amending: Document, amended: Document, at: datetime) -> None:
    holds = in_force(session, amending)
    open_tasks = [r for r in amended.records if isinstance(r, Task) and r.standing == "live"]
    for task in amending.records:
        if not isinstance(task, Task):
            continue
        move = session.get(Move, task.id)
        says = holds and task.standing == "live" and task.deadline is not None
        known = meant(task, open_tasks) if says else None
        if move is not None and (known is None or known.id != move.record_id):
            _retract(session, move, at)
            move = session.get(Move, task.id)
        if known is not None:
            _move(session, task, known, amending, at, move)


def meant(task: Task, known: list[Task]) -> Task | None:
    """The one known task whose words stand in those of the amending `task`, for the same unit; None where none does."""
    said = bare(task.content)
    found = []
    for other in known:
        alike = max(contained(text, said) for text in (other.content, last_said(other).content))
        if alike >= CONTAINED and may_be_for_one(task, other):
            found.append((alike, other.id, other))
    found.sort(reverse=True)
    if not found:
        return at_named_place(task, known)
    if len(found) > 1 and found[0][0] - found[1][0] < APART:
        return None
    return found[0][2]


def contained(text: str, said: str) -> float:
    """How much of the words of `text`, of 100, stand in `said`; nothing where they are too few to tell, or more."""
    words = bare(text).rstrip(" .;")
    return fuzz.partial_ratio(words, said) if SHORTEST <= len(words) <= len(said) + 10 else 0.0


def may_be_for_one(task: Task, other: Task) -> bool:
    """Whether two tasks name a unit in common, or one of them none."""
    ours, theirs = (
        {bare(name) for party in each.parties for name in (party.name, party.unit.name)} for each in (task, other)
    )
    return not ours or not theirs or bool(ours & theirs)


def at_named_place(task: Task, known: list[Task]) -> Task | None:
    """The one known task that stands where the amending `task` names a place: "dòng 11 Phụ lục", "điểm b mục 2"."""
    for named in places_named(task.content):
        there = [other for other in known if stands_at(other.path or "", named) and may_be_for_one(task, other)]
        if len(there) == 1:
            return there[0]
    return None


PLACE = re.compile(
    r"\b(dong|stt|so thu tu|diem|khoan|dieu|muc|phu luc)(?: so)? ?(\d{1,3}|[ivxl]{1,6}|[a-z])?\b(?=\W|$)"
)
"""A part of a document by name and number, the words folded."""

ROWS = ("dong", "stt", "so thu tu")


def places_named(text: str) -> list[tuple[tuple[str, str], ...]]:
    """The places that `text` names, each from the outside in: (("phu luc", ""), ("dong", "11"))."""
    found: list[list[tuple[str, str]]] = []
    end = -1
    folded = bare(text)
    for place in PLACE.finditer(folded):
        kind, number = ("dong" if place[1] in ROWS else place[1]), place[2] or ""
        if not number and kind != "phu luc":
            continue
        if found and folded[end : place.start()].strip() in ("", ",", "cua", "tai", "thuoc"):
            found[-1].insert(0, (kind, number))
        else:
            found.append([(kind, number)])
        end = place.end()
    return [tuple(sorted(parts, key=lambda part: part[0] == "dong")) for parts in found]


def stands_at(path: str, named: tuple[tuple[str, str], ...]) -> bool:
    """Whether `path` ("Phụ lục > dòng 11", "II > 2 > b") ends as `named` says; parts without a name count by number."""
    parts = [part.strip().split() for part in bare(path).split(">")]
    if not path or len(parts) < len(named):
        return False
    for (kind, number), words in zip(named, parts[-len(named) :], strict=True):
        own, last = " ".join(words[:-1]), words[-1]
        if kind == "phu luc" and " ".join(words[:2]) == "phu luc":
            if number and words[2:] != [number]:
                return False
        elif last != number or own not in ("", kind):
            return False
    return True


def _move(session: Session, task: Task, known: Task, amending: Document, at: datetime, move: Move | None) -> None:
    after = written("task", "deadline", task.deadline)
    if move is not None:
        last = session.scalars(select(Change).where(Change.review_id == move.review_id)).first()
        if last is not None and last.after == after and move.record_id == known.id:
            return  # applied before; or a person took it back, which stays so
        _retract(session, move, at)
        if move in session:  # kept for a person's undo, of another task or day
            session.delete(move)
            session.flush()
    before = written("task", "deadline", known.deadline)
    if before == after:
        return
    hold(known)
    step = Review(document_id=known.document_id, action="amend", by_document_id=amending.id, at=at)
    session.add(step)
    session.flush()
    said = (known.machine or {}).get("deadline")
    session.add(
        Change(review_id=step.id, record_id=known.id, field="deadline", before=before, after=after, machine=said)
    )
    session.add(Move(by_record_id=task.id, record_id=known.id, review_id=step.id))
    session.flush()
    settle(session, known)


def _retract(session: Session, move: Move, at: datetime) -> None:
    """The amending document says so no more. What a person undid is remembered, should it say so again."""
    step, known = move.review, move.record
    if step.undone_by_id is not None:
        return
    session.delete(move)
    take_back(session, step, at)
    settle(session, known)


def take_back(session: Session, step: Review, at: datetime) -> None:
    """Note that an amending document's `step` holds no more."""
    back = Review(
        document_id=step.document_id, action="amend", by_document_id=step.by_document_id, at=at, undoes_id=step.id
    )
    session.add(back)
    session.flush()
    step.undone_by_id = back.id
    session.flush()


def moved_by(session: Session, records: Collection[int]) -> dict[int, str | None]:
    """For each of `records` that has its deadline from an amendment: the number of that, the last one issued."""
    rows = session.execute(
        select(Move.record_id, Document.number)
        .join(Review, Move.review_id == Review.id)
        .join(Document, Review.by_document_id == Document.id)
        .where(Move.record_id.in_(records), Review.undone_by_id.is_(None))
        .order_by(Document.issued_on)
    )
    return {number: by for number, by in rows}  # noqa: C416 - rows, not pairs
