"""Orders in running text: which passages order something, of whom, by when.

A passage is one task, unless another unit is addressed inside it (`pieces`), or a report in it has a deadline of its
own (`reports`). What orders nothing is in `nlp/knowledge/exclusions.toml`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from models.records import Deadline
from nlp.deadlines import read_deadline
from nlp.evidence import Stretch
from nlp.language import fold
from nlp.mention import Mention
from nlp.tasks.deliverables import deliverable_of
from nlp.tasks.executors import executes, executors_of
from nlp.tasks.inheritance import mean_those_above
from nlp.tasks.labels import Label, labels_inside
from nlp.tasks.order import Order, Section, Units, inside, moved_by
from nlp.tasks.passage import Passage
from nlp.tasks.pieces import BREAK, Piece, pieces_of
from nlp.tasks.reports import Stretches, reports_apart
from nlp.tasks.roles import PLAIN, Handed, Opening, called_inside, handed_after, supporting
from nlp.tasks.speaker import Speaker, others
from nlp.tasks.timing import as_mention, due
from nlp.tasks.wording import excluded, holds, masked, opens_action, opens_with, orders_table, phrases

ORDERLESS: tuple[Section, ...] = ("aims", "purpose", "assessment", "scope", "rights", "rules")
"""Sections whose points order nothing, unless one calls a unit by name."""

EVERYONES = "đơn vị của cả văn bản"
"""The rule of points that name no unit: they are for those to whom the whole document speaks."""

NOBODYS = "không nêu đơn vị"
"""The rule of points that name no unit where nobody is spoken to."""

SHORTEST = 3
"""Words; what is shorter orders nothing."""

FIRST_WORDS = 25
"""Words of a point under a unit's heading among which a verb must stand."""


def orders_in(passage: Passage, speaker: Speaker, everyone: Units, unassigned: bool = False) -> Iterator[Order]:
    """The orders in `passage`. Points that name no unit are for `everyone`, to whom the whole document speaks."""
    if passage.part != "body" or not passage.legible:
        return
    of_effect = excluded(passage.text, "effect")
    if excluded(passage.text) and not of_effect:
        yield from reports_owed(passage, speaker, everyone)
        return
    for piece in pieces_of(passage, speaker):
        if of_effect and (piece.opening is None or excluded(passage.text[piece.start : piece.end])):
            continue  # "Quyết định này có hiệu lực kể từ ngày ký. | Giao Sở Y tế …"
        carried_out = executes(passage, piece.start, piece.end)
        if carried_out == piece.end:
            continue
        if carried_out is not None:
            start = skip(passage.text, carried_out, " .;,")
            led = executors_of(passage) if piece.opening is None else piece.opening.lead
            piece = replace(piece, start=start, opening=None, led=led)
        ordered = ordered_by(piece, passage, speaker, everyone, unassigned)
        passed_on = piece.opening is not None and piece.opening.call in orders_table()["passed_on"]
        if ordered and piece.opening and passed_on and piece.opening.lead != ordered.lead:
            piece = replace(piece, opening=None)  # the call is passed on: it is of the order's own words
        if ordered and says_what(piece, passage):
            yield from orders_of(piece, passage, ordered, speaker)


def reports_owed(passage: Passage, speaker: Speaker, everyone: Units) -> Iterator[Order]:
    """The reports that closing words order by a day: "Trên đây là Kế hoạch … . Định kỳ hằng năm báo cáo …"."""
    led = executors_of(passage) or everyone
    if not led or not (passage.top or passage.after):
        return
    cuts = [0, *(m.end() for m in BREAK.finditer(passage.text)), len(passage.text)]
    for start, end in list(pairwise(cuts))[1:]:
        text = fold(passage.text[start:end])
        owed = REPORT_OWED.match(text) and not excluded(text)
        if owed and due(passage.text, [d for d in passage.deadlines if start <= d.start and d.end <= end], start):
            yield from orders_of(Piece(start, end, None), passage, Ordered(led, EVERYONES, 0.7), speaker)


