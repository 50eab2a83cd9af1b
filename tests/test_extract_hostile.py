"""Hostile input ends quickly, whatever it says."""

import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from made_pdf import canvas

from extract import read
from extract.errors import TooLarge
from extract.formats.docx import blocks_of_docx
from extract.formats.encodings import by_letters, from_vni
from extract.formats.html import blocks_of_html
from extract.formats.plain import paragraphs_of_text
from extract.layout.paragraphs import MARKER
from extract.letters import clean
from extract.pdf.lost import LOST, lost_letter
from extract.pdf.signatures import parse_time
from extract.pdf.textlayer import is_stamp
from extract.syllables import is_syllable

LONG = 50_000


@pytest.mark.parametrize("letter", ["a", "ù", "1", " ", "-", ".", "\uf0b7", "oà", "ký", "@a", "I.", "1.1", LOST])
def test_long_text_takes_linear_time(letter: str) -> None:
    text = letter * (LONG // len(letter))
    start = time.process_time()
    clean(text)
    from_vni(text)
    by_letters([text])
    paragraphs_of_text(text)
    MARKER.match(text)
    lost_letter([text + LOST])
    parse_time(text)
    is_stamp(text)
    is_syllable(text)
    assert time.process_time() - start < 5


COMMANDS = "Sở Nội vụ\x1b]0;x\x07 báo\x9b2J cáo kết quả" + " thực hiện kế hoạch" * 30


def page_of_commands(path: Path) -> None:
    on = canvas(path)
    on.setFont("Helvetica", 13)
    on.drawString(85, 700, "So Noi vu\x1b]0;x\x07 bao\x02 cao\x00 ket qua")
    on.save()


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.txt", lambda path: path.write_text(COMMANDS, encoding="utf-8")),
        ("a.html", lambda path: path.write_text(f"<p>{COMMANDS}&#27;[2J&#155;</p>", encoding="utf-8")),
        ("a.pdf", page_of_commands),
        ("a\x1b[2J.txt", lambda path: path.write_text("Sở Nội vụ", encoding="utf-8")),
    ],
)
def test_nothing_read_commands_a_terminal(tmp_path: Path, name: str, write: Callable[[Path], None]) -> None:
    write(tmp_path / name)
    transcript = read(tmp_path / name)
    shown = [
        transcript.file.name,
        *(p.text for p in transcript.paragraphs()),
        *(p.message for p in transcript.problems),
    ]
    assert len(shown) > 1
    assert not [sign for sign in "".join(shown) if unicodedata.category(sign) == "Cc"]


def test_a_cell_that_says_it_spans_a_billion_columns(tmp_path: Path) -> None:
    document = Document()
    cell = document.add_table(2, 2).cell(0, 0)
    cell.text = "a"
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="1000000000"/>'))
    document.save(str(tmp_path / "a.docx"))
    assert blocks_of_docx(tmp_path / "a.docx")


def test_a_page_that_says_it_spans_a_billion_columns() -> None:
    page = (
        b"<table border=1>" + b"<tr><td colspan=1000000000 rowspan=1000000000>a</td><td>b</td></tr>" * 3 + b"</table>"
    )
    assert blocks_of_html(page, Path("a.html"))


def test_a_page_of_a_hundred_thousand_nested_lists() -> None:
    with pytest.raises(TooLarge):
        blocks_of_html(b"<p>a</p>" + b"<ul><li>" * 100_000 + b"b", Path("a.html"))
