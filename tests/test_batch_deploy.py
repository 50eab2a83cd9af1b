"""What is in deploy/ is right: settings that are settings, commands that are commands, units that systemd takes."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from batch.settings import load

DEPLOY = Path(__file__).parents[1] / "deploy"
BIN = Path(sys.executable).parent
UNITS = sorted(DEPLOY.glob("*.service"))


def test_its_settings_are_settings() -> None:
    assert load(DEPLOY / "vanthu.toml").batch.metrics_port == 9642


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_its_commands_are_commands(unit: Path) -> None:
    (command,) = re.findall(r"^ExecStart=/opt/vanthu/.venv/bin/(.+)$", unit.read_text(), re.MULTILINE)
    words = command.split()
    options = [word for word in words if word.startswith("--")]
    helped = [str(BIN / words[0]), words[1], "--help"]
    told = subprocess.run(helped, capture_output=True, text=True, check=True).stdout
    assert [option for option in options if option not in told] == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_takes_them_and_finds_them_closed(unit: Path, tmp_path: Path) -> None:
    here = re.sub(r"^(User|Group)=.*$", r"\1=root", unit.read_text(), flags=re.MULTILINE)
    copy = tmp_path / unit.name
    copy.write_text(here.replace("/opt/vanthu/.venv/bin", str(BIN)))
    done = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True, check=False)
    assert (done.returncode, [line for line in done.stderr.splitlines() if unit.stem in line]) == (0, [])
    exposed = ["systemd-analyze", "security", "--offline=true", "--threshold=30", copy]
    assert subprocess.run(exposed, capture_output=True, check=False).returncode == 0
