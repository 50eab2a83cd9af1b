"""`read`: from a file of any kind to its Transcript."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal, Protocol

from extract import pdf
from extract.docx import blocks_of_docx
from extract.html import blocks_of_html
from extract.layout import lay_out
from extract.page import PageReading
from extract.plain import decode, paragraphs_of_text
from extract.source import Source, identify
from extract.textlayer import judge, read_text_layer
from extract.transcript import Block, Page, Transcript
from models.records import File

Reading = Literal["fast", "best"]


@dataclass(frozen=True, slots=True)
class PageJob:
    """One page to read: what is sent to another process."""

    source: Source
    number: int
    reading: Reading = "best"


class Mapper(Protocol):
    """`map`, or one that spreads the pages over processes; results come in the order of the jobs."""

    def __call__(
        self, read_page: Callable[[PageJob], PageReading], jobs: Iterable[PageJob], /
    ) -> Iterable[PageReading]: ...


def read(source: Path, *, reading: Reading = "best", mapper: Mapper = map) -> Transcript:
    """What the file `source` says. Raises a class of `extract.errors.Unreadable` where it says nothing."""
    known = identify(source)
    if known.format in ("pdf", "image"):
        jobs = [PageJob(known, number, reading) for number in range(1, _count(known) + 1)]
        readings = list(mapper(read_page, jobs))
        pages = tuple(r.verdict for r in readings if r.verdict)
        blocks = lay_out(readings)
        problems = tuple(p for r in readings for p in r.problems)
    else:
        blocks = _FLOWING[known.format](source)
        pages = (Page(1, 0.0, 0.0, 0, "text_layer", "sound", "văn bản không có trang"),)
        problems = ()
    file = File(name=source.name, sha256=known.sha256, media_type=known.media_type, pages=len(pages))
    return Transcript(file, pages, blocks, (), (*known.problems, *problems))


def read_page(job: PageJob) -> PageReading:
    with pdf.opened(job.source.path) as document:
        found = pdf.content(document, job.number)
        verdict = judge(found)
        return read_text_layer(found, verdict)


def _count(source: Source) -> int:
    with pdf.opened(source.path) as document:
        return len(document)


_FLOWING: dict[str, Callable[[Path], tuple[Block, ...]]] = {
    "docx": blocks_of_docx,
    "html": lambda source: blocks_of_html(source.read_bytes(), source),
    "text": lambda source: paragraphs_of_text(decode(source.read_bytes())),
}
