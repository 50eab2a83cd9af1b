"""Progress: what people say came of a task or target and which document shows it; what reports propose, to decide."""

import math
from collections import defaultdict
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response

from models.errors import Refused
from models.following.progress import Achieved, confirm, dismiss, report
from models.following.states import occurrences
from models.questions.followed import Followed, followed
from models.questions.paged.aims import aim
from models.questions.paged.reported import line, may_show, proposed, said_of, shown_by
from models.questions.paged.timetable import KINDS
from models.wording import Wording
from review.following import sheets
from review.following.answers import MOST_LINES, answered, cut, desk_of, sheet
from review.following.asked import AT_ONCE, day_of
from review.visit import Manager, Reader, Visit

router = APIRouter()

Typed = Annotated[str, Form(max_length=300)]
Note = Annotated[str, Form(max_length=2000)]

MOST_CHOICES = 300
"""Tasks and targets of a plan that a proposal can be given to by choosing."""

LARGEST = 1e15

EMPTY: dict[str, object] = dict.fromkeys(("on", "value", "of", "unit", "note", "occurrence", "evidence"), "") | {
    "done": False
}
"""The form before anything is typed."""


@router.get("/progress")
@router.get("/progress.json")
def proposals(visit: Reader, page: Annotated[int, Query(ge=1, le=1000)] = 1) -> Response:
    """What reports say came of plans, for a manager to confirm or dismiss."""
    return _proposals(visit, page)


@router.get("/progress.xlsx")
def proposals_sheet(visit: Reader) -> Response:
    """The same as a sheet."""
    with visit.reading() as session:
        found, _ = proposed(session, limit=MOST_LINES)
    table = cut(sheets.proposals(found, desk_of(visit)), len(found))
    return sheet(visit, [table], f"cho-xac-nhan-{visit.today:%Y%m%d}")


@router.post("/progress/{entry:int}")
def decide(
    visit: Manager,
    entry: int,
    decision: Typed,
    record: Typed = "",
    done: Annotated[bool, Form()] = False,
    page: Annotated[int, Form(ge=1, le=1000)] = 1,
) -> Response:
    """Confirm a proposal (of the record that was chosen, where it names none), or dismiss it."""
    try:
        with visit.writing() as session:
            if decision == "confirm":
                confirm(session, entry, visit.by(), record=int(record) if record.isdigit() else None, done=done)
            elif decision == "dismiss":
                dismiss(session, entry, visit.by())
            else:
                raise Refused(Wording("hãy chọn xác nhận hoặc bỏ qua", "confirm or dismiss"))
    except Refused as refused:
        return _proposals(visit, page, message=visit.say(refused.wording), status=409)
    return RedirectResponse(f"/progress?page={page}" if page > 1 else "/progress", 303)


@router.get("/records/{number:int}/progress")
@router.get("/records/{number:int}/progress.json")
def one(visit: Reader, number: int) -> Response:
    """One task or target: what was said of it, and where a manager says more."""
    return _one(visit, number)


@router.post("/records/{number:int}/progress")
def enter(
    visit: Manager,
    number: int,
    on: Typed = "",
    done: Annotated[bool, Form()] = False,
    value: Typed = "",
    of: Typed = "",
    unit: Typed = "",
    note: Note = "",
    occurrence: Typed = "",
    evidence: Typed = "",
) -> Response:
    """What a manager says came of it."""
    given = {
        "on": on, "done": done, "value": value, "of": of, "unit": unit, "note": note, "occurrence": occurrence,
        "evidence": evidence,
    }  # fmt: skip
    try:
        with visit.writing() as session:
            found = line(session, number, today=visit.today)
            achieved = _achieved(visit, found, given)
            document = shown_by(session, evidence) if evidence.strip() else None
            if evidence.strip() and document is None:
                raise Refused(
                    Wording(
                        f"không có đúng một văn bản mang số “{evidence.strip()}”",
                        f"there is not exactly one document “{evidence.strip()}”",
                    )
                )
            report(session, number, achieved, visit.by(), shown_by=document.id if document else None)
    except Refused as refused:
        return _one(visit, number, message=visit.say(refused.wording), given=given, status=422)
    return RedirectResponse(f"/records/{number}/progress", 303)


