"""Documents as a desk lists them, a page at a time; one plan with what is around it and its orders as a tree."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models.errors import NotThere
from models.following.relations import superseded_by
from models.questions.followed import Followed
from models.questions.paged.timetable import MOST
from models.search import matching
from models.tables import Document, Entry, Problem, Record, Relation

Kind = Literal["task", "target", "result"]


@dataclass(frozen=True, slots=True)
class Entered:
    """A document in the list, with how many records and open questions it has."""

    id: int
    number: str | None
    kind: str | None
    issued_on: date | None
    issuer: str | None
    subject: str | None
    secrecy: str | None
    tasks: int
    targets: int
    results: int
    problems: int


@dataclass(frozen=True, slots=True)
class Near:
    """Another document and what it is to this one (`theirs`), or this one to it."""

    id: int
    number: str | None
    kind: str | None
    subject: str | None
    issued_on: date | None
    relation: str
    theirs: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A document's own facts and the documents around it, those that carry it out first."""

    id: int
    number: str | None
    kind: str | None
    issuer: str | None
    issued_on: date | None
    subject: str | None
    secrecy: str | None
    superseded_by: str | None
    near: tuple[Near, ...]


@dataclass(slots=True)
class Branch:
    """A part of a document ("Điều 3", "khoản 2"), what it orders, and its own parts."""

    title: str
    lines: list[Followed] = field(default_factory=list)
    branches: list["Branch"] = field(default_factory=list)


ORDER = ("implements", "answers", "amends", "replaces", "repeals", "based_on", "mentions")


def entered(
    session: Session, *, words: str = "", kind: str = "", offset: int = 0, limit: int = 50
) -> tuple[list[Entered], int]:
    """The documents, the newest first, those without a date last; and how many there are, up to `MOST` + 1."""
    query = select(Document.id)
    if words:
        having = matching(session, words)
        if having is None:
            return [], 0
        query = query.where(Document.id.in_(select(Entry.document_id).where(Entry.record_id.is_(None), having)))
    if kind:
        query = query.where(Document.kind == kind)
    total = session.scalar(select(func.count()).select_from(query.limit(MOST + 1).subquery())) or 0
    newest = (Document.issued_on.is_(None), Document.issued_on.desc(), Document.id.desc())
    numbers = session.scalars(query.order_by(*newest).offset(offset).limit(limit)).all()
    found = {
        d.id: d
        for d in session.scalars(select(Document).where(Document.id.in_(numbers)).options(joinedload(Document.issuer)))
    }
    held: Counter[tuple[int, str]] = Counter()
    for document, of_kind, number in session.execute(
        select(Record.document_id, Record.kind, func.count())
        .where(Record.document_id.in_(numbers), Record.standing == "live")
        .group_by(Record.document_id, Record.kind)
    ):
        held[document, of_kind] = number
    problems = dict(
        session.execute(
            select(Problem.document_id, func.count())
            .where(Problem.document_id.in_(numbers))
            .group_by(Problem.document_id)
        ).all()
    )
    return [
        Entered(
            id=d.id,
            number=d.number,
            kind=d.kind,
            issued_on=d.issued_on,
            issuer=issuer_of(d),
            subject=d.subject,
            secrecy=d.secrecy,
            tasks=held[d.id, "task"],
            targets=held[d.id, "target"],
            results=held[d.id, "result"],
            problems=problems.get(d.id, 0),
        )
        for d in (found[number] for number in numbers)
    ], total


def plan(session: Session, document: int, *, today: date) -> Plan:
    """One document with those around it. Raises NotThere."""
    d = session.scalars(
        select(Document).where(Document.id == document).options(joinedload(Document.issuer))
    ).one_or_none()
    if d is None:
        raise NotThere(f"#{document}")
    after = superseded_by(session, {d.id}).get(d.id)
    gone = after is not None and (after.issued_on is None or after.issued_on <= today)
    return Plan(
        id=d.id,
        number=d.number,
        kind=d.kind,
        issuer=issuer_of(d),
        issued_on=d.issued_on,
        subject=d.subject,
        secrecy=d.secrecy,
        superseded_by=(after.number or f"#{after.id}") if after is not None and gone else None,
        near=tuple(sorted(_near(session, d.id), key=lambda n: (not n.theirs, ORDER.index(n.relation), n.id))),
    )


def _near(session: Session, document: int) -> Iterable[Near]:
    theirs = select(Relation.kind, Document).join(Document, Relation.document_id == Document.id)
    ours = select(Relation.kind, Document).join(Document, Relation.cited_id == Document.id)
    for query, of_others in (
        (theirs.where(Relation.cited_id == document), True),
        (ours.where(Relation.document_id == document), False),
    ):
        for relation, d in session.execute(query.order_by(Document.issued_on, Document.id).limit(200)):
            yield Near(d.id, d.number, d.kind, d.subject, d.issued_on, relation, of_others)


def tree(lines: Iterable[Followed]) -> Branch:
    """The lines of one document by where they stand in it: "Điều 3 > khoản 2 > điểm a" is in khoản 2 of Điều 3."""
    root = Branch("")
    for line in sorted(lines, key=lambda line: (line.page or 0, _counted(line.path or ""))):
        at = root
        for part in [part.strip() for part in (line.path or "").split(">")][:-1]:
            below = next((branch for branch in at.branches if branch.title == part), None)
            if below is None:
                below = Branch(part)
                at.branches.append(below)
            at = below
        at.lines.append(line)
    return root


def _counted(path: str) -> list[tuple[int, int, str]]:
    """A path as people count: "dòng 2" before "dòng 10", "II" before "IX", "điểm d" before "điểm đ"."""
    keys = []
    for word in re.findall(r"\w+", path):
        if word.isdecimal():
            keys.append((0, int(word), ""))
        elif ROMAN.fullmatch(word):
            keys.append((0, _from_roman(word), ""))
        else:
            keys.append((1, 0, word.replace("đ", "d\uffff")))
    return keys


ROMAN = re.compile(r"(?=[IVXL])(XL|L?X{0,3})(IX|IV|V?I{0,3})")


def _from_roman(word: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50}[letter] for letter in word]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def issuer_of(document: Document) -> str | None:
    """The issuer in full where it is known, else as written."""
    if document.issuer is None:
        return document.issuer_name
    return document.issuer.name if document.issuer.settled else document.issuer_name
