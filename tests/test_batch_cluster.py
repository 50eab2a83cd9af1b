"""A real Dask cluster: a scheduler and two workers of their own, a PostgreSQL database, originals by URL."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from batch.engines import engine_of
from batch.engines.cluster import SchedulerUnreachable
from batch.engines.running import Stop, over
from batch.engines.stations import Terms
from batch.fault import Fault
from batch.ingest import ingest
from batch.settings import Settings
from models import jobs, questions, tables
from models.database import Database, open_database
from models.originals import Originals
from models.records import Dispatch

SAMPLES = Path(__file__).parents[1] / "samples" / "inbox"
SURROUNDINGS = {"DASK_DISTRIBUTED__WORKER__DAEMON": "False", "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}


@dataclass
class Running:
    """A cluster; `address` as `--engine` takes it."""

    address: str
    workers: list[subprocess.Popen[bytes]]
    home: Path


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("dask")
    dask = str(Path(sys.executable).with_name("dask"))
    surroundings = os.environ | SURROUNDINGS | {"PYTHONPATH": str(Path(__file__).parent), "TMPDIR": str(home)}
    log = home / "scheduler.log"
    with log.open("wb") as said:
        scheduler = subprocess.Popen(
            [dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"],
            cwd=home, env=surroundings, stderr=said, stdout=said,
        )  # fmt: skip
    address = ""
    for _ in range(300):
        found = re.search(r"Scheduler at:\s+tcp://(\S+)", log.read_text())
        if found:
            address = found[1]
            break
        time.sleep(0.1)
    assert address, log.read_text()
    workers = []
    for number in range(2):
        with (home / f"worker{number}.log").open("wb") as said:
            command = [dask, "worker", f"tcp://{address}", "--nthreads", "1", "--nworkers", "1", "--no-dashboard"]
            workers.append(subprocess.Popen(command, cwd=home, env=surroundings, stderr=said, stdout=said))
    yield Running(f"dask://{address}", workers, home)
    for process in (*workers, scheduler):
        process.terminate()
    for process in (*workers, scheduler):
        process.wait(20)


@pytest.fixture
def database(postgres: str) -> Iterator[Database]:
    engine = create_engine(postgres.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS cluster WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE cluster"))
    engine.dispose()
    database = open_database(postgres.replace("/postgres?", "/cluster?"))
    yield database
    database.close()


def records(database: Database) -> dict[str, Dispatch]:
    with database.reading() as session:
        return {r.dispatch.file.name: r.dispatch for r in session.scalars(select(tables.Reading))}


def test_the_samples_through_a_cluster_are_the_samples(cluster: Running, database: Database, tmp_path: Path) -> None:
    """The workers read the originals by URL, and leave the folder alone."""
    inbox = shutil.copytree(SAMPLES, tmp_path / "inbox")
    settings = Settings().over(batch={"engine": cluster.address})
    originals = Originals(f"file://{tmp_path}/originals")
    summary = ingest([inbox], database, clock=lambda: datetime.now(UTC), settings=settings, originals=originals)
    assert (summary.done, [Path(f.name).name for f in summary.failed]) == (11, ["12-tep-hong.pdf"])
    alone = open_database(f"sqlite:///{tmp_path}/alone.db")
    here = Settings().over(batch={"engine": "local", "jobs": 2})
    ingest([SAMPLES], alone, clock=lambda: datetime.now(UTC), settings=here)
    assert records(database) == records(alone)
    assert len(list((cluster.home / f"vanthu-originals-{os.getuid()}").iterdir())) == 12
    alone.close()
    with database.reading() as session:
        assert dict(questions.counts(session).files) == {"done": 11, "quarantined": 1}
        (history,) = jobs.history(session, "02-ke-hoach-nam.pdf")
    assert set(history.tries[0].seconds) == {"hash", "read", "understand", "keep"}


@dataclass(frozen=True)
class Work:
    path: Path


def test_a_death_over_a_document_costs_that_document(cluster: Running, tmp_path: Path) -> None:
    from dying import die

    with engine_of(cluster.address, 1, Terms()) as engine:
        works = [Work(tmp_path / name) for name in ("a", "bad", "bb", "shaky")]
        found = {done.work.path.name: done.answer for done in over(engine, works, die, Terms(), Stop())}
    assert isinstance(found["bad"], Fault)
    assert found["bad"].code == "crashed"
    assert {name: found[name] for name in ("a", "bb", "shaky")} == {"a": 1, "bb": 2, "shaky": 5}


def test_a_run_that_begins_leaves_alone_what_is_read_for_another(cluster: Running) -> None:
    """Coordinators work side by side; and the processes, which took long to start, stay for the next one."""
    from dying import linger

    with engine_of(cluster.address, 1, Terms()) as first:
        reading = [first.submit(linger, 3.0, seconds=60) for _ in range(2)]
        time.sleep(1)
        with engine_of(cluster.address, 1, Terms()) as second:
            later = {second.submit(linger, 0.1, seconds=60).result(60) for _ in range(4)}
        assert later <= {future.result(60) for future in reading}


def test_a_machine_that_is_lost_costs_nothing(cluster: Running, tmp_path: Path) -> None:
    """Its worker dies with its own processes; the other worker reads what it had."""
    from dying import slow

    with engine_of(cluster.address, 1, Terms()) as engine:
        works = [Work(tmp_path / f"{number:02}") for number in range(8)]
        answered = []
        for done in over(engine, works, slow, Terms(), Stop()):
            if not answered:
                nanny = cluster.workers[0]
                os.kill(nanny.pid, signal.SIGKILL)
            answered.append((done.work.path.name, done.answer))
    assert sorted(answered) == [(f"{number:02}", 2) for number in range(8)]


def test_without_a_scheduler_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("batch.engines.cluster.CONNECT_SECONDS", 1)
    with pytest.raises(SchedulerUnreachable) as refused:
        engine_of("dask://127.0.0.1:9", 1, Terms())
    assert "dask scheduler" in refused.value.wording.vi
