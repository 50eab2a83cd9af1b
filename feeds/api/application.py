"""The application: its routers, its OpenAPI description, and what every answer draws on."""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from feeds.api import changes, exports, lists, parts, steps, webhooks
from feeds.api.access import Surroundings
from feeds.api.problems import MEDIA_TYPE, TITLES, ProblemDetails, answer_faults
from models.database import Database

PREFIX = "/api/v1"
"""Where the application is mounted."""


def create_app(
    database: Database,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    public_url: str = "",
    allow_private: bool = False,
) -> FastAPI:
    """The API over an open `database`, to be mounted at PREFIX.

    `public_url` is how others reach this vanthu: it names it in what it tells them. With `allow_private`, webhooks may
    go to private addresses.
    """
    app = FastAPI(
        title="vanthu",
        version=version("vanthu"),
        summary="Documents, tasks, targets and results of an office, and every change of them.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=True,
    )
    source = f"{public_url.rstrip('/')}{PREFIX}"
    app.state.around = Surroundings(database, clock, source, allow_private)
    routers = (lists.router, steps.router, parts.router, changes.router, exports.router, webhooks.router)
    for router in routers:
        app.include_router(router)
    app.state.routes = [route for router in routers for route in router.routes]
    answer_faults(app)
    app.openapi = lambda: described(app)  # type: ignore[method-assign]
    return app


def described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description: what FastAPI knows, the problems by status, and the headers of conditional requests."""
    if app.openapi_schema is None:
        told = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            routes=app.routes,
            servers=[{"url": PREFIX}],
            separate_input_output_schemas=app.separate_input_output_schemas,
        )
        schemas = told["components"]["schemas"]
        schemas["ProblemDetails"] = _problem_schema(schemas)
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        for path, methods in told["paths"].items():
            for method, operation in methods.items():
                _describe(path, method, operation)
        app.openapi_schema = told
    return app.openapi_schema


def _problem_schema(schemas: dict[str, Any]) -> dict[str, Any]:
    from pydantic import TypeAdapter

    made = TypeAdapter(ProblemDetails).json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(made.pop("$defs", {}))
    return made


def _describe(path: str, method: str, operation: dict[str, Any]) -> None:
    taken = {parameter["name"].lower(): parameter for parameter in operation.get("parameters", ())}
    statuses = {401, 403, 422, 503}
    if "{" in path or "cursor" in taken:
        statuses.add(404)
    if method != "get" or path == "/changes":
        statuses.add(409)
    if "requestBody" in operation:
        statuses |= {400, 413}
    answers = operation["responses"]
    if "if-match" in taken:
        statuses |= {412, 428}
        taken["if-match"]["required"] = True
        taken["if-match"]["schema"] = {"type": "string"}
    if "if-none-match" in taken:
        answers["304"] = {"description": "You have it already", "headers": ETAG}
    for status, answered in answers.items():
        if status == "200" and (method == "get" or "if-match" in taken) and not path.endswith("/split"):
            answered["headers"] = ETAG
        if status == "201":
            answered["headers"] = {**LOCATION, **({} if "webhooks" in path else ETAG)}
    for status in sorted(statuses):
        answers[str(status)] = {
            "description": TITLES[status][1],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
        }


ETAG = {"ETag": {"description": "the entity tag of what stands there", "schema": {"type": "string"}, "required": True}}
LOCATION = {"Location": {"description": "where it is found", "schema": {"type": "string"}, "required": True}}
