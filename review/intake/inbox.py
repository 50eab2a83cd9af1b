"""The inbox: a folder a user, a folder a day. A file is there under its name only when it is whole."""

import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from platformdirs import user_data_path

from batch.settings import Settings
from models.database import Database, file_of
from models.errors import Refused
from models.wording import Wording
from review.intake.names import free, safe

CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Lying:
    """A file of the inbox."""

    path: Path
    uri: str
    name: str
    by: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Inbox:
    """The folder of what was uploaded; `megabytes` is the largest file."""

    folder: Path
    megabytes: float

    async def receive(self, by: str, name: str, today: date, chunks: AsyncIterator[bytes]) -> Path:
        """Keep a file as its bytes come. Raises Refused where it is none, too large, or empty."""
        receiving = self._receiving(by, name, today)
        part = next(receiving)
        with part.open("wb") as kept:
            try:
                async for chunk in chunks:
                    self._more(kept, chunk)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        return self._received(part, receiving)

    def take(self, by: str, name: str, today: date, source: BinaryIO) -> Path:
        """The same from an open file."""
        receiving = self._receiving(by, name, today)
        part = next(receiving)
        with part.open("wb") as kept:
            try:
                while chunk := source.read(CHUNK):
                    self._more(kept, chunk)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        return self._received(part, receiving)

    def lying(self, by: str | None, limit: int) -> list[Lying]:
        """The files that are there, the latest first: those of one user, or all."""
        if by is not None:
            folders = [self.folder / by]
        else:
            folders = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        found = []
        for folder in folders:
            for path in folder.glob("*/*") if folder.is_dir() else ():
                if path.suffix != ".part" and path.is_file():
                    about = path.stat()
                    when = datetime.fromtimestamp(about.st_mtime).astimezone()
                    found.append(Lying(path, path.as_uri(), path.name, folder.name, about.st_size, when))
        return sorted(found, key=lambda lying: lying.at, reverse=True)[:limit]

    def _receiving(self, by: str, name: str, today: date) -> Iterator[Path]:
        """First where the bytes go meanwhile, then where the file is to stand."""
        wanted = safe(name)
        folder = self.folder / by / today.isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        yield folder / f"{uuid.uuid4().hex}.part"
        yield free(folder, wanted)

    def _more(self, kept: BinaryIO, chunk: bytes) -> None:
        if kept.tell() + len(chunk) > self.megabytes * 2**20:
            raise Refused(
                Wording(f"tệp lớn hơn {self.megabytes:g} MB", f"the file is larger than {self.megabytes:g} MB")
            )
        kept.write(chunk)

    def _received(self, part: Path, receiving: Iterator[Path]) -> Path:
        if part.stat().st_size == 0:
            part.unlink()
            raise Refused(Wording("tệp rỗng", "the file is empty"))
        path = next(receiving)
        return part.rename(path)


def inbox_of(database: Database, settings: Settings) -> Inbox:
    """The inbox: where `serve.inbox` says, else beside an SQLite database, else in the user's own folder."""
    at = file_of(database.engine.url)
    beside = at.absolute().with_suffix(".inbox") if at else user_data_path("vanthu") / "inbox"
    return Inbox((settings.serve.inbox or beside).absolute(), settings.limits.megabytes)
