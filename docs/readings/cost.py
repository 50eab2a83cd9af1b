"""What reading costs, for docs/reading.md: time beside other tools on the same pages, and memory over many pages."""

import gc
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

import pdfplumber
import pypdfium2

from extract import read
from extract.pdf.verification import verified
from samples.orders import ORDERS
from samples.pdf import to_pdf
from samples.wear import WEARS, worn

ROUNDS = 3
VANTHU = Path(sys.executable).with_name("vanthu")
Errors = Callable[[Path, list[Path]], tuple[str, list[str]]]


def on_scans(scans: list[Path], folder: Path, errors: Errors) -> list[str]:
    """Seconds and word errors of each tool on the corpus' scans; the tools take turns, so that noise hits all alike."""
    pages = {dpi: rasters(scans, folder / str(dpi), dpi) for dpi in (150, 200, 300)}
    tools: dict[str, Callable[[Path], None]] = {
        "vanthu --reading fast": lambda out: vanthu(scans, out, "fast"),
        "vanthu --reading best": lambda out: vanthu(scans, out, "best"),
        **{f"xargs -P2 tesseract, {dpi} dpi": lambda out, at=dpi: tesseract(pages[at], out) for dpi in pages},
        "ocrmypdf --sidecar": lambda out: ocrmypdf(scans, out),
    }
    seconds: dict[str, list[float]] = {tool: [] for tool in tools}
    for _ in range(ROUNDS):
        for tool, work in tools.items():
            out = folder / re.sub(r"\W+", "-", tool)
            out.mkdir(parents=True, exist_ok=True)
            began = time.monotonic()
            work(out)
            seconds[tool].append(time.monotonic() - began)
    rows, by_file = [], []
    for tool in tools:
        line, files = errors(folder / re.sub(r"\W+", "-", tool), scans)
        rows.append(f"{tool:28} {median(seconds[tool]):6.1f} s  {line}")
        by_file += [f"{tool}", *files, ""]

    def times_faster(tool: str, than: str) -> str:
        ratios = [b / a for a, b in zip(seconds[tool], seconds[than], strict=True)]
        return f"{tool} is {median(ratios):.2f} times as fast as {than} ({', '.join(f'{r:.2f}' for r in ratios)})"

    bare = "xargs -P2 tesseract, 300 dpi"
    ratios = [times_faster(f"vanthu --reading {depth}", than)
              for depth in ("fast", "best") for than in (bare, "ocrmypdf --sidecar")]  # fmt: skip
    upright = [s for s in scans if s.stem in _UPRIGHT]
    six = [f"{tool:28} {errors(folder / re.sub(r'[^0-9A-Za-z_]+', '-', tool), upright)[0]}" for tool in tools]
    count = len(pages[300])
    return [
        f"## Real pages: error against time\n\n{len(scans)} scans of the corpus, {count} pages, on "
        f"{len(os.sched_getaffinity(0))} cores; medians of {ROUNDS} rounds. Drawing the pages is not counted for bare "
        "Tesseract; OCRmyPDF needs `--force-ocr` where signatures left a text layer. Errors are those of words in "
        "stretches whose exact text the gold holds.\n",
        "```", *rows, "```\n", "```", *ratios, "```\n",
        "The upright ones without tables:\n", "```", *six, "```\n",
        "<details><summary>By file</summary>\n", "```", *by_file, "```\n", "</details>\n",
    ]  # fmt: skip


_UPRIGHT = ("04-CT-UBND-2024", "11-CT-UBND-2024", "07-CT-UBND-2018", "11-TB-UBND-2025", "299-UBND-TTHC", "288-KH-VP")


def rasters(scans: list[Path], folder: Path, dpi: int) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for scan in scans:
        if not list(folder.glob(f"{scan.stem}-*.png")):
            run("pdftoppm", "-r", dpi, "-gray", "-png", scan, folder / scan.stem)
    return sorted(folder.glob("*.png"))


def vanthu(scans: list[Path], out: Path, depth: str) -> None:
    run(VANTHU, "read", "--jobs", 2, "--reading", depth, "--out", out, *scans)


def tesseract(pages: list[Path], out: Path) -> None:
    names = "\n".join(f"{page} {out / page.stem}" for page in pages)
    run("env", "OMP_THREAD_LIMIT=1", "xargs", "-P2", "-L1", "sh", "-c", 'tesseract "$0" "$1" -l vie', stdin=names)
    parts: dict[str, str] = {}
    for page in pages:
        stem = page.stem.rpartition("-")[0]
        parts[stem] = parts.get(stem, "") + (out / f"{page.stem}.txt").read_text()
    for stem, text in parts.items():
        (out / f"{stem}.txt").write_text(text)


def ocrmypdf(scans: list[Path], out: Path) -> None:
    for scan in scans:
        copy = out / scan.name
        run(
            "ocrmypdf", "-q", "-l", "vie", "--jobs", 2, "--force-ocr", "--sidecar", copy.with_suffix(".txt"), scan, copy
        )


