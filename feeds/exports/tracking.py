"""The tracking sheet as offices keep it: twelve columns, from the number in the row to the remarks; and its targets."""

from collections.abc import Iterable, Iterator
from datetime import date

from feeds.exports.tables import Cell, Column, Mark, Shown, Table
from models import sheet
from models.following.states import State
from models.questions.followed import Figure, Followed, Reached
from models.wording import Language, Wording

TRACKING = (
    Column("no", Wording("STT", "No."), 5, "middle"),
    Column("content", Wording("Nội dung nhiệm vụ", "Task"), 34),
    Column("document", Wording("Số, ký hiệu", "Number"), 13),
    Column("issued_on", Wording("Ngày ban hành", "Issued on"), 11, "day"),
    Column("deadline", Wording("Thời hạn", "Deadline"), 12, "day"),
    Column("lead", Wording("Đơn vị chủ trì", "Lead"), 16),
    Column("support", Wording("Đơn vị phối hợp", "Support"), 16),
    Column("leader", Wording("Lãnh đạo phụ trách", "Leader in charge"), 11),
    Column("progress", Wording("Tiến độ", "Progress"), 10, "middle"),
    Column("state", Wording("Trạng thái", "State"), 11, "middle"),
    Column("result", Wording("Kết quả", "Result"), 14),
    Column("remarks", Wording("Ghi chú", "Remarks"), 15),
)

TARGETS = (
    Column("no", Wording("STT", "No."), 5, "middle"),
    Column("content", Wording("Chỉ tiêu", "Target"), 36),
    Column("aim", Wording("Mức giao", "Set"), 12, "middle"),
    Column("document", Wording("Số, ký hiệu", "Number"), 13),
    Column("issued_on", Wording("Ngày ban hành", "Issued on"), 11, "day"),
    Column("deadline", Wording("Thời hạn", "Deadline"), 12, "day"),
    Column("owners", Wording("Đơn vị chịu trách nhiệm", "Owners"), 20),
    Column("reached", Wording("Đã đạt", "Reached"), 12, "middle"),
    Column("state", Wording("Trạng thái", "State"), 11, "middle"),
    Column("result", Wording("Kết quả", "Result"), 16),
    Column("remarks", Wording("Ghi chú", "Remarks"), 15),
)

NO_DEADLINE = Wording("không giao thời hạn", "no deadline set")

MARKS: dict[State, Mark] = {
    "overdue": "bad",
    "due_soon": "near",
    "done": "good",
    "done_late": "good",
    "superseded": "faint",
}


def tracking(lines: Iterable[Followed], language: Language = "vi", desk: str | None = None) -> Table:
    """The twelve columns. `desk` is the address of the reviewer's desk, to which the evidence leads."""

    def rows() -> Iterator[tuple[Cell, ...]]:
        for number, line in enumerate(lines, 1):
            yield (
                number,
                line.content,
                document(line, desk),
                line.source.issued_on,
                deadline(line),
                "; ".join(line.units) or None,
                "; ".join(line.support) or None,
                line.leader,
                progress(line.reached),
                state(line, language),
                result(line),
                remarks(line, language),
            )

    return Table("tracking", Wording("Bảng theo dõi thực hiện nhiệm vụ", "Tracking sheet of tasks"), TRACKING, rows())


def targets(lines: Iterable[Followed], language: Language = "vi", desk: str | None = None) -> Table:
    """The targets, with what was set and what was reached."""

    def rows() -> Iterator[tuple[Cell, ...]]:
        for number, line in enumerate(lines, 1):
            yield (
                number,
                line.content,
                amount(line.figure),
                document(line, desk),
                line.source.issued_on,
                deadline(line),
                "; ".join(line.units) or None,
                progress(line.reached),
                state(line, language),
                result(line),
                remarks(line, language),
            )

    return Table("targets", Wording("Bảng theo dõi thực hiện chỉ tiêu", "Tracking sheet of targets"), TARGETS, rows())


def document(line: Followed, desk: str | None) -> Shown:
    """The document's number, leading to the place on the page."""
    return Shown(line.source.number or f"#{line.source.id}", url=evidence_at(line, desk))


def evidence_at(line: Followed, desk: str | None) -> str | None:
    """The address at which the desk shows the evidence of a record."""
    if not desk:
        return None
    return f"{desk.rstrip('/')}/documents/{line.source.id}?record={line.id}&page={line.page or 1}"


def deadline(line: Followed) -> date | str | None:
    """The day where there is one, else the words as they were written."""
    return line.day or (line.deadline.text if line.deadline else None)


def state(line: Followed, language: Language) -> Shown:
    """How it stands on the day of the sheet."""
    words = sheet.DUE[line.state][0]
    if line.state == "undated":
        kind = line.deadline.kind if line.deadline else None
        words = sheet.WITHOUT_A_DAY.get(kind, words) if kind else NO_DEADLINE
    text = words.into(language)
    return Shown(text[0].upper() + text[1:], mark=MARKS.get(line.state))


def progress(reached: Reached | None) -> str | None:
    """What was confirmed last: "78/78 đơn vị", "93,5 %", or that it is done."""
    if reached is None:
        return None
    if reached.value is None:
        return "100 %" if reached.done else None
    share = sheet.figure(reached.value) + (f"/{sheet.figure(reached.of)}" if reached.of is not None else "")
    return f"{share} {reached.unit}" if reached.unit else share


def result(line: Followed) -> str | None:
    """What came of it: the report that shows it, the day, and what was said."""
    if line.reached is None:
        return None
    on = f"ngày {sheet.day(line.done_on)}" if line.done_on else None
    return "; ".join(part for part in (line.reached.shown_by, on, line.reached.note) if part) or None


def remarks(line: Followed, language: Language) -> str | None:
    """Where it stands in the document, what moved its deadline, what took its place."""
    said = [
        Wording(f"trang {line.page}", f"page {line.page}") if line.page else None,
        Wording(line.path, line.path) if line.path else None,
        Wording(f"sản phẩm: {line.deliverable}", f"deliverable: {line.deliverable}") if line.deliverable else None,
        Wording(f"hạn sửa theo {line.moved_by}", f"moved by {line.moved_by}") if line.moved_by else None,
        Wording(f"thay bằng {line.source.superseded_by}", f"superseded by {line.source.superseded_by}")
        if line.source.superseded_by
        else None,
    ]
    return "; ".join(wording.into(language) for wording in said if wording) or None


def amount(figure: Figure | None) -> str | None:
    """A target's number as it is compared: "≥ 90 %", "8 - 10 %"; a result's as it was counted: "27/78 đơn vị"."""
    if figure is None:
        return None
    text = (sheet.COMPARATORS[figure.comparator] if figure.comparator else "") + sheet.figure(figure.value)
    if figure.value_max is not None:
        text += f" - {sheet.figure(figure.value_max)}"
    if figure.of is not None:
        text += f"/{sheet.figure(figure.of)}"
    return f"{text} {figure.unit}" if figure.unit else text
