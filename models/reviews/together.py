"""Steps over many at once: a document's own fields as they stand, and all records that are sure enough."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from models import rows
from models.errors import Refused
from models.reviews.fields import all_written
from models.reviews.settling import hold, hold_document, settle, settle_document
from models.reviews.steps import By, began, locked, locked_document, note
from models.tables import Change
from models.wording import Wording


def confirm_document(session: Session, document: int, by: By, *, version: int) -> int:
    """Say that the document's own fields are right as they stand; the id of the step. Raises Overtaken, NotThere."""
    found = locked_document(session, document, version)
    now = all_written("document", rows.letterhead_of(found))
    hold_document(found)
    step = began(session, document, "confirm", by)
    for field, value in now.items():
        said = (found.machine or {}).get(field)
        step.changes.append(Change(field=field, before=value, after=value, machine=said))
    settle_document(session, found)
    return step.id


def confirm_all(session: Session, document: int, versions: Mapping[int, int], by: By) -> int:
    """Say that records of one document are right as they stand (their ids with the versions looked at), in one step,
    which can be undone as one. Raises Overtaken for the first that is not as it was looked at, and confirms none."""
    if not versions:
        raise Refused(Wording("không có bản ghi nào để xác nhận", "there is nothing to confirm"))
    found = [locked(session, record, version) for record, version in sorted(versions.items())]
    if {row.document_id for row in found} != {document}:
        raise Refused(Wording("các bản ghi không cùng văn bản", "the records are not of one document"))
    step = began(session, document, "confirm", by)
    for row in found:
        now = all_written(row.kind, rows.record_of(row))
        hold(row)
        for field, value in now.items():
            note(session, step, row, field, value, value)
        settle(session, row)
    return step.id
