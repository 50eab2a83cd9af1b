"""What other systems may say: corrections of fields, records that were missed, progress. Each is a step that a person
can see and undo (docs/feeds.md); its author is the token's name."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, NotRequired, get_type_hints

from fastapi import APIRouter, Body, Request
from fastapi.responses import Response
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from sqlalchemy.orm import Session
from typing_extensions import TypedDict

from feeds.api.access import Asking, Writer
from feeds.api.answers import IdempotencyKey, IfMatch, Made, match, text_of, written
from feeds.api.lists import KINDS, known, one
from feeds.api.problems import Fault
from feeds.api.requests import Id, Route
from models import reviews
from models.following import progress
from models.reviews import By
from models.reviews.fields import REVIEWED, SHAPES, whole

router = APIRouter(route_class=Route)
RECORDS = ("tasks", "targets", "results")
Words = Annotated[str, Field(min_length=1, max_length=20_000, pattern="[0-9A-Za-zÀ-ỹ]")]
Why = Annotated[str | None, Field(max_length=2000, description="why, for who looks at it later")]
CLOSED = ConfigDict(extra="forbid")


def fields_of(kind: str, name: str, *, all_of_it: bool, why: bool = True) -> Any:
    """The fields of a kind that can be said: those given are changed, null empties one; `why` is kept with the step."""
    hints = get_type_hints(SHAPES[kind], include_extras=True)
    members = {field: Words if field == "content" else hints[field] for field in REVIEWED[kind]}
    if all_of_it:
        needed = {"content", "measure", "comparator", "value"} if kind == "target" else {"content", "value"}
        members = {field: shape if field in needed else NotRequired[shape] for field, shape in members.items()}
    else:
        members = {field: NotRequired[shape] for field, shape in members.items()}
    typed: Any = TypedDict
    made = typed(name, {**members, "why": NotRequired[Why]} if why else members)
    made.__pydantic_config__ = CLOSED
    return made


class Saying(TypedDict, total=False):
    """Why, for who looks at it later."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    why: Why


class Achieved(TypedDict, total=False):
    """What was achieved: `value` of `of`, or that it is `done`; `occurrence` is the day of a recurring deadline."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]
    achieved_on: date | None
    done: bool
    value: float | None
    of: float | None
    unit: Annotated[str | None, Field(max_length=200)]
    note: Annotated[str | None, Field(max_length=2000)]
    occurrence: date | None
    shown_by_id: Annotated[int | None, Field(ge=1, le=2**31 - 1, description="the document that shows it")]


def step(
    asking: Asking,
    request: Request,
    key: str | None,
    said: Any,
    act: Callable[[Session, By], Made],
    wanted: str | None = None,
) -> Response:
    """One step in the caller's name."""
    by = By(asking.caller.name, asking.now, (said or {}).get("why"))
    asked = (request.method, request.url.path, text_of(TypeAdapter(Any).dump_python(said, mode="json")), wanted)
    return written(asking, key, asked, lambda session: act(session, by))


def standing(session: Session, name: str, number: int) -> dict[str, Any]:
    """What stands there now, inside the write."""
    found = one(session, name, number)
    if found is None:
        raise Fault(404, f"there is no {name}/{number}")
    return found


def live(session: Session, name: str, number: int) -> dict[str, Any]:
    """One that is followed, as it stands. Answers 409 else."""
    now = standing(session, name, number)
    if now["standing"] != "live":
        raise Fault(409, f"{name}/{number} is {now['standing']}")
    return now


def created(session: Session, name: str, number: int) -> Made:
    """The answer to a write that made something."""
    return Made(standing(session, name, number), 201, {"location": f"/api/v1/{name}/{number}"})


def record_of(kind: str, said: Mapping[str, Any]) -> Any:
    """A record of a person's own, as the contract has it. Answers 422 where it is none."""
    try:
        return whole(kind).validate_python({"id": "new", **{n: value for n, value in said.items() if n != "why"}})
    except ValidationError as error:
        raise Fault(422, error.errors()[0]["msg"]) from error


def _correct(name: str) -> None:
    kind = KINDS[name].topic
    said_of: Any = fields_of(kind, f"{kind.capitalize()}Correction", all_of_it=False)

    def correct(
        request: Request,
        asking: Writer,
        id: Id,
        said: Annotated[said_of, Body()],
        if_match: IfMatch = None,
        idempotency_key: IdempotencyKey = None,
    ) -> Response:
        known(asking, name, id)

        def act(session: Session, by: By) -> Made:
            now = standing(session, name, id)
            match(now, if_match)
            values = {field: value for field, value in said.items() if field != "why"}
            change = reviews.change_document if kind == "document" else reviews.change
            if values:
                change(session, id, values, by, version=now["version"])
            session.flush()
            return Made(standing(session, name, id))

        return step(asking, request, idempotency_key, said, act, if_match)

    route(router, f"/{name}/{{id}}", correct, "PATCH", name, f"Correct fields of {KINDS[name].one}", KINDS[name].shape)


