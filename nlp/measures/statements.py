"""A measured number where it stands: what is measured, and whether it is aimed at, achieved or neither.

Targets and results are both read from here: a `Statement` is one number of one part of a sentence, with its measure and
the stance of the sentence towards it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from nlp.measures.stance import (
    Said,
    Stance,
    in_title,
    is_norm,
    is_told,
    measures,
    norms_in,
    stance_at,
    stances_in,
    titles_in,
)
from nlp.measures.subject import BOUNDARY, LABEL, Clause, name_measure, unlabelled
from nlp.mention import Mention
from nlp.quantities import Quantity, find_quantities

LONGEST = 2_000
"""Characters of a sentence read as one: a longer one is read in pieces, so that the work grows with the text only."""


@dataclass(frozen=True, slots=True)
class Statement:
    """`quantity` in `text[start:end]`, the part of a sentence (between semicolons) that says it.

    `lead` is what the sentence says before that part, `before` and `after` the words of that part on both sides of the
    number, `measure` what is counted, `shares` whether the number is a share of what follows ("80% hộ nghèo"). `stance`
    is by the last word of stance before it. An `aside` only describes ("từ 15 tuổi"), a `nested` number stands within
    another's measure, a `norm` is a condition or a rate (a `firm` one whatever is said before), and `among` says that
    it is one of those that a "Trong đó" lists.
    """

    quantity: Mention[Quantity]
    sentence: tuple[int, int]
    lead: str
    start: int
    end: int
    before: str
    after: str
    measure: str
    stance: Stance | None
    shares: bool
    aside: bool
    nested: bool
    norm: bool
    firm: bool
    among: bool

    @property
    def content(self) -> str:
        """The part of the sentence that says it, without its label and what only leads it in ("Cụ thể như:")."""
        words = self.before + self.quantity.text + self.after
        return _led.sub("", unlabelled(words), count=1).strip()


@lru_cache(maxsize=4)
def find_statements(text: str) -> tuple[Statement, ...]:
    """Every quantity of `text` as a statement, in order; remembered, since targets and results ask for the same."""
    quantities = find_quantities(text)
    found: list[Statement] = []
    at = 0
    said: list[Said] = []
    for sentence in sentences(text) if quantities else ():
        here = []
        while at < len(quantities) and quantities[at].value.figures < sentence[1]:
            here.append(quantities[at])
            at += 1
        before, said = said, stances_in(text, sentence)
        carried = before[-1].stance if before and _carries.match(text, sentence[0]) else None
        if here:
            found += _read_sentence(text, sentence, here, said, carried, found[-1] if found else None)
        said = said or (before[-1:] if carried else [])
    return tuple(found)


# --- sentences and their parts --------------------------------------------------------------------------------------

_break = re.compile(
    r"\n|\s\|\s"
    r"|(?<=[.!?…])(?<!\bTP\.)(?<!\bTp\.)(?<!\btr\.)(?<!\d\.)\s+(?=[A-ZÀ-ỸĐ“\"(+-]|\d{1,3}\s?%)"
    r"|(?<=\d\.)\s+(?=[A-ZÀ-ỸĐ])|(?<=[^\W\d_][.;])\s+(?=\d{1,2}\.\s)"
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the sentences of `text`, labels of points with the sentence they open."""
    start = 0
    for begin, end in [*(match.span() for match in _break.finditer(text)), (len(text), len(text))]:
        if begin - start < 20 and begin < len(text) and LABEL.fullmatch(text, start, begin):
            continue  # "3. Phấn đấu …": the label's dot ends nothing
        while begin - start > LONGEST:
            cut = text.rfind(" ", start, start + LONGEST) + 1 or start + LONGEST
            yield start, cut
            start = cut
        if begin > start:
            yield start, begin
        start = end


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """(start, end) of what semicolons outside brackets part a sentence into."""
    depth, begin = 0, start
    for match in _marks.finditer(text, start, end):
        if match[0] == ";" and depth <= 0:
            yield begin, match.start()
            begin = match.end()
        else:
            depth += {"(": 1, ")": -1, ";": 0}[match[0]]
    yield begin, end


_marks = re.compile(r"[();]")


# --- one sentence ---------------------------------------------------------------------------------------------------


