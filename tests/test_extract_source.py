"""What a file is, by content; what can't be read says why and what to do, in both languages."""

import base64
import os
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from docx import Document
from made_pdf import letter, locked
from PIL import Image

from extract import read
from extract.errors import (
    Damaged,
    Empty,
    Encrypted,
    Forbidden,
    Missing,
    TooLarge,
    UnknownFormat,
    Unreadable,
)
from extract.formats import images
from extract.source import identify


def docx(path: Path) -> Path:
    document = Document()
    document.add_paragraph("Sở Nội vụ báo cáo")
    document.save(str(path))
    return path


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def image(path: Path, kind: str) -> Path:
    Image.new("L", (400, 560), 255).save(path, kind)
    return path


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("TIFF", "image/tiff"),
        ("WEBP", "image/webp"),
        ("BMP", "image/bmp"),
    ],
)
def test_images_by_content(tmp_path: Path, kind: str, media_type: str) -> None:
    found = identify(image(tmp_path / "trang.pdf", kind))
    assert (found.media_type, found.format) == (media_type, "image")
    assert [p.code for p in found.problems] == ["wrong_extension"]


# A white photograph of 400 × 560 pixels; the library that reads them can't make one.
HEIC = (
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVdtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAA"
    "AAAERAAAEAAQAAAAABewABAAAAAAAAAN4AAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA12lwcnAA"
    "AAC4aXBjbwAAAHlodmNDAQNwAAAAkAAAAAAAP/AA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAP7oCQGEAAQAsQgEBA3AAAAMAkA"
    "AAAwAAAwA/oAyIAjFlupJKa5uAhoMCAAADADIAAAMAAhBiAAEAB0QBwXKwYkAAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAABkAAA"
    "AjAAAAAQcGl4aQAAAAADCAgIAAAAF2lwbWEAAAAAAAAAAQABBIECAwQAAADmbWRhdAAAANooAa8TEmgWVVUTSSjmyGhT6h+6Zd+UYaBykUz9P9"
    "moMXQAAGsAANUAC3AA0ICjGesW6AAA9gACzAAbwAAAAwAAAwCNgJMAAREAC0AAAAMAAAMAAAMAAAMAcUCHAAADAAADAAADAAADAAADAAADABWw"
    "AAADAAADAAADAAADAAADAAADABwQAAADAAADAAADAAADAAADAAADA8oAAAMAAAMAAAMAAAMAAAMAACCgAAADAAADAAADAAADAAADAAB5QAAAAw"
    "AAAwAAAwAAAwAAAwAAAwAAAwAAAwC9gA=="
)


def test_a_photograph_from_a_phone(tmp_path: Path) -> None:
    source = written(tmp_path / "IMG_0001.HEIC", base64.b64decode(HEIC))
    assert identify(source).media_type == "image/heic"
    assert identify(source).problems == ()
    pixels, _ = images.frame(source, 1)
    assert pixels.shape == (560, 400, 3) and pixels.min() > 250
    with pytest.raises(Damaged):
        images.frame(cut(source, 400), 1)


def test_documents_by_content(tmp_path: Path) -> None:
    assert identify(letter(tmp_path / "a.docx")).format == "pdf"
    assert identify(docx(tmp_path / "a.pdf")).format == "docx"
    assert identify(written(tmp_path / "a.txt", b"\n <!DOCTYPE html><p>a</p>")).format == "html"
    assert identify(written(tmp_path / "b.txt", "Sở Nội vụ < 5 ngày".encode("utf-16"))).format == "text"
    assert identify(written(tmp_path / "c", b"%PDF-1.7 after mail headers")).format == "pdf"


def test_the_right_extension_is_no_problem(tmp_path: Path) -> None:
    assert identify(letter(tmp_path / "a.PDF")).problems == ()
    assert identify(written(tmp_path / "a.txt", b"a")).problems == ()
    assert identify(written(tmp_path / "khong-duoi", b"a")).problems == ()


def huge_png(path: Path) -> Path:
    """A PNG that says it has 30,000 × 30,000 pixels, in 100 bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return written(path, b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b""))


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package, package.open("word/document.xml", "w") as part:
        for _ in range(310):
            part.write(bytes(2**20))
    return path


def cut(path: Path, size: int) -> Path:
    return written(path, path.read_bytes()[:size])


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

UNREADABLE = {
    "empty": (lambda folder: written(folder / "a.pdf", b""), Empty),
    "empty image": (lambda folder: written(folder / "a.png", b""), Empty),
    "not there": (lambda folder: folder / "a.pdf", Missing),
    "a folder": (lambda folder: folder, Missing),
    "unknown": (lambda folder: written(folder / "a.bin", bytes(range(256)) * 4), UnknownFormat),
    "old PowerPoint": (
        lambda folder: written(folder / "a.ppt", OLE + "PowerPoint Document".encode("utf-16-le")),
        UnknownFormat,
    ),
    "locked Word": (
        lambda folder: written(
            folder / "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
        ),
        Encrypted,
    ),
    "locked PDF": (lambda folder: locked(folder / "a.pdf"), Encrypted),
    "no PDF after all": (lambda folder: written(folder / "a.pdf", b"%PDF-1.4 xyz"), Damaged),
    "cut-off PDF": (lambda folder: cut(letter(folder / "a.pdf"), 600), Damaged),
    "cut-off DOCX": (lambda folder: cut(docx(folder / "a.docx"), 9000), Damaged),
    "cut-off image": (lambda folder: cut(image(folder / "a.png", "PNG"), 60), Damaged),
    "huge image": (lambda folder: huge_png(folder / "a.png"), TooLarge),
    "ZIP bomb": (lambda folder: bomb(folder / "a.docx"), TooLarge),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable(tmp_path: Path, name: str) -> None:
    make, error = UNREADABLE[name]
    source = make(tmp_path)
    with pytest.raises(Unreadable) as caught:
        read(source)
    assert type(caught.value) is error
    for sentence in (str(caught.value), caught.value.vietnamese):
        assert str(source) in sentence and "{" not in sentence
        assert ";" in sentence  # what is wrong; what to do


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_forbidden(tmp_path: Path) -> None:
    source = written(tmp_path / "a.txt", b"a")
    source.chmod(0)
    with pytest.raises(Forbidden):
        identify(source)


def test_a_name_that_is_no_utf_8(tmp_path: Path) -> None:
    source = Path(os.fsdecode(os.fsencode(tmp_path) + b"/k\xff.pdf"))
    try:
        letter(tmp_path / "a.pdf").rename(source)
    except OSError:
        pytest.skip("this file system wants UTF-8")
    transcript = read(source)
    assert transcript.file.name == "k\\xff.pdf"
    assert transcript.blocks
    source.write_bytes(b"")
    with pytest.raises(Empty) as caught:
        read(source)
    assert "k\\xff.pdf" in str(caught.value)
