"""Documents, records, reviews, progress, units and files as other systems get them: contract JSON with what a follower
needs beside it (a stable `id`, a `version`, whether people were there).

Straight from the columns, without building records first: a feed is read by the million. A test holds that what comes
out is what `models.rows` says.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Row, select, true, type_coerce
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session, aliased

from models.tables import (
    Change,
    Citation,
    Document,
    File,
    Leader,
    Party,
    Problem,
    Progress,
    Reading,
    Record,
    Relation,
    Result,
    Review,
    Target,
    Task,
    Unit,
    UnitLink,
    UnitName,
)

Shaped = dict[str, Any]
"""One resource as JSON."""

AS_IT_IS = JSON().with_variant(JSONB(), "postgresql")


def shape(session: Session, topic: str, ids: Iterable[int]) -> dict[int, Shaped]:
    """The resources of `topic` with these ids, as they are now; those that are gone, or out of sight, are not among
    them."""
    wanted = list(set(ids))
    found: dict[int, Shaped] = {}
    for start in range(0, len(wanted), MOST):
        found |= SHAPES[topic](session, wanted[start : start + MOST])
    return found


MOST = 500
"""Ids in one question: SQLite takes no more than some thousands of parameters."""


def documents(session: Session, ids: list[int]) -> dict[int, Shaped]:
    """Documents: the fields of the letterhead, what they cite, their problems and files."""
    names = ("number", "kind", "place", "subject", "urgency", "secrecy")
    values = ("signer", "recipients", "executors", "effective", "evidence")
    rows = session.execute(
        select(
            Document.id,
            Document.version,
            Document.reviewed,
            Document.differs,
            Document.issued_on,
            Document.issuer_name,
            *(getattr(Document, name) for name in names),
            *(as_it_is(getattr(Document, name), name) for name in values),
            *UNIT,
        )
        .outerjoin(Unit, Document.issuer_id == Unit.id)
        .where(Document.id.in_(ids))
    ).all()
    found = {row.id: row for row in rows}
    cited = _of_documents(session, Citation, found, _citation)
    problems = _of_documents(session, Problem, found, _problem)
    files: dict[int, list[Shaped]] = defaultdict(list)
    of_file = select(Reading.document_id, Reading.current, File.id, File.name, File.sha256, File.media_type, File.pages)
    for read in session.execute(
        of_file.join(File, Reading.file_id == File.id).where(Reading.document_id.in_(found)).order_by(Reading.id)
    ):
        files[read.document_id] = [f for f in files[read.document_id] if f["id"] != read.id or not read.current]
        if read.current or all(f["id"] != read.id for f in files[read.document_id]):
            files[read.document_id].append(
                {
                    "id": read.id,
                    "name": read.name,
                    "sha256": read.sha256,
                    "media_type": read.media_type,
                    "pages": read.pages,
                    "current": read.current,
                }
            )
    ended: dict[int, int] = {}
    for cited_id, by in session.execute(
        select(Relation.cited_id, Relation.document_id)
        .where(Relation.cited_id.in_(found), Relation.kind.in_(("replaces", "repeals")))
        .order_by(Relation.document_id.desc())
    ):
        ended[cited_id] = by
    return {
        number: {
            "id": row.id,
            "version": row.version,
            "reviewed": row.reviewed,
            "differs": row.differs,
            "number": row.number,
            "kind": row.kind,
            "issuer": _unit(row, row.issuer_name) if row.unit_id is not None and row.issuer_name else None,
            "place": row.place,
            "issued_on": day(row.issued_on),
            "subject": row.subject,
            "urgency": row.urgency,
            "secrecy": row.secrecy,
            "signer": row.signer,
            "recipients": row.recipients,
            "executors": row.executors,
            "effective": row.effective,
            "evidence": row.evidence,
            "citations": cited[number],
            "problems": problems[number],
            "files": files[number],
            "superseded_by": ended.get(number),
        }
        for number, row in found.items()
    }


def records(session: Session, ids: list[int]) -> dict[int, Shaped]:
    """Tasks, targets and results: the contract's fields, under the row's `id`; the contract's own id is `key`."""
    rows = session.execute(
        select(*RECORD)
        .outerjoin(TASKS, TASKS.c.id == Record.id)
        .outerjoin(TARGETS, TARGETS.c.id == Record.id)
        .outerjoin(RESULTS, RESULTS.c.id == Record.id)
        .outerjoin(Leader, Leader.record_id == Record.id)
        .where(Record.id.in_(ids))
    ).all()
    parties: dict[tuple[int, str], list[Shaped]] = defaultdict(list)
    for party in session.execute(
        select(Party.record_id, Party.role, Party.name, *UNIT)
        .join(Unit, Party.unit_id == Unit.id)
        .where(Party.record_id.in_([row.id for row in rows]))
        .order_by(Party.record_id, Party.role, Party.position)
    ):
        parties[party.record_id, party.role].append(_unit(party, party.name))
    return {row.id: _record(row, parties) for row in rows}


