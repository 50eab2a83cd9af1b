"""Pages over HTTP: a picture, the words on it, and the original itself."""

from concurrent.futures import TimeoutError as TooSlow
from typing import Annotated
from urllib.parse import quote

import pypdfium2 as pdfium
from fastapi import APIRouter, Query
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, JSONResponse, Response

from batch.engines.pool import Died
from extract.errors import ConverterMissing, Unreadable
from models.errors import Refused
from models.questions.originals import Source, source
from models.wording import Wording
from review.pages.store import Original, PageStore
from review.visit import Reader, Visit

router = APIRouter()

DAY = 86400


@router.get("/documents/{document}/pages/{number}.jpg")
async def picture(
    visit: Reader, document: int, number: int, width: Annotated[int, Query(ge=1, le=4000)] = 1200
) -> Response:
    """A page, upright."""
    found, pages = await _of(visit, document)
    try:
        jpeg = await pages.picture(_original(found), number, width)
    except FAULTS as error:
        raise Refused(UNSHOWN) from error
    return Response(jpeg, media_type="image/jpeg", headers=_caching(found))


@router.get("/documents/{document}/pages/{number}.json")
async def words(visit: Reader, document: int, number: int) -> Response:
    """Its size in points, the words and where they stand; of a format without pages the blocks of its text."""
    found, pages = await _of(visit, document)
    try:
        written = await pages.words(_original(found), number)
    except FAULTS as error:
        raise Refused(UNSHOWN) from error
    shown = {
        "outline": written.outline and [written.outline.width, written.outline.height],
        "words": written.words,
        "blocks": written.blocks,
    }
    return JSONResponse(shown, headers=_caching(found))


@router.get("/documents/{document}/pages/{number}/outline.json")
async def outline(visit: Reader, document: int, number: int) -> Response:
    """Only its size in points; of an office file the number of its pages too, and where it can't be drawn its text with
    the reason why."""
    found, pages = await _of(visit, document)
    shown = _original(found)
    try:
        count = await pages.pages(shown)
    except FAULTS as error:
        written = await pages.words(shown, number)
        why = visit.say(NOT_INSTALLED if isinstance(error, ConverterMissing) else UNPRINTED)
        return JSONResponse({"outline": None, "blocks": written.blocks, "why": why})
    try:
        known = await pages.outline(shown, number)
    except FAULTS as error:
        raise Refused(UNSHOWN) from error
    told = {"outline": [known.width, known.height]} | ({} if count is None else {"pages": count})
    return JSONResponse(told, headers=_caching(found))


@router.get("/documents/{document}/original")
def original(visit: Reader, document: int) -> Response:
    """The file itself, to be saved: a browser never opens it here, whatever it is."""
    with visit.reading() as session:
        found = source(session, document)
    path = visit.request.app.state.pages.content(_original(found))
    name = quote(found.name.rsplit("/", 1)[-1])
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


FAULTS = (Unreadable, pdfium.PdfiumError, TooSlow, Died)
NOT_INSTALLED = Wording(
    "Chỉ hiện phần chữ: máy chủ chưa cài LibreOffice nên không dựng được trang.",
    "Only the text is shown: LibreOffice, which would draw the pages, is not installed on the server.",
)
UNPRINTED = Wording(
    "Chỉ hiện phần chữ: LibreOffice không dựng được trang từ tệp này.",
    "Only the text is shown: LibreOffice made no pages of this file.",
)
UNSHOWN = Wording("không hiện được trang này của bản gốc", "this page of the original can't be shown")


async def _of(visit: Visit, document: int) -> tuple[Source, PageStore]:
    def asked() -> Source:
        with visit.reading() as session:
            return source(session, document)

    return await run_in_threadpool(asked), visit.request.app.state.pages


def _original(found: Source) -> Original:
    return Original(found.sha256, found.media_type, found.pages, found.places, found.kept)


def _caching(found: Source) -> dict[str, str]:
    """What bears a mark of secrecy is left in no browser's cache; else the address changes with the file."""
    return {} if found.secret else {"cache-control": f"private, max-age={DAY}"}
