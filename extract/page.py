"""What one page says, before the pages are put together: both roads, text layer and OCR, end in a `PageReading`."""

from dataclasses import dataclass

from extract.transcript import Line, Page, Table
from models.records import Problem


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page upright, `width` × `height` in points; `rotation` turned a viewer's page so, in degrees clockwise.

    Boxes of words read by OCR are those of the level page, which a turn of `skew` degrees counter-clockwise about its
    middle made of it: lines are found on it, and `extract.skew.as_shown` puts the boxes back at the end.
    Words inside tables are in `tables` only, words of signature and incoming-mail stamps in `stamps` only. `lines` come
    in any order. `verdict` is the text layer's judgement, None from a reader that had no text layer to judge.
    """

    page: int
    width: float
    height: float
    rotation: int
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()
    stamps: tuple[Line, ...] = ()
    verdict: Page | None = None
    problems: tuple[Problem, ...] = ()
    skew: float = 0.0
