"""ZIP and mail: what they hold comes out as files of its own, bounded, under names that lead nowhere else."""

import io
import struct
import time
import unicodedata
import zipfile
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from made_pdf import letter

from extract import parcels, read
from extract.errors import Damaged, Encrypted, Parcel, TooLarge
from extract.formats.encodings import to_tcvn3
from extract.parcels import is_parcel, unpacked
from extract.parcels.inside_pdf import encloses


def packed(path: Path, *files: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files:
            package.writestr(name, content)
    return path


def mail(path: Path, *attached: tuple[str, bytes], body: str = "Kính gửi kế hoạch.") -> Path:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "vt@songlam.vn", "snv@songlam.vn", "Kế hoạch năm 2030"
    message.set_content(body)
    for name, content in attached:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    path.write_bytes(message.as_bytes())
    return path


def below(folder: Path, files: tuple[Path, ...]) -> list[str]:
    return [str(path.relative_to(folder)) for path in files]


def test_what_a_parcel_is(tmp_path: Path) -> None:
    assert is_parcel(packed(tmp_path / "a", ("a.txt", b"a")))
    assert is_parcel(mail(tmp_path / "b"))
    assert not is_parcel(packed(tmp_path / "c", ("word/document.xml", b"<a/>")))
    for number, text in enumerate(["Kính gửi: Sở Nội vụ", "From: here to there", "%PDF-1.4", ""]):
        (tmp_path / f"d{number}").write_text(text)
        assert not is_parcel(tmp_path / f"d{number}")


def test_files_of_a_zip(tmp_path: Path) -> None:
    source = packed(tmp_path / "thang-3.zip", ("quý I/kế hoạch.txt", b"a"), ("b.txt", b"b"), ("__MACOSX/b.txt", b"x"))
    files = unpacked(source, tmp_path / "out")
    assert below(tmp_path / "out", files) == ["thang-3.zip/quý I/kế hoạch.txt", "thang-3.zip/b.txt"]
    assert [path.read_bytes() for path in files] == [b"a", b"b"]


def test_a_mail_is_its_text_and_its_attachments(tmp_path: Path) -> None:
    files = unpacked(mail(tmp_path / "mail.eml", ("kế hoạch.pdf", b"%PDF-1.4"), ("b.docx", b"b")), tmp_path / "out")
    assert below(tmp_path / "out", files) == ["mail.eml/thu.txt", "mail.eml/kế hoạch.pdf", "mail.eml/b.docx"]
    assert files[0].read_text() == "Kính gửi kế hoạch.\n"
    assert files[1].read_bytes() == b"%PDF-1.4"


def test_a_parcel_in_a_parcel_is_a_folder(tmp_path: Path) -> None:
    inner = packed(tmp_path / "inner.zip", ("a.txt", b"a")).read_bytes()
    files = unpacked(mail(tmp_path / "mail.eml", ("inner.zip", inner), body=" "), tmp_path / "out")
    assert below(tmp_path / "out", files) == ["mail.eml/inner.zip/a.txt"]


def test_a_mail_that_was_forwarded_with_the_mail(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "a@songlam.vn", "b@songlam.vn"
    inner = EmailMessage()
    inner["From"], inner["To"] = "c@songlam.vn", "a@songlam.vn"
    inner.add_attachment(b"x", maintype="application", subtype="pdf", filename="kh.pdf")
    message.add_attachment(inner)
    (tmp_path / "m.eml").write_bytes(message.as_bytes())
    assert below(tmp_path / "out", unpacked(tmp_path / "m.eml", tmp_path / "out")) == ["m.eml/dinh-kem-1.eml/kh.pdf"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../ngoai.txt", "ngoai.txt"),
        ("/etc/a.txt", "etc/a.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("a\x1b[2J.txt", "a[2J.txt"),
        ("a/" * 1000 + "b.txt", "a/a/a/a/b.txt"),
        ("con\u202efdp.txt", "confdp.txt"),
        ("ế" * 200 + ".pdf", "ế" * 46 + ".pdf"),
    ],
)
def test_no_name_leads_out(tmp_path: Path, name: str, safe: str) -> None:
    files = unpacked(packed(tmp_path / "a.zip", (name, b"a")), tmp_path / "out")
    assert below(tmp_path / "out" / "a.zip", files) == [safe]


def test_two_files_of_one_name(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        source = packed(tmp_path / "a.zip", ("a.txt", b"1"), ("a.txt", b"2"), ("A.TXT", b"3"))
    files = unpacked(source, tmp_path / "out")
    assert [path.read_bytes() for path in files] == [b"1", b"2", b"3"]
    assert len({path.name.casefold() for path in files}) == 3


def old_codes(text: str) -> bytes:
    """`text` in Windows-1258, which writes tones behind their letters."""
    made = b""
    for sign in unicodedata.normalize("NFC", text):
        apart = unicodedata.normalize("NFD", sign)
        tones = "".join(mark for mark in apart[1:] if mark in "\u0300\u0301\u0303\u0309\u0323")
        whole = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in tones))
        made += (whole + tones).encode("cp1258")
    return made


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Kế hoạch năm.txt".encode(), "Kế hoạch năm.txt"),
        (old_codes("Kế hoạch năm.txt"), "Kế hoạch năm.txt"),
        (to_tcvn3("Kế hoạch năm.txt").encode("latin-1"), "Kế hoạch năm.txt"),
        ("Résumé.txt".encode("cp437"), "Résumé.txt"),
    ],
    ids=["utf-8", "windows-1258", "tcvn3", "dos"],
)
def test_names_as_packers_of_all_times_wrote_them(tmp_path: Path, written: bytes, name: str) -> None:
    archive = bytearray(packed(tmp_path / "a.zip", ("x" * len(written), b"a")).read_bytes())
    (tmp_path / "a.zip").write_bytes(archive.replace(b"x" * len(written), written))
    assert below(tmp_path / "out" / "a.zip", unpacked(tmp_path / "a.zip", tmp_path / "out")) == [name]


@pytest.mark.parametrize("charset", ["windows-1258", "x-khong-co", "us-ascii", "utf-8"])
def test_a_mail_in_an_odd_charset(tmp_path: Path, charset: str) -> None:
    text = old_codes("Kính gửi kế hoạch.") if charset == "windows-1258" else "Kính gửi kế hoạch.".encode()
    head = f"From: a@b.vn\nTo: c@d.vn\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    (tmp_path / "a.eml").write_bytes(head.encode() + text)
    (letter,) = unpacked(tmp_path / "a.eml", tmp_path / "out")
    assert unicodedata.normalize("NFC", letter.read_text()) == "Kính gửi kế hoạch."


def test_what_outlook_wraps_up(tmp_path: Path) -> None:
    def attribute(level: int, kind: int, value: bytes) -> bytes:
        return struct.pack("<BII", level, kind, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)

    long = "Kế hoạch.pdf\0".encode("utf-16-le")
    properties = struct.pack("<IHHII", 1, 0x001F, 0x3707, 1, len(long)) + long
    wrapped = b"\x78\x9f\x3e\x22\1\0" + attribute(1, 0x00089006, b"\0\0\1\0")
    for name, content, more in ((b"KEHOAC~1.PDF\0", b"%PDF-1.4", properties), (b"b.txt\0", b"b", b"")):
        wrapped += attribute(2, 0x00069002, bytes(14)) + attribute(2, 0x00018010, name)
        wrapped += attribute(2, 0x0006800F, content) + (attribute(2, 0x00069005, more) if more else b"")
    files = unpacked(mail(tmp_path / "a.eml", ("winmail.dat", wrapped)), tmp_path / "out")
    inside = ["thu.txt", "winmail.dat/Kế hoạch.pdf", "winmail.dat/b.txt"]
    assert below(tmp_path / "out" / "a.eml", files) == inside
    (tmp_path / "cut.dat").write_bytes(wrapped[:-20])
    with pytest.raises(Damaged):
        unpacked(tmp_path / "cut.dat", tmp_path / "out")


def portfolio(path: Path, *files: tuple[str, bytes]) -> Path:
    letter(path)
    document = pdfium.PdfDocument(path.read_bytes())
    for name, content in files:
        document.new_attachment(name).set_data(content)
    document.save(str(path))
    return path


def test_files_inside_a_pdf_are_read_beside_it(tmp_path: Path) -> None:
    inner = portfolio(tmp_path / "inner.pdf", ("bảng.txt", b"c"))
    archive = packed(tmp_path / "z.zip", ("d.txt", b"d"))
    held = (("phụ lục.pdf", inner.read_bytes()), ("../b.txt", b"b"), ("z.zip", archive.read_bytes()))
    source = portfolio(tmp_path / "a.pdf", *held)
    assert encloses(source) and not is_parcel(source)
    assert sorted(below(tmp_path / "out", unpacked(source, tmp_path / "out"))) == [
        "a.pdf/b.txt",
        "a.pdf/phụ lục.pdf",
        "a.pdf/phụ lục.pdf.kem-theo/bảng.txt",
        "a.pdf/z.zip/d.txt",
    ]
    assert not encloses(letter(tmp_path / "plain.pdf"))


def test_a_pdf_in_a_mail_with_files_inside(tmp_path: Path) -> None:
    held = portfolio(tmp_path / "a.pdf", ("b.txt", b"b")).read_bytes()
    files = below(tmp_path / "out", unpacked(mail(tmp_path / "a.eml", ("a.pdf", held)), tmp_path / "out"))
    assert files[1:] == ["a.eml/a.pdf", "a.eml/a.pdf.kem-theo/b.txt"]


def test_a_locked_archive_in_a_mail_holds_up_no_other_file(tmp_path: Path) -> None:
    locked = bytearray(packed(tmp_path / "a.zip", ("a.txt", b"a" * 40)).read_bytes())
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    files = unpacked(mail(tmp_path / "a.eml", ("a.zip", bytes(locked)), ("b.txt", b"b")), tmp_path / "out")
    assert [path.name for path in files] == ["thu.txt", "a.zip", "b.txt"]


def test_a_pdf_that_holds_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcels, "MOST_FILES", 3)
    source = portfolio(tmp_path / "a.pdf", *((f"{n}.txt", b"a") for n in range(9)))
    assert len(unpacked(source, tmp_path / "out")) == 3


