"""From how sure a rule and the reading were to the probability that a reviewer leaves the record as it is.

The confidence that the finders give a record orders records of a kind, no more. `nlp/knowledge/calibration.toml` says
what share of such records was right: a monotone table a kind, fitted on documents with answers by `make calibration`.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Literal, TypeVar

import numpy as np

from models.records import Citation, Dispatch, Result, Target, Task

Kind = Literal["letterhead", "citations", "tasks", "targets", "results"]

Record = TypeVar("Record", Citation, Task, Target, Result)


def calibrated(dispatch: Dispatch) -> Dispatch:
    """`dispatch` with probabilities for the confidences of all its records and of the fields of its letterhead."""
    head = dispatch.letterhead
    evidence = {
        name: replace(read, confidence=probability("letterhead", read.confidence))
        for name, read in head.evidence.items()
    }
    return replace(
        dispatch,
        letterhead=replace(head, evidence=evidence),  # type: ignore[call-arg]  # named "dispatch" for mypy, by its alias
        citations=with_probability("citations", dispatch.citations),
        tasks=with_probability("tasks", dispatch.tasks),
        targets=with_probability("targets", dispatch.targets),
        results=with_probability("results", dispatch.results),
    )


def with_probability(kind: Kind, records: Iterable[Record]) -> tuple[Record, ...]:
    """`records`, all of one `kind`, with probabilities for their confidences."""
    return tuple(replace(record, confidence=probability(kind, record.confidence)) for record in records)


def probability(kind: Kind, confidence: float) -> float:
    """The share of records of `kind` with this `confidence` (0 to 1) that were right, between rows of the table."""
    raw, right = table()[kind]
    return round(float(np.interp(confidence, raw, right)), 4)


@cache
def table() -> dict[str, tuple[list[float], list[float]]]:
    """A kind's table: confidences, rising, and the probability that belongs to each."""
    read = tomllib.loads((files("nlp") / "knowledge" / "calibration.toml").read_text("utf-8"))
    return {kind: (rows["confidence"], rows["probability"]) for kind, rows in read.items()}
