"""Runs over folders: each file once, whatever is killed, and the truth told at the end."""

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import made_pdf
import pypdfium2 as pdfium
import pytest
from sqlalchemy import select

from batch import ingest as intake
from batch.engines.stations import Terms, parse, whole
from batch.fault import Fault
from batch.ingest import Clock
from batch.ledger import LEASE
from batch.seen.progress import Event, Progress
from batch.seen.summary import Failed, Summary
from batch.settings import Settings
from models import errors, questions, tables
from models.database import Database, open_database
from models.wording import Wording

SETTINGS = Settings().over(batch={"jobs": 2})

VANTHU = str(Path(sys.executable).with_name("vanthu"))

LETTER = """ỦY BAN NHÂN DÂN
TỈNH LÂM SƠN
Số: {number}/UBND-TH
Lâm Sơn, ngày 05 tháng 3 năm 2024
Kính gửi: Sở Nội vụ
Yêu cầu Sở Nội vụ xây dựng kế hoạch kiểm tra, hoàn thành trước ngày 15/6/2024.
"""


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    letters(folder, 5)
    return folder


def letters(folder: Path, count: int) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number:04}.txt").write_text(LETTER.format(number=number))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{tmp_path}/test.db")
    yield database
    database.close()


def ingest(database: Database, *sources: Path, clock: Clock = lambda: datetime.now(UTC)) -> Summary:
    return intake.ingest(sources, database, clock=clock, settings=SETTINGS)


