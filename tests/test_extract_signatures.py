"""Digital signatures: whether they hold, whose they are, and when they were put."""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import keys, x509
from click.testing import CliRunner
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from hypothesis import example, given
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from cli import main
from extract import read
from extract.pdf import verification
from extract.pdf.verification import REASONS, letter_by_letter, prepared, verified
from extract.transcript import SignatureVerdict
from samples.orders import ORDERS
from samples.pdf import to_pdf

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
OFFICE = "Ủy ban nhân dân tỉnh Lâm Sơn"
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)


def named(name: str) -> certificates.Name:
    return certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, name)])


class Authority:
    """An authority that is thrown away after the tests, and a signer whose certificate it issued."""

    def __init__(self, name: str) -> None:
        self.name, self.key = named(name), rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.root = self._issued(self.name, self.key, True)
        self.pem = self.root.public_bytes(serialization.Encoding.PEM)

    def signer(self, name: str) -> signers.SimpleSigner:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        own = self._issued(named(name), key, False)
        private = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return signers.SimpleSigner(_loaded(own), keys.PrivateKeyInfo.load(private), SimpleCertificateStore())

    def _issued(self, subject: certificates.Name, key: rsa.RSAPrivateKey, ca: bool) -> certificates.Certificate:
        usage = certificates.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False)
        return (
            certificates.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(certificates.random_serial_number())
            .not_valid_before(BEGIN)
            .not_valid_after(BEGIN + timedelta(days=3650))
            .add_extension(certificates.BasicConstraints(ca, None), critical=True)
            .add_extension(usage, critical=True)
            .sign(self.key, hashes.SHA256())
        )


