"""Offices, positions and groups, as they are named."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


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
