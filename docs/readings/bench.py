"""Writes docs/reading.md: how well and how fast vanthu reads, beside plain Tesseract and OCRmyPDF.

`make bench-reading`. Wants ../shared (the corpus, its gold answers and official prose); takes about half an hour.
"""

import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Literal, TypeVar

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

import extract.lexicon
from batch.printed import as_text
from docs.readings.cost import on_digital_pages, on_many_pages, on_scans
from docs.readings.curve import on_curve
from docs.readings.harm import harm, told, unrepaired
from docs.readings.made_pages import MadePage, make_pages, papers_with_orders
from docs.readings.pictures import draw_pictures
from docs.readings.unseen import COPIERS, unseen_pages
from extract import read
from extract.lexicon import build
from extract.transcript import Table, Transcript
from models.records import to_json
from nlp.understand import understand
from samples.answers import ANSWERS
from samples.orders import ORDERS
from samples.paper import Grid, Paper, Part, Rules
from samples.pdf import to_pdf
from samples.wear import WEARS, worn

DOCS = Path(__file__).resolve().parents[1]
PROJECT = DOCS.parent
SHARED = PROJECT.parent / "shared"
GOLD = SHARED / "gold"
BUILD = PROJECT / "build" / "reading"
JOBS = 2

Reading = Literal["fast", "best"]
A, B = TypeVar("A"), TypeVar("B")


def main() -> None:
    if not GOLD.is_dir():
        sys.exit("make bench-reading: ../shared is not here; the corpus and official prose are needed to measure")
    sys.path.insert(0, str(GOLD))
    BUILD.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    scans = scanned_files()
    pages, counted = make_pages(SHARED / "text" / "official.jsonl.xz", BUILD / "made")
    sections = {
        "real": lambda: on_scans(scans, BUILD / "speed", real_errors),
        "curve": lambda: on_curve(scans, GOLD / "dev"),
        "made": lambda: made(pages, counted),
        "unseen": unseen,
        "tables": lambda: tables(pages),
        "records": lambda: records(counted),
        "digital": lambda: on_digital_pages(PROJECT, SHARED / "corpus"),
        "memory": lambda: on_many_pages(BUILD / "memory"),
        "pictures": lambda: draw_pictures(DOCS / "pictures"),
    }
    for name in sys.argv[1:] or sections:  # the others' texts stay as they were measured before
        (BUILD / f"{name}.md").write_text("\n".join(sections[name]()), encoding="utf-8")
    measured = "\n".join((BUILD / f"{name}.md").read_text() for name in sections if (BUILD / f"{name}.md").exists())
    commit = run("git", "-C", PROJECT, "rev-parse", "--short", "HEAD").strip()
    tools = [run(tool, "--version").split("\n")[0].removeprefix(f"{tool} ") for tool in ("tesseract", "ocrmypdf")]
    head = (
        f"# Reading\n\nMeasured on {datetime.now(UTC):%Y-%m-%d}, version {version('vanthu')} (after commit {commit}), "
        f"by `make bench-reading`, in {time.monotonic() - began:.0f} s, beside Tesseract {tools[0]} and OCRmyPDF "
        f"{tools[1]}. Every figure is printed by docs/readings; none is typed in.\n"
    )
    (DOCS / "reading.md").write_text("\n".join([head, measured]), encoding="utf-8")


def run(*command: Any) -> str:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True).stdout


def fenced(lines: Iterable[str]) -> str:
    return "\n".join(["```", *lines, "```\n"])


def over(work: Callable[[A], B], works: Iterable[A], counts: Path | None = None) -> list[B]:
    """`work` of each, by `JOBS` processes that repair by `counts` instead of those that are shipped."""
    extract.lexicon.COUNTS, shipped = counts or extract.lexicon.COUNTS, extract.lexicon.COUNTS
    try:
        with get_context("fork").Pool(JOBS) as pool:
            return pool.map(work, works, chunksize=1)
    finally:
        extract.lexicon.COUNTS = shipped


def scanned_files() -> list[Path]:
    """The corpus' PDF files that have answers to score and nothing but scanned pages."""
    scans = []
    for path in sorted((SHARED / "corpus").glob("*.pdf")):
        gold = json.loads((GOLD / "dev" / f"{path.stem}.json").read_text())
        if any(gold.get(kind) for kind in ("tasks", "targets", "results")) and not sound(path):
            scans.append(path)
    return scans


def sound(path: Path) -> bool:
    """Whether PDFium finds enough letters on the first page for it to be no scan."""
    return len(run("pdftotext", "-l", "1", path, "-")) > 800


