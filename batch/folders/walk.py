"""Folders walked: each file once, in a fixed order, nothing held but the names of one folder at a time.

Links are not followed: what they show inside the folder is met by its own name, and nothing leads out of it. A mail or
an archive is a folder of the files that it holds, and is met itself after them.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from hashlib import file_digest
from pathlib import Path
from typing import Literal

from batch.fault import Fault, refused, unreadable
from extract.errors import Unreadable
from extract.parcels import is_parcel, unpacked
from extract.parcels.inside_pdf import encloses
from extract.scratch import scratch

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
    """What the walk came by: a file to read, one passed over, a fault in its place, or a parcel whose files are met.

    `source` is what was asked for, in which it was found; `parcel` the mail, archive or PDF that holds it.
    """

    path: Path
    what: Literal["file", "passed_over", "parcel"] | Fault
    source: Path = field(default=Path(), compare=False)
    parcel: Path | None = None


@dataclass(frozen=True, slots=True)
class Manner:
    """How to walk.

    The files that mails and archives hold are taken out into the folder `parcels`, always to the same place for the
    same parcel; without one, a parcel is a file like any other. Folders of `skip` (absolute) are left out, and so are,
    without a word, files that are not `ready`.
    """

    parcels: Path | None = None
    skip: frozenset[Path] = frozenset()
    ready: Callable[[Path], bool] = lambda path: True


def walk(sources: Iterable[Path], parcels: Path | None = None, manner: Manner | None = None) -> Iterator[Found]:
    """The files of `sources` (files and folders), each folder sorted by name."""
    manner = manner or Manner(parcels)
    for source in sources:
        if source.is_dir():
            found = _folder(source, manner)
        elif source.exists() or source.is_symlink():
            found = _file(source, manner)
        else:
            found = iter((Found(source, refused(FileNotFoundError())),))
        yield from (replace(each, source=source) for each in found)


def _file(path: Path, manner: Manner) -> Iterator[Found]:
    """A file, or the files that it holds and then itself."""
    try:
        if not manner.ready(path):
            return
        if manner.parcels is None or not is_parcel(path):
            yield Found(path, "file")
            return
        with path.open("rb") as stream:
            into = manner.parcels / file_digest(stream, "sha256").hexdigest()
        held = _held(path, into)
    except Unreadable as error:
        yield Found(path, unreadable(error))
    except OSError as error:
        yield Found(path, refused(error))
    else:
        yield from (Found(each, "file", parcel=path) for each in held)
        yield Found(path, "parcel")


def inside(found: Found, sha256: str, parcels: Path, *, known: bool = False) -> Iterator[Found]:
    """The files attached to the PDF that was `found`, taken out into `parcels`; those of a parcel were found with it.

    Of a `known` one they are what was taken out when it was read: the PDF itself is not looked through again.
    """
    into = parcels / sha256
    if found.parcel is not None or isinstance(found.what, Fault) or (known and not into.is_dir()):
        return
    try:
        held = _held(found.path, into) if known or encloses(found.path) else []
    except (Unreadable, OSError) as error:
        fault = unreadable(error) if isinstance(error, Unreadable) else refused(error)
        yield Found(found.path / ATTACHMENTS, fault, found.source, found.path)
    else:
        yield from (Found(path, "file", found.source, found.path) for path in held)


ATTACHMENTS = "(tệp đính kèm)"
"""Stands for the files inside a PDF that can't be taken out."""


def _held(parcel: Path, into: Path) -> list[Path]:
    """The files that `parcel` holds, taken out into the folder `into` unless they are there."""
    if not into.exists():
        _take_out(parcel, into)
    return sorted(path for path in into.rglob("*") if path.is_file() and not path.name.startswith("."))


def _take_out(parcel: Path, into: Path) -> None:
    """What `parcel` holds as the folder `into`, which is whole from its first moment: two runs may do it at once."""
    into.parent.mkdir(parents=True, exist_ok=True)
    with scratch(into.parent) as folder:
        taken = folder / "taken"
        taken.mkdir()
        unpacked(parcel, taken)
        try:
            taken.rename(into)
        except OSError:
            if not into.is_dir():
                raise


def _folder(folder: Path, manner: Manner) -> Iterator[Found]:
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
            if path.absolute() not in manner.skip:
                yield from _folder(path, manner)
        elif entry.is_file(follow_symlinks=False):
            yield from _file(path, manner)
        else:
            yield Found(path, "passed_over")
