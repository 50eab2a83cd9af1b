"""What is doubtful in a letterhead, and when a value is taken all the same.

Number and day are often written by hand into a scan, and what a reader of print makes of them is worth little. Printed
figures, told by the size of the year's, are taken as read. Anything else is taken only where two independent origins
agree on it: the page's print and its strokes, the file's name, the digital signature's time, the document's own
annexes. A file's name alone may be another document's, a signature may be days later than the date of issue; what is
left open becomes candidates.
"""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from extract.transcript import Transcript, Word
from models.records import Candidate, Evidence
from nlp.evidence import Stretch
from nlp.form.dates import date_of
from nlp.form.letterhead.figures import (
    FITS,
    Strokes,
    agrees,
    confirmed,
    fit,
    is_printed,
    legible,
    possible,
    strokes_of,
    surely,
)  # fmt: skip
from nlp.form.letterhead.origins import Enclosed, Signed, dated_within, named_in_file, named_within, signed

LATEST = timedelta(days=7)
"""A signature is seldom later than this after the date of issue."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A value that was taken (or None), how sure it is, what besides the page supports it, and the candidates."""

    value: str | None
    certainty: float
    support: tuple[Evidence, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    printed: str = ""


def settle_serial(printed: str, notation: str, where: Stretch, year: Word | None, transcript: Transcript) -> Settled:
    """The serial number that the page reads as `printed` before `notation`; `year` is a printed figure beside it."""
    clean = re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?[a-zA-Z]?", printed)
    if clean and is_printed(where, printed, year):
        return Settled(printed, 0.97)
    others = [*named_in_file(notation, transcript), *named_within(notation, where, transcript)]
    strokes = strokes_of(where)
    plain = legible(strokes, printed)
    for value, evidence in others:
        twice = Counter(v for v, _ in others)[value] > 1
        drawn = fit(strokes, value) >= FITS or (len(value) > 2 and agrees(plain, value))
        if agrees(printed, value) or twice or drawn:
            return Settled(value, 0.88, (evidence,))
    if not others and printed.isdigit() and _is_seen_alike(strokes, printed, where):
        return Settled(printed, 0.8)
    candidates = [Candidate(value=v, origin=e.origin, confidence=0.5) for v, e in others]
    if clean:
        candidates.insert(0, Candidate(value=printed, origin="ocr", confidence=0.3))
    return Settled(None, 0.0, (), tuple(dict.fromkeys(candidates)), printed)


def _is_seen_alike(strokes: Strokes, printed: str, where: Stretch) -> bool:
    """Whether print and strokes, which are read by different means, say the same, and print is fairly sure of it."""
    words = [w for w in where.paragraph.between(where.start, where.end) if printed in w.text]
    return bool(words) and min(w.confidence for w in words) >= FAIR and confirmed(strokes, printed)


FAIR = 0.8


@dataclass(frozen=True, slots=True)
class Day:
    """The day of issue as the page reads it: `printed` and `strokes`, beside `month` and `year`."""

    printed: str
    month: int
    year: int
    strokes: Strokes

    def on(self, day: str) -> date | None:
        return date_of(day, str(self.month), str(self.year))

    def is_in_month(self, day: date) -> bool:
        return (day.month, day.year) == (self.month, self.year)


def settle_day(
    printed: str, month: str, year: str, where: Stretch, figure: Word | None, notation: str, transcript: Transcript
) -> Settled:
    """The day of issue that the page reads as `printed`, in ISO form; `figure` is the year as printed beside it.

    Where the month is not legible, the document's annexes may tell it. `notation` is that of the document's number.
    """
    enclosed = [e for e in dated_within(notation, where, transcript) if notation and str(e.year) == year]
    told = {e.month for e in enclosed}
    if not (month.isdigit() and 1 <= int(month) <= 12):
        if len(told) != 1 or not re.fullmatch(r"\d{4}", year):
            return Settled(None, 0.0, printed=printed)
        month = str(*told)
    if not re.fullmatch(r"\d{4}", year):
        return Settled(None, 0.0, printed=printed)
    day = Day(printed, int(month), int(year), strokes_of(where))
    read = day.on(printed) if re.fullmatch(r"\d{1,2}", printed) else None
    if read and len(printed) == 2 and is_printed(where, printed, figure):
        return Settled(read.isoformat(), 0.97)
    sure = surely(day.strokes)
    drawn = day.on(sure) if len(sure) == 2 else None
    if drawn and is_printed(where, sure, figure):  # printed small, which Tesseract took for one figure
        return Settled(drawn.isoformat(), 0.9)
    signatures = signed(transcript)
    believed = next((s for s in signatures if s.trust), None)
    found = _by_annexes(day, enclosed) or (_by_signature(day, believed) if believed else None)
    if found:
        return found
    in_time = read is not None and (believed is None or read <= believed.time.date())
    if read and in_time and len(printed) == 2 and _is_seen_alike(day.strokes, printed, where):
        return Settled(read.isoformat(), 0.8)
    offered = [Candidate(value=read.isoformat(), origin="ocr", confidence=0.3)] if read else []
    for annex in enclosed:
        if annex.day and (other := day.on(str(annex.day))):
            offered.append(Candidate(value=other.isoformat(), origin=annex.evidence.origin, confidence=0.5))
    offered += _days_before(day, signatures[0]) if signatures else []
    return Settled(None, 0.0, (), tuple(dict.fromkeys(offered)), printed)


def _by_annexes(day: Day, enclosed: Sequence[Enclosed]) -> Settled | None:
    """The day on which head and annex agree, each printed or written by hand for itself."""
    for annex in enclosed:
        if annex.month != day.month:
            continue
        if annex.day is not None:
            value = f"{annex.day:02d}"
            if agrees(possible(day.printed), value) or fit(day.strokes, value) >= FITS:
                return _taken(day.on(value), 0.9, annex.evidence)
            continue
        days = [f"{n:02d}" for n in range(1, monthrange(day.year, day.month)[1] + 1)]
        both = {d: fit(day.strokes, d) * fit(annex.strokes, d) for d in days}
        best = max(both, key=lambda d: both[d])
        each = min(fit(day.strokes, best), fit(annex.strokes, best))
        if each >= FITS and both[best] >= 0.95 * sum(both.values()):
            return _taken(day.on(best), 0.85, annex.evidence)
    return None


def _by_signature(day: Day, signature: Signed) -> Settled | None:
    """The day that the strokes say of those before the signature, or that print and signature agree on."""
    signed_on = signature.time.date()
    earlier = [signed_on - timedelta(days=back) for back in range(LATEST.days + 1)]
    written = _day_by_strokes(day.strokes, [d for d in earlier if day.is_in_month(d)])
    if written:
        return _taken(written, 0.87 * signature.trust, signature.evidence)
    read_as, value = possible(day.printed), f"{signed_on.day:02d}"
    last = read_as[-1:] == value[-1]  # a first figure alone says too little: there are but four
    if day.is_in_month(signed_on) and last and agrees(read_as, value):
        return _taken(signed_on, 0.9 * signature.trust, signature.evidence)
    return None


def _taken(day: date | None, certainty: float, evidence: Evidence) -> Settled | None:
    return Settled(day.isoformat(), round(certainty, 3), (evidence,)) if day else None


def _days_before(day: Day, signature: Signed) -> Iterator[Candidate]:
    """The days up to the signature that what was read leaves possible."""
    for back in range(LATEST.days + 1):
        earlier = signature.time.date() - timedelta(days=back)
        if day.is_in_month(earlier) and (back == 0 or agrees(possible(day.printed), f"{earlier.day:02d}")):
            sure = (0.5 if back == 0 else 0.4) * max(signature.trust, 0.4)
            yield Candidate(
                value=earlier.isoformat(), origin="signature", confidence=round(sure, 2), note=signature.note
            )


LATER = (0.5, 0.2, 0.09, 0.07, 0.05, 0.04, 0.03, 0.02)
"""How often a signature follows the date of issue by none, one, two … days."""


def _day_by_strokes(strokes: Strokes, days: Sequence[date]) -> date | None:
    """The one of `days`, the latest first, that the strokes say beyond doubt; None where they don't."""
    weights = {day: LATER[n] * fit(strokes, f"{day.day:02d}") for n, day in enumerate(days)}
    best = max(weights, key=lambda d: weights[d], default=None)
    if best is None or fit(strokes, f"{best.day:02d}") < FITS:
        return None
    return best if weights[best] >= 0.9 * (sum(weights.values()) + 0.05) else None
