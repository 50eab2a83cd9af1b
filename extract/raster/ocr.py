"""Tesseract, wrapped: the one place that runs it. Grey images in, words with boxes in pixels and confidences out.

It stays and reads image after image, since loading its model takes as long as reading ten lines; what it reads does
not depend on what it read before. It has one thread (pages are read in parallel, not the lines of one page), and a
time limit. Images are handed to it in memory.
"""

import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from shutil import which
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pytesseract import pytesseract

from extract.letters import clean
from extract.programs import Ended, Kept, TooSlow

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
    """The words on each of `images` (H×W uint8 grey, dark on light), NFC, in Tesseract's order.

    Raises `OcrMissingError` where Tesseract or its Vietnamese model is missing, `OcrTimeoutError` where the limit of
    60 seconds and 2 more for each image is passed, `OcrError` where Tesseract fails, `OcrKilledError` where something
    ended it.
    """
    if not images:
        return []
    require_tesseract()
    late = time.monotonic() + SECONDS_A_CALL + SECONDS_AN_IMAGE * len(images)
    reader = _reader(segmentation)
    try:
        return [reader.read(image, late - time.monotonic()) for image in images]
    except TooSlow as error:
        raise OcrTimeoutError("Tesseract took longer than its time limit on this page") from error
    except Ended as error:
        if error.status in (-signal.SIGKILL, -signal.SIGTERM):
            raise OcrKilledError(f"Tesseract was ended by signal {-error.status}") from error
        said = error.err.decode(errors="replace").strip()[-300:]
        raise OcrError(f"Tesseract could not read this page: {said}") from error


class _Reader:
    """A Tesseract that stays: it reads a list of images as the list grows, here each image and a blank behind it.

    The first line about the blank says that all about the image has been said.
    """

    def __init__(self, program: str, segmentation: Segmentation) -> None:
        self._image, self._blank = (os.fdopen(os.memfd_create("image"), "wb") for _ in range(2))
        self._question = "".join(f"/proc/self/fd/{image.fileno()}\n" for image in (self._image, self._blank)).encode()
        self._read = 0
        self._blank.write(_picture(np.full((30, 60), 255, np.uint8)))
        self._blank.flush()
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        self._tesseract = Kept(
            [program, "stdin", "stdout", "-l", LANGUAGE, "--psm", str(_PSM[segmentation]), "--dpi", "150",
             "-c", "tessedit_create_tsv=1", "-c", "stream_filelist=1"],
            (self._image.fileno(), self._blank.fileno()),
        )  # fmt: skip

    @property
    def alive(self) -> bool:
        return self._tesseract.alive

    def read(self, image: Grey, seconds: float) -> tuple[Token, ...]:
        self._image.seek(0)
        self._image.truncate()
        self._image.write(_picture(image))
        self._image.flush()
        self._read += 2
        of_image, of_blank = b"\t%d\t" % (self._read - 1), b"1\t%d\t" % self._read
        rows = self._tesseract.ask(self._question, lambda row: row.startswith(of_blank), seconds)
        return tuple(_tokens(row.decode(errors="replace") for row in rows if row[1:].startswith(of_image)))


def _picture(image: Grey) -> memoryview:
    """`image` as a file: a BMP, which Tesseract reads at once where others are read by the pixel, or unpacked."""
    good, file = cv2.imencode(".bmp", image)
    if not good:
        raise OcrError(f"an image of {image.shape} can't be handed to Tesseract")
    return file.data


class _Kept(threading.local):
    """The readers that this thread has kept, by program and segmentation."""

    def __init__(self) -> None:
        self.readers: dict[tuple[str, Segmentation], _Reader] = {}


_kept = _Kept()


def _reader(segmentation: Segmentation) -> _Reader:
    program = which(pytesseract.tesseract_cmd) or pytesseract.tesseract_cmd
    reader = _kept.readers.get((program, segmentation))
    if reader is None or not reader.alive:
        reader = _kept.readers[program, segmentation] = _Reader(program, segmentation)
    return reader


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


def _tokens(rows: Iterator[str]) -> Iterator[Token]:
    """The words among the rows of Tesseract's TSV."""
    for row in rows:
        level, _, block, paragraph, line, _, left, top, width, height, confidence, said = row.split("\t")
        text = "".join(clean(said).translate(_SIGNS).split())
        if level != "5" or not text:
            continue
        yield Token(
            text=text,
            left=int(left),
            top=int(top),
            right=int(left) + int(width),
            bottom=int(top) + int(height),
            confidence=max(0.0, min(1.0, float(confidence) / 100)),
            line=(int(block), int(paragraph), int(line)),
        )
