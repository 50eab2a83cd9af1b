"""Units in running text, and where nothing but units is written: each in order, not overlapping."""

import re
from collections.abc import Collection
from dataclasses import replace

from spacy.tokens import Doc

from models.records import Unit
from nlp.language import vietnamese
from nlp.mention import Mention
from nlp.units.abbreviations import defined_after
from nlp.units.grammar import Grammar, Span
from nlp.units.shortened import listed
from nlp.units.vocabulary import Clues

STRONG = frozenset(";\n|")
SIGNS = re.compile(r"[\s,;/|•+*.:-]+|và")


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
        if found and span.rule == "position" and doc[i].text == "lãnh" and doc[i].idx == found[-1].end + 1:
            i += 2  # "Đảng ủy UBND tỉnh | lãnh đạo | UBND tỉnh …": what the first is to do
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


def split_units(text: str) -> tuple[Mention[Unit], ...]:
    """Each unit of a cell or label line that holds nothing else, known or not.

    "Sở Nội vụ, Tài chính; UBND các xã, phường" is three. Names in no table are parted at their separators; what can be
    nobody ("Sau khi tiếp nhận hồ sơ", "Địa chỉ: …") is left out, or still belongs to the name before it
    ("Đơn vị thoát nước được giao vận hành, | bảo trì hệ thống").
    """
    doc = vietnamese()(text)
    grammar = Grammar(doc)
    spans: list[Span] = []
    i = 0
    while i < len(doc):
        if SIGNS.fullmatch(doc[i].norm_):
            i += 1
            continue
        if doc[i].text == "(" and (is_role(grammar, i + 1) or not is_somebody(grammar, i + 1)):
            i = after_bracket(doc, i)
            continue
        if not grammar.clues.capital[i] and not grammar.clues.begins(i) and (stop := grammar.clues.end("stop", i)) > i:
            i = next_unit(doc, grammar, stop)  # what the units are told, or what for: "chủ trì", "với các tiêu chuẩn …"
            continue
        span = grammar.unit(i) or grammar.unit(grammar.clues.end("each", i))
        if span and (span.end >= len(doc) or SIGNS.fullmatch(doc[span.end].norm_) or grammar.clues.begins(span.end)):
            spans += listed(grammar, span)
        elif span or is_somebody(grammar, i) or holds_office(doc, grammar, i):
            spans.append(as_written(doc, grammar, i, span))
        elif spans and goes_on(doc, grammar, spans[-1], i):
            spans[-1] = replace(spans[-1], end=as_written(doc, grammar, i, None).end)
        else:
            i = after_nobody(doc, grammar, i)
            continue
        i = spans[-1].end
    return tuple(mention(doc, span) for span in spans)


def is_somebody(grammar: Grammar, i: int) -> bool:
    """Whether a name in no table may begin at `i`: with a word for a body or a person, or as a proper name."""
    clues = grammar.clues
    i += clues.norm(i).isdigit()  # "02 hộ kinh doanh"
    i = clues.end("each", i)
    if any(clues.at(role, i) for role in ("title", "area", "place", "province")):
        return True
    noun = max(clues.end(role, i) for role in ("somebody", "noun", "head"))
    if noun > i:
        act = clues.end("stop", i) == noun and clues.at("stop", noun)  # "Tổ chức thực hiện …"
        return not act and clues.end("not_head", i) <= noun and not (noun == i + 1 and clues.in_word(i))
    return is_proper(clues, i)


def holds_office(doc: Doc, grammar: Grammar, i: int) -> bool:
    """Whether what begins at `i` is the unread post of an office: "Bộ tướng Bộ Nội vụ", "Cán sự Sở Y tế"."""
    clues, j = grammar.clues, i
    while clues.capital[i] and j < len(doc) and clues.words[j].isalpha() and not clues.at("stop", j):
        if j > i and clues.capital[j] and clues.head(j):
            return grammar.unit(j) is not None
        j += 1
    return False


def is_proper(clues: Clues, i: int) -> bool:
    """A proper name or a short form at `i`: "MobiFone", "Viettel Nghệ An", "TCKT"; no sentence's first word."""
    if not clues.capital_at(i) or clues.at("stop", i):
        return False
    word = clues.words[i]
    after = clues.words[i + 1] if i + 1 < clues.length else ""
    return word[1:] != word[1:].lower() or not after[:1].isalnum() or after[:1].isupper()


def goes_on(doc: Doc, grammar: Grammar, before: Span, i: int) -> bool:
    """Whether the words at `i`, in small letters after a comma, still say who `before` is, whom no table knows."""
    clues = grammar.clues
    head = clues.at("head", before.start)
    free = before.rule in ("as written", "group") or (head is not None and head.phrase.goes_on == "name")
    return free and not clues.capital[i] and doc[i - 1].text == "," and before.end == i - 1


def after_nobody(doc: Doc, grammar: Grammar, i: int) -> int:
    """Where to read on after words that name nobody: at the next part; past all of an address, and of an order."""
    clues = grammar.clues
    stop = clues.end("stop", i)
    if stop > i and (stop == len(doc) or SIGNS.fullmatch(doc[stop].norm_) or clues.begins(stop)):
        return stop  # "Chủ trì: | Sở Nội vụ"
    whole = bool(clues.at("address", i)) or (stop > i and not clues.at("preface", i))
    while i < len(doc) and not set(doc[i].norm_) & STRONG and (whole or not parts(doc, grammar, i)):
        i += 1
    return i


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
    """A remark like "(chủ trì)" or "(Địa chỉ: …)", not a part of the unit like "(Trung tâm Dữ liệu quốc gia)"."""
    return any(grammar.clues.at(role, i) for role in ("aside", "stop", "address"))


def after_bracket(doc: Doc, i: int) -> int:
    """The token after the bracket that opens at `i`; the text's end where it does not close."""
    return next((k + 1 for k in range(i, len(doc)) if doc[k].text == ")"), len(doc))


def parts(doc: Doc, grammar: Grammar, i: int) -> bool:
    """The sign at `i` stands between two units."""
    sign = doc[i].norm_
    return sign == "," or bool(set(sign) & STRONG) or (sign == "và" and grammar.unit(i + 1) is not None)


def mention(doc: Doc, span: Span) -> Mention[Unit]:
    """The tokens of `span` as a mention in the text of `doc`."""
    piece = doc[span.start : span.end]
    own = doc[span.named or span.start : span.end]
    name = " ".join(f"{span.completed} {own.text}".split())
    return Mention(piece.start_char, piece.end_char, piece.text, Unit(name=name, group=span.group), span.rule)
