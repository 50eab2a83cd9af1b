"""Splitting a record into several, merging several into one: the steps of the desk, for other systems."""

from collections.abc import Mapping
from typing import Annotated, Any, NotRequired

from fastapi import APIRouter, Body, Request
from fastapi.responses import Response
from pydantic import Field
from sqlalchemy.orm import Session
from typing_extensions import TypedDict

from feeds.api.access import Writer
from feeds.api.answers import IdempotencyKey, IfMatch, Made, match, tag
from feeds.api.lists import KINDS, known
from feeds.api.problems import Fault
from feeds.api.requests import Id, Route
from feeds.api.steps import CLOSED, RECORDS, Why, created, fields_of, live, record_of, route, standing, step
from models import reviews
from models.reviews import By

router = APIRouter(route_class=Route)


class Other(TypedDict):
    """Another record that is merged, and the ETag with which it was looked at ("*": whatever stands)."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    id: Id
    etag: Annotated[str, Field(min_length=1, max_length=200)]


def _split(name: str) -> None:
    kind, shape = KINDS[name].topic, KINDS[name].shape
    part: Any = fields_of(kind, f"{kind.capitalize()}Part", all_of_it=True, why=False)
    typed: Any = TypedDict
    parts: Any = list.__class_getitem__(part)
    said_of: Any = typed(
        f"{kind.capitalize()}Split",
        {"parts": Annotated[parts, Field(min_length=2, max_length=50)], "why": NotRequired[Why]},
    )
    said_of.__pydantic_config__ = CLOSED
    found: Any = list.__class_getitem__(shape)
    answered: Any = typed(f"{kind.capitalize()}Parts", {"found": found})
    answered.__pydantic_config__ = CLOSED

    def split(
        request: Request,
        asking: Writer,
        id: Id,
        said: Annotated[said_of, Body()],
        if_match: IfMatch = None,
        idempotency_key: IdempotencyKey = None,
    ) -> Response:
        known(asking, name, id)

        def act(session: Session, by: By) -> Made:
            now = live(session, name, id)
            match(now, if_match)
            wanted = [record_of(kind, fields) for fields in said["parts"]]
            made = reviews.split(session, id, wanted, by, version=now["version"])
            session.flush()
            return Made({"found": [standing(session, name, number) for number in made]})

        return step(asking, request, idempotency_key, said, act, if_match)

    route(
        router, f"/{name}/{{id}}/split", split, "POST", name, f"Put several in the place of {KINDS[name].one}", answered
    )


def _merge(name: str) -> None:
    kind = KINDS[name].topic
    into: Any = fields_of(kind, f"{kind.capitalize()}Merged", all_of_it=True, why=False)
    typed: Any = TypedDict
    others: Any = Annotated[list[Other], Field(min_length=1, max_length=50)]
    said_of: Any = typed(f"{kind.capitalize()}Merge", {"others": others, "into": into, "why": NotRequired[Why]})
    said_of.__pydantic_config__ = CLOSED

    def merge(
        request: Request,
        asking: Writer,
        id: Id,
        said: Annotated[said_of, Body()],
        if_match: IfMatch = None,
        idempotency_key: IdempotencyKey = None,
    ) -> Response:
        for number in (id, *(other["id"] for other in said["others"])):
            known(asking, name, number)

        def act(session: Session, by: By) -> Made:
            first = live(session, name, id)
            match(first, if_match)
            found = {id: first} | {o["id"]: looked_at(session, name, o) for o in said["others"]}
            if len(found) <= len(said["others"]):
                raise Fault(409, "a record can't be merged with itself")
            if len({one["document_id"] for one in found.values()}) > 1:
                raise Fault(409, "the records are not of one document")
            versions = {number: one["version"] for number, one in found.items()}
            made = reviews.merge(session, versions, record_of(kind, said["into"]), by)
            session.flush()
            return created(session, name, made)

        return step(asking, request, idempotency_key, said, act, if_match)

    summary = f"Put one in the place of {KINDS[name].one} and others of its document"
    route(router, f"/{name}/{{id}}/merge", merge, "POST", name, summary, KINDS[name].shape, 201)


def looked_at(session: Session, name: str, other: Mapping[str, Any]) -> dict[str, Any]:
    """The same for one that is named in a body, where it is still what was looked at. Answers 409 else."""
    now = live(session, name, other["id"])
    if other["etag"] not in ("*", tag(now), tag(now).strip('"')):
        raise Fault(409, f"{name}/{other['id']} is not any more what was looked at")
    return now


for _name in RECORDS:
    _split(_name)
    _merge(_name)
