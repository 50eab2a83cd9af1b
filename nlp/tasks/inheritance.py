"""What headings, leading sentences and label lines give to all that stands under them: units, times, the section."""

import re
from dataclasses import replace

from models.records import Deadline
from nlp.deadlines import read_deadline
from nlp.evidence import Stretch
from nlp.language import fold
from nlp.mention import Mention
from nlp.tasks.headings import GENERIC, after_preface, charged, charged_body, whole_name
from nlp.tasks.labels import Label
from nlp.tasks.order import Inherited, Units
from nlp.tasks.passage import Passage
from nlp.tasks.roles import called_inside
from nlp.tasks.speaker import Speaker, others
from nlp.tasks.timing import as_mention, due
from nlp.tasks.wording import orders_table, section_of


def bequeath(passage: Passage, inherited: Inherited, speaker: Speaker) -> Inherited:
    """What `passage`, a heading or a leading sentence, gives to all under it."""
    opening = passage.opening
    if passage.part == "lead-in" and RIGHTS.search(fold(passage.text)):
        return replace(inherited, section="rights", lead=(), support=(), origin="none")
    if passage.top and passage.part == "lead-in":
        inherited = replace(inherited, spoken=True)
    lead = () if opening is None else others(opening.lead, speaker, narrative=opening.form == "named")
    support: Units = opening.support if opening else ()
    if not lead and passage.part != "heading":
        lead = others(called_inside(passage.text, passage.units), speaker)
    if not lead and passage.part == "lead-in":
        lead = others(after_preface(passage.text, passage.units), speaker)
    if not lead and passage.part != "body":
        lead = others(charged(passage.text, passage.units), speaker)
    if passage.part != "body":
        lead = whole_name(passage.text, passage.units, opening) or lead or charged_body(passage.text)
    deadline = due_of_all(passage)
    if passage.part != "body" and (handed := HANDED_OUT.match(fold(passage.text))):
        year = read_deadline(handed["year"], speaker.issued_on) if handed["year"] else None
        lead = lead or tuple(u for u in passage.units if passage.text[: u.start].endswith(" cho "))
        period = year or inherited.period
        return replace(inherited, section="aims", lead=lead, support=(), origin="heading", period=period)
    if mean_those_above(lead, inherited) and passage.top:
        return replace(inherited, origin="document", deadline=deadline or inherited.deadline)
    if lead and inherited.section == "rules" and not assigns(passage):
        lead = ()
    if lead and inherited.section in ("aims", "purpose", "scope") and opening and opening.call == "đối với":
        return replace(inherited, deadline=deadline or inherited.deadline)  # whom the criteria are for, no order
    if lead:
        return replace(
            inherited,
            section=inherited.section if inherited.section in ("orders", "open") else "orders",
            lead=lead,
            support=support,
            deadline=deadline or inherited.deadline,
            origin="document" if passage.top else "heading",
            sources=(passage.stretch.part(lead[0].start, lead[-1].end),),
        )
    section = section_of(passage.text) if passage.part == "heading" or passage.top is False else None
    if section == "orders" and inherited.section == "rules" and not assigns(passage):
        section = None  # in a regulation "Nội dung quản lý" heads rules
    if section == "assessment" and inherited.section == "rules":
        section = None  # and "Kết quả đánh giá" says what holds of them
    if section in ("assessment", "scope", "purpose") and inherited.origin == "heading":
        section = None  # under a unit's own heading the points are its orders, whatever they are about
    if opening and opening.form == "bare" and opening.leads_in and support:
        inherited = replace(inherited, support=support)
    aims = (section or inherited.section) == "aims"
    period = time_of_aims(passage, speaker) if aims else None
    return replace(inherited.under(section), deadline=deadline or inherited.deadline, period=period or inherited.period)


def time_of_aims(passage: Passage, speaker: Speaker) -> Deadline | None:
    """The time that a heading over aims gives: "đến năm 2035", or the year in "Mục tiêu cụ thể năm 2031"."""
    if passage.deadlines:
        return passage.deadlines[0].value
    named = AIMED_YEAR.search(fold(passage.text)) if passage.part != "body" else None
    time = read_deadline(named[0], speaker.issued_on) if named else None
    over = time and time.end and speaker.issued_on and time.end < speaker.issued_on
    return None if over else time


AIMED_YEAR = re.compile(r"(?<!\w)(?:năm|giai đoạn) 20\d\d(?:\s?[-–]\s?20\d\d)?(?![\w/])")


