"""Webhooks by the API: subscribe, look at what was sent, send again. `vanthu webhook deliver` sends."""

from dataclasses import asdict
from typing import Annotated, Any, NotRequired

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from sqlalchemy.orm import Session
from typing_extensions import TypedDict

from feeds.api import resources
from feeds.api.access import Administrator
from feeds.api.answers import IdempotencyKey, Made, answer, text_of, written
from feeds.api.problems import Fault
from feeds.api.requests import FURTHEST, Id, Route
from feeds.webhooks.addresses import Unfit, fit
from feeds.webhooks.messages import new_secret
from models import tables
from models.feed import webhooks

router = APIRouter(route_class=Route, tags=["webhooks"])


class NewWebhook(TypedDict):
    """Where messages go, about what (nothing named: everything), from which number of the feed on (else from now).

    `clearance` is the highest mark of secrecy that is told of: no higher than the token's own that asks.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]
    url: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^https?://[A-Za-z0-9]")]
    topics: NotRequired[Annotated[list[tables.Topic], Field(max_length=20)]]
    after: NotRequired[Annotated[int | None, Field(ge=0, le=FURTHEST)]]
    clearance: NotRequired[tables.Clearance]


class Again(TypedDict, total=False):
    """Which messages are sent again: these, or all from a number of the feed on; without either, those laid aside."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]
    deliveries: Annotated[list[Annotated[int, Field(ge=1, le=FURTHEST)]], Field(max_length=500)]
    since: Annotated[int | None, Field(ge=0, le=FURTHEST)]


class AskedDeliveries(BaseModel):
    """Which messages of a webhook."""

    model_config = ConfigDict(extra="forbid")
    state: tables.Posted | None = None
    after: int = Field(default=0, ge=0, le=FURTHEST, description="the `id` of the last one you have")
    limit: int = Field(default=50, ge=1, le=500)


def shape(made: Any) -> dict[str, Any]:
    """A webhook or delivery as JSON."""
    return TypeAdapter(dict[str, Any]).dump_python(asdict(made), mode="json")  # type: ignore[no-any-return]


def there(session: Session, webhook: int) -> dict[str, Any]:
    """One webhook. Answers 404 where it is none."""
    found = webhooks.subscriptions(session, webhook)
    if not found:
        raise Fault(404, f"there is no webhooks/{webhook}")
    return shape(found[0])


@router.get("/webhooks", response_model=list[resources.WebhookResource])
def subscriptions(asking: Administrator) -> Response:
    """Every webhook."""
    with asking.around.database.reading() as session:
        return answer([shape(found) for found in webhooks.subscriptions(session)], None)


@router.post("/webhooks", response_model=resources.WebhookMade, status_code=201)
def subscribe(
    request: Request,
    asking: Administrator,
    said: Annotated[NewWebhook, Body()],
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Subscribe. The secret in the answer signs every message; it is shown this once."""
    clearance = said.get("clearance", "open")
    if not asking.caller.sight.reaches(clearance):
        raise Fault(403, "a webhook can't be told of marks that its token does not open")
    try:
        fit(said["url"], allow_private=asking.around.allow_private)
    except Unfit as error:
        raise Fault(409, str(error)) from error

    def act(session: Session) -> Made:
        secret = new_secret()
        made = webhooks.subscribe(
            session,
            said["url"],
            secret,
            asking.now,
            topics=said.get("topics", ()),
            clearance=clearance,
            after=said.get("after"),
        )
        return Made({**there(session, made), "secret": secret}, 201, {"location": f"/api/v1/webhooks/{made}"})

    return written(asking, idempotency_key, ("POST", request.url.path, text_of(said), None), act)


@router.get("/webhooks/{id}", response_model=resources.WebhookResource)
def subscription(asking: Administrator, id: Id) -> Response:
    """One webhook."""
    with asking.around.database.reading() as session:
        return answer(there(session, id), None)


@router.delete("/webhooks/{id}", status_code=204)
def unsubscribe(asking: Administrator, id: Id) -> Response:
    """Take a webhook away, with what was still to be sent."""
    with asking.around.database.writing() as session:
        webhooks.unsubscribe(session, id)
    return Response(status_code=204)


@router.post("/webhooks/{id}/resume", response_model=resources.WebhookResource)
def resume(asking: Administrator, id: Id) -> Response:
    """Go on with a webhook that was stopped."""
    with asking.around.database.writing() as session:
        webhooks.resume(session, id)
        session.flush()
        return answer(there(session, id), None)


@router.get("/webhooks/{id}/deliveries", response_model=list[resources.DeliveryResource])
def deliveries(asking: Administrator, id: Id, asked: Annotated[AskedDeliveries, Query()]) -> Response:
    """What became of the messages of a webhook, in order."""
    with asking.around.database.reading() as session:
        found = webhooks.deliveries(session, id, state=asked.state, after=asked.after, limit=asked.limit)
    return answer([shape(sent) for sent in found], None)


@router.post("/webhooks/{id}/replay", response_model=resources.Replayed)
def replay(
    request: Request,
    asking: Administrator,
    id: Id,
    said: Annotated[Again | None, Body()] = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Send messages again."""
    wanted = said or {}

    def act(session: Session) -> Made:
        count = webhooks.replay(
            session, id, asking.now, letters=wanted.get("deliveries", ()), since=wanted.get("since")
        )
        return Made({"count": count})

    return written(asking, idempotency_key, ("POST", request.url.path, text_of(said), None), act)
