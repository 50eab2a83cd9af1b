"""Who carries out the whole document: the clause of execution ("chịu trách nhiệm thi hành Quyết định này").

It makes no task: its units are the dispatch's `executors`.
"""

import re
from collections.abc import Iterable
from functools import cache

from nlp.evidence import Stretch
from nlp.language import fold
from nlp.tasks.order import Units, within
from nlp.tasks.passage import Passage
from nlp.tasks.wording import BY_RIGHT, UNIT, UNITS, masked, orders_table, phrases


def executors_in(passages: Iterable[Passage]) -> tuple[Units, Stretch | None]:
    """The units of the clause of execution among `passages` and where it stands; the last where there are several."""
    found: Units = ()
    place: Stretch | None = None
    for passage in passages:
        units = executors_of(passage)
        if units:
            found, place = units, passage.stretch.part(units[0].start, units[-1].end)
    return found, place


def executors_of(passage: Passage) -> Units:
    """The units that `passage` makes responsible for the whole document, or none."""
    match = clause_in(passage, 0, len(passage.text))
    if not match:
        return ()
    start, end = match.span("units") if match["units"] else match.span()
    speaker = within(passage.units, *match.span("speaker"))
    return tuple(
        u for u in within(passage.units, start, end) if u not in speaker and not BELONGS.search(passage.text[: u.start])
    )


def charged_with_all(passages: Iterable[Passage]) -> Units:
    """The groups of units that a point at the end of a plan charges with what the plan orders; the last such point's.

    "Các sở, ban, ngành căn cứ nhiệm vụ được giao tại Kế hoạch tổ chức triển khai thực hiện." It stays a task itself.
    """
    found: Units = ()
    for passage in passages:
        if passage.part == "body" and passage.inherited.section == "orders" and passage.inherited.origin != "heading":
            found = charged_by(passage) or found
    return found


def charged_by(passage: Passage) -> Units:
    """The groups that `passage` charges with all that the document orders, or none."""
    opening = passage.opening
    if opening is None or not opening.lead or opening.support or not all(u.value.group for u in opening.lead):
        return ()
    first, last = opening.lead[0], opening.lead[-1]
    ends = [len(passage.text), *(i for i in (passage.text.find(". ", last.end),) if i >= 0)]
    sentence = fold(passage.text[first.start : min(ends)])
    done = carrying_out().match(sentence, last.end - first.start)
    return opening.lead if done and of_this().search(sentence, 0, done.end() + REACH) else ()


REACH = 60
"""Characters after "thực hiện" in which the document is named."""


@cache
def carrying_out() -> re.Pattern[str]:
    """What follows the units: [by what] [are responsible] [diligently] to carry out."""
    by = rf"(?:[\s,:]*{BY_RIGHT}[^.;:]{{0,120}}?)?"
    bears = r"(?:có trách nhiệm|chịu trách nhiệm)"
    return re.compile(
        rf"{by}[\s,:]*(?:{bears}{by})?(?:[\s,]*{phrases('diligently')}){{0,8}}[\s,]*(?:thực hiện|thi hành)(?!\w)"
    )


@cache
def of_this() -> re.Pattern[str]:
    """The document that speaks, by its kind: "nhiệm vụ được giao tại Kế hoạch", "thực hiện Chương trình này"."""
    of = r"(?:theo|tại|trong|của|thực hiện|thi hành|triển khai)"
    return re.compile(
        rf"(?<!\w){of} (?:nội dung )?(?:kế hoạch|chương trình|đề án|chỉ thị)(?! (?:số|hành động|năm|của|phát))(?!\w)"
    )


def executes(passage: Passage, start: int, end: int) -> int | None:
    """Where a clause of execution in the stretch of `passage` from `start` to `end` ends, or None where none is.

    It takes all that follows with it, but what has a date: "… thực hiện Kế hoạch này. Trước ngày 15/12 báo cáo …".
    """
    found = clause_in(passage, start, end)
    if found is None:
        return None
    at = start + found.end()
    return at if any(at <= d.start and d.end <= end for d in passage.deadlines) else end


def clause_in(passage: Passage, start: int, end: int) -> re.Match[str] | None:
    """The clause of execution in a stretch of `passage`: where the document speaks, in an article, in its own point."""
    mask = masked(passage.text, passage.units)[start:end]
    if passage.top or passage.after:
        return clause().search(mask) or (closing().search(mask) if passage.after else None)
    if not hint().search(fold(passage.text[start:end])):
        return None
    match = clause().search(mask)
    if match and hands_over(passage, start + match.end()) and "trách nhiệm" not in match[0]:
        return None
    if match is None or ARTICLE.match(passage.path or ""):
        return match
    nothing_else = not match.start() and len(mask.rstrip(" ./;")) <= match.end()
    return match if nothing_else and "chịu trách nhiệm" in match[0] else None


