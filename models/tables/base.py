"""What the tables share: the base class, the words that columns may hold."""

from datetime import datetime
from typing import Any, ClassVar, Literal

from sqlalchemy import MetaData, String
from sqlalchemy.orm import DeclarativeBase

from models import records
from models.columns import Moment, Value

State = Literal["waiting", "leased", "done", "failed", "quarantined"]
"""`failed` may pass and is tried again by the next run; `quarantined` needs a person, or a newer vanthu."""

Role = Literal["lead", "support", "owner"]
Depth = Literal["fast", "best"]

Standing = Literal["live", "withdrawn", "rejected", "split", "merged"]
"""`live` is followed. `withdrawn`: the present reading has it no more, and nobody touched it. The others are a person's
word: it is none; others stand for it."""

Action = Literal["change", "confirm", "add", "reject", "split", "merge", "undo", "amend"]
"""What a review did. `amend` is a document's word, not a person's."""

KindOfRelation = Literal["replaces", "amends", "repeals", "implements", "answers", "based_on", "mentions"]
KindOfLink = Literal["parent", "successor", "same", "part"]
Reported = Literal["proposed", "confirmed", "dismissed"]
Alikeness = Literal["proposed", "two"]

STATES: tuple[State, ...] = ("waiting", "leased", "done", "failed", "quarantined")
STANDINGS: tuple[Standing, ...] = ("live", "withdrawn", "rejected", "split", "merged")
ACTIONS: tuple[Action, ...] = ("change", "confirm", "add", "reject", "split", "merge", "undo", "amend")

KINDS_OF_RELATION: tuple[KindOfRelation, ...] = (
    "replaces", "amends", "repeals", "implements", "answers", "based_on", "mentions",
)  # fmt: skip
LINKS: tuple[KindOfLink, ...] = ("parent", "successor", "same", "part")
REPORTED: tuple[Reported, ...] = ("proposed", "confirmed", "dismissed")
ALIKENESSES: tuple[Alikeness, ...] = ("proposed", "two")


class Base(DeclarativeBase):
    """Names of constraints are fixed so that migrations can speak of them on both engines."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment(),
        tuple[records.Evidence, ...]: Value(tuple[records.Evidence, ...]),
        State: String(),
        Role: String(),
        Depth: String(),
        Standing: String(),
        Action: String(),
        KindOfRelation: String(),
        Reported: String(),
        KindOfLink: String(),
        Alikeness: String(),
        records.DeadlineKind: String(),
        records.Comparator: String(),
        records.Relation: String(),
        Literal["before", "by"]: String(),
    }
