"""Other documents that a text names by number: kind, number, date, issuer, and in what relation.

`find_citations` reads one passage, `gather_citations` a whole document: once a number, with the strongest relation.
Laws and resolutions named without a number are not cited.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import get_args

from extract.transcript import Transcript
from models.records import Citation, Letterhead, Relation, Unit
from nlp.evidence import confidence_of, evidence_of
from nlp.form.dates import FIGURES, WRITTEN, date_of
from nlp.form.kinds import kind_named, kind_of_notation, kinds
from nlp.form.numbers import UPPER, Number, find_numbers, repaired, squeeze
from nlp.mention import Mention

UNCUED = "citation:số"
"""The rule of a citation that no cue says anything of."""

STRENGTH: tuple[Relation, ...] = ("mentions", "implements", "based_on", "amends", "replaces", "repeals")
"""From the weakest relation to the strongest."""


ENDING: tuple[Relation, ...] = ("amends", "replaces", "repeals")
"""What only the issuer of the other document, or one above it, can do to it."""


def find_citations(text: str) -> tuple[Mention[Citation], ...]:
    """The documents that `text` names by number, in order; `rule` names the cue of the relation."""
    found = _with_shared_dates(text, list(_spans(text)))
    mentions: list[Mention[Citation]] = []
    for i, span in enumerate(found):
        relation, cue = _relation(text, span, found[:i])
        issuer = Unit(name=span.issuer) if span.issuer else None
        citation = Citation(
            number=span.number,
            kind=span.kind,
            issued_on=span.issued_on,
            issuer=issuer,
            relation=relation,
            confidence=0.9,
        )
        mentions.append(Mention(span.start, span.end, text[span.start : span.end], citation, f"citation:{cue}"))
    return tuple(mentions)


def gather_citations(transcript: Transcript, letterhead: Letterhead | None = None) -> tuple[Citation, ...]:
    """All of a document's citations in order of appearance, each number once; its own number is left out."""
    own = _key(letterhead.number) if letterhead and letterhead.number else None
    gathered: dict[str, Citation] = {}
    led_in: Relation | None = None
    for paragraph in transcript.paragraphs():
        if paragraph.role not in ("body", "footnote"):
            continue
        found = find_citations(paragraph.text)
        led_in = _lead_in(paragraph.text, led_in, bool(found))
        for mention in found:
            citation = mention.value
            if led_in and mention.rule == UNCUED:
                citation = replace(citation, relation=led_in)
            key = _key(citation.number)
            if key == own or _names_itself(paragraph.text, mention, letterhead):
                continue
            if citation.relation in ENDING and letterhead and rank(citation.number) > rank_of(letterhead):
                citation = replace(citation, relation="mentions")  # what another is to do: a province amends no decree
            citation = replace(
                citation,
                evidence=evidence_of(paragraph, _part_before(paragraph.text, mention), mention.end),
                confidence=round(0.95 * confidence_of(paragraph, mention.start, mention.end), 4),
            )
            gathered[key] = _stronger(gathered[key], citation) if key in gathered else citation
    return tuple(gathered.values())


RANKS = (("QH", "UBTVQH", "CTN"), ("CP",), ("TTG",))
"""Who stands above ministries, by the last part of a notation, the highest first; the Party is apart."""


def rank(number: str) -> int:
    """How high the issuer stands that the notation of `number` names: 4 to 2 above the ministries, 1 for a circular."""
    last = re.sub(r"\d+$", "", re.split(r"[-/]", squeeze(number).upper())[-1])
    above = next((4 - i for i, names in enumerate(RANKS) if last in names), 0)
    return above or int(bool(re.search(r"/TT(?:LT|TLT)?[-B]", number)))


def rank_of(letterhead: Letterhead) -> int:
    """How high the document's own issuer stands; as high as can be where neither number nor issuer was read."""
    if letterhead.number:
        return rank(letterhead.number)
    issuer = letterhead.issuer.name if letterhead.issuer else ""
    return 0 if re.match(r"(?i)(?:UBND|Ủy ban|Hội đồng|HĐND|Sở|Bộ|Phòng|Cục|Ban)\b", issuer) else 4


