"""`read` and `parse` over files and folders, without a database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from batch.engines import engine_of, stations
from batch.engines.running import over, stopping
from batch.engines.stations import Station, Terms
from batch.fault import Fault
from batch.folders.walk import Found, inside, walk
from extract.scratch import scratch
from extract.transcript import Transcript
from models.records import Dispatch

if TYPE_CHECKING:
    from models.tables import Depth
    from nlp.units import Office


def read(
    sources: Iterable[Path], *, jobs: int, depth: "Depth" = "best", roots: tuple[bytes, ...] = ()
) -> Iterator[tuple[Path, Transcript | Fault]]:
    """What each file of `sources` says, in their order; a mail's or an archive's files one by one.

    `roots` are the certificates of the authorities whose digital signatures are believed.
    """
    return _in_order(sources, stations.read, jobs, Terms(depth, roots=roots))


def parse(
    sources: Iterable[Path],
    *,
    jobs: int,
    depth: "Depth" = "best",
    roots: tuple[bytes, ...] = (),
    units: "tuple[Office, ...]" = (),
) -> Iterator[tuple[Path, Dispatch | Fault]]:
    """What each file of `sources` means, in their order; `units` are the office's own, otherwise as `read`."""
    return _in_order(sources, stations.parse, jobs, Terms(depth, roots=roots, units=units))


def _with_attachments(met: Iterable[Found], parcels: Path) -> Iterator[Found]:
    """What was `met`, and after each PDF the files that are attached to it."""
    for found in met:
        yield found
        if found.what == "file":
            try:
                with found.path.open("rb") as stream:
                    sha256 = file_digest(stream, "sha256").hexdigest()
                yield from inside(found, sha256, parcels)
            except OSError:  # told of when the file itself is read
                continue


@dataclass(frozen=True, slots=True)
class _Numbered:
    path: Path
    number: int


def _in_order(sources: Iterable[Path], station: Station, jobs: int, terms: Terms) -> Iterator[tuple[Path, Any]]:
    with scratch() as parcels:
        yield from _answers(sources, station, jobs, terms, parcels)


def _answers(
    sources: Iterable[Path], station: Station, jobs: int, terms: Terms, parcels: Path
) -> Iterator[tuple[Path, Any]]:
    early: dict[int, tuple[Path, Any]] = {}

    def files() -> Iterator[_Numbered]:
        number = 0
        for found in _with_attachments(walk(sources, parcels), parcels):
            if isinstance(found.what, Fault):
                early[number] = (found.path, found.what)
            elif found.what == "file":
                yield _Numbered(found.path, number)
            else:
                continue
            number += 1

    following = 0
    with stopping() as stop, engine_of("local", jobs, terms) as engine:
        for done in over(engine, files(), station, terms, stop):
            early[done.work.number] = (done.work.path, done.answer)
            while following in early:
                yield early.pop(following)
                following += 1
    for number in sorted(early):
        yield early[number]
    if stop.asked:
        raise KeyboardInterrupt
