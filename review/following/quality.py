"""The registers of the quality-management system (TCVN ISO 9001:2015), as `feeds.quality` builds them."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from feeds.exports.tables import Cell, Table
from feeds.quality import registers, tables
from feeds.quality.shown import TITLES, as_rows
from models.errors import NotThere
from review.following.answers import answered, desk_of, sheet
from review.visit import Reader, Visit

router = APIRouter()

CLAUSES = {"objectives": "6.2", "audits": "9.2", "nonconformities": "10.2", "procedures": "7.5"}

Scope = Annotated[Literal["quality", "all", ""], Query()]
Typed = Annotated[str, Query(max_length=300)]
Year = Annotated[str, Query(pattern="^([12][0-9]{3})?$")]


@router.get("/quality")
def quality(visit: Reader, scope: Scope = "", unit: Typed = "", year: Year = "") -> Response:
    """The first register."""
    return register(visit, "objectives", scope, unit, year)


@router.get("/quality.xlsx")
def all_sheets(visit: Reader, scope: Scope = "", unit: Typed = "", year: Year = "") -> Response:
    """All four registers, a sheet each."""
    return sheet(visit, _tables(visit, scope, unit, year, desk_of(visit)), f"so-chat-luong-{visit.today:%Y%m%d}")


@router.get("/quality/{which}.xlsx")
def register_sheet(visit: Reader, which: str, scope: Scope = "", unit: Typed = "", year: Year = "") -> Response:
    """One register as a sheet."""
    return sheet(
        visit, [_register(visit, which, scope, unit, year, desk_of(visit))], f"so-{which}-{visit.today:%Y%m%d}"
    )


@router.get("/quality/{which}")
@router.get("/quality/{which}.json")
def register(visit: Reader, which: str, scope: Scope = "", unit: Typed = "", year: Year = "") -> Response:
    """One register."""
    found = _register(visit, which, scope, unit, year, "")
    columns = found.columns
    rows: list[tuple[Cell, ...]] = list(found.rows)
    listed = Table(found.key, found.title, columns, rows)
    return answered(
        visit,
        "following/quality.html",
        {"register": which, "clause": CLAUSES[which], "lines": as_rows(listed)},
        columns=columns,
        rows=rows,
        titles=TITLES,
        clauses=CLAUSES,
        scope=scope,
        unit=unit.strip(),
        year=year,
        years=range(visit.today.year, visit.today.year - 10, -1),
    )


def _register(visit: Visit, which: str, scope: str, unit: str, year: str, desk: str) -> Table:
    if which not in CLAUSES:
        raise NotThere(which)
    return next(table for table in _tables(visit, scope, unit, year, desk) if table.key == which)


def _tables(visit: Visit, scope: str, unit: str, year: str, desk: str) -> tuple[Table, ...]:
    with visit.reading() as session:
        found = registers(
            session,
            today=visit.today,
            scope="all" if scope == "all" else "quality",
            unit=unit.strip() or None,
            year=int(year) if year else None,
            secret=True,
        )
    return tables(found, visit.language, desk or "/")
