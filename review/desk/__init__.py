"""The desk itself: the queue, a document with its page beside its records, and the steps of a reviewer."""

from fastapi import APIRouter

from review.desk import queue

router = APIRouter()
router.include_router(queue.router)

__all__ = ["router"]
