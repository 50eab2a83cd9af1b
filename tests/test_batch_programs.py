"""Outside programs end when they should: in time, with all that they started, and with whoever asked for them."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extract.programs import Ended, Kept, TooSlow, run


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def ends(pid: int, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    return not alive(pid)


def test_what_it_says_comes_back() -> None:
    ran = run(["sh", "-c", "echo out; echo err >&2; exit 3"], 10)
    assert (ran.status, ran.out, ran.err) == (3, b"out\n", b"err\n")
    assert run(["sh", "-c", "kill -9 $$"], 10).status == -9


def test_it_has_no_more_time_than_it_was_given_and_its_children_go_with_it(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(TooSlow):
        run(["sh", "-c", f"sleep 60 & echo $! > {tmp_path}/child; wait"], 0.5)
    assert time.monotonic() - began < 10
    assert ends(int((tmp_path / "child").read_text()))


REPEATS = ["sh", "-c", "while read word; do echo $word $word; echo .; done"]


def is_dot(line: bytes) -> bool:
    return line == b"."


def test_one_that_is_kept_answers_question_after_question() -> None:
    kept = Kept(REPEATS)
    assert [kept.ask(word + b"\n", is_dot, 10) for word in (b"one", b"two")] == [[b"one one"], [b"two two"]]
    assert kept.alive


def test_one_that_is_kept_has_no_more_time_than_it_was_given(tmp_path: Path) -> None:
    kept = Kept(["sh", "-c", f"sleep 60 & echo $! > {tmp_path}/child; wait"])
    with pytest.raises(TooSlow):
        kept.ask(b"one\n", is_dot, 0.5)
    assert not kept.alive
    assert ends(int((tmp_path / "child").read_text()))


@pytest.mark.parametrize(("how", "status"), [("exit 3", 3), ("kill -9 $$", -9)])
def test_one_that_should_have_stayed_says_why_it_went(how: str, status: int) -> None:
    kept = Kept(["sh", "-c", f"read word; echo $word; echo alas >&2; {how}"])
    with pytest.raises(Ended) as gone:
        kept.ask(b"one\n", is_dot, 10)
    assert (gone.value.status, gone.value.err) == (status, b"alas\n")
    with pytest.raises(Ended):
        kept.ask(b"two\n", is_dot, 10)


def test_a_forked_process_leaves_alone_what_the_other_keeps() -> None:
    kept = Kept(REPEATS)
    child = os.fork()
    if not child:
        os._exit(kept.alive)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert kept.ask(b"one\n", is_dot, 10) == [b"one one"]


def test_one_that_is_kept_ends_with_the_process_that_keeps_it(tmp_path: Path) -> None:
    told = f"echo $$ > {tmp_path}/child; exec sleep 60"
    code = f"from extract.programs import Kept; Kept(['sh', '-c', {told!r}]).ask(b'', lambda line: True, 60)"
    killed_while_asking(code, tmp_path)


@pytest.mark.parametrize("grace", [False, True])
def test_it_ends_with_the_process_that_asked_for_it(tmp_path: Path, grace: bool) -> None:
    """Also when that one is killed without warning."""
    child = "sleep 60 & echo $! > {0}/child; wait" if grace else "echo $$ > {0}/child; exec sleep 60"
    code = f"from extract.programs import run; run(['sh', '-c', {child.format(tmp_path)!r}], 60, grace={grace})"
    killed_while_asking(code, tmp_path)


def killed_while_asking(code: str, tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[1])
    for _ in range(200):
        if (tmp_path / "child").exists() and (tmp_path / "child").read_text().strip():
            break
        time.sleep(0.05)
    child_pid = int((tmp_path / "child").read_text())
    assert alive(child_pid)
    parent.kill()
    parent.wait()
    assert ends(child_pid)
