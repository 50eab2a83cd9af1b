"""A folder of dispatches for soak and bench: letters of one fictional province, and files broken in twenty ways."""

import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from samples.answers import LETTER
from samples.orders import DIRECTIVE
from samples.paper import Paper
from samples.pdf import to_pdf
from samples.scan import to_scan
from samples.web import to_html
from samples.word import to_docx

TEXT = """ỦY BAN NHÂN DÂN
TỈNH LÂM SƠN
Số: {number}/UBND-TH
Lâm Sơn, ngày {day:02} tháng 3 năm 2024
Kính gửi: Sở Nội vụ
Yêu cầu Sở Nội vụ xây dựng kế hoạch kiểm tra số {number}, hoàn thành trước ngày {day}/6/2024.
"""

LIMITS = "[limits]\npages = 60\nmegabytes = 8\n"
"""Settings under which two of the broken files are too large."""


def make(folder: Path, files: int, broken: int) -> None:
    """`files` files in `folder`, of which `broken` can't be read and one is long; the same for the same numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(broken):
        name, content = BROKEN[number % len(BROKEN)]
        (folder / f"hong-{number:03}-{name}").write_bytes(content(random.Random(number)))
    for number in range(files - broken - 1):
        write(folder, number)
    (folder / "ke-hoach-dai.pdf").write_bytes(long_plan(14 if files >= LARGE else 5))


LARGE = 100
"""Files from which a folder is worth a long plan in it."""


def write(folder: Path, number: int) -> None:
    """The letter `number`: mostly text; every fifth HTML, every eighth Word or PDF, every fortieth a scan."""
    if number % 40 == 39:
        (folder / f"{number:05}-quet.pdf").write_bytes(to_scan(to_pdf(paper(number)), skew=0.4, seed=number))
    elif number % 8 == 1:
        (folder / f"{number:05}.docx").write_bytes(to_docx(paper(number)))
    elif number % 8 == 2:
        (folder / f"{number:05}.pdf").write_bytes(to_pdf(paper(number)))
    elif number % 5 == 4:
        (folder / f"{number:05}.html").write_bytes(to_html(paper(number)))
    else:
        (folder / f"{number:05}.txt").write_text(TEXT.format(number=number, day=1 + number % 28), encoding="utf-8")


def paper(number: int) -> Paper:
    """A letter or directive with a number of its own."""
    return replace((LETTER, DIRECTIVE)[number % 3 == 0], number=f"{number}/SKHCN-TĐC")


def long_plan(pages: int) -> bytes:
    """A scan whose pages are read by all processes at once."""
    body = tuple(
        f"{n}. Sở Nội vụ xây dựng kế hoạch số {n}, hoàn thành trước ngày 15/6/2024." for n in range(pages * 28)
    )
    plan = replace(DIRECTIVE, number="900/KH-UBND", kind="KẾ HOẠCH", body=body)
    return to_scan(to_pdf(plan), skew=0.2, seed=1)


def noise(chance: random.Random, size: int = 3000) -> bytes:
    return chance.randbytes(size)


def pdf(chance: random.Random, pages: int = 1, password: str | None = None) -> bytes:
    stream = BytesIO()
    canvas = Canvas(stream, invariant=1, encrypt=StandardEncryption(password) if password else None)
    for page in range(pages):
        canvas.drawString(80, 700, f"{chance.random()} {page}")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return stream.getvalue()


def locked(archive: bytes) -> bytes:
    """An archive whose entries say that they are encrypted."""
    for header, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = archive.find(header)
        while found >= 0:
            archive = archive[: found + at] + b"\x01\x00" + archive[found + at + 2 :]
            found = archive.find(header, found + 4)
    return archive


def png_bomb(chance: random.Random) -> bytes:
    size = struct.pack(">II", 60000 + chance.randrange(99), 60000)
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + size + b"\x08\x02\x00\x00\x00" + noise(chance)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

BROKEN: tuple[tuple[str, Callable[[random.Random], bytes]], ...] = (
    ("rong.pdf", lambda chance: b""),
    ("cut.pdf", lambda chance: pdf(chance)[:300]),
    ("nhieu.pdf", lambda chance: b"%PDF-1.7\n" + noise(chance)),
    ("khoa.pdf", lambda chance: pdf(chance, password="secret")),  # noqa: S106
    ("dai.pdf", lambda chance: pdf(chance, 61)),
    ("cut.docx", lambda chance: package({"word/document.xml": noise(chance)})[:200]),
    ("rong.docx", lambda chance: package({"[Content_Types].xml": noise(chance)})),
    ("xml.docx", lambda chance: package({"[Content_Types].xml": b"<Types/>", "word/document.xml": noise(chance)})),
    ("khoa.doc", lambda chance: OLE + noise(chance) + "EncryptedPackage".encode("utf-16-le")),
    ("cu.xls", lambda chance: OLE + noise(chance)),
    ("xml.xlsx", lambda chance: package({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": noise(chance)})),
    ("hong.jpg", lambda chance: b"\xff\xd8\xff\xe0" + noise(chance)),
    ("cut.png", lambda chance: b"\x89PNG\r\n\x1a\n" + noise(chance)),
    ("bom.png", png_bomb),
    ("hong.tif", lambda chance: b"II*\x00" + noise(chance)),
    ("hong.webp", lambda chance: b"RIFF\x10\x00\x00\x00WEBP" + noise(chance)),
    ("hong.zip", lambda chance: package({"a.txt": noise(chance)})[:-40]),
    ("khoa.zip", lambda chance: locked(package({"a.txt": noise(chance)}))),
    ("in.ps", lambda chance: b"%!PS-Adobe\n" + noise(chance)),
    ("to.txt", lambda chance: str(chance.random()).encode() * 500_000),
)
"""Names, and what they hold: no two files are the same."""
