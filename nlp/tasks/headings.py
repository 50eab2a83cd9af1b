"""Headings that name whom what stands under them is for: known units, or bodies that no register knows."""

import re
from dataclasses import replace
from itertools import pairwise

from models.records import Unit
from nlp.language import fold, vietnamese
from nlp.mention import Mention
from nlp.outline import Point
from nlp.tasks.order import Inherited, Units, inside, moved_by, within
from nlp.tasks.prefaces import preface_end
from nlp.tasks.roles import BEARS, EACH, NO_BODY, PLAIN, Opening, read_opening
from nlp.tasks.wording import UNITS, masked, opens_action, opens_with, section_of
from nlp.units import find_units, split_units


def heads_units(children: list[Point], inherited: Inherited) -> bool:
    """Whether `children` are a list of units, each with its orders: most of their headings are units that are known."""
    heads = [head_of(c) for c in children]
    known = [h for h in heads if h and (read_opening(h, find_units(vietnamese()(h))) or names_body(h))]
    if inherited.origin == "heading" or not any(heads) or 2 * len(known) < len([h for h in heads if h]):
        return False
    return len(known) >= 2 or len(known) + len([c for c in children if not head_of(c) and speaks_to_one(c)]) >= 2


def names_body(head: str) -> bool:
    """Whether a heading names a body of a kind that is known, though not by its name: "Tổ chuyên môn"."""
    said = EACH.sub("", fold(head))
    if opens_action(said) or NO_BODY.match(said) or LEVEL.match(said) or section_of(head):
        return False
    return opens_with("somebody", said)


LEVEL = re.compile(r"cấp (?!ủy)")
"""A level of government, which may be where something holds: "Cấp xã"."""


def speaks_to_one(point: Point) -> bool:
    """Whether a point of one sentence opens with whom it is for: "2. Phòng Tài chính: lập dự toán …"."""
    opening = read_opening(point.text, find_units(vietnamese()(point.text)))
    return opening is not None and bool(opening.lead) and opening.form == "named"


def under_name(child: Point, inherited: Inherited) -> Inherited:
    """What is under `child` in a list of units, where its heading is a body that no register knows."""
    charged = CHARGE.match(head_of(child))
    head = BRACKET.sub("", CHARGE.sub("", head_of(child)))
    if not head or len(head.split()) > 25 or opens_action(fold(head)) or inherited.section == "rules":
        return inherited
    units = find_units(vietnamese()(head))
    apart = any(head[a.end : b.start].strip() for a, b in pairwise(units))
    if units and (units[0].start > 0 or apart or read_opening(head, units)):
        return inherited
    somebody = opens_with("somebody", EACH.sub("", fold(head))) and not NO_BODY.match(fold(head))
    if (section_of(head) is not None and not charged) or not somebody:
        return inherited
    return replace(inherited, lead=bodies_in(head), support=(), origin="heading", sources=child.paragraphs[:1])


def bodies_in(head: str) -> Units:
    """The bodies that a heading of no known unit names; what goes on in small letters after a comma is still the first.

    "Các doanh nghiệp trong lĩnh vực xây dựng, giao thông" is one.
    """
    bodies = split_units(head) or whole_body(head)
    if len(bodies) > 1 and all(head[a.end : b.start] == " " for a, b in pairwise(bodies)):
        return whole_body(head)
    if len(bodies) < 2 or any(not unit.text[0].islower() for unit in bodies[1:]):
        return bodies
    whole = head[bodies[0].start :]
    name = " ".join(whole.split())
    return (replace(bodies[0], end=len(head), text=whole, value=replace(bodies[0].value, name=name)),)


def whole_body(head: str) -> Units:
    """What a heading names as one body: "Các cơ sở nuôi trồng thủy sản"."""
    name = " ".join(head.split())
    body = Unit(name=name, group=EACH.match(fold(name)) is not None)
    return (Mention(0, len(head), head, body, "đề mục hoặc đầu câu"),) if name else ()


CHARGE = re.compile(
    r"^(?:Trách nhiệm|Nhiệm vụ|Nghĩa vụ|Phân công)(?:(?:,| và) (?:trách nhiệm|nhiệm vụ|nghĩa vụ|thẩm quyền|quyền hạn))?"
    r"(?: (?:thực hiện|thi hành|phối hợp|cụ thể|chung))? (?:của|cho)\s+",
    re.IGNORECASE,
)
"""What says that a heading's unit is ordered something."""


