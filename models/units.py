"""Units in time: which offices a name stands for, and whose orders an office answers for."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.folding import bare
from models.tables import Party, Unit


def answering_to(session: Session, name: str, today: date) -> set[int]:
    """The units that `name` is part of the name of, accents and case aside."""
    wanted = bare(name)
    spelt = select(Unit.id, Unit.name).union(select(Party.unit_id, Party.name))
    return {number for number, known in session.execute(spelt) if wanted in bare(known)}
