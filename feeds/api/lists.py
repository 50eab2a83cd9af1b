"""Lists and single resources, all alike: filters, a sort, a cursor, sparse fields, entity tags."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, get_type_hints

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, create_model

from feeds.api import resources
from feeds.api.access import Asking, Reader
from feeds.api.answers import IfNoneMatch, answer, tag
from feeds.api.problems import Fault
from feeds.api.requests import MOST, Id, Route, Text
from models import feed, records, tables
from models.feed.listing import Place

router = APIRouter(route_class=Route)


class Asked(BaseModel):
    """What every list takes. A filter that a list does not have is a mistake, not one that lets everything through."""

    model_config = ConfigDict(extra="forbid")
    limit: int = Field(default=50, ge=1, le=500, description="how many at most")
    cursor: str | None = Field(
        default=None, max_length=2000, description="`next` of the page before; the rest as there"
    )


class OfDocuments(Asked):
    """Filters of `/documents`."""

    number: Text | None = None
    kind: Text | None = None
    issuer_id: Id | None = None
    issued_from: date | None = None
    issued_until: date | None = None
    reviewed: bool | None = None
    differs: bool | None = None
    q: Text | None = Field(default=None, description="words, accents and case aside, the last one perhaps unfinished")
    sort: Literal["id", "-id", "issued_on", "-issued_on", "number", "-number"] = "id"


class OfRecords(Asked):
    """Filters of `/tasks`, `/targets` and `/results`. Without `standing`, those that are followed."""

    document_id: Id | None = None
    unit_id: Id | None = Field(default=None, description="a unit that leads, owns or supports")
    standing: list[tables.Standing] = Field(default=["live"], max_length=10)
    reviewed: bool | None = None
    differs: bool | None = None
    deadline_kind: list[records.DeadlineKind] | None = Field(default=None, max_length=10)
    due_from: date | None = Field(default=None, description="the deadline's (the period's) last day is this or later")
    due_until: date | None = None
    confidence_below: float | None = Field(default=None, ge=0, le=1)
    q: Text | None = Field(default=None, description="words, accents and case aside, the last one perhaps unfinished")
    sort: Literal[
        "id", "-id", "deadline", "-deadline", "confidence", "-confidence", "document_id", "-document_id"
    ] = "id"  # fmt: skip


class OfFiles(Asked):
    """Filters of `/files`."""

    state: list[tables.State] | None = Field(default=None, max_length=10)
    sha256: Text | None = None
    name: Text | None = None
    document_id: Id | None = None
    sort: Literal["id", "-id", "name", "-name"] = "id"


class OfUnits(Asked):
    """Filters of `/units`."""

    name: Text | None = Field(default=None, description="part of a name it goes by, accents and case aside")
    register_id: Text | None = None
    group: bool | None = None
    settled: bool | None = None
    sort: Literal["id", "-id", "name", "-name"] = "id"


class OfReviews(Asked):
    """Filters of `/reviews`."""

    document_id: Id | None = None
    record_id: Id | None = None
    who: Text | None = None
    action: list[tables.Action] | None = Field(default=None, max_length=10)
    sort: Literal["id", "-id"] = "id"


class OfProgress(Asked):
    """Filters of `/progress`."""

    document_id: Id | None = None
    record_id: Id | None = None
    standing: list[tables.Reported] | None = Field(default=None, max_length=10)
    done: bool | None = None
    sort: Literal["id", "-id"] = "id"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of resource: its topic, its shape, its filters, what one is called."""

    topic: str
    shape: Any
    asked: type[Asked]
    one: str


KINDS: dict[str, Kind] = {
    "documents": Kind("document", resources.DocumentResource, OfDocuments, "a document"),
    "tasks": Kind("task", resources.TaskResource, OfRecords, "a task"),
    "targets": Kind("target", resources.TargetResource, OfRecords, "a target"),
    "results": Kind("result", resources.ResultResource, OfRecords, "a result"),
    "files": Kind("file", resources.FileResource, OfFiles, "a file"),
    "units": Kind("unit", resources.UnitResource, OfUnits, "a unit"),
    "reviews": Kind("review", resources.ReviewResource, OfReviews, "a step of a reviewer"),
    "progress": Kind("progress", resources.ProgressResource, OfProgress, "an entry of progress"),
}


