"""How requests are read: bodies of a bounded size, text as the contract has it, numbers that are numbers."""

import json
import math
import unicodedata
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import AfterValidator, Field

from feeds.api.problems import Fault

LARGEST = 1_000_000
"""Bytes of a body."""

MOST = 2**31 - 1

FURTHEST = 2**53 - 1
"""The largest whole number that every program reads from JSON as it was written."""


def clean(text: str) -> str:
    """Text as it is kept: NFC, without the characters that no database takes (NUL, half surrogates)."""
    kept = text.replace("\x00", "").encode("utf-8", "ignore").decode()
    return unicodedata.normalize("NFC", kept)


def on_a_line(text: str) -> str:
    """The same for what is asked for in an address: no line ends, no other control characters."""
    return "".join(letter for letter in clean(text) if letter >= " ")


Text = Annotated[str, AfterValidator(on_a_line), Field(max_length=1000)]
Id = Annotated[int, Field(ge=1, le=MOST)]


class Checked(Request):
    """A request whose body is bounded and clean."""

    async def body(self) -> bytes:
        if not hasattr(self, "_body"):
            parts, size = [], 0
            async for part in self.stream():
                size += len(part)
                if size > LARGEST:
                    raise Fault(413, f"at most {LARGEST} bytes are taken")
                parts.append(part)
            self._body = b"".join(parts)
        return self._body

    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            try:
                self._json = cleaned(json.loads(await self.body(), parse_constant=_no_number))
            except (UnicodeDecodeError, RecursionError, ValueError) as error:
                if isinstance(error, json.JSONDecodeError):
                    raise
                raise Fault(400, "the body is no JSON in UTF-8") from error
        return self._json


class Route(APIRoute):
    """A route that reads its requests so."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        take = super().get_route_handler()

        async def checked(request: Request) -> Response:
            return await take(Checked(request.scope, request.receive))

        return checked


def cleaned(value: Any) -> Any:
    """The same for every text in `value`; a number too large to be one is none."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [cleaned(part) for part in value]
    if isinstance(value, dict):
        return {clean(name): cleaned(part) for name, part in value.items()}
    if (isinstance(value, float) and not math.isfinite(value)) or (isinstance(value, int) and abs(value) > 10**300):
        raise Fault(422, "a number is out of bounds")
    return value


def _no_number(name: str) -> Any:
    raise Fault(400, f"{name} is no JSON")
