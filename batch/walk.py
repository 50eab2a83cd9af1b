"""Folders walked: each file once, in a fixed order, nothing held but the names of one folder at a time.

Links are not followed: what they show inside the folder is met by its own name, and nothing leads out of it.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Literal

from batch.fault import Fault, refused

PASSED_OVER = (
    (".*", "hidden"),
    ("~$*", "the lock that Word keeps beside an open file"),
    ("~*.tmp", "Word's own"),
    ("thumbs.db", "Windows' own"),
    ("desktop.ini", "Windows' own"),
    ("*.part", "being copied or downloaded"),
    ("*.partial", "being copied or downloaded"),
    ("*.crdownload", "being downloaded"),
    ("*.tmp", "being written"),
    ("*.db", "a database, perhaps ours"),
    ("*.db-wal", "a database, perhaps ours"),
    ("*.db-shm", "a database, perhaps ours"),
    ("*.json", "answers beside their documents, or our own output"),
    ("*.jsonl", "as above"),
)
"""Names (in lower case) of files in a folder that are no dispatches. A file named by itself is always read."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the walk came by: a file to read, one passed over, or a fault in its place."""

    path: Path
    what: Literal["file", "passed_over"] | Fault


def walk(sources: Iterable[Path]) -> Iterator[Found]:
    """The files of `sources` (files and folders), each folder sorted by name."""
    for source in sources:
        if source.is_dir():
            yield from _folder(source)
        elif source.exists() or source.is_symlink():
            yield Found(source, "file")
        else:
            yield Found(source, refused(FileNotFoundError()))


def _folder(folder: Path) -> Iterator[Found]:
    try:
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield Found(folder, refused(error))
        return
    for entry in inside:
        path = folder / entry.name
        if entry.is_symlink() or any(fnmatch(entry.name.lower(), pattern) for pattern, _ in PASSED_OVER):
            yield Found(path, "passed_over")
        elif entry.is_dir(follow_symlinks=False):
            yield from _folder(path)
        else:
            yield Found(path, "file" if entry.is_file(follow_symlinks=False) else "passed_over")
