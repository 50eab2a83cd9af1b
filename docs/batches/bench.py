"""`make bench-batch`: whole runs, database and originals included, beside the tools that offices use.

SCANS=40 DIGITAL=200 MANY=20000 are the sizes of the folders. The tools take turns over the same files, so that whatever
else the machine does hits all of them alike. Wants ocrmypdf and poppler-utils; writes docs/batch.md.
"""

import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from batch import ledger
from batch.engines import stations
from batch.engines.stations import Terms
from batch.ledger import Leased, Run
from docs.batches import folder as folders
from docs.batches import scale
from docs.batches.page import machine, section
from docs.batches.postgres import Server
from models.database import open_database
from models.originals import Originals
from models.records import Dispatch
from samples.orders import DECISION
from samples.pdf import to_pdf
from samples.wear import WEARS, worn

SCANS = int(os.environ.get("SCANS", "40"))
DIGITAL = int(os.environ.get("DIGITAL", "200"))
MANY = int(os.environ.get("MANY", "20000"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
JOBS = len(os.sched_getaffinity(0))
BIN = Path(sys.executable).parent
MEASURED: dict[str, float] = {}
"""What docs/scale.md is worked out from."""


def main() -> None:
    with TemporaryDirectory(prefix="vanthu-bench-") as name:
        home = Path(name)
        home.chmod(0o755)
        parts = {}
        for part in (overhead, scans, digital, cluster, many):
            began = time.monotonic()
            parts[part.__name__] = part(home / part.__name__)
            print(f"--- {part.__name__}: {time.monotonic() - began:.0f} s\n{parts[part.__name__]}\n", flush=True)
    if os.environ.get("PAGE", "1") == "1":
        section("bench", f"Measured on {machine()}.\n\n" + "\n\n".join(parts.values()))
        scale.write(scale.Figures(**MEASURED, machine=machine()))


def ingest(inbox: Path, home: Path, *options: str, db: str = "") -> float:
    """Seconds that a whole run over `inbox` takes, into a database of its own."""
    home.mkdir(parents=True, exist_ok=True)
    for old in home.glob("bench.*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    run = [str(BIN / "vanthu"), "ingest", str(inbox), "--db", db or f"sqlite:///{home}/bench.db", *options]
    began = time.monotonic()
    done = subprocess.run(run, capture_output=True, text=True, check=False)
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


def scans(home: Path) -> str:
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
    MEASURED["scanned_page"] = middle(seconds[names[1]]) * JOBS / len(drawn)
    goals = (
        (names[0], names[3], 1.2), (names[0], names[2], 1.45), (names[1], names[2], 1.15),
    )  # fmt: skip
    told = [f"- {ratio(a, b, seconds)}; the goal is {goal}." for a, b, goal in goals]
    return "\n".join(
        [
            f"### Scans\n\n{SCANS} scans, {len(drawn)} pages; medians of {ROUNDS} rounds. vanthu starts, reads, "
            "understands, keeps records, originals and ledger; ocrmypdf writes a PDF and a text file; drawing the "
            "pages is not counted for bare Tesseract.\n",
            "| | whole run | pages a second |\n|---|---|---|",
            *rows,
            "",
            *told,
        ]
    )


middle = statistics.median


def ratio(tool: str, than: str, seconds: dict[str, list[float]]) -> str:
    ratios = [b / a for a, b in zip(seconds[tool], seconds[than], strict=True)]
    return f"`{tool}` is **{middle(ratios):.2f}** times as fast as `{than}` ({', '.join(f'{r:.2f}' for r in ratios)})"


def digital(home: Path) -> str:
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
    MEASURED["digital_document"] = ours * JOBS / DIGITAL
    return (
        f"### Digital PDFs\n\n{DIGITAL} decisions with a text layer: `vanthu ingest` takes {ours:.1f} s, "
        f"{1000 * ours / DIGITAL:.0f} ms each with its records in the database; `pdftotext` {theirs:.1f} s, "
        f"{1000 * theirs / DIGITAL:.0f} ms each, and nothing is understood (medians of {ROUNDS} rounds)."
    )


def overhead(home: Path) -> str:
    """What ledger and database cost a file, apart from reading it."""
    inbox, files = home / "inbox", min(600, MANY)
    inbox.mkdir(parents=True)
    answers: dict[Path, Dispatch] = {}
    for number in range(files):
        path = inbox / f"{number:05}.txt"
        path.write_text(folders.TEXT.format(number=number, day=1 + number % 28), encoding="utf-8")
        answer = stations.whole(stations.parse, path, Terms()).answer
        if not isinstance(answer, Dispatch):
            raise TypeError(answer)
        answers[path] = answer
    rows = []
    with engines(home) as addresses:
        for engine, address in addresses.items():
            database, originals = open_database(address), Originals(str(home / f"originals-{engine}"))
            mine, steps = Run(ledger.worker_name(), "1", "best"), {"lease": 0.0, "original": 0.0, "keep": 0.0}
            for path, answer in answers.items():
                began = time.perf_counter()
                leased = ledger.take(database, path, mine, datetime.now(UTC))
                if not isinstance(leased, Leased):
                    raise TypeError(leased)
                at_lease = time.perf_counter()
                originals.put(path, leased.sha256)
                at_original = time.perf_counter()
                ledger.finish(database, leased, answer, mine, datetime.now(UTC), {"read": 0.1}, kept=True)
                ended = time.perf_counter()
                steps["lease"] += at_lease - began
                steps["original"] += at_original - at_lease
                steps["keep"] += ended - at_original
            database.close()
            lease, original, keep = (1000 * spent / files for spent in steps.values())
            MEASURED["coordinator"], MEASURED["original"] = (lease + keep) / 1000, of_a_megabyte(home, originals)
            together = f"**{lease + keep:.1f} ms**"
            rows.append(f"| {engine} | {lease:.1f} ms | {keep:.1f} ms | {together} | {original:.1f} ms |")
    return "\n".join(
        [
            f"### Ledger and database\n\nA file's whole way through them, {files} letters one after the other; the "
            "goal is under 5 ms a file. Keeping the original is copying it and having the disk confirm that.\n",
            "| | hash and lease | records and end | together | original |\n|---|---|---|---|---|",
            *rows,
        ]
    )


def of_a_megabyte(home: Path, originals: Originals) -> float:
    """Seconds that keeping an original of 1 MB takes."""
    blob, chance, times = home / "blob", random.Random(5), 20
    spent = 0.0
    for _ in range(times):
        blob.write_bytes(chance.randbytes(10**6))
        began = time.perf_counter()
        originals.put(blob)
        spent += time.perf_counter() - began
    return spent / times


def cluster(home: Path) -> str:
    """Two Dask workers against two processes of the local pool, on one machine."""
    inbox = home / "inbox"
    inbox.mkdir(parents=True)
    for number in range(SCANS // 2):
        scan = worn(to_pdf(folders.paper(3 * number)), WEARS["clean, 200 dpi"], seed=number)
        (inbox / f"{number:03}.pdf").write_bytes(scan)
    for number in range(DIGITAL):
        folders.write(inbox, 1000 + number)
    with dask(home) as address:
        seconds = in_turns(
            {
                "--engine dask": lambda: ingest(inbox, home, "--engine", address),
                "--engine local": lambda: ingest(inbox, home, "--jobs", "2"),
            }
        )
    pairs = zip(seconds["--engine dask"], seconds["--engine local"], strict=True)
    speed = [local / remote for remote, local in pairs]
    MEASURED["dask"] = min(1.0, middle(speed))
    return (
        f"### Dask\n\n{SCANS // 2} scans and {DIGITAL} letters by two Dask workers of one thread on this machine "
        f"run at **{middle(speed):.2f}** of the speed of the local pool of two processes "
        f"({', '.join(f'{s:.2f}' for s in speed)}); the goal is 0.9. The originals go to the workers by fsspec."
    )


def many(home: Path) -> str:
    """Does the cost of a file, or memory, grow with the folder?"""
    inbox = home / "inbox"
    inbox.mkdir(parents=True)
    chance = random.Random(1)
    for number in range(MANY):
        text = folders.TEXT.format(number=number, day=1 + number % 28)
        (inbox / f"{number:06}.txt").write_text(f"{text}Mã hồ sơ {chance.randrange(10**9)}.\n", encoding="utf-8")
    log = home / "log.jsonl"
    run_it = [str(BIN / "vanthu"), "ingest", str(inbox), "--db", f"sqlite:///{home}/many.db", "--log", str(log)]
    process = psutil.Popen([*run_it], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    memory: list[tuple[float, float]] = []
    while process.poll() is None:
        with_children = [process, *process.children(recursive=True)]
        sizes = [resident(each) for each in with_children]
        memory.append((sizes[0], max(sizes[1:], default=0.0)))
        time.sleep(1)
    times = [
        datetime.fromisoformat(json.loads(line)["timestamp"]).timestamp() for line in log.open() if '"done"' in line
    ]
    windows = {
        at: 1000 * (times[at - 1] - times[at - STEP]) / (STEP - 1)
        for at in (STEP, *range(MANY // 5, MANY + 1, MANY // 5))
    }
    rows = [f"| {at - STEP} to {at} | {cost:.2f} ms |" for at, cost in windows.items()]
    first, last = windows[STEP], windows[max(windows)]
    tenth = max(1, len(memory) // 10)
    own = [max(size for size, _ in memory[at : at + tenth]) for at in range(0, len(memory) - tenth + 1, tenth)]
    worker = [max(size for _, size in memory[at : at + tenth]) for at in range(0, len(memory) - tenth + 1, tenth)]
    return "\n".join(
        [
            f"### A folder that grows\n\n{MANY} letters of one page in one run: {times[-1] - times[0]:.0f} s, "
            f"{len(times) / (times[-1] - times[0]):.0f} a second. What a file costs, by its place in the folder:\n",
            "| files | each |\n|---|---|",
            *rows,
            "",
            f"The last files cost {100 * (last / first - 1):+.0f}% beside the first; the goal is within 10%.",
            "",
            "Resident memory in MB, tenth by tenth of the run: the run itself "
            + " ".join(f"{size:.0f}" for size in own)
            + "; the largest reading process "
            + " ".join(f"{size:.0f}" for size in worker)
            + ".",
        ]
    )


STEP = max(2, min(500, MANY // 10))
"""Files over which the cost of one is averaged."""


def resident(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss / 1e6)
    except psutil.Error:
        return 0.0


@contextmanager
def engines(home: Path) -> Iterator[dict[str, str]]:
    """An empty database of each engine."""
    sqlite = {"SQLite": f"sqlite:///{home}/overhead.db"}
    if Server.programs() is None:
        yield sqlite
        return
    disk = home / "disk"
    disk.mkdir()
    with Server.running(disk) as server:
        yield {**sqlite, "PostgreSQL": server.address}


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


if __name__ == "__main__":
    main()
