"""Whatever is read, reviewed, read again, replaced, amended, split, merged, joined and undone, in any order: a person's
word stays; nothing is lost.

The model is as plain as can be: of each field, the words that people gave it and that are not undone, in their order;
the last one is what the database must say, else what an amendment in force or the last reading says.
`make soak-database` plays it much longer.
"""

import os
from dataclasses import replace
from datetime import UTC, date, datetime

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
from sqlalchemy.orm import Session

from models import reviews, store, tables, upkeep
from models.database import Database, open_database
from models.following import progress
from models.following.progress import Achieved, done_on
from models.records import Citation, Deadline, Dispatch, Letterhead, Task, Unit
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

PIECES = ("quét mã vạch hàng tồn", "đo thân nhiệt khách", "gộp chung hai đầu mục")
"""Words of what people make of orders; no reading has them."""

MOVED = Deadline(text="trước ngày 30/11/2024", kind="by", end=date(2024, 11, 30), boundary="before")
AMENDING = Dispatch(
    file=replace(PLAN.file, name="sua-doi.pdf", sha256="d" * 64),
    dispatch=replace(PLAN.letterhead, number="88/QĐ-UBND", kind="Quyết định", issued_on=date(2024, 5, 20), evidence={}),
)
TWIN = Dispatch(
    file=replace(PLAN.file, name="ban-quet.pdf", sha256="e" * 64),
    dispatch=Letterhead(issued_on=PLAN.letterhead.issued_on),
)
"""A scan of the plan whose number could not be read."""

