"""Outside programs: each in a process group of its own, within a time limit, and never longer than the one who asked.

Linux ends the program when its parent dies (PR_SET_PDEATHSIG, by Debian's `setpriv`), however that happened.
"""

import os
import signal
import subprocess
from collections.abc import Sequence
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
