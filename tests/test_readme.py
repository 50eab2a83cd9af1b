"""The READMEs say what is so: their commands run, and the output they show is the output."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
PAGES = ("README.md", "README.vi.md")
VANTHU = Path(sys.executable).parent


def blocks(page: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", (PROJECT / page).read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder in which the commands can be typed as they stand."""
    for name in ("samples", ".ci", ".venv"):
        (tmp_path / name).symlink_to(PROJECT / name)
    (tmp_path / "build").mkdir()
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_every_command_runs(page: str, copy: Path) -> None:
    for line in "".join(blocks(page, "sh")).splitlines():
        path = {"PATH": f"{VANTHU}:{os.environ['PATH']}"}
        done = subprocess.run(
            ["sh", "-c", line], cwd=copy, env=os.environ | path, capture_output=True, text=True, check=False
        )
        # the sample inbox holds one broken file
        assert done.returncode == (1 if "ingest" in line else 0), f"{line}\n{done.stderr}"


def test_the_demo_shows_what_the_readme_shows(copy: Path) -> None:
    wide = os.environ | {"COLUMNS": "110"}
    done = subprocess.run(["sh", ".ci/demo"], cwd=copy, env=wide, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    shown = {line.strip() for line in (done.stdout + done.stderr).splitlines()}
    for page in PAGES:
        (block,) = blocks(page, "text")
        for line in block.splitlines():
            if line.strip() != "…" and "giây" not in line:  # the seconds differ from run to run
                assert line.strip() in shown or not line.strip(), line


def test_the_record_in_the_readme_is_the_record(copy: Path) -> None:
    command = [VANTHU / "vanthu", "parse", "samples/inbox/02-ke-hoach-nam.pdf"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=True)
    (shown,) = blocks("README.md", "json")
    assert json.loads(shown) in json.loads(done.stdout)["tasks"]
