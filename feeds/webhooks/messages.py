"""A webhook's message: a CloudEvent as its body, signed as Standard Webhooks says (standardwebhooks.com)."""

import base64
import json
import secrets
from datetime import UTC, datetime
from typing import Any

from standardwebhooks.webhooks import Webhook

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"


def new_secret() -> str:
    """A secret for signing: 32 random bytes."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def body_of(event: dict[str, Any]) -> str:
    """The body: what is signed is what is sent, byte for byte."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


def headers_of(secret: str, webhook: int, seq: int, body: str, at: datetime) -> dict[str, str]:
    """The headers of one try. The id is the same at every try, so a receiver knows what it has."""
    identity = f"msg_{webhook}_{seq}"
    at = at.astimezone(UTC)
    return {
        "content-type": CONTENT_TYPE,
        "user-agent": "vanthu",
        "webhook-id": identity,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(identity, at, body),
    }
