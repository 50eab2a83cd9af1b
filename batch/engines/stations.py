"""What is done with one file, as pure functions that any process can run: read it, or read and understand it.

Pages are the grain: a station that meets a long document does not read all of it alone but hands the pages back as a
`Spread`, and is called once more with their answers. No process waits for another, and one long plan uses every core.
"""

import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import cv2

from batch.engines.fetched import Original, at_hand
from batch.fault import Fault, beyond, crashed, ocr_missing, refused, unforeseen, unreadable
from extract.errors import Unreadable
from extract.raster.ocr import OcrKilledError, OcrMissingError
from extract.transcript import Transcript
from models.errors import DatabaseError
from models.records import Dispatch

if TYPE_CHECKING:
    from models.tables import Depth
    from nlp.units import Office

Answers = tuple[tuple[Any, ...], ...]
"""What the pages said, one tuple for each time that the reader asked for pages."""

T = TypeVar("T")

AT_ONCE = 4
"""Pages that one process reads alone: for fewer, handing them round costs more than it gains."""

VERSION = metadata.version("vanthu")


@dataclass(frozen=True, slots=True)
class Terms:
    """How well a file is to be read, and what it may cost."""

    depth: "Depth" = "best"
    megabytes: float = 500
    pages: int = 2000
    seconds_a_file: float = 900
    seconds_a_page: float = 180
    memory_megabytes: int = 4096
    roots: tuple[bytes, ...] = ()
    """Certificates of the authorities whose digital signatures are believed."""
    units: "tuple[Office, ...]" = ()
    """The office's own units."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Pages to be read by whoever is free: `read_page` over `pages`."""

    read_page: Callable[[Any], Any]
    pages: tuple[Any, ...]


@dataclass(slots=True)
class Clockwork:
    """What each station took, in seconds."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def at(self, station: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[station] = self.seconds.get(station, 0.0) + time.perf_counter() - began


@dataclass(frozen=True, slots=True)
class Reply:
    """What a process sends back: a station's answer, a `Spread` or a Fault, and what the stations took."""

    answer: Any
    seconds: dict[str, float]


def read(path: Path, terms: Terms, answers: Answers, clockwork: Clockwork) -> Transcript:
    """What `path` says."""
    from extract import read as read_file

    if path.stat().st_size > terms.megabytes * 1e6:
        raise _Refused(beyond("megabytes", terms.megabytes, f"{path.stat().st_size / 1e6:.0f}"))
    with clockwork.at("read"):
        return read_file(path, reading=terms.depth, mapper=_Pages(answers, terms.pages), roots=terms.roots)


def parse(path: Path, terms: Terms, answers: Answers, clockwork: Clockwork) -> Dispatch:
    """What `path` means."""
    transcript = read(path, terms, answers, clockwork)
    with clockwork.at("understand"):
        from nlp.understand import understand  # here: reading alone does not wait for the language to load
        from nlp.units import own_units

        with own_units(terms.units):
            return understand(transcript)


Station = Callable[[Path, Terms, Answers, Clockwork], Any]


def whole(station: Station, path: Path, terms: Terms, answers: Answers = (), original: Original | None = None) -> Reply:
    """A file at `station`, in the process that calls this; read from `original` where `path` is another machine's."""
    clockwork = Clockwork()

    def asked() -> Any:
        return station(at_hand(original, path) if original else path, terms, answers, clockwork)

    answer = _told(asked, terms)
    return Reply(answer, clockwork.seconds)


def page(read_page: Callable[[Any], Any], asked: Any, terms: Terms, original: Original | None = None) -> Reply:
    """One page of a `Spread`."""
    clockwork = Clockwork()

    def read_it() -> Any:
        there = asked
        if original:
            there = replace(asked, source=replace(asked.source, path=at_hand(original, asked.source.path)))
        return read_page(there)

    with clockwork.at("read"):
        answer = _told(read_it, terms)
    return Reply(answer, clockwork.seconds)


def _told(work: Callable[[], Any], terms: Terms) -> Any:
    try:
        return work()
    except _ManyPages as asked:
        return asked.spread
    except _Refused as refusal:
        return refusal.fault
    except Unreadable as error:
        return unreadable(error)
    except MemoryError:
        return beyond("memory_megabytes", terms.memory_megabytes)
    except cv2.error as error:
        if error.code == cv2.Error.StsNoMem:
            return beyond("memory_megabytes", terms.memory_megabytes)
        return unforeseen(error)
    except OcrMissingError as error:
        return ocr_missing(str(error))
    except OcrKilledError as error:
        return crashed(-signal.SIGKILL, str(error))
    except OSError as error:
        return refused(error) if error.errno else unforeseen(error)  # libraries say it of files, the system of disks
    except DatabaseError as error:  # the originals, where they are read from
        return Fault("originals", error.wording, passing=True)
    except Exception as error:
        return unforeseen(error)


class _ManyPages(BaseException):
    """Unwinds a reader that asked for more pages than it should read alone: no error, so nothing catches it."""

    def __init__(self, spread: Spread) -> None:
        super().__init__()
        self.spread = spread


class _Refused(BaseException):
    """Unwinds a reader whose file is beyond a limit."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault


class _Pages:
    """A `map` that gives the answers already known, reads a few pages itself, and hands back many."""

    def __init__(self, answers: Answers, most: int) -> None:
        self.known, self.most = iter(answers), most

    def __call__(self, read_page: Callable[[Any], T], pages: Iterable[Any], /) -> Sequence[T]:
        answers = next(self.known, None)
        if answers is not None:
            return answers
        pages = tuple(pages)
        if len(pages) > self.most:
            raise _Refused(beyond("pages", self.most, str(len(pages))))
        if len(pages) > AT_ONCE:
            raise _ManyPages(Spread(read_page, pages))
        return [read_page(page) for page in pages]
