"""Fits what a confidence means, and writes docs/calibration.md with the reliability diagram.

`make calibration`. Pairs (kind, confidence, was it right) lie in docs/understanding/calibration-pairs.csv: those of documents whose
texts may not be shipped are kept; those of ../shared are measured anew where it is there. Writes the pairs, the tables
in nlp/knowledge/calibration.toml, the diagram and the page.

`python -m docs.understanding.calibration FOLDER ...` measures the unseen documents anew: FOLDER/docs/NAME.*, their answers
FOLDER/gold/NAME.json.
"""

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from docs.understanding.reliability import drawn
from extract.read import read
from models.evaluation import Answer, evaluate, pair
from models.records import to_json
from nlp.understand import found_in

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent
PROJECT = DOCS.parent
SHARED = PROJECT.parent / "shared"
PAIRS = HERE / "calibration-pairs.csv"
TABLES = PROJECT / "nlp" / "knowledge" / "calibration.toml"

KINDS = ("letterhead", "citations", "tasks", "targets", "results")
MEASURED = {
    "tasks": ("lead", "support", "deadline"),
    "targets": ("comparator", "unit", "deadline"),
    "results": ("of", "unit"),
}  # fmt: skip
"""The fields that must be right for a record to be right, besides what two records are paired by."""

FIELDS = ("number", "issued_on", "kind", "issuer", "subject", "signer")
"""The fields of the letterhead that the scorer compares."""

WEIGHT = {"unseen": 3.0, "dev": 1.0}
"""How much a pair counts in the fit: the development corpus has been tuned on, so it is right too often."""

LEAST, MOST = 0.02, 0.98
"""Bounds of what a fit may claim."""

PRIOR = 10.0
"""How much it weighs, at each twentieth, that a confidence means what it says: few records move a table little."""


class Pair(NamedTuple):
    """One record that was found: how sure it was, and whether a reviewer would have left it as it is."""

    document: str
    source: str
    kind: str
    confidence: float
    right: int


def main() -> None:
    kept = shipped() if PAIRS.exists() else []
    unseen = [p for p in kept if p.source == "unseen"]
    dev = [p for p in kept if p.source == "dev"]
    if sys.argv[1:]:
        unseen = measured("unseen", (d for f in sys.argv[1:] for d in documents(Path(f, "docs"), Path(f, "gold"))))
    if SHARED.is_dir():
        dev = measured("dev", documents(SHARED / "corpus", SHARED / "gold" / "dev"))
    pairs = [*unseen, *dev]
    with PAIRS.open("w", newline="", encoding="utf-8") as file:
        file.write(ORIGIN)
        csv.writer(file, lineterminator="\n").writerows([Pair._fields, *pairs])
    of_kind = {kind: Calibration.of(kind, [p for p in pairs if p.kind == kind]) for kind in KINDS}
    TABLES.write_text(HEADER + "\n".join(c.as_toml() for c in of_kind.values()), encoding="utf-8")
    (DOCS / "pictures" / "reliability.svg").write_text(drawn(list(of_kind.values())), encoding="utf-8")
    (DOCS / "calibration.md").write_text(page(pairs, of_kind), encoding="utf-8")


# What was right


def documents(texts: Path, gold: Path) -> list[tuple[Path, Path]]:
    """(document, its answer), by name."""
    by_name = {p.stem: p for p in sorted(texts.iterdir())}
    return [(by_name[answer.stem], answer) for answer in sorted(gold.glob("*.json")) if answer.stem in by_name]


def measured(source: str, found: Iterable[tuple[Path, Path]]) -> list[Pair]:
    """The pairs of `found`, whose documents get numbers for names."""
    with ProcessPoolExecutor() as pool:
        judged = list(pool.map(judge, found))
    return [
        Pair(f"{source[0]}{n:02}", source, kind, confidence, int(right))
        for n, rows in enumerate(judged, 1)
        for kind, confidence, right in rows
    ]


def judge(document: tuple[Path, Path]) -> list[tuple[str, float, bool]]:
    """(kind, confidence before calibration, whether it is right) of everything found in a document with an answer."""
    parsed = json.loads(to_json(found_in(read(document[0]))))
    return list(judged(json.loads(document[1].read_text()), parsed))


def judged(gold: Answer, parsed: Answer) -> Iterator[tuple[str, float, bool]]:
    scores = evaluate({"dispatch": gold["dispatch"]}, parsed).fields
    for name in FIELDS:
        score, place = scores[f"dispatch.{name}"], parsed["dispatch"]["evidence"].get(name)
        if score.said and place:
            yield "letterhead", place["confidence"], score.hit == score.said
    for citation in parsed["citations"] if "citations" in gold else ():
        wanted = [c for c in gold["citations"] if c.get("number") and letters(c) == letters(citation)]
        right = bool(wanted) and (wanted[0].get("issued_on") or None) == citation["issued_on"]
        yield "citations", citation["confidence"], right
    for kind, fields in MEASURED.items():
        if kind not in gold:
            continue
        partner = {j: i for i, j in pair(gold[kind], parsed[kind], by_value=kind != "tasks")}
        for j, record in enumerate(parsed[kind]):
            right = j in partner and same(kind, fields, gold[kind][partner[j]], record)
            yield kind, record["confidence"], right


