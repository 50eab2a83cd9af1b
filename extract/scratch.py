"""Folders for a moment (`scratch`), and the end of those whose process was killed before it could remove them.

Who has one holds a lock on the folder itself (flock(2); systemd-tmpfiles leaves such folders alone too). A lock that is
free says that the process is gone, however that happened: nobody has to look for its number, or wait for an hour.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import gettempdir, mkdtemp

PREFIX = "vanthu-tmp-"


@contextmanager
def scratch(parent: Path | None = None) -> Iterator[Path]:
    """A new folder in `parent` (the temporary folder), gone with the block; so are those that were left beside it.

    Raises OSError where it can't be made.
    """
    parent = parent or Path(gettempdir())
    _sweep(parent)
    folder = Path(mkdtemp(prefix=".vanthu-", dir=parent))
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):  # network folders may know no locks: then nobody finds it free either
            fcntl.flock(lock, fcntl.LOCK_EX)
        folder = folder.rename(folder.with_name(f"{PREFIX}{folder.name[len('.vanthu-') :]}"))  # from now on seen: held
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _sweep(parent: Path) -> None:
    """Remove the folders in `parent` that nobody holds; never another user's, nor what a link leads to."""
    for folder in parent.glob(f"{PREFIX}*"):
        with suppress(OSError):  # held, another's, or somebody was faster
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                if os.fstat(lock).st_uid == os.geteuid():
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder)
            finally:
                os.close(lock)
