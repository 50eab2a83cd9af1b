"""Documents that cite one another: which one is meant, and the open tasks of a plan that was replaced."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from cited import LAN, REPLACING, citing, decision, read, saying
from dispatches import PLAN
from sqlalchemy import select

from models import questions, reviews, tables
from models.database import Database
from models.records import Citation, Dispatch, Unit


@pytest.mark.parametrize("order", list(permutations((PLAN, REPLACING))), ids=["plan first", "plan later"])
def test_a_replaced_plans_open_tasks_are_superseded_with_the_link(
    database: Database, order: tuple[Dispatch, ...]
) -> None:
    read(database, *order)
    with database.reading() as session:
        found = questions.due(session, today=date(2024, 6, 1))
    assert {(d.state, d.superseded_by) for d in found} == {("superseded", "77/QĐ-UBND")}


@pytest.mark.parametrize(
    ("citation", "related"),
    [
        (citing("repeals"), ["repeals"]),
        (saying("Kế hoạch số 41/KH-UBND ngày 26/02/2024", "repeals"), ["repeals"]),
        (saying("khoản 2 Mục III Kế hoạch số 41/KH-UBND", "repeals"), ["amends"]),
        (saying("Phụ lục I ban hành kèm theo Kế hoạch số 41/KH-UBND", "replaces"), ["amends"]),
        (saying("một phần Kế hoạch số 41/KH-UBND", "repeals"), ["amends"]),
        (citing("implements"), ["implements"]),
        (citing("replaces", issued_on=date(2023, 2, 26)), []),
        (citing("replaces", "42/KH-UBND"), []),
        (citing("replaces", issued_on=None), ["replaces"]),
        (replace(citing("replaces"), issuer=Unit(name="Chủ tịch Ủy ban nhân dân tỉnh")), ["replaces"]),
        (replace(citing("replaces"), issuer=Unit(name="Bộ Nội vụ")), []),
    ],
)
def test_the_cited_document_is_known_by_number_date_and_issuer(
    database: Database, citation: Citation, related: list[str]
) -> None:
    read(database, decision("77/QĐ-UBND", date(2024, 5, 2), citation), PLAN)
    with database.reading() as session:
        assert list(session.scalars(select(tables.Relation.kind))) == related


def test_a_letter_that_answers_another(database: Database) -> None:
    asked = decision("12/UBND-NC", date(2024, 4, 1))
    answer = decision(
        "33/SNV-VP", date(2024, 4, 9), citing("mentions", "12/UBND-NC", date(2024, 4, 1)),
        subject="Về việc trả lời Công văn số 12/UBND-NC",
    )  # fmt: skip
    read(database, answer, asked)
    with database.reading() as session:
        assert list(session.scalars(select(tables.Relation.kind))) == ["answers"]


def test_a_number_that_a_person_mends_ends_what_was_taken_to_replace_it(database: Database) -> None:
    read(database, PLAN, REPLACING)
    with database.writing() as session:
        plan = session.scalars(select(tables.Document).filter_by(number="41/KH-UBND")).one()
        reviews.change_document(session, plan.id, {"number": "47/KH-UBND"}, LAN, version=plan.version)
    with database.writing() as session:
        assert list(session.scalars(select(tables.Relation.kind))) == []
        reviews.undo(session, session.scalars(select(tables.Review.id)).one(), LAN)
    with database.reading() as session:
        assert list(session.scalars(select(tables.Relation.kind))) == ["replaces"]
