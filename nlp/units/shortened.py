"""Lists that say a head word once: "Sở Nội vụ, Tài chính", "các Sở: Nội vụ, Tài chính", "UBND huyện A, B"."""

from collections.abc import Iterator
from dataclasses import replace

from nlp.units.grammar import Grammar, Span
from nlp.units.names import end_of_name
from nlp.units.places import by_name
from nlp.units.vocabulary import STATE, Clues, Found


def listed(grammar: Grammar, first: Span) -> Iterator[Span]:
    """`first`, and the offices after it of which only the name is said, each with the words that complete it.

    "các Sở: Nội vụ, Tài chính" is those two without `first`, which only says what they are.
    """
    clues = grammar.clues
    parts: list[Span] = []
    if first.rule == "office" and clues.domain(first.head) == first.end:
        head = " ".join([first.completed, *clues.words[first.named or first.start : first.head]]).strip()
        parts = list(names(grammar, first.end, head))
    elif (kind := plural(grammar, first)) is not None:
        parts = list(offices(grammar, first)) or list(
            names(grammar, first.end, " ".join(clues.words[k] for k in kind), is_firm(grammar, kind[-1]))
        )
        if parts:
            yield replace(parts[0], start=first.start, named=parts[0].start)
            yield from parts[1:]
            return
    elif first.rule == "office" and not first.group:
        parts = list(places(grammar, first))
    yield first
    yield from parts


def plural(grammar: Grammar, first: Span) -> list[int] | None:
    """The words of "lãnh đạo các Bộ:" that each name of the list after it goes with: "lãnh đạo", "Bộ"."""
    clues = grammar.clues
    if not first.group or clues.norm(first.end) != ":":
        return None
    each = next((k for k in range(first.start, first.end) if clues.at("each", k)), None)
    if each is None:
        return None
    title = range(first.start, each)
    if (at := head_before(grammar, first)) is not None:
        if not any(clues.end("each", k) == at for k in range(first.start, at)):
            return None  # "các phòng, đơn vị thuộc Sở: Xây dựng kế hoạch …"
        return [*title, *range(at, first.end)]
    kind = clues.end("each", each)
    several = clues.head(kind) or known_kind(clues, kind)  # "các Sở, ngành: Nội vụ, Tài chính"
    if several and several.end < first.end and clues.domain(first.end + 1) > first.end + 1:
        return [*title, *range(kind, several.end)]
    return [*title] if full_name(grammar, first.end + 1) else None


def known_kind(clues: Clues, kind: int) -> Found | None:
    """A head word in small letters whose bodies are all known: "các sở, ngành: Nội vụ, Tài chính"."""
    head = clues.at("head", kind)
    return head if head and head.phrase.goes_on == "known" else None


def is_firm(grammar: Grammar, last: int) -> bool:
    """Whether the head word that ends with the token `last` is one of bodies with names of their own."""
    clues = grammar.clues
    return any(
        head.end == last + 1 and head.phrase.goes_on == "name" and head.phrase.rank < STATE
        for k in range(max(0, last + 1 - LONGEST_HEAD), last + 1)
        for head in clues.all("head", k)
    )


def offices(grammar: Grammar, first: Span) -> Iterator[Span]:
    """The offices with full names in a list: "Thủ trưởng các cơ quan: | Văn phòng UBND tỉnh, Sở Nội vụ"."""
    clues = grammar.clues
    each = next(k for k in range(first.start, first.end) if clues.at("each", k))
    title, j = " ".join(clues.words[first.start : each]), first.end
    while clues.norm(j) in (",", "và", ":", ";") and (office := full_name(grammar, j + 1)):
        yield replace(office, completed=title, rule="shortened") if title else office
        j = office.end


def full_name(grammar: Grammar, j: int) -> Span | None:
    """The office at `j` that is named in full there, with its head word, and is no group."""
    office = grammar.office(j)
    return office if office and office.rule == "office" and not office.group and office.end > office.head else None


def head_before(grammar: Grammar, first: Span) -> int | None:
    """Where the head word begins that `first` ends with."""
    clues = grammar.clues
    starts = range(max(first.start, first.end - LONGEST_HEAD), first.end)
    return next((k for k in starts if any(head.end == first.end for head in clues.all("head", k))), None)


LONGEST_HEAD = 3
"""Syllables of a head word that a list follows ("Tổng công ty")."""


def names(grammar: Grammar, j: int, head: str, proper: bool = False) -> Iterator[Span]:
    """The names in a list that goes on at `j`, each to be completed by `head`; `proper` ones need not be known."""
    clues = grammar.clues
    while clues.norm(j) in (",", "và", ":", ";"):
        end = clues.domain(j + 1)
        if clues.norm(j) == ";" and clues.norm(end) not in SIGNS:
            return
        if proper:
            end = max(end, end_of_name(clues, j + 1, HIGHEST))
            end = clues.end("place", end)  # "Điện lực | Việt Nam"
        if (
            end == j + 1
            or not clues.capital_at(j + 1)
            or (clues.begins(j + 1) and not proper and not (head.lower().endswith("bộ") and bare(grammar, j + 1)))
        ):
            return
        yield Span(j + 1, end, False, "shortened", completed=head)
        j = end


def bare(grammar: Grammar, j: int) -> bool:
    """Whether what an office looks after stands at `j` alone, though an office has its name too: "Công an"."""
    clues = grammar.clues
    head, end = clues.head(j), clues.domain(j)
    return head is not None and head.end == end and bool(clues.norm(end) in SIGNS or clues.at("stop", end))


SIGNS = frozenset((",", ";", ".", "và", ""))
"""What parts or ends a list of names."""


HIGHEST = 10
"""Above the rank of every head: none begins another office inside a proper name."""


def places(grammar: Grammar, first: Span) -> Iterator[Span]:
    """The places after an office of one place, of the same kind: "UBND huyện A, | B và C"."""
    clues = grammar.clues
    found = (k for k in range(first.head, first.end) if clues.at("area", k))
    area = next((k for k in found if grammar.registered(clues.end("area", k)) == first.end), None)
    if area is None:
        return
    named = clues.end("area", area)
    kind, head, j = " ".join(clues.norms[area:named]), " ".join(clues.words[first.start : named]), first.end
    while clues.norm(j) in (",", "và"):
        end = grammar.registered(j + 1)
        if not any(place.kind == kind for place in by_name().get(" ".join(clues.norms[j + 1 : end]), ())):
            return
        yield Span(j + 1, end, False, "shortened", completed=head)
        j = end
