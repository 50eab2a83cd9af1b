"""What a file is, by its content: a name says nothing for sure, and a wrong extension is common."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Literal

import puremagic

from extract.errors import Damaged, Empty, Encrypted, Forbidden, Missing, Parcel, TooLarge, UnknownFormat, printable
from extract.parcels import kind_of
from models.records import Problem

Format = Literal["pdf", "image", "docx", "doc", "rtf", "odt", "xlsx", "xls", "ods", "html", "text"]

LARGEST = 500 * 2**20
"""Bytes. A 500-page colour scan has about 250 MB; beyond twice that a file is no dispatch."""

HEAD = 64 * 1024
"""Bytes looked at to tell the format: more than any signature, DOCTYPE or leading comment needs."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read: its format by content, and a problem when its name says another one."""

    path: Path
    format: Format
    media_type: str
    sha256: str
    problems: tuple[Problem, ...] = ()


def identify(path: Path) -> Source:
    """What `path` holds. Raises Missing, Forbidden, Empty, TooLarge, Damaged or UnknownFormat."""
    try:
        if not path.is_file():
            raise Missing(path)
        size = path.stat().st_size
        if size == 0:
            raise Empty(path)
        if size > LARGEST:
            raise TooLarge(path, f"{size / 2**20:.0f} MB > {LARGEST / 2**20:.0f} MB")
        with path.open("rb") as stream:
            head = stream.read(HEAD)
            stream.seek(0)
            sha256 = file_digest(stream, "sha256").hexdigest()
    except PermissionError as error:
        raise Forbidden(path) from error
    except OSError as error:
        raise Damaged(path, error.strerror or "") from error
    if kind := kind_of(path):
        raise Parcel(path, kind)
    media_type = _by_signature(head) or _by_compound(path, head) or _by_package(path, head) or _by_words(head)
    if media_type is None:
        raise UnknownFormat(path, _guess(head) or path.suffix or "?")
    return Source(path, _FORMATS[media_type], media_type, sha256, _misnamed(path, media_type))


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
RTF = "application/rtf"

_FORMATS: dict[str, Format] = {
    "application/pdf": "pdf",
    "image/png": "image",
    "image/jpeg": "image",
    "image/tiff": "image",
    "image/webp": "image",
    "image/bmp": "image",
    "image/heic": "image",
    DOCX: "docx",
    XLSX: "xlsx",
    ODT: "odt",
    XLS: "xls",
    ODS: "ods",
    DOC: "doc",
    RTF: "rtf",
    "text/html": "html",
    "text/plain": "text",
}

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"{\\rtf", RTF),
)

_HEIC = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
"""Brands of a HEIF file that holds pictures (ISO/IEC 23008-12)."""

_EXTENSIONS = {
    "application/pdf": {".pdf"},
    "image/png": {".png"},
    "image/jpeg": {".jpg", ".jpeg", ".jpe", ".jfif"},
    "image/tiff": {".tif", ".tiff"},
    "image/webp": {".webp"},
    "image/bmp": {".bmp", ".dib"},
    "image/heic": {".heic", ".heif", ".hif"},
    DOCX: {".docx", ".docm", ".dotx"},
    XLSX: {".xlsx", ".xlsm", ".xltx"},
    ODT: {".odt", ".ott"},
    XLS: {".xls", ".xlt"},
    ODS: {".ods", ".ots"},
    DOC: {".doc", ".dot", ".wps"},
    RTF: {".rtf", ".doc"},  # Word itself saves RTF under either name
    "text/html": {".html", ".htm", ".xhtml"},
}
_ALL_EXTENSIONS = set().union(*_EXTENSIONS.values())


def _by_signature(head: bytes) -> str | None:
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        return "image/heic"
    # PDF 1.7, Annex H: readers accept the header anywhere in the first 1024 bytes.
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    return None


def _by_package(path: Path, head: bytes) -> str | None:
    if not head.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            if "mimetype" in names and package.getinfo("mimetype").file_size < _LONGEST_TYPE:
                packed = package.read("mimetype").decode("ascii", "replace").strip()
                return packed if packed in _FORMATS else None
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error) as error:
        raise Damaged(path, "ZIP") from error
    return next((media_type for part, media_type in _PARTS if part in names), None)


_PARTS = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX))
_LONGEST_TYPE = 200

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The compound files of Office 97 to 2003, in which later versions also wrap what is locked with a password."""


def _by_compound(path: Path, head: bytes) -> str | None:
    if not head.startswith(_OLE):
        return None
    with path.open("rb") as stream:
        content = stream.read(50 * 2**20)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Encrypted(path)
    if "WordDocument".encode("utf-16-le") in content:
        return DOC
    if any(name.encode("utf-16-le") in content for name in ("Workbook\0", "Book\0")):  # Excel 97 and later; 5 and 95
        return XLS
    raise UnknownFormat(path, "Office 97-2003")


_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p|h[1-6])\b", re.IGNORECASE)


def _by_words(head: bytes) -> str | None:
    """HTML or plain text; None for what holds bytes that no text has."""
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide and (b"\0" in head or sum(byte < 9 or 13 < byte < 27 for byte in head) > len(head) // 200):
        return None
    letters = head.replace(b"\0", b"") if wide else head
    start = letters.lstrip(b"\xef\xbb\xbf \t\r\n\xff\xfe")
    if start.startswith((b"MIME-Version:", b"From ", b"%!PS")):
        return None
    return "text/html" if start.startswith(b"<") and _MARKUP.search(letters) else "text/plain"


def _guess(head: bytes) -> str:
    try:
        return str(puremagic.from_string(head, mime=True))
    except (puremagic.PureError, ValueError):
        return ""


def _misnamed(path: Path, media_type: str) -> tuple[Problem, ...]:
    suffix = path.suffix.lower()
    if suffix in _EXTENSIONS.get(media_type, {suffix}) and (
        media_type != "text/plain" or suffix not in _ALL_EXTENSIONS
    ):
        return ()
    if not suffix:
        return ()
    message = (
        f"Phần mở rộng {printable(Path(suffix))} không đúng với nội dung; tệp được đọc theo nội dung ({media_type})."
    )
    return (Problem(code="wrong_extension", message=message),)
