"""The points of a document that a text names ("điểm a, điểm b khoản 2 và khoản 3 Mục III"), and what is under them."""

import re
from collections.abc import Collection, Iterator, Sequence

Point = tuple[tuple[str, str], ...]
"""From the outside in: (("mục", "iii"), ("khoản", "2"), ("điểm", "a"))."""

RANKS = {
    "tiết": 0, "điểm": 1, "dòng": 1, "stt": 1, "số thứ tự": 1, "khoản": 2, "điều": 3, "mục": 4, "chương": 5, "phần": 6,
    "phụ lục": 7,
}  # fmt: skip
"""What stands in what (Nghị định 30/2020/NĐ-CP, Phụ lục I): a point in a clause, a clause in an article."""

ROWS = ("stt", "số thứ tự")

ONE = r"(?:\d{1,3}|[ivxl]{1,6}(?!\w)|[a-zđ](?!\w))"
GROUP = re.compile(
    rf"(?<!\w)(?P<kind>{'|'.join(RANKS)})(?:\s+số)?(?:\s+(?P<numbers>{ONE}(?:\s*(?:,|;|và|,\s*và|đến)\s+{ONE})*))?(?!\w)"
)
LINK = re.compile(r"\s*(?:[,;]|và|[,;]\s*và|của|tại|thuộc|trong)?\s*(?:các\s*)?")
"""What may stand between two parts of one naming."""

LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The letters that points are counted by: no f, j, w, z."""


def points_named(text: str) -> list[Point]:
    """The points that `text` begins with, each from the outside in; none where it names the whole document.

    "điểm a, b khoản 2" are two points of one clause; "khoản 1 Mục II và khoản 3" leaves what it does not say away.
    """
    runs: list[list[tuple[str, tuple[str, ...]]]] = []
    end = 0
    said = text.casefold()
    for part in GROUP.finditer(said):
        kind = "dòng" if part["kind"] in ROWS else part["kind"]
        numbers = tuple(_counted(part["numbers"] or ""))
        if not LINK.fullmatch(said[end : part.start()]) or not (numbers or kind == "phụ lục"):
            break
        end = part.end()
        if runs and RANKS[kind] > RANKS[runs[-1][-1][0]]:
            runs[-1].append((kind, numbers))
        elif runs and len(runs[-1]) == 1 and runs[-1][0][0] == kind:
            runs[-1][0] = (kind, runs[-1][0][1] + numbers)
        else:
            runs.append([(kind, numbers)])
    for before, after in zip(reversed(runs[:-1]), reversed(runs[1:]), strict=True):  # the last says it for all
        before += [part for part in after if RANKS[part[0]] > RANKS[before[-1][0]]]
    return [point for run in runs for point in _each(list(reversed(run)))]


def _each(parts: Sequence[tuple[str, tuple[str, ...]]]) -> Iterator[Point]:
    """Every point of parts with several numbers."""
    if not parts:
        yield ()
        return
    (kind, numbers), *inner = parts
    for number in numbers or ("",):
        for rest in _each(inner):
            yield ((kind, number), *rest)


def _counted(numbers: str) -> Iterator[str]:
    """The numbers one by one, "1 đến 4" with those between."""
    last, upto = "", False
    for one in re.findall(rf"{ONE}|đến", numbers):
        if one == "đến":
            upto = True
            continue
        if upto:
            yield from _between(last, one)
        upto, last = False, one
        yield one


def _between(first: str, last: str) -> Iterator[str]:
    if first.isdigit() and last.isdigit():
        yield from (str(n) for n in range(int(first) + 1, int(last)))
    elif first in LETTERS and last in LETTERS:
        yield from LETTERS[LETTERS.index(first) + 1 : LETTERS.index(last)]


def under(paths: Collection[str], points: Collection[Point]) -> set[str]:
    """Those of `paths` ("II > 2 > b") that stand at or under one of `points`; of a point that may be several, none."""
    found: set[str] = set()
    for point in points:
        at: dict[tuple[str, ...], set[str]] = {}
        for path in paths:
            parts = [part.strip() for part in path.casefold().split(">")]
            for start in range(len(parts) - len(point) + 1):
                if all(_is(part, *named) for part, named in zip(parts[start:], point, strict=False)):
                    at.setdefault(tuple(parts[: start + len(point)]), set()).add(path)
                    break
        if len(at) == 1:
            found.update(*at.values())
    return found


def _is(part: str, kind: str, number: str) -> bool:
    """Whether a part of a path ("Điều 3", "III", "Phụ lục I") is the one that is named; without a kind, by number."""
    if kind == "phụ lục":
        return part == kind if not number else part == f"{kind} {number}"
    own, _, last = part.rpartition(" ")
    return last.rstrip(".)") == number and own in ("", kind)
