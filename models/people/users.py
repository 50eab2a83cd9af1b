"""Users and their ranks, passwords (as hashes, made elsewhere), and the record of who signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.errors import NotThere, Refused
from models.folding import bare
from models.people.sight import Sight
from models.tables import CLEARANCES, RANKS, Clearance, Outcome, Rank, SignIn, Unit, User
from models.wording import Wording

T = TypeVar("T", bound=str)


@dataclass(frozen=True, slots=True)
class Person:
    """A user as the desk knows one. `units` are (id, name) of those they are limited to; empty: all documents."""

    id: int
    name: str
    full_name: str
    rank: Rank
    clearance: Clearance
    units: tuple[tuple[int, str], ...]
    active: bool
    must_change: bool
    seal: int
    has_password: bool
    last_in: datetime | None = None

    @property
    def sight(self) -> Sight:
        return Sight(self.clearance, frozenset(number for number, _ in self.units) or None)

    def may(self, rank: Rank) -> bool:
        """Whether this person may do what `rank` may."""
        return RANKS.index(self.rank) >= RANKS.index(rank)


def introduce(
    session: Session,
    name: str,
    rank: Rank,
    at: datetime,
    *,
    full_name: str | None = None,
    password_hash: str | None = None,
    must_change: bool = False,
    subject: str | None = None,
    clearance: Clearance = "open",
    units: Sequence[int] = (),
) -> int:
    """A new user; the id. Raises Refused where the name is taken, or is none."""
    plain = login_of(name)
    if session.scalar(select(User.id).where(User.name == plain)) is not None:
        raise Refused(Wording(f"đã có người dùng “{plain}”", f"there is a user “{plain}” already"))
    user = User(
        name=plain,
        full_name=(full_name or "").strip() or plain,
        rank=checked(rank, RANKS),
        clearance=checked(clearance, CLEARANCES),
        password_hash=password_hash,
        must_change=must_change,
        subject=subject,
        made_at=at,
        units=_units(session, units),
    )
    session.add(user)
    session.flush()
    return user.id


def change(
    session: Session,
    number: int,
    *,
    full_name: str,
    rank: Rank,
    clearance: Clearance,
    units: Sequence[int],
    active: bool,
) -> None:
    """Give a user another rank, other limits, or none at all; their sessions end. The last administrator stays one."""
    user = _user(session, number)
    if (user.rank == "administrator" and user.active) and (rank != "administrator" or not active):
        others = select(func.count()).where(User.rank == "administrator", User.active, User.id != number)
        if not session.scalar(others):
            raise Refused(Wording("phải còn ít nhất một quản trị viên", "one administrator has to stay"))
    user.full_name = full_name.strip() or user.name
    user.rank, user.clearance, user.active = checked(rank, RANKS), checked(clearance, CLEARANCES), active
    user.units = _units(session, units)
    user.seal += 1
    session.flush()


def set_password(session: Session, number: int, password_hash: str, *, must_change: bool) -> None:
    """Another password; whoever is signed in as this user is no more."""
    user = _user(session, number)
    user.password_hash, user.must_change, user.seal = password_hash, must_change, user.seal + 1


def known(session: Session, name: str) -> Person | None:
    """The user who signs in as `name`."""
    user = session.scalars(select(User).where(User.name == bare(name).replace(" ", ""))).one_or_none()
    return _person(user) if user else None


def know(session: Session, subject: str) -> Person | None:
    """The user whom OpenID Connect calls `subject`."""
    user = session.scalars(select(User).where(User.subject == subject)).one_or_none()
    return _person(user) if user else None


def person(session: Session, number: int) -> Person | None:
    """The user with this id."""
    user = session.get(User, number)
    return _person(user) if user else None


def to_check(session: Session, number: int) -> str | None:
    """The hash that a user's password is checked against."""
    return session.scalar(select(User.password_hash).where(User.id == number))


def people(session: Session) -> list[Person]:
    """All users, by name, with the time of their last sign-in."""
    last = dict(
        session.execute(
            select(SignIn.user_id, func.max(SignIn.at)).where(SignIn.outcome == "in").group_by(SignIn.user_id)
        ).all()
    )
    return [_person(user, last.get(user.id)) for user in session.scalars(select(User).order_by(User.name))]


def full_names(session: Session) -> dict[str, str]:
    """The full name of each who signs in, by the name that reviews keep."""
    return {name: full for name, full in session.execute(select(User.name, User.full_name))}  # noqa: C416 - rows


def noted(session: Session, name: str, address: str, outcome: Outcome, at: datetime, user: int | None = None) -> None:
    """Write down a knock at the door."""
    session.add(SignIn(name=name[:100], address=address[:100], outcome=outcome, at=at, user_id=user))


def sign_ins(session: Session, *, limit: int = 200) -> list[tuple[datetime, str, str, Outcome]]:
    """(when, name, address, outcome), the latest first."""
    rows = session.scalars(select(SignIn).order_by(SignIn.id.desc()).limit(limit))
    return [(row.at, row.name, row.address, row.outcome) for row in rows]


def login_of(name: str) -> str:
    """A name as one signs in by: small letters, no accents, no blanks. Raises Refused where nothing is left."""
    plain = bare(name).replace(" ", "")
    if not plain or len(plain) > 60 or not all(c.isalnum() or c in "._-@" for c in plain):
        raise Refused(
            Wording("tên đăng nhập chỉ gồm chữ, số và . _ - @", "a user's name has letters, figures and . _ - @ only")
        )
    return plain


def checked(value: T, known: Sequence[T]) -> T:
    """`value`, one of `known`; raises Refused."""
    if value not in known:
        raise Refused(Wording(f"không có lựa chọn “{value}”", f"there is no “{value}”"))
    return value


def _user(session: Session, number: int) -> User:
    user = session.get(User, number, with_for_update={"of": User}, populate_existing=True)
    if user is None:
        raise NotThere(f"user {number}")
    return user


def _units(session: Session, numbers: Sequence[int]) -> list[Unit]:
    return list(session.scalars(select(Unit).where(Unit.id.in_(numbers)))) if numbers else []


def _person(user: User, last_in: datetime | None = None) -> Person:
    return Person(
        id=user.id,
        name=user.name,
        full_name=user.full_name,
        rank=user.rank,
        clearance=user.clearance,
        units=tuple((unit.id, unit.name) for unit in user.units),
        active=user.active,
        must_change=user.must_change,
        seal=user.seal,
        has_password=user.password_hash is not None,
        last_in=last_in,
    )