def _lead_in(text: str, before: Relation | None, cites: bool) -> Relation | None:
    """What a sentence that leads a list in says of the documents listed: "Bãi bỏ các Quyết định sau:"."""
    cue = re.match(LEADING, text)
    if cue and text.rstrip().endswith(":"):
        return next(r for r in get_args(Relation) if r in cue.groupdict() and cue[r])
    listed = re.match(r"^\W{0,2}(?:\w{1,3}[.)]|[-+•–])\s", text) or (cites and text[:1].isupper())
    return before if listed else None


_PART = re.compile(
    r"(?<!\w)(?:(?:điểm|khoản|điều|mục|chương|dòng|tiết|đoạn)\s+(?:[\dIVX]|[a-zđ](?!\w))"
    r"|phụ lục|cụm từ|nội dung|một phần|một số)(?!\w{2})",
    re.I,
)
_ENDS = re.compile(r"(?:bãi bỏ|h[uủ][ỷyỷ] bỏ|thay thế|hết hiệu lực)(?!\w)", re.I)


def _part_before(text: str, mention: Mention[Citation]) -> int:
    """Where a citation begins together with the part of the document that alone is repealed or replaced: what is
    shown of "bãi bỏ khoản 2 Điều 3 Quyết định số …" is the point, not the whole document."""
    if mention.value.relation not in ("repeals", "replaces"):
        return mention.start
    before = re.split(r"[;/.]", text[max(0, mention.start - 140) : mention.start])[-1]
    cue = max((m.end() for m in _ENDS.finditer(before)), default=0)
    part = _PART.search(before, cue)
    return mention.start - len(before) + part.start() if part else mention.start


def _stronger(one: Citation, other: Citation) -> Citation:
    """Both in one: the stronger relation and its place, what only one of them says kept."""
    first, second = (one, other) if STRENGTH.index(one.relation) >= STRENGTH.index(other.relation) else (other, one)
    number = max(first.number, second.number, key=lambda n: (n.count("-"), not n.endswith("TTG")))
    points = second.evidence if first.relation == second.relation and _names_a_part(second) else ()
    return replace(
        first,
        number=number,
        evidence=first.evidence + points,  # each point that is repealed is a place of its own
        kind=first.kind or second.kind,
        issued_on=first.issued_on or second.issued_on,
        issuer=first.issuer or second.issuer,
        confidence=max(first.confidence, second.confidence),
    )


def _names_a_part(citation: Citation) -> bool:
    """Whether a citation that ends another document shows the part of it that alone is ended."""
    return citation.relation in ("repeals", "replaces") and any(_PART.match(e.text) for e in citation.evidence)


def _key(number: str) -> str:
    """A number as numbers are compared: a scan or a line's end loses the stroke of Đ and the dash of a notation."""
    return squeeze(number).upper().replace("Đ", "D").replace("-", "")


def _names_itself(text: str, mention: Mention[Citation], letterhead: Letterhead | None) -> bool:
    """Whether the mention is the document's own number line, or an annex's "(Kèm theo Quyết định số …)"."""
    before = text[: mention.start]
    if re.fullmatch(r"\s*(?:S[ốôo]|SỐ)\s*[:.]?\s*", before) or (not before.strip() and text.startswith("Số")):
        return True
    enclosed = mention.start < 60 and re.match(r"^\W{0,3}(?:ban hành\s+)?kèm\s+theo\s", text, re.I)
    if not enclosed or letterhead is None:
        return False
    own = letterhead.number
    return own is None or _notation(own) == _notation(mention.value.number)


def _notation(number: str) -> str:
    return re.sub(r"^[\d.]+[a-z]?", "", _key(number))


