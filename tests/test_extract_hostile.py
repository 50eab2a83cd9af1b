"""Hostile input ends quickly, whatever it says."""

import time
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

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


def test_a_page_of_ten_thousand_nested_lists() -> None:
    assert blocks_of_html(b"<p>a</p>" + b"<ul><li>" * 10_000 + b"b", Path("a.html"))
