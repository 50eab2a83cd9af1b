"""All four registers at once, from one walk over the records."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from sqlalchemy import CompoundSelect, select, union
from sqlalchemy.orm import Session

from feeds.quality.audits import Audit, audits
from feeds.quality.nonconformities import Nonconformity, findings_of, nonconformities
from feeds.quality.objectives import Objective, objectives
from feeds.quality.procedures import Procedure, procedures
from feeds.quality.wordings import PHRASES, Register, of_the_system, register_of
from models.questions import Proposal, proposals
from models.questions.followed import Followed, Kind, followed
from models.questions.plans import plans_of, subjects_of
from models.rows import number_key
from models.search import speaking_of
from models.tables import Document, Record, Relation, Result

Scope = Literal["quality", "all"]
"""`quality`: what speaks of the quality-management system; `all`: every record, for an office whose system is all."""

KINDS: tuple[Kind, ...] = ("task", "target", "result")


@dataclass(frozen=True, slots=True)
class Registers:
    """The registers of TCVN ISO 9001:2015: clauses 6.2, 9.2, 10.2 and 7.5."""

    objectives: tuple[Objective, ...]
    audits: tuple[Audit, ...]
    nonconformities: tuple[Nonconformity, ...]
    procedures: tuple[Procedure, ...]


def registers(
    session: Session,
    *,
    today: date,
    scope: Scope = "quality",
    unit: str | None = None,
    year: int | None = None,
    secret: bool = False,
) -> Registers:
    """The registers as they stand `today`; with `unit`, part of an office's name, only its own records; with `year`,
    only those of documents issued in it."""
    asked = speaking(session) if scope == "quality" else None
    lines = followed(session, today=today, kinds=KINDS, unit=unit, documents=asked, issued_in=year, secret=secret)
    sorted_in: dict[Register | None, list[Followed]] = {"audit": [], "nonconformity": [], "procedure": [], None: []}
    for line in within(session, lines, scope):
        sorted_in[where(line)].append(line)
    counted = sorted_in["audit"] + sorted_in["nonconformity"]
    plans = plans_of(session, {line.source.id for line in counted})
    return Registers(
        objectives=objectives(sorted_in[None], reported(session, sorted_in[None])),
        audits=audits(sorted_in["audit"], findings_of(sorted_in["nonconformity"]), plans),
        nonconformities=nonconformities(sorted_in["nonconformity"], plans),
        procedures=procedures(sorted_in["procedure"]),
    )


def speaking(session: Session) -> CompoundSelect[tuple[int]]:
    """A question for the documents that may be of the system, by the index of words: those that speak of it, and those
    that tell of a plan which does. `within` looks at them closely."""
    of_it = speaking_of(session, PHRASES)
    about = select(Document.number_key).where(Document.id.in_(of_it))
    plans = set(session.scalars(about.where(Document.number_key.is_not(None))))
    results = Result.__table__  # by itself: with its half in `records`, every record would be looked at
    named = session.execute(select(results.c.id, results.c.about).where(results.c.about.is_not(None)))
    reports = [record for record, number in named if number and number_key(number) in plans]
    return union(
        of_it,
        select(Relation.document_id).where(Relation.cited_id.in_(of_it)),
        *(
            select(Record.document_id).where(Record.id.in_(reports[start : start + AT_ONCE]))
            for start in range(0, len(reports), AT_ONCE)
        ),
    )


AT_ONCE = 500
"""Ids in one question: SQLite takes no more than some thousands of parameters."""


def reported(session: Session, lines: Sequence[Followed]) -> list[Proposal]:
    """What reports propose of these records."""
    ids = [line.id for line in lines]
    parts = (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
    return [proposal for part in parts for proposal in proposals(session, records=part)]


def within(session: Session, lines: Iterable[Followed], scope: Scope) -> Iterator[Followed]:
    """Those of `lines` that are of the quality-management system: by their document's subject, or their own words.

    An article without a headline is about the system when one of its records is, a report when its plan is.
    """
    if scope == "all":
        yield from lines
        return
    for _, of_document in groupby(lines, key=lambda line: line.source.id):
        found = list(of_document)
        subject = found[0].source.subject
        own = [of_the_system(line.content) for line in found]
        whole = of_the_system(subject) or (not subject and any(own)) or _of_a_plan(session, found)
        yield from (line for line, speaks in zip(found, own, strict=True) if whole or speaks)


def _of_a_plan(session: Session, found: Sequence[Followed]) -> bool:
    """Whether a report tells of a plan that is about the system."""
    if not any(line.record == "result" for line in found):
        return False
    plan = plans_of(session, {found[0].source.id}).get(found[0].source.id)
    named = {line.about for line in found if line.about}
    subjects = [subject for number in named for subject in subjects_of(session, number)]
    return any(of_the_system(subject) for subject in (*subjects, plan.subject if plan else None))


def where(line: Followed) -> Register | None:
    """The register of a record. Offices counted in a report on an inspection are offices inspected."""
    if line.record == "target":
        return None
    register = register_of(line.content)
    if register is None and line.record == "result" and line.figure and line.figure.of is not None:
        found = register_of(line.source.subject or "")
        return "audit" if found == "audit" else None
    return register
