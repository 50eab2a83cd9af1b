"""Deadlines in official prose: the phrase corpus `phrases/deadlines.toml` is the specification."""

import json
import re
import time
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from models.records import Deadline
from nlp.deadlines import find_deadlines, read_deadline, year_about
from nlp.deadlines.rules import RULES

CORPUS = tomllib.loads((Path(__file__).parent / "phrases" / "deadlines.toml").read_text("utf-8"))
KNOWLEDGE = tomllib.loads((Path(__file__).parents[1] / "nlp" / "knowledge" / "deadlines.toml").read_text("utf-8"))
ISSUED: date = CORPUS["issued"]
PHRASES = [(kind, line) for kind in ("by", "during", "recurring", "relative", "ongoing") for line in CORPUS[kind]]
PHRASES += [("during", line) for line in CORPUS["parts"]]
GOLD = Path(__file__).parents[2] / "shared" / "gold" / "dev"


def issued(line: dict[str, Any]) -> date | None:
    return line.get("issued", ISSUED) or None


def agrees(found: Deadline, kind: str, line: dict[str, Any]) -> None:
    fields: dict[str, Any] = {name: getattr(found, name) for name in ("kind", "start", "end", "boundary", "rrule")}
    expected = {"kind": kind} | {name: line.get(name) for name in ("start", "end", "boundary", "rrule")}
    assert fields == expected
    relative = found.relative and [
        found.relative.duration or "",
        found.relative.working_days,
        found.relative.from_ or "",
    ]
    assert relative == line.get("relative")


@pytest.mark.parametrize(("kind", "line"), PHRASES, ids=[line["says"] for _, line in PHRASES])
def test_a_deadline_in_a_sentence(kind: str, line: dict[str, Any]) -> None:
    before, words, _ = re.split("[⟦⟧]", line["says"])
    mentions = find_deadlines(line["says"].replace("⟦", "").replace("⟧", ""), issued(line))
    here = [mention for mention in mentions if mention.start == len(before)]
    assert [mention.text for mention in here] == [words]
    assert line.get("also") or len(mentions) == 1
    assert here[0].value.text == words
    agrees(here[0].value, kind, line)


@pytest.mark.parametrize("text", CORPUS["none"])
def test_no_deadline(text: str) -> None:
    assert find_deadlines(text, ISSUED) == ()


@pytest.mark.parametrize("line", CORPUS["cells"], ids=[line["says"] for line in CORPUS["cells"]])
def test_a_deadline_in_a_cell(line: dict[str, Any]) -> None:
    found = read_deadline(line["says"], ISSUED)
    assert found is not None
    agrees(found, line["kind"], line)


@pytest.mark.parametrize("text", CORPUS["not_cells"])
def test_a_cell_without_a_deadline(text: str) -> None:
    assert read_deadline(text, ISSUED) is None


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_each_rule_reads_its_example(rule: Any) -> None:
    assert read_deadline(rule.example, ISSUED) is not None
    assert len({other.name for other in RULES}) == len(RULES)


@pytest.mark.parametrize(
    "row", [row for row in KNOWLEDGE["against"] if "⟦" in row["example"]], ids=lambda row: row["name"]
)
def test_each_sign_against_holds_for_its_example(row: dict[str, Any]) -> None:
    text = row["example"].replace("⟦", "").replace("⟧", "")
    assert find_deadlines(text, ISSUED) == ()


def test_several_deadlines_in_a_sentence_are_in_order() -> None:
    text = "Định kỳ hằng tháng (trước ngày 16 hằng tháng), 6 tháng (trước ngày 16/6), năm (trước ngày 20/11 hằng năm)."
    assert [mention.value.rrule for mention in find_deadlines(text, ISSUED)] == [
        "FREQ=MONTHLY;BYMONTHDAY=16",
        "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=16",
        "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20",
    ]


def test_a_phrase_may_go_on_over_a_line_end() -> None:
    (mention,) = find_deadlines("gửi báo cáo trước ngày\n15 tháng 12 năm\n2026 về Sở", ISSUED)
    assert mention.value.end == date(2026, 12, 15)
    assert mention.value.text == "trước ngày 15 tháng 12 năm 2026"


@pytest.mark.parametrize(
    ("subject", "year"),
    [
        ("Kế hoạch cải cách hành chính tỉnh Đồng Mây năm 2027", 2027),
        ("Kế hoạch phát triển du lịch giai đoạn 2026 - 2030", None),
        ("Đề án chuyển đổi số đến năm 2030", None),
        ("Tổng kết năm 2026, kế hoạch năm 2027", None),
        ("V/v rà soát nhà ở", None),
    ],
)
def test_the_year_a_document_is_about(subject: str, year: int | None) -> None:
    assert year_about(subject) == year