def _read_sentence(
    text: str,
    sentence: tuple[int, int],
    quantities: list[Mention[Quantity]],
    said: list[Said],
    carried: Stance | None,
    last: Statement | None,
) -> Iterator[Statement]:
    label = LABEL.match(text[slice(*sentence)])
    among = bool(_among.match(text, sentence[0] + (label.end() if label else 0)))
    titles = titles_in(text, sentence)
    norms = norms_in(text, sentence)
    stances = [Said(sentence[0], -1, carried), *said] if carried else list(said)
    inherited = last.measure if last and among else ""
    at = 0
    for start, end in _parts(text, *sentence):
        first: Statement | None = None
        while at < len(quantities) and quantities[at].value.figures < end:
            quantity, following = quantities[at], quantities[at + 1 : at + 2]
            at += 1
            if in_title(text, titles, stances, max(start, quantity.start)):
                continue
            room = following[0].start - quantity.end if following and following[0].start < end else None
            clause = Clause(
                before=text[start : max(start, quantity.start)],
                after=text[quantity.end : end],
                begin=first.quantity.end - start if first else 0,
                near=first.measure if first else "",
                inherited=inherited,
                room=room,
            )
            follower = following[0] if room is not None else None
            statement = _state(text, sentence, (start, end), quantity, clause, follower, first, stances, norms, among)
            if not statement.aside and not statement.nested:
                first, inherited = statement, statement.measure
                if quantity.value.of is not None and quantity.value.comparator == "eq":
                    stances.append(Said(quantity.end, quantity.end, "achieved"))
            yield statement
        among = among or bool(_among_inside.search(text[start:end]))


def _state(
    text: str,
    sentence: tuple[int, int],
    part: tuple[int, int],
    quantity: Mention[Quantity],
    clause: Clause,
    following: Mention[Quantity] | None,
    first: Statement | None,
    stances: list[Said],
    norms: list[tuple[int, bool]],
    among: bool,
) -> Statement:
    value, before, after = quantity.value, clause.before, clause.after
    listed = among or bool(_among_inside.search(before))
    shares, measure = name_measure(quantity, clause)
    if listed and before.rstrip().endswith(":"):
        measure = clause.near or clause.inherited or measure
    nested = bool(first) and not BOUNDARY.search(before, clause.begin)
    if first and first.shares and value.kind == "count":
        made = measures().quota.search(before[-60:])
        nested = nested or (value.comparator in ("ge", "gt", "le", "lt") and not made)
    opens = len(unlabelled(before).strip()) <= OPENING or before.rstrip().endswith((":", ","))
    return Statement(
        quantity=quantity,
        sentence=sentence,
        lead=text[sentence[0] : part[0]],
        start=part[0],
        end=part[1],
        before=before,
        after=after,
        measure=measure,
        stance="achieved" if is_told(opens, value, after) else stance_at(stances, value.figures, part[0]),
        shares=shares,
        aside=_is_aside(text, before, quantity, following),
        nested=nested,
        norm=is_norm(norms, before, quantity, after) or (shares and bool(measures().remains.search(before[-20:]))),
        firm=is_norm(norms, before, quantity, after, firm=True),
        among=listed,
    )


OPENING = 12
"""Letters of a connecting word that may stand before the number that opens a clause."""


_led = re.compile(r"^\s*(?:cụ thể|trong đó|theo đó|bao gồm|như sau)(?:\s+(?:là|như|như sau))?\s*:\s*", re.IGNORECASE)
_carries = re.compile(r"\s*(?:cụ thể|trong đó|theo đó|ngoài ra|bên cạnh đó|đồng thời)\b|\d{1,2}\.\s", re.IGNORECASE)
_among = re.compile(r"\s*trong đó\b", re.IGNORECASE)
_among_inside = re.compile(r"[(,;]\s*(?:trong đó|gồm|bao gồm)\b[^)]*$", re.IGNORECASE)


_reaches = re.compile(r"\b(?:đạt|là|chiếm)\b", re.IGNORECASE)
_reached = re.compile(r"\b(?:đạt|là|có|:)\s*$", re.IGNORECASE)


def _is_aside(text: str, before: str, quantity: Mention[Quantity], following: Mention[Quantity] | None) -> bool:
    """Whether the number only describes: an age, a span of time, a part of the subject ("tốc độ 1 Gb/s đạt 90%")."""
    value = quantity.value
    if value.kind in ("age", "duration") and value.was is None and value.comparator not in ("increase", "decrease"):
        if "/" in (value.unit or "") and value.comparator in ("ge", "le"):  # "ít nhất 16 giờ/năm"
            return False
        return not re.search(r"thời gian[^;,.]{0,80}$|tuổi thọ[^;,.]{0,80}$|[^\W\d]:\s*$", before[-100:], re.IGNORECASE)
    if following and following.value.kind != value.kind and value.comparator == "eq":
        gap = text[quantity.end : following.value.figures]
        return bool(not BOUNDARY.search(gap) and _reaches.search(gap) and not _reached.search(before[-20:]))
    return False
