"""Units where nothing but units is written: a table cell, a label line, the lines of "Nơi nhận"."""

import re
from dataclasses import replace

from spacy.tokens import Doc

from models.records import Unit
from nlp.language import vietnamese
from nlp.mention import Mention
from nlp.units.finder import mention
from nlp.units.grammar import Grammar, Span
from nlp.units.shortened import listed

STRONG = frozenset(";\n|")
SIGNS = re.compile(r"[\s,;/|•+*.:-]+|và")


def split_units(text: str) -> tuple[Mention[Unit], ...]:
    """Each unit of a cell or label line that holds nothing else, known or not.

    "Sở Nội vụ, Tài chính; UBND các xã, phường" is three. Names in no table are parted at their separators.
    """
    doc = vietnamese()(text)
    grammar = Grammar(doc)
    spans: list[Span] = []
    i = 0
    while i < len(doc):
        if SIGNS.fullmatch(doc[i].norm_):
            i += 1
            continue
        if doc[i].text == "(" and is_role(grammar, i + 1):
            i = after_bracket(doc, i)
            continue
        if not grammar.clues.capital[i] and not grammar.clues.begins(i) and (stop := grammar.clues.end("stop", i)) > i:
            i = next_unit(doc, grammar, stop)  # what the units are told, or what for: "chủ trì", "với các tiêu chuẩn …"
            continue
        span = grammar.unit(i) or grammar.unit(grammar.clues.end("each", i))
        if span and (span.end >= len(doc) or SIGNS.fullmatch(doc[span.end].norm_) or grammar.clues.begins(span.end)):
            spans += listed(grammar, span)
        else:
            spans.append(as_written(doc, grammar, i, span))
        i = spans[-1].end
    return tuple(mention(doc, span) for span in spans)


def next_unit(doc: Doc, grammar: Grammar, i: int) -> int:
    """The next unit at or after `i`, or the next semicolon or line's end."""
    while i < len(doc) and not set(doc[i].norm_) & STRONG and grammar.unit(i) is None:
        i += 1
    return i


def as_written(doc: Doc, grammar: Grammar, start: int, known: Span | None) -> Span:
    """What the grammar can't read, or not to its end: up to a comma, a semicolon, a line's end, or "và" and a unit."""
    end = known.end if known else start + 1
    if known and doc[end].text == "(":
        return replace(known, end=after_bracket(doc, end)) if not is_role(grammar, end + 1) else known
    if known and grammar.clues.at("aside" if known.rule == "group" else "stop", end):
        return known
    while end < len(doc) and not parts(doc, grammar, end):
        end += 1
    return Span(start, end, bool(known and known.group), known.rule if known else "as written")


def is_role(grammar: Grammar, i: int) -> bool:
    """A remark like "(chủ trì)", not a part of the unit like "(Trung tâm Dữ liệu quốc gia)"."""
    return bool(grammar.clues.at("aside", i) or grammar.clues.at("stop", i))


def after_bracket(doc: Doc, i: int) -> int:
    """The token after the bracket that opens at `i`; the text's end where it does not close."""
    return next((k + 1 for k in range(i, len(doc)) if doc[k].text == ")"), len(doc))


def parts(doc: Doc, grammar: Grammar, i: int) -> bool:
    """The sign at `i` stands between two units."""
    sign = doc[i].norm_
    return sign == "," or bool(set(sign) & STRONG) or (sign == "và" and grammar.unit(i + 1) is not None)
