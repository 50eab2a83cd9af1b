"""What is to be known before dispatches are saved, asked in one question: a server is waited for once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Date, Integer, Select, String, bindparam, cast, func, literal_column, null, select, union_all
from sqlalchemy.orm import Session

from models import records, rows
from models.store.adding import kinds
from models.tables import Document, File, Reading


@dataclass(frozen=True, slots=True)
class Known:
    """The ids of files that were read before, the identities of documents; and ids that nothing had before, as many as
    there may be new documents and records."""

    files: set[int]
    documents: set[rows.Identity | None]
    new_documents: Sequence[int]
    new_records: Sequence[int]


def known_before(session: Session, found: Sequence[tuple[File, records.Dispatch]]) -> Known:
    """What is known of these files, and of documents with the numbers of their dispatches."""
    dispatches = [dispatch for _, dispatch in found]
    numbers = {rows.number_key(number) for dispatch in dispatches if (number := dispatch.letterhead.number)}
    wanted = {"documents": len(found), "records": sum(len(each) for d in dispatches for _, each in kinds(d))}
    asked = {"files": [file.id for file, _ in found], "numbers": list(numbers), **wanted}
    connection = session.connection()
    told: dict[str, list[tuple[int, Any, Any]]] = defaultdict(list)
    for what, *columns in connection.execute(ASKED[connection.dialect.name], asked):
        told[what].append(tuple(columns))
    new = {}
    for table, many in wanted.items():
        ids = sorted(number for number, _, _ in told[table])
        new[table] = ids if connection.dialect.name == "postgresql" else range(ids[0] + 1, ids[0] + 1 + many)
    same = {(key, issuer, day) for issuer, key, day in told["same"]}
    return Known({number for number, _, _ in told["files"]}, {*same}, new["documents"], new["records"])


def _told(what: str, number: Any, key: Any = None, day: Any = None) -> Select[Any]:
    """Rows of the answer: what they tell of, and their columns, which are of the same types in each."""
    nothing = cast(null(), String), cast(null(), Date)
    columns = (number, *nothing) if key is None else (number, key, day)
    return select(literal_column(f"'{what}'"), *columns)


READ = _told("files", Reading.file_id).where(Reading.file_id.in_(bindparam("files", expanding=True)))
SAME = _told("same", Document.issuer_id, Document.number_key, Document.issued_on).where(
    Document.number_key.in_(bindparam("numbers", expanding=True))
)
TABLES = ("documents", "records")
NEXT = (
    _told(table, func.nextval(literal_column(f"'{table}_id_seq'"))).select_from(
        func.generate_series(1, bindparam(table, type_=Integer))
    )
    for table in TABLES
)
LAST_OF = (
    "max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{0}'), 0), coalesce((SELECT max(id) FROM {0}), 0))"
)
LAST = (_told(table, literal_column(LAST_OF.format(table))) for table in TABLES)
ASKED = {"postgresql": union_all(READ, SAME, *NEXT), "sqlite": union_all(READ, SAME, *LAST)}
"""The next ids are from PostgreSQL's sequences; on SQLite, whose writer has them to itself, those behind the last that
were given, also to what is gone by now."""
