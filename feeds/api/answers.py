"""Answers: JSON with an entity tag, conditional requests (RFC 9110), and writes that are done once for one key."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Header
from fastapi.responses import Response
from sqlalchemy.orm import Session

from feeds.api.access import Asking
from feeds.api.problems import Fault
from models.feed import answers

IfNoneMatch = Annotated[str | None, Header(description="entity tags you have; 304 where one of them still stands")]
IfMatch = Annotated[
    str | None, Header(description="the entity tag of what you looked at; 412 where something else stands now")
]
IdempotencyKey = Annotated[
    str | None,
    Header(min_length=1, max_length=200, description="the same key with the same request is done once, for seven days"),
]


@dataclass(frozen=True, slots=True)
class Made:
    """What a write made: the resource as it stands then."""

    resource: Mapping[str, Any] | None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def text_of(resource: Any) -> str:
    """A resource as it goes over the wire."""
    return json.dumps(resource, ensure_ascii=False, separators=(",", ":"))


def tag(resource: Any, fields: Iterable[str] = ()) -> str:
    """The entity tag of a resource, of these `fields` only where some are named; it begins with that of the whole."""
    whole = hashlib.sha256(text_of(resource).encode()).hexdigest()[:32]
    chosen = ",".join(sorted(fields))
    return f'"{whole}.{hashlib.sha256(chosen.encode()).hexdigest()[:8]}"' if chosen else f'"{whole}"'


def answer(resource: Any, wanted: str | None, entity_tag: str | None = None) -> Response:
    """`resource`, or 304 where the caller has it already."""
    body = text_of(resource)
    named = entity_tag or f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    headers = {"etag": named, "cache-control": "private, no-cache"}
    if wanted is not None and (wanted.strip() == "*" or named in tags(wanted)):
        return Response(status_code=304, headers=headers)
    return Response(body, 200, headers, media_type="application/json")


def tags(header: str) -> list[str]:
    """The entity tags of a header; weak ones compare as the others do."""
    return [part.strip().removeprefix("W/") for part in header.split(",")]


def match(resource: Any, wanted: str | None) -> None:
    """Say 428 where no version was named, 412 where another one stands now."""
    if wanted is None:
        raise Fault(428, "send If-Match with the ETag of what you looked at")
    if wanted.strip() == "*":
        return
    whole = tag(resource).strip('"')
    if whole not in [named.strip('"').partition(".")[0] for named in tags(wanted)]:
        raise Fault(412, "something else stands there now; look at it, then do it again", etag=tag(resource))


def written(
    asking: Asking, key: str | None, asked: tuple[str, str, Any, str | None], act: Callable[[Session], Made]
) -> Response:
    """Do `act` in one transaction, once for one `key`; `asked` is what makes a request the same: method, address, body,
    and what it was conditional on."""
    fingerprint = hashlib.sha256(repr(asked).encode("utf-8", "replace")).hexdigest()
    with asking.around.database.writing() as session:
        if key is not None:
            known = answers.begun(session, asking.caller.id, key, fingerprint, asking.now)
            if known is not None and known.fingerprint != fingerprint:
                raise Fault(409, "this Idempotency-Key was used for another request")
            if known is not None:
                return _sent(known.status, {**known.headers, "idempotent-replayed": "true"}, known.body)
        made = act(session)
        body = "" if made.resource is None else text_of(made.resource)
        headers = dict(made.headers)
        if made.resource is not None and "id" in made.resource:
            headers["etag"] = tag(made.resource)
        if key is not None:
            answers.keep(session, asking.caller.id, key, made.status, headers, body)
    return _sent(made.status, headers, body)


def _sent(status: int, headers: dict[str, str], body: str) -> Response:
    headers = {**headers, "cache-control": "no-store"}
    if not body:
        return Response(status_code=status, headers=headers)
    return Response(body, status, headers, media_type="application/json")
