"""Where a stretch of a paragraph stands on the pages, and how surely it was read.

A `Stretch` is the coin that the finders of form pass around: a paragraph and two offsets of its text.
"""

from itertools import groupby
from typing import NamedTuple

from extract.transcript import Paragraph, around
from models.records import Evidence, Provenance


def evidence_of(paragraph: Paragraph, start: int, end: int) -> tuple[Evidence, ...]:
    """The words of `paragraph.text[start:end]`, one `Evidence` a page and origin, its box around them."""
    return tuple(
        Evidence(
            page=page,
            bbox=around(w.box for w in words),
            text=" ".join(w.text for w in words),
            origin=origin,
        )
        for (page, origin), group in groupby(paragraph.between(start, end), key=lambda w: (w.page, w.origin))
        for words in [tuple(group)]
    )


def confidence_of(paragraph: Paragraph, start: int, end: int) -> float:
    """The mean of the words' confidences, pulled halfway to the worst of them: one bad word spoils a field."""
    sure = [w.confidence for w in paragraph.between(start, end)]
    if not sure:
        return 0.0
    return round((sum(sure) / len(sure) + min(sure)) / 2, 4)


class Stretch(NamedTuple):
    """`paragraph.text[start:end]`."""

    paragraph: Paragraph
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.paragraph.text[self.start : self.end]

    @property
    def confidence(self) -> float:
        return confidence_of(*self)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return evidence_of(*self)

    def part(self, start: int, end: int) -> "Stretch":
        """The stretch of `text[start:end]`."""
        return Stretch(self.paragraph, self.start + start, self.start + end)


def stretch_of(paragraph: Paragraph) -> Stretch:
    """All of `paragraph`."""
    return Stretch(paragraph, 0, len(paragraph.text))


def provenance_of(stretches: tuple[Stretch, ...], certainty: float = 1.0) -> Provenance:
    """Where a field was read; `certainty` is how sure its rule is, the words being right."""
    read = [s.confidence for s in stretches]
    return Provenance(
        evidence=tuple(e for s in stretches for e in s.evidence),
        confidence=round(min(read, default=0.0) * certainty, 4),
    )
