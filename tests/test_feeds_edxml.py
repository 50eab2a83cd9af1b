"""edXML packages: read as input, hostile ones refused, and what is written is read again the same."""

import base64
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from dispatches import PLAN
from lxml import etree
from sqlalchemy.orm import Session

from batch.files import parse
from extract.errors import Damaged, TooLarge, Unreadable
from extract.parcels import is_parcel, unpacked
from extract.parcels.edxml import NAMESPACE, OLDER, Declared, is_edxml, read_package
from feeds.edxml.writing import package
from feeds.exports.wanted import Wanted, export
from models import store, tables
from models.database import open_database
from models.errors import Refused
from models.records import Evidence, Letterhead, Problem, Provenance, Signer, Unit
from nlp.declared import with_declared

NOW = datetime(2024, 3, 5, 12, tzinfo=UTC)
BODY = "KẾ HOẠCH\nKiểm tra việc duy trì Hệ thống\n\n1. Sở Nội vụ gửi báo cáo trước ngày 30/6/2024.\n"


def zipped(name: str, content: bytes, how: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def a_package(
    namespace: str = NAMESPACE, content: bytes = zipped("kh.txt", BODY.encode()), prefix: str = "edXML:"
) -> str:
    declares = f'xmlns:edXML="{namespace}"' if prefix else f'xmlns="{namespace}"'
    p = prefix
    return f"""<?xml version="1.0" encoding="utf-8"?>
<{p}edXML {declares}><{p}edXMLEnvelope><{p}edXMLHeader><{p}MessageHeader>
<{p}From><{p}OrganId>H99.01</{p}OrganId><{p}OrganName>Ủy ban nhân dân tỉnh Lâm Sơn</{p}OrganName></{p}From>
<{p}Code><{p}CodeNumber>41</{p}CodeNumber><{p}CodeNotation>KH-UBND</{p}CodeNotation></{p}Code>
<{p}PromulgationInfo>
<{p}Place>Lâm Sơn</{p}Place><{p}PromulgationDate>2024/02/26</{p}PromulgationDate></{p}PromulgationInfo>
<{p}DocumentType><{p}TypeName>Kế hoạch</{p}TypeName></{p}DocumentType>
<{p}Subject>Duy trì Hệ thống quản lý chất lượng</{p}Subject>
<{p}SignerInfo><{p}Position>Phó Chủ tịch</{p}Position><{p}FullName>Đỗ Minh Khang</{p}FullName></{p}SignerInfo>
<{p}OtherInfo><{p}Priority>2</{p}Priority></{p}OtherInfo>
</{p}MessageHeader></{p}edXMLHeader>
<{p}edXMLBody><{p}edXMLManifest>
<{p}Reference><{p}ContentId>cid:1</{p}ContentId></{p}Reference><{p}Reference><{p}ContentId>cid:2</{p}ContentId></{p}Reference>
</{p}edXMLManifest></{p}edXMLBody></{p}edXMLEnvelope>
<AttachmentEncoded>
<Attachment><ContentId>2</ContentId><AttachmentName>phu-luc.txt</AttachmentName>
<ContentTransferEncoded>{base64.b64encode(b"phu luc").decode()}</ContentTransferEncoded></Attachment>
<Attachment><ContentId>1</ContentId><AttachmentName>ke-hoach.txt</AttachmentName>
<ContentTransferEncoded>{base64.b64encode(content).decode()}</ContentTransferEncoded></Attachment>
</AttachmentEncoded></{p}edXML>"""


def put(folder: Path, text: str, name: str = "goi.edxml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.mark.parametrize("namespace", [NAMESPACE, *OLDER])
@pytest.mark.parametrize("prefix", ["edXML:", ""])
def test_the_header_is_read_whatever_its_namespace(tmp_path: Path, namespace: str, prefix: str) -> None:
    header, attachments = read_package(put(tmp_path, a_package(namespace, prefix=prefix)))
    assert (header.number, header.kind, header.issued_on) == ("41/KH-UBND", "Kế hoạch", date(2024, 2, 26))
    assert (header.issuer, header.place) == ("Ủy ban nhân dân tỉnh Lâm Sơn", "Lâm Sơn")
    assert (header.signer, header.position, header.urgency) == ("Đỗ Minh Khang", "Phó Chủ tịch", "Thượng khẩn")
    assert dict(header.elements)["number"] == "CodeNumber: 41; CodeNotation: KH-UBND"
    assert [(a.name, a.content) for a in attachments] == [("ke-hoach.txt", BODY.encode()), ("phu-luc.txt", b"phu luc")]


def test_a_package_is_a_folder_of_files_with_its_header_beside_the_first(tmp_path: Path) -> None:
    goi = put(tmp_path, a_package())
    assert is_parcel(goi)
    found = {path.name: answer for path, answer in parse([goi], jobs=1)}
    assert set(found) == {"ke-hoach.txt", "phu-luc.txt"}
    plan = found["ke-hoach.txt"]
    head = plan.letterhead
    assert (head.number, head.issued_on, head.kind) == ("41/KH-UBND", date(2024, 2, 26), "Kế hoạch")
    assert head.issuer.canonical == "Ủy ban nhân dân tỉnh Lâm Sơn"
    assert {e.origin for e in head.evidence["number"].evidence} == {"edxml"}
    (task,) = plan.tasks
    assert task.deadline.end == date(2024, 6, 30)
    assert found["phu-luc.txt"].letterhead.number is None  # the header is of the dispatch, not of what goes with it


@pytest.mark.parametrize(("day", "told"), [("2024/06/30", []), ("2024/07/15", ["edxml_due"])])
def test_a_day_of_answer_that_no_task_has_is_told(tmp_path: Path, day: str, told: list[str]) -> None:
    with_day = a_package().replace("<edXML:OtherInfo>", f"<edXML:DueDate>{day}</edXML:DueDate><edXML:OtherInfo>")
    plan = {path.name: answer for path, answer in parse([put(tmp_path, with_day)], jobs=1)}["ke-hoach.txt"]
    assert [p.code for p in plan.problems if p.code.startswith("edxml")] == told


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('<!DOCTYPE edXML [<!ENTITY a SYSTEM "file:///etc/passwd">]><edXML><Subject>&a;</Subject></edXML>', Damaged),
        ('<!DOCTYPE edXML SYSTEM "http://127.0.0.1:9/x.dtd"><edXML/>', Damaged),
        ("<edXML><edXMLEnvelope>", Damaged),
        ("<edXML>" + "<a>" * 100_000, Damaged),
        ("<edXML>" + "<a>" * 100_000 + "</a>" * 100_000 + "</edXML>", Damaged),
        (a_package(content=b"PK\x03\x04 no zip"), Damaged),
        (a_package().replace("<ContentTransferEncoded>", "<ContentTransferEncoded>!"), Damaged),
    ],
    ids=["entity", "dtd", "cut off", "deep and cut off", "deep", "no zip", "no base64"],
)
def test_a_hostile_package_is_refused(tmp_path: Path, text: str, error: type[Unreadable]) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(error):
        unpacked(put(tmp_path, text), tmp_path / "out")