def real_errors(texts: Path, scans: list[Path]) -> tuple[str, list[str]]:
    """The scorer's line for all `scans` together, and one a file, of `texts`/NAME.txt."""
    from score_reading import score, show

    rows = {
        scan.stem: score(
            json.loads((GOLD / "dev" / f"{scan.stem}.json").read_text()), (texts / f"{scan.stem}.txt").read_text()
        )
        for scan in scans
    }
    return show([sum(column) for column in zip(*rows.values(), strict=True)]), [
        f"{name:32} {show(row)}" for name, row in rows.items()
    ]


# --- made pages


def made(pages: list[MadePage], counted: Path) -> list[str]:
    """Errors by tool and by wear."""
    counts = BUILD / "counts.xz"
    build.main(counted, counts)
    paths = [page.path for page in pages]
    texts = {
        "tesseract": over(plain, paths),
        "ocrmypdf": over(sidecar, paths),
        "vanthu fast": over(partial(text_of, reading="fast"), paths, counts),
    }
    read_best = over(both_texts, paths, counts)
    texts["vanthu best"] = [text for text, _ in read_best]
    rows, worst = [], []
    for wear in ("all", *WEARS):
        for tool, said in texts.items():
            chosen = [(p, text) for p, text in zip(pages, said, strict=True) if wear in ("all", p.wear)]
            total = sum((errors(page.stretches, text) for page, text in chosen), Counter())
            rows.append(f"{wear:26} {tool:12} {shown(total)}")
    for page, text in zip(pages, texts["vanthu best"], strict=True):
        found = errors(page.stretches, text)
        worst.append((found["wrong"], f"{page.path.stem} {page.wear:26} {shown(found)}"))
    words = sum(len(s.split()) for p in pages for s in p.stretches)
    return [
        f"## Made pages\n\n{len(pages)} pages, {words} words: prose of official documents in the official form "
        "(letterhead, title, body, tables, signature), drawn in Liberation Serif and worn by `samples/wear.py`. vanthu "
        "repairs by counts made without the documents on these pages. Plain Tesseract reads 300 dpi. Errors count "
        "in stretches (a paragraph, a cell, a line of the letterhead) where the text matches them best; `in order` is "
        "the whole page against the whole text.\n",
        fenced(rows),
        f"Harm of repair on these pages: {told(harmed(pages, read_best))}.\n",
        "<details><summary>vanthu's worst pages</summary>\n",
        fenced(line for _, line in sorted(worst, reverse=True)[:12]),
        "</details>\n",
    ]


def harmed(pages: list[MadePage], read_best: list[tuple[str, str]]) -> Counter[str]:
    tallies = (harm(p.stretches, before, after) for p, (after, before) in zip(pages, read_best, strict=True))
    return sum(tallies, Counter())


def unseen() -> list[str]:
    """Errors on scans of texts that neither rules nor counts have seen."""
    pages, counted = unseen_pages(SHARED / "text" / "official.jsonl.xz", BUILD / "unseen")
    counts = BUILD / "unseen" / "counts.xz"
    build.main(counted, counts)
    paths = [page.path for page in pages]
    read_best = over(both_texts, paths, counts)
    texts = {"tesseract": over(plain, paths), "vanthu best": [text for text, _ in read_best]}
    rows = []
    for wear in ("all", *COPIERS):
        for tool, said in texts.items():
            chosen = [(p, text) for p, text in zip(pages, said, strict=True) if wear in ("all", p.wear)]
            rows.append(f"{wear:26} {tool:12} {shown(sum((errors(p.stretches, t) for p, t in chosen), Counter()))}")
    return [
        f"## Unseen texts, made scans\n\n{len(pages)} pages of official documents on which no rule was made and whose "
        "words are not among the counts, with letterhead, seal and signature, scanned askew with dust. Plain Tesseract "
        "reads 300 dpi.\n",
        fenced(rows),
        f"Harm of repair on these pages: {told(harmed(pages, read_best))}.\n",
    ]


def both_texts(path: Path) -> tuple[str, str]:
    """What the file says, and the same without repairs."""
    transcript = read(path, reading="best")
    return as_text(transcript), as_text(unrepaired(transcript))


def plain(path: Path) -> str:
    """What `tesseract -l vie` reads of the file's first page at 300 dpi."""
    picture = path.with_suffix("")
    run("pdftoppm", "-r", 300, "-gray", "-png", "-singlefile", path, picture)
    return run("env", "OMP_THREAD_LIMIT=1", "tesseract", picture.with_suffix(".png"), "-", "-l", "vie")


