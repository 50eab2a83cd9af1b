"""edXML packages (QCVN 102:2016/BTTTT): what the sender's system says of a dispatch, and the files that it sends.

Packages come from outside: no entity is resolved, nothing is fetched, sizes are bounded. Names are compared without
their namespace, as there are three: that of the standard and two from before it.
"""

import base64
import binascii
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree
from pydantic import TypeAdapter, ValidationError

from extract.errors import Damaged, Encrypted, TooLarge

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
OLDER = ("http://www.e-doc.vn/Schema/", "http://www.go.vn/eDoc")

LARGEST_PACKAGE = 100 * 2**20
"""Bytes, of the package and of each file in it: it is parsed in memory, as a mail is."""

URGENCY = {"1": "Khẩn", "2": "Thượng khẩn", "3": "Hỏa tốc", "4": "Hỏa tốc hẹn giờ"}
"""OtherInfo/Priority, as systems that send packages write it; 0 is no urgency."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What the header of a package says of its dispatch. `elements` are the header's own words for each field."""

    number: str | None = None
    kind: str | None = None
    issuer: str | None = None
    place: str | None = None
    issued_on: date | None = None
    subject: str | None = None
    urgency: str | None = None
    signer: str | None = None
    position: str | None = None
    authority: str | None = None
    recipients: tuple[str, ...] = ()
    due_on: date | None = None
    document_id: str | None = None
    elements: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a package; the first is the dispatch itself."""

    name: str
    content: bytes


def is_edxml(head: bytes) -> bool:
    """Whether a file that opens with `head` is a package."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") and _ROOT.search(start[:4096]) is not None


_ROOT = re.compile(rb"<(?:[A-Za-z][\w.-]{0,30}:)?(?:edXML|edXMLEnvelope)[\s/>]")


def read_package(path: Path) -> tuple[Declared, Iterator[Attachment]]:
    """The header and the attachments of the package at `path`. Raises Damaged or TooLarge, the attachments too."""
    size = path.stat().st_size
    if size > LARGEST_PACKAGE:
        raise TooLarge(path, f"{size / 2**20:.0f} MB > {LARGEST_PACKAGE / 2**20:.0f} MB")
    content = path.read_bytes()
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise Damaged(path, "edXML: DOCTYPE")  # the standard has none: it is there to do harm
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Damaged(path, "edXML") from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise Damaged(path, "edXML: DOCTYPE")
    return declared(root), _attachments(root, path)


def declared(root: etree._Element) -> Declared:
    """What the header below `root` says."""
    header = _first(root, "MessageHeader")
    if header is None:
        return Declared()
    number, notation = _text(header, "Code", "CodeNumber"), _text(header, "Code", "CodeNotation")
    priority = _text(header, "OtherInfo", "Priority")
    found: dict[str, Any] = {
        "number": _joined(number, notation),
        "kind": _text(header, "DocumentType", "TypeName"),
        "issuer": _text(header, "From", "OrganName"),
        "place": _text(header, "PromulgationInfo", "Place"),
        "issued_on": _day(_text(header, "PromulgationInfo", "PromulgationDate")),
        "subject": _text(header, "Subject"),
        "urgency": URGENCY.get(priority or ""),
        "signer": _text(header, "SignerInfo", "FullName"),
        "position": _text(header, "SignerInfo", "Position"),
        "authority": _text(header, "SignerInfo", "Competence"),
        "recipients": tuple(t for e in _children(_first(header, "ToPlaces"), "Place") if (t := _said(e))),
        "due_on": _day(_text(header, "DueDate")),
        "document_id": _text(header, "DocumentId"),
    }
    said = {field: words for field, path in _ELEMENTS.items() if found[field] and (words := _words(header, path))}
    return Declared(**found, elements=tuple(said.items()))


_ELEMENTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "number": (("Code", "CodeNumber"), ("Code", "CodeNotation")),
    "kind": (("DocumentType", "TypeName"),),
    "issuer": (("From", "OrganName"),),
    "place": (("PromulgationInfo", "Place"),),
    "issued_on": (("PromulgationInfo", "PromulgationDate"),),
    "subject": (("Subject",),),
    "urgency": (("OtherInfo", "Priority"),),
    "signer": (("SignerInfo", "Competence"), ("SignerInfo", "Position"), ("SignerInfo", "FullName")),
    "recipients": (("ToPlaces",),),
}
"""Where in the header each field stands."""


def _words(header: etree._Element, paths: tuple[tuple[str, ...], ...]) -> str:
    """What the elements at `paths` say, each after its name."""
    return "; ".join(f"{path[-1]}: {said}" for path in paths if (said := _text(header, *path)))


