"""What a person may see. The limit lies on the session itself, so that every question asked in it is limited alike.

A document bears a mark of secrecy or none; who has no clearance for it sees neither it nor its records, not in a list,
not in a search, not in a count. Who belongs to units sees the documents that these issued or have a part in.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, event, or_, select
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


EVERYTHING = Sight("Tuyệt mật")


def limited(session: Session, sight: Sight, today: date) -> Session:
    """`session`, in which only what `sight` reaches is there. `today` says which units took over from which."""
    hidden = _hidden(session, sight, today)
    if hidden is None:
        return session
    # A rule is a function of the entity, so that it is about an alias of the table where the question is.
    criteria = [with_loader_criteria(Document, lambda entity: entity.id.not_in(hidden), include_aliases=True)]
    for table in _OF_A_DOCUMENT:
        criteria.append(
            with_loader_criteria(table, lambda entity: entity.document_id.not_in(hidden), include_aliases=True)
        )

    def see(state: ORMExecuteState) -> None:
        if state.is_select and not state.is_column_load:
            state.statement = state.statement.options(*criteria)

    event.listen(session, "do_orm_execute", see)
    session.info["sight"] = sight
    return session


_OF_A_DOCUMENT = (Record, Reading, Entry, Citation, Problem, Review, Progress, Relation)
"""What has a `document_id`, and is out of sight with it."""


def _hidden(session: Session, sight: Sight, today: date) -> ColumnElement[int] | None:
    """A question for the ids of documents that are out of sight; None where none are."""
    table = Document.__table__
    rules: list[ColumnElement[bool]] = []
    if sight.clearance != "Tuyệt mật":
        rules.append(table.c.secrecy.is_not(None) & table.c.secrecy.not_in(_marks(sight.clearance)))
    if sight.units is not None:
        units = with_predecessors(session, set(sight.units), today) & set(session.scalars(select(Unit.id)))
        records, parties = Record.__table__, Party.__table__
        given = (
            select(records.c.document_id)
            .join(parties, parties.c.record_id == records.c.id)
            .where(parties.c.unit_id.in_(units))
        )
        outside = or_(table.c.issuer_id.is_(None), table.c.issuer_id.not_in(units)) & table.c.id.not_in(given)
        rules.append(outside)
    if not rules:
        return None
    return select(table.c.id).where(or_(*rules)).scalar_subquery()


def _marks(clearance: Clearance) -> list[str]:
    """The marks that `clearance` opens, as they are printed; any other word opens to the highest only."""
    marks = CLEARANCES[1 : CLEARANCES.index(clearance) + 1]
    return [form for mark in marks for form in (mark, mark.upper(), mark.lower())]
