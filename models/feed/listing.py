"""Lists of resources: filtered, sorted, a page at a time.

A page begins behind a place that the last one ended at (its sort value and id), so that pages neither repeat nor miss
what was there all along, however much comes and goes meanwhile.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.feed.shapes import Shaped, in_sight, shape
from models.folding import bare
from models.rows import number_key
from models.search import matching
from models.tables import Change, Document, Entry, File, Party, Progress, Reading, Record, Review, Unit, UnitName

Place = tuple[str | int | float, int]
"""Where a page ended: the last one's sort value and id."""

Condition = Callable[[Session, Any], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Listing:
    """A kind of resource: its shape, what it can be sorted by (`id` always), what it can be filtered by."""

    topic: str
    id: InstrumentedAttribute[int]
    filters: Mapping[str, Condition]
    sorts: Mapping[str, Any] = field(default_factory=dict)
    only: ColumnElement[bool] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Resources, and the place to go on from (None at the end)."""

    found: list[Shaped]
    after: Place | None


def listed(
    session: Session,
    name: str,
    filters: Mapping[str, Any],
    *,
    sort: str = "id",
    after: Place | None = None,
    limit: int = 50,
) -> Page:
    """A page of the list `name`. `ids` filters every list; `sort` is a field, "-" before it is the other way round."""
    of = LISTS[name]
    down, by = sort.startswith("-"), sort.removeprefix("-")
    key = of.id if by == "id" else of.sorts[by]
    query = select(of.id, key.label("key") if by != "id" else of.id.label("key"))
    if of.only is not None:
        query = query.where(of.only)
    if name == "files":
        query = query.where(in_sight(session))
    for filtered, value in filters.items():
        if filtered == "ids":
            query = query.where(of.id.in_(value))
        elif value is not None:
            query = query.where(of.filters[filtered](session, value))
    if after is not None:
        value, last = after
        value = as_key(key, value)
        past, same = (key < value if down else key > value), key == value
        query = query.where(or_(past, and_(same, of.id < last if down else of.id > last)))
    order = (key.desc(), of.id.desc()) if down else (key, of.id)
    rows = session.execute(query.order_by(*order).limit(limit + 1)).all()
    shown = rows[:limit]
    shapes = shape(session, of.topic, [row[0] for row in shown])
    return Page(
        [shapes[row[0]] for row in shown if row[0] in shapes],
        (as_place(shown[-1][1]), shown[-1][0]) if len(rows) > limit else None,
    )


def as_place(value: Any) -> str | int | float:
    """A sort value as a cursor carries it."""
    return value.isoformat() if isinstance(value, date) else value


def as_key(key: Any, value: Any) -> Any:
    """A cursor's value as it is sorted by. Raises ValueError where it is of another kind."""
    kind = key.type.python_type
    made = date.fromisoformat(value) if kind is date and isinstance(value, str) else value
    if not isinstance(made, (int, float) if kind is float else kind) or isinstance(made, bool):
        raise ValueError(value)
    return made


def same(column: Any) -> Condition:
    """Equal to the value."""
    return lambda _, value: column == value


def since(column: Any) -> Condition:
    """That day or later."""
    return lambda _, value: column >= value


def until(column: Any) -> Condition:
    """That day or before."""
    return lambda _, value: column <= value


def among(column: Any) -> Condition:
    """One of the values."""
    return lambda _, values: column.in_(values)


def words(of_record: bool) -> Condition:
    """Every word, accents and case aside."""

    def found(session: Session, asked: str) -> ColumnElement[bool]:
        condition = matching(session, asked)
        if condition is None:
            return false()
        if of_record:
            return Record.id.in_(select(Entry.record_id).where(Entry.record_id.is_not(None), condition))
        return Document.id.in_(select(Entry.document_id).where(Entry.record_id.is_(None), condition))

    return found


def _with_unit(_: Session, unit: int) -> ColumnElement[bool]:
    return Record.id.in_(select(Party.record_id).where(Party.unit_id == unit))


def _called(_: Session, name: str) -> ColumnElement[bool]:
    return Unit.id.in_(select(UnitName.unit_id).where(UnitName.folded.contains(bare(name), autoescape=True)))


def _of_record(_: Session, record: int) -> ColumnElement[bool]:
    return Review.id.in_(select(Change.review_id).where(Change.record_id == record))


def _day(column: Any) -> Any:
    return func.coalesce(column, date(9999, 12, 31))


OF_RECORDS: dict[str, Condition] = {
    "document_id": same(Record.document_id),
    "unit_id": _with_unit,
    "standing": among(Record.standing),
    "reviewed": same(Record.reviewed),
    "differs": same(Record.differs),
    "deadline_kind": among(Record.deadline_kind),
    "due_from": since(Record.deadline_end),
    "due_until": until(Record.deadline_end),
    "confidence_below": lambda _, value: Record.confidence < value,
    "q": words(True),
}
SORTS_OF_RECORDS = {
    "deadline": _day(Record.deadline_end),
    "confidence": Record.confidence,
    "document_id": Record.document_id,
}

LISTS: dict[str, Listing] = {
    "documents": Listing(
        "document",
        Document.id,
        {
            "number": lambda _, value: Document.number_key == number_key(value),
            "kind": same(Document.kind),
            "issuer_id": same(Document.issuer_id),
            "issued_from": since(Document.issued_on),
            "issued_until": until(Document.issued_on),
            "reviewed": same(Document.reviewed),
            "differs": same(Document.differs),
            "q": words(False),
        },
        {"issued_on": _day(Document.issued_on), "number": func.coalesce(Document.number_key, "")},
    ),
    **{
        f"{kind}s": Listing(kind, Record.id, OF_RECORDS, SORTS_OF_RECORDS, Record.kind == kind)
        for kind in ("task", "target", "result")
    },
    "files": Listing(
        "file",
        File.id,
        {
            "state": among(File.state),
            "sha256": same(File.sha256),
            "name": same(File.name),
            "document_id": lambda _, value: File.id.in_(select(Reading.file_id).where(Reading.document_id == value)),
        },
        {"name": File.name},
    ),
    "units": Listing(
        "unit",
        Unit.id,
        {
            "name": _called,
            "register_id": same(Unit.register_id),
            "group": same(Unit.is_group),
            "settled": same(Unit.settled),
        },
        {"name": Unit.name},
    ),
    "reviews": Listing(
        "review",
        Review.id,
        {
            "document_id": same(Review.document_id),
            "record_id": _of_record,
            "who": same(Review.who),
            "action": among(Review.action),
        },
    ),
    "progress": Listing(
        "progress",
        Progress.id,
        {
            "document_id": same(Progress.document_id),
            "record_id": same(Progress.record_id),
            "standing": among(Progress.standing),
            "done": same(Progress.done),
        },
    ),
}