def _achieved(visit: Visit, found: Followed, given: dict[str, object]) -> Achieved:
    """The form's fields as values. Raises Refused where they say nothing, or what can't be."""
    typed = {name: str(text).strip() for name, text in given.items()}
    day = day_of(typed["on"]) if typed["on"] else visit.today
    value, of = figure(typed["value"]), figure(typed["of"])
    occurrence = day_of(typed["occurrence"])
    if day is None:
        raise Refused(Wording("ngày không hợp lệ; hãy ghi ngày/tháng/năm", "that is no day"))
    if day > visit.today:
        raise Refused(Wording("ngày đạt được không thể ở tương lai", "it can't have been reached in the future"))
    if of is not None and value is None:
        raise Refused(Wording("hãy ghi cả số đã đạt", "say how many of them"))
    if not given["done"] and value is None and not typed["note"]:
        raise Refused(Wording("hãy ghi kết quả, hoặc đánh dấu đã hoàn thành", "say what came of it"))
    recurs = found.deadline is not None and found.deadline.kind == "recurring"
    if recurs and given["done"] and occurrence is None:
        raise Refused(Wording("việc định kỳ: hãy chọn kỳ đã hoàn thành", "say which time of it was done"))
    return Achieved(
        on=day,
        done=bool(given["done"]),
        value=value,
        of=of,
        unit=typed["unit"] or None,
        note=typed["note"] or None,
        occurrence=occurrence if recurs else None,
    )


def figure(written: str) -> float | None:
    """A number as clerks write it: 1.250, 93,5; None for none. Raises Refused where it is no number."""
    if not written:
        return None
    plain = written.replace(" ", "")
    plain = plain.replace(".", "").replace(",", ".") if "," in plain or _in_thousands(plain) else plain
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise Refused(Wording(f"“{written}” không phải số", f"“{written}” is no number"))
    return value


def _in_thousands(written: str) -> bool:
    first, *others = written.split(".")
    return bool(others) and 1 <= len(first) <= 3 and all(len(o) == 3 and o.isdigit() for o in others)


def _one(
    visit: Visit, number: int, *, message: str | None = None, given: dict[str, object] | None = None, status: int = 200
) -> Response:
    with visit.reading() as session:
        found = line(session, number, today=visit.today)
        said = said_of(session, number)
        documents = may_show(session, found.source.id)
    answer = answered(
        visit,
        "following/record.html",
        {"line": found, "said": said},
        documents=documents,
        times=_times(found, visit.today),
        aim=aim(found) if found.record == "target" else None,
        given=EMPTY
        | {"unit": (found.figure.unit if found.figure else None) or "", "on": visit.today.strftime("%d/%m/%Y")}
        | (given or {}),
        message=message,
    )
    answer.status_code = status
    return answer


def _times(found: Followed, today: date) -> list[date]:
    """The times of a recurring deadline within the last year and the next, the one nearest to today first."""
    if found.deadline is None or found.deadline.kind != "recurring":
        return []
    start = found.source.issued_on or today - timedelta(days=366)
    days = occurrences(found.deadline, start, today - timedelta(days=366), today + timedelta(days=366))
    return sorted(days, key=lambda day: abs((day - today).days))[:24]


def _proposals(visit: Visit, page: int, *, message: str | None = None, status: int = 200) -> Response:
    with visit.reading() as session:
        found, total = proposed(session, offset=(page - 1) * AT_ONCE, limit=AT_ONCE)
        plans = {one.plan_id for one in found if one.record is None}
        choices: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for known in followed(session, today=visit.today, kinds=KINDS, documents=plans, secret=True) if plans else ():
            if len(choices[known.source.id]) < MOST_CHOICES:
                choices[known.source.id].append((known.id, known.content[:140]))
    answer = answered(
        visit,
        "following/progress.html",
        {"total": total, "proposals": found},
        choices=choices,
        page=page,
        pages=max(1, -(-total // AT_ONCE)),
        message=message,
    )
    answer.status_code = status
    return answer
