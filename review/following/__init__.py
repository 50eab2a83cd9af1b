"""Following: what is due, overdue and reached, by week, unit and plan; progress and its evidence; the registers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread

from fastapi import APIRouter, FastAPI

from review.following.calendar import router as calendar
from review.following.charts import prepared
from review.following.due import router as due
from review.following.plans import router as plans
from review.following.progress import router as progress
from review.following.quality import router as quality
from review.following.search import router as search
from review.following.targets import router as targets
from review.following.units import router as units


@asynccontextmanager
async def warming(_: FastAPI) -> AsyncIterator[None]:
    """What draws charts is brought in while nobody waits for it yet."""
    Thread(target=prepared, name="charts", daemon=True).start()
    yield


router = APIRouter(lifespan=warming)
for part in (due, targets, plans, units, calendar, search, progress, quality):
    router.include_router(part)

__all__ = ["router"]
