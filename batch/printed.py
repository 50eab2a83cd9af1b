"""A Transcript as plain text, and as JSON with every word's place."""

import json

from pydantic import TypeAdapter

from extract.transcript import Cell, Paragraph, Table, Transcript

_transcript: TypeAdapter[Transcript] = TypeAdapter(Transcript)


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
    return json.dumps(_transcript.dump_python(transcript, mode="json"), ensure_ascii=False, indent=indent)


def _rows(table: Table) -> list[str]:
    by_row: dict[int, list[Cell]] = {}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        by_row.setdefault(cell.row, []).append(cell)
    return [" | ".join(_line(cell.paragraphs) for cell in cells) for cells in by_row.values()]


def _line(paragraphs: tuple[Paragraph, ...]) -> str:
    return " ".join(p.text for p in paragraphs)
