"""Each step that prepares, reads again or repairs a scan can be left out, and leaves its trace when it is."""

import numpy as np
import pytest
from made_pdf import FONTS
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extract.raster.preparation import prepare
from extract.raster.steps import SECOND_READINGS, STEPS
from extract.scan import read_image

LINES = tuple(f"{n}. Sở Nội vụ chủ trì, phối hợp với các cơ quan có liên quan tổ chức" for n in range(1, 9))


def _page(turn: float = 3.0, points: int = 20) -> NDArray[np.uint8]:
    picture = Image.new("RGB", (1654, 1200), (205, 200, 190))
    font = ImageFont.truetype(FONTS / "LiberationSerif-Regular.ttf", points * 200 // 72)
    for n, text in enumerate(LINES):
        ImageDraw.Draw(picture).text((150, 200 + 80 * n), text, font=font, fill=(20, 20, 20))
    ImageDraw.Draw(picture).ellipse((900, 300, 1100, 500), outline=(210, 40, 50), width=12)
    return np.array(picture.rotate(turn, fillcolor=(205, 200, 190)))


def test_a_preparation_that_is_left_out_is_not_done() -> None:
    page = _page()
    whole = prepare(page)
    assert whole.skew == pytest.approx(-3.0, abs=0.1)
    assert prepare(page, without=frozenset({"level"})).skew == 0.0
    assert prepare(page, without=frozenset({"letter height"})).scale > 1.1 * whole.scale
    assert np.median(whole.grey) > 250 > np.median(prepare(page, without=frozenset({"even light"})).grey)
    darker = prepare(page, without=frozenset({"lift colour"})).grey
    assert np.count_nonzero(darker < 190) > 1.05 * np.count_nonzero(whole.grey < 190)


def test_a_page_is_read_without_any_step() -> None:
    reading = read_image(_page(turn=0.0, points=14), 200, 1, without=frozenset(STEPS))
    assert all(word.read_as is None for line in reading.lines for word in line.words)
    assert "phối hợp với các cơ quan" in reading.lines[0].text


def test_fast_reading_is_reading_without_second_readings() -> None:
    page = _page(turn=0.0, points=14)
    assert read_image(page, 200, 1, "fast") == read_image(page, 200, 1, "best", SECOND_READINGS)
