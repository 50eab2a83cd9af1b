"""How the values of fields are shown, where each was read, and what a worked-out one was worked out from."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from models import records, rows
from models.folding import bare
from models.following.states import names_a_day, next_time
from models.questions.desk import Desk, Row
from models.records import Deadline, Evidence, Letterhead, Unit
from models.wording import Language, Wording
from review.rendering import day, number

Editor = Literal[
    "line", "text", "deadline", "units", "unit", "amount", "number", "date", "choice", "lines", "signer"
]  # fmt: skip

EDITORS: dict[str, dict[str, Editor]] = {
    "task": {
        "content": "text", "lead": "units", "support": "units", "deadline": "deadline", "deliverable": "line",
    },
    "target": {
        "content": "text", "measure": "line", "value": "amount", "deadline": "deadline", "owners": "units",
    },
    "result": {
        "content": "text", "measure": "line", "value": "amount", "period": "deadline", "owners": "units",
        "about": "line",
    },
    "document": {
        "number": "line", "kind": "line", "issuer": "unit", "issued_on": "date", "subject": "text", "signer": "signer",
        "place": "line", "urgency": "line", "secrecy": "line", "executors": "units", "effective": "deadline",
        "recipients": "lines",
    },
}  # fmt: skip
"""The fields in the order in which they are shown, and how each is typed."""

AMOUNTS: dict[str, dict[str, Editor]] = {
    "target": {"comparator": "choice", "value": "number", "value_max": "number", "unit": "line"},
    "result": {"value": "number", "of": "number", "unit": "line"},
}
"""The fields that are shown, and typed, as one amount."""

COMPARATORS: dict[str, str] = {
    "eq": "=", "ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈", "between": "–", "increase": "↑",
    "decrease": "↓",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """One field as it is shown: `text`, more quietly `as_written`, and the `notes` on how it was worked out.

    `raw` is contract JSON, for the editor; `evidence` are the numbers of the places that it was read at, in the record;
    `machine` is what the reading says where a person said something else. `confidence` is the field's own, if it has;
    `find` are the words by which it is found on the page.
    """

    field: str
    editor: Editor
    text: str
    as_written: str
    notes: tuple[str, ...]
    raw: Any
    evidence: tuple[int, ...]
    machine: str | None
    confidence: float | None = None
    find: tuple[str, ...] = ()
    candidates: tuple[records.Candidate, ...] = ()
    problems: tuple[records.Problem, ...] = ()

    @property
    def empty(self) -> bool:
        return not self.text


@dataclass(frozen=True, slots=True)
class Card:
    """A record (or, without `row`, the document itself) with its fields and the places it was read at."""

    kind: Literal["task", "target", "result", "document"]
    row: Row | None
    values: tuple[Value, ...]
    evidence: tuple[Evidence, ...]
    confidence: float | None
    place: int
    path: str | None = None

    @property
    def page(self) -> int | None:
        return self.evidence[0].page if self.evidence else None


def cards(desk: Desk, today: date, language: Language) -> list[Card]:
    """The records of a document, the most harmful first; `place` is where each stands in the document."""
    order = {row.id: n for n, row in enumerate(sorted(desk.rows, key=lambda r: _position(r)), 1)}
    return [_card(row, desk, order[row.id], today, language) for row in desk.rows]


def head_card(desk: Desk, today: date, language: Language) -> Card:
    """The document's own fields. Those that are absent and in no doubt stand last."""
    evidence: list[Evidence] = []
    values = []
    for field, editor in EDITORS["document"].items():
        read = desk.head.evidence.get(field)
        first = len(evidence)
        evidence += read.evidence if read else ()
        problems = tuple(p for p in desk.problems if p.field == f"dispatch.{field}")
        raw = rows_json("document", desk.head, field)
        text, written, notes = said(field, getattr(desk.head, field), desk.head, today, language)
        value = Value(
            field=field,
            editor=editor,
            text=text,
            as_written=written,
            notes=notes,
            raw=raw,
            evidence=tuple(range(first, len(evidence))),
            machine=_machine(field, raw, desk.machine, desk.head, today, language),
            confidence=read.confidence if read else None,
            find=tuple(_words(getattr(desk.head, field))),
            candidates=tuple(c for p in problems for c in p.candidates),
            problems=problems,
        )
        values.append(value)
    sure = [v.confidence for v in values if v.confidence is not None]
    return Card("document", None, tuple(values), tuple(evidence), min(sure, default=None), 0)


