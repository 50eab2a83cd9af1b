"""Whole runs of `vanthu ingest`, database and originals included, beside the tools that offices use.

The tools take turns over the same files, so that whatever else the machine does hits all of them alike.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from docs.batches import folder as folders
from models.database import open_database
from samples.orders import DECISION
from samples.pdf import to_pdf
from samples.wear import WEARS, worn

SCANS = int(os.environ.get("SCANS", "80"))
DIGITAL = int(os.environ.get("DIGITAL", "200"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
JOBS = len(os.sched_getaffinity(0))
BIN = Path(sys.executable).parent

Part = tuple[str, dict[str, Any]]
"""What a part of the bench tells, and the figures that docs/scale.md is worked out from."""

middle = statistics.median


def scans(home: Path) -> Part:
    """Whole runs over scans."""
    inbox, pages = home / "inbox", home / "pages"
    inbox.mkdir(parents=True)
    pages.mkdir()
    wears = ("office scanner, 200 dpi", "clean, 200 dpi", "seal and signature")
    for number in range(SCANS):
        paper = replace(DECISION, number=f"{number}/QĐ-UBND") if number % 4 == 0 else folders.paper(3 * number)
        (inbox / f"{number:03}.pdf").write_bytes(worn(to_pdf(paper), WEARS[wears[number % 3]], seed=number))
    for path in inbox.glob("*.pdf"):
        run("pdftoppm", "-r", "300", "-gray", "-png", path, pages / path.stem)
    drawn = sorted(pages.glob("*.png"))

    def ocrmypdf() -> float:
        out = home / "ocrmypdf"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        names = "\n".join(f"{path} {out / path.name}" for path in sorted(inbox.iterdir()))
        command = f"xargs -P{JOBS} -L1 sh -c 'ocrmypdf -q -l vie --jobs 1 --sidecar $1.txt $0 $1'"
        return timed(command, names)

    def bare() -> float:
        out = home / "tesseract"
        out.mkdir(exist_ok=True)
        names = "\n".join(f"{page} {out / page.stem}" for page in drawn)
        return timed(f"xargs -P{JOBS} -L1 sh -c 'tesseract $0 $1 -l vie'", names)

    seconds = in_turns(
        {
            "vanthu ingest --reading fast": lambda: ingest(inbox, home, "--reading", "fast"),
            "vanthu ingest (best)": lambda: ingest(inbox, home),
            f"ocrmypdf, {JOBS} at a time": ocrmypdf,
            f"tesseract at 300 dpi, {JOBS} at a time": bare,
        }
    )
    names = list(seconds)
    rows = [f"| {n} | {middle(s):.1f} s | {len(drawn) / middle(s):.2f} |" for n, s in seconds.items()]
    goals = (
        (names[0], names[3], 1.2), (names[0], names[2], 1.45), (names[1], names[2], 1.15),
    )  # fmt: skip
    told = [f"- {ratio(a, b, seconds)}; the goal is {goal}." for a, b, goal in goals]
    page = [
        f"### Scans\n\n{SCANS} scans, {len(drawn)} pages; medians of {ROUNDS} rounds. vanthu starts, reads, "
        "understands, keeps records, originals and ledger; ocrmypdf writes a PDF and a text file; drawing the "
        "pages is not counted for bare Tesseract.\n",
        "| | whole run | pages a second |\n|---|---|---|",
        *rows,
        "",
        *told,
    ]
    return "\n".join(page), {"scanned_page": middle(seconds[names[1]]) * JOBS / len(drawn)}


def digital(home: Path) -> Part:
    """Whole runs over digital PDFs, against drawing their text and doing nothing with it."""
    inbox = home / "inbox"
    inbox.mkdir(parents=True)
    for number in range(DIGITAL):
        (inbox / f"{number:04}.pdf").write_bytes(to_pdf(replace(DECISION, number=f"{number}/QĐ-UBND")))
    names = "\n".join(f"{path} {home / path.stem}.txt" for path in sorted(inbox.iterdir()))
    seconds = in_turns(
        {
            "vanthu ingest": lambda: ingest(inbox, home),
            f"pdftotext -layout, {JOBS} at a time": lambda: timed(f"xargs -P{JOBS} -L1 pdftotext -layout", names),
        }
    )
    ours, theirs = (middle(s) for s in seconds.values())
    kilobytes = (home / "bench.db").stat().st_size / 1000 / DIGITAL
    page = (
        f"### Digital PDFs\n\n{DIGITAL} decisions with a text layer: `vanthu ingest` takes {ours:.1f} s, "
        f"{1000 * ours / DIGITAL:.0f} ms each with its records in the database ({kilobytes:.0f} kB of it each); "
        f"`pdftotext` {theirs:.1f} s, {1000 * theirs / DIGITAL:.0f} ms each, and nothing is understood (medians of "
        f"{ROUNDS} rounds)."
    )
    return page, {"digital_document": ours * JOBS / DIGITAL, "database_kilobytes": kilobytes}


def cluster(home: Path) -> Part:
    """Two Dask workers against two processes of the local pool, on one machine."""
    inbox = home / "inbox"
    inbox.mkdir(parents=True)
    for number in range(SCANS // 2):
        scan = worn(to_pdf(folders.paper(3 * number)), WEARS["clean, 200 dpi"], seed=number)
        (inbox / f"{number:03}.pdf").write_bytes(scan)
    for number in range(DIGITAL // 2):
        folders.write(inbox, 1000 + number)
    (inbox / "ke-hoach-dai.pdf").write_bytes(folders.long_plan(8))
    with dask(home) as address:
        ingest(inbox, home, "--engine", address)  # the workers' own processes load the language once, in their life
        seconds = in_turns(
            {
                "--engine dask": lambda: ingest(inbox, home, "--engine", address),
                "--engine local": lambda: ingest(inbox, home, "--jobs", "2"),
            }
        )
    pairs = zip(seconds["--engine dask"], seconds["--engine local"], strict=True)
    speed = [local / remote for remote, local in pairs]
    page = (
        f"### Dask\n\n{SCANS // 2} scans, {DIGITAL // 2} letters and a plan of 8 scanned pages by two Dask workers of "
        f"one thread on this machine, which had read before, run at **{middle(speed):.2f}** of the speed of the local "
        f"pool of two processes ({', '.join(f'{s:.2f}' for s in speed)}); the goal is 0.9. The run's own start, and "
        "that of the local pool's processes, is counted; the originals go to the workers by fsspec."
    )
    return page, {"dask": min(1.0, middle(speed))}


def ingest(inbox: Path, home: Path, *options: str) -> float:
    """Seconds that a whole run over `inbox` takes, into an empty database of its own."""
    home.mkdir(parents=True, exist_ok=True)
    for old in home.glob("bench.*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    address = f"sqlite:///{home}/bench.db"
    open_database(address).close()
    command = [str(BIN / "vanthu"), "ingest", str(inbox), "--db", address, *options]
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return time.monotonic() - began


def in_turns(tools: dict[str, Callable[[], float]]) -> dict[str, list[float]]:
    """Seconds of each tool in each round."""
    seconds: dict[str, list[float]] = {tool: [] for tool in tools}
    for _ in range(ROUNDS):
        for tool, work in tools.items():
            seconds[tool].append(work())
    return seconds


def ratio(tool: str, than: str, seconds: dict[str, list[float]]) -> str:
    ratios = [b / a for a, b in zip(seconds[tool], seconds[than], strict=True)]
    return f"`{tool}` is **{middle(ratios):.2f}** times as fast as `{than}` ({', '.join(f'{r:.2f}' for r in ratios)})"


@contextmanager
def dask(home: Path) -> Iterator[str]:
    """The address of a cluster with two workers."""
    surroundings = os.environ | {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    log, program = home / "scheduler.log", str(BIN / "dask")
    with log.open("wb") as said:
        command = [program, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        running = [subprocess.Popen(command, cwd=home, env=surroundings, stdout=said, stderr=said)]
    while not (found := re.search(r"Scheduler at:\s+tcp://(\S+)", log.read_text())):
        time.sleep(0.1)
    for _ in range(2):
        command = [program, "worker", f"tcp://{found[1]}", "--nthreads", "1", "--nworkers", "1", "--no-dashboard"]
        quiet = subprocess.DEVNULL
        running.append(subprocess.Popen(command, cwd=home, env=surroundings, stdout=quiet, stderr=quiet))
    try:
        time.sleep(5)
        yield f"dask://{found[1]}"
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait()


def timed(command: str, names: str) -> float:
    """Seconds that a shell command takes over `names`; Tesseract with one thread, as vanthu has it."""
    began = time.monotonic()
    run("env", "OMP_THREAD_LIMIT=1", "sh", "-c", command, stdin=names)
    return time.monotonic() - began


def run(*command: object, stdin: str = "") -> None:
    subprocess.run([str(part) for part in command], input=stdin, capture_output=True, text=True, check=True)
