"""The desk itself: the queue, a document with its page beside its records, and the steps of a reviewer."""

from fastapi import APIRouter

from review.desk import document, queue, steps

router = APIRouter()
router.include_router(queue.router)
router.include_router(document.router)
router.include_router(steps.router)

__all__ = ["router"]
