"""`make soak`: a folder read while things are killed again and again; then what is in the database is what should be.

KILLS=300 FILES=400 are the sizes, JOBS the processes (the machine's cores). In rounds, each with a database of its own,
on SQLite and PostgreSQL in turn, until there were as many disturbances as asked for. Everything that a round writes
lies on a small tmpfs where we may mount one (root), else the disk is never full. Ctrl-C or SIGTERM ends it with a
report of the rounds that were held against the undisturbed run until then.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from sqlalchemy import text

from docs.batches import folder as folders
from docs.batches.page import machine, section
from docs.batches.postgres import Server
from models import tables, upkeep
from models.database import Database, open_database
from models.errors import DatabaseError
from models.originals import Originals
from models.records import Dispatch

KILLS = int(os.environ.get("KILLS", "300"))
FILES = int(os.environ.get("FILES", "400"))
JOBS = int(os.environ.get("JOBS", str(len(os.sched_getaffinity(0)))))
EVERY = (0.3, 1.0)
"""Seconds between two disturbances: between these, by chance."""

ROUND_SECONDS = float(os.environ.get("ROUND_SECONDS", "1800"))
"""A round that is not at its end by then hangs."""

FULL_SECONDS = 2.0
"""How long the disk stays full."""

DISK = "400m"
VANTHU = Path(sys.executable).with_name("vanthu")

Records = dict[str, tuple[str, str | None, Dispatch | None]]
"""By SHA-256: the file's state, why it failed, and what was read."""


@dataclass
class Round:
    """One folder read from beginning to end, with everything that happened to it."""

    home: Path
    inbox: Path
    disk: Path
    address: str
    server: Server | None
    small: bool
    chance: random.Random
    happened: Counter[str] = field(default_factory=Counter)
    starts: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    running: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        if self.running is None:
            raise RuntimeError("not started")
        return self.running

    def command(self) -> list[str]:
        settings = self.home / "vanthu.toml"
        settings.write_text(folders.LIMITS + f"[originals]\nparcels = '{self.disk}/parcels'\n", encoding="utf-8")
        run = [str(VANTHU), "--config", str(settings), "ingest", str(self.inbox), "--db", self.address]
        return [*run, "--originals", str(self.disk / "originals"), "--jobs", str(JOBS), "--lang", "en"]

    def start(self) -> None:
        self.starts += 1
        with (self.home / "said.log").open("ab") as said:
            self.running = subprocess.Popen(
                self.command(), stdout=said, stderr=said, env=os.environ | {"TMPDIR": str(self.disk / "tmp")}
            )

    def ended(self) -> bool:
        """Whether the run came to its end; a dead one is started again, as systemd would."""
        status = self.process.poll()
        if status is None:
            return False
        self.statuses[status] += 1
        if status in (0, 1):
            with suppress(DatabaseError):
                database = open_database(self.address, create=False)
                found = self.states(database)
                database.close()
                if found and set(found) <= {"done", "quarantined"}:
                    return True
        self.start()
        return False

    def states(self, database: Database) -> Counter[str]:
        with database.reading() as session:
            rows = session.execute(text("SELECT state, count(*) FROM files GROUP BY state"))
            return Counter({state: count for state, count in rows})  # noqa: C416 - rows are no pairs to mypy

    # the disturbances: each says whether it happened

    def worker(self) -> bool:
        return self._kill(self._workers())

    def coordinator(self) -> bool:
        return self._kill([psutil.Process(self.process.pid)] if self.process.poll() is None else [])

    def database_server(self) -> bool:
        if self.server is None:
            return False
        self.server.kill()
        time.sleep(self.chance.uniform(0, 1.0))
        self.server.start()
        return True

    def full_disk(self) -> bool:
        if not self.small:
            return False
        filler = self.disk / "filler"
        with suppress(OSError), filler.open("wb") as stream:
            while True:
                stream.write(b"\0" * 2**20)
        time.sleep(FULL_SECONDS)
        filler.unlink()
        if self.server is not None:
            self.server.start()  # where the log of changes found no room, the server gave up
        return True

    def stolen_lease(self) -> bool:
        with suppress(DatabaseError):
            database = open_database(self.address, create=False, wait=2)
            steal = (
                "UPDATE files SET worker = 'thief:1:0-0', leased_until = '2024-01-01 00:00:00' WHERE id = "
                "(SELECT id FROM files WHERE state = 'leased' ORDER BY id LIMIT 1) "
                "AND state = 'leased'"  # it may have ended while this waited for its row
            )
            with database.writing() as session:
                stolen = session.execute(text(steal)).rowcount  # type: ignore[attr-defined]
            database.close()
            return bool(stolen)
        return False

    def _workers(self) -> list[psutil.Process]:
        """The processes that read: children of the server that they are forked from, and the programs they run."""
        with suppress(psutil.Error):
            run = psutil.Process(self.process.pid)
            below, first = run.children(recursive=True), {p.pid for p in run.children()}
            return [p for p in below if p.pid not in first]
        return []

    def _kill(self, those: list[psutil.Process]) -> bool:
        if not those:
            return False
        with suppress(psutil.Error):
            self.chance.choice(those).send_signal(signal.SIGKILL)
            return True
        return False


