"""Folders watched: looked at again and again, as that works over a network too; a file is given out once it lies still.

What is remembered is a number for each file that was given out, so that a look costs one `stat` a file, and the files
that are still growing. After a restart the ledger knows the rest.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from batch.fault import Fault
from batch.folders.walk import Found, Manner, walk

LONGEST_PAUSE = 3600.0
"""Seconds between tries of a file over which passing faults came up again and again."""


@dataclass(slots=True)
class Watch:
    """`sources`, looked at every `every` seconds; a file is ready when it stayed as it is for `settle` seconds."""

    sources: Sequence[Path]
    parcels: Path
    every: float
    settle: float
    skip: frozenset[Path] = frozenset()
    now: Callable[[], float] = time.time
    given: set[int] = field(default_factory=set)
    later: dict[Path, float] = field(default_factory=dict)
    complained: dict[Path, str] = field(default_factory=dict)
    young: dict[Path, "Look"] = field(default_factory=dict)
    young_before: dict[Path, "Look"] = field(default_factory=dict)

    def __call__(self, waiting: Callable[[], Iterable[Path]]) -> Iterator[Found | None]:
        """Without end: what is there to be read, and None when that is nothing just now.

        `waiting` names files that are to be given out again: those that somebody wants to be tried once more.
        """
        manner = Manner(self.parcels, self.skip, self._ready)
        while True:
            looked = self.now()
            for path in waiting():
                if self.parcels in path.parents:  # of a parcel that is known: only this file of it is asked for
                    yield Found(path, "file", source=path)
                elif any(source.absolute() in (path, *path.parents) for source in self.sources):
                    self.again(path)
            self.young_before, self.young = self.young, {}
            for found in walk(self.sources, manner=manner):
                if isinstance(found.what, Fault):
                    if self.complained.get(found.path) == found.what.code:
                        continue
                    self.complained[found.path] = found.what.code
                if found.what != "passed_over":
                    yield found
            while looked <= self.now() < looked + self.every:
                yield None

    def again(self, path: Path, pause: float = 0.0) -> None:
        """Give out the file at `path` once more, in `pause` seconds."""
        self.later[path.absolute()] = self.now() + min(pause, LONGEST_PAUSE)

    def _ready(self, path: Path) -> bool:
        """Whether the file at `path` is to be given out now. Raises OSError."""
        found, now = path.stat(), self.now()
        key = hash((path, found.st_size, found.st_mtime_ns))
        due = self.later.get(path.absolute()) if self.later else None
        if (due is None and key in self.given) or (due is not None and due > now):
            return False
        if now - max(found.st_mtime, found.st_ctime) < self.settle:  # just now, or by another clock
            look = Look(found.st_size, found.st_mtime_ns, now)
            before = self.young_before.get(path, look)
            if (before.size, before.changed) == (look.size, look.changed):
                look = before
            self.young[path] = look
            if now - look.since < self.settle:
                return False
        self.young.pop(path, None)
        self.given.add(key)
        self.later.pop(path.absolute(), None)
        self.complained.pop(path, None)
        return True


@dataclass(frozen=True, slots=True)
class Look:
    """How a file looked: bytes, time of change in nanoseconds; and since when, in seconds of our own clock."""

    size: int
    changed: int
    since: float
