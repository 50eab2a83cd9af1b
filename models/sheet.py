"""The tracking sheet as text: answers of `models.questions` as tables for a terminal, in a clerk's words."""

from collections.abc import Iterable, Sequence
from datetime import date

from rich.box import SIMPLE_HEAD as SIMPLE
from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from models.problems import problem_said
from models.questions import Counts, Doubt, Due, Found, Listed, State, Waiting
from models.records import Comparator, Deadline, DeadlineKind, Dispatch, Relation, Target, Unit
from models.tables import State as FileState
from models.wording import Language, Wording

NOTHING = Wording("(không có)", "(none)")

STATES: dict[FileState, Wording] = {
    "waiting": Wording("đang chờ", "waiting"),
    "leased": Wording("đang đọc", "being read"),
    "done": Wording("đã đọc", "done"),
    "failed": Wording("lỗi, sẽ thử lại", "failed, to be tried again"),
    "quarantined": Wording("cần người xem", "needs a person"),
}

DUE: dict[State, tuple[Wording, str]] = {
    "overdue": (Wording("quá hạn", "overdue"), "bold red"),
    "due_soon": (Wording("sắp đến hạn", "due soon"), "yellow"),
    "not_due": (Wording("chưa đến hạn", "not yet due"), ""),
    "done": (Wording("đã xong", "done"), "green"),
    "done_late": (Wording("xong, trễ hạn", "done late"), "green"),
    "superseded": (Wording("bị thay thế", "superseded"), "dim"),
    "undated": (Wording("chưa rõ ngày", "no day known"), "dim"),
}

KINDS: dict[str, Wording] = {
    "document": Wording("văn bản", "document"),
    "task": Wording("nhiệm vụ", "task"),
    "target": Wording("chỉ tiêu", "target"),
    "result": Wording("kết quả", "result"),
}

WITHOUT_A_DAY: dict[DeadlineKind, Wording] = {
    "ongoing": Wording("thường xuyên", "ongoing"),
    "recurring": Wording("định kỳ", "recurring"),
}

RELATIONS: dict[Relation, Wording] = {
    "based_on": Wording("căn cứ", "based on"),
    "implements": Wording("thực hiện", "implements"),
    "amends": Wording("sửa đổi, bổ sung", "amends"),
    "replaces": Wording("thay thế", "replaces"),
    "repeals": Wording("bãi bỏ", "repeals"),
    "mentions": Wording("nhắc đến", "mentions"),
}

COMPARATORS: dict[Comparator, str] = {
    "eq": "",
    "ge": "≥ ",
    "gt": "> ",
    "le": "≤ ",
    "lt": "< ",
    "approx": "≈ ",
    "between": "",
    "increase": "+",
    "decrease": "-",
}


def documents(found: Sequence[Listed], language: Language) -> RenderableType:
    """A document a line."""
    table = sheet_table(
        language,
        ("Mã", "Id", {"justify": "right"}),
        ("Số, ký hiệu", "Number", {"overflow": "fold"}),
        ("Ngày", "Date", {"no_wrap": True}),
        ("Cơ quan ban hành", "Issuer", {"ratio": 2}),
        ("Loại, trích yếu", "Kind and subject", {"ratio": 4}),
        ("Ghi được", "Found", {"width": 12}),
    )
    for d in found:
        subject = ": ".join(part for part in (d.kind, d.subject) if part) or ", ".join(d.files)
        counts = [
            Wording(f"{n} {vi}", f"{n} {en}").into(language)
            for n, vi, en in (
                (d.tasks, "nhiệm vụ", "tasks"),
                (d.targets, "chỉ tiêu", "targets"),
                (d.results, "kết quả", "results"),
                (d.problems, "chỗ cần xem", "to look at"),
            )
            if n
        ]
        table.add_row(
            str(d.id), d.number or "—", day(d.issued_on), d.issuer or "—", Text(subject), "\n".join(counts) or "—"
        )
    return table if found else Text(NOTHING.into(language))


