"""How these pages answer: as a page, as its JSON twin (`.json`, or by Accept), as a sheet (`.xlsx`), as a picture."""

from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from typing import Any
from urllib.parse import quote

from fastapi.responses import JSONResponse, Response
from pydantic import TypeAdapter

from feeds.exports.tables import Table
from feeds.exports.xlsx import Heading, write_xlsx
from models.wording import Wording
from review.following import wordings
from review.visit import Visit

MOST_LINES = 10_000
"""Lines of a sheet that is made while somebody waits; larger ones are what `vanthu export` is for."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)


def answered(visit: Visit, template: str, twin: dict[str, Any], **shown: Any) -> Response:
    """The page; or, for a program, `twin`, which holds the same."""
    if wants_json(visit):
        return JSONResponse(ANYTHING.dump_python(twin, mode="json"))
    return visit.page(template, **twin, **shown, words=wordings)


def wants_json(visit: Visit) -> bool:
    """Whether a program asks."""
    accepted = visit.request.headers.get("accept", "")
    return visit.request.url.path.endswith(".json") or ("application/json" in accepted and "text/html" not in accepted)


def cut(table: Table, lines: int) -> Table:
    """`table`, whose title says so where it ends at `MOST_LINES`."""
    if lines < MOST_LINES:
        return table
    first = Wording(
        f"{table.title.vi} ({MOST_LINES} dòng đầu; đầy đủ: vanthu export)",
        f"{table.title.en} (the first {MOST_LINES} lines; all of them: vanthu export)",
    )
    return replace(table, title=first)


def sheet(visit: Visit, tables: Iterable[Table], name: str) -> Response:
    """An XLSX to be saved."""
    office = visit.request.app.state.settings.feeds.office_name
    made = BytesIO()
    write_xlsx(tables, made, Heading(office, visit.today, visit.language))
    return Response(made.getvalue(), media_type=XLSX, headers=saved_as(f"{name}.xlsx"))


def saved_as(name: str) -> dict[str, str]:
    """The header by which a browser saves an answer under `name`."""
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}


def picture(svg: bytes) -> Response:
    """An SVG of ours. It holds its own styles, so it has a policy of its own; nothing else may run or load in it."""
    return Response(
        svg,
        media_type="image/svg+xml",
        headers={
            "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            "cache-control": "private, max-age=60",
        },
    )


def desk_of(visit: Visit) -> str:
    """The desk's address, for links in files."""
    given: str = visit.request.app.state.settings.serve.public_url
    return given or str(visit.request.base_url).rstrip("/")
