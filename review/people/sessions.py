"""Sessions in a signed cookie: who signed in when, nothing else. What the person may do is asked anew each time."""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "vanthu"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A browser (`key`), and the user who signed in on it; `seal` must still be the user's own."""

    key: str
    user: int | None = None
    seal: int = 0


def fresh(user: int | None = None, seal: int = 0) -> Ticket:
    """A ticket with a key that nobody had before: one is given at each sign-in, so that none can be planted."""
    return Ticket(secrets.token_urlsafe(18), user, seal)


def token_of(secret: bytes, ticket: Ticket) -> str:
    """What a page's forms carry so that other sites can't send them (CSRF)."""
    return hmac.new(secret, b"form\x1f" + ticket.key.encode(), sha256).hexdigest()


class Sessions:
    """Reads the ticket of each request into `request.state.ticket`, and hands out the one that a page set there."""

    def __init__(self, app: ASGIApp, secret: bytes, seconds: int, secure: bool) -> None:
        self.app, self.seconds, self.secure = app, seconds, secure
        self.signer = URLSafeTimedSerializer(secret, salt="vanthu session", signer_kwargs={"digest_method": sha256})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(("/static/", "/api/")):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        given = self._read(request.cookies.get(COOKIE, ""))
        request.state.ticket = given or fresh()

        async def with_ticket(message: Message) -> None:
            if message["type"] == "http.response.start" and request.state.ticket != given:
                MutableHeaders(scope=message).append("set-cookie", self._cookie(request.state.ticket))
            await send(message)

        await self.app(scope, receive, with_ticket)

    def _read(self, cookie: str) -> Ticket | None:
        try:
            key, user, seal = self.signer.loads(cookie, max_age=self.seconds)
        except (BadData, ValueError, TypeError):
            return None
        return Ticket(key, user, seal)

    def _cookie(self, ticket: Ticket) -> str:
        value = self.signer.dumps([ticket.key, ticket.user, ticket.seal])
        secure = "; Secure" if self.secure else ""
        return f"{COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={self.seconds}{secure}"
