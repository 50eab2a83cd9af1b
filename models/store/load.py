"""A document out of the database again, as contract records."""

from sqlalchemy.orm import Session

from models import records, rows, tables


def load(session: Session, document: tables.Document) -> records.Dispatch:
    """`document` as contract records, as it is known now: what people made of what was read."""
    reading = next(r for r in document.readings if r.current)
    live = [row for row in document.records if row.standing == "live"]
    found = [rows.record_of(row) for row in live]
    return records.Dispatch(
        file=reading.dispatch.file,
        dispatch=rows.letterhead_of(document),
        citations=tuple(rows.plain(records.Citation, c) for c in document.citations),
        tasks=tuple(r for r in found if isinstance(r, records.Task)),
        targets=tuple(r for r in found if isinstance(r, records.Target)),
        results=tuple(r for r in found if isinstance(r, records.Result)),
        problems=tuple(rows.plain(records.Problem, p) for p in document.problems),
    )
