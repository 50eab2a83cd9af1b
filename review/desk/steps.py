"""The steps of a reviewer: one address, one request a step, one transaction. What stands now comes back with it."""

from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from models import people
from models.errors import NotThere, Overtaken, Refused
from models.questions import history
from models.questions.desk import Desk, Row, desk, last_step
from models.records import Box
from models.reviews import add, change, change_document, confirm, merge, reject, split, undo
from models.reviews.together import confirm_all, confirm_document
from models.wording import Wording
from review.desk import made
from review.desk.document import SURE, fragment
from review.desk.shown import AMOUNTS, EDITORS, said
from review.desk.typed import understood, value_of
from review.rendering import environment
from review.visit import Reviewer, Visit

router = APIRouter()

Kind = Literal["confirm", "change", "reject", "add", "split", "merge", "accept_all", "undo", "restore"]


class Asked(BaseModel):
    """A step as the page asks for it. Without `record` it is about the document's own fields."""

    model_config = ConfigDict(extra="forbid")

    step: Kind
    record: int | None = None
    version: int = 0
    versions: dict[int, int] = Field(default_factory=dict)
    fields: dict[str, Any] = Field(default_factory=dict)
    parts: list[str] = Field(default_factory=list, max_length=50)
    kind: Literal["task", "target", "result"] = "task"
    text: str = ""
    page: int = 1
    bbox: Box | None = None
    why: str | None = Field(default=None, max_length=500)


DONE: dict[Kind, Wording] = {
    "confirm": Wording("Đã xác nhận", "Confirmed"),
    "change": Wording("Đã sửa", "Changed"),
    "reject": Wording("Đã bỏ", "Rejected"),
    "add": Wording("Đã thêm", "Added"),
    "split": Wording("Đã tách", "Split"),
    "merge": Wording("Đã gộp", "Merged"),
    "accept_all": Wording("Đã xác nhận tất cả mục chắc chắn", "All sure ones are confirmed"),
    "undo": Wording("Đã hoàn tác", "Undone"),
    "restore": Wording("Đã khôi phục", "Restored"),
}


@router.post("/documents/{document}/steps")
def take(visit: Reviewer, document: int, asked: Asked) -> Response:
    """Take a step; 409 with both sides of it where somebody else was there meanwhile."""
    try:
        with visit.reading() as session:  # what is looked at is named by its versions: only the step itself is written
            found = desk(session, document, today=visit.today)
        with visit.writing() as session:
            focus = taken(visit, session, found, asked)
            people.claim(session, document, visit.person.id, visit.now, take_over=True)
    except Overtaken as overtaken:
        return _conflict(visit, document, asked, overtaken)
    with visit.reading() as session:
        told = fragment(visit, session, document)
    return JSONResponse({**told, "focus": focus, "said": visit.say(DONE[asked.step])})


def taken(visit: Visit, session: Session, found: Desk, asked: Asked) -> int | None:
    """Take the step; the record to look at next, None for the document itself."""
    by = visit.by(asked.why)
    own = {row.id: row for row in (*found.rows, *found.gone)}
    if asked.step == "undo":
        step = last_step(session, found.id, visit.person.name)
        if step is None:
            raise Refused(Wording("không còn bước nào của bạn để hoàn tác", "there is no step of yours to undo"))
        touched = [s.record for s in history(session, found.id) if s.review == step]
        undo(session, step, by)
        return touched[0] if touched else None
    if asked.step == "accept_all":
        confirm_all(session, found.id, _sure(found, asked.versions), by)
        return None
    if asked.step == "merge":
        rows = [_own(own, number) for number in asked.versions]
        return merge(session, asked.versions, made.merged([row.record for row in rows]), by)
    if asked.step == "add":
        record = made.from_words(asked.kind, asked.text, asked.page, asked.bbox, found.head)
        return add(session, found.id, record, by)
    if asked.record is None:
        return _document(session, found, asked, visit)
    row = _own(own, asked.record)
    if asked.step == "confirm":
        confirm(session, row.id, by, version=asked.version)
    elif asked.step == "change":
        change(session, row.id, _values(row.kind, asked, found), by, version=asked.version)
    elif asked.step == "reject":
        reject(session, row.id, by, version=asked.version)
    elif asked.step == "split":
        parts = made.parts_of(row.record, asked.parts, found.head.issued_on)
        return split(session, row.id, parts, by, version=asked.version)[0]
    elif asked.step == "restore":
        steps = [s for s in history(session, found.id, record=row.id, field="standing") if not s.undone]
        if not steps or steps[-1].after == "live":
            raise Refused(Wording("bản ghi này không khôi phục được", "this record can't be restored"))
        undo(session, steps[-1].review, by)
    return row.id


def _document(session: Session, found: Desk, asked: Asked, visit: Visit) -> int | None:
    if asked.step == "confirm":
        confirm_document(session, found.id, visit.by(asked.why), version=asked.version)
    elif asked.step == "change":
        values = _values("document", asked, found)
        change_document(session, found.id, values, visit.by(asked.why), version=asked.version)
    else:
        raise Refused(Wording("hãy chọn một bản ghi", "choose a record"))
    return None


def _values(kind: str, asked: Asked, found: Desk) -> dict[str, Any]:
    if not asked.fields:
        raise Refused(Wording("không có gì để sửa", "there is nothing to change"))
    return {field: understood(kind, field, typed, found.head).value for field, typed in asked.fields.items()}


def _own(own: dict[int, Row], number: int) -> Row:
    if number not in own:
        raise NotThere(f"#{number}")
    return own[number]


def _sure(found: Desk, looked_at: dict[int, int]) -> dict[int, int]:
    """Of the records that were looked at, those that are sure enough and wait."""
    sure = {r.id for r in found.rows if not r.reviewed and r.record.confidence >= SURE}
    return {number: version for number, version in looked_at.items() if number in sure}


def _conflict(visit: Visit, document: int, asked: Asked, overtaken: Overtaken) -> Response:
    """Both sides: what this person wanted, what stands now, and who made it."""
    with visit.reading() as session:
        found = desk(session, document, today=visit.today)
        told = fragment(visit, session, document)
        who = people.full_names(session).get(overtaken.who or "", overtaken.who)
    row = next((r for r in (*found.rows, *found.gone) if r.id == asked.record), None)
    kind, stands = (row.kind, row.record) if row else ("document", found.head)
    sides = []
    if row is not None or asked.record is None:
        for field, typed in asked.fields.items():
            if field in EDITORS[kind] | AMOUNTS.get(kind, {}):
                mine = value_of(kind, understood(kind, field, typed, found.head))
                words = [
                    said(field, v, found.head, visit.today, visit.language)[0] for v in (mine, getattr(stands, field))
                ]
                sides.append((field, *words))
    html = (
        environment(visit.language)
        .get_template("parts/conflict.html")
        .render(sides=sides, who=who, gone=row and row.standing != "live")
    )
    version = row.version if row else found.version
    return JSONResponse({**told, "conflict": html, "version": version, "focus": asked.record}, 409)
