"""Boxes are those of the page as it is shown, however crooked it was scanned."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_pdf import FONTS
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extract import read
from extract.skew import Tilt
from extract.transcript import Table
from models.records import Box

DPI = 200
WORDS = (
    "Sở Nội vụ chủ trì, phối hợp với Văn phòng kiểm tra",
    "việc thực hiện nhiệm vụ của các cơ quan hành chính,",
    "đề xuất khen thưởng, báo cáo kết quả trước ngày 15",
    "tháng 12 năm 2030 để theo dõi và chỉ đạo kịp thời.",
)
XS, YS = (150, 700, 1500), (1300, 1400, 1500)
CELLS = ("Nội dung", "Thời hạn", "Kiểm tra", "Quý II")


@pytest.mark.parametrize("skew", [-3.0, 2.0, 8.0])
def test_words_of_a_skewed_scan_stand_where_the_page_has_them(skew: float, tmp_path: Path) -> None:
    page, truth = _scan(skew)
    Image.fromarray(page).save(tmp_path / "scan.png", dpi=(DPI, DPI))
    transcript = read(tmp_path / "scan.png", reading="fast")
    words = [word for paragraph in transcript.paragraphs() for word in paragraph.words]
    assert [word.text for word in words] == [text for text, _ in truth]
    for word, (text, box) in zip(words, truth, strict=True):
        assert word.box == pytest.approx(box, abs=2), text
    (table,) = (block for block in transcript.blocks if isinstance(block, Table))
    for cell in table.cells:
        corners = [(XS[cell.column + a], YS[cell.row + b]) for a in (0, 1) for b in (0, 1)]
        assert cell.box == pytest.approx(_around(_laid_askew(corners, skew)), abs=3)


@given(st.floats(-15, 15), st.floats(0, 595), st.floats(0, 842), st.floats(1, 90), st.floats(1, 20))
def test_a_box_put_back_keeps_its_middle_at_its_distance_and_grows_at_most(
    skew: float, left: float, top: float, width: float, height: float
) -> None:
    tilt = Tilt(skew, 297.5, 421)
    x0, y0, x1, y1 = tilt.back((left, top, left + width, top + height))
    assert np.hypot((x0 + x1) / 2 - 297.5, (y0 + y1) / 2 - 421) == pytest.approx(
        np.hypot(left + width / 2 - 297.5, top + height / 2 - 421), abs=0.02
    )
    assert y1 - y0 >= height * np.cos(np.radians(skew)) - 0.02
    assert tilt.back((297.5, 421, 297.5, 421)) == (297.5, 421, 297.5, 421)


def _scan(skew: float) -> tuple[NDArray[np.uint8], list[tuple[str, Box]]]:
    """A page laid on the glass `skew` degrees askew, and its words with the boxes around them, in points."""
    font = ImageFont.truetype(FONTS / "LiberationSerif-Regular.ttf", 39)
    placed = [(line, 250, 400 + 60 * n) for n, line in enumerate(WORDS)]
    placed += [(text, XS[n % 2] + 20, YS[n // 2] + 25) for n, text in enumerate(CELLS)]
    picture = Image.new("L", (1654, 2339), 252)
    draw = ImageDraw.Draw(picture)
    truth: list[tuple[str, Box]] = []
    for text, x, y in placed:
        draw.text((x, y), text, font=font, fill=20)
        for word, at in _parts(text, x, font):
            left, top, right, bottom = draw.textbbox((at, y), word, font=font)
            corners = [(a, b) for a in (left, right) for b in (top, bottom)]
            truth.append((word, _around(_laid_askew(corners, skew))))
    for x in XS:
        draw.line([(x, YS[0]), (x, YS[-1])], 20, 3)
    for y in YS:
        draw.line([(XS[0], y), (XS[-1], y)], 20, 3)
    return _turned(np.array(picture), skew), truth


def _parts(text: str, x: int, font: ImageFont.FreeTypeFont) -> list[tuple[str, float]]:
    words = text.split()
    return [(word, x + font.getlength(" ".join([*words[:n], ""]) if n else "")) for n, word in enumerate(words)]


def _turned(page: NDArray[np.uint8], skew: float) -> NDArray[np.uint8]:
    matrix = cv2.getRotationMatrix2D((827, 1169.5), skew, 1.0)
    return np.asarray(cv2.warpAffine(page, matrix, (1654, 2339), borderValue=252), np.uint8)


def _laid_askew(points: Sequence[tuple[float, float]], skew: float) -> list[tuple[float, float]]:
    matrix = cv2.getRotationMatrix2D((827, 1169.5), skew, 1.0)
    return [tuple(matrix @ (x, y, 1)) for x, y in points]


def _around(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    return tuple(float(v) * 72 / DPI for v in (min(xs), min(ys), max(xs), max(ys)))  # type: ignore[return-value]
