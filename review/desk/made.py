"""Records made by a reviewer: from words chosen on the page, from one split, from several merged."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from models import records, rows
from models.errors import Refused
from models.records import Box, Evidence, Letterhead, Task, Unit
from models.wording import Wording

LONGEST = 5000
"""Letters that may be chosen at once."""


def from_words(kind: str, text: str, page: int, bbox: Box | None, head: Letterhead) -> rows.Kept:
    """A task, target or result that `text` says, with what is found in it (who, by when, how much)."""
    from nlp.explain import explain

    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        raise Refused(Wording("hãy chọn một đoạn ngắn hơn", "choose a shorter passage"))
    issuer = (head.issuer.canonical or head.issuer.name) if head.issuer else None
    found = explain(text, head.issued_on, issuer)
    place = (Evidence(page=page, bbox=bbox, text=text, origin="reviewer"),)
    of_kind: dict[str, Sequence[rows.Kept]] = {
        "task": found.tasks, "target": found.targets, "result": found.results,
    }  # fmt: skip
    known = of_kind[kind]
    if known:
        return replace(known[0], content=text, evidence=place, confidence=1.0, path=None)
    if kind == "task":
        deadline = found.deadlines[0] if found.deadlines else None
        return Task(id="", content=text, lead=tuple(found.units[:1]), deadline=deadline, evidence=place, confidence=1.0)
    raise Refused(Wording("không thấy con số nào trong đoạn đã chọn", "there is no number in the chosen words"))


def parts_of(record: rows.Kept, texts: Sequence[str], issued_on: date | None) -> list[rows.Kept]:
    """`record` as several, each with its own words; a part that names its own time has that one."""
    from nlp.deadlines import find_deadlines

    wanted = [" ".join(text.split()) for text in texts if text.strip()]
    made: list[rows.Kept] = []
    for text in wanted:
        own = find_deadlines(text, issued_on)
        if own and isinstance(record, records.Task | records.Target):
            made.append(replace(record, id="", content=text, deadline=own[0].value))
        else:
            made.append(replace(record, id="", content=text))
    return made


def merged(found: Sequence[rows.Kept]) -> rows.Kept:
    """Several records of one kind as one: their words one after the other, their units together, the first's rest."""
    first = found[0]
    if any(type(record) is not type(first) for record in found):
        raise Refused(Wording("chỉ gộp được các bản ghi cùng loại", "only records of one kind can be merged"))
    content = ""
    for record in found:
        joint = " " if not content or re.search(r"[.;:,]$", content) else "; "
        content = (content + joint + record.content).strip()
    evidence = tuple(dict.fromkeys(place for record in found for place in record.evidence))
    more: dict[str, object] = {}
    if isinstance(first, Task):
        tasks = [record for record in found if isinstance(record, Task)]
        more = {
            "lead": _together([t.lead for t in tasks]),
            "support": _together([t.support for t in tasks]),
            "deadline": next((t.deadline for t in tasks if t.deadline), None),
            "deliverable": next((t.deliverable for t in tasks if t.deliverable), None),
        }
    return replace(first, id="", content=content, evidence=evidence, **more)  # type: ignore[arg-type]


def _together(units: Sequence[Sequence[Unit]]) -> tuple[Unit, ...]:
    return tuple(dict.fromkeys(unit for some in units for unit in some))
