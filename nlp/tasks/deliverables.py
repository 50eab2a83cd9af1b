"""What an order brings forth (sản phẩm): the paper that "xây dựng", "ban hành" or "trình" names, or a report."""

import re
from functools import cache

from nlp.language import fold
from nlp.tasks.wording import phrases

LONGEST = 160
"""Characters of a paper's name."""

REPORTS = re.compile(
    r"(?<!\w)báo cáo (?:ubnd|ủy ban|chủ tịch|thủ tướng|chính phủ|bộ|sở|kết quả|hđnd|cấp có thẩm quyền)"
)


def deliverable_of(content: str) -> str | None:
    """The deliverable that `content` names, in its words; "báo cáo" where it only says to report."""
    folded = fold(content)
    made = making().search(folded)
    if made:
        return content[made.start("paper") : made.end("paper")].strip()
    return "báo cáo" if REPORTS.search(folded) else None


@cache
def making() -> re.Pattern[str]:
    """ "xây dựng" a paper, with its name."""
    return re.compile(
        rf"(?<!\w){phrases('makes')}\s(?P<paper>{phrases('papers')}[^,;.()]{{0,{LONGEST}}}?)"
        rf"(?=\s{phrases('after_paper')}|[,;.()]|$)"
    )