def due(found: Sequence[Due], language: Language) -> RenderableType:
    """What is due, by unit: the unit with the nearest day first, and each unit's lines in the order of their days."""
    nobody = Wording("(chưa rõ đơn vị)", "(no unit read)").into(language)
    by_unit: dict[str, list[Due]] = {}
    for answer in found:
        for unit in answer.units or (nobody,):
            by_unit.setdefault(unit, []).append(answer)
    if not by_unit:
        return Text(NOTHING.into(language))
    table = sheet_table(
        language,
        ("Thời hạn", "Due", {"width": 10}),
        ("Nhiệm vụ, chỉ tiêu", "Task or target", {"ratio": 4}),
        ("Phối hợp", "With", {"ratio": 2}),
        ("Văn bản", "Document", {"width": 16, "overflow": "fold"}),
        ("Tình trạng", "State", {"width": 12}),
    )
    for unit, answers in sorted(by_unit.items(), key=lambda pair: (pair[1][0].day or date.max, pair[0])):
        table.add_section()
        table.add_row("", Text(unit, style="bold"))
        for answer in answers:
            table.add_row(*_due_row(answer, language))
    return table


def found(answers: Sequence[Found], language: Language) -> RenderableType:
    """What a search found, a line each."""
    table = sheet_table(
        language,
        ("Văn bản", "Document", {"width": 20, "overflow": "fold"}),
        ("Là", "Kind", {"no_wrap": True}),
        ("Nội dung", "Words", {"ratio": 1}),
        ("Trang", "Page", {"justify": "right"}),
    )
    for answer in answers:
        number = answer.number or f"#{answer.document_id}"
        table.add_row(number, KINDS[answer.kind].into(language), Text(answer.text), str(answer.page or ""))
    return table if answers else Text(NOTHING.into(language))


def _due_row(answer: Due, language: Language) -> tuple[str | Text, ...]:
    content = Text(answer.content)
    if answer.deadline.text not in answer.content:
        content.append(f" ({answer.deadline.text})", style="dim")
    source = answer.document or f"#{answer.document_id}"
    if answer.page:
        source += Wording(f"\ntrang {answer.page}", f"\npage {answer.page}").into(language)
    if answer.moved_by:
        content.append(Wording(f" (hạn sửa theo {answer.moved_by})", f" (moved by {answer.moved_by})").into(language))
    words, style = DUE[answer.state]
    if answer.state == "undated":
        words = WITHOUT_A_DAY.get(answer.deadline.kind, words)
    state = Text(words.into(language), style=style)
    if answer.superseded_by:
        state.append(Wording(f" bởi {answer.superseded_by}", f" by {answer.superseded_by}").into(language))
    return day(answer.day), content, Text("; ".join(answer.support)), source, state


def dispatch(number: int, known: Dispatch, language: Language) -> RenderableType:
    """All of one document."""
    head = known.letterhead
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(ratio=1)
    signer = (
        ", ".join(p for p in (head.signer.authority, head.signer.position, head.signer.name) if p)
        if head.signer
        else ""
    )
    for vi, en, value in (
        ("Mã", "Id", str(number)),
        ("Số, ký hiệu", "Number", head.number or ""),
        ("Loại văn bản", "Kind", head.kind or ""),
        ("Cơ quan ban hành", "Issuer", unit_name(head.issuer) if head.issuer else ""),
        ("Ngày ban hành", "Date of issue", ", ".join(p for p in (head.place, day(head.issued_on)) if p and p != "—")),
        ("Trích yếu", "Subject", head.subject or ""),
        ("Độ khẩn, độ mật", "Urgency, secrecy", ", ".join(p for p in (head.urgency, head.secrecy) if p)),
        ("Người ký", "Signer", signer),
        ("Nơi nhận", "Recipients", "\n".join(head.recipients)),
        ("Chịu trách nhiệm thi hành", "Executors", "; ".join(unit_name(u) for u in head.executors)),
        ("Hiệu lực", "Effective", head.effective.text if head.effective else ""),
        ("Tệp", "File", f"{known.file.name} ({known.file.pages} {Wording('trang', 'pages').into(language)})"),
    ):
        if value:
            facts.add_row(Wording(vi, en).into(language), Text(value))
    parts: list[RenderableType] = [facts]
    for title, table, count in (
        (Wording("Nhiệm vụ", "Tasks"), _tasks(known, language), len(known.tasks)),
        (Wording("Chỉ tiêu", "Targets"), _targets(known, language), len(known.targets)),
        (Wording("Kết quả", "Results"), _results(known, language), len(known.results)),
        (Wording("Văn bản liên quan", "Citations"), _citations(known, language), len(known.citations)),
        (Wording("Cần người xem", "For a person to see"), _problems(known, language), len(known.problems)),
    ):
        if count:
            parts += [Rule(Text(f"{title.into(language)} ({count})", style="bold"), align="left"), table]
    return Group(*parts)


