"""Units in running text: each office, position or group, in order, not overlapping."""

from collections.abc import Collection

from spacy.tokens import Doc

from models.records import Unit
from nlp.mention import Mention
from nlp.units.abbreviations import defined_after
from nlp.units.grammar import Grammar, Span
from nlp.units.shortened import listed


def find_units(doc: Doc, known: Collection[str] = ()) -> tuple[Mention[Unit], ...]:
    """The units that `doc` (of `nlp.language.vietnamese`) names, the longest at each place; `canonical` is not filled.

    A name shortened in a list is completed from the list ("Sở Nội vụ, Tài chính": `text` "Tài chính", `name`
    "Sở Tài chính"). `known` are short forms that the document has defined (`defined_names`).
    """
    grammar = Grammar(doc, known)
    found: list[Mention[Unit]] = []
    i = 0
    while i < len(doc):
        span = grammar.unit(i)
        if span is None:
            i = max(i + 1, grammar.no_unit(i))
            continue
        if found and i and doc[i - 1].text == "(" and doc[i : span.end].text in known:
            i = span.end  # where it is defined: "Sở Nội vụ (SNV)"
            continue
        for part in listed(grammar, span):
            found.append(mention(doc, part))
            i = part.end
    return tuple(found)


def defined_names(doc: Doc) -> dict[str, str]:
    """The short forms that `doc` defines for its units, and what each stands for: "Sở Nội vụ (SNV)"."""
    units = find_units(doc)
    shorts = ((defined_after(doc.text, unit.end), unit.value.name) for unit in units if not unit.value.group)
    return {short: name for short, name in shorts if short and short != name}


def mention(doc: Doc, span: Span) -> Mention[Unit]:
    """The tokens of `span` as a mention in the text of `doc`."""
    piece = doc[span.start : span.end]
    own = doc[span.named or span.start : span.end]
    name = " ".join(f"{span.completed} {own.text}".split())
    return Mention(piece.start_char, piece.end_char, piece.text, Unit(name=name, group=span.group), span.rule)
