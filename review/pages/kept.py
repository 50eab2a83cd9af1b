"""Files kept for the next time, within bounds: what was not asked for longest goes first."""

import os
import threading
import uuid
from contextlib import suppress
from pathlib import Path


class Kept:
    """A folder of at most `megabytes`, shared by threads. A lost entry is only made again."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder, self.most = folder, megabytes * 2**20
        self.folder.mkdir(parents=True, exist_ok=True)
        self.lock = threading.Lock()
        self.size = sum(size for _, size, _ in self._entries())

    def get(self, name: str) -> bytes | None:
        """What is kept under `name`; None where nothing is."""
        path = self.folder / name[:2] / name
        try:
            content = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return content

    def put(self, name: str, content: bytes) -> None:
        """Keep `content`, whole or not at all; what is too much goes."""
        path = self.folder / name[:2] / name
        part = self.folder / f".{uuid.uuid4().hex}"
        with suppress(OSError):  # a full disk: then it is drawn again next time
            path.parent.mkdir(exist_ok=True)
            part.write_bytes(content)
            part.replace(path)
            with self.lock:
                self.size += len(content)
                if self.size > self.most:
                    self._shrink()

    def _shrink(self) -> None:
        entries = sorted(self._entries())
        self.size = sum(size for _, size, _ in entries)
        for _, size, path in entries:
            if self.size <= self.most * 0.8:
                break
            with suppress(OSError):
                path.unlink()
                self.size -= size

    def _entries(self) -> list[tuple[float, int, Path]]:
        """(last asked for, bytes, path) of each."""
        found = []
        for path in self.folder.glob("*/*"):
            with suppress(OSError):
                stat = path.stat()
                found.append((stat.st_mtime, stat.st_size, path))
        return found
