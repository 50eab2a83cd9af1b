"""The page on which files are dropped, and how they fare in the ledger."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from models import jobs
from models.errors import NotThere, Refused
from models.questions.paged.arrivals import Arrived, arrived
from models.wording import Wording
from review.following.answers import answered
from review.intake.inbox import Inbox, Lying, inbox_of
from review.intake.reader import Reader
from review.visit import Reviewer, Visit

SHOWN = 100
"""Files of the list."""

MOST = 200
"""Files of one form."""

FORMATS = "PDF, DOCX, DOC, ODT, RTF, HTML, TXT, XLSX, JPG, PNG, TIFF, EML, ZIP, edXML"


@asynccontextmanager
async def reading(app: FastAPI) -> AsyncIterator[None]:
    """While the server runs, what lies in the inbox is read."""
    state = app.state
    state.reader = Reader(state.database, state.settings, inbox_of(state.database, state.settings))
    state.reader.open()
    yield
    await run_in_threadpool(state.reader.close)


router = APIRouter(lifespan=reading)


@dataclass(frozen=True, slots=True)
class Line:
    """A file of the list: as it lies there, and what the ledger knows of it, if anything yet."""

    id: int | None
    name: str
    by: str
    size: int
    at: datetime
    state: str
    pages: int | None
    reason: str | None
    document: int | None
    number: str | None
    kind: str | None
    subject: str | None
    problems: int


def sized(request: Request) -> None:
    """A form says how large it is before any of it is read, and that is within the limit."""
    told = request.headers.get("content-length", "")
    if not told.isdigit():
        raise HTTPException(411)
    if int(told) > request.app.state.settings.limits.megabytes * 2**20 + 2**20:
        raise HTTPException(413)


@router.get("/intake")
@router.get("/intake.json")
def intake(visit: Reviewer) -> Response:
    """What came in lately, and where more is dropped."""
    return _page(visit)


@router.put("/intake/file")
async def receive(visit: Reviewer, name: Annotated[str, Query(max_length=1000)]) -> Response:
    """One file, its bytes as the body."""
    path = await _inbox(visit).receive(visit.person.name, name, visit.today, visit.request.stream())
    _wake(visit)
    return JSONResponse({"name": path.name}, 201)


@router.post("/intake", dependencies=[Depends(sized)])
async def receive_form(visit: Reviewer) -> Response:
    """The files of a form, for browsers without scripts."""
    form = await visit.request.form()
    refused = []
    for upload in form.getlist("files")[:MOST]:
        if isinstance(upload, UploadFile) and upload.filename:
            try:
                await run_in_threadpool(
                    _inbox(visit).take, visit.person.name, upload.filename, visit.today, upload.file
                )
            except Refused as refusal:
                refused.append(visit.say(refusal.wording))
    _wake(visit)
    if refused:
        return await run_in_threadpool(_page, visit, message="; ".join(refused), status=422)
    return RedirectResponse("/intake", 303)


@router.post("/intake/{number:int}/again")
def again(visit: Reviewer, number: int) -> Response:
    """Have a file tried again that was set aside."""
    with visit.writing() as session:
        known = arrived(session, [lying.uri for lying in _lying(visit)])
        wanted = [one for one in known.values() if one.file_id == number]
        if not wanted:
            raise NotThere(f"#{number}")
        jobs.retry(session, [str(jobs.path_of(one.uri)) for one in wanted])
    _wake(visit)
    return RedirectResponse("/intake", 303)


def _page(visit: Visit, *, message: str | None = None, status: int = 200) -> Response:
    lying = _lying(visit)
    with visit.reading() as session:
        known = arrived(session, [one.uri for one in lying])
    lines = [_line(visit, one, known.get(one.uri)) for one in lying if _in_sight(visit, one, known.get(one.uri))]
    answer = answered(
        visit,
        "intake/intake.html",
        {"files": lines, "busy": any(line.state in ("waiting", "leased") for line in lines)},
        message=message,
        megabytes=visit.request.app.state.settings.limits.megabytes,
        formats=FORMATS,
        everybody=_sees_all(visit),
    )
    answer.status_code = status
    return answer


def _line(visit: Visit, lying: Lying, known: Arrived | None) -> Line:
    reason = Wording(known.reason_vi or "", known.reason_en or "") if known else None
    return Line(
        id=known.file_id if known else None,
        name=lying.name,
        by=lying.by,
        size=lying.size,
        at=lying.at,
        state=known.state if known else "waiting",
        pages=known.pages if known else None,
        reason=(visit.say(reason) or None) if reason else None,
        document=known.document if known else None,
        number=known.number if known else None,
        kind=known.kind if known else None,
        subject=known.subject if known else None,
        problems=known.problems if known else 0,
    )


def _lying(visit: Visit) -> list[Lying]:
    return _inbox(visit).lying(None if _sees_all(visit) else visit.person.name, SHOWN)


def _sees_all(visit: Visit) -> bool:
    """Managers who see all units see what everybody brought; others their own."""
    return visit.person.may("manager") and not visit.person.units


def _in_sight(visit: Visit, lying: Lying, known: Arrived | None) -> bool:
    """Somebody else's file that became a document which one may not see is not told of, not even its name."""
    return lying.by == visit.person.name or known is None or known.state != "done" or known.document is not None


def _inbox(visit: Visit) -> Inbox:
    return inbox_of(visit.database, visit.request.app.state.settings)


def _wake(visit: Visit) -> None:
    reader: Reader | None = getattr(visit.request.app.state, "reader", None)
    if reader is not None:
        reader.wake()
