"""Writes docs/accuracy.md: how well vanthu reads and understands, by the scorers that lie beside the gold answers.

`make accuracy`. Wants ../shared (the development corpus and its gold); measures the samples with the same scorer.
"""

import json
import lzma
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from html import escape
from importlib.metadata import version
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psutil

from extract import read
from extract.transcript import Transcript
from models.records import Dispatch
from nlp.understand import understand

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent
PROJECT = DOCS.parent
SHARED = PROJECT.parent / "shared"
GOLD = SHARED / "gold"
PASSAGES = GOLD / "dev" / "passages"
BUILD = PROJECT / "build" / "accuracy"
VANTHU = Path(sys.executable).with_name("vanthu")


def main() -> None:
    if not GOLD.is_dir():
        sys.exit("make accuracy: ../shared is not here; the corpus and its gold answers are needed to measure")
    began = time.monotonic()
    sections = [
        *documents("The corpus", SHARED / "corpus", GOLD / "dev"),
        *documents("The samples", PROJECT / "samples" / "inbox", PROJECT / "samples" / "gold"),
        *reading(),
        *passages(),
        *table_rows(),
        *official_texts([file for file, _ in digital_files()]),
        *speed(),
    ]
    commit = run("git", "-C", PROJECT, "rev-parse", "--short", "HEAD").strip()
    head = (
        f"# Accuracy\n\nMeasured on {datetime.now(UTC):%Y-%m-%d}, version {version('vanthu')} (after commit {commit}), "
        f"by `make accuracy`, in {time.monotonic() - began:.0f} s. Every figure is printed by the scorers that lie "
        "beside the gold answers; none is typed in. P is precision, R recall; counts are hit/said/gold.\n\n"
        "The corpus has been developed on: on documents not seen before, expect less.\n"
    )
    notes = HERE / "accuracy-notes.md"
    (DOCS / "accuracy.md").write_text("\n".join([head, notes.read_text(), *sections]), encoding="utf-8")


