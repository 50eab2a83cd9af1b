"""A news item about dispatches: its headline, its date and its own paragraphs, without the menus around them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extract.transcript import Paragraph, Transcript
from models.records import Letterhead, Provenance
from nlp.evidence import Stretch, provenance_of, stretch_of
from nlp.form.dates import find_date
from nlp.form.tables import words

PROSE = 25
"""Words of a paragraph that is prose for certain."""


@dataclass(frozen=True, slots=True)
class Article:
    """A news item: headline and date in `letterhead`, its prose in `body`; both as printed in `said`."""

    letterhead: Letterhead
    body: tuple[Paragraph, ...]
    said: tuple[Paragraph, ...]


def read_news(transcript: Transcript) -> Article | None:
    """The article in `transcript`; None where it has not two paragraphs of prose."""
    paragraphs = [b for b in transcript.blocks if isinstance(b, Paragraph) and b.role == "body"]
    paragraphs = paragraphs[: _related(paragraphs)]
    prose = [i for i, p in enumerate(paragraphs) if _is_prose(p.text)]
    if len(prose) < 2:
        return None
    first, last = prose[0], prose[-1]
    found: dict[str, object] = {}
    evidence: dict[str, Provenance] = {}
    headline = _headline(paragraphs, first)
    if headline:
        found["subject"] = headline.text
        evidence["subject"] = provenance_of((headline,), 0.85)
    dated = _date(paragraphs, first, last, headline)
    if dated:
        found["issued_on"] = dated[1]
        evidence["issued_on"] = provenance_of((dated[0],), 0.85)
    body = tuple(p for p in paragraphs[first : last + 1] if not _is_menu(p.text))
    said = (headline.paragraph, *body) if headline else body
    return Article(Letterhead(**found, evidence=evidence), body, said)  # type: ignore[arg-type]


def _is_prose(text: str) -> bool:
    ended = text.rstrip('”" )').endswith((".", ";", ":", "…", "/", "!"))
    return len(text.split()) >= (PROSE if ended else 2 * PROSE)


def _is_menu(text: str) -> bool:
    """Whether `text` is a button, a counter or a date beside an article."""
    bare = text.strip(" .:()[]-|>").lower()
    return any(
        bare == m.lower() or (bare.startswith(m.lower()) and len(bare.split()) <= 8) for m in words("news", "menu")
    )


def _related(paragraphs: Sequence[Paragraph]) -> int:
    """The index where the list of other articles begins."""
    names = tuple(r.lower() for r in words("news", "related"))
    half = len(paragraphs) // 4
    return next(
        (i for i, p in enumerate(paragraphs) if i > half and p.text.strip().lower().startswith(names)), len(paragraphs)
    )


def _headline(paragraphs: Sequence[Paragraph], first: int) -> Stretch | None:
    """The last line above the prose that could be one."""
    for paragraph in reversed(paragraphs[:first]):
        text = paragraph.text
        if _is_menu(text) or len(text.split()) < 5 or len(text) > 400:
            continue
        if (
            _is_dateline(text)
            or re.search(r"…|\.{4}", text)
            or re.search(r"(?<!\d)\d{1,2}:\d{2}(?!\d)", text)
            or text.startswith("(")
        ):
            continue
        return stretch_of(paragraph)
    return None


NO_HEADLINE = re.compile(r"…|\.{4}|(?<!\d)\d{1,2}:\d{2}(?!\d)|^\(")
"""What no headline has: the dots of a form, the hour of day, a bracket at its beginning."""


def _is_dateline(text: str) -> bool:
    found = find_date(text)
    return found is not None and len(text) - (found[1] - found[0]) < 40


def _date(
    paragraphs: Sequence[Paragraph], first: int, last: int, headline: Stretch | None
) -> tuple[Stretch, date] | None:
    """The article's date: between headline and prose, else in its byline, else above the headline."""
    at = next((i for i, p in enumerate(paragraphs) if headline and p is headline.paragraph), -1)
    under = paragraphs[at + 1 : first] if headline else []
    above = paragraphs[max(0, at - 2) : max(0, at)]
    for place in (under, paragraphs[last + 1 : last + 4], above):
        for paragraph in place:
            if not _is_dateline(paragraph.text):
                continue
            found = find_date(paragraph.text)
            if found:
                return Stretch(paragraph, found[0], found[1]), found[2]
    return None