def _tasks(known: Dispatch, language: Language) -> Table:
    table = sheet_table(
        language,
        ("STT", "No.", {"justify": "right"}),
        ("Nội dung nhiệm vụ", "Task", {"ratio": 6}),
        ("Chủ trì", "Lead", {"ratio": 3}),
        ("Phối hợp", "Support", {"ratio": 3}),
        ("Thời hạn", "Deadline", {"width": 12}),
        ("Sản phẩm", "Deliverable", {"ratio": 2}),
        ("Trang", "Page", {"justify": "right"}),
    )
    for n, t in enumerate(known.tasks, 1):
        table.add_row(
            str(n),
            Text(t.content),
            _units(t.lead),
            _units(t.support),
            Text(when(t.deadline)),
            Text(t.deliverable or ""),
            str(t.evidence[0].page) if t.evidence else "",
        )
    return table


def _targets(known: Dispatch, language: Language) -> Table:
    table = sheet_table(
        language,
        ("STT", "No.", {"justify": "right"}),
        ("Chỉ tiêu", "Measure", {"ratio": 4}),
        ("Mức", "Value", {"justify": "right", "no_wrap": True}),
        ("Thời hạn", "Deadline", {"width": 12}),
        ("Đơn vị", "Owners", {"ratio": 2}),
        ("Trang", "Page", {"justify": "right"}),
    )
    for n, t in enumerate(known.targets, 1):
        table.add_row(
            str(n),
            Text(t.measure),
            amount(t),
            Text(when(t.deadline)),
            _units(t.owners),
            str(t.evidence[0].page) if t.evidence else "",
        )
    return table


def _results(known: Dispatch, language: Language) -> Table:
    table = sheet_table(
        language,
        ("STT", "No.", {"justify": "right"}),
        ("Kết quả", "Result", {"ratio": 4}),
        ("Đạt", "Value", {"justify": "right", "no_wrap": True}),
        ("Kỳ", "Period", {"width": 12}),
        ("Đơn vị", "Owners", {"ratio": 2}),
        ("Của văn bản", "About", {}),
    )
    for n, r in enumerate(known.results, 1):
        share = figure(r.value) + (f"/{figure(r.of)}" if r.of is not None else "") + (f" {r.unit}" if r.unit else "")
        table.add_row(str(n), Text(r.content), share, Text(when(r.period)), _units(r.owners), r.about or "")
    return table


def _citations(known: Dispatch, language: Language) -> Table:
    table = sheet_table(
        language,
        ("Quan hệ", "Relation", {"no_wrap": True}),
        ("Loại", "Kind", {}),
        ("Số, ký hiệu", "Number", {}),
        ("Ngày", "Date", {"no_wrap": True}),
        ("Cơ quan", "Issuer", {"ratio": 1}),
    )
    for c in known.citations:
        issuer = unit_name(c.issuer) if c.issuer else ""
        table.add_row(RELATIONS[c.relation].into(language), c.kind or "", c.number, day(c.issued_on), Text(issuer))
    return table


