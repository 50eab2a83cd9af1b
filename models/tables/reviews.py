"""What people made of the records: each review is a step that can be undone, each change keeps before and after."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.columns import Value
from models.tables.base import ACTIONS, Action, Base


class Review(Base):
    """One step: who, when, why. `undone_by_id` is the step that took it back; `undoes_id` what this one took back.

    A step of the action `amend` is the word of another document, `by_document_id`, and has no `who`.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint(f"action IN {ACTIONS}", name="action"),
        CheckConstraint("(action = 'amend') = (who IS NULL)", name="by_somebody"),
        Index("ix_reviews_who", "who", "at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    action: Mapped[Action]
    who: Mapped[str | None]
    by_document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    at: Mapped[datetime]
    why: Mapped[str | None]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("reviews.id"))
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("reviews.id"))

    changes: Mapped[list["Change"]] = relationship(back_populates="review", order_by="Change.id")


class Change(Base):
    """A field's value before and after a review, as contract JSON; `machine` is what the reading said at that time.

    Without `record_id`, it is a field of the document itself.
    """

    __tablename__ = "changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), index=True)
    record_id: Mapped[int | None] = mapped_column(ForeignKey("records.id"), index=True)
    field: Mapped[str]
    before: Mapped[Any] = mapped_column(Value(Any), nullable=True)
    after: Mapped[Any] = mapped_column(Value(Any), nullable=True)
    machine: Mapped[Any] = mapped_column(Value(Any), nullable=True)

    review: Mapped[Review] = relationship(back_populates="changes")
