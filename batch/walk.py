"""Folders walked: each file once, in a fixed order, nothing held but the names of one folder at a time.

Links are not followed: what they show inside the folder is met by its own name, and nothing leads out of it. A mail or
an archive is a folder of the files that it holds.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from batch.fault import Fault, refused, unreadable
from extract.errors import Unreadable
from extract.parcels import is_parcel, unpacked

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
    ("*.originals", "the originals that are kept beside a database"),
    ("*.json", "answers beside their documents, or our own output"),
    ("*.jsonl", "as above"),
)
"""Names (in lower case) of files in a folder that are no dispatches. A file named by itself is always read."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the walk came by: a file to read, one passed over, or a fault in its place."""

    path: Path
    what: Literal["file", "passed_over"] | Fault


def walk(sources: Iterable[Path], parcels: Path | None = None) -> Iterator[Found]:
    """The files of `sources` (files and folders), each folder sorted by name.

    The files that mails and archives hold are taken out into the folder `parcels`, always to the same place for the
    same parcel; without one, a parcel is a file like any other.
    """
    for source in sources:
        if source.is_dir():
            yield from _folder(source, parcels)
        elif source.exists() or source.is_symlink():
            yield from _file(source, parcels)
        else:
            yield Found(source, refused(FileNotFoundError()))


def _file(path: Path, parcels: Path | None) -> Iterator[Found]:
    """A file, or the files that it holds."""
    try:
        if parcels is None or path.suffix.lower() not in _PARCELS or not is_parcel(path):
            yield Found(path, "file")
            return
        with path.open("rb") as stream:
            into = parcels / file_digest(stream, "sha256").hexdigest()
        if not into.exists():
            _take_out(path, into)
        held = sorted(inside for inside in into.rglob("*") if inside.is_file())
    except Unreadable as error:
        yield Found(path, unreadable(error))
    except OSError as error:
        yield Found(path, refused(error))
    else:
        yield from (Found(inside, "file") for inside in held)


def _take_out(parcel: Path, into: Path) -> None:
    """What `parcel` holds as the folder `into`, which is whole from its first moment: two runs may do it at once."""
    into.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=into.parent, prefix=".") as name:
        taken = Path(name) / "taken"
        taken.mkdir()
        unpacked(parcel, taken)
        try:
            taken.rename(into)
        except OSError:
            if not into.is_dir():
                raise


_PARCELS = (".zip", ".eml")


def _folder(folder: Path, parcels: Path | None) -> Iterator[Found]:
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
            yield from _folder(path, parcels)
        elif entry.is_file(follow_symlinks=False):
            yield from _file(path, parcels)
        else:
            yield Found(path, "passed_over")
