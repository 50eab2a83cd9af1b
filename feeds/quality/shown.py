"""How the registers are shown: as tables, for XLSX, for pages and for anything else that takes one."""

from collections.abc import Iterator, Sequence
from datetime import date

from feeds.exports.tables import Cell, Column, Mark, Shown, Table
from feeds.exports.tracking import MARKS, NO_DEADLINE
from feeds.quality.audits import Audit
from feeds.quality.nonconformities import Nonconformity, Progress
from feeds.quality.objectives import Objective, Sort, Verdict
from feeds.quality.procedures import Procedure
from feeds.quality.registers import Registers
from models import sheet
from models.following.states import State
from models.wording import Language, Wording

NO = Column("no", Wording("STT", "No."), 5, "middle")
SOURCE = Column("document", Wording("Văn bản", "Document"), 14)
STATE = Column("state", Wording("Trạng thái", "State"), 12, "middle")

OBJECTIVES = (
    NO,
    Column("what", Wording("Mục tiêu, việc phải làm", "Objective"), 38),
    Column("sort", Wording("Loại", "Sort"), 10, "middle"),
    Column("aim", Wording("Chỉ tiêu", "Aim"), 12, "middle"),
    Column("measure", Wording("Cách đo, sản phẩm", "Measured by"), 20),
    Column("units", Wording("Đơn vị chịu trách nhiệm", "By whom"), 20),
    Column("until", Wording("Thời hạn", "Until"), 12, "day"),
    Column("reached", Wording("Kết quả đo được", "Reached"), 14, "middle"),
    Column("reached_on", Wording("Ngày đo", "Measured on"), 11, "day"),
    Column("verdict", Wording("Đánh giá", "Verdict"), 13, "middle"),
    STATE,
    SOURCE,
)
AUDITS = (
    NO,
    Column("plan", Wording("Kế hoạch", "Plan"), 13),
    Column("what", Wording("Nội dung đánh giá, kiểm tra", "Audit"), 40),
    Column("units", Wording("Đơn vị", "Units"), 22),
    Column("planned_on", Wording("Thời gian", "When"), 12, "day"),
    Column("planned", Wording("Số đơn vị theo kế hoạch", "Planned"), 10, "number"),
    Column("done", Wording("Số đơn vị đã kiểm tra", "Done"), 10, "number"),
    Column("nonconforming", Wording("Số đơn vị có điểm không phù hợp", "Nonconforming"), 12, "number"),
    STATE,
    SOURCE,
)
NONCONFORMITIES = (
    NO,
    Column("finding", Wording("Điểm không phù hợp", "Nonconformity"), 32),
    Column("count", Wording("Số đơn vị", "Offices"), 10, "middle"),
    Column("corrected", Wording("Đã khắc phục", "Corrected"), 9, "number"),
    Column("found_on", Wording("Ngày phát hiện", "Found on"), 11, "day"),
    Column("action", Wording("Hành động khắc phục", "Corrective action"), 34),
    Column("units", Wording("Đơn vị thực hiện", "By whom"), 20),
    Column("until", Wording("Thời hạn", "Until"), 12, "day"),
    Column("closed_on", Wording("Ngày hoàn thành", "Closed on"), 11, "day"),
    STATE,
    Column("plan", Wording("Kế hoạch", "Plan"), 13),
    SOURCE,
)
PROCEDURES = (
    NO,
    Column("what", Wording("Quy trình, tài liệu", "Procedure"), 46),
    Column("count", Wording("Số lượng", "Count"), 9, "number"),
    Column("review", Wording("Việc xem xét", "Review"), 15, "middle"),
    Column("units", Wording("Đơn vị", "Units"), 24),
    Column("until", Wording("Thời hạn", "Until"), 12, "day"),
    Column("done_on", Wording("Ngày hoàn thành", "Done on"), 11, "day"),
    STATE,
    SOURCE,
)

SORTS: dict[Sort, Wording] = {
    "aim": Wording("Chỉ tiêu", "Target"),
    "action": Wording("Việc làm", "Action"),
    "measured": Wording("Kết quả", "Measured"),
}
VERDICTS: dict[Verdict, tuple[Wording, Mark | None]] = {
    "met": (Wording("Đạt", "Met"), "good"),
    "not_met": (Wording("Chưa đạt", "Not met"), "bad"),
    "not_measured": (Wording("Chưa có kết quả", "Not measured"), None),
    "untold": (Wording("", ""), None),
}
UNCONFIRMED = Wording(" (chờ xác nhận)", " (unconfirmed)")
CORRECTED: dict[Progress, tuple[Wording, Mark | None]] = {
    "no_action": (Wording("Chưa ghi hành động khắc phục", "No action noted"), "near"),
    "open": (Wording("Đang khắc phục", "Open"), None),
    "overdue": (Wording("Quá hạn", "Overdue"), "bad"),
    "done": (Wording("Đã khắc phục", "Closed"), "good"),
}


