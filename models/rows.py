"""Between the contract's values and the rows that hold them, one function each way; nothing here decides anything."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import records, tables
from models.units.meeting import meet, unit_key, units_met
from models.units.names import parted, remember

R = TypeVar("R")

Kept = records.Task | records.Target | records.Result
"""A record that is followed."""

ROWS: dict[str, type[tables.Record]] = {"task": tables.Task, "target": tables.Target, "result": tables.Result}


def fill_head(document: tables.Document, head: records.Letterhead, issuer: tables.Unit | None) -> None:
    """Make the fields of `document` say what `head` says."""
    for name, value in head_columns(head, issuer).items():
        setattr(document, name, value)
    document.issuer = issuer


def head_columns(head: records.Letterhead, issuer: tables.Unit | None) -> dict[str, Any]:
    """What `head` says, by column of `documents`."""
    names = ("number", "kind", "place", "issued_on", "subject", "urgency", "secrecy", "signer", "recipients",
             "executors", "effective", "evidence")  # fmt: skip
    return {name: getattr(head, name) for name in names} | {
        "number_key": number_key(head.number) if head.number else None,
        "issuer_id": issuer.id if issuer else None,
        "issuer_name": head.issuer.name if head.issuer else None,
    }


def fill_record(session: Session, row: tables.Record, record: Kept, within: str) -> None:
    """Make `row` say what `record` says; short names are units `within` the issuer."""
    for name, value in record_columns(record).items():
        setattr(row, name, value)
    parties = parties_of(session, record, within)
    if {(p.role, p.position, p.unit, p.name) for p in row.parties} != set(parties):
        row.parties = [tables.Party(role=r, position=n, unit=u, name=name) for r, n, u, name in parties]
    mark_due(row)


def mark_due(row: tables.Record) -> None:
    """Note at the parts of its units when `row` is due, while it is followed."""
    followed = row.standing in ("live", None) and not isinstance(row, tables.Result)
    recurs = row.deadline_kind == "recurring"
    for party in row.parties:
        party.due_on = None if recurs or not followed else row.deadline_end
        party.recurs = recurs and followed


def record_columns(record: Kept) -> dict[str, Any]:
    """What `record` says, by column of `records` and of the table of its kind; its units stand apart."""
    apart = {"id", "lead", "support", "owners", "deadline", "period"}
    columns = {name: getattr(record, name) for name in record.__dataclass_fields__ if name not in apart}
    deadline = record.period if isinstance(record, records.Result) else record.deadline
    for name in ("text", "kind", "start", "end", "boundary", "rrule", "relative"):
        columns[f"deadline_{name}"] = getattr(deadline, name, None)
    return columns


def parties_of(session: Session, record: Kept, within: str) -> list[tuple[tables.Role, int, tables.Unit, str]]:
    """The units that have a part in `record`: which, where it stands among those of its role, under which name."""
    return [
        (role, n, parted(session, unit_row(session, unit, within), unit.name), unit.name)
        for role, units in roles_of(record).items()
        for n, unit in enumerate(units)
    ]


def roles_of(record: Kept) -> dict[tables.Role, Sequence[records.Unit]]:
    """The units that `record` names, by their part in it."""
    if isinstance(record, records.Task):
        return {"lead": record.lead, "support": record.support}
    return {"owner": record.owners}


def due_of(record: Kept) -> tuple[date | None, bool]:
    """The day on which a task or target is due, and whether that comes round again and again; a result never is."""
    if isinstance(record, records.Result) or record.deadline is None:
        return None, False
    recurs = record.deadline.kind == "recurring"
    return (None if recurs else record.deadline.end), recurs


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
    key = unit_key(unit, within)
    row = units_met(session).get(key)
    if row is None:
        meet(session, [(unit, within)])
        row = units_met(session)[key]
    remember(session, row, row.name, unit.name)
    if row.register_id is None and unit.id is not None:
        row.register_id = unit.id
    return row


def same_document(session: Session, head: records.Letterhead, issuer: tables.Unit | None) -> tables.Document | None:
    """The document known by the same number, issuer and date (Nghị định 30/2020/NĐ-CP, Phụ lục VI)."""
    known = identity(head, issuer)
    if known is None:
        return None
    number, issuer_id, issued_on = known
    same = select(tables.Document).filter_by(number_key=number, issuer_id=issuer_id, issued_on=issued_on)
    return session.scalars(same).one_or_none()


Identity = tuple[str, int, date]
"""What a document is known by: the key of its number, its issuer's id, its date."""


def identity(head: records.Letterhead, issuer: tables.Unit | None) -> Identity | None:
    """What a document with this `head` is known by; None where one of the three was not read."""
    if not head.number or issuer is None or head.issued_on is None:
        return None
    return number_key(head.number), issuer.id, head.issued_on


def citation_columns(position: int, citation: records.Citation) -> dict[str, Any]:
    """What the citation that stands at `position` says, by column of `citations`."""
    taken = {field.name: getattr(citation, field.name) for field in fields(citation)}
    return {"position": position, "number_key": number_key(citation.number), **taken}


def problem_columns(position: int, problem: records.Problem) -> dict[str, Any]:
    """What the problem that stands at `position` says, by column of `problems`."""
    return {"position": position, **{field.name: getattr(problem, field.name) for field in fields(problem)}}


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
