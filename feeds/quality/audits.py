"""Internal audits and inspections (TCVN ISO 9001:2015, 9.2): planned, done, nonconformities found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.following.states import State
from models.questions.followed import Followed
from models.questions.plans import Plan


@dataclass(frozen=True, slots=True)
class Audit:
    """A programme of audits with its counts, or one audit that was ordered.

    `planned`, `done` and `nonconforming` count offices ("78/78 đơn vị": 78 planned, 78 done); None where not told.
    `plan` is the number of the plan that it is under, `document` of what tells of it.
    """

    what: str
    units: tuple[str, ...]
    plan: str | None
    planned_on: date | str | None
    planned: float | None
    done: float | None
    nonconforming: float | None
    unit: str | None
    state: State
    document: str | None
    document_id: int
    record_id: int
    page: int | None


def audits(ordered: Sequence[Followed], found: Sequence[Followed], plans: Mapping[int, Plan]) -> tuple[Audit, ...]:
    """The programmes, each with what was found in it, and then the single audits. `found` are nonconformities."""
    programmes: dict[tuple[int, str | None, float | None], Audit] = {}
    single: list[Audit] = []
    for line in ordered:
        if line.record == "task":
            single.append(replace(_audit(line, _own_plan(line, plans)), state=line.state))
            continue
        figure = line.figure
        if figure is None:
            continue
        made = replace(
            _audit(line, line.about or _own_plan(line, plans)), planned=figure.of, done=figure.value, unit=figure.unit
        )
        key = (line.source.id, made.plan, figure.of)
        before = programmes.get(key)
        if before is None or (before.done or 0) < figure.value:
            programmes[key] = made
    for line in found:
        if line.record != "result" or line.figure is None or line.figure.of is None:
            continue
        made = replace(
            _audit(line, line.about or _own_plan(line, plans)), planned=line.figure.of, unit=line.figure.unit
        )
        key = (line.source.id, made.plan, line.figure.of)
        before = programmes.get(key, made)
        programmes[key] = replace(before, nonconforming=(before.nonconforming or 0) + line.figure.value)
    return (*programmes.values(), *single)


def _audit(line: Followed, plan: str | None) -> Audit:
    return Audit(
        what=line.content,
        units=line.units or ((line.source.issuer,) if line.record == "result" and line.source.issuer else ()),
        plan=plan,
        planned_on=line.day or (line.deadline.text if line.deadline else None),
        planned=None,
        done=None,
        nonconforming=None,
        unit=None,
        state=line.state,
        document=line.source.number,
        document_id=line.source.id,
        record_id=line.id,
        page=line.page,
    )


def _own_plan(line: Followed, plans: Mapping[int, Plan]) -> str | None:
    """An order stands in the plan itself, a result in a report on it."""
    if line.record == "task" and (line.source.kind or "").casefold() == "kế hoạch":
        return line.source.number
    plan = plans.get(line.source.id)
    return plan.number if plan else None
