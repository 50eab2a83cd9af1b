"""`create_app`: the desk as one web application, put together from its routers.

`app.state` carries what they share: `database`, `settings`, `secret`, `clock`, `pages` (page images), and
`writers`: SQLite has one writer at a time, whose turn it is goes by a lock here, in order, instead of by trying again.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse

from batch.settings import Settings
from feeds import api
from models.database import Database
from models.errors import DatabaseError, NotThere, Refused
from models.wording import Wording
from review import desk, following, intake, metrics
from review.desk.typed import ready
from review.desk.units import OwnUnits
from review.pages import views
from review.pages.store import PageStore
from review.people import openid, sign_in, users
from review.people.headers import Headers
from review.people.limits import Attempts
from review.people.sessions import Sessions
from review.rendering import HERE
from review.visit import (
    NotAllowed,
    PasswordFirst,
    SignInFirst,
    TokenMissing,
    language_of,
    page,
)


def create_app(
    database: Database,
    settings: Settings,
    *,
    secret: bytes,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC).astimezone(),
    cache: Path | None = None,
) -> FastAPI:
    """The application over an open `database`. `secret` signs sessions; `cache` is the folder for page images."""
    pages = PageStore(database, settings, cache)

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        pages.open()
        Thread(target=ready, daemon=True).start()
        yield
        pages.close()

    app = FastAPI(title="vanthu", docs_url=None, redoc_url=None, openapi_url=None, lifespan=running)
    app.state.database, app.state.settings, app.state.secret, app.state.clock = database, settings, secret, clock
    app.state.writers = Lock() if database.engine.dialect.name == "sqlite" else nullcontext()
    app.state.pages, app.state.attempts = pages, Attempts(settings.serve.attempts_a_minute)
    secure = settings.serve.public_url.startswith("https:")
    app.add_middleware(Sessions, secret=secret, seconds=int(settings.serve.session_hours * 3600), secure=secure)
    app.add_middleware(Headers, secure=secure)
    if own := settings.reading.own():
        app.add_middleware(OwnUnits, offices=own)
    app.include_router(sign_in.router)
    app.include_router(users.router)
    app.include_router(desk.router)
    app.include_router(views.router)
    app.include_router(metrics.router)
    if settings.serve.openid_issuer:
        openid.provide(app, settings.serve, secret)
    _others(app)
    app.add_api_route("/static/{edition}/{name:path}", static, methods=["GET", "HEAD"])
    _answers_to_faults(app)
    return app


def _others(app: FastAPI) -> None:
    """What stands beside the desk: following, what comes in, and the API of other systems."""
    app.include_router(following.router)
    app.include_router(intake.router)
    settings: Settings = app.state.settings
    of_others = api.create_app(
        app.state.database,
        clock=app.state.clock,
        public_url=settings.serve.public_url,
        allow_private=settings.feeds.webhook_allow_private,
    )
    app.mount(api.PREFIX, of_others)


KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def static(edition: str, name: str) -> Response:
    """A file of ours; its address changes with what is in it."""
    root = HERE / "static"
    path = (root / name).resolve()
    if not path.is_relative_to(root) or path.suffix not in KINDS or not path.is_file():
        raise HTTPException(404)
    return FileResponse(
        path, media_type=KINDS[path.suffix], headers={"cache-control": "public, max-age=31536000, immutable"}
    )


def wants_page(request: Request) -> bool:
    """Whether a person looks at the answer, not a script."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")


def _answers_to_faults(app: FastAPI) -> None:
    """Each fault as a page for a person, or as a few words for a script."""

    def told(request: Request, status: int, wording: Wording) -> Response:
        said = wording.into(language_of(request))
        if wants_page(request):
            return page(request, "fault.html", status=status, message=said, status_code=status)
        return JSONResponse({"message": said}, status)

    @app.exception_handler(SignInFirst)
    def sign_in_first(request: Request, _: Exception) -> Response:
        if wants_page(request) and request.method == "GET":
            asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/sign-in?to={_quoted(asked)}" if asked != "/" else "/sign-in", 303)
        return told(request, 401, Wording("phiên làm việc đã hết, hãy đăng nhập lại", "sign in again"))

    @app.exception_handler(PasswordFirst)
    def password_first(request: Request, _: Exception) -> Response:
        if wants_page(request):
            return RedirectResponse("/password", 303)
        return told(request, 403, Wording("hãy đổi mật khẩu trước", "change your password first"))

    @app.exception_handler(NotAllowed)
    def not_allowed(request: Request, _: Exception) -> Response:
        return told(request, 403, Wording("bạn không có quyền làm việc này", "you may not do that"))

    @app.exception_handler(TokenMissing)
    def token_missing(request: Request, _: Exception) -> Response:
        return told(
            request,
            403,
            Wording("trang này đã cũ; hãy tải lại rồi làm lại", "this page is too old; load it anew and try again"),
        )

    @app.exception_handler(NotThere)
    def not_there(request: Request, error: NotThere) -> Response:
        return told(request, 404, error.wording)

    @app.exception_handler(Refused)
    def refused(request: Request, error: Refused) -> Response:
        return told(request, 422, error.wording)

    @app.exception_handler(DatabaseError)
    def database_fault(request: Request, error: DatabaseError) -> Response:
        return told(request, 503, error.wording)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, _: Exception) -> Response:
        return told(request, 422, Wording("yêu cầu không hợp lệ", "this request makes no sense"))

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            return told(request, 404, Wording("không có trang này", "there is no such page"))
        return told(request, error.status_code, Wording("yêu cầu không hợp lệ", str(error.detail)))


def _quoted(address: str) -> str:
    return quote(address, safe="/")