@dataclass(frozen=True, slots=True)
class Span:
    """A citation as printed: `start` at its kind or "số", `end` behind its issuer; the number at `at` to `after`."""

    start: int
    end: int
    at: int
    after: int
    number: str
    kind: str | None
    issued_on: date | None
    issuer: str | None
    listed: bool


def _spans(text: str) -> Iterator[Span]:
    before: Span | None = None
    for at, after, number in find_numbers(text):
        if sum(c.isupper() for c in number.notation) < 2 or _patterns().no_document.search(text[max(0, at - 24) : at]):
            continue
        floor = before.end if before else 0
        start, kind = _kind_before(text, floor, at)
        letter = text[start : start + 8].lower() == "công văn"
        link = text[before.after : at] if before else ""
        listed = (
            before is not None
            and start >= floor
            and bool(LINK.fullmatch(text[before.end : start] if kind else link[-40:]))
        )
        if kind is None:
            start = _number_sign(text, floor, at)
            if before and LINK.fullmatch(text[before.end : start]):
                listed = True
        printed = kind
        kind = printed if letter else _settled_kind(printed, number, before.kind if before and listed else None)
        if kind is None and start == at:
            continue  # a bare code with neither "số" nor a kind
        end, issued_on = _date_after(text, after)
        end, issuer = _issuer_after(text, end)
        issuer = issuer or _issuer_before(text, floor, start)
        span = Span(start, end, at, after, repaired(number.text), kind, issued_on, issuer, listed and printed is None)
        yield span
        before = span


LINK = re.compile(r"\s*(?:[,;]|và|hoặc|,\s*và|;\s*và)?\s*(?:các\s+)?(?:số\s*:?\s*)?")
"""What may stand between two numbers of one list."""


