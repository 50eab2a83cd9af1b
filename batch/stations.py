"""What is done with one file, as pure functions that any process can run: read it, or read and understand it.

Pages are the grain: a station that meets a long document does not read all of it alone but hands the pages back as a
`Spread`, and is called once more with their answers. No process waits for another, and one long plan uses every core.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar

from batch.fault import Fault, unforeseen, unreadable
from extract.errors import Unreadable
from extract.transcript import Transcript
from models.records import Dispatch
from models.tables import Depth

Answers = tuple[tuple[Any, ...], ...]
"""What the pages said, one tuple for each time that the reader asked for pages."""

T = TypeVar("T")

AT_ONCE = 4
"""Pages that one process reads alone: for fewer, handing them round costs more than it gains."""

VERSION = metadata.version("vanthu")


@dataclass(frozen=True, slots=True)
class Spread:
    """Pages to be read by whoever is free: `read_page` over `pages`."""

    read_page: Callable[[Any], Any]
    pages: tuple[Any, ...]


def read(path: Path, depth: Depth = "best", answers: Answers = ()) -> Transcript | Spread | Fault:
    """What `path` says."""
    return _told(lambda: _transcript(path, depth, answers))


def parse(path: Path, depth: Depth = "best", answers: Answers = ()) -> Dispatch | Spread | Fault:
    """What `path` means."""

    def understood() -> Dispatch:
        from nlp.understand import understand  # here: reading alone does not wait for the language to load

        return understand(_transcript(path, depth, answers))

    return _told(understood)


def page(read_page: Callable[[Any], T], asked: Any) -> T | Spread | Fault:
    """One page of a `Spread`."""
    return _told(lambda: read_page(asked))


def _transcript(path: Path, depth: Depth, answers: Answers) -> Transcript:
    from extract import read as read_file

    return read_file(path, reading=depth, mapper=_Pages(answers))


def _told(work: Callable[[], T]) -> T | Spread | Fault:
    try:
        return work()
    except _ManyPages as asked:
        return asked.spread
    except Unreadable as error:
        return unreadable(error)
    except Exception as error:
        return unforeseen(error)


class _ManyPages(BaseException):
    """Unwinds a reader that asked for more pages than it should read alone: no error, so nothing catches it."""

    def __init__(self, spread: Spread) -> None:
        super().__init__()
        self.spread = spread


class _Pages:
    """A `map` that gives the answers already known, reads a few pages itself, and hands back many."""

    def __init__(self, answers: Answers) -> None:
        self.known = iter(answers)

    def __call__(self, read_page: Callable[[Any], T], pages: Iterable[Any], /) -> Sequence[T]:
        answers = next(self.known, None)
        if answers is not None:
            return answers
        pages = tuple(pages)
        if len(pages) > AT_ONCE:
            raise _ManyPages(Spread(read_page, pages))
        return [read_page(page) for page in pages]
