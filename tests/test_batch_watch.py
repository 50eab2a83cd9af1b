"""Watched folders: a file is read once it has stopped growing, whatever it is called; and moved when it is done."""

import itertools
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from test_batch_ingest import LETTER, letters

from batch.folders.moving import Elsewhere, ElsewhereUnusable, rename
from batch.folders.watch import Watch
from batch.ingest import ingest
from batch.settings import Settings
from models import jobs, tables
from models.database import Database, open_database

VANTHU = str(Path(sys.executable).with_name("vanthu"))


class Looked:
    """A watch by a clock of our own."""

    def __init__(self, folder: Path) -> None:
        self.time, self.waiting = time.time(), list[Path]()
        self.watch = Watch([folder], folder.parent / "parcels", 1.0, 5.0, now=lambda: self.time)
        self.coming = self.watch(lambda: self.waiting)

    def after(self, seconds: float) -> list[str]:
        """What is given out at the next look, `seconds` later."""
        self.time += seconds
        return sorted(
            found.path.name for found in itertools.takewhile(lambda each: each is not None, self.coming) if found
        )


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


def test_a_file_is_given_out_once_it_lies_still(inbox: Path) -> None:
    looked = Looked(inbox)
    (inbox / "a.txt").write_text("x")
    assert looked.after(0) == []
    (inbox / "a.txt").write_text("xx")
    assert looked.after(2) == []
    (inbox / "a.txt").write_text("xxx")
    assert looked.after(2) == []
    assert looked.after(2) == ["a.txt"]
    assert looked.after(6) == []


def test_a_file_that_changes_is_given_out_again(inbox: Path) -> None:
    looked = Looked(inbox)
    (inbox / "a.txt").write_text("x")
    assert [looked.after(6), looked.after(6), looked.after(6)].count(["a.txt"]) == 1
    (inbox / "a.txt").write_text("changed")
    assert [looked.after(6), looked.after(6), looked.after(6)].count(["a.txt"]) == 1


def test_a_clock_that_runs_ahead_holds_nothing_up(inbox: Path) -> None:
    """A network folder's times are another machine's."""
    looked = Looked(inbox)
    (inbox / "a.txt").write_text("x")
    ahead = time.time() + 3600
    os.utime(inbox / "a.txt", (ahead, ahead))
    assert [looked.after(6) for _ in range(4)].count(["a.txt"]) == 1


def test_what_somebody_wants_tried_again_is_given_out_again(inbox: Path) -> None:
    looked = Looked(inbox)
    (inbox / "a.txt").write_text("x")
    while looked.after(6) != ["a.txt"]:
        pass
    looked.waiting.append(inbox / "a.txt")
    assert looked.after(6) == ["a.txt"]
    looked.waiting.clear()
    looked.watch.again(inbox / "a.txt", 100)
    assert [looked.after(30) for _ in range(5)].count(["a.txt"]) == 1


def test_a_folder_that_is_gone_for_a_while_is_said_once_and_waited_for(inbox: Path) -> None:
    looked = Looked(inbox)
    inbox.rename(inbox.with_name("away"))
    assert [looked.after(6) for _ in range(3)].count(["inbox"]) == 1
    inbox.with_name("away").rename(inbox)
    (inbox / "a.txt").write_text("x")
    assert [looked.after(6) for _ in range(3)].count(["a.txt"]) == 1