def sidecar(path: Path) -> str:
    text = path.with_suffix(".txt")
    run(
        "ocrmypdf",
        "-q",
        "-l",
        "vie",
        "--jobs",
        1,
        "--output-type",
        "pdf",
        "--sidecar",
        text,
        path,
        path.with_suffix(".ocr"),
    )
    return text.read_text()


def text_of(path: Path, reading: Reading) -> str:
    return as_text(read(path, reading=reading))


def errors(stretches: list[str], text: str) -> Counter[str]:
    """Wrong words by the scorer of real pages, wrong letters in the same places, and the page's words in order.

    A dash is a dash: "2026–2030" is the same number whether it is said with a long one or a short one.
    """
    from score_reading import score, words

    stretches, text = [stretch.replace("–", "-") for stretch in stretches], text.replace("–", "-")
    total, wrong, tones, figures, figures_wrong, *_ = score({"tasks": [{"content": s} for s in stretches]}, text)
    flat, letters, letters_wrong = " ".join(words(text)), 0, 0
    for stretch in dict.fromkeys(" ".join(words(s)) for s in stretches):
        at = fuzz.partial_ratio_alignment(stretch, flat) if len(stretch) > 20 else None
        letters += len(stretch) if at else 0
        letters_wrong += Levenshtein.distance(stretch, flat[at.dest_start : at.dest_end]) if at else 0
    truth, said = [w for s in stretches for w in words(s)], words(text)
    return Counter(
        words=total, wrong=wrong, tones=tones, figures=figures, figures_wrong=figures_wrong,
        letters=letters, letters_wrong=letters_wrong, page=len(truth), disorder=Levenshtein.distance(truth, said),
    )  # fmt: skip


def shown(total: Counter[str]) -> str:
    def rate(part: str, whole: str) -> float:
        return 100 * total[part] / max(total[whole], 1)

    return (
        f"words {rate('wrong', 'words'):6.2f}%  diacritics only {rate('tones', 'words'):5.2f}%  "
        f"letters {rate('letters_wrong', 'letters'):5.2f}%  numbers {rate('figures_wrong', 'figures'):5.2f}% of "
        f"{total['figures']:4}  in order {rate('disorder', 'page'):6.2f}%"
    )


# --- tables

Cells = Counter[tuple[int, int, str]]


def tables(pages: list[MadePage]) -> list[str]:
    """Cells found in place with their text: F1 a source."""
    samples = [paper for paper in (*ORDERS, *ANSWERS) if any(isinstance(part, Grid) for part in paper.body)]
    drawn = {f"made-{p.path.stem}": p.paper for p in pages if any(isinstance(part, Grid) for part in p.paper.body)}
    papers = {**{paper.name: paper for paper in samples}, **drawn}
    folder = BUILD / "tables"
    folder.mkdir(exist_ok=True)
    jobs: list[tuple[str, Path, Paper]] = [("digital", p, papers[p.name]) for p in inbox() if p.name in papers]
    for at, whole in enumerate(papers.values()):
        for rules, label in ((r, w) for r, wears in _TABLE_WEARS.items() for w in wears):
            paper = replace(whole, body=tuple(_ruled(part, rules) for part in whole.body))
            name = label if rules == "all" else f"{_HALF_RULED[rules]}: {label}"
            path = folder / f"{at:02}-{re.sub(r'[^a-z0-9]+', '-', name.lower())}.pdf"
            pdf = to_pdf(paper)
            path.write_bytes(pdf if label == "digital" else worn(pdf, WEARS[label], seed=at))
            jobs.append((name, path, paper))
    read_tables = over(tables_of, [path for _, path, _ in jobs])
    tallies: dict[str, Counter[str]] = {}
    for (label, _, paper), found in zip(jobs, read_tables, strict=True):
        for kind in dict.fromkeys((_together(label), label)):
            tally = tallies.setdefault(kind, Counter())
            tally.update(cell_hits([part for part in paper.body if isinstance(part, Grid)], found))
    rows = [
        f"{kind:38} F1 {f1(t['exact'], t):.3f}  with nine tenths of the letters {f1(t['near'], t):.3f}  "
        f"cells {t['gold']:5}  said {t['said']:5}"
        for kind, t in tallies.items()
    ]
    return [
        f"## Tables\n\nThe {len(samples)} tables of the samples and {len(drawn)} drawn ones, as files and as scans. "
        "Half-ruled ones have rules only between rows, only between columns, or only a frame. A cell is right when its "
        "row, column and text are.\n",
        fenced(rows),
    ]


