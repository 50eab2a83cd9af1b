"""Lines of a scan that Tesseract tore apart, or took together, are read again as a block."""

import numpy as np
from made_pdf import FONTS
from PIL import Image, ImageDraw, ImageFont

from extract.raster.ocr import Token
from extract.raster.preparation import Grey
from extract.raster.torn import whole_lines

BOLD = ImageFont.truetype(FONTS / "LiberationSerif-Bold.ttf", 29)


def drawn(*texts: tuple[str, int, int]) -> Grey:
    picture = Image.new("L", (1240, 400), 255)
    for text, left, top in texts:
        ImageDraw.Draw(picture).text((left, top), text, font=BOLD, fill=0)
    return np.asarray(picture)


def token(text: str, left: int, top: int, right: int, bottom: int, sure: float = 0.9) -> Token:
    return Token(text, left, top, right, bottom, sure, (1, 1, 1))


def said(lines: list[list[Token]]) -> list[str]:
    return [" ".join(token.text for token in line) for line in lines]


OFFICE = drawn(("PHÓ GIÁM ĐỐC", 800, 100))
ACCENTS = [token("2", 855, 101, 861, 105), token("Ố", 985, 99, 997, 105)]
BASE = [token("PHO", 800, 106, 865, 126), token("GIAM", 873, 106, 955, 126), token("ĐỌC", 963, 106, 1025, 126)]


def test_accents_that_were_taken_for_a_line() -> None:
    assert said(whole_lines(OFFICE, [ACCENTS[:1], BASE, ACCENTS[1:]])) == ["PHÓ GIÁM ĐỐC"]


def test_two_lines_that_were_taken_for_one() -> None:
    page = drawn(("Nơi nhận:", 190, 100), ("- Như trên;", 190, 136))
    lines = [
        [token("Xinh", 190, 100, 320, 160, 0.3)],
        [token("~", 190, 150, 198, 153), token("Như", 210, 140, 260, 160)],
    ]
    assert said(whole_lines(page, lines)) == ["Nơi nhận:", "- Như trên;"]


def test_whole_lines_stay_as_they_are() -> None:
    lines = [[token("PHÓ", 800, 99, 865, 126), token("GIÁM", 873, 100, 955, 126), token("ĐỐC", 963, 99, 1025, 126)]]
    assert whole_lines(OFFICE, lines) == lines
    assert whole_lines(OFFICE, []) == []


def test_a_dash_is_no_accent() -> None:
    lines = [[token("-", 800, 112, 810, 115), token("Như", 815, 100, 870, 126)]]
    assert whole_lines(OFFICE, lines) == lines


def test_specks_that_were_taken_for_a_word_are_left_out() -> None:
    assert whole_lines(drawn(), [[token("Ố", 985, 99, 997, 105)]]) == []


def test_a_day_that_a_hand_wrote_is_not_read_by_this() -> None:
    page = drawn(("Lâm Sơn, ngày 15 tháng 3 năm 2025", 600, 100))
    line = [
        token("Lâm", 600, 100, 660, 126),
        token("Sơn,", 670, 100, 730, 126),
        token("ngày#8", 740, 90, 860, 140, 0.3),
    ]
    assert whole_lines(page, [line]) == [line]


def test_running_text_is_left_to_the_words_around_it() -> None:
    page = drawn(("Ủy ban nhân dân tỉnh giao Sở Nội vụ chủ trì, phối hợp với các sở", 150, 100))
    line = [token("Uy", 150, 100, 190, 126), token("bạn", 200, 90, 1100, 140, 0.5)]
    assert whole_lines(page, [line]) == [line]
