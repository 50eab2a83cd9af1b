"""Files made to exhaust whoever reads them end as a plain problem, in seconds and in bounded memory."""

import shutil
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from batch.fault import Fault
from batch.files import read
from extract import read as read_file
from extract.errors import Damaged, TooLarge

TOGETHER = 150.0
"""Seconds for all of them, which take 15 on a quiet machine: one that is not stopped takes longer by itself."""

Write = Callable[[Path], None]


def pdf(*objects: bytes) -> Write:
    """A PDF without a table of its objects, as a reader finds them by itself."""
    made = b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, content) for n, content in enumerate(objects, 1))
    made += b"trailer << /Root 1 0 R /Size %d >>\n%%%%EOF\n" % (len(objects) + 1)
    return lambda path: _kept(path, made)


def _kept(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
)
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
ZEROS = zlib.compress(zlib.compress(bytes(2**29)))
"""Half a gigabyte packed twice, to two kilobytes."""


def package(*parts: tuple[str, bytes]) -> Write:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            for name, content in parts:
                made.writestr(name, content)

    return write


LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 20) for n in range(1, 12))
    + b"]>"
)
TYPES = b"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/%s" ContentType="application/vnd.openxmlformats-officedocument.%s.main+xml"/></Types>"""
LINKS = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="%s"/>
</Relationships>"""
WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'


def docx(document: bytes, *more: tuple[str, bytes]) -> Write:
    types = TYPES % (b"word/document.xml", b"wordprocessingml.document")
    links = LINKS % b"word/document.xml"
    return package(("[Content_Types].xml", types), ("_rels/.rels", links), ("word/document.xml", document), *more)


def xlsx(sheet: bytes) -> Write:
    book = b"""<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r=
"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/>
</sheets></workbook>"""
    sheets = LINKS.replace(b'officeDocument" Target', b'worksheet" Target') % b"worksheets/sheet1.xml"
    return package(
        ("[Content_Types].xml", TYPES % (b"xl/workbook.xml", b"spreadsheetml.sheet")),
        ("_rels/.rels", LINKS % b"xl/workbook.xml"),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", sheets),
        ("xl/worksheets/sheet1.xml", sheet),
    )


def tiff(frames: int, circular: bool = False) -> Write:
    """A TIFF of `frames` pages of one pixel; `circular` leads from the last page to the first."""
    made, size = bytearray(b"II*\0" + struct.pack("<I", 8)), 2 + 8 * 12 + 4
    entries = ((256, 1), (257, 1), (258, 8), (259, 1), (262, 1), (273, 0), (278, 1), (279, 1))
    for number in range(frames):
        last = number == frames - 1
        following = (8 if circular else 0) if last else 8 + (number + 1) * size
        made += struct.pack("<H", len(entries))
        made += b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
        made += struct.pack("<I", following)
    return lambda path: _kept(path, bytes(made))


def png(width: int, height: int) -> Write:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    made = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10**6))) + chunk(b"IEND", b"")
    )
    return lambda path: _kept(path, made)


def odt(content: bytes) -> Write:
    return package(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content))


NOTHING = {"no_text", "crashed", "damaged", "page_damaged", "too_slow", "too_large"}
"""Nothing is read of it, and why is said: its text is empty, or the process that read it was ended."""

BOMBS: dict[str, tuple[Write, set[str]]] = {
    "a tree of pages that is its own branch": (
        pdf(CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
        {"damaged", "page_damaged", "no_text"},
    ),
    "a billion pages": (
        pdf(CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>", PAGE),
        {"too_large", "no_text"},
    ),
    "a picture that is drawn in itself": (
        pdf(CATALOG, ONE, PAGE, stream(b"/X Do"), stream(b"/X Do", FORM)),
        NOTHING,
    ),
    "an object that is its own length": (
        pdf(CATALOG, ONE, PAGE, b"<< /Length 4 0 R >>\nstream\nBT\nendstream", stream(b"", FORM)),
        NOTHING,
    ),
    "a content of half a gigabyte": (
        pdf(CATALOG, ONE, PAGE, stream(ZEROS, b"/Filter [/FlateDecode /FlateDecode]"), stream(b"", FORM)),
        NOTHING,
    ),
    "brackets in brackets": (pdf(CATALOG, ONE, PAGE, stream(b"[" * 10**6), stream(b"", FORM)), NOTHING),
    "a page of a kilometre": (
        pdf(CATALOG, ONE, PAGE.replace(b"595 842", b"3000000 3000000"), stream(b""), stream(b"", FORM)),
        NOTHING,
    ),
    "a picture of three gigapixels": (png(60_000, 50_000), {"too_large"}),
    "a picture cut off": (png(9_000, 9_000), {"damaged"}),
    "four thousand pages of a fax": (tiff(4_000), {"too_large"}),
    "pages of a fax that go round": (tiff(3, circular=True), {"no_text", "damaged"}),
    "word of a gigabyte": (docx(WORD % b"", ("word/media/a.bin", bytes(2**29))), {"too_large"}),
    "word that laughs a billion times": (docx(LAUGHS + WORD % b"<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>"), {"damaged"}),
    "word of tables in tables": (
        docx(WORD % (b"<w:tbl><w:tr><w:tc>" * 50_000 + b"</w:tc></w:tr></w:tbl>" * 50_000)),
        {"damaged"},
    ),
    "excel of a hundred megabytes": (xlsx(b"<worksheet>" + b" " * 10**8 + b"</worksheet>"), {"too_large"}),
    "excel that laughs a billion times": (
        xlsx(
            LAUGHS
            + b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
            b'<c r="A1" t="inlineStr"><is><t>&a11;</t></is></c></row></sheetData></worksheet>'
        ),
        {"damaged"},
    ),
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """What each bomb was answered with, read by the processes and within the limits that `vanthu read` has."""
    folder = tmp_path_factory.mktemp("bombs")
    for name, (write, _) in BOMBS.items():
        write(folder / name)
    began = time.monotonic()
    answered = read([folder / name for name in BOMBS], jobs=2, depth="fast")
    said = {path.name: {a.code} if isinstance(a, Fault) else {p.code for p in a.problems} for path, a in answered}
    assert time.monotonic() - began < TOGETHER
    return said


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_as_a_problem(answers: dict[str, set[str]], name: str) -> None:
    assert answers[name]
    assert answers[name] <= BOMBS[name][1]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    "write",
    [lambda path: _kept(path, b"{\\rtf1 " + b"{\\b " * 10**5), odt(LAUGHS + b"<a>&a11;</a>")],
    ids=["rtf of a hundred thousand groups", "odt that laughs a billion times"],
)
def test_a_bomb_for_libreoffice_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Write) -> None:
    monkeypatch.setattr("extract.formats.office.SECONDS", 5)
    write(tmp_path / "a")
    began = time.monotonic()
    with suppress(Damaged, TooLarge):
        assert [problem.code for problem in read_file(tmp_path / "a").problems] == ["no_text"]
    assert time.monotonic() - began < 60