def charged_body(text: str) -> Units:
    """The bodies, in no register, whose duties a heading says follow: "Trách nhiệm của văn thư cơ quan"."""
    charge = CHARGE.match(text)
    if charge is None or section_of(text) == "rights":
        return ()
    head = BRACKET.sub("", text[charge.end() :]).rstrip(" :.")
    if not head or len(head.split()) > 25 or opens_action(fold(head)) or NOBODY.match(fold(head)):
        return ()
    if text.isupper() and GENERIC.fullmatch(fold(head)):
        return ()  # the title of a chapter, whose articles name them
    return moved_by(bodies_in(head), charge.end())


NOBODY = re.compile(r"(?:mình|pháp luật|kế hoạch|chương trình|đề án|công tác|giai đoạn|năm|quý|tháng|\d)(?!\w)")
"""What "Nhiệm vụ của …" says that is no body."""

BRACKET = re.compile(r"\s*\([^()]*\)\s*:?$")
"""A remark at the end of a heading."""


def head_of(point: Point) -> str:
    """The text of a point that only leads in what stands under it."""
    if not point.paragraphs or not (point.children or point.tables or len(point.paragraphs) > 1):
        return ""
    if any(LASTS.fullmatch(fold(p.text).strip()) for p in point.paragraphs[1:]):
        return ""  # a cell of a table whose lines are lost: "Công chức thụ lý hồ sơ", "05 ngày"
    text = point.paragraphs[0].text.strip()
    return text.rstrip(" :.") if len(text.split()) <= 40 else ""


LASTS = re.compile(r"\d+(?:[.,]\d+)?\s(?:ngày|giờ|phút)(?: làm việc)?")
"""How long a step of a procedure takes, in a cell of its own."""


def after_preface(text: str, units: Units) -> Units:
    """Who a leading sentence orders after its first clause: "Để nâng cao hiệu quả quản lý, các sở, ngành:"."""
    first = preface_end(masked(text, units))
    if not first:
        return ()
    opening = read_opening(text[first:], inside(units, first, len(text)))
    return moved_by(opening.lead, first) if opening and opening.leads_in else ()


def charged(text: str, units: Units) -> Units:
    """The units whose part a heading says the points are: "Nội dung Sở Y tế có trách nhiệm chủ trì"."""
    found = CHARGED.fullmatch(masked(text, units))
    return within(units, found.start("units"), found.end("units")) if found else ()


CHARGED = re.compile(
    r"\W*(?:(?:các|những|một số) )?(?:nội dung|nhiệm vụ|công việc|phần việc|việc)(?: công việc| công tác)?"
    rf"(?: do| mà| giao(?: cho)?| thuộc trách nhiệm(?: chủ trì| phối hợp| thực hiện)?(?: của)?)? (?P<units>{UNITS})"
    r"(?: (?:(?:có|chịu) trách nhiệm|được giao|có nhiệm vụ))?(?: (?:chủ trì|phối hợp|thực hiện|triển khai))*\W*"
)


def whole_name(text: str, units: Units, opening: Opening | None) -> Units:
    """The bodies that a heading as a whole names, where its first words name a kind of body only.

    "Cơ quan chủ trì giải quyết thủ tục đầu tư", "Các cơ quan đăng ký đầu tư (Sở Tài chính, Ban Quản lý …)".
    """
    if opening is None or opening.leads_in or opening.form != "named" or opening.rule not in (PLAIN, BEARS):
        return ()
    text = text.rstrip(" :.")
    if len(opening.lead) != 1 or len(text.split()) > 40 or not KIND.fullmatch(fold(opening.lead[0].text)):
        return ()
    bracket = BRACKET.search(text)
    if bracket:
        named = within(units, bracket.start(), bracket.end())
        if named and not text[bracket.start() :].lstrip(" (").lower().startswith(("gồm", "bao gồm")):
            return named
        text = text[: bracket.start()]
    if len(text.split()) > 14 or ("," in text[opening.start :] and not bracket):
        return ()
    start = opening.lead[0].start
    return moved_by(bodies_in(text[start:])[:1], start)


KIND = re.compile(
    r"(?:các |quý )?(?:cơ quan|đơn vị|địa phương|tổ chức|doanh nghiệp|cơ sở|hộ kinh doanh|chủ đầu tư|nhà thầu|hiệp hội"
    r"|đơn|,|và|\s)+"
)
"""A kind of bodies, of which a heading may go on to say which."""

GENERIC = re.compile(r"(?:các |quý )?(?:cơ quan|đơn vị|địa phương|tổ chức|đơn|,|và|\s)+")
"""Units without a name of their own ("các cơ quan, đơn vị")."""
