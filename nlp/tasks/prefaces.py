"""What stands before the unit that a sentence orders: "Kết thúc đợt kiểm tra, | Sở Nội vụ tổng hợp …"."""

import re

from nlp.tasks.wording import UNIT, opens_with

COMMA = re.compile(rf",\s*(?=(?:giao |yêu cầu |đề nghị |thì )?(?:các |những )?{UNIT})")

OWNED = re.compile(rf"(?:của|tại|do|bởi)\s+{UNIT}+$")

RUNS_ON = re.compile(
    rf"\W*(?:trong quá trình (?:tổ chức |triển khai )*thực hiện|ngoài ra|đồng thời|riêng"
    rf"|(?:trong|vào|đến hết|trước|chậm nhất|từ)\s[^.;:,{UNIT}]{{3,40}}:"
    rf"|(?:định kỳ )?(?:hằng|hàng) (?:tuần|tháng|quý|năm) ?\([^()]{{2,80}}\))\s+(?=(?:các |những )?{UNIT})"
)
"""First words without a comma."""

CONDITION = re.compile(r"\W*(?:trường hợp|nếu|khi)\s")
"""How a clause opens that says when something is to be done."""

LONGEST_CLAUSE = 350
"""Characters of a clause before the unit that is ordered."""


def preface_end(mask: str) -> int | None:
    """Where a clause ends that stands before the unit ordered: "Kết thúc đợt kiểm tra, Sở Nội vụ tổng hợp …".

    A unit before the comma is of the clause only where something is said to be its own ("theo đề nghị của Sở Y tế, …").
    """
    runs_on = RUNS_ON.match(mask)
    if runs_on or not (opens_with("first_clause", mask) or CONDITION.match(mask)):
        return runs_on.end() if runs_on else None
    clause = re.split(r"[.;:]", mask[:LONGEST_CLAUSE])[0]
    ends = COMMA.finditer(mask, 0, len(clause) + 1)
    return next(
        (m.end() for m in ends if mask[m.start() - 1] != UNIT or OWNED.search(mask[: m.start()])),
        None,
    )
