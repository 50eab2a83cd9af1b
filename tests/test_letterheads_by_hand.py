"""Numbers written by hand in letterheads: most of real scans are filled, by two origins that agree; none is wrong."""

import json
import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from extract import read
from extract.page import PageReading
from extract.read import PageJob
from nlp.form import read_form

SHARED = Path(__file__).parents[2] / "shared"

BY_HAND = re.compile(r"(?:Number|Số)\b(?:(?!printed|not |typed)[^.;])*?(?:handwritten|viết tay)")
"""What the notes of an answer say of such a number."""

FILLED = 0.7
"""The least share of such numbers that is to be filled."""


def first_page(read_page: Callable[[PageJob], PageReading], jobs: Iterable[PageJob]) -> Iterable[PageReading]:
    """The first page alone is read: the letterhead stands on it."""
    return [read_page(job) if job.number == 1 else PageReading(job.number, 0.0, 0.0, 0, ()) for job in jobs]


@pytest.mark.shared
def test_most_numbers_by_hand_are_filled_and_none_is_wrong() -> None:
    answers = {path.stem: json.loads(path.read_text()) for path in sorted((SHARED / "gold" / "dev").glob("*.json"))}
    by_hand = {name: answer["dispatch"] for name, answer in answers.items() if BY_HAND.search(str(answer.get("notes")))}
    found = {
        name: read_form(read(SHARED / "corpus" / f"{name}.pdf", reading="fast", mapper=first_page)).letterhead
        for name in by_hand
    }
    filled = {name: letterhead.number for name, letterhead in found.items() if letterhead.number}
    dated = {name: letterhead.issued_on for name, letterhead in found.items() if letterhead.issued_on}
    assert filled == {name: by_hand[name]["number"] for name in filled}
    assert dated == {name: date.fromisoformat(by_hand[name]["issued_on"]) for name in dated}
    assert len(by_hand) >= 10
    assert len(filled) >= FILLED * len(by_hand)