_FEW_WEARS = ("clean, 200 dpi", "office scanner, 200 dpi", "bleed-through", "fax")
_TABLE_WEARS: dict[Rules, tuple[str, ...]] = {
    "all": ("digital", "black and white, 300 dpi", "turned", *_FEW_WEARS),
    "rows": _FEW_WEARS,
    "columns": _FEW_WEARS,
    "frame": _FEW_WEARS,
}
_HALF_RULED = {"rows": "only rows", "columns": "only columns", "frame": "only a frame"}


def _together(label: str) -> str:
    """What a table counts among: digital ones, scanned ones that are ruled all round, those that are not."""
    if label == "digital":
        return "digital"
    return "half-ruled, scanned" if ":" in label else "ruled, scanned"


def _ruled(part: Part, rules: Rules) -> Part:
    return replace(part, rules=rules) if isinstance(part, Grid) else part


def inbox() -> list[Path]:
    """The samples that are digital files."""
    return [p for p in sorted((PROJECT / "samples" / "inbox").iterdir()) if p.name.startswith(("02", "04"))]


def tables_of(path: Path) -> list[Table]:
    return [block for block in read(path).blocks if isinstance(block, Table)]


def cell_hits(grids: list[Grid], found: list[Table]) -> Counter[str]:
    """`exact` and `near` hits, `said` and `gold` cells; each grid against the table that has most of it."""
    tally: Counter[str] = Counter(said=sum(len(cells_of(table)) for table in found))
    for grid in grids:
        truth = {(r, c): t for r, row in enumerate((grid.heading, *grid.rows)) for c, t in enumerate(row) if t}
        hits = [agreement(truth, cells_of(table)) for table in found]
        tally += max(hits, key=lambda h: (h["exact"], h["near"]), default=Counter())
        tally["gold"] += len(truth)
    return tally


def cells_of(table: Table) -> dict[tuple[int, int], str]:
    return {(c.row, c.column): " ".join(c.text.split()) for c in table.cells if c.text.strip()}


def agreement(truth: dict[tuple[int, int], str], said: dict[tuple[int, int], str]) -> Counter[str]:
    likeness = [Levenshtein.normalized_similarity(truth[at], said[at]) for at in truth.keys() & said.keys()]
    return Counter(exact=sum(like == 1 for like in likeness), near=sum(like >= 0.9 for like in likeness))


def f1(hits: int, tally: Counter[str]) -> float:
    return 2 * hits / max(tally["said"] + tally["gold"], 1)


# --- records


def records(counted: Path) -> list[str]:
    """The records of documents' scans against those of the documents themselves, by the gold's scorer."""
    folder, counts = BUILD / "records", BUILD / "counts.xz"
    if not counts.exists():
        build.main(counted, counts)
    papers = [*(replace(p, name=Path(p.name).stem) for p in (*ORDERS, *ANSWERS) if p.number)]
    papers += papers_with_orders(SHARED / "text" / "official.jsonl.xz")
    scanned = {"office scanner, 200 dpi", "clean, 200 dpi", "seal and signature", "fax"}
    sections = [
        f"## What a scan keeps\n\nThe records of {len(papers)} documents, from their own text and from their scans: "
        "the first are taken for the truth. `tasks` says how many were found again, the fields below it whether they "
        "came along.\n"
    ]
    truth = folder / "digital"
    for label in ("digital", *(name for name in WEARS if name in scanned)):
        scans = folder / re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
        scans.mkdir(parents=True, exist_ok=True)
        for at, paper in enumerate(papers):
            pdf = to_pdf(paper)
            (scans / f"{paper.name}.pdf").write_bytes(pdf if label == "digital" else worn(pdf, WEARS[label], seed=at))
        over(write_records, [scans / f"{paper.name}.pdf" for paper in papers], counts)
        if label != "digital":
            table = run(sys.executable, GOLD / "score.py", truth, scans)
            misses = run(sys.executable, GOLD / "score.py", truth, scans, "--misses").split("\nALL\n")[0].splitlines()
            (folder / f"{scans.name}.misses").write_text("\n".join(m for m in misses if m.count("\t") == 3))
            sections.append(f"{label}:\n\n{fenced(table.splitlines()[1:])}")
    return sections


def write_records(path: Path) -> None:
    transcript: Transcript = read(path)
    path.with_suffix(".json").write_text(to_json(understand(transcript)), encoding="utf-8")


if __name__ == "__main__":
    main()
