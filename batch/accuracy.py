"""Gold answers against parses: those of a folder, or made here from the files next to the answers."""

import json
from collections.abc import Iterator, Mapping
from functools import reduce
from pathlib import Path
from typing import Any

from batch.fault import Fault
from batch.files import parse
from extract.errors import printable
from models.evaluation import Score, Scores, evaluate
from models.records import to_json
from models.tables import Depth
from models.wording import Language


def against_gold(
    gold: Path, parsed: Path | None, *, jobs: int, depth: Depth = "best"
) -> tuple[dict[str, Scores], list[tuple[Path, Fault]]]:
    """Scores by document name, and the files that could not be parsed (they score nothing)."""
    answers = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(gold.glob("*.json"))}
    failed: list[tuple[Path, Fault]] = []
    found: dict[str, Any] = {}
    if parsed is not None:
        found = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in parsed.glob("*.json")}
    else:
        for path, answer in parse(list(_documents(gold, answers)), jobs=jobs, depth=depth):
            if isinstance(answer, Fault):
                failed.append((path, answer))
            else:
                found[path.stem] = json.loads(to_json(answer))
    return {name: evaluate(answer, found.get(name, {})) for name, answer in answers.items()}, failed


def _documents(gold: Path, answers: Mapping[str, Any]) -> Iterator[Path]:
    """The files that the answers in `gold` are for: beside them, or in the folder `inbox` beside theirs."""
    for folder in (gold, gold.parent / "inbox"):
        if folder.is_dir():
            yield from (
                p for p in sorted(folder.iterdir()) if p.stem in answers and p.suffix != ".json" and p.is_file()
            )


def as_table(scores: Mapping[str, Scores], *, per_file: bool, as_json: bool) -> str:
    """The scores of all documents together, and of each where `per_file`."""
    everything = {**(scores if per_file else {}), "ALL": reduce(Scores.__add__, scores.values())}
    if as_json:
        told = {name: {k: _row(s) for k, s in found.fields.items()} for name, found in everything.items()}
        return json.dumps(told if per_file else told["ALL"], ensure_ascii=False, indent=1)
    blocks = []
    for name, found in everything.items():
        lines = [f"{name}\n{'field':22} {'P':>6} {'R':>6} {'F1':>6}   hit/said/gold"]
        lines += [
            f"{k:22} {s.precision:6.3f} {s.recall:6.3f} {s.f1:6.3f}   {s.hit}/{s.said}/{s.gold}"
            for k, s in found.fields.items()
            if s.said or s.gold
        ]
        blocks.append("\n".join(lines))
    return "\n".join(blocks)


def complaint(path: Path, fault: Fault, language: Language) -> str:
    """One line for a file that could not be parsed."""
    return f"{printable(path)}: {fault.reason.into(language)}"


def _row(score: Score) -> dict[str, float]:
    return {
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
        "hit": score.hit,
        "said": score.said,
        "gold": score.gold,
    }
