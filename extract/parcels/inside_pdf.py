"""Files attached to a PDF: annexes in Word, data sheets, and the documents of a portfolio whose own page is a cover."""

import json
import mmap
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

from extract.errors import Damaged, TooLarge
from extract.programs import TooSlow, run
from extract.scratch import scratch

SECONDS = 60
"""500 attached files take a second."""

HEAD = 1024
"""ISO 32000-1, Annex H: the header of a PDF stands anywhere in its first 1024 bytes."""


def encloses(path: Path) -> bool:
    """Whether `path` is a PDF with files inside: their streams say what they are, which is never packed away."""
    with path.open("rb") as stream:
        if b"%PDF-" not in stream.read(HEAD):
            return False
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return any(content.find(mark) >= 0 for mark in _MARKS)


_MARKS = (b"/EmbeddedFile", b"/FileAttachment")


def enclosed(path: Path, most: int, largest: int) -> Iterator[tuple[str, IO[bytes]]]:
    """Name and content of each file inside the PDF, up to `most` files of `largest` bytes together.

    Raises Damaged where it can't be taken apart, TooLarge where that takes too long.
    """
    program = Path(__file__).with_name("take_out.py")
    with scratch() as folder:
        command = [sys.executable, "-I", str(program), str(path.absolute()), str(folder), str(most), str(largest)]
        try:
            ran = run(command, SECONDS)
        except TooSlow as error:
            raise TooLarge(path, f"PDF: > {SECONDS} s") from error
        if ran.status:
            raise Damaged(path, "PDF: tệp đính kèm / attachments")
        for number, name in enumerate(json.loads(ran.out)):
            yield name, BytesIO((folder / str(number)).read_bytes())