def test_a_bare_quarter_is_of_the_year_the_document_is_about() -> None:
    issued_on = date(2026, 12, 20)
    assert read_deadline("Quý IV", issued_on) == read_deadline("Quý IV", issued_on, year=2026)
    (mention,) = find_deadlines("hoàn thành trong Quý IV", issued_on, year=2027)
    assert mention.value.end == date(2027, 12, 31)
    (heading, bare) = find_deadlines("Năm 2028: rà soát, báo cáo trước ngày 15/6.", issued_on, year=2027)
    assert (heading.value.kind, bare.value.end) == ("during", date(2028, 6, 15))


WORDS = st.sampled_from(
    (
        *(
            "trước",
            "chậm nhất",
            "đến hết",
            "từ",
            "ngày",
            "tháng",
            "năm",
            "quý",
            "I",
            "II",
            "III",
            "IV",
            "HI",
            "15/12",
            "15/6",
        ),
        *(
            "30/6/2026",
            "2026",
            "2030",
            "-",
            "và",
            ",",
            "(",
            ")",
            "hằng",
            "định kỳ",
            "6",
            "một lần",
            "thứ Sáu",
            "cuối",
            "đầu",
        ),
        *(
            "của",
            "sau",
            "kể từ",
            "ký",
            "làm việc",
            "trong thời hạn",
            "05",
            "ba mươi",
            "giai đoạn",
            "từ nay",
            ".",
            ";",
            "17 giờ",
        ),
        *(
            "tuần",
            "mỗi",
            "31",
            "29/02",
            "0",
            "99",
            "học",
            "tiếp theo",
            "trước khi họp",
            "02",
            "30/02/2026",
            "hoàn thành",
        ),
    )
)


@given(st.lists(WORDS, max_size=25).map(" ".join), st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_whatever_the_words_mentions_are_sound(text: str, issued_on: date | None) -> None:
    at = 0
    for mention in find_deadlines(text, issued_on):
        assert at <= mention.start < mention.end
        assert mention.text == text[mention.start : mention.end]
        at = mention.end
        sound(mention.value)
    if cell := read_deadline(text, issued_on):
        sound(cell)


@given(st.text(max_size=200), st.dates())
def test_any_text_is_read_without_an_exception(text: str, issued_on: date) -> None:
    find_deadlines(text, issued_on)
    read_deadline(text, issued_on)


def sound(deadline: Deadline) -> None:
    """What must hold of every deadline: dateutil reads its rule, its days are in order, its kind fills its fields."""
    if deadline.rrule:
        occurrences = rrulestr(deadline.rrule, dtstart=datetime(2024, 1, 1))
        assert occurrences.after(datetime(2024, 1, 1), inc=True) is not None
    if deadline.start and deadline.end:
        assert deadline.start <= deadline.end
    assert (deadline.relative is not None) == (deadline.kind == "relative")
    assert deadline.rrule is None or deadline.kind == "recurring"


HOSTILE = (
    "trước ngày ",
    "định kỳ ",
    "15/12/2026 ",
    "từ ngày 1 đến ",
    "trong thời hạn ",
    "hằng năm, ",
    "(" * 50,
    "trước khi a ",
    "năm 2026, ",
    "ba mươi ",
    "1 ",
    "a" * 100,
    " " * 100,
    "kể từ ngày ",
    "quý I, II ",
)


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_with_the_length_only(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        began = time.process_time()
        find_deadlines(text, ISSUED)
        return time.process_time() - began

    seconds(2_000)
    short, long = max(seconds(2_000), 0.002), seconds(16_000)
    assert long < 24 * short + 0.2


@pytest.mark.shared
@pytest.mark.skipif(not GOLD.exists(), reason="the shared gold answers are not here")
def test_deadlines_in_the_gold_answers_are_read_as_they_are() -> None:
    """Every text of a deadline in the documents' gold, alone and with the document's date of issue."""
    right = wrong = 0
    for path in sorted(GOLD.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        issued_on = gold["dispatch"].get("issued_on")
        for task in gold.get("tasks", ()):
            if not (expected := task["deadline"]):
                continue
            found = read_deadline(expected["text"], date.fromisoformat(issued_on) if issued_on else None)
            same = found is not None and (found.kind, found.rrule, found.end and found.end.isoformat()) == (
                expected["kind"],
                expected["rrule"],
                expected["end"],
            )
            right, wrong = right + same, wrong + (not same)
    assert right / (right + wrong) > 0.75