def tables(found: Registers, language: Language = "vi", desk: str | None = None) -> tuple[Table, ...]:
    """The four registers as tables; `desk` is the address of the reviewer's desk, to which the evidence leads."""
    return (
        Table("objectives", TITLES["objectives"], OBJECTIVES, _objectives(found.objectives, language, desk)),
        Table("audits", TITLES["audits"], AUDITS, _audits(found.audits, language, desk)),
        Table(
            "nonconformities",
            TITLES["nonconformities"],
            NONCONFORMITIES,
            _nonconformities(found.nonconformities, language, desk),
        ),
        Table("procedures", TITLES["procedures"], PROCEDURES, _procedures(found.procedures, language, desk)),
    )


TITLES = {
    "objectives": Wording(
        "Mục tiêu chất lượng và hoạch định để đạt được mục tiêu", "Quality objectives and planning to achieve them"
    ),
    "audits": Wording("Chương trình đánh giá nội bộ, kiểm tra", "Internal audits and inspections"),
    "nonconformities": Wording("Điểm không phù hợp và hành động khắc phục", "Nonconformities and corrective actions"),
    "procedures": Wording("Danh mục quy trình, tài liệu và việc xem xét", "Procedures and their review"),
}


def _objectives(lines: Sequence[Objective], language: Language, desk: str | None) -> Iterator[tuple[Cell, ...]]:
    for number, line in enumerate(lines, 1):
        verdict, mark = VERDICTS[line.verdict]
        told = verdict.into(language)
        if line.reached and not line.confirmed and line.verdict in ("met", "not_met"):
            told += UNCONFIRMED.into(language)
        yield (
            number,
            line.what,
            SORTS[line.sort].into(language),
            line.aim,
            line.measure,
            _joined(line.units),
            line.until,
            line.reached,
            line.reached_on,
            Shown(told, mark=mark) if told else None,
            _state(line.state, language, line.until) if line.sort != "measured" else None,
            _source(line.document, line.document_id, line.record_id, line.page, desk),
        )


def _audits(lines: Sequence[Audit], language: Language, desk: str | None) -> Iterator[tuple[Cell, ...]]:
    for number, line in enumerate(lines, 1):
        yield (
            number,
            line.plan,
            line.what,
            _joined(line.units),
            line.planned_on,
            line.planned,
            line.done,
            line.nonconforming,
            _counted(line, language) or _state(line.state, language, line.planned_on),
            _source(line.document, line.document_id, line.record_id, line.page, desk),
        )


def _counted(line: Audit, language: Language) -> Shown | None:
    """How far a programme got: by its counts, not by a day."""
    if line.planned is None or line.done is None:
        return None
    if line.done >= line.planned:
        return Shown(Wording("Đã hoàn thành", "Done").into(language), mark="good")
    return Shown(Wording("Đang thực hiện", "Under way").into(language), mark="near")


def _nonconformities(
    lines: Sequence[Nonconformity], language: Language, desk: str | None
) -> Iterator[tuple[Cell, ...]]:
    for number, line in enumerate(lines, 1):
        words, mark = CORRECTED[line.progress]
        of = f"/{sheet.figure(line.of)}" if line.of is not None else ""
        yield (
            number,
            line.finding,
            f"{sheet.figure(line.count)}{of}" if line.count is not None else None,
            line.corrected,
            line.found_on,
            line.action,
            _joined(line.units),
            line.until,
            line.closed_on,
            Shown(words.into(language), mark=mark),
            line.plan,
            _source(line.document, line.document_id, line.finding_id or line.action_id or 0, line.page, desk),
        )


def _procedures(lines: Sequence[Procedure], language: Language, desk: str | None) -> Iterator[tuple[Cell, ...]]:
    for number, line in enumerate(lines, 1):
        yield (
            number,
            line.what,
            line.count,
            line.review,
            _joined(line.units),
            line.until,
            line.done_on,
            _state(line.state, language, line.until),
            _source(line.document, line.document_id, line.record_id, line.page, desk),
        )


def _joined(units: Sequence[str]) -> str | None:
    return "; ".join(units) or None


def _state(state: State, language: Language, until: date | str | None) -> Shown:
    words = sheet.DUE[state][0] if until is not None or state != "undated" else NO_DEADLINE
    text = words.into(language)
    return Shown(text[0].upper() + text[1:], mark=MARKS.get(state))


def _source(number: str | None, document: int, record: int, page: int | None, desk: str | None) -> Shown:
    at = f"{desk.rstrip('/')}/documents/{document}?record={record}&page={page or 1}" if desk else None
    return Shown(number or f"#{document}", url=at)


def as_rows(table: Table) -> list[dict[str, str | int | float | date | None]]:
    """A table's rows as named values, for JSON and for pages."""
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.plain()]
