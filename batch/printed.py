"""Answers for people and programs: a Transcript as plain text or JSON, and a folder of answers, a file for each."""

import json
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

from pydantic_core import to_jsonable_python

from extract.errors import printable
from extract.transcript import Cell, Paragraph, Table, Transcript


def as_text(transcript: Transcript) -> str:
    """A paragraph a line, in reading order; a table as rows of cells between bars. Running heads are left out."""
    lines: list[str] = []
    for block in transcript.blocks:
        if isinstance(block, Table):
            lines += ["", *_rows(block), ""]
        elif block.role != "furniture":
            lines.append(block.text)
    return "\n".join(lines).strip("\n") + "\n"


def as_json(transcript: Transcript, indent: int | None = None) -> str:
    """The whole Transcript: pages and their verdicts, blocks, lines, words with boxes, origins and confidences."""
    return json.dumps(_by_name(transcript), default=to_jsonable_python, ensure_ascii=False, indent=indent)


def _by_name(value: Any) -> Any:
    """A value's fields by their names, named tuples' too; what is worked out from others is left out."""
    if is_dataclass(value):
        return {one.name: _by_name(getattr(value, one.name)) for one in fields(value) if one.init}
    if isinstance(value, tuple):
        return value._asdict() if hasattr(value, "_asdict") else [_by_name(one) for one in value]
    return value


def _rows(table: Table) -> list[str]:
    by_row: dict[int, list[Cell]] = {}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        by_row.setdefault(cell.row, []).append(cell)
    return [" | ".join(_line(cell.paragraphs) for cell in cells) for cells in by_row.values()]


def _line(paragraphs: tuple[Paragraph, ...]) -> str:
    return " ".join(p.text for p in paragraphs)


@dataclass(slots=True)
class Folder:
    """Writes NAME`suffix` for each NAME.ext; a second file of the same name becomes NAME-2, so that nothing is lost."""

    folder: Path
    suffix: str
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def write(self, source: Path, text: str) -> Path:
        """Keep `text` as the answer for `source`; the file it stands in."""
        name = printable(Path(source.stem))
        count = 1
        while name in self.taken:
            count += 1
            name = f"{printable(Path(source.stem))}-{count}"
        self.taken.add(name)
        to = self.folder / f"{name}{self.suffix}"
        part = to.with_name(f".{to.name}.part")
        part.write_text(text, encoding="utf-8", errors="backslashreplace")
        part.replace(to)
        return to
