"""A unit's full official name and id, from what the document says of itself and the register of offices.

"Sở KH&CN" in a plan issued in Sóc Trăng is "Sở Khoa học và Công nghệ tỉnh Sóc Trăng". A position is resolved to the
office it stands for; a group has no id; what the register does not know keeps its name, abbreviations spelt out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from models.records import Unit
from nlp.form.capitals import is_capitals, titled
from nlp.form.letterhead.joint import joint_parts
from nlp.form.numbers import UPPER
from nlp.language import vietnamese
from nlp.units.abbreviations import spelt_out
from nlp.units.own import offices_known
from nlp.units.places import KINDS, Place, above, by_name, find_place, key
from nlp.units.register import Office, Register
from nlp.units.vocabulary import clues_of, mended

OWN = frozenset(map(key, ("đơn vị mình", "cơ quan mình", "ngành mình", "địa phương mình")))
"""How a document says "the one just named"."""

AREA = re.compile(rf"(?<!\w)(?:{'|'.join(KINDS)})(?!\w)", re.IGNORECASE)

PROPER = re.compile(rf"\s+(?:[{UPPER}][^\W_]*|\d{{1,2}}\b)(?:(?:\s|\s?-\s?)[{UPPER}][^\W_]*){{0,5}}")
"""A place's own name: syllables with capitals, or a ward's number."""

LONGEST_PLACE = 5
"""Syllables of a place's own name."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a document says of itself: its letterhead, and the short forms that it defines (`known`)."""

    issuer: str | None = None
    place: str | None = None
    issued_on: date | None = None
    letterhead_parent: str | None = None
    known: Mapping[str, str] = field(default_factory=dict)


def resolve(unit: Unit, context: Context, before: Sequence[Unit] = (), offices: Register | None = None) -> Unit:
    """`unit` with `canonical` and, where the register has it, `id`; `before` are the units named before it, in order.

    `canonical` stays None where "Sở" or "đơn vị mình" has nothing before it to stand for.
    """
    offices = offices or offices_known()
    name = mended(" ".join((unit.canonical or unit.name).split()))
    together = joint_parts(name)
    if len(together) > 1:  # several offices that issue together: each has its full name, and they have no id
        each = (resolve(Unit(name=part), context, before, offices) for part in together)
        return replace(unit, canonical=" - ".join(one.canonical or one.name for one in each))
    if unit.group:
        return replace(unit, canonical=spelt_out(name) + bare_place(name, context, offices))
    office = context.known.get(held(name), held(name))
    if stands_for_another(office, offices):
        meant = antecedent(office, context, before)
        return replace(unit, canonical=meant.canonical or meant.name, id=meant.id) if meant else unit
    on = context.issued_on
    full = spelt_out(office)
    body, place, written = placed(full, context, offices)
    known = offices.at(body, on) or offices.at(body) or offices.near(body, on)
    if known is None:
        named = place.full if place and AREA.match(written) else written  # "Công ty X Cà Mau" is a name by itself
        return replace(unit, canonical=" ".join(filter(None, (body, named))))
    if not known.levels:
        return replace(unit, canonical=known.name, id=known.id())
    place = place or (None if written else home(known, context, offices))
    canonical = " ".join(filter(None, (known.name, place.full if place else written)))
    return replace(unit, canonical=canonical, id=known.id(place) if place and place.code else None)


def is_damaged(unit: Unit) -> bool:
    """Whether `unit` was known only by what its damaged name is near to, or with the marks it had lost put back."""
    name = " ".join(unit.name.split())
    if unit.group or unit.canonical is None:
        return mended(name) != name
    if mended(name) != name:
        return True
    offices = offices_known()
    body, _, _ = placed(spelt_out(held(name)), Context(), offices)
    known = offices.at(body) is None and offices.near(body)
    return bool(known and unit.canonical.startswith(known.name))


def held(name: str) -> str:
    """The office that a position holds: "Sở Nội vụ" of "Giám đốc Sở Nội vụ"; a name without a title as it is."""
    doc = vietnamese()(name)
    clues = clues_of(doc)
    start = clues.end("comrade", clues.end("each", 0))
    person = next((k for k in range(start + 1, len(doc)) if clues.person(k) == len(doc)), 0)
    if person and clues.at("title", start):  # "Giám đốc Sở Nội vụ Trần Văn A"
        return held(doc[start:person].text)
    for title in clues.all("title", start):
        if title.end == len(doc):
            return doc[start:].text
        if clues.begins(title.end):
            return name[doc[title.end].idx :]
    return name


def stands_for_another(name: str, offices: Register) -> bool:
    """A bare "Sở", "Ban Chỉ đạo", "đơn vị mình"."""
    if key(name) in OWN:
        return True
    doc = vietnamese()(name)
    head = clues_of(doc).head(0)
    return bool(head and head.end == len(doc) and head.phrase.goes_on != "none" and not offices.at(name))


def antecedent(name: str, context: Context, before: Sequence[Unit]) -> Unit | None:
    """The unit just named that a bare name stands for; the issuer where none before begins with it."""
    if key(name) in OWN:
        return before[-1] if before else None
    issuer = [Unit(name=context.issuer)] if context.issuer else []
    for unit in [*reversed(before), *issuer]:
        full = unit.canonical or unit.name
        if key(held(full)).startswith(key(spelt_out(name)) + " "):
            return unit if unit.canonical else replace(unit, canonical=held(full))
    return None