def known(asking: Asking, name: str, number: int) -> dict[str, Any]:
    """One resource as it stands, where the caller may see it. Answers 404 else."""
    with asking.seeing() as session:
        found = one(session, name, number)
    if found is None:
        raise Fault(404, f"there is no {name}/{number}")
    return found


def one(session: Any, name: str, number: int) -> dict[str, Any] | None:
    """The same in a session that is open; None where it is not there. A target's id is no task's."""
    page = feed.listed(session, name, {"ids": [number]}, limit=1)
    return page.found[0] if page.found else None


def page_of(asking: Asking, name: str, asked: Asked) -> dict[str, Any]:
    """A page of a list."""
    named = asked.model_dump()
    limit, cursor, sort, fields = (named.pop(n) for n in ("limit", "cursor", "sort", "fields"))
    with asking.seeing() as session:
        try:
            page = feed.listed(session, name, named, sort=sort, after=place(cursor, sort), limit=limit)
        except ValueError as error:
            raise Fault(404, "there is no such page: send `next` as it was given, with the same sort") from error
    return {"found": [chosen(r, fields) for r in page.found], "next": cursor_of(page.after, sort)}


def chosen(resource: dict[str, Any], fields: list[str] | None) -> dict[str, Any]:
    """Only these members, and `id`."""
    return resource if not fields else {n: v for n, v in resource.items() if n == "id" or n in fields}


def cursor_of(after: Place | None, sort: str) -> str | None:
    """Where a page ended, as text that means nothing to others."""
    if after is None:
        return None
    return base64.urlsafe_b64encode(json.dumps([sort, *after]).encode()).decode().rstrip("=")


def place(cursor: str | None, sort: str) -> Place | None:
    """The same back. Raises ValueError where it is none, or of another sort."""
    if cursor is None:
        return None
    try:
        under, value, number = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, TypeError, RecursionError) as error:
        raise ValueError(cursor) from error
    if under != sort or type(number) is not int or not 0 < number <= MOST:
        raise ValueError(cursor)
    if isinstance(value, int) and abs(value) > MOST:
        raise ValueError(cursor)
    return clean_value(value), number


def clean_value(value: Any) -> Any:
    """A cursor's sort value; raises ValueError where no cursor of ours has such a one."""
    if not isinstance(value, str | int | float) or (isinstance(value, str) and "\x00" in value):
        raise ValueError(value)
    return value


def _serve(name: str, kind: Kind) -> None:
    members: Any = Literal.__getitem__(tuple(get_type_hints(kind.shape)))
    fields: Any = (list[members] | None, Field(default=None, max_length=50, description="only these members, and `id`"))
    listed: Any = resources.Listed
    asked: Any = create_model(f"{kind.asked.__name__}Of{name}", __base__=kind.asked, fields=fields)
    members_of_one: Any = create_model(f"FieldsOf{name}", __config__=ConfigDict(extra="forbid"), fields=fields)

    def many(asking: Reader, asked: Annotated[asked, Query()], if_none_match: IfNoneMatch = None) -> Response:
        return answer(page_of(asking, name, asked), if_none_match)

    def single(
        asking: Reader, id: Id, asked: Annotated[members_of_one, Query()], if_none_match: IfNoneMatch = None
    ) -> Response:
        found = known(asking, name, id)
        return answer(chosen(found, asked.fields), if_none_match, tag(found, asked.fields or ()))

    router.add_api_route(
        f"/{name}",
        many,
        response_model=listed[kind.shape],
        name=f"list_{name}",
        summary=f"A page of {name}",
        tags=[name],
    )
    router.add_api_route(
        f"/{name}/{{id}}",
        single,
        response_model=kind.shape,
        name=f"get_{name}",
        summary=kind.one.capitalize(),
        tags=[name],
    )


for _name, _kind in KINDS.items():
    _serve(_name, _kind)


@router.get("/documents/{id}/dispatch", response_model=records.Dispatch, tags=["documents"])
def dispatch(asking: Reader, id: Id, if_none_match: IfNoneMatch = None) -> Response:
    """All of a document by the contract vanthu/1, as `vanthu show --json` prints it."""
    from models import store
    from models.records import to_json

    with asking.seeing() as session:
        row = session.get(tables.Document, id)
        if row is None or one(session, "documents", id) is None:
            raise Fault(404, f"there is no documents/{id}")
        return answer(json.loads(to_json(store.load(session, row))), if_none_match)
