"""Orders in tables: one a row, by what its columns are.

A row over all columns is a group: its unit or time goes for the rows under it. A cell merged over rows stands in each
of them; a row without a number that goes on in small letters is the rest of the row above, parted by a page's end.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from extract.transcript import Cell, Table
from models.records import Deadline, Relative
from nlp.deadlines import read_deadline
from nlp.evidence import Stretch, stretch_of
from nlp.language import fold, vietnamese
from nlp.mention import Mention
from nlp.tasks.order import Inherited, Order, Units
from nlp.tasks.roles import read_opening
from nlp.tasks.speaker import Speaker
from nlp.tasks.tables.columns import ENUMERATOR, Columns, Role, read_columns, text_of
from nlp.tasks.tables.timetables import Timed, read_spread, spreads, under_title
from nlp.tasks.timing import as_mention
from nlp.units import find_units, split_units


def orders_in_table(table: Table, path: str | None, inherited: Inherited, speaker: Speaker) -> Iterator[Order]:
    """The orders in `table`, which stands at `path` and inherits what its point does."""
    columns = columns_of(table, speaker.issued_on)
    if columns is None or not assigns(columns, inherited):
        return
    rows = with_repeated(rows_of(table, columns))
    alike = Counter(fold(said(r, "task")) for r in rows if not r.group)
    for row in rows:
        if row.group:
            inherited = under_group(row, inherited, speaker)
        else:
            order = order_of(row, path, inherited, speaker, twins=alike[fold(said(row, "task"))] > 1)
            if order:
                yield order


def columns_of(table: Table, issued_on: date | None) -> Columns | None:
    """The columns of `table`, by headings or by what the cells hold."""
    return read_columns(
        table,
        lambda text: only_units(text),
        lambda text: bool(read_deadline(text, issued_on)),
    )


def only_units(text: str) -> bool:
    """Whether `text` is nothing but units that the register or the grammar knows."""
    if len(text) > 300:
        return False
    units = find_units(vietnamese()(text))
    covered = sum(u.end - u.start for u in units)
    return bool(units) and covered >= 0.75 * len(re.sub(r"[\s,;/.-]", "", text))


def assigns(columns: Columns, inherited: Inherited) -> bool:
    """Whether the table hands out work: it has a column of tasks, and units in a column or from above."""
    roles = set(columns.roles)
    if "step" in roles or "task" not in roles:
        return False
    if roles & {"lead", "roles", "support"}:
        return True
    return bool(inherited.lead) and bool(roles & {"deadline", "deliverable"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells by role; `group` where it heads the rows under it."""

    number: int
    label: str
    cells: dict[Role, tuple[Cell, ...]]
    titles: dict[Role, str]
    group: bool
    text: str
    first: Cell
    times: tuple[Timed, ...] = ()


def rows_of(table: Table, columns: Columns) -> Iterator[Row]:
    """The rows under the headings, parts of a row put together, repeated headings and blank rows left out."""
    grid = table.grid()
    heads = {tuple(text_of(c) for c in row) for row in grid[: columns.headings]}
    seen: set[tuple[int, ...]] = set()
    held: Row | None = None
    for number in range(columns.headings, len(grid)):
        cells = grid[number]
        present = [c for c in cells if c and c.text.strip()]
        if not present or tuple(text_of(c) for c in cells) in heads or tuple(id(c) for c in cells) in seen:
            continue
        seen.add(tuple(id(c) for c in cells))
        row = read_row(number, cells, columns)
        if held and goes_on(row, held):
            held = joined(held, row)
            continue
        if held:
            yield held
        held = row
    if held:
        yield held


def with_repeated(rows: Iterable[Row]) -> list[Row]:
    """`rows`, ditto marks in columns of times and units put right by the row above: "30/6/2026", then "-nt-"."""
    whole: list[Row] = []
    for row in rows:
        above = whole[-1] if whole else None
        if above and not above.group and DITTO.fullmatch(fold(said(row, "deadline")).strip()) and above.times:
            row = replace(row, cells={**row.cells, "deadline": above.cells.get("deadline", ())}, times=above.times)
        same = [role for role in UNIT_ROLES if DITTO.fullmatch(fold(said(row, role)).strip())]
        if above and not above.group and same:
            row = replace(row, cells={**row.cells, **{role: above.cells.get(role, ()) for role in same}})
        whole.append(row)
    return whole


UNIT_ROLES: tuple[Role, ...] = ("lead", "roles", "support")

DITTO = re.compile(r"[-–]?\s*(?:nt|n\.t|như trên|\"|”|“|''|〃|//)\s*[-–.]?")


