"""Search over documents and their records."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from feeds.exports.tables import Column, Shown, Table
from models import sheet as words
from models.questions import search as searched
from models.wording import Wording
from review.following.answers import answered, desk_of, sheet
from review.visit import Reader

router = APIRouter()

MOST = 100

Typed = Annotated[str, Query(max_length=300)]

COLUMNS = (
    Column("document", Wording("Văn bản", "Document"), 18),
    Column("kind", Wording("Là", "Kind"), 12, "middle"),
    Column("text", Wording("Nội dung", "Words"), 80),
    Column("page", Wording("Trang", "Page"), 8, "number"),
)


@router.get("/search")
@router.get("/search.json")
def search(visit: Reader, q: Typed = "") -> Response:
    """What has every word of `q`, accents and case aside."""
    with visit.reading() as session:
        found = searched(session, q, limit=MOST)
    return answered(
        visit, "following/search.html", {"q": q.strip(), "found": [asdict(one) for one in found]}, most=MOST
    )


@router.get("/search.xlsx")
def search_sheet(visit: Reader, q: Typed = "") -> Response:
    """The same as a sheet."""
    with visit.reading() as session:
        found = searched(session, q, limit=1000)
    desk = desk_of(visit)
    rows = (
        (
            Shown(one.number or f"#{one.document_id}", url=f"{desk}/documents/{one.document_id}"),
            words.KINDS[one.kind].into(visit.language),
            one.text,
            one.page,
        )
        for one in found
    )
    return sheet(visit, [Table("search", Wording("Kết quả tìm kiếm", "Found"), COLUMNS, rows)], "tim-kiem")
