"""Engines: answers as they come, bounded, and no death of a process that costs more than its own file."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import made_pdf
import pytest

from batch.engines import stations
from batch.engines.local import Processes
from batch.engines.running import Beats, Stop, over
from batch.engines.stations import Reply, Spread, Terms
from batch.fault import Fault


@dataclass(frozen=True)
class Work:
    path: Path


def works(*names: str) -> Iterator[Work]:
    return (Work(Path(name)) for name in names)


TERMS = Terms()


def answers(pool: Processes, station: Any, *names: str, terms: Terms = TERMS) -> dict[str, Any]:
    return {done.work.path.name: done.answer for done in over(pool, works(*names), station, terms, Stop())}


@pytest.fixture(scope="module")
def pool() -> Iterator[Processes]:
    with Processes(2, TERMS.memory_megabytes) as pool:
        yield pool


def length(path: Path, terms: Terms, done: Any, clockwork: Any) -> int:
    return len(path.name)


def die(path: Path, terms: Terms, done: Any, clockwork: Any) -> int:
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


def squares(path: Path, terms: Terms, done: tuple[tuple[int, ...], ...], clockwork: Any) -> Any:
    """Asks for pages twice, as a reader with second readings does."""
    if len(done) < 2:
        return Spread(page, tuple(range(7)))
    return sum(done[0]), sum(done[1])


def over_fatal_pages(path: Path, terms: Terms, done: Any, clockwork: Any) -> Any:
    return sum(done[0]) if done else Spread(fatal_page, tuple(range(7)))


def over_failing_pages(path: Path, terms: Terms, done: Any, clockwork: Any) -> Any:
    return sum(done[0]) if done else Spread(failing_page, tuple(range(7)))


def gorge(path: Path, terms: Terms, done: Any, clockwork: Any) -> int:
    return len(bytes(3_000_000_000))


def sleep(path: Path, terms: Terms, done: Any, clockwork: Any) -> int:
    time.sleep(60)
    return 0


def threads(path: Path, terms: Terms, done: Any, clockwork: Any) -> str | None:
    return os.environ.get("OMP_THREAD_LIMIT")


def test_every_file_is_answered(pool: Processes) -> None:
    assert answers(pool, length, "a", "bb", "ccc", "dddd", "eeeee") == {
        "a": 1,
        "bb": 2,
        "ccc": 3,
        "dddd": 4,
        "eeeee": 5,
    }


def test_pages_go_round_and_come_back_in_their_order(pool: Processes) -> None:
    assert answers(pool, squares, "a", "b") == {"a": (91, 91), "b": (91, 91)}


def test_tesseract_gets_one_thread(pool: Processes) -> None:
    assert answers(pool, threads, "a") == {"a": "1"}


def test_a_process_that_dies_costs_its_file_only(pool: Processes) -> None:
    found = answers(pool, die, "a", "bad", "bb", "ccc")
    assert isinstance(found["bad"], Fault)
    assert (found["bad"].code, found["bad"].passing) == ("crashed", True)
    assert {name: found[name] for name in ("a", "bb", "ccc")} == {"a": 1, "bb": 2, "ccc": 3}


def test_a_file_gets_a_second_try_when_a_process_dies_over_it(pool: Processes, tmp_path: Path) -> None:
    assert answers(pool, die, str(tmp_path / "shaky")) == {"shaky": 5}


@pytest.mark.parametrize(("station", "code"), [(over_fatal_pages, "crashed"), (over_failing_pages, "mistake")])
def test_a_page_that_cannot_be_read_costs_its_file_only(pool: Processes, station: Any, code: str) -> None:
    found = answers(pool, station, "plan")
    assert found["plan"].code == code
    assert answers(pool, length, "a", "bb") == {"a": 1, "bb": 2}


def test_what_takes_too_long_is_stopped_and_the_limit_named(pool: Processes) -> None:
    fault = answers(pool, sleep, "a", terms=Terms(seconds_a_file=0.5))["a"]
    assert (fault.code, "limits.seconds_a_file" in fault.reason.vi) == ("too_slow", True)
    assert answers(pool, length, "bb") == {"bb": 2}


def test_memory_is_bounded_and_the_limit_named() -> None:
    with Processes(1, 2500) as pool:
        fault = answers(pool, gorge, "a", terms=Terms(memory_megabytes=2500))["a"]
        assert (fault.code, "limits.memory_megabytes" in fault.reason.vi) == ("too_large", True)
        assert answers(pool, length, "bb") == {"bb": 2}


@pytest.mark.parametrize(("terms", "limit"), [(Terms(pages=8), "pages"), (Terms(megabytes=0.001), "megabytes")])
def test_a_file_beyond_a_limit_is_not_read_and_the_limit_named(tmp_path: Path, terms: Terms, limit: str) -> None:
    canvas = made_pdf.canvas(tmp_path / "plan.pdf")
    for _ in range(9):
        canvas.showPage()
    canvas.save()
    fault = stations.whole(stations.read, tmp_path / "plan.pdf", terms).answer
    assert (fault.code, f"limits.{limit}" in fault.reason.vi) == ("too_large", True)


def test_what_each_station_took_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kính gửi: Sở Nội vụ")
    reply = stations.whole(stations.parse, tmp_path / "a.txt", TERMS)
    assert set(reply.seconds) == {"read", "understand"}
    assert all(seconds > 0 for seconds in reply.seconds.values())


def test_files_are_drawn_only_as_fast_as_they_are_done(pool: Processes) -> None:
    drawn = 0

    def endless() -> Iterator[Work]:
        nonlocal drawn
        while True:
            drawn += 1
            yield Work(Path("a"))

    for done, _ in enumerate(over(pool, endless(), length, TERMS, Stop())):
        assert drawn <= done + 1 + pool.in_flight
        if done == 50:
            break


def test_asked_to_stop_it_stops_soon_and_leaves_no_process() -> None:
    stop = Stop()
    began = time.monotonic()

    def ask() -> None:
        stop.asked = time.monotonic() - began > 1

    with Processes(2, TERMS.memory_megabytes) as pool:
        assert list(over(pool, works("a", "b", "c"), sleep, TERMS, stop, Beats(each=ask))) == []
    assert time.monotonic() - began < 10


def test_a_mistake_in_a_station_is_told_as_vanthus_own() -> None:
    reply = stations.page(failing_page, 3, TERMS)
    assert isinstance(reply, Reply)
    fault = reply.answer
    assert isinstance(fault, Fault)
    assert (fault.code, fault.passing) == ("mistake", False)
    assert "ZeroDivisionError" in fault.reason.en
