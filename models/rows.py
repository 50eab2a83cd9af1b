"""Between the contract's values and the rows that hold them, one function each way; nothing here decides anything."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import records, tables
from models.units.names import parted, remember

R = TypeVar("R")

Kept = records.Task | records.Target | records.Result
"""A record that is followed."""

ROWS: dict[str, type[tables.Record]] = {"task": tables.Task, "target": tables.Target, "result": tables.Result}


def fill_head(document: tables.Document, head: records.Letterhead, issuer: tables.Unit | None) -> None:
    """Make the fields of `document` say what `head` says."""
    for name in ("number", "kind", "place", "issued_on", "subject", "urgency", "secrecy", "signer", "recipients"):
        setattr(document, name, getattr(head, name))
    document.executors, document.effective, document.evidence = head.executors, head.effective, head.evidence
    document.number_key = number_key(head.number) if head.number else None
    document.issuer, document.issuer_name = issuer, head.issuer.name if head.issuer else None


def fill_record(session: Session, row: tables.Record, record: Kept, within: str) -> None:
    """Make `row` say what `record` says; short names are units `within` the issuer."""
    apart = {"id", "lead", "support", "owners", "period"}
    for field in fields(record):
        if field.name not in apart:
            setattr(row, field.name, getattr(record, field.name))
    roles: dict[tables.Role, Sequence[records.Unit]]
    if isinstance(record, records.Task):
        roles = {"lead": record.lead, "support": record.support}
    else:
        roles = {"owner": record.owners}
    if isinstance(record, records.Result):
        row.deadline = record.period
    parties = [
        (role, n, parted(session, unit_row(session, unit, within), unit.name), unit.name)
        for role, units in roles.items()
        for n, unit in enumerate(units)
    ]
    if {(p.role, p.position, p.unit, p.name) for p in row.parties} != set(parties):
        row.parties = [tables.Party(role=r, position=n, unit=u, name=name) for r, n, u, name in parties]
    recurs = row.deadline_kind == "recurring"
    for party in row.parties:
        party.due_on, party.recurs = (None if recurs else row.deadline_end), recurs


def record_of(row: tables.Record) -> Kept:
    """What `row` says."""
    if isinstance(row, tables.Task):
        return plain(records.Task, row, id=row.key, lead=units_of(row, "lead"), support=units_of(row, "support"))
    if isinstance(row, tables.Target):
        return plain(records.Target, row, id=row.key, owners=units_of(row, "owner"))
    return plain(records.Result, row, id=row.key, owners=units_of(row, "owner"), period=row.deadline)


def issuer_row(session: Session, head: records.Letterhead, sha256: str) -> tables.Unit | None:
    """The unit that issued a document. "UBND HUYỆN" alone may be any district's: such a one is this file's only."""
    return unit_row(session, head.issuer, sha256) if head.issuer else None


def unit_row(session: Session, unit: records.Unit, within: str) -> tables.Unit:
    """The row of `unit`, made where it is new; without a canonical name it means something `within` an office only."""
    settled = unit.canonical is not None
    known = {
        "name": unit.canonical or unit.name,
        "within": "" if settled else within,
        "settled": settled,
        "is_group": unit.group,
    }
    met: dict[tuple[object, ...], tables.Unit] = session.info.setdefault("units", {})  # the same few, again and again
    key = tuple(known.values())
    row = met.get(key) or session.scalars(select(tables.Unit).filter_by(**known)).one_or_none()
    if row is None:
        row = tables.Unit(**known, register_id=unit.id)
        session.add(row)
        session.flush()
    met[key] = row
    remember(session, row, row.name, unit.name)
    if row.register_id is None and unit.id is not None:
        row.register_id = unit.id
    return row


def same_document(session: Session, head: records.Letterhead, issuer: tables.Unit | None) -> tables.Document | None:
    """The document known by the same number, issuer and date (Nghị định 30/2020/NĐ-CP, Phụ lục VI)."""
    if not head.number or issuer is None or head.issued_on is None:
        return None
    return session.scalars(
        select(tables.Document).where(
            tables.Document.number_key == number_key(head.number),
            tables.Document.issuer_id == issuer.id,
            tables.Document.issued_on == head.issued_on,
        )
    ).one_or_none()


def citation_row(position: int, citation: records.Citation) -> tables.Citation:
    """A row for the citation that stands at `position`."""
    taken = {field.name: getattr(citation, field.name) for field in fields(citation)}
    return tables.Citation(position=position, number_key=number_key(citation.number), **taken)


def problem_row(position: int, problem: records.Problem) -> tables.Problem:
    """A row for the problem that stands at `position`."""
    return tables.Problem(position=position, **{field.name: getattr(problem, field.name) for field in fields(problem)})


def number_key(number: str) -> str:
    """A number as it is compared: without blanks and case."""
    return "".join(number.split()).casefold()


def letterhead_of(document: tables.Document) -> records.Letterhead:
    """What the document says of itself."""
    issuer = unit_of(document.issuer, document.issuer_name) if document.issuer and document.issuer_name else None
    return plain(records.Letterhead, document, issuer=issuer)


def units_of(row: tables.Record, role: tables.Role) -> tuple[records.Unit, ...]:
    """The units that have this part in a record, under the names they have there."""
    return tuple(unit_of(p.unit, p.name) for p in row.parties if p.role == role)


def unit_of(row: tables.Unit, name: str) -> records.Unit:
    """A unit under the `name` it was given."""
    canonical = row.name if row.settled else None
    return records.Unit(name=name, canonical=canonical, id=row.register_id, group=row.is_group)


def plain(shape: type[R], row: tables.Base, **given: Any) -> R:
    """A record of `shape` with the fields of `row` that are called the same; `given` holds the others."""
    names = [field.name for field in fields(shape) if field.name not in given]  # type: ignore[arg-type]
    return shape(**{name: getattr(row, name) for name in names}, **given)


def last_said(row: tables.Record) -> Kept:
    """What the last reading that had `row` said of it; what people made of it where none had."""
    return record_of(row) if row.machine is None else adapters[row.kind].validate_python(row.machine, strict=False)


adapters: dict[str, TypeAdapter[Any]] = {
    "task": TypeAdapter(records.Task),
    "target": TypeAdapter(records.Target),
    "result": TypeAdapter(records.Result),
}
