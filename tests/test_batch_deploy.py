"""What is in deploy/ is right: settings that are settings, commands that are commands, units that systemd takes, a
container file whose every line holds."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from batch.settings import load
from extract.formats.office import CALC, WRITER

PROJECT = Path(__file__).parents[1]
DEPLOY = PROJECT / "deploy"
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


@pytest.fixture(scope="module")
def container() -> list[tuple[str, str]]:
    """The lines of the container file: instruction, arguments."""
    joined = re.sub(r"\\\n\s*", "", (DEPLOY / "Containerfile").read_text())
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines]


def said(container: list[tuple[str, str]], instruction: str) -> list[str]:
    return [arguments for name, arguments in container if name == instruction]


def test_what_the_container_copies_is_there(container: list[tuple[str, str]]) -> None:
    copied = [words.split()[:-1] for words in said(container, "COPY") if not words.startswith("--from=build")]
    assert [name for names in copied for name in names if not (PROJECT / name).exists()] == []
    ignored = set((PROJECT / ".dockerignore").read_text().split())
    compiled = re.search(r"compileall -q (.+)", "\n".join(said(container, "RUN")))
    assert compiled is not None
    stations = compiled[1].split()
    assert [name for name in stations if not (PROJECT / name).exists() or name in ignored] == []
    packaged = re.search(r"include = \[(.*?)\]", (PROJECT / "pyproject.toml").read_text(), re.DOTALL)
    assert packaged is not None
    assert {name.removesuffix("*") for name in re.findall(r'"([a-z]+\*?)"', packaged[1])} - {"samples"} <= {*stations}


def test_the_container_takes_only_what_the_lock_names_by_hash(container: list[tuple[str, str]]) -> None:
    installs = re.findall(r"pip install ([^&]+)", " && ".join(said(container, "RUN")))
    assert [("--require-hashes" in line) or ("--no-deps" in line) for line in installs] == [True, True]
    names = re.findall(r"^[a-z0-9][^\s=]*==", (PROJECT / "requirements.lock").read_text(), re.MULTILINE)
    assert len(names) <= (PROJECT / "requirements.lock").read_text().count("--hash=sha256:")
    assert "setuptools==" in names  # nothing is fetched to build the project itself


def test_the_container_has_the_programs_that_are_needed(container: list[tuple[str, str]]) -> None:
    last = [run for run in said(container, "RUN") if "tesseract" in run]
    assert len(last) == 1
    installed = set(last[0].partition("--no-install-recommends ")[2].partition(" && ")[0].split())
    needed = re.search(r"^PACKAGES = (.+)$", (PROJECT / "Makefile").read_text(), re.MULTILINE)
    assert needed is not None
    assert {*needed[1].split(), WRITER.package, CALC.package, "python3.11", "tini"} <= installed
    if shutil.which("apt-cache"):
        known = subprocess.run(["apt-cache", "show", *installed], capture_output=True, text=True, check=False).stdout
        assert [name for name in installed if f"Package: {name}\n" not in known] == []


def test_the_container_runs_vanthu_and_not_as_root(container: list[tuple[str, str]]) -> None:
    assert said(container, "USER") == ["vanthu"]
    names = [name for name, _ in container]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert said(container, "ENTRYPOINT") == ['["tini", "--", "vanthu"]']
    assert said(container, "CMD") == ['["serve"]']
    assert (BIN / "vanthu").exists()
    made = "\n".join(said(container, "RUN"))
    config = re.search(r"VANTHU_CONFIG=(\S+)", said(container, "ENV")[0])
    assert config is not None
    assert f"/dev/null {config[1]}" in made  # a settings file that is named and not there ends every command


def test_its_empty_settings_file_is_one(tmp_path: Path) -> None:
    empty = tmp_path / "vanthu.toml"
    empty.touch()
    assert load(empty).database.url == "sqlite:///vanthu.db"


@pytest.mark.parametrize("page", ["README.md"])
def test_the_commands_of_its_page_are_commands(page: str) -> None:
    written = (DEPLOY / page).read_text().replace("\\\n", " ")
    inside = re.findall(r"toml:ro vanthu (serve|ingest)(.*)", written)
    assert [command for command, _ in inside] == ["serve", "ingest"]
    for command, options in inside:
        told = subprocess.run([BIN / "vanthu", command, "--help"], capture_output=True, text=True, check=True).stdout
        assert [option for option in re.findall(r"--[a-z-]+", options) if option not in told] == []
