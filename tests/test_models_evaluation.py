"""How right a parse is: the counting, and that it is the counting of the scorer beside the gold answers."""

import json
import random
import subprocess
import sys
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from models.evaluation import Score, Scores, evaluate

SHARED = Path(__file__).parents[2] / "shared"
GOLD = SHARED / "gold" / "dev"

TASK = {"content": "xây dựng kế hoạch kiểm tra nội bộ năm 2024", "lead": ["Sở Nội vụ"], "support": [], "deadline": None}
JUNE = {"kind": "by", "end": "2024-06-15"}


def scores(gold: dict[str, Any], parsed: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    return {name: (s.hit, s.said, s.gold) for name, s in evaluate(gold, parsed).fields.items() if s.said or s.gold}


@pytest.mark.parametrize(
    ("field", "gold", "parsed", "hit"),
    [
        ("number", "41/KH-UBND", "41/kh-ubnd", 1),
        ("number", "41/KH-UBND", "41/QĐ-UBND", 0),
        ("issued_on", "2024-02-26", "2024-02-26", 1),
        ("issued_on", "2024-02-26", "2024-02-28", 0),
        ("kind", "Kế hoạch", "KẾ HOẠCH", 1),
        ("subject", "Về việc kiểm tra các đơn vị hành chính", "Về việc kiểm tra các đơn vị hành chính", 1),
        ("subject", "Về việc kiểm tra", "Về việc họp", 0),
        ("issuer", "UBND tỉnh Lâm Sơn", {"name": "X", "canonical": "Uỷ ban nhân dân tỉnh Lâm Sơn"}, 1),
        ("issuer", "Sở KH&CN", {"name": "Sở Khoa học và Công nghệ", "canonical": None}, 1),
        ("issuer", "Giám đốc Sở Nội vụ", {"name": "Sở Nội vụ"}, 1),
        ("issuer", "Sở Nội vụ", {"name": "Sở Ngoại vụ"}, 0),
    ],
)
def test_a_field_of_the_letterhead(field: str, gold: Any, parsed: Any, hit: int) -> None:
    assert scores({"dispatch": {field: gold}}, {"dispatch": {field: parsed}}) == {f"dispatch.{field}": (hit, 1, 1)}


def test_absent_is_a_miss_and_invented_a_false_alarm() -> None:
    assert scores({"dispatch": {"number": "1/KH"}}, {}) == {"dispatch.number": (0, 0, 1)}
    assert scores({"dispatch": {"number": None}}, {"dispatch": {"number": "1/KH"}}) == {"dispatch.number": (0, 1, 0)}


def test_what_an_answer_leaves_out_is_not_counted() -> None:
    assert scores({"dispatch": {}}, {"tasks": [TASK], "citations": [{"number": "1/KH"}]}) == {}


def test_a_task_is_found_by_its_words_and_its_fields_counted_end_to_end() -> None:
    near = {
        **TASK,
        "content": "xây dựng kế hoạch kiểm tra nội bộ",
        "lead": [{"name": "Sở Nội vụ"}, {"name": "Sở Y tế"}],
    }
    assert scores({"tasks": [{**TASK, "deadline": JUNE}]}, {"tasks": [{**near, "deadline": JUNE}]}) == {
        "tasks": (1, 1, 1),
        "tasks.lead": (1, 2, 1),
        "tasks.deadline": (1, 1, 1),
    }


def test_a_missed_task_misses_its_fields_and_a_spare_one_invents_them() -> None:
    spare = {"content": "cử người tham gia", "lead": [{"name": "Sở Y tế"}], "deadline": JUNE}
    assert scores({"tasks": [{**TASK, "deadline": JUNE}]}, {"tasks": [spare]}) == {
        "tasks": (0, 1, 1),
        "tasks.lead": (0, 1, 1),
        "tasks.deadline": (0, 1, 1),
    }


def test_of_twins_the_one_with_the_same_lead_is_taken() -> None:
    home, health = ({**TASK, "lead": [{"name": name}]} for name in ("Sở Nội vụ", "Sở Y tế"))
    assert scores({"tasks": [{**TASK, "lead": ["Sở Y tế"]}, TASK]}, {"tasks": [home, health]})["tasks.lead"] == (
        2,
        2,
        2,
    )


@pytest.mark.parametrize(
    ("found", "hit"),
    [
        ({"kind": "recurring", "rrule": "BYMONTHDAY=15;BYMONTH=12;FREQ=YEARLY"}, 1),
        ({"kind": "recurring", "rrule": "RRULE:freq=yearly;BYMONTH=12;BYMONTHDAY=15"}, 1),
        ({"kind": "recurring", "rrule": "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15"}, 0),
        ({"kind": "by", "end": "2024-12-15"}, 0),
    ],
)
def test_recurrence_is_compared_by_its_parts(found: dict[str, Any], hit: int) -> None:
    gold = {**TASK, "deadline": {"kind": "recurring", "rrule": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"}}
    assert scores({"tasks": [gold]}, {"tasks": [{**TASK, "deadline": found}]})["tasks.deadline"] == (hit, 1, 1)


def test_a_target_needs_its_value() -> None:
    target = {
        "content": "đạt 90% hồ sơ đúng hạn",
        "measure": "hồ sơ đúng hạn",
        "value": 90,
        "unit": "%",
        "comparator": "ge",
    }
    assert scores({"targets": [target]}, {"targets": [{**target, "value": 90.0}]})["targets"] == (1, 1, 1)
    assert scores({"targets": [target]}, {"targets": [{**target, "value": 95}]})["targets"] == (0, 1, 1)


def test_precision_recall_and_f1() -> None:
    score = Score(3, 4, 6)
    assert (score.precision, score.recall, score.f1) == (0.75, 0.5, pytest.approx(0.6))
    assert Score().f1 == 0


@pytest.mark.shared
def test_the_figures_are_those_of_the_scorer_beside_the_gold_answers(tmp_path: Path) -> None:
    """On parses made from the gold itself by leaving out, mixing up and inventing, so that every count moves."""
    chance = random.Random(7)
    total = Scores()
    documents = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(GOLD.glob("*.json"))}
    everything = [t for d in documents.values() for t in d.get("tasks", [])]
    for name, gold in documents.items():
        parsed = damaged(gold, everything, chance)
        (tmp_path / name).write_text(json.dumps(parsed), encoding="utf-8")
        total = reduce(Scores.__add__, [evaluate(gold, parsed)], total)
    theirs = subprocess.run(
        [sys.executable, str(SHARED / "gold" / "score.py"), str(GOLD), str(tmp_path), "--json"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    wanted = {name: (row["hit"], row["said"], row["gold"]) for name, row in json.loads(theirs.stdout).items()}
    assert {name: (s.hit, s.said, s.gold) for name, s in total.fields.items()} == wanted


def damaged(gold: dict[str, Any], others: list[Any], chance: random.Random) -> dict[str, Any]:
    parsed = json.loads(json.dumps(gold))
    for field in list(parsed["dispatch"]):
        if chance.random() < 0.2:
            parsed["dispatch"][field] = None
    if parsed["dispatch"].get("issuer"):
        parsed["dispatch"]["issuer"] = {"name": parsed["dispatch"]["issuer"], "canonical": None}
    for kind in ("tasks", "targets", "results", "citations"):
        kept = [r for r in parsed.get(kind, []) if chance.random() < 0.8]
        for record in kept:
            for field in list(record):
                if field not in ("content", "number", "value", "comparator", "measure") and chance.random() < 0.2:
                    record[field] = None if not isinstance(record[field], list) else record[field][1:]
            if chance.random() < 0.3 and "content" in record:
                record["content"] = " ".join(w for w in record["content"].split() if chance.random() < 0.7) or "x"
            for role in ("lead", "support", "owners"):
                record[role] = [{"name": name, "canonical": None} for name in record.get(role) or []]
        if kind == "tasks" and others:
            spare = json.loads(json.dumps(chance.sample(others, 2)))
            kept += [{**s, "lead": [{"name": n} for n in s["lead"]], "support": []} for s in spare]
        chance.shuffle(kept)
        if kind in parsed:
            parsed[kind] = kept
    return parsed
