"""Orders in running text: which passages order something, of whom, by when.

A passage is one task, unless another unit is addressed inside it, or a report in it has a deadline of its own.
What orders nothing is in `nlp/knowledge/exclusions.toml`.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from models.records import Deadline, Unit
from nlp.deadlines import read_deadline
from nlp.evidence import Stretch
from nlp.language import fold
from nlp.mention import Mention
from nlp.tasks.deliverables import deliverable_of
from nlp.tasks.labels import Label, labels_inside
from nlp.tasks.order import Order, Section, Units
from nlp.tasks.passages import Passage, Speaker, others
from nlp.tasks.roles import PLAIN, Opening, called_inside, read_opening, supporting
from nlp.tasks.timing import as_mention, due
from nlp.tasks.wording import masked, opens_action, read

ORDERLESS: tuple[Section, ...] = ("aims", "purpose", "assessment", "scope", "rights", "rules")
"""Sections whose points order nothing unless they call a unit by name."""

LEGIBLE = 0.4
"""The least confidence of its words with which a passage counts as read."""

SHORTEST = 3
"""Words; what is shorter orders nothing."""


def orders_in(passage: Passage, speaker: Speaker, everyone: Units) -> Iterator[Order]:
    """The orders in `passage`. `everyone` are the units to whom the whole document speaks, for points that name none."""
    if passage.part != "body" or excluded(passage.text) or len(passage.text.split()) < SHORTEST:
        return
    if passage.stretch.confidence < LEGIBLE:
        return
    for piece in pieces_of(passage, speaker):
        lead, rule, certainty = leads_of(piece, passage, speaker, everyone)
        if not lead or not worth(piece, passage):
            continue
        yield from orders_of(piece, passage, lead, rule, certainty, speaker)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage that orders something of the same units; offsets are those of the passage's text."""

    start: int
    end: int
    opening: Opening | None
    first: bool
    led: Units = ()  # whom the sentence that leads the list in calls


BREAK = re.compile(r"(?<=[.;])\s+(?=\S)|(?<=;)(?=\S)")


def pieces_of(passage: Passage, speaker: Speaker) -> list[Piece]:
    """`passage` parted where other units are addressed."""
    text = passage.text
    listed = listed_inside(passage, speaker)
    if listed:
        return listed
    cuts = [0, *(m.end() for m in BREAK.finditer(text)), len(text)]
    pieces: list[Piece] = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        if start >= end:
            continue
        opening = moved(read_opening(text[start:end], inside(passage.units, start, end)), start)
        if pieces and (not speaks_to_others(opening, pieces[0], passage) or excluded(text[start:end])):
            pieces[-1] = replace(pieces[-1], end=end)
        else:
            pieces.append(Piece(start, end, opening, not pieces))
    return pieces


ITEM = re.compile(r"(?<=[.:;,])\s*\(?(?:\d{1,2}|i{1,3}|iv|vi{0,3})\)\s+(?=\S)")


def listed_inside(passage: Passage, speaker: Speaker) -> list[Piece]:
    """The items of a list that runs on in a sentence: "… thực hiện các nhiệm vụ sau: (1) Giao Sở A …; (2) Sở B …"."""
    text = passage.text
    marks = list(ITEM.finditer(text))
    if len(marks) < 2 or not text[: marks[0].start()].rstrip().endswith(":"):
        return []
    ends = [m.start() for m in marks[1:]] + [len(text)]
    items = [
        Piece(
            m.end(), end, moved(read_opening(text[m.end() : end], inside(passage.units, m.end(), end)), m.end()), i == 0
        )
        for i, (m, end) in enumerate(zip(marks, ends, strict=True))
    ]
    before = marks[0].start()
    led = others(called_inside(text[:before], inside(passage.units, 0, before)), speaker)
    if passage.opening and passage.opening.lead and passage.opening.start <= before:
        led = passage.opening.lead
    if sum(bool(i.opening and i.opening.lead) for i in items) * 2 >= len(items) or (
        led and TO_DO.search(fold(text[:before]))
    ):
        return [replace(i, led=led) for i in items]
    return []


TO_DO = re.compile(r"(?:nhiệm vụ|nội dung|công việc|giải pháp|việc)(?: \S+){0,4}\s*:?\s*$")


def speaks_to_others(opening: Opening | None, first: Piece, passage: Passage) -> bool:
    """Whether a sentence with `opening` leaves the units that its passage began with.

    Who is ordered asks others in turn ("…; yêu cầu các đơn vị …"): that is still its own task.
    """
    if opening is None or not opening.lead or opening.leads_in:
        return False
    owned = bool(first.opening and first.opening.lead) or passage.inherited.origin == "heading"
    if not owned:
        return True
    if opening.form == "called":
        return opening.call in HANDED or bool(
            first.opening and first.opening.form == "called" and first.opening.call == opening.call
        )
    return (
        opening.rule != PLAIN
        or not all(u.value.group for u in opening.lead)
        or bool(first.opening and first.opening.lead)
    )


