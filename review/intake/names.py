"""Names of files that came from somebody's browser, made safe to be names on this machine."""

import unicodedata
from fnmatch import fnmatch
from pathlib import Path

from batch.folders.walk import PASSED_OVER
from models.errors import Refused
from models.wording import Wording

LONGEST = 180
"""Bytes of a name; most file systems end at 255."""

FORBIDDEN = '<>:"|?*'

UNNAMED = "van-ban"


def safe(name: str) -> str:
    """The last part of `name` without what a file system, a shell or a reader's eye could be misled by.

    Raises Refused where vanthu would pass over a file of that name.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(c if c.isprintable() and c not in FORBIDDEN else " " for c in last)  # direction marks are no print
    whole = " ".join(seen.split()).strip(" .")
    stem, dot, ending = whole.rpartition(".")
    if not dot:
        stem, ending = whole, ""
    made = _shortened(stem.strip(" .") or UNNAMED, LONGEST - len(ending.encode()) - 1) + (f".{ending}" if dot else "")
    if any(fnmatch(made.lower(), pattern) for pattern, _ in PASSED_OVER) or len(ending) > 10:
        raise Refused(
            Wording(f"“{made}” không phải tệp văn bản; vanthu bỏ qua tệp loại này", f"“{made}” is no dispatch")
        )
    return made


def free(folder: Path, name: str) -> Path:
    """A path in `folder` that nothing has yet: `name`, or `name (2)` and so on."""
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
    return path


def _shortened(text: str, most: int) -> str:
    kept = text.encode()[: max(1, most)].decode(errors="ignore").rstrip()
    return kept or UNNAMED
