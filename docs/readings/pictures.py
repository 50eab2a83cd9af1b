"""Pictures of hard pages side by side for docs/reading.md: as it came, prepared, read. Made from the samples only."""

from pathlib import Path

import cv2
import numpy as np
import pypdfium2

from extract.page import PageReading
from extract.raster.preparation import prepare
from extract.scan import read_image
from extract.transcript import Word
from samples.answers import ANSWERS
from samples.orders import ORDERS
from samples.paper import Paper
from samples.pdf import to_pdf
from samples.wear import WEARS, worn

HARD = {
    "seal and signature": 0, "bleed-through": 2, "skew to 15°": 4, "fax": 1, "turned": -1,
}  # fmt: skip
"""Wear, and which of the samples' papers wears it."""

HEIGHT = 640
SURE, UNSURE, REPAIRED = (70, 150, 70), (60, 60, 220), (220, 120, 30)
"""Colours of boxes, BGR."""


def draw_pictures(folder: Path) -> list[str]:
    folder.mkdir(exist_ok=True)
    papers = (*ORDERS, *ANSWERS)
    lines = [
        "## Five hard pages\n\nAs the page came, prepared, and read: green boxes are words read with a confidence "
        "of 0.8 and more, red ones with less, blue ones were repaired.\n"
    ]
    for seed, (wear, which) in enumerate(HARD.items()):
        name = f"{wear.split(',')[0].replace('°', '').replace(' ', '-')}.jpg"
        picture = side_by_side(papers[which], wear, seed)
        cv2.imwrite(str(folder / name), picture, [cv2.IMWRITE_JPEG_QUALITY, 60])
        lines.append(f"**{wear}**\n\n![{wear}: before, prepared, read](pictures/{name})\n")
    return lines


def side_by_side(paper: Paper, wear: str, seed: int) -> np.ndarray:
    """The last page of the dispatch itself, in three pictures; H×W×3 BGR."""
    dpi = WEARS[wear].dpi
    page = pypdfium2.PdfDocument(worn(to_pdf(paper), WEARS[wear], seed))[0]
    image = np.ascontiguousarray(page.render(scale=dpi / 72).to_pil().convert("RGB"))
    grey = prepare(image).grey
    drawn = boxed(grey, read_image(image, dpi, 1))
    return np.hstack([_fitted(cv2.cvtColor(image, cv2.COLOR_RGB2BGR)), _fitted(grey), _fitted(drawn)])


def boxed(grey: np.ndarray, reading: PageReading) -> np.ndarray:
    """The prepared page, pale, with the words' boxes on it."""
    drawn = cv2.cvtColor((grey // 2 + 127).astype(np.uint8), cv2.COLOR_GRAY2BGR)
    scale = grey.shape[0] / reading.height
    cells = (c for t in reading.tables for c in t.cells)
    words = [w for line in reading.lines for w in line.words] + [
        w for c in cells for p in c.paragraphs for w in p.words
    ]
    for word in words:
        if word.box:
            left, top, right, bottom = (round(edge * scale) for edge in word.box)
            cv2.rectangle(drawn, (left, top), (right, bottom), _colour(word), 2)
    return drawn


def _colour(word: Word) -> tuple[int, int, int]:
    if word.read_as is not None and word.read_as != word.text:
        return REPAIRED
    return SURE if word.confidence >= 0.8 else UNSURE


def _fitted(picture: np.ndarray) -> np.ndarray:
    """`picture` at the pictures' height, with a thin frame."""
    width = round(picture.shape[1] * HEIGHT / picture.shape[0])
    small = cv2.resize(picture, (width, HEIGHT), interpolation=cv2.INTER_AREA)
    if small.ndim == 2:
        small = cv2.cvtColor(small, cv2.COLOR_GRAY2BGR)
    return cv2.copyMakeBorder(small, 1, 1, 1, 9, cv2.BORDER_CONSTANT, value=(190, 190, 190))
