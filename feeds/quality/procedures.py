"""Procedures and other documents of the system, with their review (TCVN ISO 9001:2015, 7.5)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from feeds.quality.wordings import review_of
from models.following.states import State
from models.questions.followed import Followed


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure, or `count` of them, and what is done to it (`review`: "rà soát", "xây dựng mới" …)."""

    what: str
    count: float | None
    review: str | None
    units: tuple[str, ...]
    until: date | str | None
    done_on: date | None
    state: State
    document: str | None
    document_id: int
    record_id: int
    page: int | None


def procedures(lines: Sequence[Followed]) -> tuple[Procedure, ...]:
    """A line for each record; what was reported done, and what is still to do."""
    return tuple(
        Procedure(
            what=line.content,
            count=line.figure.value if line.figure and line.figure.unit != "%" else counted(line.content),
            review=review_of(line.content),
            units=line.units,
            until=line.day or (line.deadline.text if line.deadline else None) if line.record == "task" else None,
            done_on=line.day or line.source.issued_on if line.record == "result" else line.done_on,
            state=line.state,
            document=line.source.number,
            document_id=line.source.id,
            record_id=line.id,
            page=line.page,
        )
        for line in lines
    )


COUNTED = re.compile(
    r"(?<![\d/.,])(\d{1,3}(?:\.\d{3})+|\d{1,5})\s+(?:bộ\s+)?(?:quy trình|tài liệu|thủ tục|biểu mẫu)", re.IGNORECASE
)


def counted(text: str) -> float | None:
    """How many: "rà soát 65 quy trình" are 65; None where it is not said, or said twice."""
    found = {int(number.replace(".", "")) for number in COUNTED.findall(text)}
    return float(found.pop()) if len(found) == 1 else None
