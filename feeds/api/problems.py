"""What went wrong, as RFC 9457 says it: every fault of the API is one of these, and none is a page or a stack trace."""

import json
from collections.abc import Sequence
from typing import Any, NotRequired

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import ConfigDict
from starlette.exceptions import HTTPException as Unroutable
from starlette.routing import Match
from typing_extensions import TypedDict

from models.errors import AlreadyUndone, DatabaseError, DocumentKnown, NotThere, Overtaken, Refused

MEDIA_TYPE = "application/problem+json"


class Mistake(TypedDict):
    """One mistake of a request: where it stands ("query.limit", "body.deadline.end") and what it is."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]
    at: str
    message: str


class ProblemDetails(TypedDict):
    """A problem, by RFC 9457. `title` is the same for the same `type`; `detail` is about this one."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]
    type: str
    title: str
    status: int
    detail: str
    errors: NotRequired[list[Mistake]]


TITLES = {
    400: ("bad-request", "The request can't be understood"),
    401: ("no-token", "A token is needed"),
    403: ("not-allowed", "The token does not reach that far"),
    404: ("not-there", "There is no such thing"),
    405: ("method", "That can't be done here"),
    409: ("conflict", "What stands there does not allow it"),
    412: ("overtaken", "Somebody else was there meanwhile"),
    413: ("too-large", "The request is too large"),
    415: ("media-type", "JSON is taken here"),
    422: ("invalid", "The request is not as it should be"),
    428: ("if-match", "Say which version you looked at"),
    500: ("fault", "Something went wrong here"),
    503: ("later", "Try again later"),
}
"""The kinds of problems by status: the end of their `type` (`urn:vanthu:problem:…`), and their title."""


class Fault(HTTPException):
    """A problem to be answered with."""

    def __init__(self, status: int, detail: str, *, errors: Sequence[Mistake] = (), **headers: str) -> None:
        super().__init__(status, detail, {name.replace("_", "-"): value for name, value in headers.items()})
        self.errors = list(errors)


def problem(fault: Fault) -> Response:
    """The answer that says it."""
    kind, title = TITLES[fault.status_code]
    told: dict[str, Any] = {
        "type": f"urn:vanthu:problem:{kind}",
        "title": title,
        "status": fault.status_code,
        "detail": fault.detail,
    }
    if fault.errors:
        told["errors"] = fault.errors
    headers = {"cache-control": "no-store", **(fault.headers or {})}
    return Response(json.dumps(told, ensure_ascii=False), fault.status_code, headers, media_type=MEDIA_TYPE)


def status_of(refused: Refused) -> int:
    """The status that tells of a refused step."""
    kinds = ((NotThere, 404), (Overtaken, 412), (AlreadyUndone, 409), (DocumentKnown, 409))
    return next((status for kind, status in kinds if isinstance(refused, kind)), 422)


def answer_faults(app: FastAPI) -> None:
    """Answer every fault of `app` with a problem."""

    @app.exception_handler(Fault)
    def own(_: Request, error: Fault) -> Response:
        return problem(error)

    @app.exception_handler(RequestValidationError)
    def invalid(_: Request, error: RequestValidationError) -> Response:
        found = error.errors()
        if any(e["type"] == "json_invalid" for e in found):
            return problem(Fault(400, "the body is no JSON"))
        mistakes: Any = [{"at": ".".join(map(str, e["loc"])), "message": e["msg"]} for e in found]
        return problem(Fault(422, "; ".join(f"{m['at']}: {m['message']}" for m in mistakes[:3]), errors=mistakes))

    @app.exception_handler(Refused)
    def refused(_: Request, error: Refused) -> Response:
        return problem(Fault(status_of(error), error.wording.en))

    @app.exception_handler(DatabaseError)
    def database(_: Request, error: DatabaseError) -> Response:
        return problem(Fault(503, "the database can't be used just now", retry_after="5"))

    @app.exception_handler(Unroutable)
    def http(request: Request, error: Unroutable) -> Response:
        if error.status_code == 405:
            return problem(Fault(405, f"{request.method} can't be done here", allow=", ".join(allowed(app, request))))
        status = error.status_code if error.status_code in TITLES else 400
        return problem(Fault(status, str(error.detail)))

    @app.exception_handler(Exception)
    def fault(_: Request, error: Exception) -> Response:
        return problem(Fault(500, "this is a mistake of vanthu's; its log says more"))


def allowed(app: FastAPI, request: Request) -> list[str]:
    """What can be done at the address of `request`."""
    routes = [route for route in app.state.routes if route.matches(request.scope)[0] is not Match.NONE]
    return sorted({method for route in routes for method in route.methods})
