"""Stamps on a scan: marks of urgency at any tilt, the stamp of incoming mail; neither is text of the dispatch."""

import cv2
import numpy as np
import pytest
from made_pdf import FONTS
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extract.scan import read_image

DPI = 200
RED, BLUE, BLACK = (212, 38, 50), (40, 60, 170), (25, 25, 25)
TEXT = (
    "Ủy ban nhân dân tỉnh yêu cầu Giám đốc các sở, Thủ trưởng các",
    "ban, ngành và Chủ tịch Ủy ban nhân dân các xã, phường thực",
    "hiện nghiêm các nhiệm vụ được giao, báo cáo kết quả trước",
    "ngày 15 tháng 12 năm 2030 để tổng hợp, theo dõi và chỉ đạo.",
)
ARROW = (
    (-190, 0),
    (-150, -75),
    (-90, -45),
    (130, -45),
    (130, -80),
    (230, 0),
    (130, 80),
    (130, 45),
    (-90, 45),
    (-150, 75),
)
BOX = ((-150, -45), (150, -45), (150, 45), (-150, 45))


@pytest.mark.parametrize(
    ("mark", "frame", "tilt", "ink"),
    [
        ("HỎA TỐC", ARROW, 38, RED),
        ("HỎA TỐC", BOX, -12, RED),
        ("KHẨN", BOX, 0, RED),
        ("THƯỢNG KHẨN", ((-210, -45), (210, -45), (210, 45), (-210, 45)), 5, BLUE),
        ("MẬT", (), 8, RED),
        ("TỐI MẬT", BOX, 0, RED),
    ],
)
@pytest.mark.parametrize("face", ["Serif", "Sans"])
def test_a_mark_of_urgency_or_secrecy_is_read_at_its_tilt(
    mark: str, frame: tuple[tuple[int, int], ...], tilt: float, ink: tuple[int, int, int], face: str
) -> None:
    page = _stamped(_page(), _mark(mark, frame, ink, face), (430, 700), tilt)
    reading = read_image(page, DPI, 1, "fast")
    assert [line.text for line in reading.stamps] == [mark]
    assert [line.text for line in reading.lines] == list(TEXT)
    word = reading.stamps[0].words[0]
    assert word.origin == "stamp"
    left, top, right, bottom = reading.stamps[0].box or (0, 0, 0, 0)
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((430 * 72 / DPI, 700 * 72 / DPI), abs=8)


@pytest.mark.parametrize("ink", [RED, BLACK])
def test_the_stamp_of_incoming_mail_is_no_text(ink: tuple[int, int, int]) -> None:
    picture = Image.new("RGB", (460, 240), (255, 255, 255))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((4, 4, 455, 235), outline=ink, width=4)
    draw.line((4, 74, 455, 74), ink, 4)
    draw.line((150, 74, 150, 235), ink, 4)
    for x, y, text in (
        (60, 16, "VĂN PHÒNG AN HẢI"),
        (30, 120, "ĐẾN"),
        (170, 90, "Số: 1234"),
        (170, 160, "Ngày: 21/3/30"),
    ):
        draw.text((x, y), text, font=ImageFont.truetype(FONTS / "LiberationSans-Regular.ttf", 36), fill=ink)
    reading = read_image(_stamped(_page(), np.array(picture), (400, 760), 0), DPI, 1, "fast")
    assert [line.text for line in reading.lines] == list(TEXT)
    assert {"ĐẾN", "1234", "21/3/30"} <= {word.text for line in reading.stamps for word in line.words}


def test_a_round_seal_says_nothing() -> None:
    seal = np.full((300, 300, 3), 255, np.uint8)
    for radius in (140, 95):
        cv2.circle(seal, (150, 150), radius, RED, 7)
    cv2.putText(seal, "AN HAI", (80, 165), cv2.FONT_HERSHEY_SIMPLEX, 1.2, RED, 6)
    reading = read_image(_stamped(_page(), seal, (430, 700), 10), DPI, 1, "fast")
    assert (reading.stamps, [line.text for line in reading.lines]) == ((), list(TEXT))


def _page() -> NDArray[np.uint8]:
    picture = Image.new("RGB", (1654, 2339), (252, 252, 252))
    font = ImageFont.truetype(FONTS / "LiberationSerif-Regular.ttf", 39)
    for n, line in enumerate(TEXT):
        ImageDraw.Draw(picture).text((250, 1100 + 56 * n), line, font=font, fill=BLACK)
    return np.array(picture)


def _mark(text: str, frame: tuple[tuple[int, int], ...], ink: tuple[int, int, int], face: str) -> NDArray[np.uint8]:
    picture = Image.new("RGB", (520, 260), (255, 255, 255))
    font = ImageFont.truetype(FONTS / f"Liberation{face}-Bold.ttf", 46)
    ImageDraw.Draw(picture).text((260, 130), text, font=font, fill=ink, anchor="mm")
    if frame:
        ImageDraw.Draw(picture).line([(260 + x, 130 + y) for x, y in (*frame, frame[0])], ink, 5)
    return np.array(picture)


def _stamped(
    page: NDArray[np.uint8], stamp: NDArray[np.uint8], middle: tuple[int, int], tilt: float
) -> NDArray[np.uint8]:
    """`page` with the middle of `stamp` put at `middle`, turned by `tilt` degrees counter-clockwise."""
    matrix = cv2.getRotationMatrix2D((stamp.shape[1] / 2, stamp.shape[0] / 2), tilt, 1.0)
    matrix[:, 2] += (middle[0] - stamp.shape[1] / 2, middle[1] - stamp.shape[0] / 2)
    laid = cv2.warpAffine(stamp, matrix, (page.shape[1], page.shape[0]), borderValue=(255, 255, 255))
    return np.minimum(page, laid.astype(np.uint8))
