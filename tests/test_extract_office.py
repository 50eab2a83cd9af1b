"""DOC, RTF and ODT through LibreOffice; without it, the sentence that names the package to install."""

import shutil
import subprocess
import time
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from extract import read
from extract.errors import ConverterMissing, TooLarge, Unreadable
from extract.formats import office
from extract.source import identify
from extract.transcript import Paragraph, Table

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SOFFICE = shutil.which("soffice")
with_office = pytest.mark.skipif(SOFFICE is None, reason=f"{office.PACKAGE} is not installed")

RTF = rb"{\rtf1\ansi\deff0 {\fonttbl{\f0 Times New Roman;}}\uc1 S\u7903?  N\u7897?i v\u7909? b\u225?o c\u225?o\par}"


def plan(path: Path) -> Path:
    document = Document()
    document.add_paragraph("Sở Nội vụ chủ trì, báo cáo kết quả")
    document.add_paragraph("Rà soát tài liệu", style="List Number")
    table = document.add_table(2, 2, style="Table Grid")
    for row, texts in zip(table.rows, (("TT", "Nhiệm vụ"), ("1", "Đánh giá")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("Giao Thanh tra tỉnh theo dõi")
    document.save(str(path))
    return path


def converted(source: Path, suffix: str) -> Path:
    """`source` as LibreOffice saves it in another format."""
    subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation={(source.parent / 'profile').as_uri()}", "--headless",
         "--convert-to", suffix, "--outdir", str(source.parent), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return source.with_suffix(f".{suffix}")


@with_office
@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_what_word_and_its_kin_wrote(tmp_path: Path, suffix: str) -> None:
    source = converted(plan(tmp_path / "a.docx"), suffix)
    assert identify(source).format == suffix
    transcript = read(source)
    assert transcript.problems == ()
    assert [b.text for b in transcript.blocks if isinstance(b, Paragraph)] == [
        "Sở Nội vụ chủ trì, báo cáo kết quả",
        "1. Rà soát tài liệu",
        "Giao Thanh tra tỉnh theo dõi",
    ]
    (table,) = (b for b in transcript.blocks if isinstance(b, Table))
    assert [cell.text for cell in table.cells] == ["TT", "Nhiệm vụ", "1", "Đánh giá"]


@pytest.mark.skipif(not office.has_part(office.CALC), reason=f"{office.CALC.package} is not installed")
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_a_task_list_of_old_excel(tmp_path: Path, suffix: str) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["TT", "Nhiệm vụ", "Thời hạn"], [1, "Rà soát quy trình", date(2024, 3, 15)], [2, "Đánh giá", None]):
        sheet.append(row)
    sheet["C2"].number_format = "dd/mm/yyyy"
    book.save(tmp_path / "a.xlsx")
    source = converted(tmp_path / "a.xlsx", suffix)
    assert identify(source).format == suffix
    (table,) = (b for b in read(source).blocks if isinstance(b, Table))
    said = [[cell.text if cell else "" for cell in row] for row in table.grid()]
    assert said[:2] == [["TT", "Nhiệm vụ", "Thời hạn"], ["1", "Rà soát quy trình", "15/03/2024"]]


def test_without_the_part_of_libreoffice_that_reads_sheets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    (tmp_path / office.WRITER.library).touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "a.xls").write_bytes(OLE + "Workbook\0".encode("utf-16-le") + bytes(600))
    with pytest.raises(ConverterMissing) as caught:
        read(tmp_path / "a.xls")
    assert "apt-get install libreoffice-calc-nogui" in str(caught.value)


@with_office
def test_a_name_that_looks_like_an_option(tmp_path: Path) -> None:
    source = tmp_path / "--headless macro:x.rtf"
    source.write_bytes(RTF)
    assert [p.text for p in read(source).paragraphs()] == ["Sở Nội vụ báo cáo"]


@with_office
def test_what_takes_too_long_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "SECONDS", 0.2)
    (tmp_path / "a.rtf").write_bytes(RTF)
    start = time.monotonic()
    with pytest.raises(TooLarge):
        read(tmp_path / "a.rtf")
    assert time.monotonic() - start < 10


@with_office
def test_what_is_no_document_after_all(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(OLE + "WordDocument".encode("utf-16-le") + bytes(range(256)) * 20)
    try:
        said = [p.text for p in read(tmp_path / "a.doc").paragraphs()]
    except Unreadable:
        said = []
    assert "Sở" not in " ".join(said)


def test_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "a.rtf").write_bytes(RTF)
    with pytest.raises(ConverterMissing) as caught:
        read(tmp_path / "a.rtf")
    assert "apt-get install libreoffice-writer-nogui" in str(caught.value)
    assert "apt-get install libreoffice-writer-nogui" in caught.value.vietnamese