def _loaded(certificate: certificates.Certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority("CA thử nghiệm")


def signed(pdf: bytes, signer: signers.SimpleSigner, field: str = "Ky1") -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    meta = signers.PdfSignatureMetadata(field_name=field, subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED)
    buffer = signers.PdfSigner(meta, signer).sign_pdf(writer)
    return bytes(buffer.getvalue())


@pytest.fixture(scope="module")
def dispatch(authority: Authority) -> bytes:
    return signed(to_pdf(ORDERS[0]), authority.signer(OFFICE))


Spoilt = Callable[[bytes], bytes]


def one_byte(pdf: bytes) -> bytes:
    """One byte of the first page's content changed."""
    at = pdf.index(b"stream\n") + 40
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def another_page(pdf: bytes) -> bytes:
    """A page turned round in a revision that nobody signed."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Rotate"] = fields.generic.NumberObject(180)
    writer.update_container(page)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


VERDICTS: list[tuple[str, Spoilt, bool, str]] = [
    ("by an authority that is believed", lambda pdf: pdf, True, "valid"),
    ("by one that nobody knows", lambda pdf: pdf, False, "untrusted"),
    ("with a byte changed", one_byte, True, "broken"),
    ("with a page turned afterwards", another_page, True, "changed"),
]


@pytest.mark.parametrize(("_", "spoil", "believed", "verdict"), VERDICTS, ids=[v[0] for v in VERDICTS])
def test_a_signature(
    _: str, spoil: Spoilt, believed: bool, verdict: str, authority: Authority, dispatch: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "36-KH-UBND.pdf"
    path.write_bytes(spoil(dispatch))
    found = read(path, roots=[authority.pem] if believed else ())
    (signature,) = found.signatures
    assert (signature.verdict, signature.signer) == (verdict, OFFICE)
    assert signature.authority == "CA thử nghiệm" and signature.reason and signature.signed_at
    told = {p.code: p.message for p in found.problems if p.code.startswith("signature_")}
    assert list(told) == ([f"signature_{verdict}"] if verdict in ("broken", "changed") else [])
    assert all(OFFICE in message for message in told.values())


def test_who_signs_later_vouches_for_the_first_only_when_believed_as_much(
    authority: Authority, dispatch: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "hai-chu-ky.pdf"
    path.write_bytes(signed(another_page(dispatch), Authority("CA khác").signer("Người lạ"), "Ky2"))
    first, second = read(path, roots=[authority.pem]).signatures
    assert (first.verdict, second.verdict) == ("changed", "untrusted")
    path.write_bytes(signed(dispatch, authority.signer("Văn thư"), "Ky2"))
    assert [s.verdict for s in read(path, roots=[authority.pem]).signatures] == ["valid", "valid"]


def test_the_same_verdict_inside_a_running_event_loop(dispatch: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(dispatch)

    async def reading() -> str:
        return read(path).signatures[0].verdict

    assert asyncio.run(reading()) == "untrusted"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"PK\x03\x04", b"%PDF-1.4\n" + b"1 0 obj << " * 5000])
def test_what_is_no_signed_file_has_no_verdict(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    assert verified(path) is None


def test_roots_that_are_no_certificates(dispatch: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(dispatch)
    assert [s.verdict for s in read(path, roots=[b"no certificate"]).signatures] == ["unchecked"]


@given(st.text(max_size=30), st.sampled_from([1, 1, 40]))
@example("CỘNG HÒA  Xã hội", 1)
@example("\ue000", 1)  # what no name may contain
@example("\u0627a", 1)  # from right to left and from left to right
def test_names_of_certificates_are_prepared_as_the_library_does_it(name: str, times: int) -> None:
    assert _said_or_raised(prepared, name * times) == _said_or_raised(letter_by_letter, name * times)


def _said_or_raised(prepare: Callable[[None, str], str], name: str) -> str:
    try:
        return prepare(None, name)
    except ValueError as error:
        return f"ValueError: {error}"


def test_an_endless_check_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(verification, "SECONDS", 0.2)
    monkeypatch.setattr(verification, "_verified", _round_and_round)
    began, threads = time.monotonic(), threading.active_count()
    assert verified(tmp_path / "a.pdf") is None
    assert time.monotonic() - began < 5 and threading.active_count() == threads


def _round_and_round(_source: Path, _roots: object) -> None:
    while True:
        with suppress(Exception):
            time.sleep(0.001)


REAL = {
    "04-CT-UBND-2024.pdf": [("Ủy ban nhân dân tỉnh", "2024-03-18"), ("TRUNG TÂM CÔNG BÁO", "2024-03-18")],
    "07-CT-UBND-2018.pdf": [("Trung tâm Công báo", "2018-03-21")],  # its own time is seven hours ahead
    "STP-HCM-2021.pdf": [("Sở Tư pháp", "2021-02-25")],
    "11-TB-UBND-2025.pdf": [],
}


@pytest.mark.shared
@pytest.mark.parametrize("name", REAL)
def test_real_signatures(name: str) -> None:
    found = verified(CORPUS / name) or ()
    assert all(s.verdict == "untrusted" and s.attested for s in found)
    assert len(found) == len(REAL[name])
    for signature, (signer, day) in zip(found, REAL[name], strict=True):
        assert signature.signer and signature.signer.startswith(signer)
        assert signature.signed_at and signature.signed_at.date().isoformat() == day


def test_an_office_names_the_authorities_it_believes(
    authority: Authority, dispatch: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ca").mkdir()
    (tmp_path / "ca" / "goc.pem").write_bytes(authority.pem)
    (tmp_path / "ca" / "README").write_text("no certificate")
    (tmp_path / "a.pdf").write_bytes(dispatch)
    asked = ["read", "--json", "--jobs", "1", str(tmp_path / "a.pdf")]
    assert '"verdict": "untrusted"' in CliRunner().invoke(main, asked).output
    monkeypatch.setenv("VANTHU_READING__AUTHORITIES", str(tmp_path / "ca"))
    assert '"verdict": "valid"' in CliRunner().invoke(main, asked).output


@pytest.mark.parametrize("verdict", ["valid", "untrusted"])
def test_what_is_not_known_offline_is_said(verdict: SignatureVerdict) -> None:
    assert "không kiểm tra được chứng thư số đã bị thu hồi hay chưa" in REASONS[verdict]