def read_row(number: int, cells: list[Cell | None], columns: Columns) -> Row:
    """A row of the grid by the roles of its columns."""
    by_role: dict[Role, tuple[Cell, ...]] = {}
    titles: dict[Role, str] = {}
    for column, role in enumerate(columns.roles):
        cell = cells[column]
        if role and cell and cell.text.strip() and cell not in by_role.get(role, ()):
            by_role[role] = (*by_role.get(role, ()), cell)
            titles.setdefault(role, columns.titles[column])
    distinct = {id(c): c for c in cells if c and c.text.strip()}
    texts = [c for c in distinct.values() if not ENUMERATOR.fullmatch(c.text.strip())]
    label = next((c.text.strip() for c in distinct.values() if ENUMERATOR.fullmatch(c.text.strip())), "")
    group = (
        len(texts) == 1
        and (texts[0].column_span > 1 or not {"lead", "roles", "deadline", "support"} & set(by_role))
        and (
            texts[0].column_span >= max(2, len(cells) - 2)
            or ("number" in columns.roles and heads_rows(label, texts[0].text))
        )
    )
    first = texts[0] if texts else next(iter(distinct.values()))
    times = tuple(
        Timed(columns.titles[i], " ".join(c.text.split()) if (c := cells[i]) else "") for i in columns.of("deadline")
    )
    return Row(number, label, by_role, titles, group, " ".join(first.text.split()), first, times)


def heads_rows(label: str, text: str) -> bool:
    """Whether a row with only `label` and `text` heads a group: "II", "A", or all in capitals."""
    return bool(re.fullmatch(r"[IVXLC]+\.?|[A-HĐ]\.?", label)) or text.isupper()


def goes_on(row: Row, held: Row) -> bool:
    """Whether `row` is the rest of `held`: no number, no units of its own, and a text that begins small."""
    text = said(row, "task")
    return (
        not row.label
        and not row.group
        and not held.group
        and bool(held.label)
        and not {"lead", "roles", "deadline"} & set(row.cells)
        and bool(text)
        and text[0].islower()
    )


def joined(held: Row, rest: Row) -> Row:
    """`held` with the cells of its `rest`."""
    cells = dict(held.cells)
    for role, more in rest.cells.items():
        cells[role] = (*cells.get(role, ()), *more)
    return replace(held, cells=cells)


def said(row: Row, role: Role) -> str:
    """What the row's cells of `role` say, on one line."""
    return " ".join(" ".join(c.text.split()) for c in row.cells.get(role, ()))


def under_group(row: Row, inherited: Inherited, speaker: Speaker) -> Inherited:
    """What the rows under a group row inherit: the unit it names, the time it gives."""
    units = find_units(vietnamese()(row.text))
    opening = read_opening(row.text, units)
    lead = opening.lead if opening and opening.lead and (opening.leads_in or opening.form == "called") else ()
    told = after_colon(row.text) if ":" in row.text else row.text if DATES_ROWS.match(fold(row.text)) else ""
    time = read_deadline(told, speaker.issued_on, year=speaker.year) if told else None
    return replace(
        inherited,
        lead=lead or inherited.lead,
        support=(),
        deadline=as_mention(time, row.text),
        sources=tuple(stretch_of(p) for p in row.first.paragraphs) if lead else inherited.sources,
    )


DATES_ROWS = re.compile(
    r"\W*(?:[ivx\d]{1,4}[.)]\s*)?(?:(?:các |những )?(?:nhiệm vụ|nội dung|công việc|đề án|văn bản)[^.;:]{0,60}?"
    r"(?:hoàn thành|xong|trình|ban hành|thực hiện) (?:trong|trước|vào) "
    r"|(?:hoàn thành )?(?:trong |trước |đến hết )?(?:tháng (?:1[0-2]|0?[1-9])|quý (?:i{1,3}|iv|[1-4]))"
    r"(?:\s*/\s*20\d\d|,? năm 20\d\d)?\W*$)"
)
"""A group's title that says when its rows are done: "Tháng 4/2026", "Các đề án trình trong quý II"."""


def after_colon(text: str) -> str:
    """What a group's title says after its last colon."""
    return text.rsplit(":", 1)[-1].strip()