def _problems(known: Dispatch, language: Language) -> Table:
    table = sheet_table(
        language,
        ("Trang", "Page", {"justify": "right"}),
        ("Việc cần xem", "What to look at", {"ratio": 3}),
        ("Có thể là", "Perhaps", {"ratio": 1}),
    )
    for p in known.problems:
        told = problem_said(p.code, p.message, language)
        table.add_row(str(p.page or ""), Text(told), Text("; ".join(c.value for c in p.candidates)))
    return table


def attention(files: Sequence[Waiting], found: Sequence[Doubt], language: Language) -> RenderableType:
    """The files that did not get through, then what to look at in those that did."""
    table = sheet_table(
        language,
        ("Tệp", "File", {"ratio": 1, "overflow": "fold"}),
        ("Tình trạng", "State", {"ratio": 1}),
        ("Lý do, việc cần làm", "Reason, what to do", {"ratio": 4}),
    )
    for f in files:
        reason = f.reason_en if language == "en" else f.reason_vi
        table.add_row(Text(f.name), STATES[f.state].into(language), Text(reason))
    for d in found:
        page = Wording(f"trang {d.page}", f"page {d.page}").into(language) if d.page else "—"
        table.add_row(Text(d.file), page, Text(problem_said(d.code, d.message, language)))
    return table if files or found else Text(NOTHING.into(language))


def counts(known: Counts, language: Language) -> str:
    """One line: how much is known."""
    files = ", ".join(f"{n} {STATES[state].into(language)}" for state, n in known.files.items())
    return Wording(
        f"{known.documents} văn bản, {known.tasks} nhiệm vụ, {known.targets} chỉ tiêu, {known.results} kết quả; "
        f"tệp: {files or 'chưa có'}",
        f"{known.documents} documents, {known.tasks} tasks, {known.targets} targets, {known.results} results; "
        f"files: {files or 'none yet'}",
    ).into(language)


def day(value: date | None) -> str:
    """dd/mm/yyyy, as clerks write it."""
    return value.strftime("%d/%m/%Y") if value else "—"


def when(deadline: Deadline | None) -> str:
    """The named day where there is one, and the words as written where they say more."""
    if deadline is None:
        return ""
    if deadline.kind == "by" and deadline.end:
        return day(deadline.end)
    if deadline.kind == "during" and deadline.start and deadline.end:
        return f"{day(deadline.start)} - {day(deadline.end)}"
    return f"{deadline.text} → {day(deadline.end)}" if deadline.kind == "relative" and deadline.end else deadline.text


def amount(target: Target) -> str:
    """A target's value as it is compared: "≥ 90 %", "8 - 10 %"."""
    text = COMPARATORS[target.comparator] + figure(target.value)
    if target.value_max is not None:
        text += f" - {figure(target.value_max)}"
    return f"{text} {target.unit}" if target.unit else text


def figure(value: float) -> str:
    """A number the Vietnamese way: 50.000, 4,2."""
    whole = f"{value:,.0f}" if value == int(value) else f"{value:,.6f}".rstrip("0")
    return whole.translate(str.maketrans(",.", ".,"))


def unit_name(unit: Unit) -> str:
    """The full official name where it is known, else as written."""
    return unit.canonical or unit.name


def _units(units: Iterable[Unit]) -> Text:
    return Text("; ".join(unit_name(u) for u in units))


def sheet_table(language: Language, *columns: tuple[str, str, dict[str, object]]) -> Table:
    """An empty table with these columns: Vietnamese name, English name, rich's settings."""
    table = Table(expand=True, pad_edge=False, header_style="bold", show_edge=False, box=SIMPLE, padding=(0, 1))
    for vi, en, settings in columns:
        table.add_column(Wording(vi, en).into(language), **settings)  # type: ignore[arg-type]
    return table
