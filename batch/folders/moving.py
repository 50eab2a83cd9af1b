"""Files moved out of the way once they have ended: by one rename, never over another file."""

import ctypes
import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.errors import DatabaseError
from models.wording import Wording


class ElsewhereUnusable(DatabaseError):
    """A folder to move files into that is on another disk, or can't be written."""

    wrong_use = True


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The folders for files that are done, and for those that were set aside; None where they stay."""

    done: Path | None = None
    failed: Path | None = None

    @property
    def folders(self) -> frozenset[Path]:
        """Both, absolute: they may lie inside the watched folder and are not walked."""
        return frozenset(folder.absolute() for folder in (self.done, self.failed) if folder)

    def prepared(self, sources: Sequence[Path]) -> None:
        """Make the folders. Raises ElsewhereUnusable where a rename from `sources` could not reach them."""
        for folder in self.folders:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                disks = {source.stat().st_dev for source in sources if source.exists()}
            except OSError as error:
                said = error.strerror or type(error).__name__
                raise ElsewhereUnusable(
                    Wording(f"không dùng được thư mục {folder} ({said})", f"the folder {folder} can't be used ({said})")
                ) from error
            if disks - {folder.stat().st_dev}:
                raise ElsewhereUnusable(
                    Wording(
                        f"thư mục {folder} nằm trên ổ đĩa khác với thư mục nguồn; hãy chọn thư mục trên cùng ổ đĩa",
                        f"the folder {folder} is on another disk than the source; choose one on the same disk",
                    )
                )

    def target(self, path: Path, source: Path, *, well: bool) -> Path | None:
        """Where the file at `path`, found in `source`, is to go: under the same subfolders. None where it stays."""
        folder = self.done if well else self.failed
        if folder is None:
            return None
        inside = path.absolute().relative_to((source if source.is_dir() else source.parent).absolute())
        return free(folder.absolute() / inside)


def free(path: Path) -> Path:
    """`path`, or NAME-2, NAME-3 … where that name is taken."""
    count, found = 1, path
    while found.exists() or found.is_symlink():
        count += 1
        found = path.with_name(f"{path.stem}-{count}{path.suffix}")
    return found


def rename(path: Path, to: Path) -> None:
    """Make the file at `path` be at `to`, in one step. Raises OSError: FileExistsError where something is there."""
    to.parent.mkdir(parents=True, exist_ok=True)
    here, there = os.fsencode(path), os.fsencode(to)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.renameat2(_AT_FDCWD, here, _AT_FDCWD, there, _RENAME_NOREPLACE) == 0:
        return
    code = ctypes.get_errno()
    if code not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        raise OSError(code, os.strerror(code), str(to))
    if to.exists():  # network folders know no such flag
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(to))
    path.rename(to)


_AT_FDCWD = -100
_RENAME_NOREPLACE = 1
