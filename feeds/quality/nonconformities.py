"""Nonconformities and corrective actions (TCVN ISO 9001:2015, 10.2): what was found, what is done about it, by when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from models import sheet
from models.following.states import State
from models.questions.followed import Followed
from models.questions.plans import Plan

Progress = Literal["no_action", "open", "overdue", "done"]

STATES: dict[State, Progress] = {
    "overdue": "overdue",
    "done": "done",
    "done_late": "done",
    "superseded": "done",
}


@dataclass(frozen=True, slots=True)
class Nonconformity:
    """A finding with one of its corrective actions. Either may be missing: a finding that nobody acts on yet, an
    action on findings of an inspection record that is not here.

    `count` of `of` offices ("27/78 đơn vị"), of which `corrected` are reported to have done theirs.
    `finding_id` and `action_id` are records.
    """

    finding: str | None
    count: float | None
    of: float | None
    corrected: float | None
    unit: str | None
    found_on: date | None
    action: str | None
    units: tuple[str, ...]
    until: date | str | None
    closed_on: date | None
    progress: Progress
    plan: str | None
    document: str | None
    document_id: int
    finding_id: int | None
    action_id: int | None
    page: int | None


def nonconformities(lines: Sequence[Followed], plans: Mapping[int, Plan]) -> tuple[Nonconformity, ...]:
    """The findings in the order of their documents, each with its actions; then the actions by themselves."""
    closed = closures(lines)
    findings = findings_of(lines)
    actions = [line for line in lines if line.record == "task"]
    taken: set[int] = set()
    made: list[Nonconformity] = []
    for finding in findings:
        answers = [a for a in actions if answers_to(a, finding, findings, plans)]
        taken |= {a.id for a in answers}
        made += [_line(finding, action, plans, closed.get(finding.id)) for action in answers or (None,)]
    made += [_line(None, action, plans) for action in actions if action.id not in taken]
    return tuple(made)


def findings_of(lines: Sequence[Followed]) -> list[Followed]:
    """What was found: the results but for those that say how many corrected it."""
    closing = {line.id for line in closures(lines).values()}
    return [line for line in lines if line.record == "result" and line.id not in closing]


def closures(lines: Sequence[Followed]) -> dict[int, Followed]:
    """For a finding's id, the last result of how many corrected it: after "27/78 đơn vị", "19/27 đơn vị đã gửi …"."""
    counted = [line for line in lines if line.record == "result" and line.figure and line.figure.of is not None]
    return {
        finding.id: later
        for later in counted
        for finding in counted
        if finding.source.id == later.source.id
        and finding.figure
        and later.figure
        and later.figure.of == finding.figure.value
        and finding.figure.of != finding.figure.value
    }


def answers_to(action: Followed, finding: Followed, findings: Sequence[Followed], plans: Mapping[int, Plan]) -> bool:
    """Whether an action is on a finding: it names its number, or theirs is the only finding of the same report."""
    if action.source.id != finding.source.id:
        plan = plans.get(finding.source.id)
        if plan is None or plan.document_id != action.source.id:
            return False
    same = [f for f in findings if f.source.id == finding.source.id]
    counted = {f.id for f in same if f.figure and f" {sheet.figure(f.figure.value)} " in f" {action.content} "}
    return finding.id in counted if counted else len(same) == 1


def _line(
    finding: Followed | None, action: Followed | None, plans: Mapping[int, Plan], closed: Followed | None = None
) -> Nonconformity:
    source = finding or action
    assert source is not None  # noqa: S101 - one of the two is there
    figure = finding.figure if finding else None
    plan = plans.get(source.source.id)
    corrected = closed.figure.value if closed and closed.figure else None
    all_corrected = corrected is not None and figure is not None and corrected >= figure.value
    progress: Progress = STATES.get(action.state, "open") if action else "no_action" if corrected is None else "open"
    return Nonconformity(
        finding=finding.content if finding else None,
        count=figure.value if figure else None,
        of=figure.of if figure else None,
        corrected=corrected,
        unit=figure.unit if figure else None,
        found_on=(finding.day or finding.source.issued_on) if finding else None,
        action=action.content if action else None,
        units=action.units if action else finding.units if finding else (),
        until=(action.day or (action.deadline.text if action.deadline else None)) if action else None,
        closed_on=action.done_on if action else None,
        progress="done" if all_corrected else progress,
        plan=(finding.about if finding else None) or (plan.number if plan else None),
        document=source.source.number,
        document_id=source.source.id,
        finding_id=finding.id if finding else None,
        action_id=action.id if action else None,
        page=source.page,
    )
