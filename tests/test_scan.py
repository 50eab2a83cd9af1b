"""Scans: what a page says however it lay on the glass, with its tables, without its seals."""

import os
import signal
import threading
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from made_pdf import FONTS
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extract.page import PageReading
from extract.raster.missed import missed_lines
from extract.raster.numerals import CONTRADICTED, SURE_OF_COUNT, recounted, upright_strokes
from extract.raster.ocr import OcrMissingError, Token, recognise, require_tesseract
from extract.raster.preparation import X_HEIGHT, binarise, find_rotation, find_skew, letter_height, letters, prepare
from extract.raster.ruled import find_tables
from extract.scan import group_lines, read_image, without_scribble

TEXT = (
    "Thực hiện Kế hoạch cải cách hành chính năm 2024, Ủy ban nhân dân tỉnh yêu cầu",
    "Giám đốc các sở, Thủ trưởng các ban, ngành tỉnh, Chủ tịch Ủy ban nhân dân các",
    "huyện, thành phố tổ chức thực hiện các nhiệm vụ sau đây, báo cáo kết quả trước",
    "ngày 15 tháng 12 năm 2024 để tổng hợp, trình Chủ tịch Ủy ban nhân dân tỉnh.",
    "1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính kiểm tra, đôn đốc việc triển khai",
    "tại các cơ quan, đơn vị; đề xuất khen thưởng, xử lý trách nhiệm theo quy định.",
    "2. Sở Khoa học và Công nghệ hướng dẫn các đơn vị áp dụng hệ thống quản lý",
    "chất lượng theo tiêu chuẩn quốc gia, hoàn thành trong quý III năm 2024.",
)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_is_read_upright_however_it_lay_on_the_glass(turn: int) -> None:
    page = np.ascontiguousarray(np.rot90(_page(TEXT), turn // 90))
    reading = read_image(page, 200, 1, "fast")
    assert reading.rotation == turn
    assert _said(reading) == " ".join(TEXT)
    assert (reading.width, reading.height) == pytest.approx((595, 842), abs=1)


@pytest.mark.parametrize("angle", [-14.0, -3.0, 0.0, 0.7, 5.0, 14.0])
def test_skew_is_found_to_a_tenth_of_a_degree(angle: float) -> None:
    page = _turned(_page(TEXT * 4), angle)
    assert find_skew(letters(binarise(page)).boxes) == pytest.approx(-angle, abs=0.1)


def test_a_skewed_page_reads_as_a_level_one() -> None:
    assert _said(read_image(_turned(_page(TEXT), 4.0), 200, 1, "fast")) == " ".join(TEXT)


@pytest.mark.parametrize("points", [10, 14, 20])
@pytest.mark.parametrize("dpi", [110, 200, 300])
def test_letters_come_to_the_height_that_is_read_best(points: int, dpi: int) -> None:
    sheet = prepare(_page(TEXT * 3, dpi=dpi, points=points))
    assert letter_height(letters(binarise(sheet.grey)).boxes) == pytest.approx(X_HEIGHT, abs=1.2)


def test_the_scale_does_not_trust_what_the_file_says_of_its_resolution() -> None:
    one, other = (read_image(_page(TEXT), dpi, 1, "fast") for dpi in (72, 600))
    assert _said(one) == _said(other)


def test_words_stand_where_they_were_printed() -> None:
    reading = read_image(_page(TEXT), 200, 3, "fast")
    first = reading.lines[0].words[0]
    assert (first.text, first.page, first.origin) == ("Thực", 3, "ocr")
    assert first.box == pytest.approx((72, 75.5, 99, 88), abs=3)
    assert 0.9 < first.confidence <= 1


def test_a_red_seal_over_the_name_is_lifted_off() -> None:
    seal = np.full((2338, 1654, 3), 255, np.uint8)
    cv2.circle(seal, (330, 250), 110, (215, 40, 50), 8)
    cv2.circle(seal, (330, 250), 80, (215, 40, 50), 5)
    cv2.putText(seal, "TINH AN HAI", (230, 290), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (215, 40, 50), 8)
    page = np.minimum(_page(("PHÓ CHỦ TỊCH", "", "Nguyễn Văn Mẫu"), colour=True), seal)
    assert _said(read_image(page, 200, 1)) == "PHÓ CHỦ TỊCH Nguyễn Văn Mẫu"


SCRIBBLE = [
    # (word, confidence) along a line, what stays
    ([("nỀU", 0.0), ("CHỦ", 0.96), ("TỊCH", 0.97)], "CHỦ TỊCH"),
    ([("địa", 0.9), ("bàn", 0.9), ("tỉnh)./.", 0.1)], "địa bàn tỉnh)./."),
    ([("số", 0.9), ("15", 0.1)], "số 15"),
    ([("qua", 0.9), ("Ò0Jìg", 0.2), ("Chỉ", 0.9), ("đạo", 0.9)], "qua Ò0Jìg Chỉ đạo"),
    ([("\\VA", 0.1), ("s2", 0.3)], None),
    ([("%", 0.9), ("`", 0.9)], None),
    ([("Số://KH-VP", 0.2)], "Số://KH-VP"),
    ([("Số:", 0.1), ("3ö", 0.0), ("JKH-VP", 0.3)], "Số: 3ö JKH-VP"),
]


@pytest.mark.parametrize(("line", "stays"), SCRIBBLE)
def test_what_a_signature_was_read_as_is_left_out_and_words_stay(
    line: list[tuple[str, float]], stays: str | None
) -> None:
    tokens = [Token(word, n, 0, n + 1, 1, sure, (1, 1, 1)) for n, (word, sure) in enumerate(line)]
    kept = without_scribble([tokens])
    assert [" ".join(t.text for t in line) for line in kept] == ([stays] if stays else [])


def test_a_short_line_that_was_passed_over_is_found_and_nothing_else() -> None:
    page = prepare(_page((*TEXT[:6], "thành phố:", *TEXT[6:]))).grey
    lines = group_lines(recognise([page])[0])
    (short,) = (line for line in lines if line[-1].text == "phố:")
    found = missed_lines(page, [line for line in lines if line is not short])
    assert [[token.text for token in line] for line in found] == [["thành", "phố:"]]
    assert found[0][0].left == pytest.approx(short[0].left, abs=3)
    assert missed_lines(page, lines) == []


def test_text_that_is_all_in_blue_stays() -> None:
    page = _page(TEXT, colour=True, ink=(30, 40, 160))
    assert _said(read_image(page, 200, 1)) == " ".join(TEXT)


def test_shadow_over_half_a_photograph_does_no_harm() -> None:
    light = np.linspace(1.0, 0.45, _page(TEXT).shape[1])[None, :]
    page = (_page(TEXT) * light).astype(np.uint8)
    assert _said(read_image(page, 200, 1)) == " ".join(TEXT)


@pytest.mark.parametrize("shape", [(2339, 1654), (2339, 1654, 3), (40, 40), (1, 1)])
def test_a_blank_page_says_nothing(shape: tuple[int, ...]) -> None:
    reading = read_image(np.full(shape, 250, np.uint8), 200, 1)
    assert (reading.lines, reading.tables) == ((), ())


def test_two_columns_of_a_letterhead_are_lines_of_their_own() -> None:
    page = _page(())
    _write(page, 120, 200, "SỞ NỘI VỤ")
    _write(page, 760, 200, "Độc lập - Tự do - Hạnh phúc")
    _write(page, 120, 300, "Số: 12/TB-SNV")
    _write(page, 760, 300, "An Hải, ngày 02 tháng 3 năm 2024")
    assert {line.text for line in read_image(page, 200, 1).lines} == {
        "SỞ NỘI VỤ",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 12/TB-SNV",
        "An Hải, ngày 02 tháng 3 năm 2024",
    }


ROWS = (
    ("TT", "Nội dung công việc", "Cơ quan chủ trì", "Thời hạn"),
    ("1", "Xây dựng kế hoạch kiểm tra", "Sở Nội vụ", "Quý II"),
    ("2", "Tổng hợp báo cáo năm", "Sở Tài chính", "15/12/2024"),
)


@pytest.mark.parametrize(("turn", "angle"), [(0, 0.0), (90, 0.0), (270, 2.0), (0, -3.0)])
def test_a_ruled_table_is_read_cell_by_cell_sideways_and_skewed(turn: int, angle: float) -> None:
    page = np.ascontiguousarray(np.rot90(_turned(_table_page(), angle), turn // 90))
    reading = read_image(page, 200, 1)
    (table,) = reading.tables
    assert (table.rows, table.columns) == (3, 4)
    assert [[cell.text if cell else None for cell in row] for row in table.grid()] == [list(row) for row in ROWS]
    assert " ".join(TEXT[:3]) == _said(reading)


def test_a_merged_cell_spans_its_columns() -> None:
    page = _page(())
    for y in (300, 380, 460):
        cv2.line(page, (150, y), (1450, y), 0, 3)
    for x in (150, 1450):
        cv2.line(page, (x, 300), (x, 460), 0, 3)
    cv2.line(page, (700, 380), (700, 460), 0, 3)
    (table,) = find_tables(page, 20)
    assert [(c.row, c.column, c.row_span, c.column_span) for c in table.cells] == [
        (0, 0, 1, 2),
        (1, 0, 1, 1),
        (1, 1, 1, 1),
    ]


def test_an_underlined_title_and_a_stamp_box_are_no_tables() -> None:
    page = _page(TEXT)
    cv2.line(page, (500, 160), (900, 160), 0, 3)
    for x in (1000, 1150, 1400):
        cv2.line(page, (x, 1500), (x, 1650), 0, 3)
    for y in (1500, 1575, 1650):
        cv2.line(page, (1000, y), (1400, y), 0, 3)
    assert find_tables(page, 20) == ()


@pytest.mark.parametrize("face", ["Regular", "Bold", "Italic"])
@pytest.mark.parametrize(
    ("numeral", "strokes"), [("I", 1), ("II", 2), ("III", 3), ("IV", 1), ("VII", 2), ("VIII", 3), ("III/2024.", 3)]
)
def test_the_strokes_of_a_roman_numeral_are_counted(face: str, numeral: str, strokes: int) -> None:
    picture = Image.new("L", (240, 50), 250)
    font = ImageFont.truetype(FONTS / f"LiberationSerif-{face}.ttf", 29)
    ImageDraw.Draw(picture).text((8, 6), numeral, font=font, fill=20)
    assert upright_strokes(cv2.GaussianBlur(np.array(picture), (0, 0), 0.9).astype(np.uint8)) == strokes


def test_a_numeral_that_lost_a_stroke_in_reading_gets_it_back() -> None:
    page = _page(("trong Quý III",))
    left = 200 + round(ImageFont.truetype(FONTS / "LiberationSerif-Regular.ttf", 39).getlength("trong Quý "))
    token = Token("II", left, 205, left + 44, 240, 0.96, (1, 1, 1))
    (counted,) = recounted([token], page)
    assert (counted.text, counted.read_as, counted.confidence < 0.9) == ("III", "II", True)
    assert recounted([replace(token, text="III")], page)[0].text == "III"


@pytest.mark.parametrize(("printed", "read"), [("III", "IH"), ("III", "11"), ("II", "1"), ("II", "H"), ("III", "IIU")])
def test_a_quarter_is_what_its_strokes_say_even_on_the_next_line_of_a_cell(printed: str, read: str) -> None:
    font = ImageFont.truetype(FONTS / "LiberationSerif-Regular.ttf", 29)
    page = Image.new("L", (400, 100), 250)
    ImageDraw.Draw(page).text((8, 46), f"{printed}/2025", font=font, fill=20)
    before = Token("Quý", 8, 6, 60, 34, 0.93, (1, 1, 1))
    quarter = Token(f"{read}/2025", 8, 52, 8 + round(font.getlength(f"{printed}/2025")), 76, 0.3, (1, 1, 2))
    _, found = recounted([before, quarter], np.array(page))
    assert (found.text, found.confidence) == (f"{printed}/2025", SURE_OF_COUNT)


@pytest.mark.parametrize(("read", "kept"), [("II", "II"), ("H", "II"), ("III", "III")])
def test_a_quarter_whose_strokes_are_broken_is_never_made_an_earlier_one(read: str, kept: str) -> None:
    font = ImageFont.truetype(FONTS / "LiberationSerif-Regular.ttf", 29)
    page = Image.new("L", (400, 100), 250)
    ImageDraw.Draw(page).text((8, 46), "I/2025", font=font, fill=20)  # the others were lost by a fax
    before = Token("Quý", 8, 6, 60, 34, 0.93, (1, 1, 1))
    quarter = Token(f"{read}/2025", 8, 52, 8 + round(font.getlength("I/2025")), 76, 0.94, (1, 1, 2))
    _, found = recounted([before, quarter], np.array(page))
    assert (found.text, found.confidence) == (f"{kept}/2025", CONTRADICTED)


def test_a_quarter_read_as_its_strokes_are_counted_is_believed() -> None:
    font = ImageFont.truetype(FONTS / "LiberationSerif-Regular.ttf", 29)
    page = Image.new("L", (400, 100), 250)
    ImageDraw.Draw(page).text((8, 46), "III/2025", font=font, fill=20)
    quarter = Token("III/2025", 8, 52, 8 + round(font.getlength("III/2025")), 76, 0.3, (1, 1, 2))
    _, found = recounted([Token("quý", 8, 6, 60, 34, 0.93, (1, 1, 1)), quarter], np.array(page))
    assert (found.text, found.read_as, found.confidence) == ("III/2025", None, SURE_OF_COUNT)


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_bare_paper_has_no_strokes(shade: int) -> None:
    assert upright_strokes(np.full((20, 20), shade, np.uint8)) <= 1


def test_an_empty_list_of_pictures_starts_nothing() -> None:
    assert recognise([]) == []


def test_what_is_read_does_not_depend_on_what_was_read_before() -> None:
    first, second = (prepare(_page(part)).grey for part in (TEXT[:4], TEXT[4:]))
    assert recognise([first, second, first]) == [*recognise([first]), *recognise([second]), *recognise([first])]
    assert [t.text for t in recognise([first], "block")[0]] == [t.text for t in recognise([first])[0]]


def test_a_tesseract_that_was_ended_while_it_waited_is_replaced() -> None:
    page = prepare(_page(TEXT[:4])).grey
    read = recognise([page])
    for child in Path(f"/proc/{os.getpid()}/task/{threading.get_native_id()}/children").read_text().split():
        if Path(f"/proc/{child}/comm").read_text() == "tesseract\n":
            os.kill(int(child), signal.SIGKILL)
            os.waitid(os.P_PID, int(child), os.WEXITED | os.WNOWAIT)
    assert recognise([page]) == read


def test_a_missing_model_names_the_package_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    require_tesseract.cache_clear()
    try:
        with pytest.raises(OcrMissingError, match="apt-get install tesseract-ocr tesseract-ocr-vie"):
            recognise([np.full((20, 20), 255, np.uint8)])
    finally:
        require_tesseract.cache_clear()


def test_few_letters_are_taken_as_they_lie() -> None:
    found = letters(binarise(_page(TEXT)))
    assert find_rotation(found) == 0


def _page(
    lines: tuple[str, ...],
    dpi: int = 200,
    points: int = 14,
    colour: bool = False,
    ink: tuple[int, int, int] = (20, 20, 20),
) -> NDArray[np.uint8]:
    """An A4 page with `lines` from 25 mm down, H×W grey or H×W×3."""
    picture = Image.new("RGB", (round(8.27 * dpi), round(11.69 * dpi)), (252, 252, 252))
    font = ImageFont.truetype(FONTS / "LiberationSerif-Regular.ttf", round(points * dpi / 72))
    for number, line in enumerate(lines):
        at = (dpi, dpi * (1 + number * points * 1.35 / 72))
        ImageDraw.Draw(picture).text(at, line, font=font, fill=ink)
    return np.array(picture if colour else picture.convert("L"))


def _write(page: NDArray[np.uint8], x: int, y: int, text: str) -> None:
    picture = Image.fromarray(page)
    font = ImageFont.truetype(FONTS / "LiberationSerif-Regular.ttf", 36)
    ImageDraw.Draw(picture).text((x, y), text, font=font, fill=20)
    page[:] = np.array(picture)


def _table_page() -> NDArray[np.uint8]:
    page = _page(TEXT[:3])
    xs, ys = (150, 240, 800, 1150, 1480), (700, 780, 900, 1020)
    for x in xs:
        cv2.line(page, (x, ys[0]), (x, ys[-1]), 30, 3)
    for y in ys:
        cv2.line(page, (xs[0], y), (xs[-1], y), 30, 3)
    for row, y in zip(ROWS, ys, strict=False):
        for text, x in zip(row, xs, strict=False):
            _write(page, x + 14, y + 18, text)
    return page


def _turned(page: NDArray[np.uint8], angle: float) -> NDArray[np.uint8]:
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=252)
    return turned.astype(np.uint8)


def _said(reading: PageReading) -> str:
    lines = sorted(reading.lines, key=lambda line: (line.box or (0, 0, 0, 0))[1])
    return " ".join(line.text for line in lines)
