"""Black borders: the edge of a copier, an open lid, a shadow, punched holes: they change nothing that is read."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.random import Generator
from test_scan import TEXT, _page, _said, _table_page, _turned

from extract.raster.preparation import X_HEIGHT, Grey, prepare
from extract.raster.ruled import find_tables
from extract.scan import read_image

Border = Callable[[Grey, float, Generator], Grey]


def turned_on_black(page: Grey, angle: float) -> Grey:
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    return np.asarray(cv2.warpAffine(page, matrix, (width, height), borderValue=10), np.uint8)


def open_lid(page: Grey, angle: float, random: Generator) -> Grey:
    """Paper smaller than the glass, black around it, grain in the black."""
    glass = np.full((page.shape[0] + 240, page.shape[1] + 300), 10, np.uint8)
    glass[40:-200, 60:-240] = page
    leaning = turned_on_black(glass, angle)
    leaning[(leaning < 40) & (random.random(leaning.shape) > 0.97)] = 200
    return leaning


def frame(page: Grey, angle: float, random: Generator) -> Grey:
    framed = _turned(page, angle)
    framed[:60], framed[-60:], framed[:, :40], framed[:, -40:] = 10, 10, 10, 10
    return framed


def ragged_edges_and_holes(page: Grey, angle: float, random: Generator) -> Grey:
    worn = _turned(page, angle)
    for y in range(len(worn)):
        worn[y, : int(18 + 8 * np.sin(y / 90) + random.integers(0, 5))] = random.integers(0, 40)
        worn[y, -int(40 + 14 * np.sin(y / 200) + random.integers(0, 4)) :] = random.integers(0, 40)
    for y in (700, 1500):
        cv2.circle(worn, (85, y), 26, 10, -1)
    return worn


def thin_frame(page: Grey, angle: float, random: Generator) -> Grey:
    """The edges of the glass and of the paper as lines, which look like a table's rules."""
    framed = _turned(page, angle)
    for inset in (20, 55):
        cv2.rectangle(framed, (inset, inset), (page.shape[1] - inset, page.shape[0] - inset), 30, 4)
    return framed


BORDERS: tuple[Border, ...] = (
    lambda page, angle, random: turned_on_black(page, angle),
    open_lid,
    frame,
    ragged_edges_and_holes,
    thin_frame,
)


@pytest.mark.parametrize("border", BORDERS)
@pytest.mark.parametrize(("turn", "angle"), [(0, -2.0), (90, 4.0)])
def test_a_page_is_turned_and_levelled_as_without_its_border(border: Border, turn: int, angle: float) -> None:
    lain = np.ascontiguousarray(np.rot90(border(_page(TEXT * 4), angle, np.random.default_rng(3)), turn // 90))
    sheet = prepare(lain)
    assert sheet.rotation == turn
    assert sheet.skew == pytest.approx(-angle, abs=0.15)
    assert find_tables(sheet.grey, X_HEIGHT) == ()


@pytest.mark.parametrize("border", BORDERS)
def test_a_page_in_a_border_says_what_it_says_without(border: Border) -> None:
    assert _said(read_image(border(_page(TEXT), 1.5, np.random.default_rng(3)), 200, 1, "fast")) == " ".join(TEXT)


@pytest.mark.parametrize("border", BORDERS)
def test_a_table_stands_alone_in_a_border(border: Border) -> None:
    sheet = prepare(border(_table_page(), 0.8, np.random.default_rng(3)))
    (table,) = find_tables(sheet.grey, X_HEIGHT)
    assert (table.rows, table.columns) == (3, 4)


@pytest.mark.parametrize("border", BORDERS)
def test_bare_paper_in_a_border_says_nothing(border: Border) -> None:
    reading = read_image(border(_page(()), 1.0, np.random.default_rng(3)), 200, 1, "fast")
    assert (reading.lines, reading.tables) == ((), ())


@pytest.mark.parametrize("angle", [-13.0, -9.0, -5.0, 5.0, 9.0, 13.0])
@pytest.mark.parametrize("turn", [0, 180])
def test_a_page_far_askew_is_told_from_one_upside_down(turn: int, angle: float) -> None:
    sheet = prepare(np.ascontiguousarray(np.rot90(_turned(_page(TEXT * 4), angle), turn // 90)))
    assert sheet.rotation == turn
    assert sheet.skew == pytest.approx(-angle, abs=0.1)
