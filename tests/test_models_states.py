"""Where a task stands on a day, and each time of a recurring deadline by itself."""

from datetime import date

import pytest
from cited import LAN, read, row
from dispatches import EVERY_YEAR, PLAN

from models import questions
from models.database import Database
from models.following import progress
from models.following.progress import Achieved
from models.following.states import occurrences, state_of


@pytest.mark.parametrize(
    ("day", "today", "done", "superseded", "state"),
    [
        ((2024, 6, 15), (2024, 6, 1), None, False, "not_due"),
        ((2024, 6, 15), (2024, 6, 8), None, False, "due_soon"),
        ((2024, 6, 15), (2024, 6, 15), None, False, "due_soon"),
        ((2024, 6, 15), (2024, 6, 16), None, False, "overdue"),
        ((2024, 6, 15), (2024, 6, 16), (2024, 6, 15), False, "done"),
        ((2024, 6, 15), (2024, 6, 30), (2024, 6, 16), False, "done_late"),
        ((2024, 6, 15), (2024, 6, 30), None, True, "superseded"),
        ((2024, 6, 15), (2024, 6, 30), (2024, 6, 10), True, "done"),
        (None, (2024, 6, 30), None, False, "undated"),
        (None, (2024, 6, 30), (2024, 6, 10), False, "done"),
    ],
)
def test_states_by_the_day(day, today, done, superseded: bool, state: str) -> None:
    named = date(*day) if day else None
    achieved = date(*done) if done else None
    assert state_of(named, date(*today), done_on=achieved, superseded=superseded) == state


def test_a_recurring_deadline_unfolds_into_occurrences_with_their_own_state(database: Database) -> None:
    assert occurrences(EVERY_YEAR, date(2024, 2, 26), date(2023, 1, 1), date(2026, 6, 1)) == (
        date(2024, 12, 15), date(2025, 12, 15),
    )  # fmt: skip
    read(database, PLAN)
    with database.writing() as session:
        done = Achieved(on=date(2024, 12, 20), done=True, occurrence=date(2024, 12, 15))
        progress.report(session, row(session, "t2").id, done, LAN)
        found = questions.due(session, today=date(2026, 2, 1), since=date(2024, 7, 1), until=date(2026, 12, 31))
    assert [(d.day, d.state) for d in found if d.deadline == EVERY_YEAR] == [
        (date(2024, 12, 15), "done_late"), (date(2025, 12, 15), "overdue"), (date(2026, 12, 15), "not_due"),
    ]  # fmt: skip
