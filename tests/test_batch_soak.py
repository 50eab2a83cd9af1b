"""`make soak`, small: a folder read while things are killed ends as if nothing had happened."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]


@pytest.mark.timeout(900)
def test_a_small_soak(postgres: str) -> None:
    """Each file once, with the records of an undisturbed run; `db check` is part of it."""
    sizes = {"KILLS": "5", "FILES": "12", "PAGE": "0", "ENGINES": "PostgreSQL", "JOBS": "2", "ROUND_SECONDS": "120"}
    run = [sys.executable, "-m", "docs.batches.soak"]
    done = subprocess.run(run, cwd=PROJECT, env=os.environ | sizes, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "5 disturbances" in done.stdout
