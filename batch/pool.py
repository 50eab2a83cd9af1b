"""Processes that run a station over many files: bounded, answers as they come, and hard to kill.

A process that dies costs the file or page that it was at one more try, one that takes too long costs the file; neither
costs the run. Ctrl-C and SIGTERM ask it to stop where nothing is half done; workers end with the process that asked
for their work, however it went. Documents are hostile input, so none is ever opened in this process.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as Late
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import parent_process
from pathlib import Path
from queue import Empty, SimpleQueue
from types import FrameType, TracebackType
from typing import Any, Generic, Protocol, TypeVar

from pebble import ProcessExpired, ProcessPool

from batch import stations
from batch.fault import STOPPED, Fault, crashed, too_slow, unforeseen
from batch.stations import Spread
from models.tables import Depth


class Work(Protocol):
    """Anything that names a file."""

    @property
    def path(self) -> Path: ...


W = TypeVar("W", bound=Work)

FILE_SECONDS = 900.0
"""The longest that one process may be at one file, pages that are handed round not counted."""

PAGE_SECONDS = 180.0
"""The longest that one page may take."""

TRIES = 2
"""How often a file or page is given to a process when processes die over it."""

BEAT = 0.25
"""Seconds between two looks at whether to stop."""

WHOLE = -1
"""Stands for the whole file where pages are counted."""


@dataclass(slots=True)
class Stop:
    """Whether somebody asked to stop."""

    asked: bool = False


@contextmanager
def stopping() -> Iterator[Stop]:
    """Inside the block a first Ctrl-C or SIGTERM only asks; a second one ends the program at once."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():  # only the main thread may say what signals do
        yield stop
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def ask(number: int, _: FrameType | None) -> None:
        stop.asked = True
        signal.signal(number, before[signal.Signals(number)])

    for number in before:
        signal.signal(number, ask)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Pool:
    """`jobs` processes. Leaving its block ends what still runs."""

    def __init__(self, jobs: int) -> None:
        os.environ["OMP_THREAD_LIMIT"] = "1"  # Tesseract's own threads would fight ours for the same cores
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["batch.workers"])
        self.jobs = jobs
        self.processes = ProcessPool(max_workers=jobs, initializer=end_with_parent, context=context)

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.processes.stop()  # type: ignore[no-untyped-call]
        self.processes.join()

    def over(
        self,
        works: Iterable[W],
        station: Callable[..., Any],
        depth: Depth,
        stop: Stop,
        beat: Callable[[], None] = lambda: None,
    ) -> Iterator[tuple[W, Any]]:
        """(work, answer) as the answers come: what `station` returned, or a Fault.

        `works` is drawn from only as fast as files are finished. Ends early when `stop` is asked; `beat` is called a
        few times a second all the while.
        """
        coming, exhausted, under_way = iter(works), False, 0
        answered: SimpleQueue[tuple[_Job[W], int, Future[Any]]] = SimpleQueue()
        while not stop.asked:
            while not exhausted and under_way < 2 * self.jobs and not stop.asked:
                work = next(coming, None)
                if work is None:
                    exhausted = True
                else:
                    under_way += 1
                    self._ask(_Job(work, station, depth), WHOLE, answered)
            if under_way == 0:
                return
            beat()
            try:
                job, part, future = answered.get(timeout=BEAT)
            except Empty:
                continue
            if stop.asked:  # Ctrl-C reaches the programs that read pages too: how they end means nothing
                return
            answer = _answer(future, part)
            if job.over:
                continue
            if isinstance(answer, Fault) and answer.code == "crashed" and job.tries[part] < TRIES:
                self._ask(job, part, answered)
            elif isinstance(answer, Spread):
                job.spread, job.pages = answer, {}
                for number in range(len(answer.pages)):
                    self._ask(job, number, answered)
            elif part == WHOLE or isinstance(answer, Fault):
                job.end()
                under_way -= 1
                yield job.work, answer
            else:
                job.pages[part] = answer
                if job.complete():
                    self._ask(job, WHOLE, answered)

    def _ask(self, job: "_Job[W]", part: int, answered: "SimpleQueue[tuple[_Job[W], int, Future[Any]]]") -> None:
        job.tries[part] = job.tries.get(part, 0) + 1
        if part == WHOLE or job.spread is None:
            whole = (job.work.path, job.depth, tuple(job.answers))
            future = self.processes.schedule(job.station, args=whole, timeout=FILE_SECONDS)
        else:
            one = (job.spread.read_page, job.spread.pages[part])
            future = self.processes.schedule(stations.page, args=one, timeout=PAGE_SECONDS)
        job.running[part] = future
        future.add_done_callback(lambda done: answered.put((job, part, done)))


@dataclass(slots=True)
class _Job(Generic[W]):
    """A file on its way: what its pages have said so far, and what runs for it now."""

    work: W
    station: Callable[..., Any]
    depth: Depth
    answers: list[tuple[Any, ...]] = field(default_factory=list)
    spread: Spread | None = None
    pages: dict[int, Any] = field(default_factory=dict)
    tries: dict[int, int] = field(default_factory=dict)
    running: dict[int, Future[Any]] = field(default_factory=dict)
    over: bool = False

    def complete(self) -> bool:
        """Whether all pages have answered; then their answers are put in order, for the station to go on with."""
        if self.spread is None or len(self.pages) < len(self.spread.pages):
            return False
        self.answers.append(tuple(self.pages[number] for number in range(len(self.pages))))
        self.tries = {}
        return True

    def end(self) -> None:
        self.over = True
        for future in self.running.values():
            future.cancel()


def _answer(future: Future[Any], part: int) -> Any:
    try:
        return future.result()
    except Late:
        return too_slow(FILE_SECONDS if part == WHOLE else PAGE_SECONDS)
    except ProcessExpired as error:
        return crashed(error.exitcode)
    except CancelledError:
        return STOPPED
    except Exception as error:
        return unforeseen(error)


def end_with_parent() -> None:
    """In a worker: leave when the process that asked for the work is gone."""
    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
