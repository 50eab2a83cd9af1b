"""The arithmetic of docs/scale.md, from the figures that `make bench-batch` measured (docs/figures/batch.json)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import ceil
from pathlib import Path
from typing import Any

from docs.batches.page import section

PAGE = Path(__file__).resolve().parents[1] / "scale.md"

CORES = 16
"""Of one machine."""


@dataclass(frozen=True)
class Figures:
    """What was measured: seconds of one core for a scanned page (read best) and for a digital document, seconds of the
    coordinator for a file on PostgreSQL and for an original of 1 MB, kB of database a document, and Dask's speed beside
    the local pool."""

    scanned_page: float
    digital_document: float
    coordinator: float
    original: float
    database_kilobytes: float
    dask: float


PART_OF = {
    "scanned_page": "scans", "digital_document": "digital", "coordinator": "overhead", "original": "overhead",
    "database_kilobytes": "digital", "dask": "cluster",
}  # fmt: skip
"""The part of the bench that each figure comes from."""


@dataclass(frozen=True)
class Office:
    """What a national office takes in; every line is an assumption to be replaced by one's own."""

    documents: float = 40e6
    scanned: float = 0.4
    pages: float = 3.0
    megabytes: float = 1.0
    days: float = 250.0
    hours: float = 10.0
    peak: float = 3.0


def write(known: Mapping[str, Mapping[str, Any]], page: Path = PAGE) -> None:
    """The section of docs/scale.md, from what `docs.figures` knows of the bench's parts."""
    found = {name: known[part]["rows"][name] for name, part in PART_OF.items() if part in known}
    missing = sorted({PART_OF[field.name] for field in fields(Figures) if field.name not in found})
    if missing:
        told = f'Not measured yet: `make bench-batch PARTS="{" ".join(missing)}"` gives what is missing.'
    else:
        measured = sorted({str(known[part]["on"]) for part in PART_OF.values()})
        told = arithmetic(Figures(**found), Office(), "; ".join(measured))
    section("arithmetic", told, page)


def arithmetic(figures: Figures, office: Office, measured: str) -> str:
    """What figures and assumptions come to, each step shown."""
    core = office.scanned * office.pages * figures.scanned_page + (1 - office.scanned) * figures.digital_document
    mean = office.documents / (office.days * office.hours * 3600)
    most = mean * office.peak
    original = figures.original * office.megabytes
    alone = 1 / (figures.coordinator + original)
    needed = most * core / figures.dask
    lines = [
        f"Measured ({measured}): a scanned page takes {figures.scanned_page:.2f} s of one core (`--reading best`, all "
        f"told), a digital document {1000 * figures.digital_document:.0f} ms; ledger and database take the coordinator "
        f"{1000 * figures.coordinator:.1f} ms a file on PostgreSQL, an original of 1 MB {1000 * figures.original:.1f} "
        f"ms; a document {figures.database_kilobytes:.0f} kB of database; Dask runs at {figures.dask:.2f} of the local "
        "pool.",
        "",
        f"Assumed: {office.scanned:.0%} of the documents are scans of {office.pages:g} pages, the others digital; "
        f"{office.megabytes:g} MB of file a document. A document takes {office.scanned:g} × {office.pages:g} × "
        f"{figures.scanned_page:.2f} + {1 - office.scanned:g} × {figures.digital_document:.3f} = **{core:.2f} s of one "
        f"core**; one coordinator keeps 1 / ({figures.coordinator:.4f} + {original:.4f}) = **{alone:.0f} documents a "
        "second**.",
        "",
        f"| machines of {CORES} cores | documents an hour | a second | coordinators | originals written | read by "
        "workers | database | what limits |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for machines in (1, 10, 100):
        rate = machines * CORES * (1.0 if machines == 1 else figures.dask) / core
        coordinators = max(1, ceil(rate / alone))
        limit = "the cores" if coordinators == 1 else f"the cores, given {coordinators} coordinators"
        bytes_a_second = rate * office.megabytes
        lines.append(
            f"| {machines} | {3600 * rate:,.0f} | {rate:.1f} | {coordinators}, {100 * rate / alone / coordinators:.0f}% "
            f"busy | {bytes_a_second:.0f} MB/s | {0 if machines == 1 else bytes_a_second:.0f} MB/s | "
            f"{rate * figures.database_kilobytes / 1000:.1f} MB/s | {limit} |"
        )
    crossing = alone / (CORES * figures.dask / core)
    lines += [
        "",
        f"A machine hands in {CORES} × {figures.dask:.2f} / {core:.2f} = {CORES * figures.dask / core:.1f} documents a second, "
        f"so one coordinator is enough for {alone:.0f} / {CORES * figures.dask / core:.1f} = **{crossing:.0f} machines**. "
        "The store of originals sees each byte twice, in from the folder and out to a worker: ten machines ask of it what one "
        "disk gives, a hundred what an object store or several file servers do.",
        "",
        f"A national office: {office.documents / 1e6:g} million documents a year in {office.days:g} days of {office.hours:g} "
        f"hours are {mean:.1f} a second, {most:.1f} at the peak of {office.peak:g} times that. That wants {most:.1f} × "
        f"{core:.2f} / {figures.dask:.2f} = **{ceil(needed)} cores, {ceil(needed / CORES)} machines of {CORES}**, and "
        f"{most:.1f} / {alone:.0f} = {most / alone:.2f} of a coordinator: **{max(1, ceil(most / alone))}**, and one that "
        f"stands by. A year is {office.documents * office.megabytes / 1e6:.0f} TB of originals and "
        f"{office.documents * figures.database_kilobytes / 1e9:.1f} TB of database; at the peak the store of originals takes "
        f"{most * office.megabytes:.0f} MB/s and gives as much to the workers, and the database takes "
        f"{most * figures.database_kilobytes / 1000:.1f} MB/s of rows.",
    ]  # fmt: skip
    return "\n".join(lines)
