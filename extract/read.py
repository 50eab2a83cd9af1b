"""`read`: from a file of any kind to its Transcript."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal, Protocol

import pypdfium2 as pdfium

from extract.errors import printable
from extract.formats import images
from extract.formats.docx import blocks_of_docx
from extract.formats.encodings import decode
from extract.formats.html import blocks_of_html
from extract.formats.office import blocks_of_office
from extract.formats.plain import paragraphs_of_text
from extract.formats.xlsx import blocks_of_xlsx
from extract.layout.flow import lay_out
from extract.letters import clean
from extract.page import PageReading
from extract.parcels.edxml import declared_beside
from extract.parcels.inside_pdf import encloses
from extract.parcels.take_out import attachments, name_of
from extract.pdf.content import content_of_file
from extract.pdf.document import is_whole, opened, render
from extract.pdf.signatures import is_signed, signatures
from extract.pdf.textlayer import Judgement, judge, read_text_layer, without_stamps
from extract.pictures import silent_pictures, with_pictures
from extract.raster.ocr import OcrError, OcrMissingError, OcrTimeoutError
from extract.scan import read_image
from extract.skew import as_shown
from extract.source import Source, identify
from extract.transcript import Block, Line, Page, Signature, Table, Transcript, Verdict
from models.records import File, Problem

Reading = Literal["fast", "best"]

RENDERED_AT = 200.0
"""Dots per inch at which a page is drawn for OCR, which then scales it to the letter height that it reads best."""


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


def read(source: Path, *, reading: Reading = "best", mapper: Mapper = map, roots: Sequence[bytes] = ()) -> Transcript:
    """What the file `source` says. Raises a class of `extract.errors.Unreadable` where it says nothing.

    `roots` are the certificates (PEM or DER) of the authorities whose digital signatures are believed.
    """
    known = identify(source)
    if known.format not in ("pdf", "image"):
        flowing = _FLOWING[known.format](source)
        whole = Page(1, 0.0, 0.0, 0, "text_layer", "sound", "định dạng không có trang")
        doubts = (*known.problems, *_without_words(flowing))
        return Transcript(_file(known, 1), (whole,), flowing, (), doubts, declared_beside(source))
    count, signed, faults = _counted(known, roots)
    readings = list(mapper(read_page, [PageJob(known, number, reading) for number in range(1, count + 1)]))
    pages = tuple(r.verdict for r in readings if r.verdict)
    blocks = as_shown(lay_out(readings), readings)
    problems = (
        *known.problems,
        *faults,
        *(problem for r in readings for problem in r.problems),
        *_without_words(blocks),
    )
    return Transcript(_file(known, count), pages, blocks, signed, problems, declared_beside(source))


def read_page(job: PageJob) -> PageReading:
    """One page, from its text layer where that may be trusted, else by OCR. Depends on nothing but the job's file.

    A page that can't be read is empty and says so in its problems: the others go on. Raises
    `extract.raster.ocr.OcrMissingError` where Tesseract is not there to read any.
    """
    try:
        return _read_page(job)
    except pdfium.PdfiumError:
        return _unread(job, "page_damaged", "trang bị hỏng, không đọc được")
    except OcrTimeoutError:
        return _unread(job, "page_too_slow", "nhận dạng chữ trên trang này quá lâu nên bị dừng")
    except OcrMissingError:
        raise
    except OcrError:
        return _unread(job, "page_not_recognised", "không nhận dạng được chữ trên trang này")


def _read_page(job: PageJob) -> PageReading:
    if job.source.format == "image":
        image, dpi = images.frame(job.source.path, job.number)
        scanned = _overlaid(read_image(image, dpi, job.number, job.reading), Judgement("absent", ""))
        return _judged(scanned, "absent", "tệp ảnh không có lớp chữ")
    found = content_of_file(job.source.path, job.source.sha256, job.number)
    judgement = judge(found)
    pictures = silent_pictures(found) if judgement.trusted and not found.turned else []
    if judgement.trusted and not pictures:
        return read_text_layer(found, judgement)
    if any(picture.pixels > images.MOST_PIXELS for picture in found.pictures):
        return _unread(job, "page_too_large", "ảnh trên trang quá lớn")
    with opened(job.source.path) as document:  # afresh: what is laid over the page is not drawn into this one
        image = render(document, job.number, RENDERED_AT)
    if judgement.trusted:
        ocr = partial(read_image, dpi=RENDERED_AT, page=job.number, reading=job.reading)
        return with_pictures(read_text_layer(found, judgement), pictures, image, RENDERED_AT, ocr)
    scanned = read_image(image, RENDERED_AT, job.number, job.reading)
    return _judged(_overlaid(scanned, judgement), judgement.verdict, judgement.reason)


def _unread(job: PageJob, code: str, reason: str) -> PageReading:
    problem = Problem(code=code, message=f"Trang {job.number}: {reason}.", page=job.number)
    page = Page(job.number, 0.0, 0.0, 0, "ocr", "absent", reason)
    return PageReading(job.number, 0.0, 0.0, 0, (), verdict=page, problems=(problem,))


def _judged(reading: PageReading, verdict: Verdict, reason: str) -> PageReading:
    """A scan's reading with its page's record, and a problem where OCR was hardly sure of it."""
    page = Page(reading.page, reading.width, reading.height, reading.rotation, "ocr", verdict, reason)
    return replace(reading, verdict=page, problems=reading.problems + tuple(_doubts(reading)))


POOR = 0.8
"""Mean confidence of a page's words: clear scans have 0.9 and more."""

