"""The arithmetic of docs/scale.md, from the figures that `make bench-batch` measured (docs/batches/figures.json)."""

import json
from dataclasses import dataclass
from pathlib import Path

from docs.batches.page import section

FIGURES = Path(__file__).with_name("figures.json")
PAGE = Path(__file__).resolve().parents[1] / "scale.md"

CORES = 16
"""Of one machine."""


@dataclass(frozen=True)
class Figures:
    """What was measured: seconds of one core for a scanned page (read best) and a digital document, seconds of the
    coordinator for a file on PostgreSQL, Dask's speed beside the local pool; `machine` says where and when."""

    scanned_page: float
    digital_document: float
    coordinator: float
    original: float
    dask: float
    machine: str


@dataclass(frozen=True)
class Office:
    """What a national office takes in; every line is an assumption to be replaced by one's own."""

    documents: float = 40e6
    scanned: float = 0.4
    pages: float = 3.0
    megabytes: float = 1.0
    database_kilobytes: float = 25.0
    days: float = 250.0
    hours: float = 10.0
    peak: float = 3.0


def write(figures: Figures) -> None:
    """The section of docs/scale.md."""
    FIGURES.write_text(json.dumps(figures.__dict__, indent=1) + "\n", encoding="utf-8")
    section("arithmetic", arithmetic(figures, Office()), PAGE)


def arithmetic(figures: Figures, office: Office) -> str:
    core = office.scanned * office.pages * figures.scanned_page + (1 - office.scanned) * figures.digital_document
    mean = office.documents / (office.days * office.hours * 3600)
    most = mean * office.peak
    alone = 1 / (figures.coordinator + figures.original)
    needed = most * core / figures.dask
    lines = [
        f"Measured on {figures.machine}: a scanned page takes {figures.scanned_page:.2f} s of one core (`--reading best`, all "
        f"told), a digital document {1000 * figures.digital_document:.0f} ms; ledger and database take the coordinator "
        f"{1000 * figures.coordinator:.1f} ms a file on PostgreSQL and an original of 1 MB {1000 * figures.original:.1f} ms; Dask runs at "
        f"{figures.dask:.2f} of the local pool.",
        "",
        f"Assumed: {office.scanned:.0%} of the documents are scans of {office.pages:g} pages, the others digital; "
        f"{office.megabytes:g} MB of file and {office.database_kilobytes:g} kB of database a document. A document takes "
        f"{office.scanned:g} × {office.pages:g} × {figures.scanned_page:.2f} + {1 - office.scanned:g} × "
        f"{figures.digital_document:.3f} = **{core:.2f} s of one core**.",
        "",
        f"| machines of {CORES} cores | documents an hour | a second | what limits | storage written |",
        "|---|---|---|---|---|",
    ]
    for machines in (1, 10, 100):
        share = 1.0 if machines == 1 else figures.dask
        rate = machines * CORES * share / core
        coordinators = max(1, -(-rate // alone))
        limit = (
            "its cores"
            if coordinators == 1
            else f"one coordinator ends at {alone:.0f} a second: {coordinators:.0f} of them"
        )
        lines.append(f"| {machines} | {3600 * rate:,.0f} | {rate:.1f} | {limit} | {rate * office.megabytes:.0f} MB/s |")
    lines += [
        "",
        f"A national office: {office.documents / 1e6:g} million documents a year in {office.days:g} days of {office.hours:g} "
        f"hours are {mean:.1f} a second, {most:.1f} at the peak of {office.peak:g} times that. That wants {most:.1f} × {core:.2f} / "
        f"{figures.dask:.2f} = **{needed:.0f} cores, {-(-needed // CORES):.0f} machines of {CORES}**, with one coordinator "
        f"{100 * most / alone:.0f}% busy. A year is {office.documents * office.megabytes / 1e6:.0f} TB of originals and "
        f"{office.documents * office.database_kilobytes / 1e9:.1f} TB of database; at the peak the store of originals takes "
        f"{most * office.megabytes:.0f} MB/s and gives as much to the workers.",
    ]
    return "\n".join(lines)
