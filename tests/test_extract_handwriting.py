"""Figures written by hand: each stroke group told apart, and how likely each of the ten it is."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extract.raster.by_hand import figures_of_letterhead, read_figures
from extract.raster.by_hand.build import TRAINED, pen_drawn, plain, uci
from extract.raster.ocr import Token


def drawn(text: str, thickness: int = 3) -> NDArray[np.uint8]:
    """`text` in single strokes, as a pen draws figures."""
    paper = np.full((60, 34 * len(text) + 24, 3), 255, np.uint8)
    for n, figure in enumerate(text):
        cv2.putText(
            paper, figure, (10 + 34 * n, 48), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (40, 30, 20), thickness, cv2.LINE_AA
        )
    return paper[:, :, 0].copy()


@pytest.mark.parametrize("text", ["06", "23", "85", "380", "2068"])
def test_drawn_figures(text: str) -> None:
    figures = read_figures(drawn(text))
    assert "".join(str(f.index(max(f))) for f in figures) == text


def test_probabilities_add_up() -> None:
    for figure in read_figures(drawn("3059")):
        assert len(figure) == 10
        assert sum(figure) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    "paper", [np.full((40, 60), 255, np.uint8), np.zeros((0, 5), np.uint8), np.zeros((3, 90), np.uint8)]
)
def test_no_ink_no_figures(paper: NDArray[np.uint8]) -> None:
    assert read_figures(paper) == ()


def test_figures_that_the_net_was_not_trained_on() -> None:
    images, digits = uci()
    found = [read_figures(_on_paper(plain(image))) for image in images[TRAINED:]]
    right = [len(f) == 1 and f[0].index(max(f[0])) == digit for f, digit in zip(found, digits[TRAINED:], strict=True)]
    assert (len(right), np.mean(right) >= 0.88) == (197, True)


def test_a_one_with_a_flag_is_no_seven_crossed_or_not() -> None:
    random = np.random.default_rng(5)
    for digit in (1, 7):
        drawn = [read_figures(_on_paper(pen_drawn(digit, random))) for _ in range(60)]
        assert np.mean([len(f) == 1 and f[0].index(max(f[0])) == digit for f in drawn]) >= 0.9


def _on_paper(mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    return np.pad(np.where(mask, 30, 255), 6, constant_values=255).astype(np.uint8)


def test_the_gap_before_the_notation() -> None:
    page = np.full((200, 900), 255, np.uint8)
    figures = drawn("86")
    page[70:130, 160 : 160 + figures.shape[1]] = figures
    line = [
        Token("Số:", 100, 80, 150, 118, 0.9, (1, 1, 1)),
        Token("B6", 165, 80, 240, 120, 0.3, (1, 1, 1)),
        Token("/KH-UBND", 270, 82, 420, 118, 0.9, (1, 1, 1)),
    ]
    ((word, found),) = figures_of_letterhead([line], page).items()
    assert word.text == "/KH-UBND"
    assert "".join(str(f.index(max(f))) for f in found) == "86"


def test_a_line_of_text_has_no_gap() -> None:
    line = [
        Token(t, 10 * n, 0, 10 * n + 9, 12, 0.9, (1, 1, 1))
        for n, t in enumerate(["Số", "lượng", "12", "và/hoặc", "15"])
    ]
    assert figures_of_letterhead([line], np.full((40, 400), 255, np.uint8)) == {}


@pytest.mark.parametrize("text", ["06", "31", "20"])
def test_two_figures_that_touch(text: str) -> None:
    apart = drawn(text)
    joined = np.hstack([apart[:, :33], apart[:, 42:]])
    joined[44:47, 24:46] = 40  # the pen went on
    figures = read_figures(joined)
    assert len(figures) == 2
    assert all(sum(figure) == pytest.approx(1, abs=0.01) for figure in figures)


def test_the_gap_of_a_number_that_was_read_as_one_word() -> None:
    page = np.full((200, 900), 255, np.uint8)
    figures = cv2.resize(drawn("86"), None, fx=0.5, fy=0.8)
    page[72:120, 145 : 145 + figures.shape[1]] = figures
    line = [Token("Số:8/KH-VP", 100, 78, 288, 116, 0.3, (1, 1, 1))]
    ((_, found),) = figures_of_letterhead([line], page).items()
    assert "".join(str(f.index(max(f))) for f in found) == "86"


@pytest.mark.parametrize(("before", "found"), [("(Kèm theo Quyết định", 1), ("Căn cứ Quyết định", 0)])
def test_annexes_have_gaps_too_where_they_say_what_they_go_with(before: str, found: int) -> None:
    page = np.full((200, 1200), 255, np.uint8)
    figures = drawn("86")
    page[70:130, 460 : 460 + figures.shape[1]] = figures
    words = [
        *((word, 60 + 60 * n, 50) for n, word in enumerate(before.split())),
        ("số:", 400, 46), ("#6", 470, 70), ("/QĐ-UBND", 570, 150), ("ngày", 740, 60),
    ]  # fmt: skip
    line = [Token(word, left, 82, left + width, 118, 0.9, (1, 1, 1)) for word, left, width in words]
    assert len(figures_of_letterhead([line], page, first=False)) == found
