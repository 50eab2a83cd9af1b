"""The tracking database's tables.

A *document* is known by number, issuer and date; a *file* by its SHA-256. One document may have several files, and each
extraction of a file is a *reading*, kept whole and never changed. The document's fields and its records (tasks,
targets, results) are the present state: what the current reading said, and later what people made of it.
`files` is the ledger of batch runs too: each file is in exactly one state.
"""

from datetime import date, datetime
from typing import Any, ClassVar, Literal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, MetaData, String, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from models import records
from models.columns import Moment, Value

State = Literal["waiting", "leased", "done", "failed", "quarantined"]
"""`failed` may pass and is tried again by the next run; `quarantined` needs a person, or a newer vanthu."""

Role = Literal["lead", "support", "owner"]
Depth = Literal["fast", "best"]

STATES: tuple[State, ...] = ("waiting", "leased", "done", "failed", "quarantined")


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
        records.DeadlineKind: String(),
        records.Comparator: String(),
        records.Relation: String(),
        Literal["before", "by"]: String(),
    }


class Unit(Base):
    """An office, a position that stands for one, or a group of them.

    Where `settled`, `name` is the official full name and stands by itself; else it is only what was written, and means
    something `within` the office that wrote it ("các phòng chuyên môn"), or, of an issuer, within the file (SHA-256).
    """

    __tablename__ = "units"
    __table_args__ = (UniqueConstraint("name", "within", "settled", "is_group"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    within: Mapped[str] = mapped_column(default="")
    settled: Mapped[bool]
    is_group: Mapped[bool]
    register_id: Mapped[str | None] = mapped_column(index=True)


class File(Base):
    """A file and what became of it: the ledger.

    `worker` holds the lease until `leased_until`; `version` is the vanthu that last tried it.
    """

    __tablename__ = "files"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("(state = 'leased') = (worker IS NOT NULL)", name="leased_by_somebody"),
        CheckConstraint("(state IN ('failed', 'quarantined')) = (reason_code IS NOT NULL)", name="reason_of_failure"),
        Index("ix_files_state", "state", "leased_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str | None]
    pages: Mapped[int | None]
    state: Mapped[State] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None]
    leased_until: Mapped[datetime | None]
    version: Mapped[str | None]
    reason_code: Mapped[str | None]
    reason_vi: Mapped[str | None]
    reason_en: Mapped[str | None]
    first_seen: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    seconds: Mapped[float | None]

    places: Mapped[list["Place"]] = relationship(back_populates="file", order_by="Place.id")
    readings: Mapped[list["Reading"]] = relationship(back_populates="file", order_by="Reading.id")


class Place(Base):
    """Where a file was met. `uri` leads back to it byte for byte; `name` is what a person can read of it."""

    __tablename__ = "places"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), index=True)
    uri: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    seen_at: Mapped[datetime]

    file: Mapped[File] = relationship(back_populates="places")


class Document(Base):
    """A dispatch as it is known now. `number_key` is the number without blanks and case."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("number_key", "issuer_id", "issued_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None]
    number_key: Mapped[str | None]
    kind: Mapped[str | None]
    issuer_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    issuer_name: Mapped[str | None]
    place: Mapped[str | None]
    issued_on: Mapped[date | None] = mapped_column(index=True)
    subject: Mapped[str | None]
    urgency: Mapped[str | None]
    secrecy: Mapped[str | None]
    signer: Mapped[records.Signer | None] = mapped_column(Value(records.Signer))
    recipients: Mapped[tuple[str, ...]] = mapped_column(Value(tuple[str, ...]))
    executors: Mapped[tuple[records.Unit, ...]] = mapped_column(Value(tuple[records.Unit, ...]))
    effective: Mapped[records.Deadline | None] = mapped_column(Value(records.Deadline))
    evidence: Mapped[dict[str, records.Provenance]] = mapped_column(Value(dict[str, records.Provenance]))

    issuer: Mapped[Unit | None] = relationship()
    readings: Mapped[list["Reading"]] = relationship(back_populates="document", order_by="Reading.id")
    records: Mapped[list["Record"]] = relationship(
        back_populates="document", order_by="Record.position", cascade="all, delete-orphan"
    )
    citations: Mapped[list["Citation"]] = relationship(order_by="Citation.position", cascade="all, delete-orphan")
    problems: Mapped[list["Problem"]] = relationship(order_by="Problem.position", cascade="all, delete-orphan")


class Reading(Base):
    """One extraction of one file, whole. The document says what its `current` reading says."""

    __tablename__ = "readings"
    __table_args__ = (
        CheckConstraint("depth IN ('fast', 'best')", name="depth"),
        Index(
            "uq_readings_current",
            "document_id",
            unique=True,
            sqlite_where=text("current"),
            postgresql_where=text("current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[str]
    depth: Mapped[Depth]
    made_at: Mapped[datetime]
    current: Mapped[bool]
    dispatch: Mapped[records.Dispatch] = mapped_column(Value(records.Dispatch), deferred=True)

    file: Mapped[File] = relationship(back_populates="readings")
    document: Mapped[Document] = relationship(back_populates="readings")


class Record(Base):
    """What a task, a target and a result have in common. `key` is its id in the contract.

    The `deadline_…` columns are the contract's DEADLINE (a result's period), taken apart so that they can be asked for.
    """

    __tablename__ = "records"
    __table_args__ = (
        UniqueConstraint("document_id", "kind", "key"),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        Index("ix_records_due", "deadline_end", "kind"),
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

    document: Mapped[Document] = relationship(back_populates="records")
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
    """A unit's part in a record, under the `name` it was given there."""

    __tablename__ = "parties"
    __table_args__ = (
        CheckConstraint("role IN ('lead', 'support', 'owner')", name="role"),
        Index("ix_parties_unit", "unit_id", "role"),
    )

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str]

    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)


class Citation(Base):
    """Another document that this one names. `number_key` finds it when it arrives."""

    __tablename__ = "citations"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    position: Mapped[int]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str | None]
    issued_on: Mapped[date | None]
    issuer: Mapped[records.Unit | None] = mapped_column(Value(records.Unit))
    relation: Mapped[records.Relation]
    evidence: Mapped[tuple[records.Evidence, ...]]
    confidence: Mapped[float]
    path: Mapped[str | None]


class Problem(Base):
    """Something in a document that a person should look at."""

    __tablename__ = "problems"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    position: Mapped[int]
    code: Mapped[str]
    message: Mapped[str]
    page: Mapped[int | None]
    field: Mapped[str | None]
    candidates: Mapped[tuple[records.Candidate, ...]] = mapped_column(Value(tuple[records.Candidate, ...]))
