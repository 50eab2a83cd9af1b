"""Saving what was read: a dispatch into the tables, and out of them again.

`save` runs inside the caller's transaction; the caller's block is what makes it all or nothing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import records, tables

R = TypeVar("R")


def save(
    session: Session,
    file: tables.File,
    dispatch: records.Dispatch,
    *,
    version: str,
    depth: tables.Depth,
    made_at: datetime,
) -> tables.Document:
    """Keep `dispatch` as a reading of `file`, and bring the document it belongs to up to date.

    The document is the one with the same number, issuer and date; where one of the three was not read, or the issuer
    not recognised, it is the file's own: two documents for one do less harm than one for two. Of several files of one
    document, the best read one speaks for it. Records keep their row while their contract id stays the same.
    """
    before = session.scalars(
        select(tables.Document).join(tables.Reading).where(tables.Reading.file_id == file.id, tables.Reading.current)
    ).first()
    issuer = issuer_row(session, dispatch)
    document = same_document(session, dispatch.letterhead, issuer) or own_document(before, file)
    speaks = next((r for r in document.readings if r.current), None) if document else None
    better = speaks is None or speaks.file_id == file.id or worth(dispatch) > worth(speaks.dispatch)
    if document is None:
        document = tables.Document()
    if better:
        if speaks is not None:
            speaks.current = False
        fill(session, document, dispatch, issuer)
        session.add(document)
        session.flush()  # one reading at a time is current: the old one steps down first
    reading = tables.Reading(
        file=file, document=document, version=version, depth=depth, made_at=made_at, current=better, dispatch=dispatch
    )
    session.add(reading)
    session.flush()
    if before is not None and before is not document:
        let_go(session, before, file)
    return document


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


def own_document(document: tables.Document | None, file: tables.File) -> tables.Document | None:
    """The `document` that `file` gave before, if no other file speaks of it."""
    if document is None or any(r.file_id != file.id for r in document.readings):
        return None
    return document


def let_go(session: Session, document: tables.Document, file: tables.File) -> None:
    """`file` turned out to be another document: `document` falls back on its other files, or goes."""
    gone = [r for r in document.readings if r.file_id == file.id]
    left = [r for r in document.readings if r.file_id != file.id]
    for reading in gone:
        session.delete(reading)
    session.flush()
    session.expire(document, ["readings"])
    if not left:
        session.delete(document)
    elif not any(r.current for r in left):
        best = max(left, key=lambda r: worth(r.dispatch))
        fill(session, document, best.dispatch, issuer_row(session, best.dispatch))
        best.current = True
    session.flush()


def worth(dispatch: records.Dispatch) -> tuple[float, float]:
    """How much a reading is to be trusted beside another of the same document: text read from a text layer before
    text read from pixels, then its mean confidence."""
    head = dispatch.letterhead.evidence.values()
    found = [r for group in (dispatch.tasks, dispatch.targets, dispatch.results, dispatch.citations) for r in group]
    evidence = [e for given in (*head, *found) for e in given.evidence]
    if not evidence:
        return 0.0, 0.0
    sure = [given.confidence for given in (*head, *found)]
    return sum(e.origin != "ocr" for e in evidence) / len(evidence), sum(sure) / len(sure)


def fill(session: Session, document: tables.Document, dispatch: records.Dispatch, issuer: tables.Unit | None) -> None:
    """Make `document` say what `dispatch` says."""
    with session.no_autoflush:
        _fill(session, document, dispatch, issuer)


def _fill(session: Session, document: tables.Document, dispatch: records.Dispatch, issuer: tables.Unit | None) -> None:
    head = dispatch.letterhead
    for name in ("number", "kind", "place", "issued_on", "subject", "urgency", "secrecy", "signer", "recipients"):
        setattr(document, name, getattr(head, name))
    document.executors, document.effective, document.evidence = head.executors, head.effective, head.evidence
    document.number_key = number_key(head.number) if head.number else None
    document.issuer, document.issuer_name = issuer, head.issuer.name if head.issuer else None
    document.citations = [_citation_row(n, c) for n, c in enumerate(dispatch.citations)]
    document.problems = [_problem_row(n, p) for n, p in enumerate(dispatch.problems)]
    known = {(row.kind, row.key): row for row in document.records}
    seen: Counter[tuple[str, str]] = Counter()
    rows: list[tables.Record] = []
    within = issuer.name if issuer else ""
    for kind, found in (("task", dispatch.tasks), ("target", dispatch.targets), ("result", dispatch.results)):
        for record in found:
            seen[kind, record.id] += 1
            again = seen[kind, record.id]
            key = record.id if again == 1 else f"{record.id}~{again}"
            row = known.get((kind, key)) or ROWS[kind](key=key)
            row.position = len(rows)
            _fill_record(session, row, record, within)
            rows.append(row)
    document.records = rows


ROWS: dict[str, type[tables.Record]] = {"task": tables.Task, "target": tables.Target, "result": tables.Result}


def _fill_record(
    session: Session, row: tables.Record, record: records.Task | records.Target | records.Result, within: str
) -> None:
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
        (role, n, unit_row(session, unit, within), unit.name)
        for role, units in roles.items()
        for n, unit in enumerate(units)
    ]
    row.parties = [tables.Party(role=r, position=n, unit=u, name=name) for r, n, u, name in parties]


def issuer_row(session: Session, dispatch: records.Dispatch) -> tables.Unit | None:
    """The unit that issued `dispatch`. "UBND HUYỆN" alone may be any district's: such a one is this file's only."""
    issuer = dispatch.letterhead.issuer
    return unit_row(session, issuer, dispatch.file.sha256) if issuer else None


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
    if row.register_id is None and unit.id is not None:
        row.register_id = unit.id
    return row


def _citation_row(position: int, citation: records.Citation) -> tables.Citation:
    taken = {field.name: getattr(citation, field.name) for field in fields(citation)}
    return tables.Citation(position=position, number_key=number_key(citation.number), **taken)


def _problem_row(position: int, problem: records.Problem) -> tables.Problem:
    return tables.Problem(position=position, **{field.name: getattr(problem, field.name) for field in fields(problem)})


def number_key(number: str) -> str:
    """A number as it is compared: without blanks and case."""
    return "".join(number.split()).casefold()


def load(session: Session, document: tables.Document) -> records.Dispatch:
    """`document` as contract records, as it is known now."""
    reading = next(r for r in document.readings if r.current)
    of_kind = {
        kind: [row for row in document.records if isinstance(row, kind)]
        for kind in (tables.Task, tables.Target, tables.Result)
    }
    return records.Dispatch(
        file=reading.dispatch.file,
        dispatch=_letterhead_of(document),
        citations=tuple(plain(records.Citation, c) for c in document.citations),
        tasks=tuple(
            plain(records.Task, r, id=r.key, lead=_units_of(r, "lead"), support=_units_of(r, "support"))
            for r in of_kind[tables.Task]
        ),
        targets=tuple(plain(records.Target, r, id=r.key, owners=_units_of(r, "owner")) for r in of_kind[tables.Target]),
        results=tuple(
            plain(records.Result, r, id=r.key, owners=_units_of(r, "owner"), period=r.deadline)
            for r in of_kind[tables.Result]
        ),
        problems=tuple(plain(records.Problem, p) for p in document.problems),
    )


def _letterhead_of(document: tables.Document) -> records.Letterhead:
    issuer = _unit_of(document.issuer, document.issuer_name) if document.issuer and document.issuer_name else None
    return plain(records.Letterhead, document, issuer=issuer)


def _units_of(row: tables.Record, role: tables.Role) -> tuple[records.Unit, ...]:
    return tuple(_unit_of(p.unit, p.name) for p in row.parties if p.role == role)


def _unit_of(row: tables.Unit, name: str) -> records.Unit:
    canonical = row.name if row.settled else None
    return records.Unit(name=name, canonical=canonical, id=row.register_id, group=row.is_group)


def plain(shape: type[R], row: tables.Base, **given: Any) -> R:
    """A record of `shape` with the fields of `row` that are called the same; `given` holds the others."""
    names = [field.name for field in fields(shape) if field.name not in given]  # type: ignore[arg-type]
    return shape(**{name: getattr(row, name) for name in names}, **given)
