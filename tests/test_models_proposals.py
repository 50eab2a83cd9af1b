"""Results of a report, proposed as progress of a plan's records until a person decides."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from cited import LAN, citing, read, row
from dispatches import PLAN, REPORT
from sqlalchemy import select

from models import errors, questions, reviews, tables
from models.database import Database
from models.following import progress
from models.records import Dispatch


@pytest.mark.parametrize("order", list(permutations((PLAN, REPORT))), ids=["plan first", "plan later"])
def test_results_of_a_report_are_proposed_for_a_person_to_confirm(
    database: Database, order: tuple[Dispatch, ...]
) -> None:
    result = replace(REPORT.results[0], content="100% cơ quan duy trì hệ thống", measure="cơ quan duy trì hệ thống",
                     value=96.0, of=None, unit="%")  # fmt: skip
    report = replace(REPORT, citations=(citing("implements"),), results=(result,))
    read(database, *(report if d is REPORT else d for d in order))
    with database.writing() as session:
        (entry,) = session.scalars(select(tables.Progress))
        assert (entry.standing, entry.record_id, entry.value) == ("proposed", row(session, "m1").id, 96.0)
        assert questions.due(session, today=date(2024, 3, 1), unit="khoa hoc")[-1].state == "not_due"
        progress.confirm(session, entry.id, LAN, done=True)
        with pytest.raises(errors.Overtaken):
            progress.dismiss(session, entry.id, LAN)
    read(database, report)
    with database.reading() as session:
        (entry,) = session.scalars(select(tables.Progress))
        assert (entry.standing, entry.decided_by) == ("confirmed", "Lan")
        assert questions.due(session, today=date(2025, 3, 1), unit="khoa hoc")[-1].state == "done"


def test_a_result_that_a_person_rejects_is_proposed_no_more(database: Database) -> None:
    read(database, PLAN, replace(REPORT, citations=(citing("implements"),)))
    with database.writing() as session:
        assert len(session.scalars(select(tables.Progress)).all()) == 1
        result = row(session, "r1")
        reviews.reject(session, result.id, LAN, version=result.version)
        assert session.scalars(select(tables.Progress)).all() == []
