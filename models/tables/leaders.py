"""The leader in charge of a task (lãnh đạo phụ trách): no document says who; the office does."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class Leader(Base):
    """Who is in charge of a task or target, as `who` said."""

    __tablename__ = "leaders"

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]
