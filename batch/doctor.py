"""Is everything here that vanthu needs, in which version, with which settings (`vanthu doctor`)."""

import platform
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from batch.settings import Settings, in_words, told
from models.database import open_database, steps
from models.errors import DatabaseAbsent, DatabaseError
from models.questions import counts
from models.sheet import counts as counted
from models.wording import Language, Wording

LIBRARIES = ("pypdfium2", "pdfplumber", "opencv-python-headless", "pytesseract", "spacy", "underthesea", "SQLAlchemy")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `well` is False where it keeps vanthu from working; `remedy` says what to do then."""

    name: Wording
    told: str
    well: bool = True
    remedy: Wording | None = None


def examine(address: str, settings: Settings, options: dict[str, str], language: Language) -> Iterator[Finding]:
    """Every finding, one by one. `settings` and `options` are shown as they are in force."""
    yield Finding(Wording("vanthu", "vanthu"), metadata.version("vanthu"))
    yield Finding(Wording("Python", "Python"), platform.python_version())
    yield from _tesseract()
    for library in LIBRARIES:
        yield _library(library)
    yield Finding(Wording("SQLite", "SQLite"), sqlite3.sqlite_version)
    yield _database(address, language)
    for name, value in options.items():
        yield Finding(Wording(f"tùy chọn {name}", f"option {name}"), value)
    for setting in told(settings):
        yield Finding(Wording(f"cài đặt {setting.name}", f"setting {setting.name}"), in_words(setting, language))


def _tesseract() -> Iterator[Finding]:
    remedy = Wording(
        "cài đặt: sudo apt-get install tesseract-ocr tesseract-ocr-vie",
        "install it: sudo apt-get install tesseract-ocr tesseract-ocr-vie",
    )
    program, tongue = Wording("Tesseract", "Tesseract"), Wording("Tesseract tiếng Việt", "Tesseract for Vietnamese")
    try:
        version = _said("tesseract", "--version").split("\n", 1)[0].removeprefix("tesseract ")
        languages = _said("tesseract", "--list-langs").split()
    except (OSError, subprocess.SubprocessError) as error:
        yield Finding(program, type(error).__name__, well=False, remedy=remedy)
        return
    yield Finding(program, version)
    yield Finding(tongue, "vie" if "vie" in languages else "-", well="vie" in languages, remedy=remedy)


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout


def _library(name: str) -> Finding:
    label = Wording(f"thư viện {name}", f"library {name}")
    try:
        return Finding(label, metadata.version(name))
    except metadata.PackageNotFoundError:
        return Finding(label, "-", well=False, remedy=Wording("chạy lại: make setup", "run again: make setup"))


def _database(address: str, language: Language) -> Finding:
    label = Wording("cơ sở dữ liệu", "database")
    try:
        database = open_database(address, create=False, wait=5)
        with database.reading() as session:
            known = f"{database.address} ({steps().get_current_head()}): {counted(counts(session), language)}"
        database.close()
    except DatabaseAbsent as absent:  # no fault: the first `ingest` makes it
        return Finding(label, absent.wording.into(language))
    except DatabaseError as error:
        return Finding(label, address.split("@")[-1], well=False, remedy=error.wording)
    return Finding(label, known)
