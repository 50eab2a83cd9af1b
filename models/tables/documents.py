"""Documents, their readings, and what they say of other documents and of themselves."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import records
from models.columns import Value
from models.tables.base import Base, Depth
from models.tables.files import File
from models.tables.records import Record
from models.tables.units import Unit


class Document(Base):
    """A dispatch as it is known now. `number_key` is the number without blanks and case.

    `version`, `reviewed`, `differs` and `machine` are of its own fields, and as in a record.
    """

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("number_key", "issuer_id", "issued_on"),
        Index("ix_documents_differs", "id", sqlite_where=text("differs"), postgresql_where=text("differs")),
        Index(
            "ix_documents_secret",
            "secrecy",
            sqlite_where=text("secrecy IS NOT NULL"),
            postgresql_where=text("secrecy IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

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
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    reviewed: Mapped[bool] = mapped_column(default=False, server_default=false())
    differs: Mapped[bool] = mapped_column(default=False, server_default=false())
    machine: Mapped[Any] = mapped_column(Value(Any), nullable=True)

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
