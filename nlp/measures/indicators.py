"""Rows of an indicator table (bảng chỉ tiêu): one target for each column that gives the row a value.

Which column is which is the table reader's business; here are the cells: what is measured, its unit, the values under
their headings ("Năm 2031", "Đến năm 2035"), and who answers for it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from models.records import Deadline, Target, Unit
from nlp.deadlines import read_deadline
from nlp.quantities import Quantity, find_quantities
from nlp.targets import find_targets

CONFIDENCE = 0.9
"""Of the targets read from an indicator table, the share that a reviewer leaves as they are: a first estimate."""


def read_indicator_row(
    measure: str,
    values: Sequence[tuple[str, str]] = (),
    *,
    unit: str | None = None,
    owners: Sequence[Unit] = (),
    issued_on: date | None = None,
    period: Deadline | None = None,
) -> tuple[Target | None, ...]:
    """The target that each of `values`, (heading, cell) pairs, sets for `measure`; None where a cell sets none.

    Where there is no column of values, the targets that the text of `measure` itself states ("… đạt 95%"). `period` is
    the time that the table's title gives, each target's unless its column's heading gives another.
    """
    name = " ".join(measure.split())
    if not values:
        stated = find_targets(name, issued_on, aims=True, period=period)
        return tuple(replace(mention.value, owners=tuple(owners) or mention.value.owners) for mention in stated)
    return tuple(_target(name, heading, cell, unit, tuple(owners), issued_on, period) for heading, cell in values)


def _target(
    measure: str,
    heading: str,
    cell: str,
    unit: str | None,
    owners: tuple[Unit, ...],
    issued_on: date | None,
    period: Deadline | None,
) -> Target | None:
    quantity = None if _past.match(heading) else read_value(cell, unit)
    if quantity is None or not measure:
        return None
    return Target(
        id="",
        content=measure,
        measure=measure,
        comparator=quantity.comparator,
        value=quantity.value,
        value_max=quantity.value_max,
        unit=quantity.unit,
        deadline=_time(heading, issued_on) or period,
        owners=owners,
        confidence=CONFIDENCE,
    )


def read_value(cell: str, unit: str | None = None) -> Quantity | None:
    """The quantity that a cell states ("≥ 90", "Trên 95%", "85 - 90"), in `unit` where it names none; else None."""
    found = find_quantities(f": {' '.join(cell.split())}")  # after a colon a bare number is a quantity
    if not found or found[0].value.of is not None or found[0].start > len(": Đạt từ khoảng "):
        return None
    quantity = found[0].value
    if quantity.unit or not unit or not unit.strip():
        return quantity
    factor, name = _unit(unit)
    upper = None if quantity.value_max is None else float(Decimal(str(quantity.value_max)) * factor)
    return replace(quantity, value=float(Decimal(str(quantity.value)) * factor), value_max=upper, unit=name)


def _unit(cell: str) -> tuple[Decimal, str]:
    """(what its numbers are multiplied by, the unit's name): "Triệu đồng" is 1,000,000 times "đồng"."""
    words = " ".join(cell.split())
    found = find_quantities(f": {words}" if words[0].isdigit() else f": 1 {words}")
    if not found or not found[0].value.unit:
        return Decimal(1), words
    quantity = found[0].value
    scale = Decimal(str(quantity.value))
    return scale, words if scale == 1 else str(quantity.unit)


def _time(heading: str, issued_on: date | None) -> Deadline | None:
    """The time that a column's heading gives: "Đến năm 2035", "Kế hoạch 2031", "2031 - 2035"."""
    years = _years.search(heading)
    if years and (bare := _bare.search(heading)):
        until = "đến " if _until.search(heading) else ""
        return read_deadline(until + ("giai đoạn " if years[1] else "năm ") + bare[0], issued_on)
    named = _named_years.search(heading)
    return read_deadline(heading, issued_on) or (read_deadline(named[0], issued_on) if named else None)


_past = re.compile(
    r"(?i)\s*(?:thực hiện|hiện trạng|ước|th |tình hình|kết quả (?:thực hiện |đạt được )?(?:năm|đến)|số liệu)"
)
_until = re.compile(r"(?i)\bđến\s+20\d\d")
_years = re.compile(r"\b20\d\d(\s?[-–]\s?20\d\d)?\b")
_named_years = re.compile(
    r"(?:đến (?:hết |cuối )?)?(?:năm 20\d\d|giai đoạn 20\d\d\s?[-–]\s?20\d\d)(?!\w)", re.IGNORECASE
)
_bare = re.compile(r"(?<!năm\s)(?<!đoạn\s)(?<!kỳ\s)(?<![/.\d])\b20\d\d(?:\s?[-–]\s?20\d\d)?\b(?![/.\d])", re.IGNORECASE)
