"""`extract.read`, from a file to its Transcript: on pages made here, and on real ones where they are at hand."""

import hashlib
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from conftest import SHARED
from made_pdf import canvas, letter, put, put_lines, wrapped
from PIL import Image, ImageFilter
from reportlab.lib.utils import ImageReader

from extract import PageJob, read, read_page
from extract.page import PageReading
from extract.raster.ocr import require_tesseract
from extract.transcript import Paragraph, Table, Transcript

PROSE = (
    "Sở Khoa học và Công nghệ chủ trì, phối hợp với các đơn vị có liên quan hướng dẫn các cơ quan hành chính nhà nước "
    "trên địa bàn tỉnh duy trì, cải tiến hệ thống quản lý chất lượng; báo cáo kết quả trước ngày 15/12/2030."
)


@pytest.fixture(scope="module")
def digital(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages, a paragraph over the page end."""
    path = tmp_path_factory.mktemp("pdf") / "35-KH-UBND.pdf"
    on = canvas(path)
    lines = wrapped(f"{PROSE} {PROSE} {PROSE}", 440)
    put_lines(on, 85, 700, lines[:4])
    on.showPage()
    put(on, 297, 40, "2", centred=True)
    put_lines(on, 85, 80, lines[4:])
    on.save()
    return path


@pytest.fixture(scope="module")
def picture(digital: Path) -> Image.Image:
    """The second page as a scanner gives it: 200 dpi, in colour."""
    with pdfium.PdfDocument(digital) as document:
        return document[1].render(scale=200 / 72).to_pil().convert("RGB")


def texts(transcript: Transcript) -> list[str]:
    return [b.text for b in transcript.blocks if isinstance(b, Paragraph) and b.role == "body"]


def test_a_digital_file(digital: Path) -> None:
    found = read(digital)
    assert texts(found) == [f"{PROSE} {PROSE} {PROSE}"]
    assert found.file.name == "35-KH-UBND.pdf"
    assert found.file.sha256 == hashlib.sha256(digital.read_bytes()).hexdigest()
    assert (found.file.media_type, found.file.pages) == ("application/pdf", 2)
    assert [page.verdict for page in found.pages] == ["sound", "sound"]
    assert {word.page for p in found.paragraphs() for word in p.words} == {1, 2}
    assert found.problems == ()


def test_every_word_has_its_place(digital: Path) -> None:
    found = read(digital)
    sizes = {page.number: (page.width, page.height) for page in found.pages}
    for paragraph in found.paragraphs():
        for start, end, word in paragraph.spans():
            assert paragraph.text[start:end] == word.text
            assert word.box is not None
            x0, top, x1, bottom = word.box
            width, height = sizes[word.page]
            assert 0 <= x0 < x1 <= width and 0 <= top < bottom <= height


def test_pages_may_be_read_elsewhere_in_any_order(digital: Path) -> None:
    def elsewhere(work: Callable[[PageJob], PageReading], jobs: Iterable[PageJob]) -> list[PageReading]:
        sent = [pickle.loads(pickle.dumps((work, job))) for job in jobs]  # noqa: S301
        done = {job.number: work(job) for work, job in reversed(sent)}
        return [pickle.loads(pickle.dumps(done[number])) for number in sorted(done)]  # noqa: S301

    assert read(digital, mapper=elsewhere) == read(digital)


def test_a_scan_is_read_by_ocr(tmp_path: Path, picture: Image.Image) -> None:
    on = canvas(tmp_path / "a.pdf")
    on.drawImage(ImageReader(picture), 0, 0, 595, 842)
    on.save()
    found = read(tmp_path / "a.pdf")
    assert found.pages[0].verdict == "absent"
    assert found.pages[0].origin == "ocr"
    assert "trước ngày 15/12/2030." in " ".join(texts(found))
    assert all(word.origin == "ocr" for p in found.paragraphs() for word in p.words)


def test_a_stamp_over_a_scan_is_no_text_layer(tmp_path: Path, picture: Image.Image) -> None:
    on = canvas(tmp_path / "a.pdf")
    on.drawImage(ImageReader(picture), 0, 0, 595, 842)
    for number, text in enumerate(["Ký bởi: Ủy ban nhân dân tỉnh Hòa Sơn", "Thời gian ký: 05/03/2030 08:15:00 +07:00"]):
        put(on, 380, 8 + 9 * number, text, size=8)
    on.save()
    found = read(tmp_path / "a.pdf")
    assert found.pages[0].verdict == "stamp_only"
    stamps = [b for b in found.blocks if isinstance(b, Paragraph) and b.role == "stamp"]
    assert "Thời gian ký: 05/03/2030 08:15:00 +07:00" in [s.text for s in stamps]
    assert {w.origin for s in stamps for w in s.words} == {"signature"}
    assert not any("ký" in text for text in texts(found))  # nor is it read again from the picture
    assert "trước ngày 15/12/2030." in " ".join(texts(found))


def test_a_scan_glued_into_a_digital_page_is_read_too(tmp_path: Path, picture: Image.Image) -> None:
    on = canvas(tmp_path / "a.pdf")
    put_lines(on, 85, 60, wrapped(f"Kèm theo là ý kiến đã thống nhất. {PROSE}", 440))
    part = picture.crop((0, 150, picture.width, 1000))
    on.drawImage(ImageReader(part), 0, 300, 595, 595 * part.height / part.width)
    on.save()
    found = read(tmp_path / "a.pdf")
    assert found.pages[0].verdict == "sound"
    assert texts(found)[0].startswith("Kèm theo là ý kiến")
    seen = [w for p in found.paragraphs() for w in p.words if w.origin == "ocr"]
    assert "15/12/2030." in [w.text for w in seen]
    assert all(w.box and w.box[1] > 250 for w in seen)


def test_a_layer_without_accents_under_a_scan_is_not_trusted(tmp_path: Path, picture: Image.Image) -> None:
    on = canvas(tmp_path / "a.pdf")
    text = on.beginText(80, 700)
    text.setTextRenderMode(3)
    for _ in range(8):
        text.textLine("So Khoa hgc va C6ng nghe chu tri ph6i hqp voi cac don vi co li6n quan")
    on.drawText(text)
    on.drawImage(ImageReader(picture), 0, 0, 595, 842)
    on.save()
    found = read(tmp_path / "a.pdf")
    assert found.pages[0].verdict == "rubbish"
    assert "Sở Khoa học" in " ".join(texts(found))


def test_a_picture_of_a_page(tmp_path: Path, picture: Image.Image) -> None:
    for name in ("a.png", "a.jpg"):
        picture.save(tmp_path / name, dpi=(72, 72))  # what cameras state
        found = read(tmp_path / name)
        assert "15/12/2030." in " ".join(texts(found))
        page = found.pages[0]
        assert (page.width, page.height) == pytest.approx((595, 842), abs=6)


def test_a_scan_that_can_hardly_be_read_says_so(tmp_path: Path, picture: Image.Image) -> None:
    small = picture.crop((150, 150, 1650, 900)).filter(ImageFilter.GaussianBlur(4.2))
    noise = np.random.default_rng(1).normal(0, 40, (small.height, small.width, 3))
    Image.fromarray(np.clip(np.asarray(small) + noise, 0, 255).astype(np.uint8)).save(tmp_path / "a.png")
    found = read(tmp_path / "a.png")
    assert {"poor_scan", "no_text"} & {p.code for p in found.problems}


def test_a_tiff_of_many_pages(tmp_path: Path, picture: Image.Image) -> None:
    blank = Image.new("RGB", picture.size, "white")
    picture.save(tmp_path / "a.tif", save_all=True, append_images=[blank, picture], dpi=(200, 200))
    found = read(tmp_path / "a.tif")
    assert [page.number for page in found.pages] == [1, 2, 3]
    assert {word.page for p in found.paragraphs() for word in p.words} == {1, 3}


def test_a_file_without_words_says_so(tmp_path: Path) -> None:
    Image.fromarray(np.full((1100, 800), 255, np.uint8)).save(tmp_path / "a.png")
    assert [p.code for p in read(tmp_path / "a.png").problems] == ["no_text"]


def test_a_file_whose_end_is_missing_says_so(tmp_path: Path) -> None:
    path = letter(tmp_path / "a.pdf")
    path.write_bytes(path.read_bytes().replace(b"%%EOF", b""))
    assert "cut_off" in [p.code for p in read(path).problems]


def test_a_page_is_a_function_of_its_file(digital: Path) -> None:
    from extract.source import identify

    job = PageJob(identify(digital), 1)
    assert read_page(job) == read_page(job)


CORPUS = SHARED / "corpus"
VERDICTS = {
    "565-TB-UBND.pdf": ["sound"] * 4,
    "05-TB-UBND.pdf": ["sound"] * 2,
    "7432-UBND-XD.pdf": ["sound"] * 2,
    "6582-SYT-QLBHYTCNTT.pdf": ["sound"] * 9,
    "299-UBND-TTHC.pdf": ["stamp_only", "absent"],
    "01-TTr-UBND.pdf": ["stamp_only"],
    "STP-HCM-2021.pdf": ["rubbish"] * 2,
    "11-TB-UBND-2025.pdf": ["absent"] * 2,
    "21-KH-UBND-p6-p9.pdf": ["absent"] * 2,
}


@pytest.mark.shared
@pytest.mark.parametrize("name", VERDICTS)
def test_real_text_layers_are_judged_right(name: str) -> None:
    from extract.pdf.content import content
    from extract.pdf.document import opened
    from extract.pdf.textlayer import judge

    with opened(CORPUS / name) as document:
        assert [judge(content(document, n + 1)).verdict for n in range(len(document))] == VERDICTS[name]


@pytest.mark.shared
def test_a_real_layer_that_lost_a_letter() -> None:
    found = read(CORPUS / "47-2020-ND-CP.pdf")
    verdicts = {page.number: page.verdict for page in found.pages}
    assert verdicts[1] == "rubbish"  # two letters are lost: read by OCR
    assert set(verdicts.values()) == {"rubbish", "sound", "repaired"}
    text = "\n".join(texts(found))
    assert "TRÁCH NHIỆM" in text and "ĐIỀU KHOẢN THI HÀNH" in text


@pytest.mark.shared
def test_a_real_table_over_six_pages() -> None:
    found = read(CORPUS / "6582-SYT-QLBHYTCNTT.pdf")
    tables = [b for b in found.blocks if isinstance(b, Table)]
    assert [(t.rows, t.columns) for t in tables if t.columns == 5] == [(13, 5)]
    assert any(s.signer for s in found.signatures)


def test_a_page_that_tesseract_fails_on_is_named_and_the_others_go_on(
    digital: Path, picture: Image.Image, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require_tesseract()  # the real one is known; then one takes its place that fails
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(
        '#!/bin/sh\ncase "$*" in *--version*) echo tesseract 5.3.0;; *--list-langs*) printf "List:\\nvie\\n";; '
        "*) echo 'Error in pixRead' >&2; exit 1;; esac\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    mixed = tmp_path / "mixed.pdf"
    on = canvas(mixed)
    put_lines(on, 85, 90, wrapped(f"{PROSE} {PROSE}", 440))
    on.showPage()
    on.drawImage(ImageReader(picture), 0, 0, 595, 842)
    on.save()
    found = read(mixed)
    assert texts(found) == [f"{PROSE} {PROSE}"]
    assert [(problem.code, problem.page) for problem in found.problems] == [("page_not_recognised", 2)]


def test_files_inside_a_pdf_are_named(digital: Path, tmp_path: Path) -> None:
    document = pdfium.PdfDocument(digital)
    for name in ("phụ lục.xlsx", "danh sách.docx"):
        document.new_attachment(name).set_data(b"content")
    document.save(str(tmp_path / "a.pdf"))
    (problem,) = [p for p in read(tmp_path / "a.pdf").problems if p.code == "has_attachments"]
    assert "2 tệp" in problem.message and "danh sách.docx, phụ lục.xlsx" in problem.message
