"""Documents that read alike, where no number tells whether they are one."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.columns import Value
from models.tables.base import ALIKENESSES, Alikeness, Base


class Sketch(Base):
    """One band of a document's MinHash: documents that share a `band` may read alike."""

    __tablename__ = "sketches"
    __table_args__ = {"sqlite_with_rowid": False}

    band: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True, index=True)


class Likeness(Base):
    """Two documents that read alike, `document_id` without a number of its own; `likeness` of their words is 0 to 1.

    `proposed` waits for a person; `two`: a person said that they are not one. Of those that are, one is gone.
    """

    __tablename__ = "likenesses"
    __table_args__ = (
        CheckConstraint(f"standing IN {ALIKENESSES}", name="standing"),
        CheckConstraint("(standing = 'proposed') = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("document_id <> other_id", name="to_another"),
    )

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True, index=True)
    likeness: Mapped[float]
    standing: Mapped[Alikeness] = mapped_column(index=True)
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]


class Join(Base):
    """A person's step that made two documents one: `gone_id` and its `files` became `document_id`'s. Can be undone.

    `likeness` is what it was when they were joined.
    """

    __tablename__ = "joins"
    __table_args__ = (
        CheckConstraint("(undone_by IS NULL) = (undone_at IS NULL)", name="undone_by_somebody"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    gone_id: Mapped[int]
    files: Mapped[tuple[int, ...]] = mapped_column(Value(tuple[int, ...]))
    likeness: Mapped[float]
    who: Mapped[str]
    at: Mapped[datetime]
    why: Mapped[str | None]
    undone_by: Mapped[str | None]
    undone_at: Mapped[datetime | None]