def letters(citation: Answer) -> str:
    return "".join(citation["number"].split()).upper()


def same(kind: str, fields: Sequence[str], gold: Answer, record: Answer) -> bool:
    """Whether two records that are paired agree in all `fields`, nothing missing and nothing spare."""
    scores = evaluate({kind: [gold]}, {kind: [record]}).fields
    return all(s.hit == s.said == s.gold for s in (scores[f"{kind}.{name}"] for name in fields))


# The fit

Fit = Callable[[np.ndarray], np.ndarray]


def fitted(method: str, raw: np.ndarray, right: np.ndarray, weight: np.ndarray) -> Fit:
    """The fit of `method` to the records and to the prior."""
    at = np.arange(1, 20) / 20
    yes, no = np.ones(len(at), int), np.zeros(len(at), int)
    return FITS[method](
        np.concatenate([raw, at, at]),
        np.concatenate([right, yes, no]),
        np.concatenate([weight, PRIOR * at, PRIOR * (1 - at)]),
    )


def isotonic(raw: np.ndarray, right: np.ndarray, weight: np.ndarray) -> Fit:
    """Steps that never fall."""
    return IsotonicRegression(y_min=LEAST, y_max=MOST, out_of_bounds="clip").fit(raw, right, weight).predict


def logistic(raw: np.ndarray, right: np.ndarray, weight: np.ndarray) -> Fit:
    """A curve of two parameters in the log-odds; the share that is right where it would fall."""
    line = LogisticRegression().fit(odds(raw), right, weight)
    if line.coef_[0, 0] > 0:
        return lambda some: np.clip(line.predict_proba(odds(some))[:, 1], LEAST, MOST)
    share = np.average(right, weights=weight)
    return lambda some: np.full(len(some), share)


def odds(raw: np.ndarray) -> np.ndarray:
    inner = np.clip(raw, 0.01, 0.99)
    return np.log(inner / (1 - inner)).reshape(-1, 1)


FITS = {"isotonic": isotonic, "logistic": logistic}


class Calibration(NamedTuple):
    """A kind's pairs, and what was predicted for each document's by the fit to all the others."""

    kind: str
    method: str
    raw: np.ndarray
    right: np.ndarray
    unseen: np.ndarray
    predicted: dict[str, np.ndarray]
    rows: list[tuple[float, float]]

    @property
    def left_out(self) -> np.ndarray:
        """What the chosen method says of each record, fitted without its document."""
        return self.predicted[self.method]

    @classmethod
    def of(cls, kind: str, pairs: Sequence[Pair]) -> "Calibration":
        raw, right = np.array([p.confidence for p in pairs]), np.array([p.right for p in pairs])
        counted = Counter(p.document for p in pairs)
        weight = np.array([WEIGHT[p.source] / counted[p.document] ** 0.5 for p in pairs])
        unseen = np.array([p.source == "unseen" for p in pairs])
        document = np.array([p.document for p in pairs])
        predicted = {"raw": raw} | {name: np.zeros(len(raw)) for name in FITS}
        for left_out in np.unique(document):
            out = document == left_out
            for name in FITS:
                predicted[name][out] = fitted(name, raw[~out], right[~out], weight[~out])(raw[out])
        errors = {n: (log_loss(p[unseen], right[unseen]), ece(p[unseen], right[unseen])) for n, p in predicted.items()}
        better = [name for name in FITS if all(a < b for a, b in zip(errors[name], errors["raw"], strict=True))]
        method = min(better, key=lambda name: errors[name][0], default="raw")
        rows = [(0.0, 0.0), (1.0, 1.0)] if method == "raw" else knots(raw, fitted(method, raw, right, weight))
        return cls(kind, method, raw, right, unseen, predicted, rows)

    def as_toml(self) -> str:
        confidence, probability = (", ".join(f"{v:g}" for v in side) for side in zip(*self.rows, strict=True))
        return f'[{self.kind}]\nmethod = "{self.method}"\nconfidence = [{confidence}]\nprobability = [{probability}]\n'


def knots(raw: np.ndarray, fit: Fit) -> list[tuple[float, float]]:
    """The fit at the confidences that occur, without rows that repeat both their neighbours."""
    at = np.unique(np.round([0.0, *raw, 1.0], 2))
    rows = [(float(a), round(float(p), 3)) for a, p in zip(at, fit(at), strict=True)]
    inner = [b for a, b, c in zip(rows, rows[1:], rows[2:], strict=False) if not a[1] == b[1] == c[1]]
    return [rows[0], *inner, rows[-1]]


def log_loss(predicted: np.ndarray, right: np.ndarray) -> float:
    """Mean surprise, in nats."""
    p = np.clip(predicted, 0.01, 0.99)
    return float(-np.mean(np.where(right == 1, np.log(p), np.log(1 - p))))


