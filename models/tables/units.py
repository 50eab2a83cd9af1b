"""Offices, positions and groups: as they are named, while they stood, and what took over from them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import LINKS, Base, KindOfLink


class Unit(Base):
    """An office, a position that stands for one, or a group of them.

    Where `settled`, `name` is the official full name and stands by itself; else it is only what was written, and means
    something `within` the office that wrote it ("các phòng chuyên môn"), or, of an issuer, within the file (SHA-256).
    `learned`: the register of offices was asked about it.
    """

    __tablename__ = "units"
    __table_args__ = (UniqueConstraint("name", "within", "settled", "is_group"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    within: Mapped[str] = mapped_column(default="")
    settled: Mapped[bool]
    is_group: Mapped[bool]
    register_id: Mapped[str | None] = mapped_column(index=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    learned: Mapped[bool] = mapped_column(default=False, server_default=false())


class UnitName(Base):
    """A name that a unit goes by: in full, short, or as once written. `folded` is without accents and case."""

    __tablename__ = "unit_names"

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    folded: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class UnitLink(Base):
    """What one unit is to another: `unit_id` has the parent, the successor (`since`), or is the same as `other_id`.

    `part`: what was written as `name` is not `unit_id` but `other_id`. Those of a person have `who`, and can be undone.
    Of several successors the `chief` one answers for the old one's orders.
    """

    __tablename__ = "unit_links"
    __table_args__ = (
        CheckConstraint(f"kind IN {LINKS}", name="kind"),
        CheckConstraint("unit_id <> other_id", name="to_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    kind: Mapped[KindOfLink]
    since: Mapped[date | None]
    chief: Mapped[bool] = mapped_column(default=True)
    name: Mapped[str | None]
    who: Mapped[str | None]
    at: Mapped[datetime | None]
    why: Mapped[str | None]
    undone_by: Mapped[str | None]
    undone_at: Mapped[datetime | None]
