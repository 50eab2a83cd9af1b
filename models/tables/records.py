"""A document's records: tasks, targets and results, and the units that have a part in them."""

from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import records
from models.columns import Value
from models.tables.base import STANDINGS, Base, Role, Standing
from models.tables.units import Unit

if TYPE_CHECKING:
    from models.tables.documents import Document

UNREVIEWED = text("standing = 'live' AND NOT reviewed")
"""What waits for a reviewer: the queue's own indexes hold nothing else."""

RECURRING = text("deadline_kind = 'recurring'")
"""Few rules for many records: which of them come round in some days is asked of this index."""


class Record(Base):
    """What a task, a target and a result have in common. `key` is its id in the contract.

    The `deadline_…` columns are the contract's DEADLINE (a result's period), taken apart so that they can be asked for.
    `version` grows with every change, so that the second of two reviewers is told. `seen`: the current reading has it.
    Where a review touches it, `machine` keeps what the reading says, and `differs` asks a person to look again.
    """

    __tablename__ = "records"
    __table_args__ = (
        UniqueConstraint("document_id", "kind", "key"),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        CheckConstraint(f"standing IN {STANDINGS}", name="standing"),
        Index("ix_records_due", "deadline_end", "kind"),
        Index("ix_records_review", "standing", "reviewed", "differs", "confidence"),
        Index("ix_records_unsure", "confidence", "document_id", sqlite_where=UNREVIEWED, postgresql_where=UNREVIEWED),
        Index(
            "ix_records_unreviewed",
            "deadline_end",
            "document_id",
            "confidence",
            sqlite_where=UNREVIEWED,
            postgresql_where=UNREVIEWED,
        ),
        Index("ix_records_recurring", "deadline_rrule", sqlite_where=RECURRING, postgresql_where=RECURRING),
        {"sqlite_autoincrement": True},
    )
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_abstract": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    kind: Mapped[str]
    key: Mapped[str]
    position: Mapped[int]
    content: Mapped[str]
    deadline_text: Mapped[str | None]
    deadline_kind: Mapped[records.DeadlineKind | None]
    deadline_start: Mapped[date | None]
    deadline_end: Mapped[date | None]
    deadline_boundary: Mapped[Literal["before", "by"] | None]
    deadline_rrule: Mapped[str | None]
    deadline_relative: Mapped[records.Relative | None] = mapped_column(Value(records.Relative))
    evidence: Mapped[tuple[records.Evidence, ...]]
    confidence: Mapped[float]
    path: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    standing: Mapped[Standing] = mapped_column(default="live", server_default="live")
    seen: Mapped[bool] = mapped_column(default=True, server_default=true())
    reviewed: Mapped[bool] = mapped_column(default=False, server_default=false())
    differs: Mapped[bool] = mapped_column(default=False, server_default=false())
    machine: Mapped[Any] = mapped_column(Value(Any), nullable=True)

    document: Mapped["Document"] = relationship(back_populates="records")
    parties: Mapped[list["Party"]] = relationship(
        order_by="Party.role, Party.position", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def deadline(self) -> records.Deadline | None:
        if self.deadline_text is None or self.deadline_kind is None:
            return None
        return records.Deadline(
            text=self.deadline_text,
            kind=self.deadline_kind,
            start=self.deadline_start,
            end=self.deadline_end,
            boundary=self.deadline_boundary,
            rrule=self.deadline_rrule,
            relative=self.deadline_relative,
        )

    @deadline.setter
    def deadline(self, deadline: records.Deadline | None) -> None:
        for field in ("text", "kind", "start", "end", "boundary", "rrule", "relative"):
            setattr(self, f"deadline_{field}", getattr(deadline, field, None))


class Task(Record):
    """An order to somebody."""

    __tablename__ = "tasks"
    __mapper_args__ = {"polymorphic_identity": "task"}

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    deliverable: Mapped[str | None]


class Target(Record):
    """A measurable aim."""

    __tablename__ = "targets"
    __mapper_args__ = {"polymorphic_identity": "target"}

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    measure: Mapped[str]
    comparator: Mapped[records.Comparator]
    value: Mapped[float]
    value_max: Mapped[float | None]
    unit: Mapped[str | None]


class Result(Record):
    """A measured fact; the `deadline_…` columns hold its period."""

    __tablename__ = "results"
    __mapper_args__ = {"polymorphic_identity": "result"}

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    value: Mapped[float]
    of: Mapped[float | None]
    measure: Mapped[str | None]
    unit: Mapped[str | None]
    about: Mapped[str | None]


class Party(Base):
    """A unit's part in a record, under the `name` it was given there.

    `due_on` is the record's day while that is followed, `recurs` says that it has many; both stand here too, so that
    what is due for a unit is found at once among a million.
    """

    __tablename__ = "parties"
    __table_args__ = (
        CheckConstraint("role IN ('lead', 'support', 'owner')", name="role"),
        Index("ix_parties_unit", "unit_id", "role"),
        Index("ix_parties_due", "unit_id", "due_on", "record_id"),
        Index(
            "ix_parties_day",
            "due_on",
            "unit_id",
            "record_id",
            sqlite_where=text("due_on IS NOT NULL"),
            postgresql_where=text("due_on IS NOT NULL"),
        ),
        Index("ix_parties_recurring", "unit_id", sqlite_where=text("recurs"), postgresql_where=text("recurs")),
    )

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str]
    due_on: Mapped[date | None]
    recurs: Mapped[bool] = mapped_column(default=False, server_default=false())

    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)
