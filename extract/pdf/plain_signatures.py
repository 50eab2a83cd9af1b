"""Digital signatures of the plain kind, checked at once (`all_hold`): nearly every dispatch is signed like that.

Plain is RSA over SHA with the signer's certificate inside, over the whole file as it then was, and at most one stamp of
an authority's clock. Where all signatures of a file are plain and hold, that is known in a millisecond each; anything
else (another kind, a fault, bytes written after the last signature, authorities to be looked up) is told by None, and
`extract.pdf.verification` looks at it with pyHanko, which takes ten. This never says that a signature does not hold.
"""

import ctypes
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.letters import clean
from extract.pdf.document import MOST_KEPT
from extract.pdf.signatures import OLD_ALGORITHM, UNTRUSTED, parse_time, text_of
from extract.transcript import Signature

MOST = 20
"""Signatures looked at here: a dispatch has up to ten, of drafters, signer, office and archive."""

LARGEST = 64 * 1024
"""Bytes of a signature: with its certificates and its time stamp it has up to 16,000."""

SHORTEST_KEY = 2048
"""Bits; pyHanko takes shorter ones for old algorithms."""

_KINDS = (b"adbe.pkcs7.detached", b"ETSI.CAdES.detached")
_REASONS = {"sha1": OLD_ALGORITHM, **dict.fromkeys(("sha256", "sha384", "sha512"), UNTRUSTED)}


def all_hold(document: pdfium.PdfDocument, source: Path) -> tuple[Signature, ...] | None:
    """The signatures of `document`, which lies in `source`, in the order of signing, each signer and time once.

    All of them are untrusted: they hold, and nobody was asked who their authorities are. None where not all of them
    are plain, or one does not hold. Raises OSError where the file can't be read.
    """
    count = raw.FPDF_GetSignatureCount(document.raw)
    if not 0 < count <= MOST or source.stat().st_size > MOST_KEPT:
        return None
    content = source.read_bytes()
    if content.count(b"/ByteRange") != count:  # one of them is not in the document as it is now
        return None
    try:
        stated = [_stated(raw.FPDF_GetSignatureObject(document.raw, at), content) for at in range(count)]
        stated.sort(key=lambda one: one.end)
        if stated[-1].end != len(content):
            return None
        found: dict[tuple[str | None, datetime], Signature] = {}
        for one in stated:
            claimed, signature = _held(one, memoryview(content))
            found.setdefault((signature.signer, claimed), signature)
    except Exception:  # asn1crypto and cryptography raise of every kind on what is made wrong: that is not plain
        return None
    return tuple(found.values())


class _NotPlain(Exception):
    """What is left to pyHanko."""


def _wanted(plain: object) -> None:
    if not plain:
        raise _NotPlain


@dataclass(frozen=True, slots=True)
class _Stated:
    """A signature `der` over a file's bytes up to `start` and from `after` to `end`; between them it stands itself.

    `time` is what the file says of its time, beside it.
    """

    der: bytes
    start: int
    after: int
    end: int
    time: datetime | None


def _stated(signature: Any, content: bytes) -> _Stated:
    _wanted(text_of(raw.FPDFSignatureObj_GetSubFilter, signature).rstrip(b"\0") in _KINDS)
    places = (ctypes.c_int * 4)()
    _wanted(raw.FPDFSignatureObj_GetByteRange(signature, places, 4) == 4)
    begin, start, after, size = places
    _wanted(begin == 0 and 0 < start < after and size >= 0 and after + size <= len(content))
    der = text_of(raw.FPDFSignatureObj_GetContents, signature)
    _wanted(len(der.rstrip(b"\0")) <= LARGEST)
    _wanted(content[start:after].lower() == b"<" + der.hex().encode() + b">")  # nothing else is left out
    time = parse_time(text_of(raw.FPDFSignatureObj_GetTime, signature).decode("latin-1"))
    return _Stated(der, start, after, after + size, time)


def _held(stated: _Stated, content: memoryview) -> tuple[datetime, Signature]:
    """When the signer's machine says that it was, and the signature, which holds."""
    from asn1crypto import cms, tsp  # noqa: F401 here, since most files are not signed; `tsp` teaches `cms` time stamps

    signed = cms.ContentInfo.load(stated.der)["content"]  # type: ignore[no-untyped-call]
    _wanted(signed["encap_content_info"]["content"].native is None)
    by = _signer(signed, "data", (content[: stated.start], content[stated.after : stated.end]))
    claimed = _value(by.said["signing_time"]).native if "signing_time" in by.said else stated.time
    if not isinstance(claimed, datetime) or claimed.tzinfo is None or "content_time_stamp" in by.said:
        raise _NotPlain
    attested = _attested(by.info)
    return claimed, Signature(
        signer=_common_name(by.certificate.subject),
        signed_at=attested or claimed,
        verdict="untrusted",
        reason=_REASONS[by.digest],
        authority=_common_name(by.certificate.issuer),
        attested=attested is not None,
    )


