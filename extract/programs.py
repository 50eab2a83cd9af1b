"""Outside programs: each in a process group of its own, within a time limit, and never longer than the one who asked.

`run` has one run to its end, `Kept` has one stay and answer again and again. Linux ends the program when its parent
dies (PR_SET_PDEATHSIG, by Debian's `setpriv`), however that happened.
"""

import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import which


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended: its status (negative: the signal that ended it), and what it said."""

    status: int
    out: bytes
    err: bytes


class TooSlow(Exception):
    """The program took longer than its limit, and was ended with all that it had started."""


class Ended(Exception):
    """A program that should have stayed is gone: `status` as in `Ran`, `err` what it complained of."""

    def __init__(self, status: int, err: bytes) -> None:
        super().__init__(status, err)
        self.status, self.err = status, err


def run(
    command: Sequence[str],
    seconds: float,
    *,
    folder: Path | None = None,
    surroundings: dict[str, str] | None = None,
    grace: bool = False,
) -> Ran:
    """Run `command` to its end. Raises TooSlow, and OSError where it can't be started.

    `grace` is for programs that start others: when their parent dies all of them are ended, by Debian's `timeout`.
    """
    process = subprocess.Popen(
        [*_ends_with_parent(seconds if grace else None), *command],
        cwd=folder, env=surroundings, process_group=0,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise TooSlow(f"{command[0]} > {seconds:g} s") from error
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return Ran(process.returncode, out, err)


class Kept:
    """A program that stays, reads questions from its standard input and answers each in lines, as it has them.

    It may open the descriptors `shared`, and belongs to the thread that started it: with that one it ends.
    """

    def __init__(self, command: Sequence[str], shared: Sequence[int] = ()) -> None:
        """Raises OSError where `command` can't be started."""
        self._owner, self._heard = os.getpid(), b""
        self._complaints = os.fdopen(os.memfd_create("complaints"), "w+b")
        self._process = subprocess.Popen(
            [*_ends_with_parent(None), "stdbuf", "-oL", *command],
            process_group=0, pass_fds=shared, bufsize=0,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._complaints,
        )  # fmt: skip

    @property
    def alive(self) -> bool:
        """Whether it can be asked by this process: one forked from the owner must leave it alone."""
        return self._owner == os.getpid() and self._process.poll() is None

    def ask(self, question: bytes, is_last: Callable[[bytes], bool], seconds: float) -> list[bytes]:
        """The lines of its answer before the one that `is_last`. Raises TooSlow or Ended; then it has ended."""
        assert self._process.stdin  # noqa: S101
        late = time.monotonic() + seconds
        lines: list[bytes] = []
        try:
            with suppress(BrokenPipeError):  # that it ended is told by what it says no more
                self._process.stdin.write(question)
            while not lines or not is_last(lines[-1]):
                line, ended, rest = self._heard.partition(b"\n")
                if ended:
                    lines.append(line)
                    self._heard = rest
                else:
                    self._heard += self._more(late)
        except BaseException:  # whatever it was, its answer is at no end now
            self._end()
            raise
        return lines[:-1]

    def _more(self, late: float) -> bytes:
        assert self._process.stdout  # noqa: S101
        said = select.poll()
        said.register(self._process.stdout, select.POLLIN)
        if not said.poll(max(0.0, late - time.monotonic()) * 1000):
            raise TooSlow(f"{self._process.args!r} > its limit")
        if more := os.read(self._process.stdout.fileno(), 1 << 16):
            return more
        status = self._process.wait()
        self._complaints.seek(0)
        raise Ended(status, self._complaints.read())

    def _end(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _ends_with_parent(seconds: float | None) -> list[str]:
    """What a command is begun with: `timeout`, asked to end, asks all that it has started."""
    if not _has("setpriv"):
        return []
    if seconds is None or not _has("timeout"):
        return ["setpriv", "--pdeathsig", "KILL", "--"]
    return ["setpriv", "--pdeathsig", "TERM", "--", "timeout", "--kill-after=2", f"{seconds + 5:.0f}"]


@cache
def _has(program: str) -> bool:
    return which(program) is not None