def _record(row: Row[Any], parties: dict[tuple[int, str], list[Shaped]]) -> Shaped:
    made: Shaped = {
        "id": row.id,
        "document_id": row.document_id,
        "key": row.key,
        "version": row.version,
        "standing": row.standing,
        "reviewed": row.reviewed,
        "differs": row.differs,
        "content": row.content,
    }
    deadline = _deadline(row)
    if row.kind == "task":
        made["lead"], made["support"] = parties.get((row.id, "lead"), []), parties.get((row.id, "support"), [])
        made["deadline"], made["deliverable"] = deadline, row.deliverable
    elif row.kind == "target":
        made["measure"], made["comparator"] = row.target_measure, row.comparator
        made["value"], made["value_max"] = plain(row.target_value), plain(row.value_max)
        made["unit"], made["deadline"], made["owners"] = row.target_unit, deadline, parties.get((row.id, "owner"), [])
    else:
        made["value"], made["of"], made["measure"] = plain(row.result_value), plain(row.of), row.result_measure
        made["unit"], made["period"], made["owners"] = row.result_unit, deadline, parties.get((row.id, "owner"), [])
        made["about"] = row.about
    if row.kind != "result":
        made["leader"] = row.leader
    made["evidence"], made["confidence"], made["path"] = row.evidence, plain(row.confidence), row.path
    return made


def reviews(session: Session, ids: list[int]) -> dict[int, Shaped]:
    """Steps of reviewers, and of documents that amend others, with the fields they changed."""
    changes: dict[int, list[Shaped]] = defaultdict(list)
    values = (as_it_is(column, column.key) for column in (Change.before, Change.after, Change.machine))
    for change in session.execute(
        select(Change.review_id, Change.record_id, Change.field, *values)
        .where(Change.review_id.in_(ids))
        .order_by(Change.id)
    ):
        changes[change.review_id].append(
            {name: getattr(change, name) for name in ("record_id", "field", "before", "after", "machine")}
        )
    names = ("id", "document_id", "action", "who", "by_document_id", "at", "why", "undoes_id", "undone_by_id")
    rows = session.execute(select(*(getattr(Review, name) for name in names)).where(Review.id.in_(ids)))
    return {row.id: written(row, names) | {"changes": changes[row.id]} for row in rows}


def progress(session: Session, ids: list[int]) -> dict[int, Shaped]:
    """What came of tasks and targets."""
    names = (
        "id", "document_id", "record_id", "occurrence", "achieved_on", "done", "value", "of", "unit", "note",
        "standing", "said_at", "shown_by_id", "result_id", "decided_by", "decided_at",
    )  # fmt: skip
    rows = session.execute(select(*(getattr(Progress, name) for name in names)).where(Progress.id.in_(ids)))
    return {row.id: written(row, names) for row in rows}


def units(session: Session, ids: list[int]) -> dict[int, Shaped]:
    """Units, the names they go by, and what they are to others."""
    called: dict[int, list[str]] = defaultdict(list)
    for unit, name in session.execute(
        select(UnitName.unit_id, UnitName.name).where(UnitName.unit_id.in_(ids)).order_by(UnitName.folded)
    ):
        called[unit].append(name)
    links: dict[int, list[Shaped]] = defaultdict(list)
    ends = ("kind", "unit_id", "other_id", "since", "chief")
    for link in session.execute(
        select(*(getattr(UnitLink, name) for name in ends))
        .where(UnitLink.undone_at.is_(None), UnitLink.unit_id.in_(ids) | UnitLink.other_id.in_(ids))
        .order_by(UnitLink.id)
    ):
        for unit in (link.unit_id, link.other_id):
            links[unit].append(written(link, ends))
    names = ("id", "name", "settled", "register_id", "valid_from", "valid_to")
    rows = session.execute(select(Unit.is_group, *(getattr(Unit, name) for name in names)).where(Unit.id.in_(ids)))
    return {
        row.id: written(row, names) | {"group": row.is_group, "names": called[row.id], "links": links[row.id]}
        for row in rows
    }


def files(session: Session, ids: list[int]) -> dict[int, Shaped]:
    """Files, what became of them, and the documents they gave."""
    ids = list(session.scalars(select(File.id).where(File.id.in_(ids), in_sight(session))))
    given: dict[int, list[int]] = defaultdict(list)
    for file, document in session.execute(
        select(Reading.file_id, Reading.document_id)
        .where(Reading.file_id.in_(ids))
        .distinct()
        .order_by(Reading.document_id)
    ):
        given[file].append(document)
    names = (
        "id", "sha256", "name", "size", "media_type", "pages", "state", "attempts", "reason_code", "reason_vi",
        "reason_en", "first_seen", "finished_at",
    )  # fmt: skip
    rows = session.execute(select(*(getattr(File, name) for name in names)).where(File.id.in_(ids)))
    return {row.id: written(row, names) | {"document_ids": given[row.id]} for row in rows}


