"""Several issuers of one dispatch (văn bản liên tịch): "Sở A" over "Sở B" in a letterhead, or "LIÊN SỞ: A - B".

They are one issuer, "Sở A - Sở B", as Nghị định 30/2020/NĐ-CP has them printed beside each other.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from nlp.form.tables import table, words


def of_equals(names: Sequence[str]) -> tuple[str, str]:
    """(the issuer, the office above it): "Sở A", "Sở B" under one another are one issuer "Sở A - Sở B"."""
    first = len(names) - 1
    while first and are_equals(names[first - 1], names[first]):
        first -= 1
    return " - ".join(names[first:]), names[first - 1] if first else ""


def are_equals(upper: str, lower: str) -> bool:
    """Whether two offices of one letterhead issue together: none of them is inside the other."""
    for row in table("offices")["equals"]:
        one, other = (head_among(row, name) for name in (upper, lower))
        if one and other:
            return one != other or one in words("offices", "alike")
    return False


def head_among(row: Sequence[str], name: str) -> str | None:
    """The longest of `row` that `name` begins with; the commands of the forces are no ministries."""
    heads = [head for head in row if f"{name} ".lower().startswith(f"{head} ".lower())]
    head = max(heads, key=len, default=None)
    return None if head == "Bộ" and COMMAND.match(name) else head


COMMAND = re.compile(r"Bộ (?:Tư lệnh|Chỉ huy|Tổng|Tham mưu|đội|phận)", re.IGNORECASE)


def in_full(lines: Sequence[str]) -> list[str]:
    """The lines with what a common word says of several offices: "LIÊN SỞ: NỘI VỤ - Y TẾ" is "SỞ NỘI VỤ - SỞ Y TẾ"."""
    for at, line in enumerate(lines):
        common = re.match(r"\W*LIÊN (SỞ|BỘ)\b\W*", line)
        if common:
            rest = " ".join((line[common.end() :], *lines[at + 1 :]))
            parts = [part.strip() for part in re.split(r"\s[-–]\s", rest) if part.strip()]
            return [*lines[:at], " - ".join(f"{common[1]} {part}" for part in parts)] if len(parts) > 1 else list(lines)
    return list(lines)


def joint_parts(name: str) -> tuple[str, ...]:
    """The issuers of "Sở A - Sở B"; the name alone where it is of one office ("Vụ A - Bộ B")."""
    parts = tuple(part.strip() for part in re.split(r"\s[-–]\s", name))
    return parts if len(parts) > 1 and all(are_equals(*two) for two in pairwise(parts)) else (name,)