HANDED = (
    "giao",
    "giao cho",
    "phân công",
    "giao nhiệm vụ cho",
    "giao trách nhiệm cho",
    "đồng thời giao",
    "tiếp tục giao",
)
"""Calls that only who issues the document makes."""


def inside(units: Units, start: int, end: int) -> tuple[Mention[Unit], ...]:
    """The mentions between `start` and `end`, by offsets from `start`."""
    return tuple(
        replace(u, start=u.start - start, end=u.end - start) for u in units if start <= u.start and u.end <= end
    )


def moved(opening: Opening | None, by: int) -> Opening | None:
    """`opening` of a piece, by the offsets of the whole."""
    if opening is None or not by:
        return opening

    def shift(units: Units) -> Units:
        return tuple(replace(u, start=u.start + by, end=u.end + by) for u in units)

    return replace(opening, lead=shift(opening.lead), support=shift(opening.support), start=opening.start + by)


def leads_of(piece: Piece, passage: Passage, speaker: Speaker, everyone: Units) -> tuple[Units, str, float]:
    """Who is ordered, by which rule, and how sure that is: own words, heading, leading sentence, the whole document."""
    opening, inherited = piece.opening, passage.inherited
    if opening and opening.lead:
        lead = others(opening.lead, speaker, narrative=opening.form == "named")
        if lead and not (passage.top and opening.form == "named" and opening.rule == PLAIN and speaks_of(passage)):
            return lead, opening.rule, 0.9
        return (), "", 0.0
    if piece.led:
        return piece.led, "đơn vị ở câu dẫn", 0.85
    if inherited.origin != "heading":
        called = others(
            called_inside(passage.text[piece.start : piece.end], inside(passage.units, piece.start, piece.end)), speaker
        )
        if called:
            return called, "giao, yêu cầu trong câu", 0.8
    if inherited.lead and inherited.origin == "heading":
        return inherited.lead, "đơn vị ở đề mục", 0.88
    if passage.top:
        return (), "", 0.0
    if inherited.lead:
        return inherited.lead, "đơn vị ở câu dẫn", 0.85
    if everyone and inherited.section == "orders":
        return everyone, "đơn vị của cả văn bản", 0.6
    return (), "", 0.0


def speaks_of(passage: Passage) -> bool:
    """Whether `passage`, standing above all points, tells rather than orders."""
    return not MUST.search(fold(passage.text))


MUST = re.compile(
    r"(?<!\w)(?:có trách nhiệm|chủ trì|khẩn trương|tiếp tục|chịu trách nhiệm|trước ngày|tăng cường|chủ động|phải)(?!\w)"
)


def worth(piece: Piece, passage: Passage) -> bool:
    """Whether `piece` says something to be done, where it stands."""
    text = passage.text[piece.start : piece.end]
    own = piece.opening.start if piece.opening else piece.start
    if len(passage.text[own : piece.end].split()) < SHORTEST:
        return False
    named = bool(
        piece.opening and piece.opening.lead and (piece.opening.form == "called" or piece.opening.rule != PLAIN)
    )
    if passage.inherited.section in ORDERLESS:
        handed = bool(piece.opening and piece.opening.call in HANDED)
        return (named and passage.inherited.section in ("scope", "assessment")) or (
            handed and passage.inherited.section == "rules"
        )
    if piece.opening and piece.opening.lead:
        return True
    folded = masked(text, inside(passage.units, piece.start, piece.end))
    return opens_action(folded) or opens_late(folded) or passage.inherited.origin == "heading"


LATE = re.compile(
    r"^(?:căn cứ|trên cơ sở|theo|đối với|trong|khi|định kỳ|hằng|hàng|trước|sau|để|nhằm|từ|với|tại|riêng|về|giao|yêu cầu|đề nghị)\b"
)


def opens_late(folded: str) -> bool:
    """ "Trên cơ sở kết quả rà soát, xây dựng …": the action follows the clause that the sentence opens with."""
    return bool(LATE.match(folded.strip()))