def in_sight(session: Session) -> ColumnElement[bool]:
    """The files that gave no document that is out of sight."""
    if "sight" not in session.info:
        return true()
    hidden = select(Reading.__table__.c.file_id).where(Reading.__table__.c.document_id.not_in(select(Document.id)))
    return File.id.not_in(hidden)


def as_it_is(column: Any, name: str) -> ColumnElement[Any]:
    """A column of records as the JSON that it holds."""
    return type_coerce(column, AS_IT_IS).label(name)


TASKS, TARGETS, RESULTS = aliased(Task.__table__), aliased(Target.__table__), aliased(Result.__table__)
UNIT = (Unit.id.label("unit_id"), Unit.name.label("full_name"), Unit.settled, Unit.register_id, Unit.is_group)
RECORD = (
    *(
        getattr(Record, name)
        for name in (
            "id", "document_id", "kind", "key", "version", "standing", "reviewed", "differs", "content",
            "deadline_text", "deadline_kind", "deadline_start", "deadline_end", "deadline_boundary",
            "deadline_rrule", "confidence", "path",
        )
    ),
    as_it_is(Record.deadline_relative, "deadline_relative"),
    as_it_is(Record.evidence, "evidence"),
    TASKS.c.deliverable,
    TARGETS.c.measure.label("target_measure"),
    TARGETS.c.comparator,
    TARGETS.c.value.label("target_value"),
    TARGETS.c.value_max,
    TARGETS.c.unit.label("target_unit"),
    RESULTS.c.value.label("result_value"),
    RESULTS.c.of,
    RESULTS.c.measure.label("result_measure"),
    RESULTS.c.unit.label("result_unit"),
    RESULTS.c.about,
    Leader.name.label("leader"),
)  # fmt: skip

SHAPES: dict[str, Callable[[Session, list[int]], dict[int, Shaped]]] = {
    "document": documents,
    "task": records,
    "target": records,
    "result": records,
    "review": reviews,
    "progress": progress,
    "unit": units,
    "file": files,
}


def _of_documents(
    session: Session, table: Any, found: Iterable[int], made: Callable[[Any], Shaped]
) -> dict[int, list[Shaped]]:
    of: dict[int, list[Shaped]] = defaultdict(list)
    columns = CITATION if table is Citation else PROBLEM
    query = select(*columns).where(table.document_id.in_(list(found))).order_by(table.document_id, table.position)
    for row in session.execute(query):
        of[row.document_id].append(made(row))
    return of


CITATION = (
    Citation.document_id,
    Citation.number,
    Citation.kind,
    Citation.issued_on,
    as_it_is(Citation.issuer, "issuer"),
    Citation.relation,
    as_it_is(Citation.evidence, "evidence"),
    Citation.confidence,
    Citation.path,
)
PROBLEM = (
    Problem.document_id,
    Problem.code,
    Problem.message,
    Problem.page,
    Problem.field,
    as_it_is(Problem.candidates, "candidates"),
)


def _citation(row: Row[Any]) -> Shaped:
    names = ("number", "kind", "issued_on", "issuer", "relation", "evidence", "confidence", "path")
    return written(row, names)


def _problem(row: Row[Any]) -> Shaped:
    return written(row, ("code", "message", "page", "field", "candidates"))


def _unit(row: Any, name: str) -> Shaped:
    """A unit under the `name` it was given: the contract's UNIT, and its `unit_id` here."""
    canonical = row.full_name if row.settled else None
    return {
        "name": name,
        "canonical": canonical,
        "id": row.register_id,
        "group": row.is_group,
        "unit_id": row.unit_id,
    }


def _deadline(row: Row[Any]) -> Shaped | None:
    if row.deadline_text is None or row.deadline_kind is None:
        return None
    return {
        "text": row.deadline_text,
        "kind": row.deadline_kind,
        "start": day(row.deadline_start),
        "end": day(row.deadline_end),
        "boundary": row.deadline_boundary,
        "rrule": row.deadline_rrule,
        "relative": row.deadline_relative,
    }


def written(row: Any, names: Iterable[str]) -> Shaped:
    """The columns of these names as JSON has them."""
    made: Shaped = {}
    for name in names:
        value = getattr(row, name)
        if isinstance(value, datetime):
            value = moment(value)
        elif isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, float):
            value = plain(value)
        made[name] = value
    return made


def day(value: date | None) -> str | None:
    """A day as the contract writes it."""
    return value.isoformat() if value else None


def moment(value: datetime) -> str:
    """A moment in UTC (RFC 3339)."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def plain(value: float | None) -> float | None:
    """A number as the contract prints it: 27, not 27.0."""
    return int(value) if value is not None and value.is_integer() else value