def states(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return dict(questions.counts(session).files)


def test_every_file_is_read_and_a_second_run_does_nothing_and_says_so(database: Database, inbox: Path) -> None:
    first = ingest(database, inbox)
    assert (first.done, first.known, first.failed, first.status) == (5, 0, (), 0)
    again = ingest(database, inbox)
    assert (again.done, again.known, again.status) == (0, 5, 0)
    assert "Không có tệp mới" in again.told("vi")
    assert "nothing was to be done" in again.told("en")
    assert states(database) == {"done": 5}


def test_on_postgresql_as_on_sqlite(address: str, inbox: Path) -> None:
    database = open_database(address)
    assert (ingest(database, inbox).done, ingest(database, inbox).known) == (5, 5)
    database.close()


def test_copies_are_read_once(database: Database, inbox: Path) -> None:
    (inbox / "copies").mkdir()
    for number in range(4):
        shutil.copy(inbox / "0001.txt", inbox / "copies" / f"bản sao {number}.txt")
    summary = ingest(database, inbox)
    assert (summary.done, summary.known) == (5, 4)


def test_bad_files_are_named_each_time_and_hold_nobody_up(database: Database, inbox: Path) -> None:
    (inbox / "0000a.pdf").write_bytes(b"")
    (inbox / "9999.pdf").write_bytes(b"%PDF-1.7\n" + b"x" * 1000)
    for _ in range(2):
        summary = ingest(database, inbox)
        assert summary.status == 1
        assert {Path(f.name).name: f.fault.code for f in summary.failed} == {
            "0000a.pdf": "empty",
            "9999.pdf": "damaged",
        }
    assert states(database) == {"done": 5, "quarantined": 2}


@pytest.mark.parametrize(
    ("limits", "code"), [({"memory_megabytes": 1500}, "crashed"), ({"seconds_a_file": 2.0}, "too_slow")]
)
def test_forms_that_double_on_each_level_cost_their_file_only(
    tmp_path: Path, database: Database, inbox: Path, limits: dict[str, Any], code: str
) -> None:
    """PDFium draws out 2**40 forms until it aborts for want of memory; nothing inside its process can stop it."""
    made_pdf.doubling(inbox / "0000a.pdf", 40)
    settings = SETTINGS.over(limits=limits)
    began = time.monotonic()
    summary = intake.ingest([inbox], database, clock=lambda: datetime.now(UTC), settings=settings)
    assert [(Path(f.name).name, f.fault.code) for f in summary.failed] == [("0000a.pdf", code)]
    assert states(database) == {"done": 5, "quarantined": 1}
    assert time.monotonic() - began < 120


def test_files_attached_to_a_pdf_are_read_beside_it_and_moved_with_it(tmp_path: Path, database: Database) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    cover = pdfium.PdfDocument(made_pdf.letter(tmp_path / "cover.pdf").read_bytes())
    for number in (1, 2):
        cover.new_attachment(f"{number}.txt").set_data(LETTER.format(number=number).encode())
    cover.save(str(folder / "cover.pdf"))
    settings = SETTINGS.over(batch={"move_done": tmp_path / "done"}, originals={"parcels": tmp_path / "parcels"})
    for _ in range(2):
        intake.ingest([folder], database, clock=lambda: datetime.now(UTC), settings=settings)
        assert states(database) == {"done": 3}
    assert (tmp_path / "done" / "cover.pdf").is_file() and not list(folder.iterdir())


def test_a_document_with_pages_to_spread_is_the_same_as_one_read_alone(tmp_path: Path, database: Database) -> None:
    path = tmp_path / "plan.pdf"
    paged(path, 9)
    alone = parse_alone(path)
    ingest(database, path)
    with database.reading() as session:
        reading = session.scalars(select(tables.Reading)).one()
        assert reading.dispatch == alone
        assert reading.dispatch.file.pages == 9


def paged(path: Path, pages: int) -> None:
    canvas = made_pdf.canvas(path)
    for page in range(1, pages + 1):
        made_pdf.put(canvas, 80, 80, f"{page}. Sở Nội vụ xây dựng kế hoạch số {page} trước ngày {page}/6/2024.")
        canvas.showPage()
    canvas.save()


def parse_alone(path: Path) -> object:
    from extract import read
    from nlp.understand import understand

    return understand(read(path))


def test_two_runs_at_once_read_each_file_once(address: str, inbox: Path) -> None:
    letters(inbox, 30)
    runs = [start(inbox, address) for _ in range(2)]
    assert [(run.communicate(timeout=120)[1].count("Traceback"), run.returncode) for run in runs] == [(0, 0), (0, 0)]
    database = open_database(address)
    with database.reading() as session:
        assert len(session.scalars(select(tables.Reading)).all()) == 30
    assert states(database) == {"done": 30}
    database.close()


def start(inbox: Path, db: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [VANTHU, "ingest", str(inbox), "--db", db, "--jobs", "2", "--lang", "en"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def some_done(db: Path, count: int) -> None:
    """Wait until `count` files are in the database."""
    for _ in range(600):
        time.sleep(0.05)
        if db.exists():
            try:
                with sqlite3.connect(db) as connection:
                    done = connection.execute("SELECT count(*) FROM files WHERE state = 'done'").fetchone()[0]
            except sqlite3.Error:
                continue
            finally:
                connection.close()
            if done >= count:
                return
    raise AssertionError("the run does not get on")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_end_it_gives_back_what_it_has_not_read(tmp_path: Path, inbox: Path, how: signal.Signals) -> None:
    letters(inbox, 150)
    run = start(inbox, f"sqlite:///{tmp_path}/test.db")
    some_done(tmp_path / "test.db", 3)
    run.send_signal(how)
    out, err = run.communicate(timeout=60)
    assert run.returncode == 1
    assert "Stopped as asked" in out
    assert "Traceback" not in err
    database = open_database(f"sqlite:///{tmp_path}/test.db")
    found = states(database)
    assert set(found) <= {"done", "waiting"}
    assert found["done"] < 150
    assert ingest(database, inbox).status == 0
    assert states(database) == {"done": 150}
    database.close()


def test_killed_without_warning_it_is_taken_up_by_the_next_run(tmp_path: Path, inbox: Path) -> None:
    letters(inbox, 120)
    run = start(inbox, f"sqlite:///{tmp_path}/test.db")
    some_done(tmp_path / "test.db", 3)
    workers = children(run.pid)
    run.kill()
    run.communicate(timeout=60)
    database = open_database(f"sqlite:///{tmp_path}/test.db")
    assert states(database).get("leased", 0) > 0
    assert ingest(database, inbox).status == 0
    assert states(database) == {"done": 120}
    with database.reading() as session:
        assert len(session.scalars(select(tables.Reading)).all()) == 120
    database.close()
    for _ in range(100):
        if not any(Path(f"/proc/{pid}").exists() for pid in workers):
            break
        time.sleep(0.1)
    assert [pid for pid in workers if Path(f"/proc/{pid}").exists()] == []


def children(pid: int) -> list[int]:
    """All processes that come from `pid`."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *children(int(child))]
    return found


class Holding(Progress):
    """Another program that takes the database for itself when three files are done."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.seen = 0

    def ended(self, event: Event) -> None:
        self.seen += 1
        if self.seen == 3:
            self.connection.execute("BEGIN IMMEDIATE")


def test_a_database_that_gives_out_stops_the_run_and_keeps_what_is_done(tmp_path: Path, inbox: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/test.db", wait=0.2)
    letters(inbox, 20)
    other = Holding(tmp_path / "test.db")
    with pytest.raises(errors.DatabaseLocked):
        few = SETTINGS.over(batch={"jobs": 2, "pauses": (0.05, 0.1)})
        intake.ingest([inbox], database, clock=lambda: datetime.now(UTC), settings=few, progress=other)
    other.connection.close()
    assert states(database)["done"] == 3
    assert ingest(database, inbox, clock=lambda: datetime.now(UTC) + 2 * LEASE).done == 17
    database.close()


@pytest.mark.parametrize(
    ("summary", "status", "line"),
    [
        (Summary(done=3, pages=7, seconds=1.26), 0, "Đã đọc 3 tệp (7 trang, 1.3 giây)."),
        (Summary(known=2), 0, "Không có tệp mới: không phải làm gì."),
        (Summary(passed_over=2, done=1), 0, "2 không phải văn bản, bỏ qua"),
        (Summary(elsewhere=1), 0, "1 lượt chạy khác đang đọc"),
        (
            Summary(failed=(Failed("a.pdf", Fault("empty", Wording("tệp rỗng", "empty"), False)),)),
            1,
            "  a.pdf: tệp rỗng",
        ),
        (Summary(done=1, stopped=True, left=2), 1, "2 tệp đang đọc dở được trả lại"),
    ],
)
def test_the_end_of_a_run_is_told_in_a_clerks_words(summary: Summary, status: int, line: str) -> None:
    assert summary.status == status
    assert line in summary.told("vi")


def test_the_station_opens_nothing_but_its_file(inbox: Path) -> None:
    """Pure: the same file gives the same records, wherever and whenever."""
    before = sorted(inbox.iterdir())
    again = [whole(parse, inbox / "0001.txt", Terms()).answer for _ in range(2)]
    assert again[0] == again[1]
    assert sorted(inbox.iterdir()) == before