def said(field: str, value: Any, head: Letterhead, today: date, language: Language) -> tuple[str, str, tuple[str, ...]]:
    """(text, as written, notes) of a field's value; empty texts where there is none."""
    if value is None or value == ():
        return "", "", ()
    if isinstance(value, Deadline):
        return _deadline(value, head, today, language)
    if isinstance(value, Unit):
        return value.canonical or value.name, _other(value), ()
    if isinstance(value, date):
        return day(value), "", ()
    if isinstance(value, records.Signer):
        return value.name or "", ", ".join(filter(None, (value.authority, value.position))), ()
    if isinstance(value, float):
        return number(value, language), "", ()
    if isinstance(value, tuple):
        if all(isinstance(v, Unit) for v in value):
            written = [_other(v) for v in value]
            return "; ".join(v.canonical or v.name for v in value), "; ".join(filter(None, written)), ()
        return "; ".join(map(str, value)), "", ()
    if field == "comparator":
        return COMPARATORS[value], "", ()
    return str(value), "", ()


def rows_json(kind: str, record: Any, field: str) -> Any:
    """The contract JSON of one field."""
    from models.reviews.fields import written

    return written(kind, field, getattr(record, field))


def _card(row: Row, desk: Desk, place: int, today: date, language: Language) -> Card:
    record = row.record
    values = []
    for field, editor in EDITORS[row.kind].items():
        value = getattr(record, field)
        raw = rows_json(row.kind, record, field)
        text, written, notes = said(field, value, desk.head, today, language)
        if editor == "amount":
            raw = {part: rows_json(row.kind, record, part) for part in AMOUNTS[row.kind]}
            text = amount(record, language)
        found = places_of(value, record.evidence)
        if isinstance(value, tuple) and value and row.reviewed is False:
            above = _inherited(value, record, language)
            notes, written = (*notes, *above), "" if above else written
        if editor == "amount":
            machine = _machine_amount(raw, row, language)
        else:
            machine = _machine(field, raw, row.machine, desk.head, today, language, row.kind)
        offered = _offered(field, value, record, desk) if editor == "deadline" else ()
        words = tuple(_words(value))
        values.append(Value(field, editor, text, written, notes, raw, found, machine, find=words, candidates=offered))
    return Card(row.kind, row, tuple(values), record.evidence, record.confidence, place, record.path)


def amount(record: rows.Kept, language: Language) -> str:
    """≥ 90% · 80–90% · 27/78 đơn vị."""
    if not isinstance(record, records.Target | records.Result):
        return ""
    value = number(record.value, language)
    if isinstance(record, records.Target):
        if record.comparator == "between":
            value = f"{value}–{number(record.value_max, language)}"
        else:
            value = f"{COMPARATORS[record.comparator]} {value}"
    elif record.of is not None:
        value = f"{value}/{number(record.of, language)}"
    return value + ("%" if record.unit == "%" else f" {record.unit}" if record.unit else "")


def _machine_amount(raw: dict[str, Any], row: Row, language: Language) -> str | None:
    if row.machine is None or all(row.machine.get(part) == value for part, value in raw.items()):
        return None
    from models.reviews.fields import whole

    return amount(whole(row.kind).validate_python(row.machine, strict=False), language)


def places_of(value: Any, evidence: tuple[Evidence, ...]) -> tuple[int, ...]:
    """Which of the places hold the words of a value; all of them where none does by itself."""
    words = [bare(word) for word in _words(value) if word]
    found = [n for n, place in enumerate(evidence) if any(w in (text := bare(place.text)) or text in w for w in words)]
    return tuple(found) or tuple(range(len(evidence)))


def _words(value: Any) -> list[str]:
    if isinstance(value, Deadline):
        return [value.text]
    if isinstance(value, Unit):
        return [value.name]
    if isinstance(value, tuple):
        return [word for inner in value for word in _words(inner)]
    if isinstance(value, float):
        return [number(value, "vi")]
    return [value] if isinstance(value, str) else []


