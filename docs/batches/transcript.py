"""Writes the transcript in docs/batch.md: a run killed and the next one (`python -m docs.batches.transcript`)."""

import json
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.batches import folder as folders
from docs.batches.page import machine, section
from samples.build import INBOX

VANTHU = Path(sys.executable).with_name("vanthu")
LETTERS = 60


def main() -> None:
    with TemporaryDirectory(prefix="vanthu-") as name:
        home = Path(name)
        shutil.copytree(INBOX, home / "inbox")
        for number in range(LETTERS):
            folders.write(home / "inbox", 1000 + 8 * number)
        (home / "vanthu.toml").write_text("[originals]\nparcels = 'parcels'\n", encoding="utf-8")
        told = [*killed(home), *shown(home, "vanthu jobs --limit 4")]
        again = shown(home, "vanthu ingest inbox")
        told += [*again[:4], "…", *again[-4:]]
        told += shown(home, f"vanthu jobs --explain {lost(home)}")
        told += shown(home, "vanthu jobs", "vanthu db check", "vanthu ingest inbox")
        text = "\n".join(line.rstrip() for line in told).strip()
        text = text.replace(str(home), "/srv/dispatches").replace(f"{socket.gethostname()}:", "office:")
    section("transcript", f"```text\n{text}\n```\n\n{machine()}.")


def killed(home: Path) -> list[str]:
    """A run that is killed when it has read a few files."""
    command = "vanthu ingest inbox"
    process = subprocess.Popen(
        [VANTHU, *command.split()[1:]], cwd=home, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    lines = []
    if process.stderr is None:
        raise RuntimeError("no pipe")
    for line in process.stderr:
        lines.append(line.rstrip("\n"))
        if len(lines) == 6:
            process.send_signal(signal.SIGKILL)
            break
    process.wait()
    time.sleep(1)
    return [f"$ {command}", *lines, "^ kill -9", ""]


def shown(home: Path, *commands: str) -> list[str]:
    lines = []
    for command in commands:
        run = [str(VANTHU), *shlex.split(command)[1:]]
        done = subprocess.run(
            run, cwd=home, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
            env={"COLUMNS": "118", "PATH": "/usr/local/bin:/usr/bin:/bin"},
        )  # fmt: skip
        lines += [f"$ {command}", *done.stdout.splitlines(), ""]
    return lines


def lost(home: Path) -> str:
    """A file that the killed run had in hand."""
    done = subprocess.run(
        [VANTHU, "jobs", "--state", "done", "--explain", "--json", *(p.name for p in (home / "inbox").iterdir())],
        cwd=home, text=True, capture_output=True, check=False,
    ).stdout  # fmt: skip
    for line in done.splitlines():
        if '"ended": "lost"' in line:
            return str(json.loads(line)["job"]["name"])
    raise RuntimeError("no file was lost")


if __name__ == "__main__":
    main()
