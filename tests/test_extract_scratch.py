"""Folders for a moment are gone afterwards; those of a killed process go when the next one makes its own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import which

import pytest

from extract.scratch import PREFIX, scratch

HERE = Path(__file__).parents[1]
HOLDS = """
import time
from pathlib import Path
from extract.scratch import scratch
with scratch(Path({!r})) as folder:
    (folder / "page").write_text("x")
    print(folder, flush=True)
    time.sleep(60)
"""


@contextmanager
def another(parent: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A process that has a folder in `parent`, and the folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS.format(str(parent))], cwd=HERE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    try:
        yield process, Path(process.stdout.readline().strip())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_it_is_gone_with_its_block(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), scratch(tmp_path) as folder:
        (folder / "deeper").mkdir()
        (folder / "deeper" / "page").touch()
        assert folder.stat().st_mode & 0o777 == 0o700
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())


def test_that_of_a_killed_process_goes_with_the_next_and_that_of_a_living_one_stays(tmp_path: Path) -> None:
    with another(tmp_path) as (killed, left), another(tmp_path) as (_, held):
        killed.kill()
        killed.wait()
        assert (left / "page").exists()
        with scratch(tmp_path) as mine:
            assert set(tmp_path.iterdir()) == {held, mine}
            assert (held / "page").exists()


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "page").touch()
    (tmp_path / f"{PREFIX}link").symlink_to(elsewhere)
    (tmp_path / f"{PREFIX}file").touch()
    (tmp_path / "vanthu-originals-0").mkdir()
    before = set(tmp_path.iterdir())
    with scratch(tmp_path):
        pass
    assert set(tmp_path.iterdir()) == before
    assert (elsewhere / "page").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a folder to another user")
def test_another_users_stays(tmp_path: Path) -> None:
    theirs = tmp_path / f"{PREFIX}theirs"
    theirs.mkdir()
    os.chown(theirs, 65534, 65534)
    with scratch(tmp_path):
        pass
    assert theirs.exists()


@pytest.mark.skipif(not which("soffice"), reason="LibreOffice is not installed")
def test_what_libreoffice_left_goes_too(tmp_path: Path) -> None:
    (tmp_path / "long.rtf").write_bytes(rb"{\rtf1 " + rb"So Noi vu bao cao \par " * 200_000 + rb"}")
    (tmp_path / "short.rtf").write_bytes(rb"{\rtf1 So Noi vu bao cao}")
    temporary = tmp_path / "t"
    temporary.mkdir()
    command = [str(Path(sys.executable).with_name("vanthu")), "read", "--jobs", "1"]
    surroundings = os.environ | {"TMPDIR": str(temporary)}
    with subprocess.Popen([*command, str(tmp_path / "long.rtf")], env=surroundings, cwd=tmp_path) as run:
        until = time.monotonic() + 60
        while not list(temporary.glob(f"{PREFIX}*/lu*.tmp")) and time.monotonic() < until:
            time.sleep(0.02)
        run.kill()
    left = list(temporary.glob(f"{PREFIX}*"))
    assert any(list(folder.glob("lu*.tmp")) for folder in left)
    while at_work(temporary):  # what the killed run had started ends with it, one after the other
        time.sleep(0.05)
    subprocess.run([*command, str(tmp_path / "short.rtf")], env=surroundings, check=True, stdout=subprocess.DEVNULL)
    assert not list(temporary.glob(f"{PREFIX}*"))


def at_work(folder: Path) -> bool:
    """Whether a program that was told of `folder` still runs."""
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if str(folder).encode() in process.read_bytes():
                return True
    return False
