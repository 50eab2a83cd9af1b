"""Signing in by OpenID Connect, where an office has a provider: configuration only, authlib does the rest."""

from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.integrations.starlette_client import OAuth  # type: ignore[import-untyped]
from fastapi import APIRouter, FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from httpx import HTTPError
from joserfc.errors import JoseError
from starlette.middleware.sessions import SessionMiddleware

from batch.settings import ServeSection
from models import people
from models.errors import Refused
from models.people import Person
from models.wording import Wording
from review.people.sessions import fresh
from review.people.sign_in import _form, _note


def provide(app: FastAPI, serve: ServeSection, secret: bytes) -> None:
    """Add the door of the provider to `app`. What is between leaving and coming back stands in a cookie of its own."""
    app.add_middleware(
        SessionMiddleware, secret_key=secret.hex(), session_cookie="vanthu_openid", max_age=600,
        https_only=serve.public_url.startswith("https:"),
    )  # fmt: skip
    file = serve.openid_secret_file
    oauth = OAuth()
    oauth.register(
        "office",
        server_metadata_url=f"{serve.openid_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_id=serve.openid_client,
        client_secret=file.read_text().strip() if file else None,
        client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256"},
    )
    router = APIRouter()

    @router.get("/sign-in/openid")
    async def leave(request: Request) -> Response:
        back = (serve.public_url or str(request.base_url)).rstrip("/") + "/sign-in/openid/back"
        answer: Response = await oauth.office.authorize_redirect(request, back)
        return answer

    @router.get("/sign-in/openid/back")
    async def back(request: Request) -> Response:
        try:
            token = await oauth.office.authorize_access_token(request)  # checks state, nonce, signature, issuer, client
        except (AuthlibBaseError, JoseError, HTTPError):
            return await run_in_threadpool(_refused, request)
        return await run_in_threadpool(_come_in, request, serve, token["userinfo"])

    app.include_router(router)


def _refused(request: Request) -> Response:
    _note(request, "openid", "wrong")
    said = Wording("không đăng nhập được qua cổng của cơ quan; hãy thử lại", "the provider refused; try again")
    return _form(request, "/", 401, "", said)


def _come_in(request: Request, serve: ServeSection, claims: dict[str, str]) -> Response:
    found = _known(request, serve, f"{claims['iss']} {claims['sub']}", claims)
    if not found.active:
        _note(request, found.name, "closed", found.id)
        return _form(request, "/", 403, "", Wording("tài khoản đã bị khóa", "this user is closed"))
    _note(request, found.name, "in", found.id)
    request.state.ticket = fresh(found.id, found.seal)
    return RedirectResponse("/", 303)


def _known(request: Request, serve: ServeSection, subject: str, claims: dict[str, str]) -> Person:
    """The user whom the provider speaks of, made at the first visit; a name that is taken gets a number."""
    with request.app.state.database.writing() as session:
        found = people.know(session, subject)
        wanted = claims.get("preferred_username") or claims.get("email") or claims["sub"]
        for number in range(1, 100):
            if found is not None:
                break
            try:
                made = people.introduce(
                    session,
                    wanted if number == 1 else f"{wanted}-{number}",
                    serve.openid_role,
                    request.app.state.clock(),
                    full_name=claims.get("name"),
                    subject=subject,
                )
                found = people.person(session, made)
            except Refused:
                continue
        if found is None:
            raise Refused(Wording("không nhận được tên đăng nhập", "no name could be taken"))
        return found
