"""Whether the digital signatures of a PDF hold, by pyHanko (`verified`): offline, in bounded time, without a clock.

A signature is checked at the time of its signing: what was right then stays so when the certificate has run out, and
the same bytes have the same verdict for ever. Nothing is fetched, so a certificate that was revoked is not found out.
"""

import asyncio
import ctypes
import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

from asn1crypto.x509 import NameTypeAndValue
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, PdfSignatureStatus, SignatureCoverageLevel
from pyhanko.sign.validation import async_validate_pdf_signature as validate
from pyhanko_certvalidator import ValidationContext

from extract.letters import clean
from extract.pdf.hexadecimal import hex_string
from extract.transcript import Signature, SignatureVerdict

SECONDS = 20.0
"""A signature takes 10 ms, a file that was written into after its last one some seconds."""

MOST = 100
"""Signatures checked: a dispatch has up to ten, of drafters, signer, office and archive."""


def verified(source: Path, roots: Sequence[bytes] = ()) -> tuple[Signature, ...] | None:
    """The signatures in the order of signing, each signer and time once; None where the file can't be taken apart.

    `roots` are the certificates (PEM or DER) of the authorities that are believed. Raises nothing.
    """
    return _within(SECONDS, lambda: _verified(source, roots))


def _verified(source: Path, roots: Sequence[bytes]) -> tuple[Signature, ...] | None:
    anchors = [certificate for root in roots for certificate in _certificates(root)]
    with source.open("rb", buffering=_PIECE) as stream:
        embedded = PdfFileReader(stream, strict=False).embedded_signatures[:MOST]
        return asyncio.run(_all_checked(embedded, anchors)) if embedded else None


async def _all_checked(embedded: Sequence[EmbeddedPdfSignature], anchors: Sequence[Any]) -> tuple[Signature, ...]:
    """Each signer and time once, with the worst of its verdicts; in one event loop, which takes time to start."""
    checked = [await _checked(signature, anchors) for signature in embedded]
    _, last = checked[-1]
    whole = embedded[-1].evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
    found: dict[tuple[str | None, datetime | None], Signature] = {}
    for signature, (claimed, said) in zip(embedded, checked, strict=True):
        vouched = whole and _BAD_TO_GOOD.index(last.verdict) >= _BAD_TO_GOOD.index(said.verdict)
        if not vouched and said.verdict in ("valid", "untrusted") and await _is_changed(signature, anchors):
            said = replace(said, verdict="changed", reason=REASONS["changed"])
        known = found.setdefault((said.signer, claimed), said)
        if _BAD_TO_GOOD.index(said.verdict) < _BAD_TO_GOOD.index(known.verdict):
            found[said.signer, claimed] = said
    return tuple(found.values())


@lru_cache(maxsize=64)
def _certificates(root: bytes) -> tuple[Any, ...]:
    """Those in `root`; taken apart once, since each file of an office is held against the same few."""
    return tuple(load_certs_from_pemder_data(root))


_PIECE = 2**16
"""Bytes read at once: each signature's digest goes over all of the file that was there when it was put."""

_BAD_TO_GOOD: tuple[SignatureVerdict, ...] = ("broken", "changed", "unchecked", "untrusted", "valid")

REASONS: dict[SignatureVerdict, str] = {
    "valid": "chữ ký đúng, nội dung nguyên vẹn, chứng thư số do tổ chức được tin cậy cấp; "
    "không kiểm tra được chứng thư số đã bị thu hồi hay chưa",
    "untrusted": "chữ ký đúng, nội dung nguyên vẹn; chưa xác nhận được tổ chức cấp chứng thư số, "
    "không kiểm tra được chứng thư số đã bị thu hồi hay chưa",
    "changed": "tệp bị sửa sau khi ký",
    "broken": "nội dung không còn đúng như khi ký",
    "unchecked": "chưa kiểm tra được chữ ký",
}


_OLD_ALGORITHM = "chữ ký đúng, nội dung nguyên vẹn; chứng thư số dùng thuật toán cũ (SHA-1), không còn được tin cậy"


