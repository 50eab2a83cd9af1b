"""Documents that are not known yet, added many at once: a few inserts for all, of the same rows that merging makes.

What follows from a document (`models.following`) is left to the caller.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, insert
from sqlalchemy.orm import Session

from models import records, rows, tables
from models.database import without_waiting
from models.following.likeness import SKETCH, Said, sketched
from models.following.likeness import said as compared_by
from models.search import folded
from models.store.merging import free

BASE = ("content", "evidence", "confidence", "path", "deadline_text", "deadline_kind", "deadline_start",
        "deadline_end", "deadline_boundary", "deadline_rrule", "deadline_relative")  # fmt: skip
"""The columns of `records`; what else a record says is in the table of its kind."""


@dataclass(frozen=True, slots=True)
class New:
    """A file's dispatch that makes a document of its own. `issuer` is a row of this session."""

    file_id: int
    dispatch: records.Dispatch
    issuer: tables.Unit | None


def add_new(
    session: Session,
    found: Sequence[New],
    documents: Sequence[int],
    numbers: Sequence[int],
    *,
    version: str,
    depth: tables.Depth,
    made_at: datetime,
) -> dict[int, Said]:
    """Make the documents of `found`, each with its reading, records and words; what they say by id, in this order.

    `documents` and `numbers` are ids for the documents and for their records, at least as many as these are.
    """
    made: dict[str, list[dict[str, Any]]] = {}
    said: dict[int, Said] = {}
    numbers_left = iter(numbers)
    for document, new in zip(documents, found, strict=False):
        head = new.dispatch.letterhead
        _put(made, "documents", rows.head_columns(head, new.issuer) | {"id": document} | UNTOUCHED)
        reading = {"file_id": new.file_id, "document_id": document, "version": version, "depth": depth}
        _put(made, "readings", reading | {"made_at": made_at, "current": True, "dispatch": new.dispatch})
        for n, citation in enumerate(new.dispatch.citations):
            _put(made, "citations", rows.citation_columns(n, citation) | {"document_id": document})
        for n, problem in enumerate(new.dispatch.problems):
            _put(made, "problems", rows.problem_columns(n, problem) | {"document_id": document})
        issuer = new.issuer.name if new.issuer else None
        words = folded(head.number, head.kind, head.subject, head.issuer.name if head.issuer else None, issuer)
        _put(made, "entries", {"document_id": document, "record_id": None, "words": words})
        said[document] = compared_by(bool(head.number), _records(session, made, document, new, numbers_left))
        made.setdefault("sketches", []).extend(sketched(document, said[document]))
    connection = session.connection()
    with without_waiting(connection):
        for name, statement in INSERTS.items():
            if made.get(name):
                connection.execute(statement, made[name])
    return said


ORDER = (
    "documents",
    "readings",
    "citations",
    "problems",
    "records",
    "tasks",
    "targets",
    "results",
    "parties",
    "entries",
)
"""The tables that a document has rows in, those that others point at first."""

INSERTS: dict[str, Executable] = {name: insert(tables.Base.metadata.tables[name]).inline() for name in ORDER}
INSERTS["sketches"] = SKETCH


UNTOUCHED = {"version": 1, "reviewed": False, "differs": False, "machine": None}
"""What no person has seen yet."""


def kinds(dispatch: records.Dispatch) -> tuple[tuple[str, Sequence[rows.Kept]], ...]:
    """The records of `dispatch`, by kind."""
    return ("task", dispatch.tasks), ("target", dispatch.targets), ("result", dispatch.results)


def _records(
    session: Session, made: dict[str, list[dict[str, Any]]], document: int, new: New, numbers: Iterator[int]
) -> list[str]:
    """Put the rows of the document's records, numbered as they come, to those `made`; their words."""
    within = new.issuer.name if new.issuer else ""
    keys: dict[tuple[str, str], int] = {}
    said: list[str] = []
    for kind, found in kinds(new.dispatch):
        for record in found:
            number = next(numbers)
            says = rows.record_columns(record)
            own = {"id": number, "document_id": document, "kind": kind, "key": free(keys, kind, record.id)}
            own |= {"position": len(said), "standing": "live", "seen": True} | UNTOUCHED
            _put(made, "records", own | {name: says[name] for name in BASE})
            _put(made, f"{kind}s", {"id": number} | {name: said for name, said in says.items() if name not in BASE})
            due_on, recurs = rows.due_of(record)
            parties = rows.parties_of(session, record, within)
            for role, place, unit, name in parties:
                part = {"record_id": number, "role": role, "position": place, "unit_id": unit.id, "name": name}
                _put(made, "parties", part | {"due_on": due_on, "recurs": recurs})
            names = (name for _, _, unit, written in parties for name in dict.fromkeys((written, unit.name)))
            more = (says.get("deliverable"), says.get("measure"))
            words = folded(record.content, *more, *names)
            _put(made, "entries", {"document_id": document, "record_id": number, "words": words})
            said.append(words)
    return said


def _put(made: dict[str, list[dict[str, Any]]], table: str, row: Mapping[str, Any]) -> None:
    made.setdefault(table, []).append(dict(row))
