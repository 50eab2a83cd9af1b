"""Lists that say a head word once: "Sở Nội vụ, Tài chính", "các Sở: Nội vụ, Tài chính", "UBND huyện A, B"."""

from collections.abc import Iterator
from dataclasses import replace

from nlp.units.grammar import Grammar, Span
from nlp.units.names import end_of_name
from nlp.units.places import by_name
from nlp.units.vocabulary import STATE


def listed(grammar: Grammar, first: Span) -> Iterator[Span]:
    """`first`, and the offices after it of which only the name is said, each with the words that complete it.

    "các Sở: Nội vụ, Tài chính" is those two without `first`, which only says what they are.
    """
    clues = grammar.clues
    parts: list[Span] = []
    if first.rule == "office" and clues.domain(first.head) == first.end:
        parts = list(names(grammar, first.end, " ".join(clues.words[first.named or first.start : first.head])))
    elif (each := plural(grammar, first)) is not None:
        at = head_before(grammar, first)
        assert at is not None  # noqa: S101 - `plural` has found it
        kind = [*clues.words[first.start : each], *clues.words[at : first.end]]
        firms = any(head.phrase.goes_on == "name" and head.phrase.rank < STATE for head in clues.all("head", at))
        parts = list(names(grammar, first.end, " ".join(kind), firms))
        if parts:
            yield replace(parts[0], start=first.start, named=parts[0].start)
            yield from parts[1:]
            return
    elif first.rule == "office" and not first.group:
        parts = list(places(grammar, first))
    yield first
    yield from parts


def plural(grammar: Grammar, first: Span) -> int | None:
    """Where "các" stands in "lãnh đạo các Bộ:", which a list of names follows."""
    clues = grammar.clues
    if not first.group or clues.norm(first.end) != ":" or head_before(grammar, first) is None:
        return None
    return next((k for k in range(first.start, first.end) if clues.at("each", k)), None)


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
    while clues.norm(j) in (",", "và", ":"):
        end = clues.domain(j + 1)
        if proper:
            end = max(end, end_of_name(clues, j + 1, HIGHEST))
            end = clues.end("place", end)  # "Điện lực | Việt Nam"
        if end == j + 1 or not clues.capital_at(j + 1) or (clues.begins(j + 1) and not proper):
            return
        yield Span(j + 1, end, False, "shortened", completed=head)
        j = end


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
