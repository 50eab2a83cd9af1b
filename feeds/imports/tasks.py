"""Rows of an office's tracking sheet as tasks: what was understood of each, and what was not."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from feeds.imports.sheets import Row, Sheet
from models.folding import bare
from models.following.imported import Brought
from models.records import Deadline, Evidence, Task, Unit
from models.wording import Wording
from nlp.deadlines import find_deadlines
from nlp.naming import FullNames
from nlp.units import Context, split_units


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place in the sheet that was not understood."""

    sheet: str
    row: int
    field: str
    told: Wording


@dataclass(frozen=True, slots=True)
class Understood:
    """What a sheet holds."""

    rows: tuple[Brought, ...]
    doubts: tuple[Doubt, ...]


def understood(sheet: Sheet, *, file: str, issuer: str | None = None) -> Understood:
    """The tasks of a sheet. `issuer` issued the documents of rows that name no other."""
    rows: list[Brought] = []
    doubts: list[Doubt] = []
    for row in sheet.rows:
        content = row.text("content")
        if content is None:
            told = Wording("không có nội dung nhiệm vụ, dòng bị bỏ qua", "no task in it, the row is left out")
            doubts.append(Doubt(sheet.name, row.number, "content", told))
            continue
        made, unread = _brought(row, content, sheet, file, issuer)
        rows.append(made)
        doubts += [Doubt(sheet.name, row.number, field, told) for field, told in unread]
    return Understood(tuple(rows), tuple(doubts))


def _brought(
    row: Row, content: str, sheet: Sheet, file: str, issuer: str | None
) -> tuple[Brought, list[tuple[str, Wording]]]:
    unread: list[tuple[str, Wording]] = []
    issued_on = day_of(row, "issued_on")
    if issued_on is None and row.text("issued_on"):
        unread.append(("issued_on", _unread(row.text("issued_on"))))
    number = row.text("number")
    if number is not None:
        number, said_on = numbered(number)
        issued_on = issued_on or said_on
        if number is None:
            unread.append(("number", _unread(row.text("number"))))
    by = row.text("issuer") or issuer
    full = FullNames(Context(issuer=by, issued_on=issued_on))
    deadline = deadline_of(row, issued_on)
    if deadline is None and row.text("deadline"):
        unread.append(("deadline", _unread(row.text("deadline"))))
    done, value, of, unit = progress_of(row)
    if done is None and row.text("state"):
        unread.append(("state", _unread(row.text("state"))))
    place = f"{sheet.name}, dòng {row.number}"
    task = Task(
        id="",
        content=content,
        lead=units_of(row.text("lead"), full),
        support=units_of(row.text("support"), full),
        deadline=deadline,
        deliverable=row.text("deliverable"),
        evidence=(Evidence(page=1, bbox=None, text=_said(row), origin="reviewer"),),
        confidence=1.0,
        path=f"{file} > {place}",
    )
    issued_by = full(split_units(by)) if by else ()
    note = "; ".join(t for t in (row.text("result"), row.text("remarks")) if t) or None
    brought = Brought(
        number=number,
        issued_on=issued_on,
        issuer=issued_by[0] if issued_by else Unit(name=by) if by else None,
        task=task,
        leader=row.text("leader"),
        done=bool(done),
        done_on=day_of(row, "done_on"),
        value=value,
        of=of,
        unit=unit,
        note=note,
        sheet=sheet.name,
        row=row.number,
    )
    return brought, unread


DATE = re.compile(r"\s*(?:ngày\s+)?(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})\s*\.?\s*", re.IGNORECASE)


def day_of(row: Row, field: str) -> datetime.date | None:
    """The day in a cell; None where there is none."""
    value = row.values.get(field)
    if isinstance(value, datetime.date):
        return value
    return written_day(value) if isinstance(value, str) else None


def written_day(text: str) -> datetime.date | None:
    """31/12/2024, and nothing else."""
    if found := DATE.fullmatch(text):
        try:
            return datetime.date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            return None
    return None


def deadline_of(row: Row, issued_on: datetime.date | None) -> Deadline | None:
    """The time in the deadline's cell, as a day or as words that name one."""
    text = row.text("deadline")
    day = day_of(row, "deadline")
    if text is None:
        return None
    if day is not None:
        return Deadline(text=text, kind="by", end=day, boundary="by")
    if DATE.fullmatch(text):
        return None  # 31/02/2024 is no month of February either
    found = find_deadlines(text, issued_on)
    return found[0].value if len(found) == 1 else None


NUMBER = re.compile(r"(?:số\s*:?\s*)?(\d{1,5}[a-zA-Z]?\s*/\s*[^\s,;]{2,40})", re.IGNORECASE)
OURS = re.compile(r"#\d{1,9}")
"""How our own sheets name a document without a number: by its id."""

ON = re.compile(r"ngày\s+(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})", re.IGNORECASE)


def numbered(text: str) -> tuple[str | None, datetime.date | None]:
    """Number and day of "Kế hoạch số 35/KH-UBND ngày 05/3/2020"."""
    found, on = NUMBER.search(text), ON.search(text)
    number = "".join(found[1].split()).rstrip(".") if found else None
    if number is None and OURS.fullmatch(text.strip()):
        number = text.strip()
    return number, written_day(on[1]) if on else None


def units_of(text: str | None, full: FullNames) -> tuple[Unit, ...]:
    """The units in a cell, with their full names; what is no unit's name stays as it is written."""
    if text is None or not re.search(r"\w", text):
        return ()
    found = full(split_units(text))
    return found or tuple(Unit(name=part.strip()) for part in re.split(r"[;\n]", text) if part.strip())


STATES: tuple[tuple[str, bool], ...] = (
    (r"\b(?:chua|khong) (?:hoan thanh|xong|thuc hien|den han|trien khai|co|bao cao|ro)\b", False),
    (r"\b(?:dang|sap|se|cho|tiep tuc)\b", False),
    (r"\b(?:hoan thanh|xong|da thuc hien|ket thuc|da bao cao|da ban hanh|da trinh|done|closed)\b", True),
    (r"\b(?:qua han|tre han|cham|con han|trong han|thuong xuyen|dinh ky|moi|huy|dung|thay the|open)\b", False),
    (r"\bkhong giao thoi han\b", False),
)
"""How a state's words tell whether it is done; the first that is found counts."""

SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s*/\s*(\d+(?:[.,]\d+)?)\s*(.{0,60})")
PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*%")


def progress_of(row: Row) -> tuple[bool | None, float | None, float | None, str | None]:
    """Whether it is done (None: nothing tells), and the number that was reached, of how many, in what."""
    said = bare(" ".join(t for t in (row.text("state"), row.text("progress")) if t))
    done = next((told for pattern, told in STATES if re.search(pattern, said)), None)
    progress = row.text("progress") or ""
    if found := SHARE.search(progress):
        value, of = _number(found[1]), _number(found[2])
        return done, value, of, found[3].strip(" .()") or None
    if found := PERCENT.search(progress):
        value = _number(found[1])
        return (True if value >= 100 and done is None else done), value, None, "%"
    return done, None, None, None


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _said(row: Row) -> str:
    """The row's own words, as evidence."""
    texts: Iterator[str | None] = (row.text(field) for field in row.values)
    return " | ".join(text for text in texts if text)[:1000]


def _unread(text: str | None) -> Wording:
    return Wording(f"không hiểu “{text}”", f"not understood: “{text}”")
