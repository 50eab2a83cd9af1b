"""Loaded once by the server that the workers are forked from, so that each of them starts in milliseconds."""

import os
import threading
from multiprocessing import parent_process

import extract
import nlp.understand
from batch import stations

LOADED = (extract, nlp.understand, stations)


def end_with_parent() -> None:
    """In a worker: leave when the process that asked for the work is gone, however it went."""
    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
