"""Processes of this machine: bounded in time and memory, and hard to kill.

Workers end with the process that asked for their work, however it went, and the programs that they start with them.
"""

import os
import resource
import signal
import threading
from concurrent.futures import BrokenExecutor, CancelledError, Future
from concurrent.futures import TimeoutError as Late
from multiprocessing import parent_process
from types import TracebackType
from typing import Any, Self

from pebble import ProcessExpired, ProcessPool

from batch.early import load_workers
from batch.fault import STOPPED, Fault, crashed, too_slow, unforeseen


class Processes:
    """`jobs` processes of at most `megabytes` each."""

    remote = False

    def __init__(self, jobs: int, megabytes: int) -> None:
        self.jobs, self.in_flight, self.megabytes = jobs, 2 * jobs, megabytes
        self.asking = threading.Lock()  # a Dask worker asks from several threads
        self.pool = self._started()

    def _started(self) -> ProcessPool:
        return ProcessPool(max_workers=self.jobs, initializer=begin, initargs=[self.megabytes], context=load_workers())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.pool.stop()  # type: ignore[no-untyped-call]
        self.pool.join()

    def submit(self, work: Any, *arguments: Any, seconds: float) -> Future[Any]:
        """As `Engine.submit`."""
        with self.asking:
            if not self.pool.active:  # a process that is killed in the wrong moment takes its pool with it
                self.pool.stop()  # type: ignore[no-untyped-call]
                self.pool.join()
                self.pool = self._started()
            future: Future[Any] = self.pool.schedule(work, args=arguments, timeout=seconds)
            return future

    def fault(self, error: BaseException, limit: str, seconds: float) -> Fault:
        """As `Engine.fault`."""
        return fault_of(error, limit, seconds)


def fault_of(error: BaseException, limit: str, seconds: float) -> Fault:
    """What became of work in a process pool whose future raised `error`."""
    if isinstance(error, Late):
        return too_slow(limit, seconds)
    if isinstance(error, ProcessExpired):
        return crashed(error.exitcode)
    if isinstance(error, BrokenExecutor):  # a process that is killed in the wrong moment takes its pool with it
        return crashed(-signal.SIGKILL)
    if isinstance(error, CancelledError):
        return STOPPED
    return unforeseen(error if isinstance(error, Exception) else RuntimeError(type(error).__name__))


def begin(megabytes: int) -> None:
    """A worker's first act: its memory is bounded, and it ends with the process that asked for its work."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    asked = megabytes * 10**6
    resource.setrlimit(resource.RLIMIT_AS, (asked if most == resource.RLIM_INFINITY else min(asked, most), most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
