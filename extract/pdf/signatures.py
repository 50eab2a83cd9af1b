"""Digital signatures of a PDF, as the file states them: who signed and when. Nothing is verified here."""

import ctypes
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509 import Certificate
from cryptography.x509.oid import NameOID

from extract.letters import clean
from extract.transcript import Signature

MOST = 100
"""Signatures read: a dispatch has up to ten, of drafters, signer, office and archive."""


def is_signed(document: pdfium.PdfDocument) -> bool:
    """Whether there is a signature, of whatever worth."""
    return int(raw.FPDF_GetSignatureCount(document.raw)) > 0


def signatures(document: pdfium.PdfDocument) -> Iterator[Signature]:
    """The signatures in the order of the file, each signer and time once; ask before annotations are drawn in."""
    found: set[Signature] = set()
    for at in range(min(raw.FPDF_GetSignatureCount(document.raw), MOST)):
        signature = raw.FPDF_GetSignatureObject(document.raw, at)
        signed_at = parse_time(_text(raw.FPDFSignatureObj_GetTime, signature).decode("latin-1"))
        reason = _text(raw.FPDFSignatureObj_GetReason, signature).decode("utf-16-le", "replace")
        signer = _certified(_text(raw.FPDFSignatureObj_GetContents, signature)) or _named(reason)
        said = Signature(signer, signed_at)
        if said not in found:
            found.add(said)
            yield said


def parse_time(text: str) -> datetime | None:
    """A PDF's "D:20250107104425+07'00'" (ISO 32000-1, 7.9.4); without a zone it is taken as the file has it."""
    found = _TIME.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    zone = None
    if found["zone"]:
        offset = timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
        zone = timezone(-offset if found["zone"] == "-" else offset)
    try:
        return datetime(year, month or 1, day or 1, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


_TIME = re.compile(
    r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(?P<zone>[Z+-])(?:(?P<hours>\d\d)'?(?P<minutes>\d\d)?'?)?)?"
)
# The signing software of the Government's certificate authority writes "NAME<MAIL> đã ký lên văn bản này!".
_REASON = re.compile(r"(?P<name>[^<>]{3,100})<[^<>]*>\s*đã ký")


def _text(get: Callable[..., int], signature: Any) -> bytes:
    size = get(signature, None, 0)
    if not size:
        return b""
    content = ctypes.create_string_buffer(size)
    get(signature, content, size)
    return content.raw


def _certified(contents: bytes) -> str | None:
    """The common name in the signer's certificate: of those in the PKCS#7, the one that issued no other."""
    try:
        certificates = pkcs7.load_der_pkcs7_certificates(_unpadded(contents))
        issuers = {certificate.issuer for certificate in certificates}
        own = [certificate for certificate in certificates if certificate.subject not in issuers]
        return next(_common_names(own or certificates), None)
    except (ValueError, IndexError, TypeError, NotImplementedError):
        return None


def _unpadded(der: bytes) -> bytes:
    """The first DER value: signers reserve room for it and fill the rest with zeros."""
    size, start = der[1], 2
    if size & 0x80:
        start += size & 0x7F
        size = int.from_bytes(der[2:start], "big")
    return der[: start + size]


def _common_names(certificates: list[Certificate]) -> Iterator[str]:
    for certificate in certificates:
        for attribute in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME):
            yield clean(str(attribute.value)).strip()


def _named(reason: str) -> str | None:
    found = _REASON.search(clean(reason))
    return found["name"].strip() if found else None
