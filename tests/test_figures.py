"""Doubtful figures of a scan are read again by themselves, and changed where several sizes say the same."""

import numpy as np
import pytest
from made_pdf import FONTS
from PIL import Image, ImageDraw, ImageFont

from extract.raster.figures import SURE_OF_FIGURE, figures_again
from extract.raster.ocr import Token
from extract.raster.preparation import Grey
from extract.raster.ruled import RuledCell

FONT = ImageFont.truetype(FONTS / "LiberationSerif-Regular.ttf", 29)
"""Its x is as high as that of a prepared page."""

AT = (60, 40)


def drawn(text: str, width: int = 700, height: int = 120) -> Grey:
    picture = Image.new("L", (width, height), 255)
    ImageDraw.Draw(picture).text(AT, text, font=FONT, fill=0)
    return np.asarray(picture)


def read_as(text: str, printed: str, sure: float, before: str = "") -> Token:
    left, top, right, bottom = FONT.getbbox(before + printed)
    left = AT[0] + int(FONT.getlength(before)) if before else AT[0] + int(left)
    return Token(text, left, AT[1] + int(top), AT[0] + int(right), AT[1] + int(bottom), sure, (1, 1, 1))


NUMBERS = [
    # printed, read as, how surely, what it is settled to be
    ("34/2099/NĐ-CP", "34/2099NĐ-CP", 0.82, "34/2099/NĐ-CP"),
    ("208/TTr-STC", "208/TIr-STC", 0.8, "208/TTr-STC"),
    ("34/2099/QH15).", "34/2099/QH18).", 0.85, "34/2099/QH15)."),
    ("24/7.", "2/7.", 0.78, "24/7."),
    ("34/2099/NĐ-CP", "34/2099NĐ-CP", 0.95, "34/2099NĐ-CP"),  # sure: nothing says that it is wrong
    ("III/2025", "II/2025", 0.5, "II/2025"),  # left to the count of its strokes
    ("trọng", "t2ọng", 0.5, "t2ọng"),  # no figure there: left to the words around it
]


@pytest.mark.parametrize(("printed", "text", "sure", "right"), NUMBERS)
def test_a_doubtful_number_is_read_again(printed: str, text: str, sure: float, right: str) -> None:
    (((token,),),) = figures_again(drawn(printed), [[[read_as(text, printed, sure)]]], [])
    assert token.text == right
    assert token.read_as == (text if text != right else None)
    assert token.confidence <= max(sure, SURE_OF_FIGURE)


@pytest.mark.parametrize(
    ("before", "printed", "text"), [("Số: ", "15/KH-VP", "13/KH-VP"), ("Lâm Sơn, ngày ", "15 tháng 4", "13 tháng 4")]
)
def test_what_a_hand_may_have_written_is_left_alone(before: str, printed: str, text: str) -> None:
    line = [read_as(before.strip(), before, 0.9), read_as(text, printed, 0.5, before)]
    assert figures_again(drawn(before + printed), [[line]], []) == [[line]]


@pytest.mark.parametrize(
    ("before", "printed"), [("trước ngày ", "15/12/2030"), ("Số: ", "118/KH-VP"), ("còn không quá ", "25%,")]
)
def test_a_doubtful_figure_that_every_size_reads_alike_is_believed(before: str, printed: str) -> None:
    line = [read_as(before.strip(), before, 0.9), read_as(printed, printed, 0.5, before)]
    (((_, token),),) = figures_again(drawn(before + printed), [[line]], [])
    assert (token.text, token.read_as, token.confidence) == (printed, None, SURE_OF_FIGURE)


def test_a_year_torn_from_its_last_stroke_is_left_to_its_form() -> None:
    year = [read_as("202", "2021", 0.6), Token("|", 130, 45, 135, 66, 0.5, (1, 1, 1))]
    assert figures_again(drawn("2021"), [[year]], []) == [[year]]


CELLS = [
    # printed, read as, what it is settled to be
    ("5", ("Đ)", 0.0), "5"),
    ("3", ("8", 0.53), "3"),
    ("5", ("5", 0.2), "5"),
    ("1", ("hÌ", 0.12), "1"),
    ("7", None, "7"),
    ("75%", None, "75%"),
    ("x", ("x", 0.6), "x"),
    ("", None, None),
    ("Báo cáo", None, None),
]


@pytest.mark.parametrize(("printed", "first", "right"), CELLS)
def test_a_figure_alone_in_a_cell(printed: str, first: tuple[str, float] | None, right: str | None) -> None:
    cell = RuledCell(1, 0, 1, 1, 10, 5, 180, 115)
    said = [[read_as(first[0], printed, first[1])]] if first else []
    body, text = figures_again(drawn(printed), [[], said], [cell])
    assert body == []
    assert [token.text for line in text for token in line] == ([right] if right else [])
    if first and right and first[0] != right:
        assert text[0][0].read_as == first[0]
