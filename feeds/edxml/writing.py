"""A document as an edXML package: the header from what is known of it, its files as attachments, each in a ZIP."""

import base64
import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote, urlsplit

from lxml import etree
from sqlalchemy import select
from sqlalchemy.orm import Session

from extract.parcels.edxml import NAMESPACE, URGENCY
from feeds.exports.incoming import parted
from models import rows, tables
from models.errors import Refused
from models.originals import Originals
from models.records import Letterhead
from models.wording import Wording

if TYPE_CHECKING:
    from feeds.exports.wanted import Wanted

XLINK = "http://www.w3.org/1999/xlink"
LETTER = "18"
"""DocumentType/Type of a letter; TypeName says the kind of the others."""


def write_package(session: Session, wanted: "Wanted", into: BinaryIO) -> None:
    """The package of one document. Raises Refused where none or several are wanted, or a file of it is gone."""
    if wanted.documents is None or len(wanted.documents) != 1:
        raise Refused(
            Wording(
                "một gói edXML chứa đúng một văn bản (--document)", "an edXML package holds one document (--document)"
            )
        )
    document = session.get(tables.Document, wanted.documents[0])
    if document is None or (document.secrecy is not None and not wanted.secret):
        raise Refused(
            Wording("không có văn bản này, hoặc văn bản có độ mật", "there is no such document, or it is secret")
        )
    files = sorted((r for r in document.readings), key=lambda r: (not r.current, r.id))
    attached = [
        (r.file.name, content_of(r.file, wanted.originals)) for r in {r.file_id: r for r in reversed(files)}.values()
    ]
    due_on = session.scalar(
        select(tables.Record.deadline_end)
        .where(
            tables.Record.document_id == document.id,
            tables.Record.standing == "live",
            tables.Record.kind == "task",
            tables.Record.deadline_end >= wanted.today,
        )
        .order_by(tables.Record.deadline_end)
        .limit(1)
    )
    pages = next((r.file.pages for r in files if r.current), None)
    package(
        rows.letterhead_of(document),
        list(reversed(attached)),
        into,
        now=wanted.now,
        office=wanted.office,
        office_id=wanted.office_id,
        due_on=due_on,
        pages=pages,
    )


def package(
    head: Letterhead,
    attached: Iterable[tuple[str, bytes]],
    into: BinaryIO,
    *,
    now: datetime,
    office: str = "",
    office_id: str = "",
    due_on: date | None = None,
    pages: int | None = None,
) -> None:
    """Write the package of a document with this letterhead. `office` and `office_id` are who receives or sends it on.

    The first of `attached` (name, bytes) is the document itself. What is not known has no element.
    """
    root = etree.Element(_in("edXML"), nsmap={"edXML": NAMESPACE})
    envelope = etree.SubElement(root, _in("edXMLEnvelope"))
    header = etree.SubElement(envelope, _in("edXMLHeader"))
    _message(etree.SubElement(header, _in("MessageHeader")), head, office, office_id, due_on, pages)
    traces = etree.SubElement(header, _in("TraceHeaderList"))
    _leaf(_sub(traces, "TraceHeader"), OrganId=office_id, Timestamp=f"{now:%Y/%m/%d %H:%M:%S}")
    manifest = etree.SubElement(etree.SubElement(envelope, _in("edXMLBody")), _in("edXMLManifest"), version="1.0")
    encoded = etree.SubElement(root, _in("AttachmentEncoded"))
    for name, content in attached:
        content_id = hashlib.sha256(content).hexdigest()[:32]
        reference = etree.SubElement(manifest, _in("Reference"), nsmap={"xlink": XLINK})
        reference.set(f"{{{XLINK}}}href", f"cid:{content_id}")
        _leaf(reference, ContentId=f"cid:{content_id}", ContentType="application/zip", AttachmentName=name)
        _leaf(
            _sub(encoded, "Attachment"),
            ContentId=content_id,
            AttachmentName=name,
            ContentType="application/zip",
            ContentTransferEncoded=base64.b64encode(_zipped(name, content)).decode(),
        )
    into.write(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _message(
    into: etree._Element, head: Letterhead, office: str, office_id: str, due_on: date | None, pages: int | None
) -> None:
    issuer = (head.issuer.canonical or head.issuer.name) if head.issuer else None
    number, notation = parted(head.number)
    own = bool(office) and issuer == office
    _leaf(_sub(into, "From"), OrganId=office_id if own else None, OrganName=issuer)
    if not own:
        _leaf(_sub(into, "To"), OrganId=office_id, OrganName=office)
    if head.number and issuer and head.issued_on:
        _leaf(into, DocumentId=",".join((office_id if own else issuer, f"{head.issued_on:%Y/%m/%d}", head.number)))
    _leaf(_sub(into, "Code"), CodeNumber=number, CodeNotation=notation)
    _leaf(
        _sub(into, "PromulgationInfo"),
        Place=head.place,
        PromulgationDate=f"{head.issued_on:%Y/%m/%d}" if head.issued_on else None,
    )
    _leaf(_sub(into, "DocumentType"), Type=LETTER if head.kind == "Công văn" else None, TypeName=head.kind)
    _leaf(into, Subject=head.subject)
    if head.signer:
        _leaf(
            _sub(into, "SignerInfo"),
            Competence=head.signer.authority,
            Position=head.signer.position,
            FullName=head.signer.name,
        )
    _leaf(into, DueDate=f"{due_on:%Y/%m/%d}" if due_on else None)
    if head.recipients:
        places = _sub(into, "ToPlaces")
        for line in head.recipients:
            _leaf(places, Place=line)
    priority = next((code for code, name in URGENCY.items() if name.casefold() == (head.urgency or "").casefold()), "0")
    _leaf(_sub(into, "OtherInfo"), Priority=priority, PageAmount=str(pages) if pages else None)


def _in(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _sub(into: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(into, _in(name))


def _leaf(into: etree._Element, **said: str | None) -> None:
    """Elements with text; those that say nothing are left out."""
    for name, text in said.items():
        if text:
            etree.SubElement(into, _in(name)).text = "".join(c for c in text if c.isprintable() or c in "\n\t")


def _zipped(name: str, content: bytes) -> bytes:
    """The file in a ZIP, made the same each time."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def content_of(file: tables.File, originals: Originals | None) -> bytes:
    """The bytes of `file`, from the originals or from where it was met; Refused where they are in neither."""
    if originals is not None and originals.holds(file.sha256):
        return originals.read(file.sha256)
    for path in _met(file):
        if path.is_file() and path.stat().st_size == file.size:
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest() == file.sha256:
                return content
    raise Refused(Wording(f"không còn tệp gốc {file.name}", f"the original file {file.name} is there no more"))


def _met(file: tables.File) -> Iterator[Path]:
    for place in file.places:
        parts = urlsplit(place.uri)
        if parts.scheme == "file":
            yield Path(unquote(parts.path))
