"""Builds `figures.npz`, the net that reads handwritten figures: `python -m extract.raster.by_hand.build`.

The figures are those of the UCI set "Optical Recognition of Handwritten Digits" (Alpaydin and Kaynak, 1998, CC BY 4.0,
doi.org/10.24432/C50P49) that scikit-learn ships: 1,797 by 13 writers, 8 × 8 fields of 0 to 16. The last 197 are
held out: nothing is trained on them (whose hands they are, the set does not say). Each of the others is seen anew many
times, slanted, turned, thick and thin, as pens and scanners vary.
American writers make the 1 a plain stroke and leave the 7
uncrossed; Vietnamese ones give the 1 a flag and often cross the 7: such are drawn here.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

from extract.raster.by_hand.reading import shares

NET = Path(__file__).with_name("figures.npz")
TRAINED = 1600
"""Figures from the start of the set that are learnt from; those after them are held out."""

Mask = NDArray[np.bool_]


def main(net: Path = NET) -> None:
    """Trains the net and writes it to `net`; says how many of the held-out figures it reads right."""
    random = np.random.default_rng(1998)
    images, digits = uci()
    masks = [varied(image, random) for _ in range(_TIMES) for image in images[:TRAINED]]
    known = np.tile(digits[:TRAINED], _TIMES)
    pens = [1, 7] * (len(masks) // _PEN_DRAWN)
    masks += [pen_drawn(digit, random) for digit in pens]
    seen = np.array([shares(mask) for mask in masks])
    learner = MLPClassifier((128,), alpha=0.1, max_iter=30, random_state=0, learning_rate_init=2e-3)
    learner.fit(seen, np.concatenate([known, pens]))
    (w1, w2), (b1, b2) = learner.coefs_, learner.intercepts_
    np.savez(
        net, w1=w1.astype(np.float16), b1=b1.astype(np.float16), w2=w2.astype(np.float16), b2=b2.astype(np.float16)
    )
    held = np.array([shares(plain(image)) for image in images[TRAINED:]])
    print(f"{learner.score(held, digits[TRAINED:]):.3f} of {len(held)} held-out figures")


_TIMES = 12
_PEN_DRAWN = 30


def uci() -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The figures of the set, N × 8 × 8 from 0 (paper) to 1 (ink), in its order, and which of the ten each is."""
    found = load_digits()
    return (found.images / 16).astype(np.float32), found.target.astype(np.int64)


def plain(image: NDArray[np.float32]) -> Mask:
    """A figure of the set as ink on paper, 32 × 32."""
    return cv2.resize(image, (32, 32), interpolation=cv2.INTER_CUBIC) > _INK


_INK = 0.4


def varied(image: NDArray[np.float32], random: np.random.Generator) -> Mask:
    """A figure of the set as another hand, pen and scanner might have it."""
    large = cv2.resize(image, (64, 64), interpolation=cv2.INTER_CUBIC)
    turn = cv2.getRotationMatrix2D((32, 32), random.uniform(-10, 10), random.uniform(0.8, 0.95))
    slant = random.uniform(-0.15, 0.35)  # hands lean to the right
    turn[0] -= slant * (turn[1] - (0, 0, 32))
    mask = cv2.warpAffine(large, turn, (64, 64)) > random.uniform(0.3, 0.55)
    return thicker(mask, int(random.integers(-1, 3)))


def thicker(mask: Mask, by: int) -> Mask:
    """`mask` with `by` pixels more, or fewer, to the breadth of its strokes; as it is where nothing would be left."""
    change = cv2.dilate if by > 0 else cv2.erode
    changed = change(mask.astype(np.uint8), np.ones((abs(by) + 1, abs(by) + 1), np.uint8)) > 0 if by else mask
    return changed if changed.sum() > _LEAST else mask


_LEAST = 40


def pen_drawn(digit: int, random: np.random.Generator) -> Mask:
    """A 1 with a flag, or a 7 that may be crossed, in strokes between points that lie a little apart each time."""
    strokes = _ONE if digit == 1 else _SEVEN if random.random() < 0.5 else _CROSSED_SEVEN
    if digit == 1 and random.random() < 0.2:
        strokes = (*strokes, _FOOT)
    paper = np.zeros((64, 64), np.uint8)
    slant, flag = random.uniform(-0.1, 0.35), random.uniform(0.4, 2.0)
    for stroke in strokes:
        points = np.array(stroke, float)
        if digit == 1 and stroke is _ONE[0]:
            points[0] = points[1] + (points[0] - points[1]) * flag
        points += random.normal(0, 1.2, points.shape)
        points[:, 0] -= slant * (points[:, 1] - 32)
        cv2.polylines(paper, [np.rint(points).astype(np.int32)], False, 1, int(random.integers(3, 8)))
    return paper > 0


Stroke = Sequence[tuple[float, float]]
_ONE: tuple[Stroke, ...] = (((20, 26), (34, 8)), ((34, 8), (33, 32), (33, 56)))
_FOOT: Stroke = ((26, 56), (40, 56))
_SEVEN: tuple[Stroke, ...] = (((17, 10), (45, 9)), ((45, 9), (36, 30), (29, 56)))
_CROSSED_SEVEN: tuple[Stroke, ...] = (*_SEVEN, ((24, 33), (45, 31)))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