_ENOUGH = 20


def _doubts(reading: PageReading) -> Iterator[Problem]:
    in_cells = (w for t in reading.tables for c in t.cells for p in c.paragraphs for w in p.words)
    sure = [word.confidence for word in (*(w for line in reading.lines for w in line.words), *in_cells)]
    if len(sure) >= _ENOUGH and sum(sure) < POOR * len(sure):
        message = f"Trang {reading.page}: ảnh quét mờ, nhiều chữ đọc không chắc chắn; hãy đối chiếu với bản gốc."
        yield Problem(code="poor_scan", message=message, page=reading.page)


def _overlaid(reading: PageReading, judgement: Judgement) -> PageReading:
    """A scan's reading with what was laid over its picture: typed numbers, which OCR did not see, and stamps."""
    typed = tuple(Line((word,)) for word in judgement.typed) if reading.rotation == 0 else ()
    lines, stamps = without_stamps(reading.lines, (*reading.stamps, *judgement.stamps))
    return replace(reading, lines=lines + typed, stamps=stamps)


def _counted(source: Source, roots: Sequence[bytes]) -> tuple[int, tuple[Signature, ...], tuple[Problem, ...]]:
    """Pages, signatures, and what is wrong with the file as a whole."""
    if source.format == "image":
        return images.count_frames(source.path), (), ()
    with opened(source.path) as document:
        count, signed = len(document), _signed(source.path, document, roots)
        faults = (*(() if is_whole(source.path) else (_CUT_OFF,)), *_enclosed(document, source.path))
    return count, signed, (*faults, *_breaches(signed))


def _signed(source: Path, document: pdfium.PdfDocument, roots: Sequence[bytes]) -> tuple[Signature, ...]:
    """The signatures with their verdicts; as the file states them where pyHanko can't take it apart."""
    if not is_signed(document):
        return ()
    from extract.pdf.verification import verified  # pyHanko takes as long to load as fifty pages to read

    found = verified(source, roots) or tuple(signatures(document))
    return tuple(signature for signature in found if signature.signer or signature.signed_at)


def _enclosed(document: pdfium.PdfDocument, source: Path) -> Iterator[Problem]:
    """Files that lie inside the PDF: `extract.parcels` takes them out, each to be read by itself."""
    within = document.count_attachments() or encloses(source)
    names = [printable(Path(clean(name_of(one)) or "?")) for one in attachments(document)] if within else []
    if names:
        listed = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
        message = f"Trong tệp PDF có {len(names)} tệp đính kèm, mỗi tệp được đọc riêng; hãy kiểm tra đã đủ: {listed}."
        yield Problem(code="has_attachments", message=message)


_NAMED = 10


def _breaches(signed: Iterable[Signature]) -> Iterator[Problem]:
    for signature in signed:
        if signature.verdict in ("changed", "broken"):
            message = f"Chữ ký số của {signature.signer or 'người ký không rõ tên'}: {signature.reason}; hãy đối chiếu."
            yield Problem(code=f"signature_{signature.verdict}", message=message)


_CUT_OFF = Problem(
    code="cut_off", message="Tệp PDF không đầy đủ (thiếu phần cuối); có thể mất trang, hãy đề nghị gửi lại."
)


def _without_words(blocks: tuple[Block, ...]) -> tuple[Problem, ...]:
    if any(isinstance(block, Table) or block.role == "body" for block in blocks):
        return ()
    return (Problem(code="no_text", message="Không đọc được chữ nào trong tệp; hãy kiểm tra lại tệp."),)


def _file(source: Source, pages: int) -> File:
    return File(name=printable(Path(source.path.name)), sha256=source.sha256, media_type=source.media_type, pages=pages)


_FLOWING: dict[str, Callable[[Path], tuple[Block, ...]]] = {
    "docx": blocks_of_docx,
    "doc": partial(blocks_of_office, suffix=".doc"),
    "rtf": partial(blocks_of_office, suffix=".rtf"),
    "odt": partial(blocks_of_office, suffix=".odt"),
    "xlsx": blocks_of_xlsx,
    "xls": partial(blocks_of_office, suffix=".xls"),
    "ods": partial(blocks_of_office, suffix=".ods"),
    "html": lambda source: blocks_of_html(source.read_bytes(), source),
    "text": lambda source: paragraphs_of_text(decode(source.read_bytes())),
}
