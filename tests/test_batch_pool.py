"""Processes that work for others: killed at any moment, they cost what they were at and nothing else."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import psutil
import pytest

from batch.early import load_workers
from batch.engines.pool import Died, Pool

SOON = 20.0
"""Seconds; what is asked here takes less than one."""


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool(2, load_workers())
    yield pool
    pool.close()


def sized(size: int, told: Path) -> bytes:
    answer = b"." * size
    told.write_text(str(os.getpid()))
    return answer


def noted(told: Path, seconds: float = 0) -> int:
    told.write_text(str(os.getpid()))
    time.sleep(seconds)
    return os.getpid()


def length(text: str | bytes) -> int:
    return len(text)


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def waited(told: Path) -> int:
    """The process that wrote its number into `told`."""
    late = time.monotonic() + SOON
    while not (told.exists() and told.read_text()):
        assert time.monotonic() < late
        time.sleep(0.001)
    return int(told.read_text())


def test_answers_of_any_size_come_back(pool: Pool) -> None:
    found = [pool.submit(length, b"." * size, seconds=SOON) for size in (0, 1, 70_000, 20_000_000)]
    assert [one.result(SOON) for one in found] == [0, 1, 70_000, 20_000_000]
    assert len(pool.submit(bytes, 20_000_000, seconds=SOON).result(SOON)) == 20_000_000


@pytest.mark.parametrize("after", [0.0, 0.01, 0.03, 0.05, 0.08, 0.12, 0.2])
def test_a_process_killed_while_it_answers_keeps_no_other_waiting(pool: Pool, tmp_path: Path, after: float) -> None:
    """With one pipe and its locks for all, the half of a message, or a lock of the dead, stopped the pool for good."""
    told = tmp_path / "told"
    answer = pool.submit(sized, 100_000_000, told, seconds=SOON)
    process = psutil.Process(waited(told))
    time.sleep(after)
    process.kill()
    try:
        assert len(answer.result(SOON)) == 100_000_000  # it had answered by then
    except Died as ended:
        assert ended.exitcode == -signal.SIGKILL
    assert [pool.submit(length, "ab", seconds=SOON).result(SOON) for _ in range(4)] == [2, 2, 2, 2]


def test_a_process_killed_while_it_waits_for_work_costs_nothing(pool: Pool, tmp_path: Path) -> None:
    first = {pool.submit(noted, tmp_path / str(n), 0.3, seconds=SOON) for n in range(2)}
    numbers = {answer.result(SOON) for answer in first}
    for number in numbers:
        process = psutil.Process(number)
        process.kill()
        process.wait(SOON)
    again = [pool.submit(noted, tmp_path / str(n), 0.3, seconds=SOON) for n in range(2)]
    assert not {answer.result(SOON) for answer in again} & numbers


def test_one_that_dies_over_its_work_says_how(pool: Pool) -> None:
    with pytest.raises(Died) as caught:
        pool.submit(killed, seconds=SOON).result(SOON)
    assert caught.value.exitcode == -signal.SIGKILL


def test_what_takes_too_long_is_ended(pool: Pool, tmp_path: Path) -> None:
    answer = pool.submit(noted, tmp_path / "told", 60, seconds=0.5)
    process = psutil.Process(waited(tmp_path / "told"))
    with pytest.raises(TimeoutError):
        answer.result(SOON)
    process.wait(SOON)


def test_what_is_no_longer_wanted_is_ended_or_never_begun(pool: Pool, tmp_path: Path) -> None:
    busy = [pool.submit(noted, tmp_path / str(n), 60, seconds=SOON) for n in range(2)]
    waiting = pool.submit(noted, tmp_path / "never", seconds=SOON)
    processes = [psutil.Process(waited(tmp_path / str(n))) for n in range(2)]
    for answer in (waiting, *busy):
        answer.cancel()
    for answer in (waiting, *busy):
        with pytest.raises(CancelledError):
            answer.result(SOON)
    for process in processes:
        process.wait(SOON)
    assert pool.submit(length, "a", seconds=SOON).result(SOON) == 1
    assert not (tmp_path / "never").exists()


class Odd(Exception):
    """Does not come out of a pickle as it went in."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one)


def odd() -> None:
    raise Odd("giấy", "bút")


def test_what_work_raises_is_raised(pool: Pool) -> None:
    with pytest.raises(ValueError, match="invalid literal") as caught:
        pool.submit(int, "x", seconds=SOON).result(SOON)
    assert "Traceback" in caught.value.__notes__[0]
    with pytest.raises(OSError, match="no such thing"):
        pool.submit(_raise, OSError("no such thing"), seconds=SOON).result(SOON)
    with pytest.raises(RuntimeError, match="Odd: giấy"):
        pool.submit(odd, seconds=SOON).result(SOON)
    with pytest.raises(Exception, match="pickle"):
        pool.submit(length, lambda: 0, seconds=SOON).result(SOON)
    with pytest.raises(Exception, match="pickle"):
        pool.submit(_unpicklable, seconds=SOON).result(SOON)


def _raise(error: Exception) -> None:
    raise error


def _unpicklable() -> Any:
    return lambda: 0


def test_processes_are_renewed() -> None:
    pool = Pool(1, load_workers(), most=2)
    numbers = [pool.submit(os.getpid, seconds=SOON).result(SOON) for _ in range(6)]
    pool.close()
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3] != numbers[4] == numbers[5]


def test_closed_it_cancels_and_leaves_no_process(tmp_path: Path) -> None:
    pool = Pool(1, load_workers())
    answers = [pool.submit(noted, tmp_path / str(n), 60, seconds=SOON) for n in range(3)]
    process = psutil.Process(waited(tmp_path / "0"))
    began = time.monotonic()
    pool.close()
    assert time.monotonic() - began < 5
    assert not process.is_running()
    answers.append(pool.submit(length, "a", seconds=SOON))
    for answer in answers:
        with pytest.raises(CancelledError):
            answer.result(SOON)


ASKING = """
import sys, time
from pathlib import Path
from batch.early import load_workers
from batch.engines.pool import Pool
from test_batch_pool import noted
if __name__ == "__main__":
    Pool(1, load_workers()).submit(noted, Path(sys.argv[1]), 60, seconds=90)
    time.sleep(60)
"""


def test_processes_end_with_who_asked(tmp_path: Path) -> None:
    program, told = tmp_path / "asking.py", tmp_path / "told"
    program.write_text(ASKING)
    paths = f"{Path(__file__).parent}:{Path(__file__).parents[1]}"
    asking = subprocess.Popen([sys.executable, str(program), str(told)], env=os.environ | {"PYTHONPATH": paths})
    process = psutil.Process(waited(told))
    asking.kill()
    asking.wait(SOON)
    process.wait(SOON)
