"""The letterhead with what the sender's system declared of the document (edXML).

The document itself is what was signed: where the page is read surely and says something else, the page stands. Where it
says nothing, or is hardly read, the declared value is taken. Where the two differ, a problem offers the other reading.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from rapidfuzz import fuzz

from extract.parcels.edxml import Declared
from models.folding import bare
from models.records import Candidate, Evidence, Letterhead, Problem, Provenance, Signer, Task, Unit

SURE = 0.9
"""Confidence from which a page's reading stands against the declared one."""

DECLARED = 0.95
"""How sure a declared value is: clerks type it from the paper."""


def with_declared(
    head: Letterhead, problems: tuple[Problem, ...], declared: Declared | None
) -> tuple[Letterhead, tuple[Problem, ...]]:
    """`head` and `problems` with what was `declared`; a problem that it settles is gone."""
    if declared is None:
        return head, problems
    said = dict(declared.elements)
    evidence = dict(head.evidence)
    taken: dict[str, Any] = {}
    doubts: list[Problem] = []
    for field, value in values(declared):
        own, read = getattr(head, field), evidence.get(field)
        place = Evidence(page=1, bbox=None, text=said.get(field, shown(value)), origin="edxml")
        if own and same(own, value):
            if read is not None:
                sure = max(read.confidence, DECLARED)
                evidence[field] = Provenance(evidence=(*read.evidence, place), confidence=sure, path=read.path)
        elif own and read is not None and read.confidence >= SURE:
            doubts.append(differing(field, own, value, None))
        else:
            if own and not alike(own, value):
                doubts.append(differing(field, own, value, read))
            taken[field] = value
            evidence[field] = Provenance(evidence=(place,), confidence=DECLARED)
    settled = {f"dispatch.{field}" for field in taken}
    left = tuple(p for p in problems if p.field not in settled)
    return replace(head, **taken, evidence=evidence), (*left, *doubts)


def due_unsaid(tasks: Iterable[Task], declared: Declared | None) -> tuple[Problem, ...]:
    """A problem where the header names a day of answer that no task has: it may be meant for all, or for one."""
    if declared is None or declared.due_on is None:
        return ()
    if any(task.deadline and task.deadline.end == declared.due_on for task in tasks):
        return ()
    day = f"{declared.due_on:%d/%m/%Y}"
    message = f"Gói edXML ghi hạn xử lý {day}, không thấy trong văn bản; chưa ghi cho nhiệm vụ nào."
    candidate = Candidate(value=declared.due_on.isoformat(), origin="edxml", confidence=0.5)
    return (Problem(code="edxml_due", message=message, candidates=(candidate,)),)


def values(declared: Declared) -> Iterator[tuple[str, Any]]:
    """The letterhead's fields that the header has something for."""
    for field in ("number", "kind", "place", "issued_on", "subject", "urgency"):
        if getattr(declared, field):
            yield field, getattr(declared, field)
    if declared.issuer:
        yield "issuer", Unit(name=declared.issuer)
    if declared.signer:
        yield "signer", Signer(name=declared.signer, position=declared.position, authority=declared.authority)
    if declared.recipients:
        yield "recipients", declared.recipients


def same(own: Any, value: Any) -> bool:
    """Whether two values of a field say the same; names by what they have in common, as pages shorten them."""
    if isinstance(own, Signer):
        return bare(own.name or "") == bare(value.name or "")
    if isinstance(own, Unit):
        names = [bare(name) for name in (own.name, own.canonical) if name]
        wanted = bare(value.name)
        return any(wanted in name or name in wanted for name in names)
    if isinstance(own, tuple):
        return True  # the page has its own list of recipients, which is the longer one
    if isinstance(own, str):
        return "".join(bare(own).split()) == "".join(bare(str(value)).split())
    return bool(own == value)


def alike(own: Any, value: Any) -> bool:
    """Whether a text that was hardly read is the other one, but for a few letters."""
    if not isinstance(own, str) or not isinstance(value, str) or len(own) < LONG:
        return False
    return fuzz.ratio(bare(own), bare(value)) >= ALIKE


LONG, ALIKE = 20, 85.0
"""Letters from which a text is compared so, and the likeness of 100; in a number one letter is another document."""


def differing(field: str, own: Any, value: Any, hardly: Provenance | None) -> Problem:
    """A problem that offers the reading not taken: the page's where it was `hardly` read, else the header's."""
    if hardly is None:
        candidate = Candidate(value=written(value), origin="edxml", confidence=0.5)
    else:
        origin = hardly.evidence[0].origin if hardly.evidence else "ocr"
        candidate = Candidate(value=written(own), origin=origin, confidence=hardly.confidence)
    by = "văn bản" if hardly is None else "gói edXML"
    message = f"Gói edXML ghi “{shown(value)}”, văn bản ghi “{shown(own)}”; đã lấy theo {by}, hãy đối chiếu."
    return Problem(code="edxml_differs", message=message, field=f"dispatch.{field}", candidates=(candidate,))


def written(value: Any) -> str:
    """A value as candidates have it: days by ISO 8601."""
    return value.isoformat() if isinstance(value, date) else shown(value)


def shown(value: Any) -> str:
    """A value as a clerk reads it."""
    if isinstance(value, Unit | Signer):
        return value.name or ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "; ".join(value) if isinstance(value, tuple) else str(value)
