"""The change feed: `GET /changes?after=`, in order, at least once, with nothing left out."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from feeds.api import resources
from feeds.api.access import Reader
from feeds.api.answers import IfNoneMatch, answer
from feeds.api.problems import Fault
from feeds.api.requests import FURTHEST, Route
from feeds.events import cloud_event
from models import feed, tables

router = APIRouter(route_class=Route)


class AskedChanges(BaseModel):
    """Where to go on, and with what."""

    model_config = ConfigDict(extra="forbid")
    after: int = Field(default=0, ge=0, le=FURTHEST, description="`next` of the answer before; 0 begins at the start")
    limit: int = Field(default=500, ge=1, le=5000, description="how many at most")
    topics: list[tables.Topic] | None = Field(default=None, max_length=20, description="only changes of these")


@router.get("/changes", response_model=resources.ChangePage, tags=["changes"])
def changes(asking: Reader, asked: Annotated[AskedChanges, Query()], if_none_match: IfNoneMatch = None) -> Response:
    """What changed behind the number `after`, in order. Keep `next` together with what you took over from this answer,
    and go on from there: nothing is missed, and a change that is met twice is known by its `id`."""
    feed.number(asking.around.database)
    with asking.seeing() as session:
        if asked.after > (head := feed.head(session)):
            raise Fault(409, f"the feed ends at {head}: this is another database, or an older copy of it; begin at 0")
        found, last = feed.changes(session, asked.after, limit=asked.limit, topics=asked.topics or ())
    told = [cloud_event(changed, asking.around.source) for changed in found]
    return answer({"changes": told, "next": last, "more": len(told) == asked.limit}, if_none_match)