def order_of(row: Row, path: str | None, inherited: Inherited, speaker: Speaker, twins: bool) -> Order | None:
    """The order of a row, or None where it names nobody or nothing to do."""
    task = STRAY_NUMBER.sub("", said(row, "task"))
    if len(task) < 6 or not re.search(r"[^\W\d_]{2}", task):
        return None
    lead, support = units_of(row)
    from_column = bool(lead)
    lead = lead or inherited.lead
    if not lead:
        return None
    content = task
    if twins and "object" in row.cells:
        content = f"{said(row, 'object')} {task}"
    step = f"dòng {row.label or row.number}"
    time = time_of(row, speaker)
    return Order(
        content=content,
        lead=lead,
        support=support or (() if "support" in row.titles else inherited.support),
        deadline=time or inherited.deadline,
        unread=None if time else said(row, "deadline") or None,
        deliverable=said(row, "deliverable") or None,
        path=f"{path} > {step}" if path else step,
        places=places_of(row, "task"),
        sources=places_of(row, "lead", "roles", "support", "deadline") if from_column else inherited.sources,
        rule="hàng của bảng" if from_column else "hàng của bảng, đơn vị ở nhóm",
        certainty=0.93 if from_column else 0.8,
    )


def places_of(row: Row, *roles: Role) -> tuple[Stretch, ...]:
    """Where the cells of `roles` stand."""
    return tuple(stretch_of(p) for role in roles for c in row.cells.get(role, ()) for p in c.paragraphs)


STRAY_NUMBER = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]|[-+•])\s+")

PARTED = re.compile(
    r"(?:đơn vị |cơ quan )?(?:chủ trì|phối hợp|trưởng đoàn|phó trưởng đoàn|thành viên)[^:\n,;]{0,25}?\s*:"
    r"|,?\s*(?:chủ trì,?\s*)?phối hợp (?:với|cùng)",
    re.IGNORECASE,
)

SUPPORTS = re.compile("phối hợp|thành viên|phó trưởng đoàn")


def units_of(row: Row) -> tuple[Units, Units]:
    """Lead and support by the row's columns; a column for both, or a cell that says both, is parted at "phối hợp"."""
    lead: Units = ()
    support: Units = ()
    for cell in (*row.cells.get("lead", ()), *row.cells.get("roles", ())):
        first, second = parted(" ; ".join(p.text for p in cell.paragraphs))
        lead += units_in(first)
        support += units_in(second)
    for cell in row.cells.get("support", ()):
        support += units_in(" ; ".join(p.text for p in cell.paragraphs))
    return lead, support


PART_AFTER = re.compile(
    r"(?P<who>[^();:]+?)\s*\(\s*(?:đơn vị |cơ quan )?(?P<part>chủ trì|phối hợp)(?: thực hiện)?\s*\)[\s,;.]*(?:và )?",
    re.IGNORECASE,
)
"""A unit and its part in brackets after it: "Sở Nội vụ (chủ trì), Văn phòng Sở (phối hợp)"."""


def parted(text: str) -> tuple[str, str]:
    """What a cell says of those who lead, and of those who support."""
    told = list(PART_AFTER.finditer(text))
    if any(SUPPORTS.match(fold(m["part"])) for m in told) and not PART_AFTER.sub("", text).strip(" ,;."):
        said = [(m["who"], SUPPORTS.match(fold(m["part"])) is not None) for m in told]
        return " ; ".join(who for who, helps in said if not helps), " ; ".join(who for who, helps in said if helps)
    lead, support, at, supporting = "", "", 0, False
    for match in PARTED.finditer(text):
        lead, support = (
            (lead, support + text[at : match.start()]) if supporting else (lead + text[at : match.start()], support)
        )
        supporting = SUPPORTS.search(fold(match[0])) is not None
        at = match.end()
    rest = text[at:]
    return (lead, support + rest) if supporting else (lead + rest, support)


def units_in(text: str) -> Units:
    """The units of a cell."""
    text = re.sub(r"\s+", " ", text).strip(" ;,.-–+")
    return tuple(split_units(text)) if text and re.search(r"[^\W\d_]{2}", text) else ()


def time_of(row: Row, speaker: Speaker) -> Mention[Deadline] | None:
    """The row's deadline by its column; a bare number under "Số ngày …" is a duration."""
    text = said(row, "deadline")
    if not text:
        return None
    title = row.titles.get("deadline", "")
    bare = re.fullmatch(r"(\d{1,3})(?:\s*ngày)?", text)
    if bare and "ngày" in fold(title):
        working = "làm việc" in fold(title)
        deadline = Deadline(
            text=f"{title}: {text}",
            kind="relative",
            relative=Relative(duration=f"P{int(bare[1])}D", working_days=working),
        )
        return as_mention(deadline, text)
    if spreads(row.times):
        return as_mention(
            read_spread(row.times, lambda said: read_deadline(said, speaker.issued_on, year=speaker.year)), text
        )
    if len(row.times) == 1:
        text = under_title(row.times[0]) or text
    found = read_deadline(text, speaker.issued_on, year=speaker.year)
    if found and found.relative and not found.relative.duration:
        return None  # "Sau khi có quy chế": an event without a duration is no day to keep to
    return as_mention(found, text)
