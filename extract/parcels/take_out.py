"""The files inside a PDF, written into a folder: a program, run in a process that a hostile PDF may bring down alone.

`python take_out.py PDF FOLDER FILES BYTES` writes 0, 1, 2 … into FOLDER and their names, a JSON list, to its output.
It imports nothing of vanthu's, so that it starts at once.
"""

import ctypes
import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MEMORY = 3 * 2**30
"""Bytes of address space: PDFium unpacks a file in memory, and stops at one gigabyte."""

MOST_ANNOTATIONS = 200
"""Looked at on a page, as in `extract.pdf.content`."""


def attachments(document: pdfium.PdfDocument) -> Iterator[pdfium.PdfAttachment]:
    """The files that the document lists, and then those pinned to its pages."""
    for at in range(document.count_attachments()):
        yield document.get_attachment(at)
    for at in range(len(document)):
        page = raw.FPDF_LoadPage(document.raw, at)
        if page:
            yield from _pinned(document, page)
            raw.FPDF_ClosePage(page)


def _pinned(document: pdfium.PdfDocument, page: raw.FPDF_PAGE) -> Iterator[pdfium.PdfAttachment]:
    for at in range(min(raw.FPDFPage_GetAnnotCount(page), MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, at)
        if not annotation:
            continue
        if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_FILEATTACHMENT:
            found = raw.FPDFAnnot_GetFileAttachment(annotation)
            if found:
                yield pdfium.PdfAttachment(found, document)
        raw.FPDFPage_CloseAnnot(annotation)


def name_of(attachment: pdfium.PdfAttachment) -> str:
    """What the attached file is called; "" where it has no name."""
    try:
        return str(attachment.get_name())
    except (pdfium.PdfiumError, UnicodeError):
        return ""


def _main(source: Path, folder: Path, most: int, largest: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    names: list[str] = []
    try:
        document = pdfium.PdfDocument(source.read_bytes())
    except pdfium.PdfiumError:  # whoever reads the PDF itself says why
        document = pdfium.PdfDocument.new()
    for attachment in attachments(document):
        size = ctypes.c_ulong()
        raw.FPDFAttachment_GetFile(attachment, None, 0, size)
        if not 0 < size.value <= largest or len(names) == most:
            continue
        largest -= size.value
        try:
            (folder / str(len(names))).write_bytes(bytes(attachment.get_data()))
        except pdfium.PdfiumError:
            continue
        names.append(name_of(attachment))
    sys.stdout.write(json.dumps(names))


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