async def _checked(signature: EmbeddedPdfSignature, anchors: Sequence[Any]) -> tuple[datetime | None, Signature]:
    """What the signer's machine says the time was, and what was found out about the signature."""
    try:
        claimed = signature.self_reported_timestamp
        status = await _status(signature, anchors, skip_diff=True)
    except Exception:  # pyHanko raises of every kind on a signature that is made wrong: then nothing is known of it
        return None, _unchecked(signature)
    stamp = status.timestamp_validity
    attested = stamp.timestamp if stamp is not None and stamp.valid and stamp.intact else None
    said = Signature(
        signer=_common_name(status.signing_cert.subject),
        signed_at=attested or claimed,
        verdict=_verdict(status),
        reason=_reason(status),
        authority=_common_name(status.signing_cert.issuer),
        attested=attested is not None,
    )
    return claimed, said


async def _status(signature: EmbeddedPdfSignature, anchors: Sequence[Any], skip_diff: bool) -> PdfSignatureStatus:
    claimed = signature.self_reported_timestamp
    at = claimed if claimed and claimed.tzinfo else signature.signer_cert.not_valid_before
    context = ValidationContext(trust_roots=list(anchors), moment=at, allow_fetching=False, revocation_mode="soft-fail")
    return await validate(signature, signer_validation_context=context, skip_diff=skip_diff)


def _verdict(status: PdfSignatureStatus) -> SignatureVerdict:
    if not (status.intact and status.valid):
        return "broken"
    return "valid" if status.trusted else "untrusted"


def _reason(status: PdfSignatureStatus) -> str:
    verdict = _verdict(status)
    old = status.trust_problem_indic == AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE
    return _OLD_ALGORITHM if verdict == "untrusted" and old else REASONS[verdict]


async def _is_changed(signature: EmbeddedPdfSignature, anchors: Sequence[Any]) -> bool:
    """Whether more was written into the file after signing than forms, further signatures and their stamps."""
    if signature.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE:
        return False
    try:
        level = (await _status(signature, anchors, skip_diff=False)).modification_level
    except Exception:  # what can't be compared is not the file that was signed
        return True
    return level is None or level > ModificationLevel.FORM_FILLING


def _unchecked(signature: EmbeddedPdfSignature) -> Signature:
    try:
        signer, claimed = _common_name(signature.signer_cert.subject), signature.self_reported_timestamp
    except Exception:  # as above
        signer, claimed = None, None
    return Signature(signer, claimed, reason=REASONS["unchecked"])


def _common_name(name: Any) -> str | None:
    said = name.native.get("common_name")
    text = said[-1] if isinstance(said, list) else said
    return clean(str(text)).strip() if text else None


Found = TypeVar("Found")


class _OutOfTime(BaseException):
    """Thrown into a thread; no `except Exception` of a library holds it up."""


def _within(seconds: float, work: Callable[[], Found]) -> Found | None:
    """What `work` returns; None where it raises or takes longer.

    By a thread of its own, since pyHanko starts an event loop, and the caller's thread may have one. All of it is
    Python, which an exception stops anywhere: hostile files lead it round in circles.
    """
    answer: list[Found] = []

    def answering() -> None:
        with suppress(Exception, _OutOfTime):  # of a file that can't be taken apart nothing is known
            answer.append(work())

    thread = threading.Thread(target=answering, daemon=True)
    thread.start()
    thread.join(seconds)
    for _ in range(_TRIES if thread.is_alive() else 0):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(_OutOfTime))
        thread.join(1.0)
        if not thread.is_alive():
            break
    return answer[0] if answer else None


_TRIES = 5
"""Seconds that a thread may take to end; one that sits in a library's C code ends by itself, unheard."""


generic.read_hex_string_from_stream = hex_string  # `generic.read_object` calls it by this name


def prepared(name: Any, text: str) -> str:
    """A part of a certificate's name, ready to be compared (RFC 4518): as asn1crypto has it and raising as it does.

    It looks every letter up in ten tables, a sixth of pyHanko's time, for names that are the same in file after file.
    """
    return _known(text) if len(text) <= _LONGEST_NAME else letter_by_letter(name, text)


letter_by_letter: Callable[[Any, str], str] = NameTypeAndValue._ldap_string_prep
_known = lru_cache(maxsize=1024)(partial(letter_by_letter, None))

_LONGEST_NAME = 200
"""Letters that are kept: a part of a name has 64 by X.520, and what is hostile shall not fill the memory."""

NameTypeAndValue._ldap_string_prep = prepared  # type: ignore[method-assign]

for _name in ("pyhanko", "pyhanko_certvalidator"):  # an unknown authority is an answer here, no fault to log
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)