@cache
def _names() -> re.Pattern[str]:
    names = [n for k in kinds() for n in (k.name, *k.other)]
    choice = "|".join(sorted((n.replace(" ", r"\s+") for n in names), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{choice})(?!\w)", re.I)


LAWS = ("Luật", "Bộ luật", "Pháp lệnh", "Nghị quyết", "Hiến pháp")


def _kind_before(text: str, floor: int, at: int) -> tuple[int, str | None]:
    """(start, kind) of the kind's name before the number at `at`; a law's own name may stand between."""
    window = max(floor, at - 200)
    last = None
    for match in _names().finditer(text, window, at):
        between = text[match.end() : at]
        if re.fullmatch(r"\s*(?:liên tịch\s*)?(?:số|\(số|:)?\s*[:.]?\s*(?:số\s*:?\s*)?", between, re.I):
            return match.start(), kind_named(match[0])
        name = kind_named(match[0])
        if name in LAWS and re.fullmatch(r"\s[^.;()\d]{2,180}?\ssố\s*:?\s*", between):
            last = last or (match.start(), name)
    return last if last else (at, None)


def _number_sign(text: str, floor: int, at: int) -> int:
    sign = re.search(r"(?:số|Số|SỐ)\s*[:.]?\s*$", text[floor:at])
    return floor + sign.start() if sign else at


def _settled_kind(printed: str | None, number: Number, inherited: str | None) -> str | None:
    by_notation = kind_of_notation(number.notation, party="/T" in number.notation)
    if printed == "Công văn":
        return by_notation or printed  # "văn bản số 12/TB-UBND" is a notice
    if printed:
        return printed
    if inherited and inherited != by_notation and by_notation and inherited != "Công văn":
        return by_notation if by_notation != "Quyết định" or inherited != "Quy định" else inherited
    return inherited or by_notation


SAME_DATE = re.compile(r"\s*,?\s*cùng ngày")


def _date_after(text: str, after: int) -> tuple[int, date | None]:
    """(end, date) where a date follows the number."""
    opening = re.match(r"\s{0,3}[,(]?\s{0,3}(?:ký\s|ban hành\s)?(?=ngày|Ngày|NGÀY|\d)", text[after:])
    if not opening:
        return after, None
    at = after + opening.end()
    match = WRITTEN.match(text, at)
    if match is None:
        word = re.match(r"ngày\s{0,3}", text[at:], re.I)
        match = FIGURES.match(text, at + word.end()) if word else None
    if match is None:
        return after, None
    return match.end(), date_of(match["day"], match["month"], match["year"])


def _issuer_after(text: str, at: int) -> tuple[int, str | None]:
    opening = re.match(r"\s{0,3}[,)]?\s{0,3}của\s+", text[at:])
    if not opening:
        return at, None
    start = at + opening.end()
    stop = _patterns().issuer_end.search(text, start, start + 160)
    end = stop.start() if stop else min(len(text), start + 160)
    name = re.sub(r"\s+(?:và|hoặc)$", "", text[start:end].strip())
    if not name or not re.search(rf"[{UPPER}]", name) or len(re.findall(r"\w+", name)) > 18:
        return at, None
    return start + len(name), name


def _issuer_before(text: str, floor: int, start: int) -> str | None:
    found = None
    window = text[max(floor, start - 110) : start]
    for match in (*_patterns().issuer_before.finditer(window), *_patterns().proposer.finditer(window)):
        found = match["name"].strip()
    return found if found and len(found.split()) <= 14 else None


def _with_shared_dates(text: str, spans: Sequence[Span]) -> list[Span]:
    """A list's date and issuer stand behind its last number: "các Quyết định số 12/QĐ-BXD, 13/QĐ-BXD ngày …"."""
    out = list(spans)
    for i in range(len(out) - 2, -1, -1):
        here, after = out[i], out[i + 1]
        if not after.listed:
            alike = here.number.partition("/")[2] == after.number.partition("/")[2] and here.kind == after.kind
            if alike and here.issuer is None and LINK.fullmatch(text[here.end : after.start]):
                out[i] = replace(here, issuer=after.issuer)  # "số A ngày … và Thông tư số B ngày … của Bộ X"
            continue
        if here.issued_on is None and here.end == here.after and _next_to(here.number, after.number):
            here = replace(here, issued_on=after.issued_on)
        if here.issuer is None:
            here = replace(here, issuer=after.issuer)
        out[i] = here
    return out


def _next_to(number: str, after: str) -> bool:
    """Whether two numbers follow each other, as those of one day do: of others the date before a list's end is open."""
    one, two = (int(re.match(r"\d+", n)[0]) for n in (number, after))  # type: ignore[index]
    return two - one == 1


LEADING = re.compile(
    r"^(?:\W{0,2}(?:Điều \d+|\w{1,3})[.)]\s*)?"
    r"(?:(?P<repeals>Bãi bỏ|Hủy bỏ)|(?P<replaces>Thay thế)|(?P<based_on>Căn cứ))\b",
    re.I,
)

_PASSIVE = re.compile(r"(?:được|bị|đã được)\s+$", re.I)
_OTHERS = re.compile(
    r"\S\s+(?:Quyết định|Nghị định|Nghị quyết|Thông tư|Kế hoạch|Chỉ thị|Quy chế|Quy định|[Vv]ăn bản)"
    r"(?:\s+(?:mới|khác))?\s+$"
)
"""Another document, not this one, which amends or replaces: "khi có Thông tư mới thay thế …"."""
_PROPOSED = re.compile(r"\W{0,3}(?:Theo|Xét)\s+đề nghị\s.{0,200}\bTờ trình\s", re.I | re.S)
"""What a decision is founded on besides the law (Nghị định 30/2020/NĐ-CP, Phụ lục III, mẫu 1.2)."""
_SENTENCE = re.compile(rf"(?:[.!?]|\./\.)\s+(?=[{UPPER}“\"])|;\s+(?=(?:Căn cứ|Theo đề nghị|Xét|Thực hiện)\s)")
_EXPIRES = re.compile(r"hết hiệu lực (?:thi hành )?(?:toàn bộ )?(?:kể )?từ (?:ngày|thời điểm|khi)", re.I)


def _relation(text: str, span: Span, before: Sequence[Span]) -> tuple[Relation, str]:
    """The relation and the cue's words, from the sentence that the citation stands in."""
    start = max((m.end() for m in _SENTENCE.finditer(text, 0, span.start)), default=0)
    if re.match(r"\W{0,3}Căn cứ", text[start:]):
        return "based_on", "căn cứ"
    if _PROPOSED.match(text[start : span.at]):
        return "based_on", "theo đề nghị"
    earlier = [s for s in before if s.at >= start]
    expires = _EXPIRES.search(text, span.end)
    if expires and not _SENTENCE.search(text, span.end, expires.start()) and len(earlier) < 30:
        return "repeals", "hết hiệu lực"
    for cue in reversed(list(_patterns().cue.finditer(text, start, span.start))):
        relation: Relation = next(r for r in get_args(Relation) if cue[r])
        among = [s for s in earlier if s.start < cue.start() and not _chained(text, s, cue.start())]
        if relation in ("amends", "replaces", "repeals"):
            if re.search(r"[;(]", text[cue.end() : span.start]):
                continue  # of another document in a list
            if _OTHERS.search(text[start : cue.start()]):
                return "mentions", cue[0].lower()
            if among or _PASSIVE.search(text[: cue.start()][-12:]):
                continue  # what another document does, told in its title
            return relation, cue[0].lower()
        if relation == "based_on":
            return relation, cue[0].lower()
        if relation == "implements" and among and any(s.end <= cue.start() for s in among):
            continue
        return relation, cue[0].lower()
    return "mentions", UNCUED.partition(":")[2]


def _chained(text: str, span: Span, at: int) -> bool:
    """Whether the sentence goes on behind `span` with another action of its own: "bãi bỏ …, thay thế …"."""
    return bool(re.fullmatch(r"\s*(?:[,;]|và|[,;]\s*và|đồng thời)\s*", text[span.end : at]))


@dataclass(frozen=True, slots=True)
class Patterns:
    """The words of `knowledge/citations.toml`, made ready: linear patterns over one passage."""

    no_document: re.Pattern[str]
    issuer_end: re.Pattern[str]
    issuer_before: re.Pattern[str]
    proposer: re.Pattern[str]
    cue: re.Pattern[str]


@cache
def _patterns() -> Patterns:
    known = tomllib.loads(files("nlp").joinpath("knowledge/citations.toml").read_text("utf-8"))

    def choice(row: str) -> str:
        return "|".join(sorted(known[row], key=len, reverse=True))

    issuer_end = (
        rf"(?:^|\s)(?:{choice('issuer_ends')}|và (?={choice('issuer_never_and')}))(?=\s|$|[,.;:])"
        rf"|[.;:()\"“”\n]|,(?!\s(?:{choice('issuer_goes_on')}))|\s[-–]\s(?=[a-zđ])"
    )
    issuer_before = (
        rf"(?:^|[\s(])(?P<name>(?:(?:{choice('heads_before')})\s)?(?:{choice('issuers_before')})\b"
        rf"(?:(?! đã\b| có\b|,|;|:)[^.;:()]){{0,60}}?)"
        rf"\s+(?:đã |vừa |có |được )*(?:{choice('acts_before')})\s+(?:các\s+)?$"
    )
    proposer = (
        rf"(?:{choice('words_of')}|[,;])\s+của\s+(?P<name>(?:(?:{choice('heads_before')})\s)?(?:{choice('issuers_before')})\b"
        r"[^.;:()]{0,60}?)\s+tại\s+(?:các\s+)?$"
    )
    cues = "|".join(f"(?P<{row['relation']}>{'|'.join(row['words'])})" for row in known["cue"])
    return Patterns(
        no_document=re.compile(rf"(?:{choice('not_documents')})\s*(?:số\s*)?:?\s*$", re.I),
        issuer_end=re.compile(issuer_end),
        issuer_before=re.compile(issuer_before),
        proposer=re.compile(proposer),
        cue=re.compile(rf"(?<!\w)(?:{cues})(?!\w)", re.I),
    )