def run(*command: Any, ok: tuple[int, ...] = (0,)) -> str:
    """Standard output of `command`; stops where the exit status is not one of `ok`."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode not in ok:
        sys.exit(f"{command[0]} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


def fenced(text: str) -> str:
    return f"```\n{text.rstrip()}\n```\n"


def documents(title: str, inbox: Path, gold: Path) -> list[str]:
    """Scores of all documents together, of each, and the misses."""
    parsed = BUILD / gold.parent.name / gold.name
    parsed.mkdir(parents=True, exist_ok=True)
    for old in parsed.glob("*.json"):
        old.unlink()
    files = sorted(p for p in inbox.iterdir() if p.is_file() and p.name != "README.md")
    run(VANTHU, "parse", "--out", parsed, *files, ok=(0, 1))
    table = run(sys.executable, GOLD / "score.py", gold, parsed)
    by_file = run(sys.executable, GOLD / "score.py", gold, parsed, "--per-file").split("\nALL\n")[0]
    misses = [
        line.split("\t") for line in run(sys.executable, GOLD / "score.py", gold, parsed, "--misses").splitlines()
    ]
    lines = [row for row in misses if len(row) == 4]
    counted = Counter((row[1], row[2] if row[2] in ("missed", "spare") else "wrong") for row in lines)
    summary = "\n".join(f"{n:4}  {kind} {what}" for (kind, what), n in counted.most_common())
    # the first words only: the texts of the corpus do not stand in this repository
    named = [(*row[:3], " ".join(row[3].split()[:4]) + " …") for row in lines]
    listed = "\n".join("  ".join(row) for row in sorted(named, key=lambda row: (row[1], row[2], row[0])))
    return [
        f"## {title}\n",
        fenced(table),
        f"<details><summary>{title}, by file</summary>\n",
        fenced(by_file),
        "</details>\n",
        f"Misses by kind:\n\n{fenced(summary)}",
        "<details><summary>Every miss</summary>\n",
        fenced(listed),
        "</details>\n",
    ]


def reading() -> list[str]:
    """Word errors of what was read, on stretches whose exact text the gold holds."""
    texts = BUILD / "text"
    texts.mkdir(parents=True, exist_ok=True)
    files = sorted(p for p in (SHARED / "corpus").iterdir() if p.name != "README.md")
    run(VANTHU, "read", "--out", texts, *files, ok=(0, 1))
    return ["## Reading\n", fenced(run(sys.executable, GOLD / "score_reading.py", GOLD / "dev", texts, "--per-file"))]


def passages() -> list[str]:
    """Deadlines, targets and results in single passages."""
    sections = ["## Passages\n"]
    for name in ("deadlines", "measures"):
        found = BUILD / f"{name}.jsonl"
        found.write_text(run(VANTHU, "explain", "--jsonl", PASSAGES / f"{name}.jsonl"), encoding="utf-8")
        sections.append(fenced(run(sys.executable, GOLD / "score_passages.py", PASSAGES / f"{name}.jsonl", found)))
    return sections


def digital_files() -> list[tuple[Path, int]]:
    """The files of the corpus that no page had to be recognised of, with their pages."""
    digital = []
    for file in sorted((SHARED / "corpus").glob("*.pdf")):
        text = (BUILD / "gold" / "dev" / f"{file.stem}.json").read_text()
        if '"ocr"' not in text:
            digital.append((file, json.loads(text)["file"]["pages"]))
    return digital


def speed() -> list[str]:
    """Pages a second from digital files to records, on all cores, and the memory of it as the folder grows."""
    digital, lines = digital_files(), []
    for times in (2, 20):
        copies = BUILD / f"speed-{times}"
        copies.mkdir(exist_ok=True)
        files = [copies / f"{n}-{file.name}" for n in range(times) for file, _ in digital]
        for copy in files:
            copy.write_bytes((SHARED / "corpus" / copy.name.split("-", 1)[1]).read_bytes())
        took, peak = watched(VANTHU, "parse", "--out", copies / "records", *files)
        pages = times * sum(n for _, n in digital)
        lines.append(f"{len(files):5} files {pages:6} pages {pages / took:6.1f} pages a second {peak / 2**20:6.0f} MB")
    return [
        "## From digital files to records\n",
        "By `vanthu parse`, on all cores, start-up and verified signatures included; the most "
        "memory that any one process held:\n",
        fenced("\n".join(lines)),
    ]


def official_texts(files: list[Path]) -> list[str]:
    """The official texts, each another one: what a portal lists of their letterheads, and pages a second.

    A page is as many letters as `files` have on theirs.
    """
    measure = [read(path) for path in files]
    page = sum(map(letters, measure)) / sum(len(transcript.pages) for transcript in measure)
    with lzma.open(SHARED / "text" / "official.jsonl.xz", "rt", encoding="utf-8") as lines:
        listed = [json.loads(line) for line in lines]
    listed.sort(key=lambda one: -len(one["text"]))
    found = []
    for at, one in enumerate(listed):
        path = BUILD / "official" / f"{at}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(one["text"], encoding="utf-8")
        found.append(read(path))
    pages = sum(map(letters, found)) / page
    with get_context("fork").Pool() as pool:
        pool.map(understand, measure)
        began = time.monotonic()
        dispatches = pool.map(understand, found, chunksize=1)
        took = time.monotonic() - began
    return [
        "## Official texts\n",
        f"{len(found)} texts of late 2025 that have no answers; of some a portal lists the letterhead, which counts as "
        "the answer even where the text is another document's. None of them ended in an exception.\n",
        fenced("\n".join(letterheads(listed, dispatches))),
        "From text to records, on all cores, which are warm:\n",
        fenced(f"{pages:6.0f} pages of {page:.0f} letters {pages / took:6.1f} pages a second"),
    ]


def letterheads(listed: list[dict[str, Any]], dispatches: list[Dispatch]) -> Iterator[str]:
    """Of each field how many are right, otherwise, and not said."""
    for field in ("number", "issued_on", "signer"):
        tally: Counter[str] = Counter()
        for one, dispatch in zip(listed, dispatches, strict=True):
            said = getattr(dispatch.letterhead, field)
            told = str(getattr(said, "name", said) or "")
            if one[field]:
                tally["right" if plain(told) == plain(one[field]) else "otherwise" if told else "not said"] += 1
        share = tally["right"] / tally.total()
        yield f"{field:10} {share:.3f}  {tally['right']}/{tally.total()} right, " + ", ".join(
            f"{tally[kind]} {kind}" for kind in ("otherwise", "not said")
        )


def letters(transcript: Transcript) -> int:
    return sum(len(paragraph.text) for paragraph in transcript.paragraphs())


def watched(*command: Any) -> tuple[float, int]:
    """(seconds it took, bytes of the largest process at any time) of `command` and all that it starts."""
    began, peak = time.monotonic(), 0
    with subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL) as running:
        tree = psutil.Process(running.pid)
        while running.poll() is None:
            for process in [tree, *tree.children(recursive=True)]:
                with suppress(psutil.Error):
                    peak = max(peak, process.memory_info().rss)
            time.sleep(0.2)
    return time.monotonic() - began, peak


COLUMNS = {
    "assignments": {
        "task": "content", "lead": "lead", "coop": "support", "deadline": "deadline", "product": "deliverable",
    },
    "indicators": {"indicator": "measure", "value": "value", "unit": "unit", "lead": "owners"},
}  # fmt: skip


def table_rows() -> list[str]:
    """Rows of real tables, built into HTML documents under their own headings and parsed: the share right, a column."""
    lines = []
    for name, fields in COLUMNS.items():
        right: Counter[str] = Counter()
        rows: Counter[str] = Counter()
        content = next(iter(fields))
        passages = [json.loads(line) for line in (PASSAGES / f"{name}.jsonl").read_text().splitlines()]
        tables = groupby(passages, key=lambda p: (p["number"], p["issued_on"], *p["header"]))
        for at, (header, group) in enumerate(tables):
            members = list(group)
            page = BUILD / f"{name}-{at}.html"
            page.write_text(document(header, [m["cells"] for m in members]), encoding="utf-8")
            records = json.loads(run(VANTHU, "parse", page))["tasks" if name == "assignments" else "targets"]
            for truth in (member["gold"] for member in members):
                same = [r for r in records if plain(r[fields[content]]) == plain(truth[content])]
                record: dict[str, Any] = max(same, key=lambda r: agreement(truth, r, fields), default={})
                records = [r for r in records if r is not record]
                for column in fields.keys() & truth.keys():
                    rows[column] += 1
                    right[column] += agrees(truth[column], record.get(fields[column]))
        lines += [f"{name:12} {c:10} {right[c] / rows[c]:.3f}  {right[c]}/{rows[c]}" for c in fields]
    return ["## Table rows, a column\n", fenced("\n".join(lines))]


def document(header: tuple[str, ...], rows: list[list[str]]) -> str:
    """A decision that consists of its letterhead and one table."""
    number, issued_on, *heading = header
    year, month, day = issued_on.split("-")
    cells = "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in row)}</tr>" for row in rows)
    return (
        "<html><head><meta charset='utf-8'></head><body><table><tr>"
        f"<td><p>ỦY BAN NHÂN DÂN</p><p>TỈNH LÂM SƠN</p><p>Số: {escape(number)}</p></td>"
        "<td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p>Độc lập - Tự do - Hạnh phúc</p>"
        f"<p>Lâm Sơn, ngày {day} tháng {month} năm {year}</p></td></tr></table>"
        f"<table><tr>{''.join(f'<th>{escape(h)}</th>' for h in heading)}</tr>{cells}</table></body></html>"
    )


def agreement(truth: dict[str, str], record: dict[str, Any], fields: dict[str, str]) -> int:
    """How many of its fields a record has as the row says: rows may read alike, and differ by unit or by year."""
    return sum(agrees(truth[column], record.get(fields[column])) for column in fields.keys() & truth.keys())


def plain(text: str | None) -> str:
    return "".join(c for c in (text or "").lower() if c.isalnum() or c == "%")


def agrees(truth: str, value: Any) -> bool:
    """Whether a record's field says what the cell says; a deadline by its own words, which may be most of the cell."""
    if value is None or value == []:
        return not any(c.isdigit() for c in truth) and not {"thường", "hằng", "hàng"} & set(truth.lower().split())
    if isinstance(value, float | int):
        return f"{value:g}" in truth.replace(".", "").replace(",", ".")
    if isinstance(value, list):
        rest = plain(truth)
        for name in sorted((plain(unit["name"]) for unit in value), key=len, reverse=True):
            if name not in rest:
                return False
            rest = rest.replace(name, "", 1)
        return not rest.replace("và", "")
    if isinstance(value, dict):
        return plain(value["text"]) in plain(truth) and len(plain(value["text"])) > 0.6 * len(plain(truth))
    return plain(value) == plain(truth)


if __name__ == "__main__":
    main()