ORDER = st.integers(0, len(ORDERS) - 1)
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
        self.retired: list[tuple[int, int, str]] = []  # step, order, what became of it
        self.made: list[tuple[int, int]] = []  # step, the record that it made
        self.done: set[int] = set()  # orders that were said to be done
        self.amended: int | None = None  # the order that an amendment moves
        self.twin: int | None = None  # the document that the scan is while it stands alone
        self.join: int | None = None  # the step that made it one with the plan
        self.known: set[int] = set()
        self.ids: dict[int, int] = {}

    @initialize()
    def first_reading(self) -> None:
        self.reading([0, 1, 2], (HOME,), None)

    @rule(
        which=st.lists(ORDER, unique=True, max_size=len(ORDERS)),
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
            plan = select(tables.Task).where(tables.Record.document_id == self.plan(session).id, tables.Record.seen)
            for row in session.scalars(plan):
                self.ids.setdefault(which[row.position], row.id)

    @rule(order=ORDER, lead=UNITS)
    def change_lead(self, order: int, lead: tuple[Unit, ...]) -> None:
        self.change(order, "lead", lead)

    @rule(order=ORDER, deliverable=st.none() | WORDS)
    def change_deliverable(self, order: int, deliverable: str | None) -> None:
        self.change(order, "deliverable", deliverable)

    @rule(order=ORDER)
    def confirm(self, order: int) -> None:
        if self.standing(order) != "live":
            return
        with self.database.writing() as session:
            row = session.get_one(tables.Record, self.ids[order])
            step = reviews.confirm(session, row.id, By("Lan", NOON), version=row.version)
            stands = {change.field: change.after for change in session.get_one(tables.Review, step).changes}
            said = next(t for t in store.load(session, row.document).tasks if t.id == row.key)
        assert stands["deliverable"] == said.deliverable
        for field in ("lead", "deliverable", "deadline"):
            self.words.append((step, order, field, getattr(said, field)))

    @rule(order=ORDER)
    def reject(self, order: int) -> None:
        if self.standing(order) == "live":
            with self.database.writing() as session:
                row = session.get_one(tables.Record, self.ids[order])
                step = reviews.reject(session, row.id, By("Lan", NOON), version=row.version)
            self.retired.append((step, order, "rejected"))

    @rule(order=ORDER)
    def split(self, order: int) -> None:
        if self.standing(order) == "live":
            parts = [Task(id=words, content=f"{words} {order}") for words in PIECES[:2]]
            with self.database.writing() as session:
                row = session.get_one(tables.Record, self.ids[order])
                made = reviews.split(session, row.id, parts, By("Lan", NOON), version=row.version)
                self.retire(session, [order], "split", made)

    @rule(orders=st.sets(ORDER, min_size=2, max_size=3))
    def merge(self, orders: set[int]) -> None:
        if {self.standing(order) for order in orders} == {"live"}:
            with self.database.writing() as session:
                found = [session.get_one(tables.Record, self.ids[order]) for order in orders]
                into = Task(id="m", content=f"{PIECES[2]} {sorted(orders)}", lead=(HOME,))
                made = reviews.merge(session, {row.id: row.version for row in found}, into, By("Lan", NOON))
                self.retire(session, sorted(orders), "merged", [made])

    @rule(order=ORDER)
    def report(self, order: int) -> None:
        if order in self.ids:
            with self.database.writing() as session:
                progress.report(session, self.ids[order], Achieved(on=date(2024, 6, 1), done=True), By("Minh", NOON))
            self.done.add(order)

    @rule(order=st.none() | ORDER)
    def amend(self, order: int | None) -> None:
        """A decision that moves the deadline of an order, or read again is none of the kind."""
        cited = Citation(number="41/KH-UBND", issued_on=PLAN.letterhead.issued_on, relation="amends")
        task = Task(id="a", content=f"{ORDERS[order or 0]}, thời hạn là trước ngày 30/11/2024", deadline=MOVED)
        self.save(replace(AMENDING, citations=() if order is None else (cited,), tasks=(task,)))
        self.amended = order

    @precondition(lambda self: self.join is None)
    @rule(which=st.lists(ORDER, unique=True, min_size=3))
    def read_the_scan(self, which: list[int]) -> None:
        tasks = tuple(Task(id=f"s{order}", content=ORDERS[order]) for order in which)
        self.twin = self.save(replace(TWIN, tasks=tasks))

    @precondition(lambda self: self.twin is not None)
    @rule()
    def join_the_scan(self) -> None:
        with self.database.writing() as session:
            plan = self.plan(session).id
            if session.get(tables.Likeness, (self.twin, plan)) is None:
                session.add(tables.Likeness(document_id=self.twin, other_id=plan, likeness=0.9, standing="proposed"))
                session.flush()
            assert self.twin is not None
            self.join = store.join(session, self.twin, plan, By("Lan", NOON))
        self.twin = None

    @precondition(lambda self: self.join is not None)
    @rule()
    def separate_the_scan(self) -> None:
        assert self.join is not None
        with self.database.writing() as session:
            self.twin = store.separate(session, self.join, By("Minh", NOON))
        self.join = None

    @precondition(lambda self: self.words or self.retired)
    @rule(pick=st.integers(0, 1000))
    def undo(self, pick: int) -> None:
        steps = [s for s, *_ in (*self.words, *self.retired) if s not in self.undone]
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
                    if order in self.read or self.has_word(order, "deadline"):
                        assert task.deadline == self.last(order, "deadline", MOVED if order == self.amended else None)
            for step, made in self.made:
                assert session.get_one(tables.Record, made).standing == ("withdrawn" if step in self.undone else "live")
            said_done = done_on(session, set(self.ids.values()))
            assert {record for record, _ in said_done} == {self.ids[order] for order in self.done}
            documents = session.scalars(select(tables.Document.id)).all()
            assert self.twin is None or self.twin in documents

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
        for step, retired, became in self.retired:
            if retired == order and step not in self.undone:
                return became
        return "live" if order in self.read or self.has_word(order) else "withdrawn"

    def retire(self, session: Session, orders: list[int], became: str, made: list[int]) -> None:
        own = select(tables.Review.id).where(
            tables.Review.who.is_not(None)
        )  # an amendment may have been taken back since
        step = session.scalars(own.order_by(tables.Review.id.desc())).first()
        assert step is not None
        self.retired += [(step, order, became) for order in orders]
        self.made += [(step, record) for record in made]

    def plan(self, session: Session) -> tables.Document:
        return session.scalars(select(tables.Document).filter_by(number="41/KH-UBND")).one()

    def save(self, dispatch: Dispatch) -> int:
        with self.database.writing() as session:
            file = session.scalars(select(tables.File).filter_by(sha256=dispatch.file.sha256)).one_or_none()
            if file is None:
                file = tables.File(
                    sha256=dispatch.file.sha256, name=dispatch.file.name, size=1, first_seen=NOON, state="done"
                )
                session.add(file)
            return store.save(session, file, dispatch, version="1", depth="best", made_at=NOON).id


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
            derandomize="EXAMPLES"
            not in os.environ,  # the tests play the same games each time, `make soak-database` new ones
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking takes longer than reading the failure
        ),
    )
    database.close()
