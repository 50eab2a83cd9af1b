"""docs/commands.md says all of the commands and nothing that is not so: each is in it, each example runs."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli import main

PROJECT = Path(__file__).parents[1]
PAGE = (PROJECT / "docs" / "commands.md").read_text(encoding="utf-8")


def commands(group: click.Group, name: str = "vanthu") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for part in group.list_commands(context):
        command = group.get_command(context, part)
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {part}")
        elif command is not None:
            yield f"{name} {part}", command


COMMANDS = dict(commands(main))
OWN = {name for name in COMMANDS if name.split()[1] in main.commands}
"""Those of cli.py, which need no server, no key and nobody to wait for."""


def section(name: str) -> str:
    """The part of the page about the command `name`."""
    words = name.split()
    heading = " ".join(words[:2])
    return next(part for part in PAGE.split("\n## ") if part.startswith(heading))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str) -> None:
    assert name in PAGE
    about = section(name)
    for option in COMMANDS[name].params:
        if isinstance(option, click.Option):
            assert any(f"`{written}`" in about for written in option.opts), f"{name} {option.opts}"


@pytest.mark.parametrize("option", sorted(set(re.findall(r"`(--[a-z-]+)`", PAGE))))
def test_every_documented_option_is_there(option: str) -> None:
    known = {written for command in COMMANDS.values() for o in command.params for written in o.opts}
    assert option in known | {"--help", "--version"}


@pytest.mark.timeout(1200)
def test_every_example_runs(tmp_path: Path) -> None:
    """In their order, as a reader would, in a copy of the project's folder; the sample inbox holds one broken file."""
    (tmp_path / "samples").symlink_to(PROJECT / "samples")
    (tmp_path / "build").mkdir()
    examples = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
    assert {name for name in OWN if any(name in line for line in examples)} == OWN
    path = f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"
    for line in examples:
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=tmp_path,
            env={"PATH": path},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == (1 if " ingest " in line else 0), f"{line}\n{done.stdout}\n{done.stderr}"
        assert done.stdout or "--out" in line, line
