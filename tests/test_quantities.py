"""What is a measured number, by the phrases in `phrases/quantities.toml`."""

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.measures.vocabulary import counted_noun
from nlp.quantities import find_quantities

PHRASES = tomllib.loads((Path(__file__).parent / "phrases" / "quantities.toml").read_text("utf-8"))["phrase"]


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase["text"])
def test_phrase(phrase: dict[str, Any]) -> None:
    found = [
        {
            "value": m.value.value,
            "unit": m.value.unit,
            "comparator": m.value.comparator,
            "value_max": m.value.value_max,
            "of": m.value.of,
            "was": m.value.was,
        }
        for m in find_quantities(phrase["text"])
    ]
    blank = {"unit": None, "comparator": "eq", "value_max": None, "of": None, "was": None}
    assert found == [{**blank, **expected} for expected in phrase["found"]]


def test_mention_covers_the_words_that_compare() -> None:
    text = "Phấn đấu giảm tối thiểu 20% chi phí, ít nhất 02 lớp."
    assert [text[m.start : m.end] for m in find_quantities(text)] == ["giảm tối thiểu 20%", "ít nhất 02 lớp"]


def test_noun_that_is_counted() -> None:
    assert counted_noun("tổng số hồ sơ đã tiếp nhận") == "hồ sơ"
    assert counted_noun("điều chưa ai đếm") is None


@given(st.integers(0, 10**9))
def test_thousands_are_read_as_they_are_written(value: int) -> None:
    written = f"{value:,}".replace(",", ".")
    (found,) = find_quantities(f"có {written} hồ sơ")
    assert (found.value.value, found.value.unit) == (value, "hồ sơ")


@given(st.text(alphabet="0123456789.,/-–%() \nđạt từ trên năm ngày tháng số I|x", max_size=200))
def test_mentions_are_in_order_and_inside(text: str) -> None:
    end = 0
    for mention in find_quantities(text):
        assert end <= mention.start <= mention.value.figures < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        end = mention.end


HOSTILE = [
    "1 ",
    "9.",
    "1/",
    "từ 1 đến ",
    "(1) ",
    " ",
    "\n",
    "1%",
    "số ",
    "tối thiểu ",
    "giảm tỷ lệ ",
    "1 - ",
    "Điều 1, ",
    "ngày 1, ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_text_only(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        find_quantities(text)
        return time.process_time() - start

    seconds(1_000)
    # the best of three: other work on the machine slows a process too
    assert min(seconds(40_000) for _ in range(3)) < 8 * min(seconds(10_000) for _ in range(3)) + 0.1
