"""Stations that end badly, in a module of their own so that the workers of a cluster can import them."""

import os
import signal
import time
from pathlib import Path
from typing import Any

from batch.engines.stations import Terms


def die(path: Path, terms: Terms, done: Any, clockwork: Any) -> int:
    """Dies over "bad" each time, over "shaky" the first time only."""
    if path.name == "bad" or (path.name == "shaky" and not path.exists()):
        if path.name == "shaky":
            path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return len(path.name)


def slow(path: Path, terms: Terms, done: Any, clockwork: Any) -> int:
    time.sleep(0.5)
    return len(path.name)


def linger(seconds: float) -> int:
    """Take so long; the process that did."""
    time.sleep(seconds)
    return os.getpid()
