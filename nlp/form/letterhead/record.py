"""The letterhead as a record: each field with where it was read and how sure it is; what is not sure is a problem."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from extract.transcript import Transcript, Word
from models.records import Candidate, Letterhead, Problem, Provenance
from nlp.evidence import Stretch, provenance_of
from nlp.form.capitals import is_capitals, proper
from nlp.form.kinds import CONSOLIDATED, LETTER, kind_named, kind_of_notation, kind_titled
from nlp.form.letterhead.doubt import Settled, settle_day, settle_serial
from nlp.form.letterhead.figures import year_figure
from nlp.form.letterhead.issuer import issuer_of
from nlp.form.letterhead.origins import named_by_file, people_signed
from nlp.form.letterhead.shape import Head
from nlp.form.lines import FormLine, fold
from nlp.form.numbers import repaired, squeeze
from nlp.form.signature import Ending, bare_name
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

    number = _number(head, transcript)
    if number:
        _settle(found, evidence, problems, "number", number.value, number)
    elif head.known:
        problems.append(_no_number(head, transcript))
    dated = _dated(head, number.notation if number else "", transcript)
    if dated:
        day = date.fromisoformat(dated.value) if dated.value else None
        _settle(found, evidence, problems, "issued_on", day, dated)
    if head.dated:
        line, match = head.dated
        put("place", _place(match["place"]), (line.stretch.part(*match.span("place")),), 0.97)
    if head.issuer:
        put("issuer", issuer_of(head.issuer, transcript), tuple(line.stretch for line in head.issuer), 0.95)
    put("kind", *_kind(head, number), 0.97)
    if head.subject:
        put("subject", subject_of([line.text for line in head.subject]), tuple(s.stretch for s in head.subject), 0.92)
    for name, mark in (("urgency", head.urgency), ("secrecy", head.secrecy)):
        if mark:
            put(name, _mark(name, mark.text), (mark.stretch,), 0.9)
    if ending and ending.signer:
        put("signer", ending.signer, ending.signed, 0.93)
    problems.extend(_nameless(ending, transcript))
    if ending and ending.recipients:
        put("recipients", ending.recipients, tuple(ending.received), 0.9)
    return Letterhead(**found, evidence=evidence), tuple(problems)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line of the head gives: `value` where it was settled, `doubt` how, `where` the words."""

    value: str | None
    notation: str
    where: Stretch
    doubt: Settled


MESSAGES = {
    "number_blank": "Số văn bản còn để trống.",
    "number_unsure": "Số văn bản không đọc chắc được; đề nghị kiểm tra.",
    "signer_unsure": "Tên người ký không đọc được; đề nghị kiểm tra.",
    "issued_on_blank": "Ngày ban hành còn để trống.",
    "issued_on_unsure": "Ngày ban hành không đọc chắc được; đề nghị kiểm tra.",
}


def _settle(
    found: dict[str, object],
    evidence: dict[str, Provenance],
    problems: list[Problem],
    name: str,
    value: object,
    reading: Reading,
) -> None:
    """Enter a number or date that was settled, else the problem with its candidates."""
    if value:
        found[name] = value
        read = provenance_of((reading.where,))
        confidence = read.confidence if reading.doubt.certainty > 0.9 else 1.0
        evidence[name] = Provenance(
            evidence=(*read.evidence, *reading.doubt.support),
            confidence=round(confidence * reading.doubt.certainty, 4),
        )
        return
    blank = not re.search(r"\w", reading.doubt.printed)
    code = f"{name}_{'blank' if blank and not reading.doubt.candidates else 'unsure'}"
    problems.append(
        Problem(
            code=code,
            message=MESSAGES[code],
            page=reading.where.paragraph.page,
            field=f"dispatch.{name}",
            candidates=reading.doubt.candidates,
        )
    )


def _number(head: Head, transcript: Transcript) -> Reading | None:
    """The number line; its value is None where the serial is blank or in doubt."""
    if head.number is None:
        return None
    line, match = head.number
    groups = match.groupdict()
    where = line.stretch.part(match.start(), match.end())
    party = groups.get("party_notation")
    notation = repaired(squeeze(party or groups["notation"]))
    printed = groups.get("serial") or groups.get("unread") or ""
    doubt = settle_serial(printed.strip(" ._…"), notation, where, _figure(head), transcript)
    if doubt.value is None:
        return Reading(None, notation, where, doubt)
    if groups.get("serial"):
        text = repaired(squeeze(match.string[match.end("serial") : match.end("notation")]))
    else:
        text = f"-{notation}" if party else f"/{match['year'] + '/' if match['year'] else ''}{notation}"
    return Reading(doubt.value + text, notation, where, doubt)