HANDED_OUT = re.compile(
    r"\W*(?:điều \d{1,2}\W+|\w{1,4}[.)]\s*)?(?:(?:tạm )?giao|phân bổ)"
    r"(?: (?:các|một số|bổ sung))? (?:chỉ tiêu|mục tiêu)(?!\w)"
    r"(?:[^.;]{0,80}?(?P<year>năm 20\d\d)(?!\w))?"
)
"""What leads in aims that are handed out: "Giao chỉ tiêu kế hoạch năm 2031 cho UBND xã … như sau:"."""

RIGHTS = re.compile(
    r"(?<!\w)(?:(?:có|được hưởng) (?:các |những )?(?:quyền lợi|quyền hạn|quyền|chế độ|ưu đãi)"
    r"|(?:đáp ứng|có|đạt)(?: đủ| đầy đủ)? (?:các |những |một trong các )?(?:tiêu chí|điều kiện|tiêu chuẩn)"
    r"|(?:đảm bảo|bảo đảm|theo)(?: các)? nguyên tắc)(?: sau| sau đây| như sau)?\s*:\s*$"
    r"|(?:cơ cấu tổ chức|các đơn vị (?:sự nghiệp|trực thuộc|hành chính))[^.;:]{0,160}"
    r"(?<!nhiệm vụ)(?<!nội dung)(?<!công việc)(?<!giải pháp)(?<!bao)[, ]+(?:bao )?gồm(?: có)?\s*:\s*$"
)
"""What leads in what somebody may do or must be, by what principles, or how a body is made up: no orders.

"Đơn vị thoát nước có các quyền sau:", "Phòng được thành lập khi đáp ứng các tiêu chí sau:".
"""


def due_of_all(passage: Passage) -> Mention[Deadline] | None:
    """The time that a heading or a leading sentence states for all under it; in a long one, its last clause must."""
    if passage.part == "body" and not passage.opening:
        return None
    last = max(passage.text.rfind(mark, 0, -1) for mark in (". ", "; ")) + 1
    times = [d for d in passage.deadlines if d.start >= last]
    if passage.top:
        times = [d for d in times if d.value.kind == "by"]
    if passage.part == "heading" and TIMED.match(fold(passage.text)) and times[-1:]:
        span = times[-1].value
        last = passage.text[times[-1].end :].strip(" .:)") == ""
        if last and span.start and span.end and (span.end - span.start).days < A_QUARTER:
            return times[-1]  # "II. Nhiệm vụ trong quý II/2026"
    return due(passage.text, times, units=passage.units)


A_QUARTER = 100
"""Days: a heading that names a longer time says what its part is about, not when each point is done."""

TIMED = re.compile(
    r"\W*(?:[ivx\d]{1,4}[.)]\s*)?(?:các |một số |những )?(?:nhóm )?(?:nhiệm vụ|công việc|nội dung|việc)(?!\w)"
)
"""How a heading begins that names work."""


def assigns(passage: Passage) -> bool:
    """Whether a heading among rules gives duties, and not only a rule about a unit."""
    opening = passage.opening
    called = opening is not None and opening.call in orders_table()["handed"]
    called = called or (opening is not None and opening.leads_in and opening.call in ASKS)
    return called or bool(DUTIES.search(fold(passage.text)))


ASKS = ("đề nghị", "kính đề nghị", "yêu cầu")
"""Calls that give duties where they stand over points: "Điều 12. Đề nghị Hội Nông dân tỉnh"."""

DUTIES = re.compile(r"trách nhiệm|tổ chức thực hiện|phân công nhiệm vụ|nhiệm vụ cụ thể")


def with_labels(inherited: Inherited, labels: tuple[Label, ...], speaker: Speaker) -> Inherited:
    """`inherited` with what label lines of a point say for all under it ("Đơn vị thực hiện: …")."""
    for label in labels:
        if label.role == "lead":
            inherited = replace(inherited, lead=label.units, origin="heading", sources=said(label))
        elif label.role == "support":
            inherited = replace(inherited, support=label.units)
        elif label.role == "deadline":
            time = as_mention(read_deadline(label.said, speaker.issued_on, year=speaker.year), label.said)
            inherited = replace(inherited, deadline=time or inherited.deadline)
    return inherited


def said(label: Label) -> tuple[Stretch, ...]:
    """Where a label line stands."""
    return (label.stretch,) if label.stretch else ()


def mean_those_above(units: Units, inherited: Inherited) -> bool:
    """Whether `units` only stand for those of the heading above, or for the addressees."""
    known = inherited.origin in ("heading", "addressees")
    return known and bool(units) and all(GENERIC.fullmatch(fold(u.text)) for u in units)
