"""Targets against results, a page at a time: how much of each was reached, as a person confirmed it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.questions.followed import Followed, Kind, followed
from models.questions.paged.timetable import MOST, Asked, units_of
from models.questions.progress import met
from models.search import matching
from models.tables import Base, Entry, Party, Record

Wanted = Literal["met", "not_met", "measured", "not_measured"]

TARGETS: tuple[Kind, ...] = ("target",)

PROGRESS = Base.metadata.tables["progress"]


@dataclass(frozen=True, slots=True)
class Aim:
    """A target. `reached` is in its own unit; `share` of it (1 is all), where the two can be compared; `met` is None
    where nothing was confirmed, or one number can't tell."""

    line: Followed
    reached: float | None
    share: float | None
    met: bool | None


def aims(
    session: Session,
    asked: Asked,
    *,
    today: date,
    wanted: Wanted | None = None,
    offset: int = 0,
    limit: int = 50,
) -> tuple[list[Aim], int]:
    """The targets that `asked` means (days and states aside), those with a result first; how many, to `MOST` + 1."""
    measured = Record.id.in_(
        select(PROGRESS.c.record_id).where(PROGRESS.c.standing == "confirmed", PROGRESS.c.value.is_not(None))
    )
    query = select(Record.id).where(Record.kind == "target", Record.standing == "live")
    if asked.documents is not None:
        query = query.where(Record.document_id.in_(asked.documents))
    if asked.unit or asked.unit_id is not None:
        query = query.where(
            Record.id.in_(select(Party.record_id).where(Party.unit_id.in_(units_of(session, asked, today))))
        )
    if asked.words:
        having = matching(session, asked.words)
        if having is None:
            return [], 0
        query = query.where(Record.id.in_(select(Entry.record_id).where(having, Entry.record_id.is_not(None))))
    if wanted is not None:
        query = query.where(~measured if wanted == "not_measured" else measured)
    newest = (measured.desc(), Record.id.desc()) if wanted is None else (Record.id.desc(),)
    if wanted in ("met", "not_met"):
        numbers = session.scalars(query.order_by(*newest).limit(MOST)).all()
        found = [a for a in _told(session, list(numbers), today) if a.met is (wanted == "met")]
        return found[offset : offset + limit], len(found)
    total = session.scalar(select(func.count()).select_from(query.limit(MOST + 1).subquery())) or 0
    return _told(session, list(session.scalars(query.order_by(*newest).offset(offset).limit(limit))), today), total


def _told(session: Session, numbers: list[int], today: date) -> list[Aim]:
    wanted = set(numbers)
    lines = {line.id: line for line in followed(session, today=today, kinds=TARGETS, records=wanted, secret=True)}
    return [aim(lines[number]) for number in numbers if number in lines]


def aim(line: Followed) -> Aim:
    """A target's line with what was reached of it."""
    figure, reached = line.figure, line.reached
    if figure is None or figure.comparator is None or reached is None or reached.value is None:
        return Aim(line, None, None, None)
    value = reached.value
    if reached.of and figure.unit == "%" and reached.unit != "%":
        value = 100 * value / reached.of
    share = value / figure.value if figure.value > 0 else None
    return Aim(line, value, share, met(figure.comparator, figure.value, figure.value_max, value))