def test_what_unpacks_to_more_than_is_sensible_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.parcels.edxml.LARGEST_PACKAGE", 100_000)
    goi = put(tmp_path, a_package(content=zipped("a", b"\0" * 200_000, zipfile.ZIP_DEFLATED)))
    assert goi.stat().st_size < 100_000
    with pytest.raises(TooLarge):
        unpacked(goi, tmp_path)


def test_names_lead_nowhere_else(tmp_path: Path) -> None:
    goi = put(tmp_path, a_package().replace("ke-hoach.txt", "../../.ssh/authorized_keys"))
    (tmp_path / "out").mkdir()
    assert all(path.is_relative_to(tmp_path / "out") for path in unpacked(goi, tmp_path / "out"))


@pytest.mark.parametrize("head", [b"<html><body>edXML</body>", b"edXML", b"<edXMLish/>", b""])
def test_other_files_are_no_packages(head: bytes) -> None:
    assert not is_edxml(head)


HERE = (Evidence(page=1, bbox=(0, 0, 1, 1), text="14/KH-UBND", origin="ocr"),)


@pytest.mark.parametrize(
    ("number", "confidence", "stands", "problems"),
    [
        (None, 0.0, "41/KH-UBND", []),
        ("41/KH-UBND", 0.5, "41/KH-UBND", []),
        ("14/KH-UBND", 0.6, "41/KH-UBND", ["edxml_differs"]),
        ("14/KH-UBND", 0.97, "14/KH-UBND", ["edxml_differs"]),
    ],
    ids=["not on the page", "the same", "hardly read", "surely read, and another"],
)
def test_page_and_header(number: str | None, confidence: float, stands: str, problems: list[str]) -> None:
    evidence = {"number": Provenance(evidence=HERE, confidence=confidence)} if number else {}
    by_hand = Problem(code="number_by_hand", message="Số viết tay.", field="dispatch.number")
    head, doubts = with_declared(
        Letterhead(number=number, evidence=evidence),
        () if number else (by_hand,),
        Declared(number="41/KH-UBND", elements=(("number", "CodeNumber: 41"),)),
    )
    assert head.number == stands
    assert [p.code for p in doubts] == problems
    for candidate in (c for p in doubts for c in p.candidates):
        assert (candidate.value, candidate.origin) in (("41/KH-UBND", "edxml"), ("14/KH-UBND", "ocr"))
        assert candidate.value != stands