def _decide(name: str, verb: str, decide: Callable[..., int]) -> None:
    def decided(
        request: Request,
        asking: Writer,
        id: Id,
        said: Annotated[Saying | None, Body()] = None,
        if_match: IfMatch = None,
        idempotency_key: IdempotencyKey = None,
    ) -> Response:
        known(asking, name, id)

        def act(session: Session, by: By) -> Made:
            now = live(session, name, id)
            match(now, if_match)
            decide(session, id, by, version=now["version"])
            session.flush()
            return Made(standing(session, name, id))

        return step(asking, request, idempotency_key, said, act, if_match)

    meant = {"confirm": "as it stands, it is right", "reject": "it is none"}[verb]
    route(
        router, f"/{name}/{{id}}/{verb}", decided, "POST", name, f"Say of {KINDS[name].one}: {meant}", KINDS[name].shape
    )


def _add(name: str) -> None:
    kind = KINDS[name].topic
    said_of: Any = fields_of(kind, f"{kind.capitalize()}Added", all_of_it=True)

    def add(
        request: Request,
        asking: Writer,
        id: Id,
        said: Annotated[said_of, Body()],
        idempotency_key: IdempotencyKey = None,
    ) -> Response:
        known(asking, "documents", id)

        def act(session: Session, by: By) -> Made:
            made = reviews.add(session, id, record_of(kind, said), by)
            session.flush()
            return created(session, name, made)

        return step(asking, request, idempotency_key, said, act)

    route(
        router,
        f"/documents/{{id}}/{name}",
        add,
        "POST",
        name,
        f"Add {KINDS[name].one} that was missed",
        KINDS[name].shape,
        201,
    )


def _report(name: str) -> None:
    def report(
        request: Request,
        asking: Writer,
        id: Id,
        said: Annotated[Achieved, Body()],
        idempotency_key: IdempotencyKey = None,
    ) -> Response:
        known(asking, name, id)
        shown_by = said.get("shown_by_id")
        if shown_by is not None:
            known(asking, "documents", shown_by)

        def act(session: Session, by: By) -> Made:
            achieved = progress.Achieved(
                on=said.get("achieved_on"),
                done=said.get("done", False),
                value=said.get("value"),
                of=said.get("of"),
                unit=said.get("unit"),
                note=said.get("note"),
                occurrence=said.get("occurrence"),
            )
            return created(session, "progress", progress.report(session, id, achieved, by, shown_by=shown_by))

        return step(asking, request, idempotency_key, said, act)

    shape = KINDS["progress"].shape
    route(
        router,
        f"/{name}/{{id}}/progress",
        report,
        "POST",
        "progress",
        f"Say what came of {KINDS[name].one}",
        shape,
        201,
    )


def undo(
    request: Request,
    asking: Writer,
    id: Id,
    said: Annotated[Saying | None, Body()] = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Take a step back; the answer is the step that does. Undoing that one brings it back."""
    known(asking, "reviews", id)
    return step(
        asking,
        request,
        idempotency_key,
        said,
        lambda session, by: created(session, "reviews", reviews.undo(session, id, by)),
    )


def _decide_progress(verb: str, decide: Callable[..., None]) -> None:
    def decided(
        request: Request, asking: Writer, id: Id, if_match: IfMatch = None, idempotency_key: IdempotencyKey = None
    ) -> Response:
        known(asking, "progress", id)

        def act(session: Session, by: By) -> Made:
            now = standing(session, "progress", id)
            match(now, if_match)
            if now["standing"] != "proposed":
                raise Fault(409, f"it is {now['standing']} already")
            decide(session, id, by)
            session.flush()
            return Made(standing(session, "progress", id))

        return step(asking, request, idempotency_key, None, act, if_match)

    meant = "is right" if verb == "confirm" else "is not right"
    shape = KINDS["progress"].shape
    route(router, f"/progress/{{id}}/{verb}", decided, "POST", "progress", f"Say that a proposal {meant}", shape)


def route(
    on: APIRouter, path: str, act: Any, method: str, name: str, summary: str, shape: Any, status: int = 200
) -> None:
    """Offer one step at an address."""
    on.add_api_route(
        path,
        act,
        methods=[method],
        response_model=shape,
        status_code=status,
        name=f"{method.lower()}{path.replace('/', '_').replace('{id}', 'one')}",
        summary=summary,
        tags=[name],
    )


_correct("documents")
for _name in RECORDS:
    _correct(_name)
    _decide(_name, "confirm", reviews.confirm)
    _decide(_name, "reject", reviews.reject)
    _add(_name)
for _name in ("tasks", "targets"):
    _report(_name)
route(router, "/reviews/{id}/undo", undo, "POST", "reviews", "Take a step back", KINDS["reviews"].shape, 201)
_decide_progress("confirm", progress.confirm)
_decide_progress("dismiss", progress.dismiss)
