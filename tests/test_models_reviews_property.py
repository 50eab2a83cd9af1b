"""Whatever is read, reviewed, read again, replaced and undone, in any order: a person's word stays; nothing is lost.

The model is as plain as can be: of each field, the words that people gave it and that are not undone, in their order;
the last one is what the database must say, else what was read last. `make soak-database` plays it much longer.
"""

import os
from dataclasses import replace
from datetime import UTC, datetime

from dispatches import HOME, PLAN, REPORT, SCIENCE
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select

from models import reviews, store, tables, upkeep
from models.database import Database, open_database
from models.records import Citation, Dispatch, Task, Unit
from models.reviews import By

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)

ORDERS = (
    "xây dựng kế hoạch kiểm tra nội bộ các phòng chuyên môn",
    "tổng hợp số liệu giải quyết hồ sơ của năm trước",
    "cử công chức dự lớp bồi dưỡng nghiệp vụ lưu trữ",
    "niêm yết công khai thủ tục hành chính tại trụ sở",
    "rà soát, thay thế máy tính đã hết hạn sử dụng",
)
"""Words that nobody would take for each other."""

WORDS = st.sampled_from(["một", "hai", "ba", "trước ngày 30/6"])
UNITS = st.sampled_from([(), (HOME,), (SCIENCE,), (HOME, SCIENCE)])


class Following(RuleBasedStateMachine):
    """One document, its tasks read in any selection and order, people, and a plan that replaces it."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database = database
        empty(database)
        self.read: dict[int, tuple[Unit, ...]] = {}
        self.deliverables: dict[int, str | None] = {}
        self.words: list[tuple[int, int, str, object]] = []  # step, order, field, value
        self.undone: set[int] = set()
        self.rejected: list[tuple[int, int]] = []  # step, order
        self.known: set[int] = set()
        self.ids: dict[int, int] = {}

    @initialize()
    def first_reading(self) -> None:
        self.reading([0, 1, 2], (HOME,), None)

    @rule(
        which=st.lists(st.integers(0, len(ORDERS) - 1), unique=True, max_size=len(ORDERS)),
        lead=UNITS,
        deliverable=st.none() | WORDS,
    )
    def reading(self, which: list[int], lead: tuple[Unit, ...], deliverable: str | None) -> None:
        """The tasks `which`, in this order, under new ids each time: another version made them."""
        tasks = tuple(
            Task(id=f"{len(self.words)}-{n}-{order}", content=ORDERS[order], lead=lead, deliverable=deliverable)
            for n, order in enumerate(which)
        )
        self.save(replace(PLAN, tasks=tasks, targets=(), citations=(), problems=()))
        self.read = dict.fromkeys(which, lead)
        self.deliverables |= dict.fromkeys(which, deliverable)
        self.known |= set(which)
        with self.database.reading() as session:
            for row in session.scalars(select(tables.Task).where(tables.Record.seen)):
                self.ids.setdefault(which[row.position], row.id)

    @rule(order=st.integers(0, len(ORDERS) - 1), lead=UNITS)
    def change_lead(self, order: int, lead: tuple[Unit, ...]) -> None:
        self.change(order, "lead", lead)

    @rule(order=st.integers(0, len(ORDERS) - 1), deliverable=st.none() | WORDS)
    def change_deliverable(self, order: int, deliverable: str | None) -> None:
        self.change(order, "deliverable", deliverable)

    @rule(order=st.integers(0, len(ORDERS) - 1))
    def reject(self, order: int) -> None:
        if self.standing(order) == "live":
            with self.database.writing() as session:
                row = session.get_one(tables.Record, self.ids[order])
                reviews.reject(session, row.id, By("Lan", NOON), version=row.version)
                step = session.scalars(select(tables.Review.id).order_by(tables.Review.id.desc())).first()
            assert step is not None
            self.rejected.append((step, order))

    @precondition(lambda self: self.words or self.rejected)
    @rule(pick=st.integers(0, 1000))
    def undo(self, pick: int) -> None:
        steps = [s for s, *_ in (*self.words, *self.rejected) if s not in self.undone]
        if steps:
            step = steps[pick % len(steps)]
            with self.database.writing() as session:
                reviews.undo(session, step, By("Minh", NOON))
            self.undone.add(step)

    @rule(replaces=st.booleans())
    def supersede(self, replaces: bool) -> None:
        relation = "replaces" if replaces else "mentions"
        cited = Citation(number="41/KH-UBND", issued_on=PLAN.letterhead.issued_on, relation=relation)
        self.save(replace(REPORT, citations=(cited,)))

    @invariant()
    def the_database_says_what_it_should(self) -> None:
        with self.database.reading() as session:
            for order, row_id in self.ids.items():
                row = session.get_one(tables.Record, row_id)
                assert row.standing == self.standing(order)
                if row.standing == "live":
                    said = store.load(session, row.document)
                    task = next(t for t in said.tasks if t.id == row.key)
                    assert task.deliverable == self.last(order, "deliverable", self.deliverables[order])
                    if order in self.read or self.has_word(order, "lead"):
                        assert task.lead == self.last(order, "lead", self.read.get(order))

    @invariant()
    def every_promise_holds(self) -> None:
        assert list(upkeep.check(self.database)) == []

    def change(self, order: int, field: str, value: object) -> None:
        if order not in self.ids:
            return
        with self.database.writing() as session:
            row = session.get_one(tables.Record, self.ids[order])
            step = reviews.change(session, row.id, {field: value}, By("Lan", NOON), version=row.version)
        self.words.append((step, order, field, value))

    def last(self, order: int, field: str, read: object) -> object:
        given = [v for s, o, f, v in self.words if (o, f) == (order, field) and s not in self.undone]
        return given[-1] if given else read

    def has_word(self, order: int, field: str | None = None) -> bool:
        return any(o == order and s not in self.undone and field in (None, f) for s, o, f, _ in self.words)

    def standing(self, order: int) -> str:
        if order not in self.known:
            return "unknown"
        if any(o == order and s not in self.undone for s, o in self.rejected):
            return "rejected"
        return "live" if order in self.read or self.has_word(order) else "withdrawn"

    def save(self, dispatch: Dispatch) -> None:
        with self.database.writing() as session:
            file = session.scalars(select(tables.File).filter_by(sha256=dispatch.file.sha256)).one_or_none()
            if file is None:
                file = tables.File(
                    sha256=dispatch.file.sha256, name=dispatch.file.name, size=1, first_seen=NOON, state="done"
                )
                session.add(file)
            store.save(session, file, dispatch, version="1", depth="best", made_at=NOON)


def empty(database: Database) -> None:
    """Take every row out; the triggers that tell of it write theirs into the first table, which is emptied last."""
    tell = sorted(tables.Base.metadata.sorted_tables, key=lambda table: table.name != "outbox")
    with database.writing() as session:
        for table in reversed(tell):
            session.execute(delete(table))


def test_whatever_happens_a_persons_word_stays(address: str) -> None:
    database = open_database(address)
    run_state_machine_as_test(
        lambda: Following(database),
        settings=settings(
            max_examples=int(os.environ.get("EXAMPLES", "12")),
            stateful_step_count=int(os.environ.get("STEPS", "12")),
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking takes longer than reading the failure
        ),
    )
    database.close()