def test_a_rename_is_never_over_another_file(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text(name)
    with pytest.raises(FileExistsError):
        rename(tmp_path / "a", tmp_path / "b")
    rename(tmp_path / "a", tmp_path / "sub" / "a")
    assert sorted(p.read_text() for p in tmp_path.rglob("*") if p.is_file()) == ["a", "b"]


def test_another_disk_is_refused_at_once(tmp_path: Path) -> None:
    elsewhere = Path("/dev/shm")  # noqa: S108 - a disk of its own
    if not elsewhere.is_dir() or elsewhere.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("only one disk is here")
    with pytest.raises(ElsewhereUnusable):
        Elsewhere(elsewhere / f"vanthu-{os.getpid()}").prepared([tmp_path])
    (elsewhere / f"vanthu-{os.getpid()}").rmdir()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{tmp_path}/test.db")
    yield database
    database.close()


def places(database: Database) -> dict[str, list[Path]]:
    with database.reading() as session:
        return {
            file.name: [jobs.path_of(place.uri) for place in file.places]
            for file in session.scalars(select(tables.File))
        }


def test_what_ended_moves_with_its_folders_and_the_database_knows_where(inbox: Path, database: Database) -> None:
    (inbox / "2024").mkdir()
    letters(inbox / "2024", 2)
    (inbox / "0000.txt").write_text(LETTER.format(number=77))
    (inbox / "bad.pdf").write_bytes(b"%PDF-1.7\n" + b"x" * 1000)
    with zipfile.ZipFile(inbox / "c.zip", "w") as parcel:
        parcel.writestr("trong.txt", LETTER.format(number=78))
        parcel.writestr("nua.txt", LETTER.format(number=79))
    (inbox / "done").mkdir()
    (inbox / "done" / "0000.txt").write_text("another of that name")
    move = {"move_done": inbox / "done", "move_failed": inbox / "failed", "jobs": 1}
    settings = Settings().over(batch=move, originals={"parcels": inbox.parent / "parcels"})
    assert ingest([inbox], database, clock=lambda: datetime.now(UTC), settings=settings).done == 5
    assert sorted(str(p.relative_to(inbox)) for p in inbox.rglob("*") if p.is_file()) == [
        "done/0000-2.txt", "done/0000.txt", "done/2024/0000.txt", "done/2024/0001.txt", "done/c.zip", "failed/bad.pdf",
    ]  # fmt: skip
    assert places(database)["bad.pdf"] == [inbox / "failed" / "bad.pdf"]
    assert places(database)["0001.txt"] == [inbox / "done" / "2024" / "0001.txt"]
    (inbox / "copy.txt").write_text(LETTER.format(number=77))
    assert ingest([inbox], database, clock=lambda: datetime.now(UTC), settings=settings).known == 1
    assert not (inbox / "copy.txt").exists(), "a copy of what is done is done"


def test_a_copy_that_was_half_there_leaves_no_trace(inbox: Path, database: Database) -> None:
    """Read too early it is broken; whole it is another file at the same place."""
    settings = Settings().over(batch={"jobs": 1})
    whole = b"%PDF-1.7\n" + b"x" * 1000
    for content in (whole[:500], whole, LETTER.encode()):
        (inbox / "a.pdf").write_bytes(content)
        ingest([inbox], database, clock=lambda: datetime.now(UTC), settings=settings)
    with database.reading() as session:
        assert [(f.name, f.state) for f in session.scalars(select(tables.File))] == [("a.pdf", "done")]


def test_a_file_that_looks_as_before_is_not_read_through_again(inbox: Path, database: Database) -> None:
    settings = Settings().over(batch={"jobs": 1})
    letters(inbox, 1)
    long_ago = time.time() - 1000
    os.utime(inbox / "0000.txt", (long_ago, long_ago))
    ingest([inbox], database, clock=lambda: datetime.now(UTC), settings=settings)
    (inbox / "0000.txt").write_text(LETTER.format(number=1))
    os.utime(inbox / "0000.txt", (long_ago, long_ago))
    assert ingest([inbox], database, clock=lambda: datetime.now(UTC), settings=settings).known == 1
    os.utime(inbox / "0000.txt")
    assert ingest([inbox], database, clock=lambda: datetime.now(UTC), settings=settings).done == 1


def until(what: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_watch_reads_what_comes_tells_of_it_and_stops_when_asked(inbox: Path, tmp_path: Path) -> None:
    letters(inbox, 2)
    (tmp_path / "vanthu.toml").write_text(
        "[batch]\nwatch_seconds = 0.2\nsettle_seconds = 0.3\nmetrics_port = 18642\n"
        f"[originals]\nparcels = '{tmp_path}/parcels'\n"
    )
    run = subprocess.Popen(
        [VANTHU, "ingest", "inbox", "--watch", "--jobs", "1", "--log", "log.jsonl", "--move-failed", "failed"],
        cwd=tmp_path, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    until(lambda: (tmp_path / "log.jsonl").exists() and (tmp_path / "log.jsonl").read_text().count("done") == 2)
    (inbox / "0002.txt").write_text(LETTER.format(number=2))
    (inbox / "0001.txt").rename(inbox / "moi.txt")
    (inbox / "bad.pdf").write_bytes(b"%PDF-1.7\n" + b"x" * 1000)
    until(lambda: (tmp_path / "failed" / "bad.pdf").exists())
    until(lambda: (tmp_path / "log.jsonl").read_text().count('"done"') == 3)
    with urllib.request.urlopen("http://127.0.0.1:18642/metrics") as answer:
        metrics = answer.read().decode()
    assert 'vanthu_ledger_files{state="done"} 3.0' in metrics
    assert 'vanthu_faults_total{code="damaged"} 1.0' in metrics
    run.send_signal(signal.SIGTERM)
    out, err = run.communicate(timeout=30)
    assert (run.returncode, "Traceback" in err) == (1, False), err  # one file needs a person
    assert "Cần người xem" in out
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    done = [line for line in lines if line.get("state") == "done"]
    assert {Path(line["path"]).name for line in done} == {"0000.txt", "0001.txt", "0002.txt"}
    assert set(done[0]["seconds"]) == {"hash", "read", "understand"}
    assert [line["event"] for line in lines][:: len(lines) - 1] == ["run began", "run ended"]
