"""The letterhead as a record: each field with where it was read and how sure it is; what is not sure is a problem."""

import re
from datetime import date

from extract.transcript import Transcript
from models.records import Letterhead, Problem, Provenance
from nlp.evidence import Stretch, provenance_of
from nlp.form.capitals import is_capitals, proper
from nlp.form.dates import date_of
from nlp.form.head import Head
from nlp.form.issuer import issuer_of
from nlp.form.kinds import LETTER, kind_named, kind_of_notation, kind_titled
from nlp.form.numbers import squeeze
from nlp.form.signature import Ending
from nlp.form.tables import words


def letterhead_of(head: Head, ending: Ending | None, transcript: Transcript) -> tuple[Letterhead, tuple[Problem, ...]]:
    """The record of `head` and `ending`, and what a person should look at."""
    found: dict[str, object] = {}
    evidence: dict[str, Provenance] = {}
    problems: list[Problem] = []

    def put(name: str, value: object, stretches: tuple[Stretch, ...], certainty: float) -> None:
        if value:
            found[name] = value
            evidence[name] = provenance_of(stretches, certainty)

    number, notation, where = _number(head)
    if where:
        put("number", number, (where,), 0.97)
        if number is None:
            problems.append(_unread("number", "Số văn bản để trống hoặc không đọc được.", where))
    issued_on, place, dated = _dated(head)
    if dated:
        put("issued_on", issued_on, (dated,), 0.97)
        if issued_on is None:
            problems.append(_unread("issued_on", "Ngày ban hành để trống hoặc không đọc được.", dated))
        put("place", place, (dated,), 0.97)
    if head.issuer:
        put("issuer", issuer_of(head.issuer), tuple(line.stretch for line in head.issuer), 0.95)
    put("kind", *_kind(head, notation, where), 0.97)
    if head.subject:
        put("subject", subject_of([line.text for line in head.subject]), tuple(s.stretch for s in head.subject), 0.92)
    for name, line in (("urgency", head.urgency), ("secrecy", head.secrecy)):
        if line:
            put(name, _mark(name, line.text), (line.stretch,), 0.9)
    if ending and ending.signer:
        put("signer", ending.signer, ending.signed, 0.93)
    if ending and ending.recipients:
        put("recipients", ending.recipients, tuple(ending.received), 0.9)
    return Letterhead(**found, evidence=evidence), tuple(problems)  # type: ignore[arg-type]


def _number(head: Head) -> tuple[str | None, str | None, Stretch | None]:
    """(number, notation, where) of the number line; the number is None where its serial is blank."""
    if head.number is None:
        return None, None, None
    line, match = head.number
    groups = match.groupdict()
    where = line.stretch.part(match.start(), match.end())
    if groups.get("serial"):
        start = match.start("serial")
        text = squeeze(match.string[start : match.end("notation")])
        return text, squeeze(groups["notation"]), line.stretch.part(start, match.end())
    return None, squeeze(groups["blank_notation"]), where


def _dated(head: Head) -> tuple[date | None, str | None, Stretch | None]:
    if head.dated is None:
        return None, None, None
    line, match = head.dated
    day, month = (re.sub(r"\s", "", match[g]) for g in ("day", "month"))
    issued_on = date_of(day, month, match["year"]) if re.fullmatch(r"\d{1,2}", day) and month.isdigit() else None
    return issued_on, _place(match["place"]), line.stretch.part(match.start(), match.end())


def _place(text: str) -> str:
    text = " ".join(text.split())
    text = re.sub(r"^(?:TP|Tp|tp)\.?\s*", "Thành phố ", text)
    return proper(text) if is_capitals(text) else text[:1].upper() + text[1:]


def _kind(head: Head, notation: str | None, where: Stretch | None) -> tuple[str | None, tuple[Stretch, ...]]:
    """By the title; else by the notation. A letter has no title, but "V/v" under its number (CT is Cục Thuế there)."""
    if head.title:
        return kind_named(head.title.text) or kind_titled(head.title.text), (head.title.stretch,)
    if notation and where:
        kind = None if head.about else kind_of_notation(notation, "party" in head.fixed)
        return kind or LETTER, (where,)
    return None, ()


def subject_of(lines: list[str]) -> str:
    """The subject on one line, without "V/v"; its star line and full stop left out."""
    text = " ".join(" ".join(lines).split())
    text = re.sub(r"^V\s?/\s?v\s*[:.]?\s*", "", text, flags=re.I)
    text = re.sub(r"^[\s_*–—-]+|[\s_*–—-]+$", "", text)
    return text.rstrip(" .;")


def _mark(name: str, text: str) -> str | None:
    return next((m for m in words("marks", name) if m.upper() == text.strip(" .:-*|[]")), None)


def _unread(field: str, message: str, where: Stretch) -> Problem:
    return Problem(code=f"{field}_unread", message=message, page=where.paragraph.page, field=f"dispatch.{field}")
