"""Figures of a letterhead: whether they are printed, what a doubtful reading leaves open, what a pen's strokes say."""

import re
from collections.abc import Sequence
from math import prod

from extract.transcript import Word
from nlp.evidence import Stretch

LOOKALIKES = str.maketrans("OoØøDQlI|!íìÌÍ⁄][ZzSs$ŠBb", "0000001111111111122555588")
"""Letters and signs that handwriting or a worn figure is read as."""


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


def year_figure(words: Sequence[Word]) -> Word | None:
    """The year among the `words` of a date line: printed figures to measure others by."""
    return next((w for w in reversed(words) if re.fullmatch(r"(?:19|20)\d\d", w.text) and w.confidence > 0.8), None)


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


def possible(day: str) -> str:
    """`day` with a first figure that no day has made unread: "80" is "#0"."""
    day = _figures(day)
    return "#" + day[1:] if len(day) == 2 and day[0] in "456789" else day


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


def surely(strokes: Strokes) -> str:
    """The figures, when each is beyond doubt; else nothing."""
    return "".join(str(f.index(max(f))) for f in strokes) if all(max(f) >= 0.97 for f in strokes) else ""


def legible(strokes: Strokes, printed: str) -> str:
    """What the strokes say beyond doubt, "#" for each figure that they don't, or that print was read as another."""
    said = "".join(str(f.index(max(f))) if max(f) >= LEGIBLE else "#" for f in strokes)
    if len(said) != len(printed):
        return said
    return "".join("#" if p.isdigit() and p != s else s for p, s in zip(printed, said, strict=True))


LEGIBLE = 0.9


def confirmed(strokes: Strokes, printed: str) -> bool:
    """Whether the strokes, read by themselves, say what was read as print."""
    said = "".join(str(f.index(max(f))) for f in strokes)
    return (
        len(said) > 1
        and said == printed
        and min(max(f) for f in strokes) >= READABLE
        and fit(strokes, printed) >= 2 * FITS
    )


READABLE = 0.7


def strokes_of(where: Stretch) -> Strokes:
    """What was written by hand in the stretch, as `Word.figures` has it."""
    return next((w.figures for w in where.paragraph.between(where.start, where.end) if w.figures), ())
