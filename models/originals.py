"""The originals: every file's bytes, kept under their SHA-256, written once and verified each time they are read.

A folder beside the database, or whatever fsspec knows by URL (`s3://bucket/vanthu`). What keys such a place wants come
from the environment or fsspec's own settings, never from the URL: it stands in messages and logs.
"""

import os
import re
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256 as digest_of
from io import UnsupportedOperation
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from platformdirs import user_data_path
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.database import Database, file_of
from models.errors import OriginalAbsent, OriginalDamaged, OriginalsUnusable
from models.tables import File

NONE = "none"
"""The setting that keeps no originals: files are read where they lie."""

LARGEST = 2**31
"""Bytes of the largest original: what is longer is no file that was read."""

CHUNK = 2**20
IN_MEMORY = 2**25
"""Bytes up to which an original that is read stays in memory; a larger one goes through a temporary file."""

SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Originals:
    """A place of originals. `url` is a folder's path, or a URL that fsspec knows."""

    url: str

    def put(self, path: Path, sha256: str | None = None) -> str:
        """Keep the bytes of the file at `path`; their SHA-256. What is there already (`sha256`, if known) is left so.

        The copy stands under its name only when it is whole. Raises OSError where `path` can't be read,
        OriginalsUnusable where nothing can be written.
        """
        if sha256 is not None and self.holds(sha256):
            return sha256
        with path.open("rb") as source:
            return self.put_from(source)

    def put_from(self, source: BinaryIO) -> str:
        """As `put`, from an open file."""
        system, root = self._place()
        part = f"{root}/.part/{uuid.uuid4().hex}"
        reading = _Reading(source)
        try:
            try:
                system.makedirs(f"{root}/.part", exist_ok=True)
                with system.open(part, "wb") as copy:
                    for chunk in reading:
                        copy.write(chunk)
                    copy.flush()
                    with suppress(UnsupportedOperation, AttributeError):  # on a disk: there before its name is
                        os.fsync(copy.fileno())
                name = _name(root, reading.digest)
                if not system.exists(name):
                    system.makedirs(name.rpartition("/")[0], exist_ok=True)
                    system.mv(part, name)
            finally:
                with suppress(Exception):
                    system.rm_file(part)
        except Exception as error:
            if reading.failed is not None:
                raise reading.failed from error
            raise OriginalsUnusable(self.shown, _said(error)) from error
        return reading.digest

    def open(self, sha256: str) -> BinaryIO:
        """The bytes of an original, verified before the first of them is given out; the caller closes it.

        Raises OriginalAbsent, OriginalDamaged, OriginalsUnusable.
        """
        system, root = self._place()
        name = _name(root, sha256)
        kept = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
        try:
            with system.open(name, "rb") as original:
                reading = _Reading(original)
                for chunk in reading:
                    kept.write(chunk)
        except FileNotFoundError as error:
            kept.close()
            raise OriginalAbsent(sha256, self.shown) from error
        except Exception as error:
            kept.close()
            raise OriginalsUnusable(self.shown, _said(error)) from error
        if reading.digest != sha256:
            kept.close()
            raise OriginalDamaged(sha256, self.shown)
        kept.seek(0)
        return cast(BinaryIO, kept)

    def read(self, sha256: str) -> bytes:
        """As `open`, all of it at once."""
        with self.open(sha256) as original:
            return original.read()

    def holds(self, sha256: str) -> bool:
        """Whether an original of this SHA-256 is there; its bytes are not looked at."""
        system, root = self._place()
        try:
            return bool(system.exists(_name(root, sha256)))
        except Exception as error:
            raise OriginalsUnusable(self.shown, _said(error)) from error

    def verify(self, sha256: str) -> None:
        """Read an original through. Raises OriginalAbsent, OriginalDamaged, OriginalsUnusable."""
        self.open(sha256).close()

    @property
    def shown(self) -> str:
        """`url` for messages: should somebody have put a key into it, without that."""
        return re.sub(r"//[^/@]*@", "//…@", self.url)

    def _place(self) -> tuple[Any, str]:
        try:
            return _system(self.url)
        except Exception as error:  # an unknown scheme, a library that is not installed, keys that are missing
            raise OriginalsUnusable(self.shown, _said(error)) from error


def originals_of(database: Database, url: str = "") -> Originals | None:
    """Where the originals of `database` are kept: at `url` where it is given, else beside it, None for "none".

    Beside an SQLite database that is the folder NAME.originals; a server's originals are in the user's own folder.
    """
    if url == NONE:
        return None
    if url:
        return Originals(url)
    at = file_of(database.engine.url)
    return Originals(str(at.absolute().with_suffix(".originals") if at else user_data_path("vanthu") / "originals"))


def keep(database: Database, originals: Originals, path: Path, sha256: str | None = None) -> str:
    """Keep the file at `path`, and note of it that it is kept where the database knows it. Its SHA-256."""
    sha256 = originals.put(path, sha256)
    with database.writing() as session:
        session.execute(update(File).where(File.sha256 == sha256, ~File.kept).values(kept=True))
    return sha256


def kept(session: Session) -> Iterator[tuple[str, str]]:
    """(name, SHA-256) of the files whose originals are kept."""
    rows = session.execute(select(File.name, File.sha256).where(File.kept).order_by(File.id))
    return ((name, sha256) for name, sha256 in rows)


class _Reading:
    """Pieces of `source`, hashed as they go by; `failed` tells a fault of the source from one of the copy."""

    def __init__(self, source: BinaryIO) -> None:
        self._source, self._hash = source, digest_of()
        self.failed: OSError | None = None

    def __iter__(self) -> Iterator[bytes]:
        length = 0
        while True:
            try:
                chunk = self._source.read(CHUNK)
            except OSError as error:
                self.failed = error
                raise
            if not chunk or length > LARGEST:
                return
            length += len(chunk)
            self._hash.update(chunk)
            yield chunk

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


@cache
def _system(url: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs  # here: questions need no file systems

    system, root = url_to_fs(url)  # type: ignore[no-untyped-call]
    return system, root.rstrip("/")


def _name(root: str, sha256: str) -> str:
    if not SHA256.fullmatch(sha256):
        raise OriginalAbsent(sha256[:64], root)
    return f"{root}/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _said(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