def run(*command: Any, stdin: str = "") -> None:
    subprocess.run([str(part) for part in command], input=stdin, capture_output=True, text=True, check=True)


def on_digital_pages(project: Path, corpus: Path) -> list[str]:
    """Pages a second of files with a sound text layer, against pdfplumber's text and tables, in one process."""
    inbox = [
        project / "samples" / "inbox" / f"{name}.pdf" for name in ("01-quyet-dinh", "02-ke-hoach-nam", "08-sua-doi")
    ]
    known = [path for path in (*inbox, *sorted(corpus.glob("*.pdf"))) if _is_sound(path)]
    count = sum(len(read(path).pages) for path in known)
    signed = sum(bool(verified(path)) for path in known)
    work: tuple[Callable[[Path], object], ...] = (read, verified, _by_pdfplumber)
    rates = [tuple(_seconds(each, known) for each in work) for _ in range(ROUNDS)]
    ours, signatures, theirs = (median(column) for column in zip(*rates, strict=True))
    alike, whole = [b / (a - s) for a, s, b in rates], [b / a for a, _, b in rates]
    return [
        f"## Digital pages\n\n{count} pages of {len(known)} files with a sound text layer, by processor time in one "
        f"process, text and tables: vanthu {count / (ours - signatures):.1f} pages a second, pdfplumber's "
        f"`extract_text` and `extract_tables` {count / theirs:.1f}; **{median(alike):.1f} times** as fast "
        f"({ROUNDS} rounds: {_listed(alike)}). In {signed} of the files vanthu also verifies digital signatures, which "
        f"pdfplumber does not look at: pyHanko takes {1000 * signatures / max(1, signed):.0f} ms a file, and with that "
        f"all of it is {median(whole):.1f} times as fast ({_listed(whole)}).\n"
    ]


def _listed(ratios: list[float]) -> str:
    return ", ".join(f"{ratio:.1f}" for ratio in ratios)


def _by_pdfplumber(path: Path) -> None:
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_text(), page.extract_tables()
            page.close()


def _seconds(work: Callable[[Path], object], paths: list[Path]) -> float:
    """Processor time, since all are one thread; what the others left behind is swept up before, not at its expense."""
    gc.collect()
    began = time.process_time()
    for path in paths:
        work(path)
    return time.process_time() - began


def _is_sound(path: Path) -> bool:
    text = subprocess.run(["pdftotext", "-l", "1", path, "-"], capture_output=True, text=True, check=True).stdout
    return len(text) > 800 and all(page.origin == "text_layer" for page in read(path).pages)


def on_many_pages(folder: Path, scanned: int = 500, short: int = 2000) -> list[str]:
    """The greatest memory of each process at a long scan, and whether it grows over very many pages."""
    folder.mkdir(parents=True, exist_ok=True)
    full = worn(to_pdf(ORDERS[0]), WEARS["office scanner, 200 dpi"], seed=1)
    lines = []
    for name, pages, pdf in (("full pages", scanned, full), ("short pages", short, _few_lines())):
        path = folder / f"{pages}.pdf"
        path.write_bytes(repeated(pdf, pages))
        curves = watched([str(VANTHU), "read", "--jobs", "2", "--out", str(folder), str(path)])
        for who, curve in zip(("puts together", "reads"), curves, strict=True):
            tenth = max(1, len(curve) // 10)
            parts = [max(curve[at : at + tenth]) for at in range(0, len(curve) - tenth + 1, tenth)]
            lines.append(f"{pages:5} {name:12} {who:14} at most {max(curve):4.0f} MB; tenth by tenth "
                         + " ".join(f"{part:.0f}" for part in parts))  # fmt: skip
    return [
        "## Memory\n\nResident memory of `vanthu read --jobs 2`: of the process that keeps what each page said until "
        "the document is put together, and of the largest of those that read:\n",
        "```", *lines, "```\n",
    ]  # fmt: skip


def _few_lines() -> bytes:
    paper = replace(ORDERS[0], number="", signer="", kind=None, body=ORDERS[0].body[1:4])
    return worn(to_pdf(paper), WEARS["clean, 200 dpi"], seed=1)


def repeated(pdf: bytes, count: int) -> bytes:
    """The pages of `pdf`, again and again, `count` in all."""
    source, copy = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new()
    copy.import_pages(source, [at % len(source) for at in range(count)])
    buffer = BytesIO()
    copy.save(buffer)
    return buffer.getvalue()


def watched(command: list[str]) -> tuple[list[float], list[float]]:
    """MB of the process that `command` starts, and of the largest below it, twice a second."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    own: list[float] = []
    below: list[float] = []
    while process.poll() is None:
        own.append(_resident(process.pid))
        below.append(max((_resident(pid) for pid in _family(process.pid) if pid != process.pid), default=0.0))
        time.sleep(0.5)
    return own, below


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        return [pid, *(member for child in children.read_text().split() for member in _family(int(child)))]
    except OSError:
        return [pid]


def _resident(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0
