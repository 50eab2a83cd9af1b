"""Days of one report, one after another: "6 tháng (trước ngày 15/6) và hằng năm (trước ngày 15/12)".

Read one by one they are a half-year without its day and a day of the year; together they are one recurrence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from models.records import Deadline
from nlp.deadlines.context import sentence_end
from nlp.deadlines.frequencies import YEARLY
from nlp.deadlines.grammar import words
from nlp.deadlines.moments import Moment, day_at
from nlp.deadlines.recurrences import yearly_parts
from nlp.mention import Mention

SERIES = "days of one report"
"""The name of the rule."""

UNTIL = "again and again until a day"
"""The name of the rule."""


def joined(mentions: Sequence[Mention[Deadline]], text: str) -> Iterator[Mention[Deadline]]:
    """`mentions` of `text` (in lower case), each run of days of one report as one recurrence.

    A run in which another period is named too ("hằng tháng (trước ngày 20), năm (trước ngày 15/12)") stays as it is.
    """
    for run in runs(mentions, text):
        while len(run) > 1 and run[0].value.kind == "by" and not one_of(run, text):
            yield run[0]  # "… trước ngày 31/3/2026; | định kỳ 6 tháng (trước 15/6), năm (trước 15/12) …"
            run = run[1:]
        yield from (one_of(run, text) or run) if len(run) > 1 else run


def runs(mentions: Sequence[Mention[Deadline]], text: str) -> Iterator[tuple[Mention[Deadline], ...]]:
    """`mentions` in runs of those between which only reports and their periods are named."""
    run: tuple[Mention[Deadline], ...] = ()
    for mention in mentions:
        if run and GLUE.fullmatch(text, run[-1].end, mention.start) and len(run) < 12:
            run = (*run, mention)
            continue
        if run:
            yield run
        run = (mention,)
    if run:
        yield run


_PERIOD = (
    r"(?:(?:(?:0?6|sáu|0?9|chín) tháng|(?:quý|quí)(?: (?:i{1,3}|iv|[1-4]))?|tháng|(?:(?:0?1|một|cả) )?năm|sơ kết"
    r"|tổng kết)(?: (?:đầu|cuối) năm)?|(?:lần|đợt|kỳ) (?:thứ )?(?:\d|i{1,3}|một|nhất|hai|ba)(?![^\W_]))"
)
GLUE = words(
    rf"[\s,;()–-]{{0,4}}(?:(?:và|đối với|cho|gửi|(?:các )?báo cáo|định kỳ|kỳ|công tác|kết quả|hằng|hàng|{_PERIOD})"
    r"[\s,;:()–-]{0,4}){0,9}"
)
"""What stands between two days by which reports are due: " (báo cáo 6 tháng) và ", ", báo cáo năm ", " đối với …"."""


def one_of(run: Sequence[Mention[Deadline]], text: str) -> tuple[Mention[Deadline]] | None:
    """`run` as one recurrence, or None where its days are no days of the year or no report is spoken of."""
    moments = [days[0] for mention in run if len(days := days_in(mention)) == 1]
    if len(moments) < len(run) or len({moment.months for moment in moments}) < len(run):
        return None
    if not any(mention.value.kind == "recurring" for mention in run) and not reported(run, text):
        return None
    years = [moment.year for moment in moments]
    if any(years) and ";" in text[run[0].end : run[-1].start]:
        return None
    if len({year for year in years if year}) > 1 or (any(years) and not years[-1]):
        return None
    parts = yearly_parts(moments)
    ends = [mention.value.end for mention in run]
    if not parts or (years[-1] and any(end is None or end > (ends[-1] or end) for end in ends)):
        return None
    start, end = run[0].start, run[-1].end
    if ")" in text[end : end + 1] and "(" in text[start:end].rpartition(")")[2]:
        end += 1
    sides = {mention.value.boundary for mention in run}
    written = text[start:end]
    deadline = Deadline(
        text=" ".join(written.split()),
        kind="recurring",
        end=ends[-1] if years[-1] else None,
        boundary=sides.pop() if len(sides) == 1 else None,
        rrule=YEARLY.rule(*parts),
    )
    return (replace(run[0], end=end, text=written, value=deadline, rule=SERIES),)


def days_in(mention: Mention[Deadline]) -> list[Moment]:
    """The days of the year in the words of `mention`; none where it is neither a day nor a recurrence."""
    if mention.value.kind not in ("by", "recurring"):
        return []
    text, at, found = mention.text.lower(), 0, list[Moment]()
    while start := _day.search(text, at):
        read = day_at(text, start.start())
        at = read[0] if read else start.end()
        found += [read[1]] if read else []
    return found


_day = re.compile(r"(?<![^\W_])(?:ngày|\d)")


def reported(run: Sequence[Mention[Deadline]], text: str) -> bool:
    """Whether days that stand alone are those by which a report comes, and not each another action's."""
    between = [text[a.end : b.start] for a, b in pairwise(run)]
    if not all(NAMES.search(glue) for glue in between) or not CLOSES.match(text, run[-1].end):
        return False
    before = text[max(0, run[0].start - 240) : run[0].start]
    cut = max((stop.end() for stop in sentence_end.finditer(before)), default=0)
    return "báo cáo" in before[cut:] or any("báo cáo" in glue for glue in between)


NAMES = words(rf"(?<![^\W_])(?:và|{_PERIOD})(?![^\W_])")
CLOSES = words(r" ?(?:$|[.,;()]|để(?![^\W_])|về(?![^\W_])|gửi(?![^\W_])|đối với|theo(?![^\W_])|h[ằà]ng(?![^\W_]))")


def ended(mentions: Sequence[Mention[Deadline]], text: str) -> Iterator[Mention[Deadline]]:
    """`mentions` of `text` (in lower case), with the day that ends a repetition: "hằng ngày … cho đến hết ngày …"."""
    at = 0
    while at < len(mentions):
        first, last = mentions[at], mentions[at + 1] if at + 1 < len(mentions) else None
        repeats = first.value.kind == "recurring" and first.value.rrule and not first.value.end
        if repeats and last and last.value.end and ends_it(text, first.end, last):
            value = replace(first.value, end=last.value.end)
            yield replace(first, end=last.end, text=text[first.start : last.end], value=value, rule=UNTIL)
            at += 2
        else:
            yield first
            at += 1


def ends_it(text: str, at: int, last: Mention[Deadline]) -> bool:
    """Whether the repetition named before `at` goes on to the end of `last`, in the same clause."""
    if last.value.kind not in ("by", "during") or sentence_end.search(text, at, last.start):
        return False
    between, said = text[at : last.start], text[last.start : last.end]
    if last.value.kind == "during":
        return not between.strip() and said.startswith(("trong ", "từ "))
    if said.startswith(("cho đến ", "cho tới ")) or between.endswith("cho "):
        return len(between) < REACHES and not between.rstrip().endswith(",")
    return not between.strip() and said.startswith(("đến ", "tới "))


REACHES = 160
"""Characters of an action between how often it is done and until when."""
