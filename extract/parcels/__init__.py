"""Files that hold other files, ZIP, mail and edXML: what they hold are documents of their own, "mail.eml/plan.pdf".

What comes out is bounded in number, size and depth, and lies under names that lead nowhere else.
"""

import email
import email.policy
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from extract.errors import Damaged, Encrypted, TooLarge
from extract.parcels.edxml import is_edxml, keep_beside, read_package

MOST_FILES = 500
"""In one parcel and all that it holds: a month's incoming dispatches of an office."""

LARGEST_UNPACKED = 2**30
"""Bytes of all that one parcel holds."""

LARGEST_MAIL = 100 * 2**20
"""Bytes: mail servers of offices take 25 MB; a mail is parsed in memory."""

DEEPEST = 3
"""Parcels in parcels: a ZIP in a mail that was forwarded."""


def is_parcel(path: Path) -> bool:
    """Whether `path` holds files, by its content: a DOCX or XLSX is a ZIP too, and no parcel. Raises OSError."""
    with path.open("rb") as stream:
        head = stream.read(16 * 1024)
    if not head.startswith(b"PK\x03\x04"):
        return is_mail(head) or is_edxml(head)
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except zipfile.BadZipFile:
        return False
    return not names & {"[Content_Types].xml", "mimetype", "word/document.xml", "xl/workbook.xml"}


def is_mail(head: bytes) -> bool:
    """Whether a file that opens with `head` is a mail: at least two of a mail's own header lines before its text."""
    lines = re.split(rb"\r?\n\r?\n", head.lstrip(b"\xef\xbb\xbf"), maxsplit=1)[0]
    first = _HEADER.match(lines)
    return first is not None and len({name.lower() for name in _MAIL_HEADER.findall(lines)}) >= 2


_HEADER = re.compile(rb"(?:From \S|[A-Za-z][A-Za-z-]{1,60}:)")
_MAIL_HEADER = re.compile(
    rb"^(From|To|Subject|Date|Message-ID|MIME-Version|Received|Return-Path|Delivered-To):", re.IGNORECASE | re.MULTILINE
)


def unpacked(parcel: Path, into: Path) -> tuple[Path, ...]:
    """The files of `parcel`, written below `into` / its name; parcels in it are folders there, in their turn.

    Raises Damaged, Encrypted or TooLarge; what was written until then stays in `into`.
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
    with parcel.open("rb") as stream:
        head = stream.read(16 * 1024)
    taken_out = _of_zip if head.startswith(b"PK\x03\x04") else _of_edxml if is_edxml(head) else _of_mail
    for path in taken_out(parcel, folder, writing):
        if is_parcel(path):
            if depth == DEEPEST:
                raise TooLarge(writing.parcel, f"> {DEEPEST} parcels in each other")
            inner = writing.free(path.with_name(f"{path.name}.parcel"))
            path.rename(inner)
            yield from _files(inner, path, writing, depth + 1)
            inner.unlink()
        else:
            yield path


def _of_zip(parcel: Path, folder: Path, writing: _Writing) -> Iterator[Path]:
    try:
        with zipfile.ZipFile(parcel) as package:
            for part in package.infolist():
                name = _name(part).replace("\\", "/")
                if name.endswith("/") or _PASSED_OVER.search(name):
                    continue
                if part.flag_bits & 1:
                    raise Encrypted(writing.parcel)
                with package.open(part) as content:
                    yield writing.write(content, folder, PurePosixPath(name))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Damaged(writing.parcel, "ZIP") from error


_PASSED_OVER = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?![./])|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)


def _name(part: zipfile.ZipInfo) -> str:
    """The name as it was given: packers of Windows leave out that it is UTF-8, and it is taken for one of DOS."""
    if part.flag_bits & 0x800:
        return part.filename
    try:
        return part.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return part.filename


def _of_mail(parcel: Path, folder: Path, writing: _Writing) -> Iterator[Path]:
    """The mail's own text, as "thu.txt" or "thu.html", and its attachments; pictures set into the text are left out."""
    if parcel.stat().st_size > LARGEST_MAIL:
        raise TooLarge(writing.parcel, f"> {LARGEST_MAIL / 2**20:.0f} MB")
    try:
        mail = email.message_from_bytes(parcel.read_bytes(), policy=email.policy.default)
        parts = list(_parts(mail))
    except (RecursionError, LookupError, ValueError, AttributeError, TypeError, IndexError) as error:
        raise Damaged(writing.parcel, "EML") from error
    for name, content in parts:
        yield writing.write(BytesIO(content), folder, PurePosixPath(name))


def _of_edxml(parcel: Path, folder: Path, writing: _Writing) -> Iterator[Path]:
    """The files of a package; what its header says is kept beside the first, which is the dispatch itself."""
    header, attachments = read_package(parcel)
    for number, attachment in enumerate(attachments):
        path = writing.write(BytesIO(attachment.content), folder, PurePosixPath(attachment.name.replace("\\", "/")))
        if number == 0:
            keep_beside(path, header)
        yield path


def _parts(mail: EmailMessage) -> Iterator[tuple[str, bytes]]:
    body = mail.get_body(("html", "plain"))
    if body is not None and (text := str(body.get_content())).strip():
        yield f"thu.{'html' if body.get_content_subtype() == 'html' else 'txt'}", text.encode("utf-8", "replace")
    for number, part in enumerate(mail.iter_attachments(), 1):
        inline = part.get_content_disposition() == "inline" or part.get("Content-ID")
        if part.get_content_maintype() == "image" and inline:
            continue
        name = part.get_filename() or f"dinh-kem-{number}"
        if part.get_content_type() == "message/rfc822":
            for inner in part.iter_parts():
                yield f"{name.removesuffix('.eml')}.eml", inner.as_bytes()
        elif isinstance(content := part.get_payload(decode=True), bytes):
            yield name.replace("/", "-").replace("\\", "-"), content


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