def _attested(signer: Any) -> datetime | None:
    """When an authority's clock says that it was; None where none was asked (RFC 3161)."""
    beside = _attributes(signer["unsigned_attrs"])
    if "signature_time_stamp_token" not in beside:
        return None
    stamped = _value(beside["signature_time_stamp_token"])["content"]
    token = stamped["encap_content_info"]["content"]
    _signer(stamped, "tst_info", (bytes(token),))
    told = token.parsed
    imprint = told["message_imprint"]
    over = hashlib.new(imprint["hash_algorithm"]["algorithm"].native, signer["signature"].native)
    _wanted(over.digest() == imprint["hashed_message"].native)
    at = told["gen_time"].native
    _wanted(isinstance(at, datetime))
    return at  # type: ignore[no-any-return]


class _By(NamedTuple):
    """Who signed, what else they signed, and the name of the `digest` they used."""

    info: Any
    said: dict[str, Any]
    certificate: Any
    digest: str


def _signer(signed: Any, kind: str, covered: Iterable[bytes | memoryview]) -> _By:
    """The one signer of what is `covered`, whose signature holds (RFC 5652, 5.4 and 5.6)."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    (info,) = signed["signer_infos"]
    told = b"\x31" + info["signed_attrs"].dump()[1:]  # a SET OF, whatever tag it has there; before it is taken apart
    said = _attributes(info["signed_attrs"])
    name = info["digest_algorithm"]["algorithm"].native
    _wanted(name in _REASONS and "signer_attributes_v2" not in said)
    digest = hashlib.new(name)
    for part in covered:
        digest.update(part)
    _wanted(_value(said["message_digest"]).native == digest.digest())
    _wanted(kind == _value(said["content_type"]).native == signed["encap_content_info"]["content_type"].native)
    if "cms_algorithm_protection" in said:  # RFC 6211
        meant = _value(said["cms_algorithm_protection"])
        _wanted(all(meant[part].native == info[part].native for part in ("digest_algorithm", "signature_algorithm")))
    (certificate,) = _named(signed, info["sid"])
    _wanted(all(_is_meant(certificate, _value(said[part]), sha) for part, sha in _MEANT.items() if part in said))
    _wanted(info["signature_algorithm"]["algorithm"].native in ("rsassa_pkcs1v15", f"{name}_rsa"))
    key = load_der_public_key(certificate.public_key.dump())
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < SHORTEST_KEY:
        raise _NotPlain
    key.verify(info["signature"].native, told, padding.PKCS1v15(), getattr(hashes, name.upper())())
    return _By(info, said, certificate, name)


def _attributes(attributes: Any) -> dict[str, Any]:
    """The attributes by name, each there once."""
    found = {attribute["type"].native: attribute for attribute in attributes}
    _wanted(len(found) == len(attributes))
    return found


def _value(attribute: Any) -> Any:
    (value,) = attribute["values"]
    return value


_MEANT = {"signing_certificate_v2": None, "signing_certificate": "sha1"}
"""Attributes that say which certificate was meant, by its digest (RFC 5035); the older one is always by SHA-1."""


def _is_meant(certificate: Any, said: Any, sha: str | None) -> bool:
    meant = said["certs"][0]
    digest = hashlib.new(sha or meant["hash_algorithm"]["algorithm"].native, certificate.dump()).digest()
    if digest != meant["cert_hash"].native:
        return False
    issued = meant["issuer_serial"].native
    return not issued or issued == {"issuer": [certificate.issuer.native], "serial_number": certificate.serial_number}


def _named(signed: Any, signer: Any) -> Iterator[Any]:
    """The certificates inside that `signer` names."""
    _wanted(signer.name == "issuer_and_serial_number")
    issuer, serial = signer.chosen["issuer"].dump(), signer.chosen["serial_number"].native
    for choice in signed["certificates"]:
        certificate = choice.chosen
        if choice.name == "certificate" and certificate.serial_number == serial and certificate.issuer.dump() == issuer:
            yield certificate


def _common_name(name: Any) -> str | None:
    said = name.native.get("common_name")
    text = said[-1] if isinstance(said, list) else said
    return clean(str(text)).strip() if text else None
