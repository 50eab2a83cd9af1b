"""What is followed after a document was read: relations to others, deadlines they moved, and reported progress."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.tables.base import KINDS_OF_RELATION, REPORTED, Base, KindOfRelation, Reported
from models.tables.documents import Document
from models.tables.records import Record
from models.tables.reviews import Review


class Relation(Base):
    """What one known document is to another; made from its citations, also when the cited one arrives later."""

    __tablename__ = "relations"
    __table_args__ = (
        UniqueConstraint("document_id", "cited_id", "kind"),
        CheckConstraint(f"kind IN {KINDS_OF_RELATION}", name="kind"),
        CheckConstraint("document_id <> cited_id", name="to_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    cited_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    kind: Mapped[KindOfRelation]

    document: Mapped[Document] = relationship(foreign_keys=[document_id])
    cited: Mapped[Document] = relationship(foreign_keys=[cited_id])


class Move(Base):
    """A task of an amending document that gives a known task another deadline; `review_id` is the step that moved it.

    While that step is in force, the amending task is the known one in other words, and is not listed beside it.
    """

    __tablename__ = "moves"

    by_record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), index=True)

    record: Mapped[Record] = relationship(foreign_keys=[record_id])
    by_record: Mapped[Record] = relationship(foreign_keys=[by_record_id])
    review: Mapped[Review] = relationship()


PROPOSED = text("standing = 'proposed'")


class Progress(Base):
    """What came of a task or target (or, without `record_id`, of the whole document), as somebody said.

    `proposed` was read from a report (`result_id`, `shown_by_id`) and waits for a person. `occurrence` is the day of a
    recurring deadline that it is for. `achieved_on` is when it was so; only a `confirmed` one counts.
    """

    __tablename__ = "progress"
    __table_args__ = (
        CheckConstraint(f"standing IN {REPORTED}", name="standing"),
        CheckConstraint("(standing = 'proposed') = (decided_by IS NULL)", name="decided_by_somebody"),
        Index("ix_progress_record", "record_id", "standing"),
        Index("ix_progress_proposed", "id", sqlite_where=PROPOSED, postgresql_where=PROPOSED),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    record_id: Mapped[int | None] = mapped_column(ForeignKey("records.id"))
    occurrence: Mapped[date | None]
    achieved_on: Mapped[date | None]
    done: Mapped[bool]
    value: Mapped[float | None]
    of: Mapped[float | None]
    unit: Mapped[str | None]
    note: Mapped[str | None]
    standing: Mapped[Reported]
    said_at: Mapped[datetime]
    shown_by_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    result_id: Mapped[int | None] = mapped_column(ForeignKey("records.id"), index=True)
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
