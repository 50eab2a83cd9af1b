"""Quality objectives and how to reach them (TCVN ISO 9001:2015, 6.2): what, by whom, until when, how measured."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from feeds.exports.tracking import amount, progress
from models.following.states import State
from models.questions import Proposal, met
from models.questions.followed import Followed, Reached

Sort = Literal["aim", "action", "measured"]
"""A target; what is done to reach one; what was measured without a target that is known."""

Verdict = Literal["met", "not_met", "not_measured", "untold"]
"""Against the measured result; `untold` where there is no number to compare with."""


@dataclass(frozen=True, slots=True)
class Objective:
    """A line of the register. `confirmed` is False where `reached` is only what a report says, not yet a person."""

    sort: Sort
    what: str
    aim: str | None
    measure: str | None
    units: tuple[str, ...]
    until: date | str | None
    reached: str | None
    reached_on: date | None
    confirmed: bool
    verdict: Verdict
    state: State
    document: str | None
    document_id: int
    record_id: int
    page: int | None


def objectives(lines: Sequence[Followed], reported: Iterable[Proposal]) -> tuple[Objective, ...]:
    """Targets first, then what is done for them, then what was measured."""
    proposed = {p.record: p for p in reported if p.record is not None and p.value is not None}
    made = [_objective(line, proposed.get(line.id)) for line in lines]
    order: tuple[Sort, ...] = ("aim", "action", "measured")
    return tuple(sorted(made, key=lambda o: order.index(o.sort)))


def _objective(line: Followed, proposed: Proposal | None) -> Objective:
    reached, on, value, confirmed = _reached(line, proposed)
    verdict: Verdict = "untold"
    if line.record == "target" and line.figure and line.figure.comparator:
        verdict = "not_measured"
        if value is not None:
            told = met(line.figure.comparator, line.figure.value, line.figure.value_max, value)
            verdict = "untold" if told is None else "met" if told else "not_met"
    return Objective(
        sort="aim" if line.record == "target" else "action" if line.record == "task" else "measured",
        what=line.content,
        aim=amount(line.figure) if line.record == "target" else None,
        measure=line.figure.measure if line.figure else line.deliverable,
        units=line.units,
        until=line.day or (line.deadline.text if line.deadline else None),
        reached=reached,
        reached_on=on,
        confirmed=confirmed,
        verdict=verdict,
        state=line.state,
        document=line.source.number,
        document_id=line.source.id,
        record_id=line.id,
        page=line.page,
    )


def _reached(line: Followed, proposed: Proposal | None) -> tuple[str | None, date | None, float | None, bool]:
    """What was reached, when, as a number to compare with, and whether a person said so."""
    if line.record == "result":
        return amount(line.figure), line.day or line.source.issued_on, None, line.reviewed
    if line.reached is not None:
        return progress(line.reached), line.reached.on, _comparable(line, line.reached), True
    if proposed is not None:
        said = Reached(proposed.on, proposed.done, proposed.value, proposed.of, proposed.unit, None, None)
        return progress(said), proposed.on, _comparable(line, said), False
    return None, None, None, False


def _comparable(line: Followed, reached: Reached) -> float | None:
    """The number in the target's own unit: 70 of 78 offices are 89.7 %."""
    if reached.of and line.figure and line.figure.unit == "%" and reached.unit != "%":
        return 100 * (reached.value or 0) / reached.of
    return reached.value