def _joined(number: str | None, notation: str | None) -> str | None:
    """ "35" and "KH-UBND" are 35/KH-UBND; some systems write the whole number in one of the two."""
    if number and notation:
        return "".join((number if notation in number else f"{number}/{notation.lstrip('/')}").split())
    return "".join(notation.split()) if notation and re.match(r"\d+[a-zA-Z]?/", notation) else None


def _day(text: str | None) -> date | None:
    """yyyy/MM/dd, as the standard has it, or dd/MM/yyyy, as some systems do."""
    if text is None:
        return None
    if found := re.match(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})\b", text):
        year, month, day = found.groups()
    elif found := re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})\b", text):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _attachments(root: etree._Element, path: Path) -> Iterator[Attachment]:
    """The files in the manifest's order, where it names them, each unpacked from the ZIP that it is sent in."""
    manifest = [_bare_id(_text(e, "ContentId")) for e in root.iter() if _name(e) == "Reference"]
    found = [e for e in root.iter() if _name(e) == "Attachment" and _first(e, "ContentTransferEncoded") is not None]
    order = {content: n for n, content in enumerate(manifest)}
    found.sort(key=lambda e: order.get(_bare_id(_text(e, "ContentId")), len(order)))
    for number, element in enumerate(found, 1):
        encoded = _first(element, "ContentTransferEncoded")
        name = _text(element, "AttachmentName") or f"tep-{number}"
        try:
            content = base64.b64decode(
                "".join((encoded.text or "").split()) if encoded is not None else "", validate=True
            )
        except (binascii.Error, ValueError) as error:
            raise Damaged(path, "edXML: base64") from error
        yield from _unpacked(Attachment(name, content), path)


def _bare_id(content_id: str | None) -> str:
    return (content_id or "").removeprefix("cid:")


_OFFICE = {"[Content_Types].xml", "mimetype"}


def _unpacked(attachment: Attachment, path: Path) -> Iterator[Attachment]:
    """The file in the ZIP in which the standard has it sent; a DOCX is a ZIP too, and stays as it is."""
    if not attachment.content.startswith(b"PK\x03\x04"):
        yield attachment
        return
    try:
        with zipfile.ZipFile(BytesIO(attachment.content)) as package:
            parts = [part for part in package.infolist() if not part.is_dir()]
            if {part.filename for part in parts} & _OFFICE or attachment.name.lower().endswith(".zip"):
                yield attachment
                return
            for part in parts:
                if part.flag_bits & 1:
                    raise Encrypted(path)
                if part.file_size > LARGEST_PACKAGE:
                    raise TooLarge(path, f"> {LARGEST_PACKAGE / 2**20:.0f} MB")
                with package.open(part) as stream:
                    content = stream.read(LARGEST_PACKAGE + 1)
                if len(content) > LARGEST_PACKAGE:
                    raise TooLarge(path, f"> {LARGEST_PACKAGE / 2**20:.0f} MB")
                yield Attachment(attachment.name if len(parts) == 1 else part.filename, content)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Damaged(path, "edXML: ZIP") from error


BESIDE = ".{name}.edxml.json"
"""The name of the file that keeps the header beside the dispatch that was taken out: hidden, so no dispatch itself."""


def keep_beside(path: Path, header: Declared) -> None:
    """Keep what the package said of the dispatch at `path`, for whoever reads it."""
    told = json.dumps(asdict(header), ensure_ascii=False, default=str)
    path.with_name(BESIDE.format(name=path.name)).write_text(told, encoding="utf-8")


def declared_beside(path: Path) -> Declared | None:
    """What a package said of the file at `path`, if it came out of one."""
    beside = path.with_name(BESIDE.format(name=path.name))
    try:
        if not beside.is_file() or beside.stat().st_size > 2**20:
            return None
        return _DECLARED.validate_json(beside.read_bytes())
    except (OSError, ValidationError):
        return None


_DECLARED: TypeAdapter[Declared] = TypeAdapter(Declared)


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _children(element: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if element is None else [child for child in element if _name(child) == name]


def _first(element: etree._Element, name: str) -> etree._Element | None:
    """The first element of this name below `element`, at any depth."""
    return next((e for e in element.iter() if e is not element and _name(e) == name), None)


def _text(element: etree._Element, *names: str) -> str | None:
    """What stands in the element that a path of names leads to; "N/A", which some systems write, is nothing."""
    found: etree._Element | None = element
    for name in names:
        found = next(iter(_children(found, name)), None)
    return _said(found)


def _said(element: etree._Element | None) -> str | None:
    if element is None:
        return None
    text = " ".join("".join(str(part) for part in element.itertext()).split())
    return None if text.upper() in ("", "N/A", "NULL") else text[:2000]
