"""What a confidence means: probabilities that rise with it, for each kind, and that are so on the shipped pairs."""

import csv
import itertools
from pathlib import Path
from typing import get_args

import pytest
from dispatches import PLAN
from hypothesis import given
from hypothesis import strategies as st

from models.records import Citation, Result, Target, Task
from nlp.calibration import Kind, calibrated, probability, table, with_probability

KINDS: tuple[Kind, ...] = get_args(Kind)
PAIRS = Path(__file__).parents[1] / "docs" / "understanding" / "calibration-pairs.csv"

confidences = st.floats(0, 1)
kinds = st.sampled_from(KINDS)


@given(kinds, confidences, confidences)
def test_the_surer_is_never_called_less_probable(kind: Kind, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= probability(kind, low) <= probability(kind, high) <= 1


def test_each_kind_has_a_table_that_rises_from_nought_to_one() -> None:
    assert table().keys() == set(KINDS)
    for confidence, said in table().values():
        assert (confidence[0], confidence[-1]) == (0, 1)
        assert len(confidence) == len(said)
        assert all(a < b for a, b in itertools.pairwise(confidence))


def of_kind(kind: Kind) -> list[dict[str, str]]:
    with PAIRS.open(encoding="utf-8") as file:
        return [r for r in csv.DictReader(line for line in file if line[0] != "#") if r["kind"] == kind]


@pytest.mark.parametrize("kind", ["letterhead", "citations", "tasks"])
def test_of_unseen_documents_as_many_records_are_right_as_is_said(kind: Kind) -> None:
    unseen = [r for r in of_kind(kind) if r["source"] == "unseen"]
    said = sum(probability(kind, float(r["confidence"])) for r in unseen)
    assert said / len(unseen) == pytest.approx(sum(r["right"] == "1" for r in unseen) / len(unseen), abs=0.05)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_pairs_to_fit_it_again(kind: Kind) -> None:
    assert len({r["document"] for r in of_kind(kind)}) >= 5


def test_every_record_and_field_of_a_dispatch_gets_its_probability() -> None:
    sure = calibrated(PLAN)
    assert [t.confidence for t in sure.tasks] == [probability("tasks", t.confidence) for t in PLAN.tasks]
    assert [t.confidence for t in sure.targets] == [probability("targets", t.confidence) for t in PLAN.targets]
    assert [c.confidence for c in sure.citations] == [probability("citations", c.confidence) for c in PLAN.citations]
    read, before = sure.letterhead.evidence["number"], PLAN.letterhead.evidence["number"]
    assert read.confidence == probability("letterhead", before.confidence)
    assert read.evidence == before.evidence


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("citations", Citation(number="12/QĐ-UBND", confidence=0.8)),
        ("tasks", Task(id="1", content="lập báo cáo", confidence=0.8)),
        ("targets", Target(id="2", content="đạt 90%", measure="hồ sơ", comparator="eq", value=90, confidence=0.8)),
        ("results", Result(id="3", content="đã đạt 90%", measure="hồ sơ", value=90, confidence=0.8)),
    ],
)
def test_nothing_but_the_confidence_changes(kind: Kind, record: Citation | Task | Target | Result) -> None:
    (made,) = with_probability(kind, (record,))
    assert {n for n in record.__slots__ if getattr(made, n) != getattr(record, n)} <= {"confidence"}
