"""What is doubtful in a letterhead, and when a value is taken all the same.

Number and day are often written by hand into a scan, and what a reader of print makes of them is worth little. Printed
figures, told by the size of the year's, are taken as read. Anything else is taken only where two independent origins
agree on it: the page, the file's name, the digital signature's time, the document's own annexes. A file's name alone
may be another document's, a signature may be days later than the date of issue; what is left open becomes candidates.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from math import prod

from extract.transcript import Transcript, Word
from models.records import Candidate, Evidence, Origin
from nlp.evidence import Stretch
from nlp.form.dates import date_of
from nlp.form.kinds import kinds
from nlp.form.lines import fold
from nlp.form.numbers import find_numbers, repaired, squeeze

VIETNAM = timezone(timedelta(hours=7))
"""Signing times are in UTC as a rule; the day of issue is Vietnam's."""

LATEST = timedelta(days=7)
"""A signature is seldom later than this after the date of issue."""

LOOKALIKES = str.maketrans("OoØøDQlI|!íìÌÍ⁄][ZzSs$ŠBb", "0000001111111111122555588")
"""Letters and signs that handwriting or a worn figure is read as."""


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
    others = [*_named_by_file(notation, transcript), *_named_within(notation, where, transcript)]
    strokes = _strokes(where)
    for value, evidence in others:
        twice = Counter(v for v, _ in others)[value] > 1
        if agrees(printed, value) or twice or fit(strokes, value) >= FITS:
            return Settled(value, 0.88, (evidence,))
    candidates = [Candidate(value=v, origin=e.origin, confidence=0.5) for v, e in others]
    if clean:
        candidates.insert(0, Candidate(value=printed, origin="ocr", confidence=0.3))
    return Settled(None, 0.0, (), tuple(dict.fromkeys(candidates)), printed)


def settle_day(
    printed: str, month: int, year: int, where: Stretch, figure: Word | None, transcript: Transcript
) -> Settled:
    """The day of issue that the page reads as `printed`, in ISO form; `figure` is the year as printed beside it."""
    read = date_of(printed, str(month), str(year)) if re.fullmatch(r"\d{1,2}", printed) else None
    if read and len(printed) == 2 and is_printed(where, printed, figure):
        return Settled(read.isoformat(), 0.97)
    strokes = _strokes(where)
    sure = _surely(strokes)
    drawn = date_of(sure, str(month), str(year)) if len(sure) == 2 else None
    if drawn and is_printed(where, sure, figure):  # printed small, which Tesseract took for one figure
        return Settled(drawn.isoformat(), 0.9)
    candidates: list[Candidate] = []
    if read:
        candidates.append(Candidate(value=read.isoformat(), origin="ocr", confidence=0.3))
    for signed, evidence in _signed(transcript):
        day = signed.date()
        written = _day_by_strokes(strokes, [d for d in _before(day) if (d.month, d.year) == (month, year)])
        if written:
            return Settled(written.isoformat(), 0.85, (evidence,))
        read_as = _possible(printed)
        last = read_as[-1:] == f"{day.day:02d}"[-1]  # a first figure alone says too little: there are but four
        if (day.month, day.year) == (month, year) and last and agrees(read_as, f"{day.day:02d}"):
            return Settled(day.isoformat(), 0.88, (evidence,))
        for back in range(LATEST.days + 1):
            earlier = day - timedelta(days=back)
            if (earlier.month, earlier.year) == (month, year) and (back == 0 or agrees(read_as, f"{earlier.day:02d}")):
                candidates.append(
                    Candidate(value=earlier.isoformat(), origin="signature", confidence=0.5 if back == 0 else 0.4)
                )
        break
    return Settled(None, 0.0, (), tuple(dict.fromkeys(candidates)), printed)


Strokes = tuple[tuple[float, ...], ...]
"""What is written by hand, figure by figure: the probabilities of 0 to 9 (`Word.figures`)."""

FITS = 20.0
"""How many times likelier than chance the strokes must be for a proposed number to count as read there."""


def fit(strokes: Strokes, value: str) -> float:
    """How many times likelier than chance `strokes` are, when `value` was written; one of them may be a speck."""
    if not value.isdigit() or not 0 <= len(strokes) - len(value) <= 1:
        return 0.0
    readings = [strokes, *(strokes[:n] + strokes[n + 1 :] for n in range(len(strokes)))]
    return max(
        (
            prod(10 * max(0.002, figure[int(c)]) for figure, c in zip(reading, value, strict=True))
            * (1.0 if reading is strokes else SPECK)
            for reading in readings
            if len(reading) == len(value)
        ),
        default=0.0,
    )


