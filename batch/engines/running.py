"""Files driven through an engine (`over`): bounded, answers as they come, no death costs more than its own file.

A process that dies costs the file or page that it was at one more try, one that takes too long costs the file; neither
costs the run. Ctrl-C and SIGTERM ask it to stop where nothing is half done. Documents are hostile input, so none is
ever opened in this process.
"""

import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from types import FrameType
from typing import Any, Generic, Protocol, TypeVar

from batch.engines import Engine, stations
from batch.engines.fetched import Original
from batch.engines.stations import Reply, Spread, Station, Terms
from batch.fault import Fault


class Work(Protocol):
    """Anything that names a file."""

    @property
    def path(self) -> Path: ...


W = TypeVar("W", bound=Work)

TRIES = 2
"""How often a file or page is given to a process when processes die over it."""

SURROUNDINGS = ("disk_full", "unreachable", "originals")
"""Faults of no file's own, which may be gone a moment later."""

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


@dataclass(frozen=True, slots=True)
class Done(Generic[W]):
    """What became of `work`: a station's answer or a Fault, and what the stations took, in seconds of their process."""

    work: W
    answer: Any
    seconds: dict[str, float]


@dataclass(slots=True)
class Beats:
    """What is to be done while files are under way: `each` a few times a second, `page` for each page that was read.

    `pauses` are the seconds between tries while the surroundings give out.
    """

    each: Callable[[], None] = lambda: None
    page: Callable[[], None] = lambda: None
    pauses: tuple[float, ...] = ()
    under_way: int = 0


def over(
    engine: Engine,
    works: Iterable[W | None],
    station: Station,
    terms: Terms,
    stop: Stop,
    beats: Beats | None = None,
    original: Callable[[W], Original | None] = lambda work: None,
) -> Iterator[Done[W]]:
    """What becomes of each of `works`, as it comes.

    `works` is drawn from only as fast as files are finished; None in it says that there is nothing just now. Ends early
    when `stop` is asked. `original` says where a file is read that the engine's processes can't see.
    """
    beats = beats or Beats()
    coming, exhausted, under_way = iter(works), False, 0
    answered: SimpleQueue[tuple[_Job[W], int, Future[Any]]] = SimpleQueue()
    later: list[tuple[float, _Job[W], int]] = []
    while not stop.asked:
        while not exhausted and under_way < engine.in_flight and not stop.asked:
            try:
                work = next(coming)
            except StopIteration:
                exhausted = True
                break
            if work is None:
                break
            under_way += 1
            _ask(engine, _Job(work, station, terms, original(work)), WHOLE, answered)
        if under_way == 0 and exhausted:
            return
        beats.under_way = under_way
        beats.each()
        for when, paused, part in [each for each in later if each[0] <= time.monotonic()]:
            later.remove((when, paused, part))
            if not paused.over:
                _ask(engine, paused, part, answered)
        try:
            job, part, future = answered.get(timeout=BEAT)
        except Empty:
            continue
        if stop.asked:  # Ctrl-C reaches the programs that read pages too: how they end means nothing
            return
        if job.over:
            continue
        answer = job.told(_reply(engine, future, *job.limit(part)))
        if isinstance(answer, Fault) and answer.code == "crashed" and job.tries[part] < TRIES:
            _ask(engine, job, part, answered)
        elif isinstance(answer, Fault) and answer.code in SURROUNDINGS and job.paused < len(beats.pauses):
            later.append((time.monotonic() + beats.pauses[job.paused], job, part))
            job.paused += 1
        elif isinstance(answer, Spread):
            job.spread, job.pages = answer, {}
            for number in range(len(answer.pages)):
                _ask(engine, job, number, answered)
        elif part == WHOLE or isinstance(answer, Fault):
            job.end()
            under_way -= 1
            yield Done(job.work, answer, job.seconds)
        else:
            beats.page()
            job.pages[part] = answer
            if job.complete():
                _ask(engine, job, WHOLE, answered)


def _ask(engine: Engine, job: "_Job[W]", part: int, answered: "SimpleQueue[tuple[_Job[W], int, Future[Any]]]") -> None:
    job.tries[part] = job.tries.get(part, 0) + 1
    asked: tuple[Any, ...]
    if part == WHOLE or job.spread is None:
        asked = (stations.whole, job.station, job.work.path, job.terms, tuple(job.answers), job.original)
    else:
        asked = (stations.page, job.spread.read_page, job.spread.pages[part], job.terms, job.original)
    future = engine.submit(*asked, seconds=job.limit(part)[1])
    job.running[part] = future
    future.add_done_callback(lambda done: answered.put((job, part, done)))


def _reply(engine: Engine, future: Future[Any], limit: str, seconds: float) -> Reply:
    try:
        reply = future.result()
        assert isinstance(reply, Reply)  # noqa: S101
        return reply
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return Reply(engine.fault(error, limit, seconds), {})


@dataclass(slots=True)
class _Job(Generic[W]):
    """A file on its way: what its pages have said so far, and what runs for it now."""

    work: W
    station: Station
    terms: Terms
    original: Original | None
    answers: list[tuple[Any, ...]] = field(default_factory=list)
    spread: Spread | None = None
    pages: dict[int, Any] = field(default_factory=dict)
    tries: dict[int, int] = field(default_factory=dict)
    running: dict[int, Future[Any]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    paused: int = 0
    over: bool = False

    def limit(self, part: int) -> tuple[str, float]:
        name = "seconds_a_file" if part == WHOLE else "seconds_a_page"
        return name, getattr(self.terms, name)

    def told(self, reply: Reply) -> Any:
        for station, seconds in reply.seconds.items():
            self.seconds[station] = self.seconds.get(station, 0.0) + seconds
        return reply.answer

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
