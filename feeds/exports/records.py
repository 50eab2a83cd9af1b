"""JSON Lines of the records as the contract writes them: one task, target or result a line, with its document.

```jsonc
{"schema": "vanthu/1", "record": "task", "record_id": 12, "version": 3, "state": "overdue", "day": "2024-06-15",
 "document": {"id": 4, "number": "41/KH-UBND", "kind": "Kế hoạch", "issuer": UNIT, "issued_on": …, "subject": …},
 "id": …, "content": …, "lead": [UNIT], …}
```
"""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import records, rows, tables
from models.questions.followed import Followed
from models.records import SCHEMA, as_printed

AT_ONCE = 500

DOCUMENT = ("number", "kind", "issuer", "place", "issued_on", "subject", "urgency", "secrecy")


def record_lines(session: Session, lines: Iterable[Followed]) -> Iterator[bytes]:
    """The records of `lines`, in their order, a line of JSON each. The session lets go of what it holds on the way."""
    coming = iter(lines)
    while block := list(islice(coming, AT_ONCE)):
        found = {
            row.id: row
            for row in session.scalars(
                select(tables.Record)
                .where(tables.Record.id.in_([line.id for line in block]))
                .options(joinedload(tables.Record.document).joinedload(tables.Document.issuer))
            )
        }
        for line in block:
            yield json.dumps(_written(line, found[line.id]), ensure_ascii=False).encode() + b"\n"
        session.expunge_all()


def _written(line: Followed, row: tables.Record) -> dict[str, Any]:
    head = HEAD.dump_python(rows.letterhead_of(row.document), mode="json", by_alias=True)
    return {
        "schema": SCHEMA,
        "record": line.record,
        "record_id": line.id,
        "version": line.version,
        "state": line.state if line.record != "result" else None,
        "day": line.day.isoformat() if line.day else None,
        "done_on": line.done_on.isoformat() if line.done_on and line.record != "result" else None,
        "reviewed": line.reviewed,
        "document": {"id": line.source.id, **{field: head[field] for field in DOCUMENT}},
        **as_printed(rows.adapters[line.record].dump_python(rows.record_of(row), mode="json", by_alias=True)),
    }


HEAD = TypeAdapter(records.Letterhead)
