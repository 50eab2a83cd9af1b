"""The exports of `vanthu export` over HTTP, the quality registers as JSON, a calendar to subscribe to."""

import hashlib
from datetime import date
from io import BytesIO
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from fastapi.security import HTTPAuthorizationCredentials
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, create_model

from feeds.api.access import Asking, Reader, Surroundings, bearer
from feeds.api.answers import IfNoneMatch, answer, tags
from feeds.api.problems import Fault
from feeds.api.requests import Id, Route, Text
from feeds.exports.wanted import MEDIA_TYPES, Format, Wanted, What, export
from feeds.quality import Audit, Nonconformity, Objective, Procedure, Scope, registers
from models.errors import Refused
from models.feed.tokens import caller
from models.following.states import State
from models.records import as_printed

router = APIRouter(route_class=Route)

Year = Annotated[int, Field(ge=1900, le=2999)]
Given = Literal["xlsx", "csv", "jsonl", "parquet", "ics", "docx"]


class OfExports(BaseModel):
    """What is wanted of it, as the options of `vanthu export`."""

    model_config = ConfigDict(extra="forbid")
    what: What = "tracking"
    unit: Text | None = Field(default=None, description="part of a unit's name, accents and case aside")
    due_from: date | None = Field(default=None, description="due from this day on; of `incoming`: issued")
    due_until: date | None = None
    state: list[State] | None = Field(default=None, max_length=10)
    document_id: list[Id] | None = Field(default=None, max_length=100)
    scope: Scope = Field(default="quality", description="of registers: what is of the quality system, or everything")
    secret: bool = Field(default=False, description="with what is marked as secret, where the token may see it")
    on: date | None = Field(default=None, description="take this day for today")


class OfRegisters(BaseModel):
    """Filters of a register."""

    model_config = ConfigDict(extra="forbid")
    unit: Text | None = Field(default=None, description="part of a unit's name, accents and case aside")
    scope: Scope = "quality"
    year: Year | None = Field(default=None, description="only of documents issued in this year")
    secret: bool = False
    on: date | None = Field(default=None, description="take this day for today")


class OfCalendar(BaseModel):
    """A calendar program knows an address only: the token may stand in it."""

    model_config = ConfigDict(extra="forbid")
    unit: Text | None = Field(default=None, description="part of a unit's name, accents and case aside")
    token: Text | None = Field(default=None, description="a token, in place of the header")


FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "the file",
        "content": {MEDIA_TYPES[f]: {"schema": {"type": "string"}} for f in ("xlsx", "csv", "jsonl", "parquet", "docx")}
        | {MEDIA_TYPES["ics"]: {"schema": {"type": "string"}}},
    }
}


@router.get("/exports/{form}", response_class=Response, responses=FILES, tags=["exports"], name="export")
def exported(
    asking: Reader, form: Given, asked: Annotated[OfExports, Query()], if_none_match: IfNoneMatch = None
) -> Response:
    """The tracking sheet, a register or a calendar as a file."""
    wanted = Wanted(
        format=form,
        today=asked.on or asking.now.date(),
        now=asking.now,
        what=asked.what,
        unit=asked.unit,
        since=asked.due_from,
        until=asked.due_until,
        states=tuple(asked.state) if asked.state else None,
        documents=tuple(asked.document_id) if asked.document_id else None,
        secret=asked.secret,
        scope=asked.scope,
        desk=desk_of(asking.around),
    )
    return file_of(asking, wanted, if_none_match)


@router.get(
    "/calendar.ics",
    response_class=Response,
    responses={200: {"description": "the calendar", "content": {MEDIA_TYPES["ics"]: {"schema": {"type": "string"}}}}},
    tags=["exports"],
)
def subscribed(
    request: Request,
    asked: Annotated[OfCalendar, Query()],
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)] = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """The deadlines of a unit, or of all, as a calendar that programs fetch again and again. Make it a token of its own
    with the scope `read`: whoever has the address has the token."""
    around: Surroundings = request.app.state.around
    given = credentials.credentials if credentials is not None else asked.token
    with around.database.reading() as session:
        known = caller(session, given, around.clock()) if given else None
    if known is None or not known.may("read"):
        raise Fault(401, "send a token, as a header or in the address", www_authenticate="Bearer")
    asking = Asking(known, around)
    wanted = Wanted(format="ics", today=asking.now.date(), now=asking.now, unit=asked.unit, desk=desk_of(around))
    return file_of(asking, wanted, if_none_match)


SHAPES: dict[str, tuple[type[Any], str]] = {
    "objectives": (Objective, "Quality objectives (TCVN ISO 9001:2015, 6.2)"),
    "audits": (Audit, "Internal audits and inspections (9.2)"),
    "nonconformities": (Nonconformity, "Nonconformities and corrective actions (10.2)"),
    "procedures": (Procedure, "Procedures and their review (7.5)"),
}


def _serve(name: str, shape: type[Any], summary: str) -> None:
    of: Any = list.__class_getitem__(shape)
    lines: TypeAdapter[Any] = TypeAdapter(of)
    page: Any = create_model(f"Register{name.capitalize()}", on=(date, ...), found=(of, ...))

    def register(asking: Reader, asked: Annotated[OfRegisters, Query()], if_none_match: IfNoneMatch = None) -> Response:
        today = asked.on or asking.now.date()
        with asking.seeing() as session:
            found = registers(
                session, today=today, scope=asked.scope, unit=asked.unit, year=asked.year, secret=asked.secret
            )
        told = as_printed(lines.dump_python(list(getattr(found, name)), mode="json"))
        return answer({"on": today.isoformat(), "found": told}, if_none_match)

    router.add_api_route(
        f"/registers/{name}",
        register,
        response_model=page,
        name=f"register_{name}",
        summary=summary,
        tags=["registers"],
    )


for _name, (_shape, _summary) in SHAPES.items():
    _serve(_name, _shape, _summary)


def file_of(asking: Asking, wanted: Wanted, have: str | None) -> Response:
    """The file that is wanted, or 304 where the caller has it already."""
    with asking.seeing() as session:
        try:
            export(session, wanted, into := BytesIO())
        except Refused as error:
            raise Fault(404, error.wording.en) from error  # that format has no such thing
    body = into.getvalue()
    named = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": named, "cache-control": "private, no-cache"}
    if have is not None and (have.strip() == "*" or named in tags(have)):
        return Response(status_code=304, headers=headers)
    headers["content-disposition"] = f'attachment; filename="{name_of(wanted)}"'
    return Response(body, 200, headers, media_type=MEDIA_TYPES[wanted.format])


def name_of(wanted: Wanted) -> str:
    """The file's name, of plain letters."""
    extension: Format = wanted.format
    return f"vanthu-{wanted.what}-{wanted.today:%Y%m%d}.{extension}"


def desk_of(around: Surroundings) -> str | None:
    """The address of the reviewer's desk, where it is known."""
    return around.source.removesuffix("/api/v1") or None