@pytest.mark.parametrize(
    ("read", "problems"),
    [("Duy tri He thong quan ly chat luong nam 2O24", 0), ("Phòng, chống cháy, nổ tại các cơ quan", 1)],
)
def test_letters_that_ocr_lost_are_no_difference(read: str, problems: int) -> None:
    declared = Declared(subject="Duy trì Hệ thống quản lý chất lượng năm 2024")
    own = Letterhead(subject=read, evidence={"subject": Provenance(evidence=HERE, confidence=0.7)})
    head, doubts = with_declared(own, (), declared)
    assert head.subject == declared.subject
    assert len(doubts) == problems


HEAD = Letterhead(
    number="41/KH-UBND",
    kind="Kế hoạch",
    issuer=Unit(name="UBND TỈNH", canonical="Ủy ban nhân dân tỉnh Lâm Sơn"),
    place="Lâm Sơn",
    issued_on=date(2024, 2, 26),
    subject="Duy trì & cải tiến <Hệ thống>",
    urgency="Hỏa tốc",
    signer=Signer(name="Đỗ Minh Khang", position="Phó Chủ tịch", authority="KT. CHỦ TỊCH"),
    recipients=("- Như Điều 3;", "- Lưu: VT."),
)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    attached = [("ke-hoach.txt", BODY.encode()), ("bieu-mau.docx", zipped("[Content_Types].xml", b"<a/>"))]
    with (tmp_path / "goi.edxml").open("wb") as into:
        package(
            HEAD, attached, into, now=NOW, office="Sở Nội vụ tỉnh Lâm Sơn", office_id="H99.05", due_on=date(2024, 6, 30)
        )
    header, attachments = read_package(tmp_path / "goi.edxml")
    assert [(a.name, a.content) for a in attachments] == attached
    assert (header.number, header.kind, header.place) == (HEAD.number, HEAD.kind, HEAD.place)
    assert (header.issuer, header.subject, header.urgency) == (HEAD.issuer.canonical, HEAD.subject, HEAD.urgency)
    assert (header.signer, header.position, header.authority) == (
        HEAD.signer.name, HEAD.signer.position, HEAD.signer.authority,
    )  # fmt: skip
    assert (header.recipients, header.issued_on, header.due_on) == (HEAD.recipients, HEAD.issued_on, date(2024, 6, 30))
    root = etree.parse(tmp_path / "goi.edxml").getroot()
    assert root.tag == f"{{{NAMESPACE}}}edXML"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    original = put(tmp_path, BODY, "ke-hoach.txt")
    with database.writing() as session:
        (known,) = [answer for _, answer in parse([original], jobs=1)]
        sha256 = known.file.sha256
        file = tables.File(
            sha256=sha256, name="ke-hoach.txt", size=original.stat().st_size, first_seen=NOW, state="done"
        )
        file.places.append(tables.Place(uri=original.as_uri(), name="ke-hoach.txt", seen_at=NOW))
        session.add(file)
        plan = store.save(session, file, known, version="1", depth="best", made_at=NOW)
        plan.number, plan.issued_on = PLAN.letterhead.number, PLAN.letterhead.issued_on
        session.flush()
        yield session
    database.close()


def test_a_known_document_goes_out_as_a_package_with_its_file(session: Session, tmp_path: Path) -> None:
    wanted = Wanted(format="edxml", today=date(2024, 3, 5), now=NOW, documents=(1,), office="Sở Nội vụ")
    export(session, wanted, into := io.BytesIO())
    header, attachments = read_package(put(tmp_path, into.getvalue().decode()))
    assert (header.number, header.due_on) == ("41/KH-UBND", date(2024, 6, 30))
    assert [(a.name, a.content.decode()) for a in attachments] == [("ke-hoach.txt", BODY)]


def test_a_package_whose_file_is_gone_is_not_written(session: Session, tmp_path: Path) -> None:
    (tmp_path / "ke-hoach.txt").write_text("etwas anderes")
    with pytest.raises(Refused):
        export(session, Wanted(format="edxml", today=date(2024, 3, 5), now=NOW, documents=(1,)), io.BytesIO())


@pytest.mark.parametrize("documents", [None, (), (1, 2), (99,)])
def test_a_package_is_of_one_document(session: Session, documents: tuple[int, ...] | None) -> None:
    with pytest.raises(Refused):
        export(session, Wanted(format="edxml", today=date(2024, 3, 5), now=NOW, documents=documents), io.BytesIO())