REPORT_OWED = re.compile(
    r"(?:(?:định kỳ|hằng|hàng|trước|chậm nhất)[^.;]{2,80}?)?(?:tổng hợp,? )?(?:gửi )?báo cáo(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Ordered:
    """Who is ordered; `rule` is how that is known, `certainty` how sure it is."""

    lead: Units
    rule: str
    certainty: float


def ordered_by(piece: Piece, passage: Passage, speaker: Speaker, everyone: Units, unassigned: bool) -> Ordered | None:
    """Who is ordered: by the piece's own words, its heading, the sentence that leads it in, or the whole document.

    Nobody's name with `unassigned`: the part of the document that says who does it is lost.
    """
    opening, inherited = piece.opening, passage.inherited
    if opening and opening.lead and inherited.origin == "heading" and opening.call in orders_table()["passed_on"]:
        opening = None  # "Chỉ đạo các đơn vị …" under a unit's heading is what that unit is to do
    if opening and opening.lead and leads_itself(opening.lead, inherited.lead):
        opening = None
    if opening and opening.lead:
        lead = others(opening.lead, speaker, narrative=opening.form == "named")
        if inherited.origin == "addressees" and mean_those_above(lead, inherited):
            lead = inherited.lead
        tells = passage.top and not piece.spoken and opening.form == "named" and opening.rule == PLAIN
        if not lead and (passed := passed_on_by(piece, passage, speaker)):
            return Ordered(passed, "giao, yêu cầu trong câu", 0.8)
        return Ordered(lead, opening.rule, 0.9) if lead and not (tells and not holds("must", passage.text)) else None
    inside_it = () if passage.top else labels_inside(passage.text[piece.start : piece.end])
    labelled = tuple(u for label in (*passage.labels, *inside_it) if label.role == "lead" for u in label.units)
    if labelled and passage.inherited.section not in ORDERLESS:
        return Ordered(labelled, "dòng đơn vị thực hiện", 0.88)
    if whose := handed(piece, passage):
        return Ordered(whose.lead, "câu giao việc nêu trước", 0.85)
    if piece.led:
        return Ordered(piece.led, "đơn vị ở câu dẫn", 0.85)
    if inherited.lead and inherited.origin == "heading":
        return Ordered(inherited.lead, "đơn vị ở đề mục", 0.88)
    text = passage.text[piece.start : piece.end]
    called = others(called_inside(text, inside(passage.units, piece.start, piece.end)), speaker)
    if mean_those_above(called, inherited):
        called = inherited.lead
    if called:
        return Ordered(called, "giao, yêu cầu trong câu", 0.8)
    if passage.top:
        return None
    if inherited.lead:
        return Ordered(inherited.lead, "đơn vị ở câu dẫn", 0.85)
    if inherited.section != "orders" or passage.before or not (everyone or unassigned):
        return None
    return Ordered(everyone, EVERYONES if everyone else NOBODYS, 0.6 if everyone else 0.5)


def leads_itself(lead: Units, above: Units) -> bool:
    """Whether "Lãnh đạo UBND xã …" is what a committee of the Party, named above, is to do, and not who does it."""
    return fold(lead[0].text).startswith("lãnh đạo ") and any(PARTY.match(fold(u.value.name)) for u in above)


PARTY = re.compile(
    r"(?:các |ban thường vụ |ban chấp hành |bí thư |thường trực )*"
    r"(?:đảng|tỉnh ủy|thành ủy|xã ủy|phường ủy|cấp ủy|chi bộ)"
)
"""Committees of the Party, whose work is to lead."""


def handed(piece: Piece, passage: Passage) -> Handed | None:
    """Who carries out what a point of orders says first: "Tập huấn cho công chức (do Sở Nội vụ chủ trì)."."""
    text = passage.text[piece.start : piece.end]
    if passage.top or passage.inherited.section in ORDERLESS or not opens_action(fold(text)):
        return None
    found = handed_after(text, inside(passage.units, piece.start, piece.end))
    if found is None:
        return None
    lead, support = moved_by(found.lead, piece.start), moved_by(found.support, piece.start)
    return replace(found, lead=lead, support=support)


def passed_on_by(piece: Piece, passage: Passage, speaker: Speaker) -> Units:
    """Whom the speaker, named in its own document, directs: "Chủ tịch UBND tỉnh chỉ đạo Sở Y tế …"."""
    start = piece.opening.start if piece.opening else piece.start
    text = passage.text[start : piece.end]
    if not opens_with("inner_call", fold(text)):
        return ()
    return others(called_inside(text, inside(passage.units, start, piece.end)), speaker)


def skip(text: str, at: int, signs: str) -> int:
    """The offset after blanks and `signs`."""
    return at + len(text[at:]) - len(text[at:].lstrip(signs))


def says_what(piece: Piece, passage: Passage) -> bool:
    """Whether `piece` says something to be done, where it stands."""
    opening, section = piece.opening, passage.inherited.section
    text = passage.text[piece.start : piece.end]
    if len(passage.text[opening.start if opening else piece.start : piece.end].split()) < SHORTEST:
        return False
    if opening and excluded(passage.text[opening.start : piece.end], "for information"):
        return False
    if opening and piece.topic and excluded(passage.text[opening.start : piece.end], "liability"):
        return False
    if opening and not piece.topic and nothing_said().fullmatch(fold(passage.text[opening.start : piece.end])):
        return False
    addressed = opening is not None and bool(opening.lead)
    if any(label.role == "lead" and label.units for label in passage.labels) and section not in ORDERLESS:
        return True
    if section in ORDERLESS:
        return addressed and opening is not None and (calls_in(section, opening) or owed_in(section, piece, passage))
    mask = masked(text, inside(passage.units, piece.start, piece.end))
    if addressed or passage.inherited.origin == "heading":
        start = opening.start - piece.start if opening else 0
        return holds("verb", " ".join(mask[start:].split()[:FIRST_WORDS]))
    if passage.inherited.origin == "addressees":
        return opens_with("verb", mask) or (opens_action(mask) and not opens_with("first_clause", mask))
    return opens_action(mask) or opens_with("first_clause", mask)


@cache
def nothing_said() -> re.Pattern[str]:
    """To carry out diligently, and not what: "[Các đơn vị] nghiêm túc triển khai thực hiện."."""
    return re.compile(rf"\W*(?:{phrases('diligently')}[\s,]*)+(?:thực hiện|thi hành)?[\s./]*")


def calls_in(section: Section, opening: Opening) -> bool:
    """Whether an order may open so where most points order nothing."""
    if section == "scope":
        return opening.form == "called" or opening.rule != PLAIN
    if section == "assessment":
        return opening.form == "called"
    return section == "rules" and opening.call in orders_table()["handed"]


def owed_in(section: Section, piece: Piece, passage: Passage) -> bool:
    """Whether a rule makes a unit do something by a time: "Các thành viên định kỳ 06 tháng báo cáo …"."""
    if section not in ("rules", "scope") or piece.opening is None:
        return False
    due_by = deadline_of(passage, ((piece.opening.start, piece.end),))
    return due_by is not None and (due_by.value.kind == "by" or due_by.value.rrule is not None)


def orders_of(piece: Piece, passage: Passage, ordered: Ordered, speaker: Speaker) -> Iterator[Order]:
    """The order of `piece`, and the reports in it that have a deadline of their own."""
    opening = piece.opening
    labels = (*labels_inside(passage.text[piece.start : piece.end]), *passage.labels)
    main, reports = reports_apart(passage, opening.start if opening else piece.start, piece.end)
    main, further = dated_apart(passage, main)
    own = deadline_of(passage, main)
    main = (piece.topic, *main) if piece.topic else main
    leads = {u.value.name for u in ordered.lead}
    order = Order(
        content=content_of(passage, main),
        lead=ordered.lead,
        support=tuple(u for u in support_of(piece, passage, main) if u.value.name not in leads),
        deadline=own or piece.deadline or passage.inherited.deadline,
        path=passage.path,
        places=tuple(passage.stretch.part(a, b) for a, b in main),
        sources=sources_of(passage, opening),
        rule=ordered.rule,
        certainty=ordered.certainty,
    )
    yield finished(order, labels, speaker)
    for part in further:
        yield replace(
            order,
            content=content_of(passage, (part,)),
            deadline=deadline_of(passage, (part,)),
            deliverable=deliverable_of(content_of(passage, (part,))),
            places=(passage.stretch.part(*part),),
            rule=f"{ordered.rule}; việc có thời hạn riêng",
            certainty=ordered.certainty * 0.9,
        )
    for report in reports:
        yield replace(
            order,
            content=content_of(passage, (report,)),
            support=(),
            deadline=deadline_of(passage, (report,)),
            deliverable="báo cáo",
            places=(passage.stretch.part(*report),),
            rule=f"{ordered.rule}; báo cáo có thời hạn riêng",
            certainty=ordered.certainty * 0.9,
        )


def dated_apart(passage: Passage, main: Stretches) -> tuple[Stretches, Stretches]:
    """`main` up to where another action with a date of its own begins, and the actions from there on.

    "Sửa nhà …, xong trước ngày 31/12/2025; xây lại nhà … trước ngày 31/01/2026": two tasks, where each part that a
    semicolon ends has its action and its day.
    """
    if len(main) != 1:
        return main, ()
    start, end = main[0]
    days = {d.end for d in passage.deadlines if d.value.kind == "by" and d.value.end}
    for mark in (r";\s+", r"[;,]\s+"):
        marks = [start + m.start() for m in re.finditer(mark, passage.text[start:end])]
        if "," in mark:  # a comma parts two actions only right behind the day of the first
            marks = [at for at in marks if at in days and opens_with("verb", fold(passage.text[at:end]))]
        cuts = [start, *marks, end]
        parts = tuple((skip(passage.text, a, "; ,"), len(passage.text[:b].rstrip("; "))) for a, b in pairwise(cuts))
        times = [deadline_of(passage, (part,)) for part in parts]
        acting = all(opens_action(fold(passage.text[a:b])) and not times_only(passage.text[a:b]) for a, b in parts[1:])
        said = {(t.value.end, t.value.rrule, t.value.relative) for t in times if t} - {(None, None, None)}
        told_apart = len(said) == len(parts) and (";" in mark or all(t and t.value.end for t in times))
        if len(parts) > 1 and acting and told_apart:
            return parts[:1], parts[1:]
    return main, ()


def times_only(text: str) -> bool:
    """Whether a part of a passage says how long another thing takes: "không quá 03 ngày làm việc đối với …"."""
    return fold(text).startswith(("không quá", "tối đa", "chậm nhất"))


def support_of(piece: Piece, passage: Passage, main: Stretches) -> Units:
    """Who supports: by the opening, else by "phối hợp với …" inside, else what the leading sentence says."""
    if piece.opening and piece.opening.support:
        return piece.opening.support
    if not (piece.opening and piece.opening.lead) and (whose := handed(piece, passage)) and whose.support:
        return whose.support
    named = tuple(
        unit for a, b in main for unit in moved_by(supporting(passage.text[a:b], inside(passage.units, a, b)), a)
    )
    own = bool(piece.opening and piece.opening.lead)
    return named or (() if own else piece.with_them if piece.led else passage.inherited.support)


def sources_of(passage: Passage, opening: Opening | None) -> tuple[Stretch, ...]:
    """Where the units stand: in the opening of the order, or above it."""
    if opening and opening.lead:
        named = (*opening.lead, *opening.support)
        return (passage.stretch.part(min(u.start for u in named), max(u.end for u in named)),)
    return passage.inherited.sources


def finished(order: Order, labels: tuple[Label, ...], speaker: Speaker) -> Order:
    """`order` with its deliverable, and with what its label lines say: they win over the sentence."""
    order = replace(order, deliverable=deliverable_of(order.content))
    for label in labels:
        if label.role == "lead" and label.units:
            order = replace(order, lead=label.units, rule="dòng đơn vị thực hiện")
        elif label.role == "support" and label.units:
            order = replace(order, support=label.units)
        elif label.role == "deliverable":
            order = replace(order, deliverable=label.said.rstrip(" .;"))
        elif label.role == "deadline":
            said = as_mention(read_deadline(label.said, speaker.issued_on, year=speaker.year), label.said)
            order = replace(order, deadline=said or order.deadline)
    return order


def deadline_of(passage: Passage, stretches: Stretches) -> Mention[Deadline] | None:
    """The deadline that the order in `stretches` states itself."""
    found = (
        due(passage.text, [d for d in passage.deadlines if a <= d.start and d.end <= b], a, passage.units)
        for a, b in stretches
    )
    return next(filter(None, found), None)


def content_of(passage: Passage, stretches: Stretches) -> str:
    """The words of `stretches`, verbatim; parts that a report stood between are joined by a blank."""
    return " ".join(passage.text[a:b].strip() for a, b in stretches).strip()
