"""The tables of `knowledge/form.toml`: fixed phrases, offices, marks, the signature block, what surrounds news."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The table `name` of `knowledge/form.toml`."""
    return dict(_all()[name])


@cache
def _all() -> dict[str, Any]:
    return tomllib.loads(files("nlp").joinpath("knowledge/form.toml").read_text("utf-8"))


@cache
def words(name: str, row: str) -> tuple[str, ...]:
    """A row of phrases, longest first."""
    return tuple(sorted(table(name)[row], key=len, reverse=True))
