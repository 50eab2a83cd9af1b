"""The fields that a reviewer may change, and their values as the contract writes them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar, get_type_hints

from pydantic import TypeAdapter, ValidationError

from models import records, rows
from models.errors import FieldUnknown, ValueRefused

SHAPES: dict[str, type[Any]] = {
    "task": records.Task,
    "target": records.Target,
    "result": records.Result,
    "document": records.Letterhead,
}

REVIEWED: dict[str, tuple[str, ...]] = {
    "task": ("content", "lead", "support", "deadline", "deliverable"),
    "target": ("content", "measure", "comparator", "value", "value_max", "unit", "deadline", "owners"),
    "result": ("content", "value", "of", "measure", "unit", "period", "owners", "about"),
    "document": (
        "number", "kind", "issuer", "place", "issued_on", "subject", "urgency", "secrecy", "signer", "recipients",
        "executors", "effective",
    ),
}  # fmt: skip

STANDING = "standing"
"""Whether a record is followed at all: a field like the others, but one that no document says."""

SUPERSEDED = "superseded"
"""By which document alone a record was ended: a field that only documents say, and that no reading has."""

APART = (STANDING, SUPERSEDED)
"""The fields that are no part of what a record says."""

V = TypeVar("V", records.Letterhead, records.Task, records.Target, records.Result, rows.Kept)


@cache
def adapter(kind: str, field: str) -> TypeAdapter[Any]:
    """How the values of `field` are checked; raises FieldUnknown."""
    if field not in REVIEWED[kind]:
        raise FieldUnknown(kind, field)
    return TypeAdapter(get_type_hints(SHAPES[kind], include_extras=True)[field])


@cache
def whole(kind: str) -> TypeAdapter[Any]:
    """The way between a whole record and its contract JSON."""
    return TypeAdapter(SHAPES[kind])


def written(kind: str, field: str, value: Any) -> Any:
    """`value` as contract JSON. Raises FieldUnknown, or ValueRefused where it is not of the field's kind."""
    try:
        checked = adapter(kind, field).validate_python(value)
    except ValidationError as error:
        raise ValueRefused(field, error.errors()[0]["msg"]) from error
    if field == "content" and not checked.strip():
        raise ValueRefused(field, "empty")
    return adapter(kind, field).dump_python(checked, mode="json", by_alias=True)


def all_written(kind: str, record: Any) -> dict[str, Any]:
    """Every field of `record` that can be reviewed, as contract JSON."""
    return {field: written(kind, field, getattr(record, field)) for field in REVIEWED[kind]}


def with_fields(kind: str, record: V, values: Mapping[str, Any]) -> V:
    """`record` with the contract JSON `values` in place of its own."""
    taken = {field: adapter(kind, field).validate_python(value, strict=False) for field, value in values.items()}
    return replace(record, **taken)
