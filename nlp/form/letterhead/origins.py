"""Where else number and day of a dispatch stand: the file's name, its annexes, its digital signatures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

from extract.transcript import SignatureVerdict, Transcript
from models.records import Candidate, Evidence, Origin
from nlp.evidence import Stretch
from nlp.form.dates import date_of
from nlp.form.kinds import kinds
from nlp.form.letterhead.figures import Strokes, is_printed, strokes_of
from nlp.form.lines import fold
from nlp.form.numbers import find_numbers, repaired, squeeze
from nlp.form.signature import is_name
from nlp.form.tables import words

VIETNAM = timezone(timedelta(hours=7))
"""Signing times are in UTC as a rule; the day of issue is Vietnam's."""


def named_in_file(notation: str, transcript: Transcript) -> Iterator[tuple[str, Evidence]]:
    """The serial in the file's name, when the name has this notation too: "46-QD-BCDCCHC.pdf"."""
    name = re.sub(r"\.\w{2,5}$", "", transcript.file.name)
    parts = [p for p in re.split(r"[^0-9A-Za-zÀ-ỹĐđ]+", name) if p]
    wanted = [fold(p) for p in re.split(r"[-/]", notation)]
    for i, part in enumerate(parts):
        rest = [fold(p) for p in parts[i + 1 :] if not re.fullmatch(r"(?:19|20)\d\d", p)]
        second = rest[1] if len(rest) > 1 and rest[1].isalpha() else wanted[1] if len(wanted) > 1 else ""
        same = rest[:1] == wanted[:1] and second in (*wanted[1:2], "")
        if re.fullmatch(r"\d{1,6}", part) and same:
            yield part, Evidence(page=1, bbox=None, text=transcript.file.name, origin="file_name")


def named_by_file(transcript: Transcript, kind: str | None) -> tuple[str, ...]:
    """The serials in the file's name that an abbreviation of `kind` follows; for a page on which none was read."""
    short = {fold(a) for k in kinds() if k.name == kind for a in k.abbreviations}
    parts = [p for p in re.split(r"[^0-9A-Za-zÀ-ỹĐđ]+", transcript.file.name) if p]
    return tuple(a for a, b in pairwise(parts) if re.fullmatch(r"\d{1,6}", a) and fold(b) in short)


def named_within(notation: str, where: Stretch, transcript: Transcript) -> Iterator[tuple[str, Evidence]]:
    """The serial in the document's own words: "(Kèm theo Kế hoạch số 35/KH-UBND …)" above an annex."""
    for paragraph in transcript.paragraphs():
        if paragraph is where.paragraph or not ENCLOSED.search(paragraph.text):
            continue
        for start, end, number in find_numbers(paragraph.text):
            if repaired(squeeze(number.notation)) == notation and is_printed(
                Stretch(paragraph, start, end), number.text, None
            ):
                words = paragraph.between(start, end)
                origin: Origin = words[0].origin
                yield number.serial, Evidence(page=words[0].page, bbox=words[0].box, text=number.text, origin=origin)


ENCLOSED = re.compile(r"kèm theo|Kèm theo", re.I)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The date that an annex gives of the document it goes with; `day` is None where it is written by hand."""

    day: int | None
    month: int
    year: int
    strokes: Strokes
    read: str
    evidence: Evidence


def dated_within(notation: str, where: Stretch, transcript: Transcript) -> Iterator[Enclosed]:
    """The date in the document's own words: "(Kèm theo Quyết định số 35/QĐ-UBND ngày 05 tháng 3 năm 2020 …)"."""
    for paragraph in transcript.paragraphs():
        found = None if paragraph is where.paragraph else WITH_DATE.search(paragraph.text)
        if found is None or repaired(squeeze(found["notation"])) != notation:
            continue
        place = Stretch(paragraph, found.start("date"), found.end())
        read, month, year = (re.sub(r"\s", "", found[g]) for g in ("day", "month", "year"))
        printed = date_of(read, month, year) if re.fullmatch(r"\d\d", read) and _sure(place) else None
        if 1 <= int(month) <= 12:
            words = paragraph.between(place.start, place.end)
            evidence = Evidence(page=words[0].page, bbox=words[0].box, text=place.text, origin=words[0].origin)
            yield Enclosed(printed.day if printed else None, int(month), int(year), strokes_of(place), read, evidence)


WITH_DATE = re.compile(
    r"theo\s(?:[^()/]{0,60}?\s)?s[ốóổồ]\s?:?[^/()]{0,12}/(?:\d{4}/)?(?P<notation>\S{2,24})\s{1,3}"
    r"(?P<date>ngày\s?(?P<day>[^/()]{0,8}?)\s?(?:th[áảa]ng|/)\s?(?P<month>\d{1,2})\s?(?:năm|/)\s?(?P<year>20\d\d))"
)
"""What an annex goes with, its number and its date; the day may be blank or anything that handwriting was read as."""


def _sure(place: Stretch) -> bool:
    """Whether each figure of a date was read as print."""
    words = place.paragraph.between(place.start, place.end)
    return all(w.origin != "ocr" or w.confidence >= 0.9 for w in words if any(c.isdigit() for c in w.text))


@dataclass(frozen=True, slots=True)
class Signed:
    """The time of a digital signature in Vietnam, and how far the signature is believed, 0 to 1."""

    time: datetime
    trust: float
    note: str
    evidence: Evidence


def signed(transcript: Transcript) -> list[Signed]:
    """The times of signing, earliest first: the office signs before others publish. What does not hold stands last."""
    found = []
    for signature in transcript.signatures:
        if signature.signed_at:
            time, (trust, note) = _in_vietnam(signature.signed_at), VERDICTS[signature.verdict]
            text = f"ký số {time:%d/%m/%Y %H:%M}"
            evidence = Evidence(page=1, bbox=None, text=f"{text} ({note})", origin="signature")
            found.append(Signed(time, trust, f"{text}; {note}", evidence))
    return sorted(found, key=lambda s: (s.trust == 0, s.time))


def people_signed(transcript: Transcript) -> Iterator[Candidate]:
    """The people among the digital signers; an office's own signature says nothing of who signed the paper."""
    for signature in transcript.signatures:
        name, (trust, note) = signature.signer or "", VERDICTS[signature.verdict]
        if is_name(name) and name.split()[0] in words("signature", "families"):
            yield Candidate(value=name, origin="signature", confidence=round(0.5 * max(trust, 0.4), 2), note=note)


VERDICTS: dict[SignatureVerdict, tuple[float, str]] = {
    "valid": (1.0, "chữ ký đã xác minh"),
    "untrusted": (0.97, "chữ ký nguyên vẹn, chưa xác nhận được tổ chức cấp chứng thư"),
    "unchecked": (0.9, "chữ ký chưa kiểm tra được"),
    "changed": (0.85, "tệp bị sửa sau khi ký"),
    "broken": (0.0, "chữ ký không khớp với nội dung"),
}
"""How far the time of a signature is believed, and what a clerk is told of it."""


def _in_vietnam(time: datetime) -> datetime:
    return time.astimezone(VIETNAM) if time.tzinfo else time.replace(tzinfo=UTC).astimezone(VIETNAM)
