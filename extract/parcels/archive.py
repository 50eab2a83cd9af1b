"""ZIP: the files that it holds, under the names that the sender saw."""

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from extract.errors import Encrypted
from extract.formats.encodings import from_tcvn3, from_vni
from extract.syllables import share_of_syllables


def files_of_archive(archive: Path, parcel: Path) -> Iterator[tuple[PurePosixPath, IO[bytes]]]:
    """Name and content of each file. Raises one of `BROKEN`, also while a content is read; and Encrypted.

    `parcel` is what a clerk is told of: the file in which the archive lay.
    """
    with zipfile.ZipFile(archive) as package:
        for part in package.infolist():
            name = name_of(part).replace("\\", "/")
            if name.endswith("/") or _PASSED_OVER.search(name):
                continue
            if part.flag_bits & 1:
                raise Encrypted(parcel)
            with package.open(part) as content:
                yield PurePosixPath(name), content


BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What Python's zipfile raises over an archive that is cut off, falsified or packed in a way that it does not know."""

_PASSED_OVER = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?![./])|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)


def name_of(part: zipfile.ZipInfo) -> str:
    """The name as it was given.

    The format knows DOS's letters and UTF-8; packers of Windows write UTF-8 without saying so, or the code page of
    their machine, and old offices have TCVN3 and VNI there. What makes Vietnamese of it is what was meant.
    """
    if part.flag_bits & _IS_UTF8:
        return part.filename
    try:
        written = part.orig_filename.encode("cp437")
    except UnicodeError:
        return part.filename
    if written.isascii():
        return part.filename
    stated = _stated(part.extra)
    if stated:
        return stated
    try:
        return written.decode("utf-8")
    except UnicodeError:
        western = written.decode("latin-1")
        readings = [part.filename, written.decode("cp1258", "replace"), from_tcvn3(western), from_vni(western)]
        return max((unicodedata.normalize("NFC", name) for name in readings), key=_vietnamese)


_IS_UTF8 = 0x800
_UNICODE_PATH = 0x7075
"""The field in which Info-ZIP gives the name in UTF-8: a version, a check sum of the other name, the name."""


def _stated(extra: bytes) -> str | None:
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == _UNICODE_PATH and size > 5:
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return None


def _vietnamese(name: str) -> float:
    """How much of the name can be Vietnamese; nothing of one with signs that nobody types into a name."""
    odd = any(not sign.isascii() and not sign.isalnum() for sign in name)
    return 0.0 if odd else share_of_syllables(re.findall(r"[^\W\d_]+", name))[0]
