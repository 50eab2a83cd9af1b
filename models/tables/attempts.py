"""What each file went through: a row for every time that a run took it."""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.columns import Value
from models.tables.base import Base, Depth
from models.tables.files import File

Ending = Literal["done", "failed", "quarantined", "given_back", "lost"]
"""`given_back` by a run that was stopped; `lost`: its run died, and another one took the file up."""

ENDINGS: tuple[Ending, ...] = ("done", "failed", "quarantined", "given_back", "lost")


class Attempt(Base):
    """One run's try of a file; under way while `ended` is unset.

    `seconds` is what each station took of it: "hash", "read", "understand" and "keep"; pages that were read at the same
    time are added up.
    """

    __tablename__ = "attempts"
    __table_args__ = (CheckConstraint(f"ended IN {ENDINGS}", name="ended"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), index=True)
    worker: Mapped[str]
    version: Mapped[str]
    depth: Mapped[Depth]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended: Mapped[Ending | None] = mapped_column(String())
    reason_code: Mapped[str | None]
    reason_vi: Mapped[str | None]
    reason_en: Mapped[str | None]
    seconds: Mapped[dict[str, float]] = mapped_column(Value(dict[str, float]))

    file: Mapped[File] = relationship()
