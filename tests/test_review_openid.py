"""Signing in by OpenID Connect, against a provider of our own that speaks the real protocol over HTTP."""

import json
import threading
import time
import warnings
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from served import Served, at_rest

from batch.settings import Settings
from models import people

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from authlib.jose import JsonWebKey, jwt  # type: ignore[import-untyped]


class Provider(BaseHTTPRequestHandler):
    """One person, who always says yes."""

    key: ClassVar[Any] = JsonWebKey.generate_key("RSA", 2048, {"kid": "k"}, is_private=True)
    claims: ClassVar[dict[str, Any]] = {}
    nonce: ClassVar[str] = ""

    def do_GET(self) -> None:
        base = f"http://{self.headers['host']}"
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        if self.path.startswith("/authorize"):
            Provider.nonce = asked["nonce"]
            assert asked["code_challenge_method"] == "S256"
            self.send_response(302)
            self.send_header(
                "location", asked["redirect_uri"] + "?" + urlencode({"code": "c", "state": asked["state"]})
            )
            self.end_headers()
        elif self.path == "/jwks":
            self.answer({"keys": [self.key.as_dict(is_private=False)]})
        else:
            self.answer(
                {"issuer": base, "authorization_endpoint": f"{base}/authorize", "token_endpoint": f"{base}/token",
                 "jwks_uri": f"{base}/jwks", "id_token_signing_alg_values_supported": ["RS256"]}
            )  # fmt: skip

    def do_POST(self) -> None:
        now = int(time.time())
        claims = {"iss": f"http://{self.headers['host']}", "aud": "vanthu", "sub": "so-1", "iat": now, "exp": now + 60,
                  "nonce": self.nonce, "preferred_username": "Hoa.LT", "name": "Lê Thị Hoa", **self.claims}  # fmt: skip
        token = jwt.encode({"alg": "RS256", "kid": "k"}, claims, self.key).decode()
        self.answer({"access_token": "a", "token_type": "Bearer", "id_token": token})

    def answer(self, value: dict[str, Any]) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def desk(tmp_path) -> Iterator[Served]:
    provider = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=provider.serve_forever, daemon=True).start()
    Provider.claims = {}
    serve = {
        "openid_issuer": f"http://127.0.0.1:{provider.server_port}",
        "openid_client": "vanthu",
        "openid_role": "reviewer",
    }
    served = at_rest(tmp_path, (), Settings.model_validate({"serve": serve}))
    yield served
    served.database.close()
    provider.shutdown()
    provider.server_close()


def come_in(desk: Served, client: Any) -> Any:
    there = client.get("/sign-in/openid").headers["location"]
    back = httpx.get(there).headers["location"]
    return client.get(back.removeprefix("http://testserver"))


def test_somebody_who_comes_for_the_first_time_becomes_a_user(desk: Served) -> None:
    client = desk.client(accept="text/html")
    assert "Đăng nhập bằng tài khoản của cơ quan" in client.get("/sign-in").text
    assert come_in(desk, client).headers["location"] == "/"
    assert client.get("/").status_code == 200
    assert come_in(desk, desk.client()).status_code == 303
    with desk.database.reading() as session:
        (known,) = [p for p in people.people(session) if p.name == "hoa.lt"]
    assert (known.full_name, known.rank, known.has_password) == ("Lê Thị Hoa", "reviewer", False)


@pytest.mark.parametrize(
    "wrong", [{"nonce": "of another"}, {"aud": "somebody else"}, {"exp": 1}, {"iss": "http://evil"}]
)
def test_a_token_that_is_not_for_us_opens_nothing(desk: Served, wrong: dict[str, Any]) -> None:
    Provider.claims = wrong
    client = desk.client()
    assert come_in(desk, client).status_code == 401
    assert client.get("/queue.json").status_code == 401


def test_an_answer_that_nobody_asked_for_opens_nothing(desk: Served) -> None:
    client = desk.client()
    assert client.get("/sign-in/openid/back?code=c&state=planted").status_code == 401
    assert client.get("/queue.json").status_code == 401
