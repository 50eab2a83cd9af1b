"""What is a result, by the passages in `phrases/results.toml`."""

import time
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.records import Result
from nlp.results import find_results
from nlp.targets import find_targets

PASSAGES = tomllib.loads((Path(__file__).parent / "phrases" / "results.toml").read_text("utf-8"))["passage"]
ISSUED = date(2030, 7, 1)


def told(result: Result) -> dict[str, Any]:
    return {
        "value": result.value,
        "of": result.of,
        "unit": result.unit,
        "measure": result.measure,
        "period": result.period and result.period.text,
        "owners": [unit.name for unit in result.owners],
    }


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage["text"])
def test_passage(passage: dict[str, Any]) -> None:
    found = find_results(passage["text"], ISSUED, report=passage.get("report"))
    blank = {"of": None, "unit": None, "period": None}
    expected = [{**blank, **result} for result in passage["found"]]
    assert [
        {key: value for key, value in told(m.value).items() if key in {**blank, "value": 0, **wanted}}
        for m, wanted in zip(found, expected, strict=True)
    ] == expected


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage["text"])
def test_a_result_is_no_target(passage: dict[str, Any]) -> None:
    report = bool(passage.get("report"))
    results = {m.start for m in find_results(passage["text"], ISSUED, report=report)}
    assert not results & {m.start for m in find_targets(passage["text"], ISSUED, report=report)}


def test_nothing_is_achieved_under_a_heading_of_aims() -> None:
    assert not find_results("Đã có 40/40 đơn vị áp dụng.", ISSUED, aims=True)


@pytest.mark.parametrize("piece", ["đã có 5 xã, ", "5/5 xã ", "(đạt 5,5%) ", "của 5 xã và ", "đến nay 5 "])
def test_time_grows_with_the_text_only(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        find_results(text, ISSUED)
        return time.process_time() - start

    seconds(1_000)
    # the best of three: other work on the machine slows a process too
    assert min(seconds(16_000) for _ in range(3)) < 8 * min(seconds(4_000) for _ in range(3)) + 0.2


@pytest.mark.parametrize(
    "text",
    [
        "Ba đề án gộp lại: 03 đề án sẽ tập trung cho vùng bãi ngang.",
        "Tổng số thủ tục sẽ cắt giảm, đơn giản hóa là 120/310 thủ tục.",
        "Thường trực Ủy ban đã họp, trong đó thống nhất gộp 03 đề án thành một.",
        "Sở đã có văn bản đề xuất 02 phương án bố trí vốn.",
    ],
)
def test_what_is_meant_to_be_is_not_achieved(text: str) -> None:
    assert find_results(text, date(2025, 3, 10)) == ()


def test_what_was_done_before_it_goes_on_is_achieved() -> None:
    (found,) = find_results("Đến nay, toàn tỉnh đã gộp 03 đề án; thời gian tới sẽ rà soát tiếp.", date(2025, 3, 10))
    assert found.value.value == 3
