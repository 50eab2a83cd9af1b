"""A section of docs/feeding/bench.py: `vanthu export` of a large tracking sheet, as a process of its own."""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from docs.database import load
from models import tables
from models.database import open_database

TASKS = int(os.environ.get("TASKS", "100000"))
FORMATS = os.environ.get("FORMATS", "xlsx csv parquet ics jsonl").split()


def exporting(engine: str, address: str) -> dict[str, str]:
    """Seconds and peak memory of each export."""
    fill(address, TASKS // 5)
    database = open_database(address)
    url = database.engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
    database.close()
    told = {}
    with TemporaryDirectory() as folder:
        for form in FORMATS:
            path = Path(folder) / f"tasks.{form}"
            seconds, busy, megabytes = exported(form, url, path)
            size = path.stat().st_size / 2**20
            told[f"`vanthu export --format {form}` of {TASKS:,} tasks"] = (
                f"{seconds:.1f} s ({busy:.1f} s of one core), {megabytes:.0f} MB of memory at most; "
                f"a file of {size:.1f} MB"
            )
            print(f"  {form}", told[f"`vanthu export --format {form}` of {TASKS:,} tasks"], flush=True)
    return told


def fill(address: str, documents: int) -> None:
    """Load so many documents where nothing is there yet."""
    database = open_database(address)
    with database.reading() as session:
        there = session.scalar(select(tables.Document.id).limit(1)) is not None
    database.close()
    if not there:
        load(address, max(1, documents))


def exported(form: str, url: str, path: Path) -> tuple[float, float, float]:
    """Seconds, those of them in which a core was at it, and megabytes of memory at most, of one run of the command."""
    program = str(Path(sys.executable).with_name("vanthu"))
    options = ["--format", form, "--output", str(path), "--db", url, "--on", "2024-06-01"]
    began = time.perf_counter()
    process = os.posix_spawn(program, [program, "export", *options], os.environ)
    most = 0
    while True:
        # Not ru_maxrss: a new program begins with the size of the one that started it.
        with suppress(OSError, StopIteration):
            told = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines()
            most = max(most, int(next(line for line in told if line.startswith("VmHWM")).split()[1]))
        ended, status, used = os.wait4(process, os.WNOHANG)
        if ended:
            break
        time.sleep(0.02)
    if status:
        raise SystemExit(f"vanthu export --format {form} failed")
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, most / 1024
