"""Units in running text: each office, position or group, in order, not overlapping."""

from spacy.tokens import Doc

from models.records import Unit
from nlp.mention import Mention
from nlp.units.grammar import Grammar, Span


def find_units(doc: Doc) -> tuple[Mention[Unit], ...]:
    """The units that `doc` (of `nlp.language.vietnamese`) names, the longest at each place; `canonical` is not filled.

    A name shortened in a list is completed from the list ("Sở Nội vụ, Tài chính": `text` "Tài chính", `name`
    "Sở Tài chính").
    """
    grammar = Grammar(doc)
    found: list[Mention[Unit]] = []
    i = 0
    while i < len(doc):
        span = grammar.unit(i)
        if span is None:
            i = max(i + 1, grammar.no_unit(i))
            continue
        for part in grammar.listed(span):
            found.append(mention(doc, part))
            i = part.end
    return tuple(found)


def mention(doc: Doc, span: Span) -> Mention[Unit]:
    """The tokens of `span` as a mention in the text of `doc`."""
    piece = doc[span.start : span.end]
    name = " ".join(f"{span.completed} {piece.text}".split())
    return Mention(piece.start_char, piece.end_char, piece.text, Unit(name=name, group=span.group), span.rule)
