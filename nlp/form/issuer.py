"""The issuer's name from the lines of a letterhead.

The name stands under that of the office above it ("UBND TỈNH X / SỞ Y"), and is completed from it only: a department
by its province, as people say it. "name" is what is printed, "canonical" the completed one.
"""

import re
from collections.abc import Sequence
from functools import cache

from models.records import Unit
from nlp.form.capitals import proper
from nlp.form.lines import FormLine
from nlp.form.tables import words


def issuer_of(lines: Sequence[FormLine]) -> Unit | None:
    """The issuer named by the left column's `lines`; None where there is none."""
    names = names_of([line.text for line in lines])
    if not names:
        return None
    own = proper(names[-1])
    above = proper(names[-2]) if len(names) > 1 else ""
    return Unit(name=own, canonical=completed(own, above))


def names_of(lines: Sequence[str]) -> list[str]:
    """The offices named by `lines`, the highest first; a name may take several lines, a line may hold two names."""
    names: list[str] = []
    for line in lines:
        text = " ".join(line.strip(" .,:;-_*|–—").split())
        if sum(c.isalpha() for c in text) < 3:
            continue
        if names and not _opens(names[-1], text):
            names[-1] += " " + text
        else:
            names.append(text)
    return [name for text in names for name in _split(text)]


def completed(own: str, above: str) -> str:
    """`own` with the place of the office `above` it: "Sở Nội vụ" under "UBND tỉnh X" is "Sở Nội vụ tỉnh X"."""
    if not above or not _COMPLETED().match(own):
        return own
    place = re.search(rf"(?:{'|'.join(words('offices', 'places'))})\s+\S.*$", above, re.I)
    if place:
        where = place[0]
        if where.split(maxsplit=1)[1].lower() in own.lower():
            return own
        if own.lower() == "văn phòng":
            return f"{own} {above}"
        return f"{own} {where[0].lower()}{where[1:]}"
    if own.lower() in ("văn phòng", "thanh tra", "ban chỉ đạo"):
        return f"{own} {above}"
    if re.match(r"(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) ủy|Đảng bộ", above):
        return f"{own} {above}"
    return own


def _opens(before: str, line: str) -> bool:
    """Whether `line` begins a new name after `before`."""
    if before.endswith((",", "-", " VÀ", " CỦA", " VỀ")) or not _HEADS().match(line):
        return False
    if re.fullmatch(r"(?:ỦY|UỶ) BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND|VĂN PHÒNG|THANH TRA|BAN CHẤP HÀNH", before):
        return not re.match(r"(?:TỈNH|THÀNH|HUYỆN|QUẬN|THỊ|XÃ|PHƯỜNG|ĐẢNG)\s(?!ỦY)", line) and before[-4:] == " DÂN"
    return True


def _split(text: str) -> list[str]:
    """The names in one line: "BỘ TÀI CHÍNH CỤC THUẾ" is two."""
    for match in _INNER().finditer(text):
        before = text[: match.start()].strip()
        if _ABOVE.match(before) and len(before.split()) >= 3:
            return [before, *_split(text[match.start() :])]
        if re.fullmatch(r"(?:CỤC|BỘ)\s\S+(?:\s\S+)*", before) and len(before.split()) >= 2:
            return [before, *_split(text[match.start() :])]
    return [text]


_ABOVE = re.compile(
    r"^(?:(?:ỦY|UỶ) BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND|BỘ|(?:TỈNH|THÀNH|HUYỆN) (?:ỦY|UỶ))\s(?!.*(?: VÀ| CỦA|,)$)"
)


@cache
def _HEADS() -> re.Pattern[str]:  # noqa: N802 - a pattern, made once
    heads = "|".join(h.upper().replace("ỦY", "(?:ỦY|UỶ)") for h in words("offices", "heads"))
    return re.compile(rf"^(?:{heads})(?!\w)")


@cache
def _INNER() -> re.Pattern[str]:  # noqa: N802 - a pattern, made once
    heads = "|".join(h.upper() for h in words("offices", "inner"))
    return re.compile(rf"(?<=\s)(?:{heads})(?!\w)")


@cache
def _COMPLETED() -> re.Pattern[str]:  # noqa: N802 - a pattern, made once
    heads = "|".join(words("offices", "completed"))
    return re.compile(rf"^(?:{heads})(?!\w)", re.I)
