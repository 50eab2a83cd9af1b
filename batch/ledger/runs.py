"""Runs: who they are, whether they still live, and how patient they are."""

import os
import socket
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from models.errors import (
    Collided,
    DatabaseLocked,
    DatabaseUnreachable,
    DatabaseUnwritable,
    OriginalsUnusable,
)
from models.tables import Depth

LEASE = timedelta(minutes=10)
"""How long a file is one run's own; a run that lives renews its leases long before."""

TRIES = 3
"""Tries of a file over which a passing fault came up before it is left to a person."""

PAUSES = (0.05, 0.5, 2.0)
"""Seconds between the tries of a transaction that another run, a full disk or a restarted server got in the way of."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of `vanthu ingest`: who it is, which vanthu, how well it reads, how patient it is."""

    worker: str
    version: str
    depth: Depth
    lease: timedelta = LEASE
    tries: int = TRIES
    pauses: tuple[float, ...] = PAUSES


def worker_name() -> str:
    """A name for this process that tells where it runs and that nobody else has."""
    return f"{_machine()}:{os.getpid()}:{_started(os.getpid())}-{uuid.uuid4().hex[:8]}"


def gone(worker: str | None) -> bool:
    """Whether `worker` was a process of this machine that is no more."""
    machine, pid, own = (worker or "::").rsplit(":", 2)
    return machine == _machine() and _started(int(pid)) != own.split("-")[0]


def insisting(work: Callable[[], T], pauses: tuple[float, ...]) -> T:
    """`work`, once more after each of `pauses` where a fault that may pass got in its way.

    That is a lock, another run with the same new row, a server that is restarted, a disk that is full.
    """
    for pause in pauses:
        try:
            return work()
        except (DatabaseLocked, DatabaseUnreachable, DatabaseUnwritable, OriginalsUnusable, Collided):
            time.sleep(pause)
    return work()


def _machine() -> str:
    """This machine's name; in a container, which counts processes by itself, with a mark of its own."""
    space = Path("/proc/self/ns/pid").stat().st_ino
    return socket.gethostname() if space == HOST_SPACE else f"{socket.gethostname()}/{space}"


HOST_SPACE = 0xEFFFFFFC
"""The number of a Linux machine's own space of process ids (PROC_PID_INIT_INO)."""


def _started(pid: int) -> str:
    """When the process `pid` began, in the machine's own ticks; nothing where there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]
    except (OSError, IndexError):
        return ""
