"""Processes that work for others (`Pool`), each with a pipe of its own and a thread that waits at it.

A process may be killed at any moment: out of memory, or by hand. So no two share a lock or a pipe, where one that dies
half-way through a message would leave all others waiting for ever: its own pipe ends with it, and its thread knows.
"""

import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from queue import Empty, SimpleQueue
from traceback import format_exc
from types import FrameType
from typing import Any

BEAT = 0.1
"""Seconds between two looks at whether an answer is still wanted."""

GRACE = 3.0
"""Seconds that a process has to end by itself, its temporary files with it, before it is killed."""


class Died(Exception):
    """A process ended over its work: with `exitcode`, negative for the signal that ended it."""

    def __init__(self, exitcode: int | None) -> None:
        super().__init__(exitcode)
        self.exitcode = exitcode


class Answer(Future[Any]):
    """What `Pool.submit` promises. Cancelled while it is worked at, it ends the process that does."""

    unwanted = False

    def cancel(self) -> bool:
        self.unwanted = True
        return super().cancel()


Work = Callable[..., Any]
Asked = tuple[Answer, Work, tuple[Any, ...], float]


class Pool:
    """`size` processes of `context`; each calls `begin` first, and is renewed after `most` answers (0: never).

    Work, its arguments and its answer are pickled.
    """

    def __init__(
        self,
        size: int,
        context: ForkServerContext | SpawnContext,
        begin: Callable[[], None] | None = None,
        most: int = 0,
    ) -> None:
        self.context, self.begin, self.most = context, begin, most
        self.asked: SimpleQueue[Asked | None] = SimpleQueue()
        self.lock = threading.Lock()
        self.closed = False
        self.workers = [_Worker(self) for _ in range(size)]
        for worker in self.workers:
            worker.start()

    def submit(self, work: Work, *arguments: Any, seconds: float) -> Answer:
        """Have `work(*arguments)` done. The answer raises what it raises, TimeoutError after `seconds`, or Died."""
        answer = Answer()
        self.asked.put((answer, work, arguments, seconds))
        if self.closed:
            answer.cancel()
        return answer

    def close(self) -> None:
        """End all processes; what is under way or waiting is cancelled."""
        self.closed = True
        for _ in self.workers:
            self.asked.put(None)
        for worker in self.workers:
            worker.join()
        with suppress(Empty):
            while asked := self.asked.get_nowait():
                asked[0].cancel()


class _Worker(threading.Thread):
    """Waits for work, has it done by a process of its own, and starts another where that one ended."""

    def __init__(self, pool: Pool) -> None:
        super().__init__(name="vanthu-worker", daemon=True)
        self.pool, self.answers = pool, 0
        self.process: BaseProcess | None = None
        self.pipe: Connection | None = None

    def run(self) -> None:
        while (asked := self.pool.asked.get()) is not None:
            answer, work, arguments, seconds = asked
            if self.pool.closed:
                answer.cancel()
            if answer.set_running_or_notify_cancel():
                self._work(answer, (work, arguments), seconds)
            del asked, answer, work, arguments  # large, and the next may be long in coming
        self._end()

    def _work(self, answer: Answer, asked: tuple[Work, tuple[Any, ...]], seconds: float) -> None:
        try:
            message = ForkingPickler.dumps(asked)
        except Exception as error:  # what can't be pickled raises of many kinds
            return answer.set_exception(error)
        try:
            pipe = self._ready()
            pipe.send_bytes(message)
            good, said = pickle.loads(self._heard(pipe, answer, seconds))  # noqa: S301 - by our own process
        except BaseException as error:  # whatever it was, the pipe is at no message's end now
            exitcode = self._end()
            ended = isinstance(error, EOFError | OSError) and not isinstance(error, TimeoutError)
            return answer.set_exception(Died(exitcode) if ended else error)
        self.answers += 1
        return answer.set_result(said) if good else answer.set_exception(said)

    def _heard(self, pipe: Connection, answer: Answer, seconds: float) -> bytes:
        late = time.monotonic() + seconds
        while not pipe.poll(min(BEAT, max(0.0, late - time.monotonic()))):
            if answer.unwanted or self.pool.closed:
                raise CancelledError
            if time.monotonic() >= late:
                raise TimeoutError(seconds)
        return pipe.recv_bytes()

    def _ready(self) -> Connection:
        """The pipe to a living process."""
        if self.pipe is not None and (self.pipe.poll() or (self.pool.most and self.answers >= self.pool.most)):
            self._end()  # unasked, a process has only its end to tell
        if self.pipe is None:
            self.pipe, theirs = self.pool.context.Pipe()
            self.process = self.pool.context.Process(
                target=_serve, args=(theirs, self.pool.begin), name="vanthu-worker", daemon=True
            )
            self.answers = 0
            try:
                with self.pool.lock:
                    self.process.start()
            finally:
                theirs.close()  # now the pipe ends when the process does
        return self.pipe

    def _end(self) -> int | None:
        """End the process, however it is; how it ended."""
        process, pipe, self.process, self.pipe = self.process, self.pipe, None, None
        if pipe is not None:
            pipe.close()
        if process is None or process.pid is None:
            return None
        if not connection.wait([process.sentinel], BEAT):
            process.terminate()
            if not connection.wait([process.sentinel], GRACE):
                process.kill()
        with self.pool.lock:  # who starts a process looks at all others too, and only one learns how one ended
            process.join()
        return process.exitcode


def _serve(pipe: Connection, begin: Callable[[], None] | None) -> None:
    """In the process: answer until the pipe ends, or the process that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    threading.Thread(target=_end_with, args=(parent_process(),), daemon=True).start()
    if begin is not None:
        begin()
    with suppress(EOFError, OSError):
        while True:
            pipe.send_bytes(_answer(pipe.recv_bytes()))


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(1)


def _end_with(parent: BaseProcess | None) -> None:
    if parent is not None:
        parent.join()
        os._exit(1)


def _answer(message: bytes) -> memoryview | bytes:
    """What came of it, pickled: whether it went well, and what it said or raised."""
    try:
        work, arguments = pickle.loads(message)  # noqa: S301 - by the process that started this one
        return ForkingPickler.dumps((True, work(*arguments)))
    except Exception as error:
        error.add_note(format_exc())
        with suppress(Exception):
            told = ForkingPickler.dumps((False, error))
            pickle.loads(told)  # noqa: S301 - our own; not all exceptions come out of it as they went in
            return told
        return ForkingPickler.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))