def orders_of(
    piece: Piece, passage: Passage, lead: Units, rule: str, certainty: float, speaker: Speaker
) -> Iterator[Order]:
    """The order of `piece`, and the report in it that has a deadline of its own."""
    opening, inherited = piece.opening, passage.inherited
    start = opening.start if opening else piece.start
    labels = (*labels_inside_of(piece, passage), *passage.labels)
    main, reports = reports_apart(passage, start, piece.end)
    support = opening.support if opening else ()
    if not support:
        support = tuple(
            u for a, b in main for u in shifted(supporting(passage.text[a:b], inside(passage.units, a, b)), a)
        )
    if not support and not (opening and opening.lead):
        support = inherited.support
    order = Order(
        content=content_of(passage, main),
        lead=lead,
        support=tuple(u for u in support if u.value.name not in {x.value.name for x in lead}),
        deadline=deadline_of(passage, main) or inherited.deadline,
        path=passage.path,
        places=tuple(passage.stretch.part(a, b) for a, b in main),
        sources=sources_of(passage, opening),
        rule=rule,
        certainty=certainty,
    )
    yield finished(order, labels, speaker)
    for a, b in reports:
        yield replace(
            order,
            content=content_of(passage, ((a, b),)),
            support=(),
            deadline=deadline_of(passage, ((a, b),)),
            deliverable="báo cáo",
            places=(passage.stretch.part(a, b),),
            rule=f"{rule}; báo cáo có thời hạn riêng",
            certainty=certainty * 0.9,
        )


def sources_of(passage: Passage, opening: Opening | None) -> tuple[Stretch, ...]:
    """Where the units stand: in the opening of the order, or above it."""
    named = (*opening.lead, *opening.support) if opening else ()
    if opening and opening.lead:
        return (passage.stretch.part(min(u.start for u in named), max(u.end for u in named)),)
    return passage.inherited.sources


def shifted(units: Units, by: int) -> Units:
    return tuple(replace(u, start=u.start + by, end=u.end + by) for u in units)


def labels_inside_of(piece: Piece, passage: Passage) -> tuple[Label, ...]:
    return tuple(labels_inside(passage.text[piece.start : piece.end]))


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
            order = replace(
                order, deadline=as_mention(read_deadline(label.said, speaker.issued_on), label.said) or order.deadline
            )
    return order


def deadline_of(passage: Passage, stretches: tuple[tuple[int, int], ...]) -> Mention[Deadline] | None:
    found = [due(passage.text, [d for d in passage.deadlines if a <= d.start and d.end <= b]) for a, b in stretches]
    return next((d for d in found if d), None)


def content_of(passage: Passage, stretches: tuple[tuple[int, int], ...]) -> str:
    return " ".join(passage.text[a:b].strip() for a, b in stretches).strip()


REPORT = re.compile(
    r"(?:^|(?<=[;.])\s*|(?<=,)\s*)(?P<clause>(?:đồng thời,? |kịp thời,? |và |định kỳ[^,;.]{0,60}? |hàng tháng,? |hằng tháng,? |tổng hợp,? |xây dựng )*"
    r"(?:báo cáo|gửi báo cáo|có báo cáo|gửi kết quả|thông tin kết quả|gửi văn bản)(?!\w)[^;]*?)(?:;|\.(?=\s|$)|$)"
)


def reports_apart(
    passage: Passage, start: int, end: int
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """The stretches of the order between `start` and `end`, and those of reports whose deadline is theirs alone.

    After a comma a report goes on with what is done ("nghiên cứu, tổng hợp, báo cáo … trước ngày …"): its date is the
    whole's. After a semicolon or a full stop it is another matter.
    """
    text = fold(passage.text[:end])
    reports: list[tuple[int, int]] = []
    for match in REPORT.finditer(text, start):
        a, b = match.start("clause"), match.end("clause")
        before = text[start:a].rstrip()
        if len(before.split()) < 4 or not before.endswith((";", ".", ",")):
            continue
        own = [d for d in passage.deadlines if a <= d.start and d.end <= b and due(passage.text, [d])]
        others_ = [d for d in passage.deadlines if start <= d.start and d.end <= a and due(passage.text, [d])]
        if not own or (
            before.endswith(",")
            and (
                others_
                or not text[a:b].startswith(("kịp thời", "định kỳ hàng", "định kỳ hằng"))
                or (own[0].value.end is None and own[0].value.rrule is None)
            )
        ):
            continue
        reports.append((a, b))
    kept: list[tuple[int, int]] = []
    at = start
    for a, b in reports:
        kept.append((at, a))
        at = b + 1
    kept.append((at, end))
    return tuple((a, b) for a, b in kept if passage.text[a:b].strip(" ;.,")), tuple(reports)


@cache
def exclusions() -> re.Pattern[str]:
    rows = tomllib.loads(read("exclusions.toml"))["exclusion"]
    return re.compile("|".join(f"(?:{row['opens']})" for row in rows))


def excluded(text: str) -> bool:
    """Whether `text` is of a kind that orders nothing."""
    return bool(exclusions().match(fold(text.strip(" -+*•"))))
