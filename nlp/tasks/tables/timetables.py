"""Times that a table gives over several columns: when work begins and ends, and marks under quarters, months or years.

"Bắt đầu | Kết thúc" over "01/4/2026 | 30/6/2026"; "Quý I | Quý II | Quý III" over " | x | x".
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.records import Deadline
from nlp.language import fold

Read = Callable[[str], Deadline | None]
"""Reads a cell as a deadline."""


@dataclass(frozen=True, slots=True)
class Timed:
    """One cell under a column of times: the column's title, from the top, and what the cell says."""

    title: str
    said: str


def spreads(cells: Sequence[Timed]) -> bool:
    """Whether the columns of `cells` give one time together."""
    return bool(ends_of(cells)) or bool(cells and all(period_of(cell.title) for cell in cells) and bool(marks(cells)))


def read_spread(cells: Sequence[Timed], read: Read) -> Deadline | None:
    """The time that `cells` give together; None where it is not plain, as for marks with a gap between them."""
    ends = ends_of(cells)
    return between(*ends, read) if ends else marked(cells, read)


def under_title(cell: Timed) -> str:
    """What `cell` says, with the word that its title says for it: "Tháng 5-6" for "5-6" under "Tháng"."""
    named = NAMED.fullmatch(fold(cell.title).strip(" .:"))
    if not named or not BARE.fullmatch(fold(cell.said)):
        return cell.said
    year = f" năm {named['year']}" if named["year"] and not re.search(r"20\d\d", cell.said) else ""
    return f"{named['unit']} {cell.said.strip(' .;')}{year}"


NAMED = re.compile(
    r"(?:thời gian |thời hạn |tiến độ )?(?:thực hiện |hoàn thành )?\(?(?P<unit>tháng|quý)\)?"
    r"(?:\s*[/(]?\s*(?:năm )?(?P<year>20\d\d)\)?)?"
)
BARE = re.compile(
    r"\s*(?:\d{1,2}|i{1,3}|iv)(?:\s*(?:,|;|-|–|\+|và)\s*(?:\d{1,2}|i{1,3}|iv)){0,11}(?:\s*/\s*20\d\d)?[\s.;]*"
)


# When it begins and ends ---------------------------------------------------------------------------------------------

BEGINS = re.compile(r"(?<!\w)(?:bắt đầu|khởi công|khởi đầu|từ(?: ngày| tháng)?)$")
ENDS = re.compile(r"(?<!\w)(?:kết thúc|hoàn thành|hoàn tất|đến(?: ngày| tháng| hết)?)$")


def ends_of(cells: Sequence[Timed]) -> tuple[Timed, Timed] | None:
    """The two cells that say when it begins and when it ends, where there are only these."""
    if len(cells) != 2:
        return None
    first, last = cells
    titles = [fold(cell.title).strip(" .:()") for cell in cells]
    return (first, last) if BEGINS.search(titles[0]) and ENDS.search(titles[1]) else None


def between(first: Timed, last: Timed, read: Read) -> Deadline | None:
    """From the one to the other, as far as they are said."""
    begins, ends = read(first.said), read(last.said)
    if not last.said.strip():
        start = begins.start or begins.end if begins and begins.kind in ("by", "during") else None
        return Deadline(text=f"từ {first.said}", kind="during", start=start) if start else None
    if not ends or ends.kind not in ("by", "during") or not ends.end:
        return ends
    if not begins or begins.kind not in ("by", "during"):
        return Deadline(text=last.said, kind="by", end=ends.end, boundary=ends.boundary or "by")
    start = begins.start or begins.end
    if start is None or start > ends.end:
        return None
    return Deadline(text=f"{first.said} - {last.said}", kind="during", start=start, end=ends.end)


# Marks under periods -------------------------------------------------------------------------------------------------

MARK = re.compile(r"[xX×✓✔√●•*+vV]{1,3}")
PERIOD = re.compile(
    r"(?:(?P<unit>quý|tháng|năm|[tq])[\s.]*)?(?P<number>20\d\d|1[0-2]|0?[1-9]|i{1,3}|iv)(?:\s*/\s*(?P<of>20\d\d))?$"
)


def period_of(title: str) -> str | None:
    """The period at the end of a column's title, with the year that stands above: "… năm 2026 Quý II"."""
    text = fold(title).strip(" .:()")
    found = PERIOD.search(text)
    if not found or (found.start() and text[found.start() - 1].isalnum()):
        return None
    above, number = text[: found.start()], found["number"]
    if len(number) == 4:
        return f"Năm {number}"
    written = {"t": "tháng", "q": "quý"}.get(found["unit"] or "", found["unit"])
    unit = written or next((u for u in ("tháng", "quý") if u in above), None)
    if unit not in ("tháng", "quý"):
        return None
    year = found["of"] or next(iter(re.findall(r"20\d\d", above)), None)
    return f"{unit.capitalize()} {number.upper()}" + (f" năm {year}" if year else "")


def marks(cells: Sequence[Timed]) -> list[int]:
    """Which of `cells` are marked; none where one says anything else."""
    said = [cell.said.strip() for cell in cells]
    if any(text and not MARK.fullmatch(text) for text in said):
        return []
    return [at for at, text in enumerate(said) if text]


def marked(cells: Sequence[Timed], read: Read) -> Deadline | None:
    """From the first marked period to the last, where all between them are marked too."""
    places = marks(cells)
    if places != list(range(places[0], places[-1] + 1)):
        return None
    first, last = (period_of(cells[at].title) or "" for at in (places[0], places[-1]))
    begins, ends = read(first), read(last)
    if not begins or not ends or not begins.start or not ends.end or begins.start > ends.end:
        return None
    text = first if first == last else f"{first} - {last}"
    return Deadline(text=text, kind="during", start=begins.start, end=ends.end)