def placed(full: str, context: Context, offices: Register) -> tuple[str, Place | None, str]:
    """A name as its body, its place where the register has it, and the place as written: ("Sở Nội vụ", …, "tỉnh")."""
    if offices.at(full):
        return full, None, ""
    for found in AREA.finditer(full):
        kind, name = found[0].lower(), full[found.end() :].strip()
        if not found.start() or (name and not (name[0].isupper() or name[0].isdigit())):
            continue
        body = full[: found.start()].strip()
        if name:
            own = name.split(",")[0]
            larger = read_place(name[len(own) :], context.issued_on)
            within = larger or where(context, offices).get("province")
            within = within if within and within.code else None
            place = find_place(f"{kind} {own}", context.issued_on, within) or find_place(f"{kind} {own}", None, larger)
        else:
            place = around(kind, context, offices)
        return body, place, f"{kind} {proper(name)}".strip()
    words = full.split()
    for start in range(max(2, len(words) - LONGEST_PLACE), len(words)):
        tail = " ".join(words[start:])
        if tail[0].isupper() and any(p.level == "province" for p in by_name().get(key(tail), ())):
            return " ".join(words[:start]), find_place(tail, context.issued_on), tail
    return full, None, ""


def proper(name: str) -> str:
    """A place's own name, printed in capitals, with the capitals of running text."""
    return titled(name.lower()) if is_capitals(name) else name


def around(kind: str, context: Context, offices: Register) -> Place | None:
    """The place of a kind that the document was issued in, the smallest first."""
    return next((place for place in where(context, offices).values() if place.kind == kind), None)


def where(context: Context, offices: Register) -> dict[str, Place]:
    """The places that the document was issued in, by level, the smallest first; none for a central body.

    What the letterhead names with its kind holds though no register has it. The bare name before the date is believed
    of a local office, and only as a province's: small places share their names.
    """
    issuers = joint_parts(context.issuer) if context.issuer else ()
    issuer = offices.at(body_of(spelt_out(issuers[0]))) if issuers else None
    if issuer and not issuer.levels:
        return {}
    found = dict[str, Place]()
    for text in filter(None, (*issuers, context.letterhead_parent)):
        place = None if "province" in found else named_place(spelt_out(text), context.issued_on)
        for each in (place, *above(place)) if place else ():
            found.setdefault(each.level, each)
    if "province" not in found and issuer and context.place:
        place = province_of(context.place, context.issued_on)
        if place and not any(key(each.name) == key(place.name) for each in found.values()):
            found["province"] = place
    return found


def province_of(place: str, on: date | None) -> Place | None:
    """The province that stands before the date, or that the town there is in."""
    found = read_place(place, on) or find_place(place, on)
    named = found and key(found.full) == key(place)
    within = (found, *above(found)) if found and (named or found.level == "province") else ()
    return next((each for each in within if each.level == "province"), None)


def body_of(name: str) -> str:
    """`name` without its place: "Ủy ban nhân dân" of "Ủy ban nhân dân tỉnh Cà Mau"."""
    found = next(AREA.finditer(name, 1), None)
    return name[: found.start()].strip() if found else name


def named_place(text: str, on: date | None) -> Place | None:
    """The place that a line of a letterhead names with its kind, whether the register has it or not."""
    if place := read_place(text, on):
        return place
    for kind, name in names_of_places(text):
        if level := LEVELS.get(kind):
            return Place("", kind, proper(name), None, level)
    return None


LEVELS = {
    "tỉnh": "province",
    "huyện": "district",
    "quận": "district",
    "thị xã": "district",
    "thị trấn": "commune",
    "xã": "commune",
    "phường": "commune",
    "đặc khu": "commune",
}
"""The level of a place of no register by its kind; a "thành phố" may be a province or in one."""


def read_place(text: str, on: date | None, within: Place | None = None) -> Place | None:
    """The first place of the register that `text` names with its kind."""
    found = (find_place(f"{kind} {name}", on, within) for kind, name in names_of_places(text))
    return next((place for place in found if place), None)


def names_of_places(text: str) -> Iterator[tuple[str, str]]:
    """Each kind of place in `text` and the name after it: "xã A, huyện B" is ("xã", "A") and ("huyện", "B")."""
    for found in AREA.finditer(text):
        if name := PROPER.match(text, found.end()):
            yield found[0].lower(), name[0].strip()


def home(office: Office, context: Context, offices: Register) -> Place | None:
    """Where an office that is named without its place is: in the smallest place of the document that has such ones."""
    return next((place for level, place in where(context, offices).items() if level in office.levels), None)


def bare_place(name: str, context: Context, offices: Register) -> str:
    """What completes a group that ends in "tỉnh" or "thành phố": " Quảng Ngãi"."""
    found = re.search(r"\w (tỉnh|thành phố)$", name, re.IGNORECASE)
    if not found or re.search(r"(?:các|cấp|và|hoặc) (?:tỉnh|thành phố)$", name, re.IGNORECASE):
        return ""
    place = around(found[1].lower(), context, offices)
    return f" {place.name}" if place else ""
