"""The server that this machine's worker processes are forked from, and when it begins to load.

A command that will want workers calls `load_workers` before it imports anything large itself: both load side by side.
This module and what it imports stay small for that.
"""

import multiprocessing
import os
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

READS = ["extract", "batch.engines.stations"]
UNDERSTANDS = [*READS, "batch.engines.workers"]
"""What every worker has at hand from the start: the language takes three times as long to load as all that reads."""


def load_workers(loaded: list[str] = UNDERSTANDS) -> ForkServerContext:
    """Have the server load; what processes are started with. Asked again, it does nothing more."""
    os.environ["OMP_THREAD_LIMIT"] = "1"  # Tesseract's own threads would fight ours for the same cores
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(loaded)
    forkserver.ensure_running()
    return context
