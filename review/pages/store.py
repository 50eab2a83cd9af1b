"""`PageStore`: page images and words of originals, made in worker processes when asked for, and kept within bounds."""

import json
import multiprocessing
import threading
from asyncio import wrap_future
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from fastapi.concurrency import run_in_threadpool
from platformdirs import user_cache_path

from batch.engines.pool import Pool
from batch.settings import Settings
from extract.errors import Unreadable
from models.database import Database
from models.errors import DatabaseError, NotThere
from models.originals import Originals, originals_of
from review.pages import drawing
from review.pages.drawing import Outline, Written
from review.pages.kept import Kept

WIDTHS = (800, 1200, 1800, 2600)
"""Pixels: a page is drawn at one of these, so that few are kept; the browser scales it to what is wanted."""

SECONDS_TO_DRAW = 20
SECONDS_TO_READ = 120
DRAWERS = 2
TASKS_OF_A_WORKER = 500
"""Then another process takes over: PDFium keeps a little of every document."""


@dataclass(frozen=True, slots=True)
class Original:
    """A file of a document: its SHA-256, where it was met, and whether its bytes are kept."""

    sha256: str
    media_type: str
    pages: int
    places: tuple[str, ...]
    kept: bool


class PageStore:
    """Give `open` before the first page and `close` after the last one."""

    def __init__(self, database: Database, settings: Settings, cache: Path | None) -> None:
        folder = cache or settings.serve.cache or user_cache_path("vanthu") / "pages"
        self.kept = Kept(folder / "made", settings.serve.cache_megabytes)
        self.copies = Kept(folder / "originals", settings.serve.cache_megabytes)
        self.originals: Originals | None = originals_of(database, settings.originals.url)
        self.checked: dict[tuple[str, int, int], bool] = {}
        self.lock = threading.Lock()
        self.drawers: Pool | None = None
        self.readers: Pool | None = None

    def open(self) -> None:
        """Start the workers, and let them load what they need, so that the first page does not wait for it."""
        spawn = multiprocessing.get_context("spawn")
        self.drawers = Pool(DRAWERS, spawn, most=TASKS_OF_A_WORKER)
        self.readers = Pool(1, spawn, most=TASKS_OF_A_WORKER)
        for _ in range(DRAWERS):
            self.drawers.submit(_ready, seconds=SECONDS_TO_DRAW)

    def close(self) -> None:
        """Stop the workers."""
        for pool in (self.drawers, self.readers):
            if pool is not None:
                pool.close()

    async def picture(self, original: Original, number: int, width: int) -> bytes:
        """A JPEG of a page, at least `width` pixels wide where it may be. Raises NotThere, or what drawing raises."""
        wide = next((w for w in WIDTHS if w >= width), WIDTHS[-1])
        name = f"{original.sha256}-{number}-{wide}.jpg"
        found = await run_in_threadpool(self.kept.get, name)
        if found is not None:
            return found
        path, known = await self._ready_for(original, number)
        drawn = await self._in(
            self.drawers, SECONDS_TO_DRAW, drawing.draw, path, number, wide, known and known.rotation
        )
        await run_in_threadpool(self._keep, name, drawn.jpeg, original, number, drawn.outline)
        picture: bytes = drawn.jpeg
        return picture

    async def outline(self, original: Original, number: int) -> Outline:
        """The size of a page upright; it is drawn where it was not yet."""
        found = await run_in_threadpool(self._known, original, number)
        if found is None:
            await self.picture(original, number, WIDTHS[0])
            found = await run_in_threadpool(self._known, original, number)
        if found is None:
            raise NotThere(f"page {number}")
        return found

    async def words(self, original: Original, number: int) -> Written:
        """The words of a page and where they stand: at once from a text layer, after a second or more from a scan."""
        name = f"{original.sha256}-{number}-words.json"
        found = await run_in_threadpool(self.kept.get, name)
        if found is not None:
            return _written(json.loads(found))
        path, _ = await self._ready_for(original, number)
        read: Written = await self._in(self.readers, SECONDS_TO_READ, drawing.write, path, number)
        await run_in_threadpool(self.kept.put, name, _as_bytes(read))
        return read

    def content(self, original: Original) -> Path:
        """The original as a file on this machine: where it was met, or a copy of what is kept. Raises NotThere."""
        if self.originals is not None and original.kept:
            with suppress(DatabaseError):
                return self._copied(original, self.originals)
        for place in original.places:
            parts = urlsplit(place)
            path = Path(unquote(parts.path))
            if parts.scheme == "file" and path.is_file() and self._is(path, original.sha256):
                return path
        raise NotThere(f"original {original.sha256[:12]}")

    def _copied(self, original: Original, originals: Originals) -> Path:
        name = original.sha256
        path = self.copies.folder / name[:2] / name
        if not path.is_file():
            self.copies.put(name, originals.read(name))
        return path

    def _is(self, path: Path, sha256: str) -> bool:
        """Whether the file at `path` still is the one that was read; looked at once as long as it stays as it is."""
        stat = path.stat()
        key = (str(path), stat.st_mtime_ns, stat.st_size)
        if key not in self.checked:
            self.checked[key] = drawing.source_of.__wrapped__(path).sha256 == sha256
        return self.checked[key]

    async def pages(self, original: Original) -> int | None:
        """How many pages LibreOffice gives a file that has none of its own; None for files that have, or need none.

        Raises a class of `extract.errors.Unreadable` where it can't: ConverterMissing where it is not installed.
        """
        if original.media_type not in drawing.PRINTED:
            return None
        return (await self._printed(original))[1]

    async def _printed(self, original: Original) -> tuple[Path, int]:
        """The PDF of an office file, made once and kept, and its pages."""
        name = f"{original.sha256}-printed"
        path = self.copies.folder / name[:2] / name
        known = await run_in_threadpool(self.kept.get, f"{name}.json")
        if known is None or not path.is_file():
            content = await run_in_threadpool(self.content, original)
            made, count = await self._in(self.readers, SECONDS_TO_READ, drawing.printed, content)
            await run_in_threadpool(self.copies.put, name, made)
            await run_in_threadpool(self.kept.put, f"{name}.json", json.dumps(count).encode())
            return path, count
        return path, int(json.loads(known))

    async def _ready_for(self, original: Original, number: int) -> tuple[Path, Outline | None]:
        pages = max(1, original.pages)
        path: Path | None = None
        if original.media_type in drawing.PRINTED:
            with suppress(Unreadable):  # then its text is shown
                path, pages = await self._printed(original)
        if not 1 <= number <= pages:
            raise NotThere(f"page {number}")
        if path is None:
            path = await run_in_threadpool(self.content, original)
        return path, await run_in_threadpool(self._known, original, number)

    def _known(self, original: Original, number: int) -> Outline | None:
        found = self.kept.get(f"{original.sha256}-{number}-outline.json")
        return Outline(*json.loads(found)) if found else None

    def _keep(self, name: str, content: bytes, original: Original, number: int, outline: Outline) -> None:
        self.kept.put(name, content)
        written = json.dumps([outline.width, outline.height, outline.rotation]).encode()
        self.kept.put(f"{original.sha256}-{number}-outline.json", written)

    async def _in(self, pool: Pool | None, seconds: float, work: Callable[..., Any], *given: Any) -> Any:
        if pool is None:
            raise RuntimeError("the page store is not open")
        return await wrap_future(pool.submit(work, *given, seconds=seconds))


def _ready() -> None:
    """Nothing: the imports of this module are the work."""


def _as_bytes(read: Written) -> bytes:
    outline = read.outline and [read.outline.width, read.outline.height, read.outline.rotation]
    return json.dumps([outline, read.words, read.blocks], ensure_ascii=False).encode()


def _written(kept: Any) -> Written:
    outline, words, blocks = kept
    return Written(
        Outline(*outline) if outline else None,
        tuple((text, tuple(box)) for text, box in words),
        tuple(b if isinstance(b, str) else tuple(map(tuple, b)) for b in blocks),
    )
