"""Tesseract, wrapped: the one place that runs it. Grey images in, words with boxes in pixels and confidences out.

Every call is one process with one thread (pages are read in parallel, not the lines of one page), within a time limit.
"""

import csv
import errno
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pytesseract import pytesseract

from extract.letters import clean
from extract.programs import TooSlow, run

Grey = NDArray[np.uint8]

Segmentation = Literal["page", "block", "line"]
"""How Tesseract looks for text: a page in columns, one block of lines, one line."""

LANGUAGE = "vie"
SECONDS_A_CALL = 60.0
SECONDS_AN_IMAGE = 2.0
_PSM = {"page": 3, "block": 6, "line": 7}
_SIGNS = str.maketrans({"‘": "'", "’": "'", "⁄": "/"})


class OcrError(Exception):
    """Tesseract cannot read: the message says why and what to do."""


class OcrMissingError(OcrError):
    """Tesseract or its Vietnamese model is not installed."""


class OcrTimeoutError(OcrError):
    """An image took longer than its limit."""


class OcrKilledError(Exception):
    """Tesseract was ended from outside: that says nothing of the page, which is to be tried once more."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word as Tesseract read it: pixels `left`, `top`, `right`, `bottom`, confidence 0 to 1, and its text line."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float
    line: tuple[int, int, int]
    read_as: str | None = None

    def moved(self, right: int, down: int) -> "Token":
        return replace(
            self,
            left=self.left + right,
            top=self.top + down,
            right=self.right + right,
            bottom=self.bottom + down,
        )


def recognise(images: Sequence[Grey], segmentation: Segmentation = "page") -> list[tuple[Token, ...]]:
    """The words on each of `images` (H×W uint8 grey, dark on light), NFC, in Tesseract's order, by one process.

    Raises `OcrMissingError` where Tesseract or its Vietnamese model is missing, `OcrTimeoutError` where the limit of
    60 seconds and 2 more for each image is passed, `OcrError` where Tesseract fails, `OcrKilledError` where something
    ended it, OSError where the disk is full.
    """
    if not images:
        return []
    require_tesseract()
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    with TemporaryDirectory(prefix="vanthu-") as folder:
        names = [str(Path(folder) / f"{n}.pgm") for n in range(len(images))]
        for name, image in zip(names, images, strict=True):
            if not cv2.imwrite(name, image):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), folder)  # OpenCV itself does not say why
        listing = Path(folder) / "images.txt"
        listing.write_text("\n".join(names))
        try:
            ran = run(
                [pytesseract.tesseract_cmd, str(listing), "stdout", "-l", LANGUAGE, "--psm", str(_PSM[segmentation]),
                 "--dpi", "150", "-c", "tessedit_create_tsv=1"],
                SECONDS_A_CALL + SECONDS_AN_IMAGE * len(images),
            )  # fmt: skip
        except TooSlow as error:
            raise OcrTimeoutError("Tesseract took longer than its time limit on this page") from error
    if ran.status in (-signal.SIGKILL, -signal.SIGTERM):
        raise OcrKilledError(f"Tesseract was ended by signal {-ran.status}")
    if ran.status:
        raise OcrError(f"Tesseract could not read this page: {ran.err.decode(errors='replace').strip()[-300:]}")
    return _tokens(ran.out.decode(errors="replace"), len(images))


@cache
def require_tesseract() -> str:
    """Tesseract's version; raises `OcrMissingError`, which names the Debian package to install."""
    try:
        version = str(pytesseract.get_tesseract_version())
        languages = pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, SystemExit) as error:
        raise OcrMissingError("Tesseract is not installed: apt-get install tesseract-ocr tesseract-ocr-vie") from error
    if LANGUAGE not in languages:
        raise OcrMissingError("Tesseract has no Vietnamese model: apt-get install tesseract-ocr-vie")
    return version


def _tokens(table: str, count: int) -> list[tuple[Token, ...]]:
    found: list[list[Token]] = [[] for _ in range(count)]
    for row in csv.DictReader(StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = clean(row["text"] or "").translate(_SIGNS).strip()
        if row["level"] != "5" or not text:
            continue
        left, top, width, height = (int(row[k]) for k in ("left", "top", "width", "height"))
        found[int(row["page_num"]) - 1].append(
            Token(
                text="".join(text.split()),
                left=left,
                top=top,
                right=left + width,
                bottom=top + height,
                confidence=max(0.0, min(1.0, float(row["conf"]) / 100)),
                line=(int(row["block_num"]), int(row["par_num"]), int(row["line_num"])),
            )
        )
    return [tuple(tokens) for tokens in found]
