"""Sheets of the lists that are no tracking sheet: documents, units' loads, what waits to be confirmed."""

from collections.abc import Iterable, Iterator

from feeds.exports.tables import Cell, Column, Shown, Table
from feeds.exports.tracking import progress
from models.following.states import State
from models.questions.followed import Reached
from models.questions.paged.catalogue import Entered
from models.questions.paged.reported import Proposed
from models.questions.paged.timetable import Count
from models.wording import Wording

DOCUMENTS = (
    Column("number", Wording("Số, ký hiệu", "Number"), 18),
    Column("issued_on", Wording("Ngày ban hành", "Issued on"), 12, "day"),
    Column("kind", Wording("Loại", "Kind"), 14),
    Column("subject", Wording("Trích yếu", "Subject"), 60),
    Column("issuer", Wording("Cơ quan ban hành", "Issuer"), 32),
    Column("tasks", Wording("Nhiệm vụ", "Tasks"), 9, "number"),
    Column("targets", Wording("Chỉ tiêu", "Targets"), 9, "number"),
    Column("results", Wording("Kết quả", "Results"), 9, "number"),
    Column("problems", Wording("Chỗ cần xem", "To look at"), 9, "number"),
)

STATES: tuple[tuple[State, Wording], ...] = (
    ("overdue", Wording("Quá hạn", "Overdue")),
    ("due_soon", Wording("Sắp đến hạn", "Due soon")),
    ("not_due", Wording("Chưa đến hạn", "Not due yet")),
    ("done", Wording("Đã xong", "Done")),
    ("superseded", Wording("Bị thay thế", "Replaced")),
)

UNITS = (
    Column("unit", Wording("Đơn vị", "Unit"), 50),
    *(Column(state, wording, 13, "number") for state, wording in STATES),
    Column("total", Wording("Cộng", "Sum"), 10, "number"),
)

PROPOSALS = (
    Column("reached", Wording("Kết quả", "Result"), 18),
    Column("on", Wording("Tính đến", "As of"), 12, "day"),
    Column("note", Wording("Báo cáo viết", "The report says"), 50),
    Column("report", Wording("Báo cáo", "Report"), 18),
    Column("content", Wording("Của nhiệm vụ, chỉ tiêu", "Of the task or target"), 50),
    Column("plan", Wording("Của văn bản", "Of the document"), 18),
)


def documents(found: Iterable[Entered], desk: str) -> Table:
    """A document a row."""

    def rows() -> Iterator[tuple[Cell, ...]]:
        for d in found:
            number = Shown(d.number or f"#{d.id}", url=f"{desk}/documents/{d.id}")
            yield (number, d.issued_on, d.kind, d.subject, d.issuer, d.tasks, d.targets, d.results, d.problems)

    return Table("documents", Wording("Danh sách văn bản", "Documents"), DOCUMENTS, rows())


def units(found: Iterable[Count], desk: str) -> Table:
    """A unit a row, with how much it has to do."""

    def rows() -> Iterator[tuple[Cell, ...]]:
        for count in found:
            states = (count.states.get(state, 0) for state, _ in STATES)
            yield (Shown(count.name, url=f"{desk}/units/{count.key}"), *states, count.total)

    return Table("units", Wording("Khối lượng việc của các đơn vị", "Load of the units"), UNITS, rows())


def proposals(found: Iterable[Proposed], desk: str) -> Table:
    """What reports say came of plans, and nobody confirmed yet."""

    def rows() -> Iterator[tuple[Cell, ...]]:
        for one in found:
            said = one.said
            at = f"{desk}/documents/{said.shown_by}?page={said.page or 1}" if said.shown_by else None
            report = Shown(said.shown_by_number or "", url=at)
            plan = Shown(one.plan or f"#{one.plan_id}", url=f"{desk}/plans/{one.plan_id}")
            yield (progress_of(one), said.on, said.note, report, one.content, plan)

    return Table("proposals", Wording("Kết quả chờ xác nhận", "Results to confirm"), PROPOSALS, rows())


def progress_of(one: Proposed) -> str | None:
    """The figures of a proposal."""
    said = one.said
    return progress(Reached(said.on, said.done, said.value, said.of, said.unit, said.note, said.shown_by_number))
