"""Who a number belongs to, where its own sentence says so: the unit that leads it, or a table's field of units."""

import re

from models.records import Unit
from nlp.language import vietnamese
from nlp.measures.statements import Statement
from nlp.units import find_units

LONGEST = 300
"""Characters at the head of a sentence, or of a field, in which units are looked for."""


def owners_of(text: str, statements: list[Statement]) -> list[tuple[Unit, ...]]:
    """For each of `statements` the units that lead its sentence, or that a field of the row names; () where none."""
    if not statements:
        return []
    if field := _field.search(text):
        units = tuple(mention.value for mention in find_units(vietnamese()(field[1].strip())))
        return [units] * len(statements)
    lead = {sentence: _leading(text, sentence) for sentence in {statement.sentence for statement in statements}}
    return [
        tuple(unit for end, unit in lead[statement.sentence] if end <= statement.quantity.start)
        for statement in statements
    ]


def _leading(text: str, sentence: tuple[int, int]) -> list[tuple[int, Unit]]:
    """(where it ends, the unit) of each of the units that a sentence opens with."""
    start = sentence[0]
    head = text[start : min(sentence[1], start + LONGEST)]
    units: list[tuple[int, Unit]] = []
    at = 0
    for mention in find_units(vietnamese()(head)):
        gap = head[at : mention.start]
        if not (_and.fullmatch(gap) if units else _lead.fullmatch(gap)):
            break
        units.append((start + mention.end, mention.value))
        at = mention.end
    return units


_lead = re.compile(
    r"[\s+*•–-]*(?:\(?\w{1,4}[.)]\s*)?"
    r"(?:(?:(?:tại|trong|qua|tính|đến|từ|thời gian|năm|quý|tháng|giai đoạn|thực hiện)(?!\w)[^,:;|]{0,100},"
    r"|đến nay|hiện nay|theo đó|cụ thể|yêu cầu|đề nghị|giao|trong năm \d{4}|đến năm \d{4}|nhiệm vụ|tên nhiệm vụ"
    r"|nội dung nhiệm vụ|và|,|:)[\s,:]*){0,6}",
    re.IGNORECASE,
)
"""What may stand before the unit that a sentence is about: "Tại đợt kiểm tra này, Đoàn kiểm tra đã …"."""
_and = re.compile(r"\s*(?:,\s*và|,|;|và)\s*")
_field = re.compile(
    r"\|\s*(?:cơ quan|đơn vị)?\s*(?:chủ trì|thực hiện|chịu trách nhiệm)[^:|]{0,30}:\s*([^|\n]{2,300})", re.IGNORECASE
)
