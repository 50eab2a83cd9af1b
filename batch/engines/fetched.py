"""Originals fetched to a machine that does not see the folder which they came from.

They stay for a while under the machine's temporary folder: the pages of one plan ask for it again and again.
"""

import errno
import os
import shutil
import stat
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

KEPT_SECONDS = 3600
"""How long a file that nobody asks for stays."""


@dataclass(frozen=True, slots=True)
class Original:
    """Where the bytes of a file are for everybody: its SHA-256 in the originals at `url`."""

    url: str
    sha256: str


def at_hand(original: Original, path: Path) -> Path:
    """A file of this machine with the bytes of `original` and the name of `path`; verified when it was fetched.

    Raises `models.errors.OriginalAbsent`, `OriginalDamaged`, `OriginalsUnusable`, and OSError where the disk is full.
    """
    from models.originals import Originals  # here: the processes of one machine never wait for the database to load

    home = _home()
    here = home / original.sha256 / path.name
    if not here.exists():
        _clean(home)
        here.parent.mkdir(exist_ok=True)
        descriptor, part = tempfile.mkstemp(dir=here.parent)
        try:
            with os.fdopen(descriptor, "wb") as copy, Originals(original.url).open(original.sha256) as source:
                shutil.copyfileobj(source, copy)
            Path(part).rename(here)
        finally:
            Path(part).unlink(missing_ok=True)
    os.utime(here.parent)
    return here


def _home() -> Path:
    """The folder of what was fetched. Raises FileExistsError where another user made it, and could change it."""
    home = Path(tempfile.gettempdir()) / f"vanthu-originals-{os.getuid()}"
    home.mkdir(mode=0o700, exist_ok=True)
    made = home.lstat()
    if not stat.S_ISDIR(made.st_mode) or made.st_uid != os.getuid():
        raise FileExistsError(errno.EEXIST, f"{home} was made by another user")
    return home


def _clean(home: Path) -> None:
    """Let go of what was not asked for lately."""
    for folder in home.iterdir():
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
