"""Files, where they were met, and the ledger of what became of them."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.tables.base import STATES, Base, State

if TYPE_CHECKING:
    from models.tables.documents import Reading


class File(Base):
    """A file and what became of it: the ledger.

    `worker` holds the lease until `leased_until`; `version` is the vanthu that last tried it.
    `kept`: its bytes are among the originals.
    """

    __tablename__ = "files"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("(state = 'leased') = (worker IS NOT NULL)", name="leased_by_somebody"),
        CheckConstraint("(state IN ('failed', 'quarantined')) = (reason_code IS NOT NULL)", name="reason_of_failure"),
        Index("ix_files_state", "state", "leased_until"),
        Index("ix_files_worker", "worker"),
        {"sqlite_autoincrement": True},
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
    kept: Mapped[bool] = mapped_column(default=False, server_default=false())

    places: Mapped[list["Place"]] = relationship(back_populates="file", order_by="Place.id")
    readings: Mapped[list["Reading"]] = relationship(back_populates="file", order_by="Reading.id")


class Place(Base):
    """Where a file was met. `uri` leads back to it byte for byte; `name` is what a person can read of it.

    `stamp` is its size and time of change when its SHA-256 was taken: while they stay, so does that.
    """

    __tablename__ = "places"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), index=True)
    uri: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    seen_at: Mapped[datetime]
    stamp: Mapped[str | None]

    file: Mapped[File] = relationship(back_populates="places")
