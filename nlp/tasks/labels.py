"""Label lines under a point: "Đơn vị thực hiện: …", "Thời gian thực hiện: …", "Sản phẩm: …".

Their labels are the headings of a table's columns, so `nlp/knowledge/columns.toml` knows them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.evidence import Stretch
from nlp.form.numbers import UPPER
from nlp.language import fold, vietnamese
from nlp.tasks.order import Units
from nlp.tasks.roles import read_opening
from nlp.tasks.tables.columns import Role, role_of
from nlp.tasks.wording import opens_with
from nlp.units import find_units, split_units

CARRIED: tuple[Role, ...] = ("lead", "roles", "support", "deadline", "deliverable")
"""What a label line can say."""


@dataclass(frozen=True, slots=True)
class Label:
    """One label line: what it says, in words, and where they begin in the text it was read from."""

    role: Role
    said: str
    start: int
    end: int
    stretch: Stretch | None = None

    @property
    def units(self) -> Units:
        return tuple(split_units(self.said.rstrip(" .;")))


LINE = re.compile(r"[\s\-+*•–]*(?P<label>[^\W\d_](?:[^:.;\n]){3,60}?)\s*:\s*(?P<said>\S.*)", re.DOTALL)

SENTENCE = re.compile(rf"(?<=[\d\w])\.\s+(?=[{UPPER}]\w* [^.]*\w)")
"""Where another sentence begins."""

INSIDE = re.compile(
    r"(?:(?<=[.;)])\s+|\s*\(\s*|[,–-]\s+)"
    r"(?P<label>(?:Thời gian|Thời hạn|Tiến độ|Đơn vị|Cơ quan|Trách nhiệm|Phân công|Sản phẩm"
    r"|thời gian|thời hạn|đơn vị|cơ quan|Hoàn thành|Chủ trì|Phối hợp)(?:\s[^\s:.;,()]+){0,6}"
    r"|(?<=[(;] )(?:chủ trì|phối hợp)|(?<=[(])(?:chủ trì|phối hợp))\s*:\s*(?P<said>[^.;()\n]+)"
)

LEADS = re.compile(rf"\((?P<said>[{UPPER}][^():;.\n]{{3,80}}?)\s+chủ trì\s*(?=[,;)])")
"""Who leads, in brackets: "Rà soát danh mục (Sở Nội vụ chủ trì, xong trước ngày 30/6)"."""


def read_label(text: str, stretch: Stretch | None = None) -> Label | None:
    """`text` as a label line, or None where it is none."""
    match = LINE.fullmatch(text.strip()) if len(text) < 600 else None
    if not match or not opens_with("label", fold(match["label"])) or len(match["label"].split()) > 8:
        return None
    role = role_of(match["label"])
    if role not in CARRIED or match["said"].rstrip().endswith(":"):
        return None
    if role in ("lead", "roles", "support") and tells(match["said"]):
        return None
    offset = len(text) - len(text.lstrip())
    said = match["said"].strip()
    if role == "deadline" and (runs_on := SENTENCE.search(said)):
        said = said[: runs_on.start()]  # "năm học 2027-2028. | Nghị quyết này đã được … thông qua ngày …"
    start = offset + match.start("said")
    return Label(role, said, start, start + len(said), stretch)


def tells(said: str) -> bool:
    """Whether what stands after a label is an order in prose and not a list of units."""
    opening = read_opening(said, find_units(vietnamese()(said)))
    return opening is not None and not opening.leads_in and opens_with("verb", fold(said[opening.start :]))


def labels_inside(text: str) -> Iterator[Label]:
    """Labels that run on in a point's own text: "… kế hoạch. Thời gian thực hiện: tháng 6/2014." """
    for match in INSIDE.finditer(text):
        role = role_of(match["label"])
        if role in CARRIED:
            yield Label(role, match["said"].strip(), match.start(), match.end())
    for match in LEADS.finditer(text):
        yield Label("lead", match["said"].strip(), match.start(), match.end())