def _inherited(units: tuple[Any, ...], record: rows.Kept, language: Language) -> tuple[str, ...]:
    """Units that the record's own words don't name: they stand above it, in a heading or a leading sentence."""
    if (record.path or "").rpartition(" > ")[2].startswith("dòng"):
        return ()  # a row of a table: the unit has its own cell there
    own = bare(record.content)
    above = [u for u in units if isinstance(u, Unit) and bare(u.name) not in own]
    places = [e.text for e in record.evidence[1:] if any(bare(u.name) in bare(e.text) for u in above)]
    if not above or not places:
        return ()
    quoted = places[0] if len(places[0]) < 70 else places[0][:67] + "…"
    return (Wording(f"theo “{quoted}”", f"from “{quoted}”").into(language),)


def _deadline(
    deadline: Deadline, head: Letterhead, today: date, language: Language
) -> tuple[str, str, tuple[str, ...]]:
    notes: list[str] = []
    end, text = deadline.end, deadline.text
    if deadline.kind == "recurring":
        main = text
        rule = deadline.rrule or ""
        coming = next_time(deadline, head.issued_on or today, today) if names_a_day(rule) else None
        if coming:
            notes.append(Wording(f"lần tới {day(coming)}", f"next on {day(coming)}").into(language))
        return main, "", tuple(notes)
    if end is None:
        return text, "", ()
    if deadline.start is not None and deadline.kind == "during":
        main = f"{day(deadline.start)} – {day(end)}"
    elif deadline.boundary == "before":
        main = Wording(f"trước {day(end)}", f"before {day(end)}").into(language)
    else:
        main = Wording(f"đến {day(end)}", f"by {day(end)}").into(language)
    if deadline.relative is not None:
        working = (
            Wording(" theo ngày làm việc", " in working days").into(language) if deadline.relative.working_days else ""
        )
        if head.issued_on and deadline.relative.from_ == "signing":
            since = Wording(
                f"tính từ ngày ký {day(head.issued_on)}", f"counted from the signing, {day(head.issued_on)}"
            )
            notes.append(since.into(language) + working)
    elif str(end.year) not in text and str(end.year)[2:] not in text.replace("-", "/").split("/"):
        year = str(end.year)
        if head.subject and f"năm {year}" in head.subject:
            notes.append(Wording(f"năm {year} lấy từ trích yếu", f"the year {year} is from the subject").into(language))
        elif head.issued_on:
            notes.append(
                Wording(
                    f"năm {year} suy từ ngày ban hành {day(head.issued_on)}",
                    f"the year {year} follows from the date of issue, {day(head.issued_on)}",
                ).into(language)
            )
    return main, text, tuple(notes)


def _other(unit: Unit) -> str:
    """The name as written, where it is not the full one."""
    return unit.name if unit.canonical and unit.canonical != unit.name else ""


def _machine(
    field: str,
    raw: Any,
    machine: dict[str, Any] | None,
    head: Letterhead,
    today: date,
    language: Language,
    kind: str = "document",
) -> str | None:
    """What the reading says of a field, in words, where that is not what stands."""
    if machine is None or field not in machine or machine[field] == raw:
        return None
    from models.reviews.fields import adapter

    value = adapter(kind, field).validate_python(machine[field], strict=False)
    return said(field, value, head, today, language)[0] or "—"


def _offered(field: str, value: Any, record: rows.Kept, desk: Desk) -> tuple[records.Candidate, ...]:
    """Readings of a deadline that could not be taken, for a record of the same page that has none."""
    pages = {place.page for place in record.evidence}
    if value is not None:
        return ()
    doubts = [p for p in desk.problems if p.code.startswith("deadline") and p.page in pages]
    return tuple(c for p in doubts for c in p.candidates)


def _position(row: Row) -> tuple[int, float, float]:
    first = row.record.evidence[0] if row.record.evidence else None
    return (first.page, first.bbox[1] if first.bbox else 0.0, float(row.id)) if first else (10**6, 0.0, float(row.id))
