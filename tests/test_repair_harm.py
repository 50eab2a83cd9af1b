"""Harm of repair is counted by words: those right before and wrong after, held against the exact text."""

import pytest
from typed import word

from docs.readings.harm import harm, unrepaired
from extract.transcript import Cell, Line, Paragraph, Table, Transcript
from models.records import File

EXACT = ["Sở Nội vụ chủ trì, phối hợp với Sở Tài chính tổng hợp báo cáo"]
BOX = (0.0, 0.0, 9.0, 9.0)


def test_every_word_goes_back_to_what_was_read_first_in_tables_too() -> None:
    read = Paragraph((Line((word("tổ", BOX)._replace(read_as="tô"), word("chức", BOX))),))
    table = Table(1, 1, (Cell(0, 0, (read,)),))
    made = Transcript(File(name="a.pdf", sha256="0", media_type="application/pdf", pages=1), (), (read, table))
    assert [p.text for p in unrepaired(made).paragraphs()] == ["tô chức", "tô chức"]


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        ("tổng hợp", "tổng hợp", (0, 0)),
        ("tông hợp", "tổng hợp", (0, 1)),
        ("tổng hợp", "tống hợp", (1, 0)),
        ("tông hợp", "tống hợp", (0, 0)),
    ],
)
def test_what_was_harmed_and_what_was_mended(before: str, after: str, counts: tuple[int, int]) -> None:
    texts = (f"Mở đầu. {EXACT[0].replace('tổng hợp', said)} Kết thúc." for said in (before, after))
    found = harm(EXACT, *texts)
    assert (found["harmed"], found["mended"]) == counts