def test_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcels, "LARGEST_UNPACKED", 2**22)
    start = time.process_time()
    with pytest.raises(TooLarge):
        unpacked(packed(tmp_path / "size.zip", ("a.txt", bytes(2**24))), tmp_path / "1")
    with pytest.raises(TooLarge):
        unpacked(packed(tmp_path / "count.zip", *((f"{n}.txt", b"a") for n in range(600))), tmp_path / "2")
    content = b"a"
    for _ in range(5):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as package:
            package.writestr("inner.zip", content)
        content = made.getvalue()
    (tmp_path / "deep.zip").write_bytes(content)
    with pytest.raises(TooLarge):
        unpacked(tmp_path / "deep.zip", tmp_path / "3")
    assert time.process_time() - start < 5


def test_parcels_that_are_broken_or_locked(tmp_path: Path) -> None:
    whole = packed(tmp_path / "a.zip", ("a.txt", bytes(range(256)) * 40))
    (tmp_path / "cut.zip").write_bytes(whole.read_bytes()[:200])
    with pytest.raises(Damaged):
        unpacked(tmp_path / "cut.zip", tmp_path)
    locked = bytearray(whole.read_bytes())
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(locked)
    with pytest.raises(Encrypted):
        unpacked(tmp_path / "locked.zip", tmp_path)


def test_one_name_for_a_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        unpacked(packed(tmp_path / "a.zip", ("a", b"1"), ("a/b.txt", b"2")), tmp_path / "out")


def test_reading_a_parcel_as_a_document_says_what_it_is(tmp_path: Path) -> None:
    for source in (mail(tmp_path / "a.eml"), packed(tmp_path / "a.zip", ("a.txt", b"a"))):
        with pytest.raises(Parcel):
            read(source)


def test_a_mail_of_ten_thousand_nested_parts(tmp_path: Path) -> None:
    heads = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(10_000))
    (tmp_path / "a.eml").write_text(f"From: a@b.vn\nTo: c@d.vn\n{heads}\nx")
    start = time.process_time()
    with suppress(Damaged):
        assert len(unpacked(tmp_path / "a.eml", tmp_path / "out")) < 10
    assert time.process_time() - start < 20
