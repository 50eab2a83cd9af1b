"""What a file costs beside its reading: in the ledger and the database, and as a folder grows."""

import json
import os
import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import psutil

from batch import ledger
from batch.engines import stations
from batch.engines.stations import Terms
from batch.ledger import Leased, Run
from docs.batches import folder as folders
from docs.batches.postgres import Server
from docs.batches.whole_runs import BIN, JOBS, ROUNDS, Part, in_turns, ingest, middle
from models.database import open_database
from models.originals import Originals
from models.records import Dispatch

MANY = int(os.environ.get("MANY", "20000"))
LETTERS = int(os.environ.get("LETTERS", "600"))
STEP = max(2, min(500, MANY // 10))
"""Files over which the cost of one is averaged."""


def overhead(home: Path) -> Part:
    """What ledger and database cost a file, apart from reading it."""
    inbox = home / "inbox"
    answers = dict(_letters(inbox))
    rows, figures = [], {}
    with engines(home) as addresses:
        for engine, address in addresses.items():
            originals = Originals(str(home / f"originals-{engine}"))
            wall, cpu = _kept(address, originals, answers)
            lease, original, keep = (1000 * spent / len(answers) for spent in wall)
            figures = {"coordinator": (lease + keep) / 1000, "original": of_a_megabyte(home, originals)}
            rows.append(
                f"| {engine} | {lease:.1f} ms | {keep:.1f} ms | **{lease + keep:.1f} ms** | "
                f"{1000 * (cpu[0] + cpu[2]) / len(answers):.1f} ms | {original:.1f} ms |"
            )
    out = home / "out"
    seconds = in_turns(
        {
            "ingest": lambda: ingest(inbox, home / "run"),
            "parse": lambda: parsed(inbox, out),
        }
    )
    more = [1000 * (a - b) / len(answers) for a, b in zip(seconds["ingest"], seconds["parse"], strict=True)]
    page = [
        f"### Ledger and database\n\nA file's whole way through them, {len(answers)} letters one after the other, each "
        "transaction with its records waiting for the disk; the goal is under 5 ms a file. Keeping the original is "
        "copying it and having the disk confirm that.\n",
        "| | hash and lease | records and end | together | of it processor | original |\n|---|---|---|---|---|---|",
        *rows,
        "",
        f"End to end, `vanthu ingest` over these letters takes **{middle(more):.1f} ms** a file more than "
        f"`vanthu parse`, which reads and understands the same and writes it to files "
        f"({', '.join(f'{m:.1f}' for m in more)}; both with {JOBS} processes, originals kept, medians of {ROUNDS} "
        "rounds).",
    ]
    return "\n".join(page), figures


def many(home: Path) -> Part:
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
        sizes = [resident(each) for each in (process, *process.children(recursive=True))]
        memory.append((sizes[0], max(sizes[1:], default=0.0)))
        time.sleep(1)
    times = [
        datetime.fromisoformat(json.loads(line)["timestamp"]).timestamp() for line in log.open() if '"done"' in line
    ]
    windows = {
        at: 1000 * (times[at - 1] - times[at - STEP]) / (STEP - 1)
        for at in (STEP, *range(MANY // 5, MANY + 1, MANY // 5))
    }
    first, last = windows[STEP], windows[max(windows)]
    own, worker = (tenths([sizes[which] for sizes in memory]) for which in (0, 1))
    page = [
        f"### A folder that grows\n\n{MANY} letters of one page in one run: {times[-1] - times[0]:.0f} s, "
        f"{len(times) / (times[-1] - times[0]):.0f} a second. What a file costs, by its place in the folder:\n",
        "| files | each |\n|---|---|",
        *(f"| {at - STEP} to {at} | {cost:.2f} ms |" for at, cost in windows.items()),
        "",
        f"The last files cost {100 * (last / first - 1):+.0f}% beside the first; the goal is within 10%.",
        "",
        "Resident memory in MB, tenth by tenth of the run: the run itself "
        + " ".join(f"{size:.0f}" for size in own)
        + "; the largest reading process "
        + " ".join(f"{size:.0f}" for size in worker)
        + ".",
    ]
    return "\n".join(page), {"growth": last / first - 1}


def _letters(inbox: Path) -> Iterator[tuple[Path, Dispatch]]:
    """Letters, and what they mean."""
    inbox.mkdir(parents=True)
    for number in range(LETTERS):
        path = inbox / f"{number:05}.txt"
        path.write_text(folders.TEXT.format(number=number, day=1 + number % 28), encoding="utf-8")
        answer = stations.whole(stations.parse, path, Terms()).answer
        if not isinstance(answer, Dispatch):
            raise TypeError(answer)
        yield path, answer


def _kept(address: str, originals: Originals, answers: dict[Path, Dispatch]) -> tuple[list[float], list[float]]:
    """Seconds, and of them those of the processor, that all leases, originals and endings take."""
    database, mine = open_database(address), Run(ledger.worker_name(), "1", "best")
    wall, cpu = [0.0] * 3, [0.0] * 3
    for path, answer in answers.items():
        moments = [(time.perf_counter(), time.process_time())]
        leased = ledger.take(database, path, mine, datetime.now(UTC))
        if not isinstance(leased, Leased):
            raise TypeError(leased)
        moments.append((time.perf_counter(), time.process_time()))
        originals.put(path, leased.sha256)
        moments.append((time.perf_counter(), time.process_time()))
        ledger.finish(database, leased, answer, mine, datetime.now(UTC), {"read": 0.1}, kept=True)
        moments.append((time.perf_counter(), time.process_time()))
        for step, (before, after) in enumerate(pairwise(moments)):
            wall[step] += after[0] - before[0]
            cpu[step] += after[1] - before[1]
    database.close()
    return wall, cpu


def parsed(inbox: Path, out: Path) -> float:
    """Seconds that reading and understanding take without a database."""
    began = time.monotonic()
    files = [str(path) for path in sorted(inbox.iterdir())]
    command = [str(BIN / "vanthu"), "parse", "--out", str(out), *files]
    subprocess.run(command, capture_output=True, check=True)
    return time.monotonic() - began


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


def tenths(sizes: list[float]) -> list[float]:
    """The largest of each tenth."""
    tenth = max(1, len(sizes) // 10)
    return [max(sizes[at : at + tenth]) for at in range(0, len(sizes) - tenth + 1, tenth)]


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