def _no_number(head: Head, transcript: Transcript) -> Problem:
    """A letterhead without a number line: blank, or written by hand so that nothing was read there."""
    kind = kind_titled(head.title.text) if head.title else None
    named = named_by_file(transcript, kind)
    return Problem(
        code="number_unsure",
        message=MESSAGES["number_unsure"],
        page=1,
        field="dispatch.number",
        candidates=tuple(Candidate(value=v, origin="file_name", confidence=0.4) for v in named),
    )


def _dated(head: Head, notation: str, transcript: Transcript) -> Reading | None:
    """The date of place and date, in ISO form; None where the day is blank or in doubt."""
    if head.dated is None:
        return None
    line, match = head.dated
    where = line.stretch.part(*match.span("date"))
    day, month = (re.sub(r"\s", "", match[g]) for g in ("day", "month"))
    doubt = settle_day(day, month, match["year"], where, _figure(head), notation, transcript)
    return Reading(doubt.value, "", where, doubt)


def _nameless(ending: Ending | None, transcript: Transcript) -> Iterator[Problem]:
    """A signature block on a scan whose name was not read: what it was read as, and who signed the file digitally."""
    scanned = [s for s in ending.signed if _is_scanned(s)] if ending else []
    if ending and ending.signer and ending.signer.name is None and scanned:
        yield Problem(
            code="signer_unsure",
            message=MESSAGES["signer_unsure"],
            page=scanned[0].paragraph.page,
            field="dispatch.signer",
            candidates=(*people_signed(transcript), *map(_read_as, ending.doubted)),
        )


def _read_as(name: FormLine) -> Candidate:
    """A name that was badly read, offered with half of what its worst word is believed."""
    read = name.stretch.paragraph.between(name.stretch.start, name.stretch.end)
    sure = round(0.5 * min(word.confidence for word in read), 2)
    return Candidate(value=bare_name(name), origin="ocr", confidence=sure, note="đọc không chắc")


def _is_scanned(stretch: Stretch) -> bool:
    return any(w.origin == "ocr" for w in stretch.paragraph.between(stretch.start, stretch.end))


def _figure(head: Head) -> Word | None:
    return year_figure(head.dated[0].stretch.paragraph.words) if head.dated else None


def _place(text: str) -> str:
    text = " ".join(text.split())
    text = re.sub(r"^(?:TP|Tp|tp)\.?\s*", "Thành phố ", text)
    return proper(text) if is_capitals(text) else text[:1].upper() + text[1:]


def _kind(head: Head, number: Reading | None) -> tuple[str | None, tuple[Stretch, ...]]:
    """By the title; else by the notation. A letter has no title, but "V/v" under its number (CT is Cục Thuế there)."""
    by_notation = kind_of_notation(number.notation, "party" in head.fixed) if number else None
    if by_notation == CONSOLIDATED and number:  # its title is that of the document it consolidates
        return by_notation, (number.where,)
    if head.title:
        damaged = kind_titled(head.title.text)
        if damaged and by_notation and fuzz.ratio(fold(by_notation), fold(head.title.text)) >= 75:
            damaged = by_notation
        return kind_named(head.title.text) or damaged, (head.title.stretch,)
    if number:
        return (None if head.about else by_notation) or LETTER, (number.where,)
    return None, ()


def subject_of(lines: list[str]) -> str:
    """The subject on one line, without "V/v"; its star line and full stop left out."""
    text = " ".join(" ".join(lines).split())
    text = re.sub(r"^V\s?/\s?v\s*[:.]?\s*", "", text, flags=re.I)
    text = re.sub(r"^[\s_*–—-]+|[\s_*–—-]+$", "", text)
    return text.rstrip(" .;")


def _mark(name: str, text: str) -> str | None:
    printed = text.strip(" .:-*|[]").replace("HOẢ", "HỎA")
    return next((m for m in words("marks", name) if m.upper() == printed), None)
