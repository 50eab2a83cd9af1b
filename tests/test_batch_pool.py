"""The pool: answers as they come, bounded, and no death of a process that costs more than its own file."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from batch import pool as pools
from batch import stations
from batch.fault import Fault
from batch.pool import Pool, Stop
from batch.stations import Spread


@dataclass(frozen=True)
class Work:
    path: Path


def works(*names: str) -> Iterator[Work]:
    return (Work(Path(name)) for name in names)


def answers(pool: Pool, station: Any, *names: str) -> dict[str, Any]:
    return {work.path.name: answer for work, answer in pool.over(works(*names), station, "best", Stop())}


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(2) as pool:
        yield pool


def length(path: Path, depth: str, done: Any) -> int:
    return len(path.name)


def die(path: Path, depth: str, done: Any) -> int:
    """Dies over "bad" each time, over "shaky" the first time only."""
    if path.name == "bad" or (path.name == "shaky" and not path.exists()):
        if path.name == "shaky":
            path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return len(path.name)


def page(number: int) -> int:
    return number * number


def fatal_page(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def failing_page(number: int) -> int:
    return 1 // (number - 3)


def squares(path: Path, depth: str, done: tuple[tuple[int, ...], ...]) -> Any:
    """Asks for pages twice, as a reader with second readings does."""
    if len(done) < 2:
        return Spread(page, tuple(range(7)))
    return sum(done[0]), sum(done[1])


def over_fatal_pages(path: Path, depth: str, done: Any) -> Any:
    return sum(done[0]) if done else Spread(fatal_page, tuple(range(7)))


def over_failing_pages(path: Path, depth: str, done: Any) -> Any:
    return sum(done[0]) if done else Spread(failing_page, tuple(range(7)))


def sleep(path: Path, depth: str, done: Any) -> int:
    time.sleep(60)
    return 0


def threads(path: Path, depth: str, done: Any) -> str | None:
    return os.environ.get("OMP_THREAD_LIMIT")


def test_every_file_is_answered(pool: Pool) -> None:
    assert answers(pool, length, "a", "bb", "ccc", "dddd", "eeeee") == {
        "a": 1,
        "bb": 2,
        "ccc": 3,
        "dddd": 4,
        "eeeee": 5,
    }


def test_pages_go_round_and_come_back_in_their_order(pool: Pool) -> None:
    assert answers(pool, squares, "a", "b") == {"a": (91, 91), "b": (91, 91)}


def test_tesseract_gets_one_thread(pool: Pool) -> None:
    assert answers(pool, threads, "a") == {"a": "1"}


def test_a_process_that_dies_costs_its_file_only(pool: Pool) -> None:
    found = answers(pool, die, "a", "bad", "bb", "ccc")
    assert isinstance(found["bad"], Fault)
    assert (found["bad"].code, found["bad"].passing) == ("crashed", True)
    assert {name: found[name] for name in ("a", "bb", "ccc")} == {"a": 1, "bb": 2, "ccc": 3}


def test_a_file_gets_a_second_try_when_a_process_dies_over_it(pool: Pool, tmp_path: Path) -> None:
    assert answers(pool, die, str(tmp_path / "shaky")) == {"shaky": 5}


@pytest.mark.parametrize(("station", "code"), [(over_fatal_pages, "crashed"), (over_failing_pages, "mistake")])
def test_a_page_that_cannot_be_read_costs_its_file_only(pool: Pool, station: Any, code: str) -> None:
    found = answers(pool, station, "plan")
    assert found["plan"].code == code
    assert answers(pool, length, "a", "bb") == {"a": 1, "bb": 2}


def test_what_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "FILE_SECONDS", 0.5)
    with Pool(1) as pool:
        assert answers(pool, sleep, "a")["a"].code == "too_slow"
        monkeypatch.undo()
        assert answers(pool, length, "bb") == {"bb": 2}


def test_files_are_drawn_only_as_fast_as_they_are_done(pool: Pool) -> None:
    drawn = 0

    def endless() -> Iterator[Work]:
        nonlocal drawn
        while True:
            drawn += 1
            yield Work(Path("a"))

    for done, _ in enumerate(pool.over(endless(), length, "best", Stop())):
        assert drawn <= done + 1 + 2 * pool.jobs
        if done == 50:
            break


def test_asked_to_stop_it_stops_soon_and_leaves_no_process() -> None:
    stop = Stop()
    began = time.monotonic()

    def ask() -> None:
        stop.asked = time.monotonic() - began > 1

    with Pool(2) as pool:
        assert list(pool.over(works("a", "b", "c"), sleep, "best", stop, ask)) == []
    assert time.monotonic() - began < 10


def test_a_mistake_in_a_station_is_told_as_vanthus_own() -> None:
    fault = stations.page(failing_page, 3)
    assert isinstance(fault, Fault)
    assert (fault.code, fault.passing) == ("mistake", False)
    assert "ZeroDivisionError" in fault.reason.en
