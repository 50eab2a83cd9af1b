"""Vietnamese numbers, in figures and in words: "5.000", "4,2 triệu", "06", "mười lăm", "30 (ba mươi)".

`parse_number` reads a whole string, `find_numbers` finds numbers in running text. Official prose writes a dot between
thousands and a comma before decimals; of a number written both ways ("30 (ba mươi)") the figures count.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from nlp.mention import Mention

FIGURES = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d+(?:[.,]\d+)?)"
"""A regular expression for a number in figures, without a group: 5.000 · 1.234,5 · 1,500,000 · 06 · 4,2."""

DIGITS = {
    **{"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5},
    **{"sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9},
}
SCALES = {"trăm": 10**2, "nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
ALONE = ("một", "hai", "ba", "bốn", "sáu", "bảy", "bẩy", "tám", "chín", "mười")
"""Words that are a number by themselves in running text: there "năm" is a year and "không" is "no"."""
NEVER_FIRST = ("lẻ", "linh", "mươi", "mốt", "lăm", "nhăm", "tư", "rưỡi", *SCALES)

_word = "|".join(sorted({*DIGITS, *SCALES, "mười", "mươi", "chục", "lẻ", "linh", "rưỡi"}, key=len, reverse=True))
_words = re.compile(rf"(?<![^\W_])(?:{_word})(?![^\W_])(?:[\s-]{{1,3}}(?:{_word})(?![^\W_])){{0,20}}", re.IGNORECASE)
_figures = re.compile(rf"(?<![^\W_])({FIGURES})((?:\s?(?:{'|'.join(SCALES)})(?![^\W_])){{0,3}})", re.IGNORECASE)
_half = re.compile(r"\s{1,3}rưỡi(?![^\W_])", re.IGNORECASE)
_gloss = re.compile(r"\s{0,3}\(([^()]{1,80})\)")
_start = re.compile(rf"(?<![^\W_])(?:\d|(?:{_word})(?![^\W_]))", re.IGNORECASE)


def parse_number(text: str) -> float | None:
    """The number that the whole of `text` is ("4,2 triệu", "mười lăm", "năm (05)"), or None."""
    text = text.strip()
    end, value = _figures_at(text, 0) or _words_at(text, 0) or (0, Decimal(0))
    return float(value) if end and end == len(text) else None


def find_numbers(text: str) -> Iterator[Mention[float]]:
    """Every number in `text`, in order and not overlapping; single words only where they are in `ALONE`."""
    at = 0
    while start := _start.search(text, at):
        at = start.end()
        if found := _figures_at(text, start.start()) or _words_at(text, start.start()):
            end, value = found
            written = text[start.start() : end]
            if start[0].isdigit() or len(written.split()) > 1 or written.lower() in ALONE:
                yield Mention(start.start(), end, written, float(value), "number")
                at = end


def read_figures(figures: str) -> Decimal:
    """The number that `figures`, as `FIGURES` matches them, are: a lone comma stands before decimals."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", figures):
        return Decimal(figures.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?", figures):
        return Decimal(figures.replace(",", ""))
    return Decimal(figures.replace(",", "."))


def read_words(words: Sequence[str]) -> Decimal | None:
    """The number that number words, in lower case, make together ("hai", "triệu", "rưỡi"), or None."""
    if not words or words[0] in NEVER_FIRST:
        return None
    total, scale, group = Decimal(0), 0, list[str]()
    for word in words:
        if word in SCALES and word != "trăm":
            below = _below_thousand(group)
            if group and below is None:
                return None
            if below is None or SCALES[word] > scale > 0:  # "năm nghìn tỷ": the scales multiply
                total = (total + (below or 0)) * SCALES[word]
            else:
                total += below * SCALES[word]
            scale, group = SCALES[word], []
        elif word == "rưỡi":
            if group or not scale:
                return None
            total += Decimal(scale) / 2
        else:
            group.append(word)
    below = _below_thousand(group)
    return None if group and below is None else total + (below or 0)


def _below_thousand(words: Sequence[str]) -> int | None:
    """0 to 999: [<digit> trăm] [lẻ <digit> | mười [<digit>] | <digit> mươi [<digit>] | <digit>]."""
    match words:
        case [digit, "trăm"] if digit in DIGITS:
            return 100 * DIGITS[digit]
        case [digit, "trăm", "lẻ" | "linh", last] if digit in DIGITS and last in DIGITS:
            return 100 * DIGITS[digit] + DIGITS[last]
        case [digit, "trăm", last] if digit in DIGITS and last in DIGITS:
            return 100 * DIGITS[digit] + 10 * DIGITS[last]  # "một trăm hai" is said for 120
        case [digit, "trăm", *rest] if digit in DIGITS and (low := _below_thousand(rest)) is not None:
            return 100 * DIGITS[digit] + low
        case [digit] if digit in DIGITS:
            return DIGITS[digit]
        case ["mười" | "chục"]:
            return 10
        case ["mười", last] if last in DIGITS:
            return 10 + DIGITS[last]
        case [digit, "mươi" | "chục"] if digit in DIGITS:
            return 10 * DIGITS[digit]
        case [digit, "mươi", last] if digit in DIGITS and last in DIGITS:
            return 10 * DIGITS[digit] + DIGITS[last]
        case [digit, "mốt" | "tư" | "lăm" | "nhăm" as last] if digit in DIGITS:
            return 10 * DIGITS[digit] + DIGITS[last]  # "hai lăm" is said for 25
    return None


def _figures_at(text: str, start: int) -> tuple[int, Decimal] | None:
    """(end, value) of the figures at `start`, with their scales and what they add: "2 triệu 500 nghìn"."""
    end, total, least = start, Decimal(0), 0
    while match := _figures.match(text, end):
        scale = 1
        for word in match[2].lower().split():
            scale *= SCALES[word]
        if least and not 1 < scale < least:
            break
        total, least, end = total + read_figures(match[1]) * scale, scale, match.end()
        if scale > 1 and (half := _half.match(text, end)):
            return half.end(), total + Decimal(scale) / 2
        if scale == 1 or text[end : end + 1] != " ":
            break
        end += 1
    if end == start:
        return None
    end -= text[end - 1] == " "
    gloss = _gloss.match(text, end)
    return (gloss.end() if gloss and _words.fullmatch(gloss[1].strip()) else end), total


def _words_at(text: str, start: int) -> tuple[int, Decimal] | None:
    """(end, value) of the longest number in words at `start`, with its figures if they follow: "năm (05)"."""
    if not (match := _words.match(text, start)):
        return None
    words = list(re.finditer(r"[^\W_]+", match[0]))
    for count in range(len(words), 0, -1):
        value = read_words([word[0].lower() for word in words[:count]])
        if value is not None:
            end = start + words[count - 1].end()
            if (gloss := _gloss.match(text, end)) and re.fullmatch(FIGURES, gloss[1].strip()):
                return gloss.end(), read_figures(gloss[1].strip())
            return end, value
    return None