KINDS: tuple[Callable[[Round], bool], ...] = (
    Round.worker, Round.coordinator, Round.database_server, Round.full_disk, Round.stolen_lease,
)  # fmt: skip


@contextmanager
def rounds(home: Path, inbox: Path, engine: str, chance: random.Random) -> Iterator[Round]:
    """A round on `engine` with a disk of its own."""
    with ExitStack() as stack:
        disk, small = home / "disk", False
        disk.mkdir(parents=True)
        if os.geteuid() == 0:
            small = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "vanthu-soak", disk]).returncode == 0
            if small:
                stack.callback(lambda: subprocess.run(["umount", "-l", disk], check=False))
        (disk / "tmp").mkdir()
        server = stack.enter_context(Server.running(disk)) if engine == "PostgreSQL" else None
        address = server.address if server else f"sqlite:///{disk}/soak.db"
        this = Round(home, inbox, disk, address, server, small, chance)
        stack.callback(lambda: this.running and this.running.poll() is None and this.running.kill())
        yield this


def disturbed(this: Round, kills: int) -> None:
    """Run until all is read, with as many as `kills` disturbances on the way. Raises TimeoutError where it hangs."""
    this.start()
    late = time.monotonic() + ROUND_SECONDS
    cannot = {*(() if this.server else (Round.database_server,)), *(() if this.small else (Round.full_disk,))}
    possible = [kind for kind in KINDS if kind not in cannot]
    following, coming = time.monotonic() + 3, list[Callable[[Round], bool]]()
    while not this.ended():
        time.sleep(0.1)
        if time.monotonic() > late:
            raise TimeoutError(f"no end after {ROUND_SECONDS:g} s and {dict(this.happened)}, {this.starts} starts")
        if time.monotonic() >= following and this.happened.total() < kills:
            coming = coming or this.chance.sample(possible, len(possible))
            kind = coming.pop(0)  # each kind in its turn, in an order by chance
            if kind(this):
                this.happened[kind.__name__] += 1
                following = time.monotonic() + this.chance.uniform(*EVERY)
            else:
                coming.append(kind)


def finished(this: Round, kills: int, undisturbed: Records) -> list[str]:
    """What is not as it should be when all is read, or that it never was."""
    try:
        disturbed(this, kills)
    except TimeoutError as error:
        return [str(error)]
    return checked(this, undisturbed)


def found_in(address: str) -> Records:
    """What is in the database, once for each file; raises ValueError where a file is there twice or half."""
    database = open_database(address, create=False)
    with database.reading() as session:
        files = session.query(tables.File).all()
        found: Records = {}
        for file in files:
            if len(file.readings) != (file.state == "done"):
                raise ValueError(f"{file.name}: {file.state} with {len(file.readings)} readings")
            dispatch = file.readings[0].dispatch if file.readings else None
            found[file.sha256] = (file.state, file.reason_code, dispatch)
    database.close()
    return found


def checked(this: Round, undisturbed: Records) -> list[str]:
    """What is not as it should be after a round."""
    wrong = []
    try:
        found = found_in(this.address)
    except ValueError as error:
        return [str(error)]
    for sha256 in undisturbed.keys() | found.keys():
        if found.get(sha256) != undisturbed.get(sha256):
            now, then = found.get(sha256, ("absent", None, None)), undisturbed.get(sha256, ("absent", None, None))
            wrong.append(f"{sha256[:12]}: {now[:2]} instead of {then[:2]}, same records: {now[2] == then[2]}")
    database = open_database(this.address, create=False)
    wrong += [w.en for w in upkeep.check(database, Originals(str(this.disk / "originals")))]
    database.close()
    return wrong


