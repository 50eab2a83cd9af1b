"""DOC, RTF, ODT, XLS and ODS: turned into DOCX or XLSX by LibreOffice, in a process that can neither hang nor grow.

Debian: libreoffice-writer-nogui, and libreoffice-calc-nogui for sheets. Each run has a profile of its own that runs no
macros and follows no links.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from extract.errors import ConverterMissing, Damaged, TooLarge
from extract.formats.docx import blocks_of_docx
from extract.formats.xlsx import blocks_of_xlsx
from extract.programs import TooSlow, run
from extract.scratch import scratch
from extract.transcript import Block

SECONDS = 120
"""A 300-page document takes 20 s on an old machine; what takes longer hangs."""

MEMORY = 3 * 2**30
"""Bytes of address space; LibreOffice takes 1 GB before it has read anything, most of it never touched."""

LARGEST = 200 * 2**20
"""Bytes of any file that it writes: a document swollen by a bomb ends here."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A part of LibreOffice: its Debian package, its library, what it writes by which filter, and who reads that."""

    package: str
    library: str
    suffix: str
    filter: str
    blocks: Callable[[Path], tuple[Block, ...]]


WRITER = Kind("libreoffice-writer-nogui", "libswlo.so", "docx", "docx:MS Word 2007 XML", blocks_of_docx)
CALC = Kind("libreoffice-calc-nogui", "libsclo.so", "xlsx", "xlsx:Calc MS Excel 2007 XML", blocks_of_xlsx)
PACKAGE = WRITER.package


def blocks_of_office(source: Path, suffix: str) -> tuple[Block, ...]:
    """The flow of a document whose content is that of a `suffix` (".doc", ".rtf", ".odt", ".xls", ".ods").

    Raises ConverterMissing where the part of LibreOffice that reads it is not installed, TooLarge where it takes too
    long or grows too large, and Damaged where it makes nothing of the file.
    """
    kind = CALC if suffix in (".xls", ".ods") else WRITER
    with _converted(source, suffix, kind) as made:
        return kind.blocks(made)


def pdf_of_office(source: Path, suffix: str) -> bytes:
    """The same as the pages that LibreOffice prints, as a PDF; also of ".docx" and ".xlsx". Raises as the above."""
    kind = CALC if suffix in (".xls", ".ods", ".xlsx") else WRITER
    printed = replace(kind, suffix="pdf", filter=PRINTED[kind.package])
    with _converted(source, suffix, printed) as made:
        return made.read_bytes()


PRINTED = {WRITER.package: "pdf:writer_pdf_Export", CALC.package: "pdf:calc_pdf_Export"}


@contextmanager
def _converted(source: Path, suffix: str, kind: Kind) -> Iterator[Path]:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None or not has_part(kind):
        raise ConverterMissing(source, kind.package)
    with scratch() as folder:
        given = folder / f"given{suffix}"  # a name of ours: LibreOffice goes by it, and it can be no option or address
        shutil.copyfile(source, given)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        command = [
            "prlimit", f"--as={MEMORY}", f"--fsize={LARGEST}", "--core=0", program,
            f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck", "--nodefault",
            "--convert-to", kind.filter, "--outdir", str(folder), str(given),
        ]  # fmt: skip
        _run(command, folder, source)
        made = folder / f"given.{kind.suffix}"
        if not made.is_file():
            raise Damaged(source, suffix.removeprefix(".").upper())
        yield made


def has_part(kind: Kind) -> bool:
    """Whether LibreOffice is here with this part: without it, it ends well and writes nothing."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    folder = Path(program or "").resolve().parent
    others = any((folder / k.library).exists() for k in (WRITER, CALC))
    return program is not None and ((folder / kind.library).exists() or not others)


def _run(command: list[str], folder: Path, source: Path) -> None:
    """Run `command` to its end or its time; its children, which outlive a killed parent, end with it."""
    home = str(folder)
    surroundings = {"PATH": os.environ.get("PATH", os.defpath), "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8"}
    try:
        run(command, SECONDS, folder=folder, surroundings=surroundings, grace=True)
    except TooSlow as error:
        raise TooLarge(source, f"LibreOffice > {SECONDS} s") from error


_SETTING = (
    '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_SETTINGS = "\n".join(
    [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
        _SETTING.format(path="Common/Security/Scripting", name="DisableMacrosExecution", value="true"),
        _SETTING.format(path="Common/Security/Scripting", name="MacroSecurityLevel", value="3"),
        _SETTING.format(path="Common/Security/Scripting", name="BlockUntrustedRefererLinks", value="true"),
        _SETTING.format(path="Common/Security/Scripting", name="DisableActiveContent", value="true"),
        _SETTING.format(path="Writer/Content/Update", name="Link", value="0"),
        "</oor:items>",
    ]
)
