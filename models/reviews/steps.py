"""The steps of a reviewer, one function each: change, confirm, add, reject, split, merge.

Each names the version it was looking at; where that is not what stands now, `Overtaken` says who was there meanwhile,
and nothing is written. All run inside the caller's transaction.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import rows, tables
from models.errors import NotThere, Overtaken, Refused
from models.reviews.fields import REVIEWED, SHAPES, STANDING, all_written, written
from models.reviews.settling import hold, hold_document, settle, settle_document
from models.tables import Action, Change, Review
from models.wording import Wording


@dataclass(frozen=True, slots=True)
class By:
    """Who takes a step, when (with a zone), and why."""

    who: str
    at: datetime
    why: str | None = None


def change(session: Session, record: int, values: Mapping[str, Any], by: By, *, version: int) -> int:
    """Give fields of a record new values; the id of the step.

    Raises Overtaken, FieldUnknown, ValueRefused, NotThere.
    """
    row = locked(session, record, version)
    now = all_written(row.kind, rows.record_of(row))
    checked = {field: written(row.kind, field, value) for field, value in values.items()}
    hold(row)
    step = began(session, row.document_id, "change", by)
    for field, after in checked.items():
        note(session, step, row, field, now[field], after)
    settle(session, row)
    followed(session, step, {row.id})
    return step.id


def change_document(session: Session, document: int, values: Mapping[str, Any], by: By, *, version: int) -> int:
    """Give fields of the document itself new values, as `change` does. Raises DocumentKnown too."""
    found = locked_document(session, document, version)
    now = all_written("document", rows.letterhead_of(found))
    checked = {field: written("document", field, value) for field, value in values.items()}
    hold_document(found)
    step = began(session, document, "change", by)
    for field, after in checked.items():
        said = (found.machine or {}).get(field)
        step.changes.append(Change(field=field, before=now[field], after=after, machine=said))
    settle_document(session, found)
    followed(session, step, {None})
    return step.id


def confirm(session: Session, record: int, by: By, *, version: int) -> int:
    """Say that a record is right as it stands: all its fields are a person's word from now on."""
    row = locked(session, record, version)
    now = all_written(row.kind, rows.record_of(row))
    hold(row)
    step = began(session, row.document_id, "confirm", by)
    for field, value in now.items():
        note(session, step, row, field, value, value)
    settle(session, row)
    return step.id


def reject(session: Session, record: int, by: By, *, version: int) -> int:
    """Say that a record is none. Read again, it stays none."""
    row = locked(session, record, version)
    step = _retire(session, "reject", [row], "rejected", by)
    followed(session, step, {row.id})
    return step.id


def add(session: Session, document: int, record: rows.Kept, by: By) -> int:
    """A record that was missed; the id of its row."""
    if session.get(tables.Document, document) is None:
        raise NotThere(f"#{document}")
    step = began(session, document, "add", by)
    number = _made(session, step, document, record)
    followed(session, step, {number})
    return number


def split(session: Session, record: int, parts: Sequence[rows.Kept], by: By, *, version: int) -> list[int]:
    """Put `parts` in the place of one record; the ids of their rows."""
    if len(parts) < 2:
        raise Refused(Wording("cần ít nhất hai phần", "at least two parts are needed"))
    row = locked(session, record, version)
    step = _retire(session, "split", [row], "split", by)
    made = [_made(session, step, row.document_id, part, row.position) for part in parts]
    followed(session, step, {row.id, *made})
    return made


def merge(session: Session, versions: Mapping[int, int], into: rows.Kept, by: By) -> int:
    """Put one record in the place of several of one document (their ids with the versions looked at); its row's id."""
    if len(versions) < 2:
        raise Refused(Wording("cần ít nhất hai bản ghi", "at least two records are needed"))
    found = [locked(session, record, version) for record, version in sorted(versions.items())]
    if len({row.document_id for row in found}) > 1:
        raise Refused(Wording("các bản ghi không cùng văn bản", "the records are not of one document"))
    step = _retire(session, "merge", found, "merged", by)
    made = _made(session, step, found[0].document_id, into, found[0].position)
    followed(session, step, {made, *(row.id for row in found)})
    return made


def began(session: Session, document: int, action: Action, by: By, *, undoes: int | None = None) -> Review:
    """A step that begins now; its changes are noted on it."""
    step = Review(document_id=document, action=action, who=by.who, at=by.at, why=by.why, undoes_id=undoes)
    session.add(step)
    session.flush()
    return step


def note(session: Session, step: Review, row: tables.Record, field: str, before: Any, after: Any) -> None:
    """Write down one change of `step`."""
    said = row.seen if field == STANDING else (row.machine or {}).get(field)
    step.changes.append(Change(record_id=row.id, field=field, before=before, after=after, machine=said))
    session.flush()


def followed(session: Session, step: Review, touched: Collection[int | None]) -> None:
    """Bring up to date what follows from `step` in other documents: deadlines that move, progress that is proposed."""
    from models.following import follow_step  # here: what follows from documents follows from reviews too

    session.flush()
    follow_step(session, session.get_one(tables.Document, step.document_id), touched, step.at)


def locked(session: Session, record: int, version: int) -> tables.Record:
    """The row of a record, nobody else's until the transaction ends. Raises NotThere, Overtaken."""
    found = session.scalars(
        select(tables.Record)
        .where(tables.Record.id == record)
        .with_for_update(of=tables.Record)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotThere(f"#{record}")
    if found.version != version:
        raise Overtaken(found.version, last_reviewer(session, found.document_id, record))
    return found


def locked_document(session: Session, document: int, version: int) -> tables.Document:
    """As `locked`, for the document itself."""
    found = session.get(tables.Document, document, with_for_update={"of": tables.Document}, populate_existing=True)
    if found is None:
        raise NotThere(f"#{document}")
    if found.version != version:
        raise Overtaken(found.version, last_reviewer(session, document, None))
    return found


def last_reviewer(session: Session, document: int, record: int | None) -> str | None:
    """Who was there last; None where it was no person."""
    return session.scalar(
        select(Review.who)
        .join(Change)
        .where(Review.document_id == document, Change.record_id == record)
        .order_by(Review.id.desc())
        .limit(1)
    )


def _retire(
    session: Session, action: Action, found: Sequence[tables.Record], standing: tables.Standing, by: By
) -> Review:
    step = began(session, found[0].document_id, action, by)
    for row in found:
        if row.standing != "live":
            raise Overtaken(row.version, last_reviewer(session, row.document_id, row.id))
        hold(row)
        note(session, step, row, STANDING, row.standing, standing)
        settle(session, row)
    return step


def _made(session: Session, step: Review, document: int, record: rows.Kept, position: int | None = None) -> int:
    """A record of a person's own: all that it says is that step's word."""
    kind = next(kind for kind in rows.ROWS if isinstance(record, SHAPES[kind]))
    values = all_written(kind, record)
    last = session.scalar(select(func.max(tables.Record.position)).where(tables.Record.document_id == document))
    row = rows.ROWS[kind](
        key=f"r{step.id}-{len({c.record_id for c in step.changes}) + 1}",
        position=(last if position is None else position) or 0,
        seen=False,
    )
    of = session.get_one(tables.Document, document)
    with session.no_autoflush:
        of.records.append(row)
        rows.fill_record(session, row, record, of.issuer.name if of.issuer else "")
    session.flush()
    for field in REVIEWED[kind]:
        if values[field] not in (None, []):
            note(session, step, row, field, None, values[field])
    note(session, step, row, STANDING, None, "live")
    settle(session, row)
    row.version = 1
    return row.id
