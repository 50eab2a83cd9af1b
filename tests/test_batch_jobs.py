"""What became of each file: told by state and reason, try by try; and tried again."""

import errno
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dispatches import PLAN
from test_batch_ingest import LETTER
from test_batch_ledger import BROKEN, NOON, OURS, PASSING, take, told

from batch import ledger
from batch.engines.running import Beats, Stop, over
from batch.engines.stations import Terms
from batch.fault import refused
from batch.ingest import DiskFull, ingest
from batch.settings import Settings
from models import jobs
from models.database import Database, open_database

VANTHU = str(Path(sys.executable).with_name("vanthu"))
SOON = NOON + timedelta(seconds=5)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "công văn.txt"
    path.write_text(LETTER)
    return path


def history(database: Database, reference: str) -> jobs.History:
    with database.reading() as session:
        (found,) = jobs.history(session, reference)
    return found


def test_every_try_is_kept_with_what_its_stations_took(database: Database, letter: Path) -> None:
    take(database, letter)  # this run is stopped
    ledger.let_go(database, OURS, SOON)
    ledger.finish(database, take(database, letter), PASSING, OURS, SOON, {"read": 1.5})
    theirs = ledger.Run("another-machine:1:0-a", "1", "best")
    take(database, letter, theirs)  # this one dies
    leased = take(database, letter, now=NOON + 2 * ledger.LEASE)
    ledger.finish(database, leased, told(PLAN, leased), OURS, SOON, {"read": 2.0, "understand": 0.5})
    for reference in ("công văn.txt", str(letter), leased.sha256[:10]):
        found = history(database, reference)
        assert [each.ended for each in found.tries] == ["given_back", "failed", "lost", "done"]
        assert found.tries[1].reason_code == PASSING.code
        assert found.tries[1].seconds["read"] == 1.5
        assert set(found.tries[3].seconds) == {"hash", "read", "understand", "keep"}
    assert found.job.state == "done"
    assert len(found.documents) == 1


def test_what_died_with_its_run_is_no_try_of_the_file(database: Database, letter: Path) -> None:
    for number in range(5):
        take(
            database, letter, ledger.Run(f"another-machine:{number}:0-a", "1", "best"), NOON + number * 2 * ledger.LEASE
        )
    assert history(database, letter.name).job.attempts == 1


def test_files_are_heaped_by_state_and_reason_and_tried_again(database: Database, tmp_path: Path) -> None:
    for number in range(3):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"{number}")
        ledger.finish(database, take(database, path), BROKEN if number else PASSING, OURS, NOON)
    with database.reading() as session:
        assert [(heap.state, heap.reason_code, heap.files) for heap in jobs.heaps(session)] == [
            ("failed", "crashed", 1),
            ("quarantined", "damaged", 2),
        ]
        assert [job.name for job in jobs.listed(session, ("quarantined",))] == ["2.txt", "1.txt"]
    with database.writing() as session:
        assert jobs.retry(session, ["1.txt"]) == 1
    with database.reading() as session:
        assert jobs.waiting_at(session) == [tmp_path / "1.txt"]
    with database.writing() as session:
        assert jobs.retry(session) == 2
    take(database, tmp_path / "2.txt")


def test_the_command_lists_explains_and_retries(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/so.db")
    (tmp_path / "hong.pdf").write_bytes(b"%PDF-1.7 no")
    ledger.finish(database, take(database, tmp_path / "hong.pdf"), BROKEN, OURS, NOON)
    database.close()

    def vanthu(*words: str) -> subprocess.CompletedProcess[str]:
        run = [VANTHU, "jobs", *words, "--db", f"sqlite:///{tmp_path}/so.db", "--lang", "en"]
        return subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert "set aside for a person (damaged)" in vanthu().stdout
    assert "set aside for a person" in vanthu("--explain", "hong.pdf").stdout
    (line,) = vanthu("--explain", "--json", "hong.pdf").stdout.splitlines()
    assert json.loads(line)["tries"][0]["ended"] == "quarantined"
    assert vanthu("--explain", "none.pdf").returncode == 1
    assert vanthu("--explain").returncode == 2
    assert vanthu("--retry", "none.pdf").returncode == 1
    assert "1 files will be tried again" in vanthu("--retry", "hong.pdf").stdout


def test_a_file_that_may_not_be_read_is_in_the_ledger_until_it_may(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/so.db")
    path = tmp_path / "thư.txt"
    path.write_text(LETTER)
    ledger.unreachable(database, path, refused(PermissionError(errno.EACCES, "no")), OURS, NOON)
    assert history(database, str(path)).job.reason_code == "forbidden"
    leased = take(database, path)
    ledger.finish(database, leased, told(PLAN, leased), OURS, NOON)
    with database.reading() as session:
        assert [(job.name, job.state) for job in jobs.listed(session)] == [("thư.txt", "done")]
    database.close()


def full_once(path: Path, terms: Terms, done: Any, clockwork: Any) -> int:
    """The disk is full the first two times."""
    tried = sorted(path.parent.glob("tried*"))
    (path.parent / f"tried{len(tried)}").touch()
    if len(tried) < 2:
        raise OSError(errno.ENOSPC, "no room")
    return 7


def full(path: Path, terms: Terms, done: Any, clockwork: Any) -> int:
    raise OSError(errno.ENOSPC, "no room")


def test_a_full_disk_is_waited_for(tmp_path: Path) -> None:
    from batch.engines.local import Processes

    leased = ledger.Leased(tmp_path / "a", "", 1)
    with Processes(1, 4096) as engine:
        (done,) = over(engine, [leased], full_once, Terms(), Stop(), Beats(pauses=(0.05, 0.05, 0.05)))
        assert done.answer == 7
        (done,) = over(engine, [leased], full, Terms(), Stop(), Beats(pauses=(0.05, 0.05)))
        assert done.answer.code == "disk_full"


def test_a_disk_that_stays_full_stops_the_run_and_costs_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("batch.engines.stations.parse", full)
    database = open_database(f"sqlite:///{tmp_path}/so.db")
    (tmp_path / "a.txt").write_text(LETTER)
    settings = Settings().over(batch={"jobs": 1, "pauses": (0.05,)})
    with pytest.raises(DiskFull):
        ingest([tmp_path / "a.txt"], database, clock=lambda: datetime.now(UTC), settings=settings)
    assert history(database, "a.txt").job.state == "waiting"
    assert history(database, "a.txt").job.attempts == 0
    database.close()
