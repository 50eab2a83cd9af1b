"""Files that hold other files, ZIP, mail, edXML, PDF: these are documents of their own, "mail.eml/plan.pdf".

What comes out is bounded in number, size and depth, and lies under names that lead nowhere else.
"""

import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from shutil import rmtree
from typing import IO, Literal

from extract.errors import Damaged, Encrypted, TooLarge
from extract.parcels.archive import BROKEN, files_of_archive
from extract.parcels.edxml import is_edxml, keep_beside, read_package
from extract.parcels.inside_pdf import enclosed, encloses
from extract.parcels.mail import files_of_mail, is_mail
from extract.parcels.tnef import files_of_tnef, is_tnef

MOST_FILES = 500
"""In one parcel and all that it holds: a month's incoming dispatches of an office."""

LARGEST_UNPACKED = 2**30
"""Bytes of all that one parcel holds."""

DEEPEST = 3
"""Parcels in parcels: a ZIP in a mail that was forwarded."""

Kind = Literal["ZIP", "EML", "edXML", "winmail.dat"]


def is_parcel(path: Path) -> bool:
    """Whether `path` holds files and is no document itself, by its content. Raises OSError."""
    return kind_of(path) is not None


def kind_of(path: Path) -> Kind | None:
    """What kind of parcel `path` is: a DOCX or XLSX is a ZIP too, and none. Raises OSError."""
    with path.open("rb") as stream:
        head = stream.read(16 * 1024)
    if head.startswith(b"PK\x03\x04"):
        return "ZIP" if _is_archive(path) else None
    return "EML" if is_mail(head) else "edXML" if is_edxml(head) else "winmail.dat" if is_tnef(head) else None


def _is_archive(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, NotImplementedError):
        return False
    return not names & {"[Content_Types].xml", "mimetype", "word/document.xml", "xl/workbook.xml"}


def unpacked(parcel: Path, into: Path) -> tuple[Path, ...]:
    """The files of `parcel`, written below `into` / its name; parcels in it are folders there, in their turn.

    A PDF is a parcel here as far as it has files inside. Raises Damaged, Encrypted or TooLarge; what was written until
    then stays in `into`.
    """
    writing = _Writing(parcel)
    return tuple(_files(parcel, into / _safe(parcel.name), writing, 1))


@dataclass(slots=True)
class _Writing:
    """What was taken out of one parcel so far."""

    parcel: Path
    files: int = 0
    size: int = 0
    taken: set[str] = field(default_factory=set)

    def write(self, content: IO[bytes], folder: Path, name: PurePosixPath) -> Path:
        """`content` as a file of its own in `folder`, under `name` without what could lead out of it."""
        self.files += 1
        if self.files > MOST_FILES:
            raise TooLarge(self.parcel, f"> {MOST_FILES} files")
        parts = [_safe(part) for part in name.parts if part not in ("/", ".", "..")][-_DEEPEST_FOLDER:]
        target = self.free(folder.joinpath(*(parts or ["tep"])))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as stream:
                while block := content.read(2**20):
                    self.size += len(block)
                    if self.size > LARGEST_UNPACKED:
                        raise TooLarge(self.parcel, f"> {LARGEST_UNPACKED / 2**20:.0f} MB unpacked")
                    stream.write(block)
        except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
            raise Damaged(self.parcel, "ZIP") from error  # one name for a file and a folder
        return target

    def free(self, wanted: Path) -> Path:
        """`wanted`, or the same with a number where another file of the parcel has it, in whatever case."""
        target, number = wanted, 1
        while str(target).casefold() in self.taken:
            number += 1
            target = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
        self.taken.add(str(target).casefold())
        return target


_DEEPEST_FOLDER = 5
"""Folders in folders that are kept."""


def _files(parcel: Path, folder: Path, writing: _Writing, depth: int) -> Iterator[Path]:
    taken_out = _of_pdf if encloses(parcel) else _TAKEN_OUT[kind_of(parcel) or "ZIP"]
    for path in taken_out(parcel, folder, writing):
        if is_parcel(path):
            if depth == DEEPEST:
                raise TooLarge(writing.parcel, f"> {DEEPEST} parcels in each other")
            inner = writing.free(path.with_name(f"{path.name}.parcel"))
            path.rename(inner)
            try:
                yield from list(_files(inner, path, writing, depth + 1))
                inner.unlink()
            except (Damaged, Encrypted):  # stays as it is, for a clerk to see to; the others are read
                rmtree(path, ignore_errors=True)
                yield inner.rename(path)
        else:
            yield path
            if depth < DEEPEST and encloses(path):
                yield from _files(path, writing.free(path.with_name(f"{path.name}.kem-theo")), writing, depth + 1)


def _of_zip(parcel: Path, folder: Path, writing: _Writing) -> Iterator[Path]:
    try:
        for name, content in files_of_archive(parcel, writing.parcel):
            yield writing.write(content, folder, name)
    except BROKEN as error:
        raise Damaged(writing.parcel, "ZIP") from error


def _of_mail(parcel: Path, folder: Path, writing: _Writing) -> Iterator[Path]:
    for name, content in files_of_mail(parcel, writing.parcel):
        yield writing.write(BytesIO(content), folder, PurePosixPath(name))


def _of_tnef(parcel: Path, folder: Path, writing: _Writing) -> Iterator[Path]:
    for name, content in files_of_tnef(parcel, writing.parcel):
        yield writing.write(BytesIO(content), folder, _bare(name))


def _of_edxml(parcel: Path, folder: Path, writing: _Writing) -> Iterator[Path]:
    """The files of a package; what its header says is kept beside the first, which is the dispatch itself."""
    header, attachments = read_package(parcel)
    for number, attachment in enumerate(attachments):
        path = writing.write(BytesIO(attachment.content), folder, PurePosixPath(attachment.name.replace("\\", "/")))
        if number == 0:
            keep_beside(path, header)
        yield path


def _of_pdf(parcel: Path, folder: Path, writing: _Writing) -> Iterator[Path]:
    """The files inside a PDF, as many as fit: the PDF itself is read whatever comes of them."""
    most, largest = MOST_FILES - writing.files, LARGEST_UNPACKED - writing.size
    for name, content in enclosed(parcel, most, largest):
        yield writing.write(content, folder, _bare(name))


_TAKEN_OUT = {"ZIP": _of_zip, "EML": _of_mail, "winmail.dat": _of_tnef, "edXML": _of_edxml}


def _bare(name: str) -> PurePosixPath:
    """A name that has no folders in it, from Windows or not."""
    return PurePosixPath(name.replace("\\", "/").rpartition("/")[2])


_LONGEST = 150
"""Bytes of a name: file systems take 255, and a number may be put behind it."""


def _safe(name: str) -> str:
    """`name` as that of a file: no path, no control characters, nothing hidden, not too long."""
    name = unicodedata.normalize("NFC", name)
    name = "".join("-" if sign in '/\\:*?"<>|' else sign for sign in name if unicodedata.category(sign)[0] != "C")
    name = name.strip().lstrip(".") or "tep"
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 10:
        stem, dot, suffix = name, "", ""
    return stem.encode()[: _LONGEST - 11].decode("utf-8", "ignore") + dot + suffix
