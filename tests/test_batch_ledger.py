"""The ledger: each file in exactly one state, one run at a time, whatever dies."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dispatches import PLAN
from psycopg.pq import PipelineStatus
from sqlalchemy import Connection, delete, event, select, text, update

from batch import ledger
from batch.fault import Fault
from batch.ledger import Ended, Known, Leased, Run
from models.database import Database
from models.records import Dispatch
from models.tables import Attempt, Document, File, Place, Reading, Unit
from models.wording import Wording

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
ELSEWHERE = "another-machine:1:abc"
OURS = Run(ledger.worker_name(), "1", "best")
THEIRS = replace(OURS, worker=ELSEWHERE)
BROKEN = Fault("damaged", Wording("tệp bị hỏng", "damaged"), passing=False)
PASSING = Fault("crashed", Wording("bị ngắt", "died"), passing=True)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "thư.txt"
    path.write_text("Kính gửi")
    return path


def take(database: Database, path: Path, run: Run = OURS, now: datetime = NOON) -> Leased:
    taken = ledger.take(database, path, run, now)
    assert isinstance(taken, Leased)
    return taken


def told(dispatch: Dispatch, leased: Leased) -> Dispatch:
    return replace(dispatch, file=replace(dispatch.file, sha256=leased.sha256))


def states(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(File.state)))


def test_a_file_that_was_read_is_known(database: Database, letter: Path) -> None:
    leased = take(database, letter)
    assert states(database) == ["leased"]
    assert ledger.finish(database, leased, told(PLAN, leased), OURS, NOON) == Ended("done")
    assert states(database) == ["done"]
    assert ledger.take(database, letter, OURS, NOON) == Known("done")


def test_a_copy_under_another_name_is_the_same_file(database: Database, letter: Path) -> None:
    leased = take(database, letter)
    ledger.finish(database, leased, told(PLAN, leased), OURS, NOON)
    copy = letter.with_name("bản sao.txt")
    copy.write_bytes(letter.read_bytes())
    assert ledger.take(database, copy, OURS, NOON) == Known("done")
    with database.reading() as session:
        assert len(session.scalars(select(File)).all()) == 1
        assert [Path(p.name).name for p in session.scalars(select(Place).order_by(Place.id))] == [
            "thư.txt",
            "bản sao.txt",
        ]


def test_a_file_that_changed_is_a_new_file(database: Database, letter: Path) -> None:
    leased = take(database, letter)
    ledger.finish(database, leased, told(PLAN, leased), OURS, NOON)
    letter.write_text("Kính gửi lần hai")
    assert take(database, letter).sha256 != leased.sha256


def test_read_fast_before_it_is_read_again_when_the_best_is_asked(database: Database, letter: Path) -> None:
    fast = replace(OURS, depth="fast")
    leased = take(database, letter, fast)
    ledger.finish(database, leased, told(PLAN, leased), fast, NOON)
    assert ledger.take(database, letter, fast, NOON) == Known("done")
    take(database, letter, OURS)


def test_a_leased_file_is_nobody_elses(database: Database, letter: Path) -> None:
    take(database, letter, THEIRS)
    assert ledger.take(database, letter, OURS, NOON) == Known("leased")


def test_a_twin_in_the_same_run_is_not_read_twice(database: Database, letter: Path) -> None:
    take(database, letter)
    assert ledger.take(database, letter, OURS, NOON) == Known("leased", ours=True)


def test_a_lease_that_ran_out_is_taken_up(database: Database, letter: Path) -> None:
    take(database, letter, THEIRS)
    take(database, letter, OURS, NOON + ledger.LEASE + timedelta(seconds=1))


def test_a_renewed_lease_does_not_run_out(database: Database, letter: Path) -> None:
    take(database, letter, THEIRS)
    ledger.renew(database, THEIRS, NOON + ledger.LEASE / 2)
    assert ledger.take(database, letter, OURS, NOON + ledger.LEASE * 1.2) == Known("leased")


def test_the_lease_of_a_process_that_is_gone_is_taken_up_at_once(database: Database, letter: Path) -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    host = OURS.worker.rsplit(":", 2)[0]
    take(database, letter, replace(OURS, worker=f"{host}:{child}:abc"))
    take(database, letter, OURS)


def test_an_answer_to_a_lost_lease_is_dropped(database: Database, letter: Path) -> None:
    leased = take(database, letter, THEIRS)
    take(database, letter, OURS, NOON + ledger.LEASE * 2)
    assert ledger.finish(database, leased, told(PLAN, leased), THEIRS, NOON) == Ended(None)
    assert states(database) == ["leased"]
    with database.reading() as session:
        assert session.scalars(select(Document)).all() == []


def test_a_lease_that_the_fall_of_the_database_took_back_is_taken_again(database: Database, letter: Path) -> None:
    """A lease does not wait for the disk: a server that fell may have forgotten what is being read."""
    leased = take(database, letter)
    with database.writing() as session:
        for forgotten in (Attempt, Place, File):
            session.execute(delete(forgotten))
    assert ledger.finish(database, leased, told(PLAN, leased), OURS, NOON) == Ended("done")
    with database.reading() as session:
        file = session.scalars(select(File)).one()
        assert (file.state, file.sha256, file.size, file.attempts) == ("done", leased.sha256, letter.stat().st_size, 1)
        assert [place.uri for place in file.places] == [letter.as_uri()]
        assert [attempt.ended for attempt in session.scalars(select(Attempt))] == ["done"]
    assert ledger.take(database, letter, OURS, NOON) == Known("done")


def test_of_a_second_try_the_fall_takes_back_the_lease_alone(database: Database, letter: Path) -> None:
    ledger.finish(database, take(database, letter), PASSING, OURS, NOON)
    leased = take(database, letter)
    with database.writing() as session:
        session.execute(update(File).values(state="waiting", worker=None, leased_until=None, attempts=1))
        session.execute(delete(Attempt).where(Attempt.ended.is_(None)))
    assert ledger.finish(database, leased, told(PLAN, leased), OURS, NOON) == Ended("done")
    with database.reading() as session:
        assert session.scalars(select(File)).one().attempts == 2
        assert [attempt.ended for attempt in session.scalars(select(Attempt))] == ["failed", "done"]


def test_what_another_run_finished_meanwhile_is_not_kept_twice(database: Database, letter: Path) -> None:
    late = take(database, letter, THEIRS)
    leased = take(database, letter, OURS, NOON + ledger.LEASE * 2)
    ledger.finish(database, leased, told(PLAN, leased), OURS, NOON)
    assert ledger.finish(database, late, told(PLAN, late), THEIRS, NOON) == Ended(None)
    with database.reading() as session:
        assert len(session.scalars(select(Reading)).all()) == 1


@pytest.mark.parametrize(("lightly", "said"), [(False, {"2", "on"}), (True, {"1", "off"})])
def test_an_answer_waits_for_the_disk_and_a_lease_does_not(database: Database, lightly: bool, said: set[str]) -> None:
    asked = {"sqlite": "PRAGMA synchronous", "postgresql": "SHOW synchronous_commit"}
    for _ in range(2):  # also on a connection that was used the other way before
        with database.writing(lightly=not lightly) as session:
            session.execute(text("SELECT 1"))
        with database.writing(lightly=lightly) as session:
            assert str(session.scalar(text(asked[session.get_bind().dialect.name]))) in said


@pytest.mark.parametrize("address", ["postgresql"], indirect=True)
def test_a_server_is_waited_for_a_few_times_a_file(database: Database, tmp_path: Path) -> None:
    """Each wait is a fraction of a millisecond that nobody works in, with no regard to how much a document holds."""
    waits: list[str] = []

    def asked(connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
        if cursor.connection.info.pipeline_status == PipelineStatus.OFF:
            waits.append(statement)

    event.listen(database.engine, "before_cursor_execute", asked)
    for n, most in enumerate((12, 7)):  # the first brings offices that are new, with their names
        waits.clear()
        number = f"{n}/KH-UBND"
        letter = tmp_path / f"{n}.txt"
        letter.write_text(number)
        leased = take(database, letter)
        answer = told(replace(PLAN, letterhead=replace(PLAN.letterhead, number=number)), leased)
        assert ledger.finish(database, leased, answer, OURS, NOON) == Ended("done")
        assert len(waits) <= most, waits


def test_a_lasting_fault_waits_for_a_person_or_a_newer_vanthu(database: Database, letter: Path) -> None:
    ledger.finish(database, take(database, letter), BROKEN, OURS, NOON)
    assert states(database) == ["quarantined"]
    known = ledger.take(database, letter, OURS, NOON)
    assert isinstance(known, Known)
    assert known.fault is not None
    assert known.fault.reason == BROKEN.reason
    take(database, letter, replace(OURS, version="2"))


def test_a_passing_fault_is_tried_again_but_not_for_ever(database: Database, letter: Path) -> None:
    for _ in range(ledger.TRIES):
        ledger.finish(database, take(database, letter), PASSING, OURS, NOON)
    assert states(database) == ["quarantined"]


def test_a_file_that_changed_while_it_was_read_keeps_nothing(database: Database, letter: Path) -> None:
    fault = ledger.finish(database, take(database, letter), PLAN, OURS, NOON).fault
    assert fault is not None
    assert fault.code == "changed"
    with database.reading() as session:
        assert session.scalars(select(Document)).all() == []


def test_what_a_stopped_run_gives_back_counts_as_not_tried(database: Database, letter: Path) -> None:
    take(database, letter)
    assert ledger.let_go(database, OURS, NOON) == 1
    with database.reading() as session:
        file = session.scalars(select(File)).one()
        assert (file.state, file.attempts, file.worker) == ("waiting", 0, None)


def test_an_answer_that_the_database_refuses_keeps_nothing_and_costs_no_other(database: Database, letter: Path) -> None:
    leased = take(database, letter)
    whole = told(PLAN, leased)
    broken = replace(whole, tasks=(*whole.tasks, replace(whole.tasks[0], id="t9", confidence=2.0)))
    fault = ledger.finish(database, leased, broken, OURS, NOON).fault
    assert fault is not None
    assert fault.code == "mistake"
    with database.reading() as session:
        assert session.scalars(select(Document)).all() == []
        assert session.scalars(select(Unit)).all() == []
    assert states(database) == ["quarantined"]


def test_a_name_that_is_no_utf8_leads_back_to_the_file(database: Database, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/c\xf4ng v\xe3n.txt"))
    path.write_text("Kính gửi")
    take(database, path)
    with database.reading() as session:
        place = session.scalars(select(Place)).one()
    assert place.name.endswith(r"c\xf4ng v\xe3n.txt")
    assert place.uri.endswith("c%F4ng%20v%E3n.txt")
