"""The people who use the desk, what they may see, who signed in, and who is at which document."""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.tables.base import Base
from models.tables.units import Unit

Rank = Literal["reader", "reviewer", "manager", "administrator"]
"""Each may do what the one before it may."""

Clearance = Literal["open", "Mật", "Tối mật", "Tuyệt mật"]
"""Up to which mark of secrecy a person may see documents (Luật Bảo vệ bí mật nhà nước, Điều 8)."""

Outcome = Literal["in", "wrong", "limited", "closed", "out", "password"]
"""`limited`: too many tries; `closed`: the user is not let in any more; `password`: it was changed."""

RANKS: tuple[Rank, ...] = ("reader", "reviewer", "manager", "administrator")
CLEARANCES: tuple[Clearance, ...] = ("open", "Mật", "Tối mật", "Tuyệt mật")
OUTCOMES: tuple[Outcome, ...] = ("in", "wrong", "limited", "closed", "out", "password")

user_units = Table(
    "user_units",
    Base.metadata,
    Column("user_id", ForeignKey("users.id"), primary_key=True),
    Column("unit_id", ForeignKey("units.id"), primary_key=True),
)


class User(Base):
    """Somebody who may sign in: by `password_hash` (argon2), or by OpenID Connect as `subject`.

    With `units`, only documents of these (issued by them, or giving them a part) are seen; with none, all are.
    `seal` grows when every session of theirs must end: a new password, another role, the door closed.
    """

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint(f"rank IN {RANKS}", name="rank"),
        CheckConstraint(f"clearance IN {CLEARANCES}", name="clearance"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    rank: Mapped[Rank]
    clearance: Mapped[Clearance] = mapped_column(default="open", server_default="open")
    password_hash: Mapped[str | None]
    must_change: Mapped[bool] = mapped_column(default=False)
    subject: Mapped[str | None] = mapped_column(unique=True)
    active: Mapped[bool] = mapped_column(default=True, server_default=true())
    seal: Mapped[int] = mapped_column(default=1, server_default="1")
    made_at: Mapped[datetime]

    units: Mapped[list[Unit]] = relationship(secondary=user_units, lazy="selectin")


class SignIn(Base):
    """One knock at the door, and what came of it. `name` is as it was typed, also where nobody has it."""

    __tablename__ = "sign_ins"
    __table_args__ = (CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome"), Index("ix_sign_ins_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    name: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    address: Mapped[str]
    outcome: Mapped[Outcome]


class Claim(Base):
    """Somebody is at a document, until a time: others are told, and led elsewhere."""

    __tablename__ = "claims"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    until: Mapped[datetime]

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)
