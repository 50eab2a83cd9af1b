"""The curve of error against time for docs/reading.md: the real scans read whole, and with each step left out."""

import json
import os
from collections import Counter
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from batch.printed import as_text
from docs.readings.harm import harm, told, unrepaired
from extract.layout.flow import lay_out
from extract.pdf.document import opened, render
from extract.raster.steps import NONE, SECOND_READINGS, STEPS, Steps
from extract.read import RENDERED_AT
from extract.scan import read_image
from extract.skew import as_shown
from extract.transcript import Transcript
from models.records import File


@dataclass(frozen=True)
class Read:
    """A scan's text, the same without repairs, and the processor's seconds that reading it took."""

    text: str
    unrepaired: str
    seconds: float


def on_curve(scans: list[Path], gold: Path) -> list[str]:
    """Errors, harm and seconds of the processor for everything, for `--reading fast`, and without each step."""
    from score_reading import score

    answers = {scan: json.loads((gold / f"{scan.stem}.json").read_text()) for scan in scans}
    variants: dict[str, Steps] = {"everything": NONE, "--reading fast": SECOND_READINGS}
    variants |= {f"without: {step}": frozenset({step}) for step in STEPS}
    variants["nothing but grey"] = frozenset(STEPS)
    rows: list[str] = []
    harmed: Counter[str] = Counter()
    whole = (0, 0.0)
    with get_context("fork").Pool(len(os.sched_getaffinity(0))) as pool:
        for name, without in variants.items():
            reads = pool.map(partial(read_without, without=without), scans, chunksize=1)
            scores = [score(answers[scan], read.text) for scan, read in zip(scans, reads, strict=True)]
            words, wrong = sum(s[0] for s in scores), sum(s[1] for s in scores)
            figures, figures_wrong = sum(s[3] for s in scores), sum(s[4] for s in scores)
            seconds = sum(read.seconds for read in reads)
            whole = whole if rows else (wrong, seconds)
            rows.append(
                f"{name:32} words wrong {wrong:4} ({100 * wrong / words:5.2f}%, {wrong - whole[0]:+5})  numbers "
                f"{figures_wrong:3} of {figures}  {seconds:6.1f} s ({seconds - whole[1]:+6.1f})"
            )
            if without == NONE:
                for scan, read in zip(scans, reads, strict=True):
                    contents = [r["content"] for kind in _KINDS for r in answers[scan].get(kind, [])]
                    harmed += harm(contents, read.unrepaired, read.text)
    return [
        f"## Error against time, step by step\n\nThe corpus' {len(scans)} scans, {words} words in stretches whose "
        "exact text is known, read with everything and then with one step left out: what it costs in seconds of the "
        "processor (drawing the pages counted out) and what is wrong without it.\n",
        "```", *rows, "```\n",
        f"Harm of repair on these scans: {told(harmed)}.\n",
    ]  # fmt: skip


_KINDS = ("tasks", "targets", "results")


def read_without(path: Path, without: Steps) -> Read:
    """What a scan says when some steps are left out."""
    readings, seconds = [], 0.0
    with opened(path) as document:
        for number in range(1, len(document) + 1):
            image = render(document, number, RENDERED_AT)
            began = _processor()
            readings.append(read_image(image, RENDERED_AT, number, without=without))
            seconds += _processor() - began
    began = _processor()
    blocks = as_shown(lay_out(readings), readings)
    seconds += _processor() - began
    transcript = Transcript(
        File(name=path.name, sha256="", media_type="application/pdf", pages=len(readings)), (), blocks
    )
    return Read(as_text(transcript), as_text(unrepaired(transcript)), seconds)


def _processor() -> float:
    """Seconds that this process and its children, ended or not, kept a processor busy."""
    ended = sum(used.ru_utime + used.ru_stime for used in map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN)))
    children = " ".join(path.read_text() for path in Path("/proc/self/task").glob("*/children")).split()
    alive = [Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split() for child in children]
    return ended + sum(int(stat[11]) + int(stat[12]) for stat in alive) / os.sysconf("SC_CLK_TCK")