def main() -> int:
    chance, began = random.Random(2026), time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    engines = os.environ.get("ENGINES", "SQLite PostgreSQL" if Server.programs() else "SQLite").split()
    happened, rows, wrong, statuses, starts = Counter[str](), [], list[str](), Counter[int](), 0
    with TemporaryDirectory(prefix="vanthu-soak-") as name:
        home = Path(name)
        home.chmod(0o755)
        broken = FILES // 10
        folders.make(home / "inbox", FILES, broken)
        with rounds(home / "undisturbed", home / "inbox", "SQLite", chance) as alone:
            disturbed(alone, 0)
            truth = found_in(alone.address)
        count, share = 0, -(-KILLS // len(engines))  # a round could take them all
        while happened.total() < KILLS:
            engine = engines[count % len(engines)]
            count += 1
            try:
                with rounds(home / f"round-{count}", home / "inbox", engine, chance) as this:
                    faults = finished(this, min(share, KILLS - happened.total()), truth)
            except KeyboardInterrupt:  # an unfinished round shows nothing
                break
            if not (this.happened or faults):
                faults = ["it ended before anything could happen to it: too few files"]
            happened += this.happened
            statuses += this.statuses
            starts += this.starts
            wrong += [f"round {count} ({engine}): {fault}" for fault in faults]
            rows.append((count, engine, this.happened.total(), this.starts, len(faults)))
            print(json.dumps({"round": count, "engine": engine, **this.happened, "wrong": faults}), flush=True)
            if faults:
                print((this.home / "said.log").read_text(encoding="utf-8", errors="replace")[-3000:], file=sys.stderr)
            shutil.rmtree(this.home, ignore_errors=True)
            if not this.happened:
                break
    if not rows:
        print("no round came to its end")
        return 1
    ended = Counter(state for state, _, _ in truth.values())
    seconds = time.monotonic() - began
    page = report(happened, rows, wrong, ended, starts, seconds, broken)
    if os.environ.get("PAGE", "1") == "1":
        section("soak", page)
    print(page)
    return 1 if wrong else 0


WORDS = {
    "worker": "SIGKILL of a reading process or of the Tesseract that it runs",
    "coordinator": "SIGKILL of the run itself",
    "database_server": "SIGKILL of the whole database server (PostgreSQL)",
    "full_disk": f"the disk full for {FULL_SECONDS:g} seconds (database, originals and temporary files on a tmpfs)",
    "stolen_lease": "a lease taken away by another run",
}


def report(
    happened: Counter[str],
    rows: list[tuple[int, str, int, int, int]],
    wrong: list[str],
    ended: Counter[str],
    starts: int,
    seconds: float,
    broken: int,
) -> str:
    """The section of docs/batch.md."""
    engines = Counter(engine for _, engine, *_ in rows)
    lines = [
        f"{happened.total()} disturbances over a folder of {FILES} files, {broken} of them broken in "
        f"{min(broken, len(folders.BROKEN))} ways, in {len(rows)} rounds "
        f"({', '.join(f'{count} on {engine}' for engine, count in engines.items())}), each with a database of its own; "
        f"the run was started {starts} times. {seconds / 60:.0f} minutes; {machine()}.",
        "",
        "| what happened | times |",
        "|---|---|",
        *(f"| {WORDS[kind]} | {count} |" for kind, count in sorted(happened.items(), key=lambda k: -k[1])),
        "",
        f"Undisturbed, the folder ends as {', '.join(f'{count} {state}' for state, count in sorted(ended.items()))} "
        "(files of the same content are one). After each round the ledger was held against that, file by file: its "
        "state, its reason, its one reading, and every record; and `vanthu db check` looked through the database and "
        "all originals.",
        "",
        f"**{len(wrong)} files or promises were not as they should be.**" if wrong else
        "**After every round each file was there once, with the records of the undisturbed run, and `vanthu db check` "
        "found nothing.**",
        *(f"- {fault}" for fault in wrong[:50]),
    ]  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