SPECK = 0.2
"""How much less is believed when a group of strokes has to be left out."""

LATER = (0.5, 0.2, 0.09, 0.07, 0.05, 0.04, 0.03, 0.02)
"""How often a signature follows the date of issue by none, one, two … days."""


def _before(signed: date) -> list[date]:
    return [signed - timedelta(days=back) for back in range(LATEST.days + 1)]


def _day_by_strokes(strokes: Strokes, days: Sequence[date]) -> date | None:
    """The one of `days`, the latest first, that the strokes say beyond doubt; None where they don't."""
    weights = {day: LATER[n] * fit(strokes, f"{day.day:02d}") for n, day in enumerate(days)}
    best = max(weights, key=lambda d: weights[d], default=None)
    if best is None or fit(strokes, f"{best.day:02d}") < FITS:
        return None
    return best if weights[best] >= 0.9 * (sum(weights.values()) + 0.05) else None


def _surely(strokes: Strokes) -> str:
    """The figures, when each is beyond doubt; else nothing."""
    return "".join(str(f.index(max(f))) for f in strokes) if all(max(f) >= 0.97 for f in strokes) else ""


def _strokes(where: Stretch) -> Strokes:
    """What was written by hand in the stretch, as `Word.figures` has it."""
    return next((w.figures for w in where.paragraph.between(where.start, where.end) if w.figures), ())


def is_printed(where: Stretch, figures: str, year: Word | None) -> bool:
    """Whether `figures` are of the same print as the figures of `year`; always so on a page with a text layer."""
    words = [w for w in where.paragraph.between(where.start, where.end) if any(c.isdigit() for c in w.text)]
    if not words or all(w.origin != "ocr" for w in words):
        return True
    word = words[0]
    if word.confidence < 0.6 and not (word.confidence > 0.5 and len(figures) > 3):
        return False
    if year is None or year.box is None or word.box is None:
        return word.confidence >= 0.9
    height, width = year.box[3] - year.box[1], (year.box[2] - year.box[0]) / max(4, len(year.text))
    tall = (word.box[3] - word.box[1]) / height
    if word.text != figures:  # the figures run on into other print, whose letters may be taller
        return 0.8 <= tall <= 1.35 and word.confidence >= 0.85
    wide = (word.box[2] - word.box[0]) / (width * len(figures))
    return 0.82 <= tall <= 1.14 and 0.72 <= wide <= 1.3


def agrees(read: str, value: str) -> bool:
    """Whether a doubtful reading is `value`: as long, no figure other, and half of the figures read at least."""
    read = _figures(read)
    if len(read) != len(value):
        return False
    pairs = list(zip(read, value, strict=True))
    if any(r.isdigit() and r != v for r, v in pairs):
        return False
    return 2 * sum(r == v for r, v in pairs) >= len(value)


def _figures(read: str) -> str:
    """A doubtful reading without its specks, look-alikes as the figures that they look like."""
    return re.sub(r"[⁄|/]{2,}", "1", re.sub(r"[\s._'’`-]", "", read)).translate(LOOKALIKES)


def _possible(day: str) -> str:
    """`day` with a first figure that no day has made unread: "80" is "#0"."""
    day = _figures(day)
    return "#" + day[1:] if len(day) == 2 and day[0] in "456789" else day


def _named_by_file(notation: str, transcript: Transcript) -> Iterator[tuple[str, Evidence]]:
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


def _named_within(notation: str, where: Stretch, transcript: Transcript) -> Iterator[tuple[str, Evidence]]:
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


def _signed(transcript: Transcript) -> list[tuple[datetime, Evidence]]:
    """The times of signing in Vietnam, earliest first: the office signs before others publish."""
    times = sorted(_in_vietnam(s.signed_at) for s in transcript.signatures if s.signed_at)
    return [
        (time, Evidence(page=1, bbox=None, text=f"ký số {time:%d/%m/%Y %H:%M}", origin="signature")) for time in times
    ]


def _in_vietnam(time: datetime) -> datetime:
    return time.astimezone(VIETNAM) if time.tzinfo else time.replace(tzinfo=UTC).astimezone(VIETNAM)


def year_figure(words: Sequence[Word]) -> Word | None:
    """The year among the `words` of a date line: printed figures to measure others by."""
    return next((w for w in reversed(words) if re.fullmatch(r"(?:19|20)\d\d", w.text) and w.confidence > 0.8), None)
