"""A table as CSV, JSON Lines or Parquet: for spreadsheets, programs and data tools."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from feeds.exports.tables import Column, Table
from models.wording import Language

if TYPE_CHECKING:
    import pyarrow as pa

Plain = str | int | float | date | None

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet takes for a formula; it gets an apostrophe before it (OWASP, CSV Injection)."""

AT_ONCE = 5_000


def csv_lines(table: Table, language: Language = "vi") -> Iterator[bytes]:
    """CSV by RFC 4180 in UTF-8 with its mark, by which Excel knows the letters; days as dd/mm/yyyy for clerks."""
    writer = csv.writer(line := _Line())
    yield b"\xef\xbb\xbf"
    writer.writerow([column.heading.into(language) for column in table.columns])
    yield line.taken()
    for row in table.plain():
        writer.writerow([_in_csv(cell, language) for cell in row])
        yield line.taken()


def json_lines(table: Table) -> Iterator[bytes]:
    """A row a line, under the columns' keys; days as ISO 8601."""
    keys = [column.key for column in table.columns]
    for row in table.plain():
        named = dict(zip(keys, (c.isoformat() if isinstance(c, date) else c for c in row), strict=True))
        yield json.dumps(named, ensure_ascii=False).encode() + b"\n"


def write_parquet(table: Table, path: Path | BinaryIO) -> None:
    """Parquet, a column group for every few thousand rows; days are days, numbers numbers, the rest text.

    What a column of days says in words goes into a column of its own, KEY_text.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema(table.columns)
    rows = table.plain()
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while block := list(islice(rows, AT_ONCE)):
            writer.write_table(pa.Table.from_pylist([_named(table.columns, row) for row in block], schema=schema))


def _schema(columns: tuple[Column, ...]) -> "pa.Schema":
    import pyarrow as pa

    fields: list[tuple[str, Any]] = []
    for column in columns:
        if column.shape == "day":
            fields += [(column.key, pa.date32()), (f"{column.key}_text", pa.string())]
        elif column.key == "no":
            fields.append((column.key, pa.int32()))
        else:
            fields.append((column.key, pa.float64() if column.shape == "number" else pa.string()))
    return pa.schema(fields)


def _named(columns: tuple[Column, ...], row: tuple[Plain, ...]) -> dict[str, Plain]:
    named: dict[str, Plain] = {}
    for column, cell in zip(columns, row, strict=True):
        if column.shape == "day":
            named[column.key] = cell if isinstance(cell, date) else None
            named[f"{column.key}_text"] = cell if isinstance(cell, str) else None
        elif column.shape == "number" or column.key == "no":
            named[column.key] = cell
        else:
            named[column.key] = None if cell is None else str(cell)
    return named


def _in_csv(cell: Plain, language: Language) -> Plain:
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y") if language == "vi" else cell.isoformat()
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


class _Line:
    """The file that `csv` writes into: the last line."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text += text

    def taken(self) -> bytes:
        taken, self.text = self.text.encode(), ""
        return taken