def hands_over(passage: Passage, end: int) -> bool:
    """Whether the first sentence of `passage` gives one unit the lead and goes on to `end`: that is its task.

    "Giao Sở A chủ trì, phối hợp với Sở B triển khai thực hiện Kế hoạch này."
    """
    opening = passage.opening
    handed = opening is not None and bool(opening.support) and opening.call in orders_table()["handed"]
    return handed and ". " not in passage.text[:end].rstrip()


ARTICLE = re.compile(r"(?:.* > )?Điều \d")


@cache
def closing() -> re.Pattern[str]:
    """The closing order after all points: [the speaker asks] units do what is theirs of it.

    "Yêu cầu các sở, ban, ngành khẩn trương triển khai các nhiệm vụ được giao tại Kế hoạch này."
    """
    asks = r"(?:yêu cầu|đề nghị|giao|phân công)"
    begins = (
        rf"(?:^|[.;:]\s+|,\s+(?={asks}))[\s(*-]*"
        rf"(?:(?P<speaker>[^.;:{UNIT}]{{0,40}}{UNIT}+)\s+(?={asks}))?(?:{asks}\s+)?"
    )
    by = rf"(?:[\s,]*(?:{BY_RIGHT}|có trách nhiệm|chịu trách nhiệm)[^.;:,]{{0,80}}?)?"
    whose = rf"(?:{UNIT}+(?!{UNIT})|thuộc (?:thẩm quyền|phạm vi)(?: quản lý)?|trực thuộc|thuộc|liên quan|có liên quan)"
    how = rf"(?:[\s,]*(?:{phrases('diligently')}|{whose})){{0,12}}"
    does = r"[\s,]*(?:thực hiện|triển khai|thi hành|chấp hành)(?!\w)"
    own = r"(?:chức năng|nhiệm vụ|nội dung|công việc|giải pháp|yêu cầu|trách nhiệm)(?!\w)"
    given = rf"(?:được giao|được phân công|nêu trên|trên đây|(?:tại|của|trong|theo) {phrases('document')})"
    end = r"(?=[\s./;]*$|[.;]\s)"
    what = rf"(?:{own}[^.;]{{0,60}}? {given}|{phrases('document')}(?: (?:này|trên|nêu trên)|{end}))"
    well = rf"(?:[\s,]*{phrases('diligently')}){{0,4}}"
    by_this = (
        rf"[\s,]*(?:theo|căn cứ)(?:[^.;:]{{0,80}}? (?:tại|của|trong) {phrases('document')} này"
        rf"| (?:nội dung )?{phrases('document')}(?: này)?(?: để)?(?={how}{does}{end}))"
    )
    return re.compile(
        rf"{begins}(?P<units>{UNITS})(?:{by}{how}{does}(?:[^.;]{{0,60}}?{what}|{well}{end})|{by_this}{how}{does})"
    )


BELONGS = re.compile(r"(?:thuộc|của|tại)\s+$")
"""What stands before a unit that another belongs to."""


@cache
def hint() -> re.Pattern[str]:
    """ "thi hành Quyết định này": what every clause of execution holds."""
    return re.compile(rf"{does_it()}|{BY_DECISION}|chịu trách nhiệm thi hành[\s./]*$")


BY_DECISION = r"căn cứ (?:quyết định|nghị quyết)(?: này)? (?:thi hành|thực hiện)"


def does_it() -> str:
    """The pattern of carrying out this document."""
    document = rf"{phrases('document')}[^.;]{{0,20}} (?:này|nêu trên)(?!\w)"
    described = (
        r"(?!\s*,?\s*(?:có|chịu) trách nhiệm)"  # "đơn vị thực hiện nhiệm vụ tại Quyết định này có trách nhiệm …"
    )
    return rf"(?:thi hành|thực hiện|chấp hành)[^.;]{{0,60}}?{document}{described}"


@cache
def clause() -> re.Pattern[str]:
    """[the speaker asks] units [by their functions] [are responsible] to carry out this document."""
    asks = r"(?:yêu cầu|đề nghị|giao|phân công)"
    begins = (
        rf"(?:^|[.;:]\s+)[\s(*-]*(?:(?P<speaker>[^.;:{UNIT}]{{0,40}}{UNIT}+)\s+(?={asks}))?"
        rf"(?:{asks}\s+)?"
    )
    anybody = rf"(?P<units>[^.;:{UNIT}]{{0,30}}{UNIT}[^.:]{{0,700}}?)[\s,]*(?:chịu trách nhiệm|có trách nhiệm)"
    by = rf"(?:[\s,]*{BY_RIGHT}[^.;:]{{0,120}}?)?"
    end = r"(?:thi hành|thực hiện)[\s,]*(?:nghiêm túc|hiệu quả|tốt)?[\s./]*$"
    does = rf"(?:[\s,]*{phrases('diligently')}){{0,8}}[\s,]*(?:{does_it()}|{end})"
    return re.compile(rf"{begins}(?:{anybody}{by}{does}|{UNITS}{by}{does}|{UNITS}[\s,]*{BY_DECISION})")
