"""A passage parted where it orders others: one piece is of the same units throughout."""

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from models.records import Deadline
from nlp.language import fold
from nlp.mention import Mention
from nlp.tasks.headings import bodies_in
from nlp.tasks.inheritance import mean_those_above
from nlp.tasks.labels import read_label
from nlp.tasks.order import Units, inside, moved_by
from nlp.tasks.passage import Passage
from nlp.tasks.prefaces import CONDITION, preface_end
from nlp.tasks.roles import EACH, PLAIN, Opening, called_inside, hands_over, read_opening
from nlp.tasks.speaker import Speaker, others
from nlp.tasks.timing import due
from nlp.tasks.wording import UNIT, UNITS, closes, excluded, masked, opens_action, opens_with, orders_table, phrases


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage that orders something; offsets are those of the passage's text.

    `led` are the units that the sentence calls which leads a list in, `with_them` those that support them. `topic` is
    what a piece says first that it is about ("Về dự án cấp nước: …"); `spoken` that it is what somebody was just said
    to order; `deadline` is the time that the sentence gives which leads a list in.
    """

    start: int
    end: int
    opening: Opening | None
    led: Units = ()
    with_them: Units = ()
    topic: tuple[int, int] | None = None
    spoken: bool = False
    deadline: Mention[Deadline] | None = None


@cache
def units_only() -> re.Pattern[str]:
    """A list of units that goes on after a semicolon: "[Yêu cầu] Sở Y tế; | UBND các xã …"."""
    before = rf"(?:[^.;]*(?:phối hợp|cùng)(?: chặt chẽ)? (?:với|cùng)|\W*{phrases('call')})?"
    return re.compile(rf"{before}\s*{UNITS};\s*")


BREAK = re.compile(r"(?<=[.;])\s+(?=\S)|(?<=;)(?=\S)")


def pieces_of(passage: Passage, speaker: Speaker) -> list[Piece]:
    """`passage` parted where other units are addressed."""
    text = passage.text
    pieces = listed_inside(passage, speaker)
    if pieces:
        return pieces
    said = SAID.search(fold(text)) if passage.top else None
    begins = said.end() if said else 0
    spoken = said is not None or passage.inherited.spoken
    breaks = [m.end() for m in BREAK.finditer(text, begins)]
    if breaks and passage.units and text[: breaks[0]].rstrip().endswith(";"):
        mask = masked(text, passage.units)
        breaks = [end for end in breaks if not units_only().fullmatch(mask, begins, end)]
    for start, end in pairwise([begins, *breaks, len(text)]):
        if start >= end:
            continue
        opening = opening_of(passage, start, end)
        if len(pieces) == 1 and gives_reasons(text, pieces[0]) and opening and opening.lead:
            if passage.top:  # "Căn cứ Luật …; Căn cứ Thông tư …; … đề nghị Ủy ban nhân dân các xã …"
                pieces[0] = Piece(start, end, opening, spoken=spoken)
                continue
            pieces[0] = replace(pieces[0], end=end, opening=replace(opening, start=0))
        elif pieces and (read_label(text[start:end]) or tells_whose(passage, pieces[-1], start, end)):
            pieces[-1] = replace(pieces[-1], end=end)  # "… . Đơn vị chủ trì: Sở Tài chính."
        elif pieces and any(excluded(text[start:end], what) for what in AFTERWORDS):
            continue
        elif pieces and (not speaks_to_others(opening, pieces[0], passage) or excluded(text[start:end])):
            pieces[-1] = replace(pieces[-1], end=end)
        else:
            piece = Piece(start, end, opening) if opening else after_first_words(passage, start, end)
            pieces.append(replace(piece, spoken=spoken))
    return pieces


AFTERWORDS = ("closing words", "difficulties to be reported", "effect")
"""What is said after the last order of a passage, and orders nothing."""


SAID = re.compile(r"(?:có ý kiến|ý kiến|yêu cầu|kết luận|chỉ đạo|đề nghị)[^.:;]{0,40}(?:như sau|sau đây)\s*:\s*(?=\S)")
"""Where the words begin that somebody is told to have said: "Phó Thủ tướng có ý kiến như sau: Bộ Xây dựng …"."""


MATTER = re.compile(rf"[^:.;{UNIT}][^:.;]{{2,160}}:\s+(?=[^\W\d]|{UNIT})")
"""What a numbered point is about, before who does it: "Thực hiện chi trả trợ cấp: Ủy ban nhân dân xã …"."""

TOPIC = re.compile(r"\W*(?:về|đối với|liên quan|riêng)\s[^:]{3,600}?:\s*")


def after_first_words(passage: Passage, start: int, end: int) -> Piece:
    """The piece from `start` to `end`, where its unit may stand behind a topic or a first clause."""
    mask = masked(passage.text[start:end], inside(passage.units, start, end))
    body = None if start else body_named(passage, mask)
    if body:
        return Piece(start, end, body)
    topic = TOPIC.match(mask)
    if not topic and not start and passage.path and passage.inherited.section in ("orders", "open"):
        topic = MATTER.match(mask)
        if topic and any(d.end <= topic.end() for d in passage.deadlines):
            topic = None  # "Trong tháng 9: Sở Y tế …": when, and not what about
    if topic:
        opening = opening_of(passage, start + topic.end(), end)
        if opening is None:
            opening = after_first_words(passage, start + topic.end(), end).opening
        told = SAID.search(fold(passage.text), start, start + topic.end() + 1)  # "…, Phó Thủ tướng có ý kiến như sau:"
        if opening and opening.lead and not opening.leads_in:
            return Piece(start, end, opening, topic=None if told else (start, start + topic.end()))
    first = preface_end(mask)
    opening = opening_of(passage, start + first, end) if first else None
    if opening is None or not opening.lead or opening.leads_in:
        return Piece(start, end, None)
    known = mean_those_above(opening.lead, passage.inherited)
    if known and passage.inherited.origin == "addressees" and CONDITION.match(mask):
        known = False  # "Khi phát hiện ổ dịch, các đơn vị báo cáo …": the addressees are told so
    return Piece(start, end, None if known else replace(opening, start=start))


def body_named(passage: Passage, mask: str) -> Opening | None:
    """The opening of a point that says first which body it is for, in no register, and then what it does.

    "4. Các cơ sở nuôi trồng thủy sản: Theo dõi chất lượng nước …", where no heading names another.
    """
    named = BODY.match(mask)
    section, origin = passage.inherited.section, passage.inherited.origin
    if not named or not passage.path or origin == "heading" or section not in ("orders", "open"):
        return None
    body = EACH.sub("", named["body"])
    acts = opens_action(mask, named.end()) and not mask.startswith("có ", named.end())
    if opens_action(named["body"]) or not opens_with("somebody", body) or not acts:
        return None
    units = moved_by(bodies_in(passage.text[slice(*named.span("body"))].strip()), named.start("body"))
    return Opening(units, (), named.end(), "named", False, "đối tượng: nội dung")


BODY = re.compile(rf"\W*(?P<body>(?!đối tượng|cấp)[^:.;{UNIT}]{{4,160}}):\s+(?=[^\W\d])")


def opening_of(passage: Passage, start: int, end: int) -> Opening | None:
    """The opening of the order that stands from `start` to `end`, by the offsets of the passage."""
    opening = read_opening(passage.text[start:end], inside(passage.units, start, end))
    if opening and opening.lead and passage.inherited.origin == "addressees":
        opening = by_whole_name(opening, passage, start)
    if opening is None or not start:
        return opening
    return replace(
        opening,
        lead=moved_by(opening.lead, start),
        support=moved_by(opening.support, start),
        start=opening.start + start,
    )


def by_whole_name(opening: Opening, passage: Passage, start: int) -> Opening:
    """`opening` with the addressee whose whole name stands there: "Các đơn vị | quản lý đường bộ | bố trí …"."""
    text = fold(passage.text[start:])
    for unit in passage.inherited.lead:
        at, name = opening.lead[0].start, fold(unit.value.name)
        if len(opening.lead) == 1 and len(name) > len(opening.lead[0].text) and text.startswith(name + " ", at):
            end = at + len(name)
            whole = replace(opening.lead[0], end=end, text=passage.text[start + at : start + end], value=unit.value)
            return replace(opening, lead=(whole,), start=max(opening.start, end + 1))
    return opening


def gives_reasons(text: str, piece: Piece) -> bool:
    """Whether `piece` only says why the next orders what it does ("Căn cứ …; giao Sở Nội vụ …")."""
    return piece.opening is None and opens_with("reasons", fold(text[piece.start : piece.end]))


def tells_whose(passage: Passage, before: Piece, start: int, end: int) -> bool:
    """Whether a sentence only says who carries out the one before it, which names nobody: "Giao Sở A chủ trì."."""
    named = before.opening is not None and bool(before.opening.lead)
    return not named and hands_over(passage.text[start:end], inside(passage.units, start, end))


def speaks_to_others(opening: Opening | None, first: Piece, passage: Passage) -> bool:
    """Whether a sentence with `opening` leaves the units that its passage began with.

    Who is ordered asks others in turn ("…; yêu cầu các đơn vị …"): that is still its own task.
    """
    if opening is None or not opening.lead or opening.leads_in:
        return False
    own = first.opening if first.opening and first.opening.lead else None
    if own is None and passage.inherited.origin != "heading":
        return True
    if opening.form == "called":
        again = own is not None and own.form == "called" and own.call == opening.call
        return again or opening.call in orders_table()["handed"]
    return own is not None or opening.rule != PLAIN or not all(u.value.group for u in opening.lead)


ITEM = re.compile(r"(?<=[.:;,])\s*\(?(?:\d{1,2}|i{1,3}|iv|vi{0,3})\)\s+(?=\S)")

TO_DO = re.compile(
    r"(?:nhiệm vụ|nội dung|công việc|giải pháp|việc)(?: \S+){0,4}\s*:?\s*$"
    r"|(?:nhiệm vụ|nội dung|công việc|giải pháp|vấn đề)[^.;:]*,? cụ thể(?: như sau| là)?\s*:\s*$"
)


def listed_inside(passage: Passage, speaker: Speaker) -> list[Piece]:
    """The items of a list that runs on in a sentence: "… thực hiện các nhiệm vụ sau: (1) Giao Sở A …; (2) Sở B …"."""
    text = passage.text
    marks = list(ITEM.finditer(text))
    if len(marks) < 2 or not text[: marks[0].start()].rstrip().endswith(":"):
        return []
    before = marks[0].start()
    led = others(called_inside(text[:before], inside(passage.units, 0, before)), speaker)
    with_them: Units = ()
    if passage.opening and passage.opening.lead and passage.opening.start <= before:
        led, with_them = passage.opening.lead, passage.opening.support
    said = SAID.search(fold(text), 0, before) if passage.top else None
    told = opening_of(passage, said.end(), before) if said else None
    if told and told.lead:
        led, with_them = told.lead, told.support
    alone = UNITS_ALONE.fullmatch(masked(text[:before], inside(passage.units, 0, before)))
    if alone and not led:
        led = inside(passage.units, 0, before)  # "Bộ Tài chính: (1) Xây dựng …; (2) …"
    sentence = max(text.rfind(". ", 0, before), text.rfind("; ", 0, before)) + 1
    ends = [m.start() for m in marks[1:]] + [len(text)]
    time = due(text, [d for d in passage.deadlines if sentence <= d.start and d.end <= before])
    items = [
        Piece(m.end(), end, opening_of(passage, m.end(), end), led, with_them, deadline=time)
        for m, end in zip(marks, ends, strict=True)
    ]
    named = 2 * sum(bool(i.opening and i.opening.lead) for i in items) >= len(items)
    items = [without_closing(i, text) for i in nested(items, text)]
    items = [part for item in items for part in parted(item, passage)]
    among = passage.opening is not None and bool(passage.opening.lead) and AMONG.search(text, sentence, before)
    if named or (led and alone) or (led and TO_DO.search(fold(text[:before])) and not among):
        return items
    acting = all(opens_action(fold(text[i.start : i.end])) for i in items)
    own = passage.opening
    if passage.top or not acting or own is None or not own.lead or own.leads_in:
        return []
    return [Piece(0, before, own), *items]  # "Sở A tổ chức …, trong đó: (1) Rà soát …; (2) …"


UNITS_ALONE = re.compile(rf"\W*{UNITS}\s*:\s*")
"""A list's leading words that are its units and nothing else."""

