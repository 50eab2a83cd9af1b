"""Units in the middle of a sentence: those whom it calls, those with whom it is to be carried out, lists of bodies."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from models.records import Unit
from nlp.mention import Mention
from nlp.tasks.order import Units, within
from nlp.tasks.wording import UNIT, UNITS, masked, opens_with, phrases
from nlp.units import split_units


def called_inside(text: str, units: Sequence[Mention[Unit]]) -> Units:
    """The units that the last call inside `text` addresses: "Để …, Chủ tịch UBND tỉnh yêu cầu các sở, ngành …"."""
    calls = list(inner_call().finditer(masked(text, units)))
    return within(units, calls[-1].start("units"), calls[-1].end("units")) if calls else ()


def call_inside(text: str, units: Sequence[Mention[Unit]]) -> int | None:
    """Where in `text` a call to units begins ("… đề nghị lãnh đạo các đơn vị tiếp tục …"), or None."""
    call = inner_call().search(masked(text, units))
    return call.start() if call else None


@cache
def inner_call() -> re.Pattern[str]:
    """A call with its units, anywhere."""
    title = r"(?:đồng chí |ông |bà |các đồng chí )?"
    return re.compile(
        rf"(?<!\w){phrases('inner_call')}\s*:?\s*{title}(?P<units>{UNITS})(?!\s*(?:về|tại|đã|trong việc xem xét))"
    )


def supporting(text: str, units: Sequence[Mention[Unit]]) -> Units:
    """The units with whom the order inside `text` is to be carried out: "…, phối hợp với Công an tỉnh …"."""
    mask = masked(text, units)
    found = [branched(mask, within(units, m.start("units"), m.end("units"))) for m in inner_joint().finditer(mask)]
    for m in inner_joint_unknown().finditer(mask):
        if opens_with("somebody", m["who"]):
            at = m.start("who")
            found.append(
                tuple(replace(u, start=u.start + at, end=u.end + at) for u in split_units(text[at : m.end("who")]))
            )
    return tuple(u for group in found for u in group)


def branched(mask: str, units: Units) -> Units:
    """`units`, an office and the one branch of it in brackets after it as one: "Văn phòng … (Trung tâm …)"."""
    whole: list[Mention[Unit]] = []
    for unit in units:
        office = whole[-1] if whole else None
        alone = office and mask[office.end : unit.start].strip() == "(" and mask[unit.end : unit.end + 1] == ")"
        if office and alone and not office.value.group and not unit.value.group:
            name = f"{office.value.name} ({unit.value.name})"
            text = f"{office.text} ({unit.text})"
            whole[-1] = replace(office, end=unit.end + 1, text=text, value=replace(office.value, name=name))
        else:
            whole.append(unit)
    return tuple(whole)


HOW = r"(?:hỗ trợ |chặt chẽ |tốt |kịp thời |thường xuyên )?"


@cache
def inner_joint() -> re.Pattern[str]:
    """ "phối hợp với" units, anywhere."""
    return re.compile(rf"(?<!\w)phối hợp,? {HOW}(?:(?:với|cùng)[\s:]*)?(?P<units>{UNITS})")


@cache
def inner_joint_unknown() -> re.Pattern[str]:
    """ "phối hợp với" a body that no register knows, up to what is done with it: "với ngành giáo dục | để …"."""
    what = rf"(?=\s(?:để|trong|nhằm|khi|về|theo|tại|{phrases('verb')})(?!\w)|[.;:]|$)"
    return re.compile(
        rf"(?<!\w)phối hợp,? {HOW}(?:với|cùng) (?P<who>(?:các |những )?"
        rf"[^\s.;:()\d{UNIT}]+(?: [^\s.;:()]+){{2,12}}?)(?<! và){what}"
    )


def named_between(text: str, units: Sequence[Mention[Unit]]) -> Units:
    """`units` and the members of their lists that no register knows: "Sở A, | đơn vị cung cấp điện | và Sở B"."""
    if len(units) < 2:
        return tuple(units)
    mask = masked(text, units)
    unknown = [
        replace(unit, start=unit.start + found.start("who"), end=unit.end + found.start("who"))
        for found in between().finditer(mask)
        if opens_with("somebody", found["who"])
        for unit in split_units(text[found.start("who") : found.end("who")])
    ]
    return tuple(sorted((*units, *unknown), key=lambda u: u.start)) if unknown else tuple(units)


@cache
def between() -> re.Pattern[str]:
    """Words in small letters between two units of a list."""
    many = "(?:các |những )?"
    return re.compile(
        rf"(?<={UNIT}), {many}(?P<who>[^\s,.;:()\d{UNIT}]+(?: [^\s,.;:(){UNIT}]+){{1,9}})"
        rf"(?= và {many}{UNIT}|, {many}{UNIT})"
    )
