"""What a person may see. The limit lies on the session itself, so that every question asked in it is limited alike.

A document bears a mark of secrecy or none; who has no clearance for it sees neither it nor its records, not in a list,
not in a search, not in a count. Who belongs to units sees the documents that these issued or have a part in.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, event, select, union
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from models.tables import (
    CLEARANCES,
    Citation,
    Clearance,
    Document,
    Entry,
    Party,
    Problem,
    Progress,
    Reading,
    Record,
    Relation,
    Review,
    Unit,
)
from models.units import with_predecessors


@dataclass(frozen=True, slots=True)
class Sight:
    """Up to which mark of secrecy, and of which units (None: all)."""

    clearance: Clearance = "open"
    units: frozenset[int] | None = None

    def reaches(self, clearance: Clearance) -> bool:
        """Whether it goes up to that mark."""
        return CLEARANCES.index(clearance) <= CLEARANCES.index(self.clearance)


EVERYTHING = Sight("Tuyệt mật")


def limited(session: Session, sight: Sight, today: date) -> Session:
    """`session`, in which only what `sight` reaches is there. `today` says which units took over from which."""
    # A rule is a function of the entity, so that it is about an alias of the table where the question is.
    criteria = []
    if sight.clearance != "Tuyệt mật":
        secret = _secret(sight.clearance)
        criteria.append(with_loader_criteria(Document, lambda entity: entity.id.not_in(secret), include_aliases=True))
        for table in _OF_A_DOCUMENT:
            rule = with_loader_criteria(table, lambda entity: entity.document_id.not_in(secret), include_aliases=True)
            criteria.append(rule)
    if sight.units is not None:
        own = _of_units(with_predecessors(session, set(sight.units), today) & set(session.scalars(select(Unit.id))))
        criteria.append(with_loader_criteria(Document, lambda entity: entity.id.in_(own), include_aliases=True))
        for table in _OF_A_DOCUMENT:
            rule = with_loader_criteria(table, lambda entity: entity.document_id.in_(own), include_aliases=True)
            criteria.append(rule)
    if not criteria:
        return session

    def see(state: ORMExecuteState) -> None:
        if state.is_select and not state.is_column_load:
            state.statement = state.statement.options(*criteria)

    event.listen(session, "do_orm_execute", see)
    session.info["sight"] = sight
    return session


_OF_A_DOCUMENT = (Record, Reading, Entry, Citation, Problem, Review, Progress, Relation)
"""What has a `document_id`, and is out of sight with it."""


def _secret(clearance: Clearance) -> ColumnElement[int]:
    """A question for the ids of documents whose mark of secrecy `clearance` does not open; few are marked at all."""
    table = Document.__table__
    closed = table.c.secrecy.is_not(None) & table.c.secrecy.not_in(_marks(clearance))
    return select(table.c.id).where(closed).scalar_subquery()


def _of_units(units: Collection[int]) -> ColumnElement[int]:
    """A question for the ids of documents that `units` issued or have a part in: by indexes, however many others."""
    documents, records, parties = Document.__table__, Record.__table__, Party.__table__
    issued = select(documents.c.id).where(documents.c.issuer_id.in_(units))
    given = (
        select(records.c.document_id)
        .join(parties, parties.c.record_id == records.c.id)
        .where(parties.c.unit_id.in_(units))
    )
    return union(issued, given).scalar_subquery()


def _marks(clearance: Clearance) -> list[str]:
    """The marks that `clearance` opens, as they are printed; any other word opens to the highest only."""
    marks = CLEARANCES[1 : CLEARANCES.index(clearance) + 1]
    return [form for mark in marks for form in (mark, mark.upper(), mark.lower())]