AMONG = re.compile(r"(?:trong đó|nhất là|trước mắt)(?!\w)[^.;]*:\s*$")
"""A list that tells some of what was ordered just before it: "…, trong đó tập trung một số nhiệm vụ sau:"."""


def nested(items: list[Piece], text: str) -> list[Piece]:
    """`items` without those that only lead in others, which are for their units: "(1) Bộ A giải quyết …: (i) …".

    What an item only enumerates stays in it: "(2) Phát triển ứng dụng với 02 chức năng: (i) Lưu trữ …; (ii) …".
    """
    kept: list[Piece] = []
    above: Units = ()
    enumerates = False
    for item in items:
        small = text[: item.start].rstrip().endswith(("i)", "v)", "x)"))
        above, enumerates = (above, enumerates) if small else ((), False)
        if enumerates:
            kept[-1] = replace(kept[-1], end=item.end)
        elif text[item.start : item.end].rstrip().endswith(":"):
            above = item.opening.lead if item.opening else ()
            said = fold(text[item.start : item.end])
            enumerates = not above and opens_action(said) and not TO_DO.search(said)
            kept += [item] if enumerates else []
        elif above:
            kept.append(replace(item, led=above, with_them=()))
        else:
            kept.append(item)
    return kept


def parted(item: Piece, passage: Passage) -> list[Piece]:
    """`item` parted where it names another unit: "(2) Bộ A ban hành hướng dẫn; các bộ, ngành rà soát …"."""
    if item.opening is None or not item.opening.lead:
        return [item]
    parts = [item]
    cuts = [m.end() for m in BREAK.finditer(passage.text, item.start, item.end)]
    for start, end in pairwise([*cuts, item.end]):
        opening = opening_of(passage, start, end)
        if speaks_to_others(opening, item, passage):
            parts[-1] = replace(parts[-1], end=start)
            parts.append(replace(item, start=start, opening=opening))
        parts[-1] = replace(parts[-1], end=end)
    return parts


def without_closing(item: Piece, text: str) -> Piece:
    """`item` without the closing words of the document that follow it."""
    for cut in BREAK.finditer(text, item.start, item.end):
        if closes(text[cut.end() : item.end]):
            return replace(item, end=cut.start())
    return item
