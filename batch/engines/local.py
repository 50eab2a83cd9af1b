"""Processes of this machine: bounded in time and memory, and hard to kill.

Workers end with the process that asked for their work, however it went, and the programs that they start with them.
"""

import resource
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as Late
from functools import partial
from types import TracebackType
from typing import Any, Self

from batch.early import load_workers
from batch.engines.pool import Died, Pool
from batch.fault import STOPPED, Fault, crashed, too_slow, unforeseen


class Processes:
    """`jobs` processes of at most `megabytes` each."""

    remote = False

    def __init__(self, jobs: int, megabytes: int) -> None:
        self.in_flight = 2 * jobs
        self.pool = Pool(jobs, load_workers(), partial(begin, megabytes))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.pool.close()

    def submit(self, work: Any, *arguments: Any, seconds: float) -> Future[Any]:
        """As `Engine.submit`."""
        return self.pool.submit(work, *arguments, seconds=seconds)

    def fault(self, error: BaseException, limit: str, seconds: float) -> Fault:
        """As `Engine.fault`."""
        return fault_of(error, limit, seconds)


def fault_of(error: BaseException, limit: str, seconds: float) -> Fault:
    """What became of work in a pool whose answer raised `error`."""
    if isinstance(error, Late):
        return too_slow(limit, seconds)
    if isinstance(error, Died):
        return crashed(error.exitcode)
    if isinstance(error, CancelledError):
        return STOPPED
    return unforeseen(error if isinstance(error, Exception) else RuntimeError(type(error).__name__))


def begin(megabytes: int) -> None:
    """A worker's first act: its memory is bounded."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    asked = megabytes * 10**6
    resource.setrlimit(resource.RLIMIT_AS, (asked if most == resource.RLIM_INFINITY else min(asked, most), most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
