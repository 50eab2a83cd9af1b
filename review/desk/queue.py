"""The queue: what a reviewer should look at, the worst first."""

from fastapi import APIRouter
from fastapi.responses import Response

from review.visit import Reader

router = APIRouter()


@router.get("/")
def queue(visit: Reader) -> Response:
    """The queue."""
    return visit.page("queue.html")