def brier(predicted: np.ndarray, right: np.ndarray) -> float:
    return float(np.mean((predicted - right) ** 2))


def ece(predicted: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error: how far what was said lies from what was so, over ten bins of equal width."""
    bins = np.minimum((predicted * 10).astype(int), 9)
    return float(sum(abs(predicted[bins == b].sum() - right[bins == b].sum()) for b in np.unique(bins)) / len(right))


# The page

ORIGIN = (
    "# Records that vanthu found, and whether a reviewer would have left them: written by make calibration. unseen: "
    "official documents outside the development corpus (texts that are not ours to ship); dev: the development corpus.\n"
)
HEADER = (
    "# What a confidence means, a kind of record: for each confidence of rule and reading the probability that a reviewer\n"
    "# leaves the record as it is; between rows, a straight line. Written by `make calibration` (docs/calibration.md).\n\n"
)


def page(pairs: Sequence[Pair], of_kind: dict[str, Calibration]) -> str:
    counted = {s: len({p.document for p in pairs if p.source == s}) for s in WEIGHT}
    raw = [kind for kind, c in of_kind.items() if c.method == "raw"]
    kept = (
        f"Left raw, because no fit made both figures better: {', '.join(raw)}."
        if raw
        else "No kind was left raw: for each, a fit made both figures better."
    )
    return f"""# Calibration

`confidence` is the estimated probability that a reviewer leaves a record as it is. The rules give each record a confidence
by hand, times that of the words that were read; `nlp/knowledge/calibration.toml` turns it into a probability, by tables
fitted to {len(pairs)} records: {counted["unseen"]} official documents outside the development corpus, and {counted["dev"]} of the development corpus.
A record of an unseen document weighs {WEIGHT["unseen"]:g} times one of the corpus, which has been tuned on and is right too often (the others were used to mend rules
after they were first measured, so they flatter too);
the mistakes of a document come together, so its records share the weight of their number's square root. To these comes a
prior that a confidence means what it says (weight {PRIOR:g} at each twentieth).
Every figure is printed by `make calibration` from [calibration-pairs.csv](understanding/calibration-pairs.csv); none is typed in.

A record is right when it is one of the answer's (paired as by `vanthu evaluate`) and nothing of these needs a change:
{"; ".join(f"{kind}: {', '.join(fields)}" for kind, fields in MEASURED.items())} (targets and results are
paired by equal value); citations: number and date; letterhead: the field itself ({", ".join(FIELDS)}).

![Reliability of each kind](pictures/reliability.svg)

## By kind, on the unseen documents

Each document is predicted by tables fitted to all the others. ECE is the expected calibration error (ten bins of equal
width): how far what was said lies from what was so. Log loss is in nats; Brier is the mean squared error. Smaller is better.

| kind | records | right | said, raw | said, calibrated | ECE raw | ECE calibrated | log loss raw | calibrated | Brier raw | calibrated | table |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|
{chr(10).join(row(c) for c in of_kind.values())}

{kept}

## What it says

| kind | confidence of rule and reading | records | right | probability given |
|---|---|--:|--:|---|
{chr(10).join(line for c in of_kind.values() for line in levels(c))}

All documents, dev ones included. Where a level has few records, its probability leans on its neighbours'.

## What it does not say

- The unseen documents are plain text: how OCR's doubt weighs is known from the scans of the development corpus only.
- The tables are those of the rules as they were when the pairs were measured; run `make calibration` after larger changes.
- What is missing has no confidence. A probability says nothing of the records that were not found.
- The kind of fit and the prior were chosen by the same left-out documents, which flatters the figures a little; and
  misses on the unseen documents have been looked at since, so that further ones will fare somewhat worse.
"""


def row(of: Calibration) -> str:
    right, raw, said = of.right[of.unseen], of.raw[of.unseen], of.left_out[of.unseen]
    figures = (right.mean(), raw.mean(), said.mean(), ece(raw, right), ece(said, right))
    losses = (log_loss(raw, right), log_loss(said, right), brier(raw, right), brier(said, right))
    return " | ".join([f"| {of.kind}", f"{len(right)}", *(f"{f:.3f}" for f in (*figures, *losses)), f"{of.method} |"])


def levels(of: Calibration) -> Iterator[str]:
    """Tenths of the confidence, with what is said of them."""
    tenth = np.minimum((of.raw * 10).astype(int), 9)
    given = np.interp(of.raw, *zip(*of.rows, strict=True))
    for t in np.unique(tenth):
        here = tenth == t
        spread = f"{given[here].min():.2f} to {given[here].max():.2f}"
        yield f"| {of.kind} | {t / 10:.1f} to {(t + 1) / 10:.1f} | {here.sum()} | {of.right[here].mean():.2f} | {spread} |"


def shipped() -> list[Pair]:
    with PAIRS.open(encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return [Pair(r["document"], r["source"], r["kind"], float(r["confidence"]), int(r["right"])) for r in rows]


if __name__ == "__main__":
    main()
