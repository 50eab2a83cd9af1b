"""Passwords: hashed by argon2id, checked in the same time whether or not there is such a user."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models.errors import Refused
from models.wording import Wording

SHORTEST = 10
LONGEST = 200
"""Letters; what is longer would only keep argon2 busy."""

_hasher = PasswordHasher()


def hashed(password: str) -> str:
    """What is kept of a password. Raises Refused where it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused(
            Wording(f"mật khẩu cần từ {SHORTEST} ký tự trở lên", f"a password needs {SHORTEST} characters or more")
        )
    return _hasher.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether `password` is the one that was `kept`; without one, as long is spent on a stranger's."""
    try:
        return _hasher.verify(kept or _of_nobody(), password[:LONGEST]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def one_time() -> str:
    """A password to be printed once, and changed at the first sign-in: no letters that are easily mistaken."""
    return "-".join("".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(4)) for _ in range(4))


@cache
def _of_nobody() -> str:
    return _hasher.hash(secrets.token_urlsafe(20))
