"""The labels that open a point: "Điều 3.", "II.", "1.1.", "a)", "-"; as they are printed and as a scan damages them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extract.transcript import Block, Paragraph
from nlp.form.numbers import UPPER

Level = Literal[
    "document", "part", "chapter", "section", "subsection", "article", "capital", "roman", "arabic",
    "decimal", "bracketed", "letter", "small_roman", "dash", "plus", "bullet", "star",
]  # fmt: skip

BULLETS = ("dash", "plus", "bullet", "star")


@dataclass(frozen=True, slots=True)
class Mark:
    """A label in a paragraph: `at` where it begins, `start` where the point's own text begins.

    `bare` labels lack their full stop: "II NHIỆM VỤ". Only their place in the list tells that they are any.
    """

    level: Level
    ordinal: int
    label: str
    at: int
    start: int
    bare: bool = False


ALPHABET = "abcdđeghiklmnopqrstuvxy"
"""Points are lettered by the Vietnamese alphabet: after d) comes đ), there is no f), j), w) or z)."""

ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")

LABELS: tuple[tuple[Level, str], ...] = (
    ("part", r"(?P<label>(?:Phần|PHẦN)\s+(?:thứ\s+|THỨ\s+)?(?P<n>[IVX]{1,5}|\d{1,2}|[^\W\d]{2,4}))\s*(?:[.:–-]|$)"),
    ("chapter", r"(?P<label>(?:Chương|CHƯƠNG)\s+(?P<n>[IVXL]{1,6}|\d{1,2}))(?!\w)\s*[.:–-]?"),
    ("section", r"(?P<label>(?:Mục|MỤC)\s+(?P<n>[IVX]{1,5}|\d{1,2}))(?!\w|\s*,)\s*(?:[.:–-]|(?=[%U]{2})|$)"),
    ("subsection", r"(?P<label>(?:Tiểu mục|TIỂU MỤC)\s+(?P<n>\d{1,2}))\s*(?:[.:–-]|$)"),
    ("article", r"(?P<label>(?:Điều|ĐIỀU|Điêu|Ðiều)\s+(?P<n>\d{1,3}|[lLI])[a-zđ]?)\s*(?:[.:]|$)"),
    ("roman", r"(?P<n>[IVXLl]{1,6}|H|HI|HỊ)\s?(?:[./]|\s-|[-–](?=\s))\s*(?=[%U\[“\"(])"),
    ("capital", r"(?P<n>[A-HĐK])\s?[.)/–-]\s+(?=[%U])"),
    ("decimal", r"(?P<n>\d{1,2}(?:\.\d{1,2}){1,3})\s?[/–-]\s+(?=[%U])"),
    ("decimal", r"(?P<n>\d{1,2}(?:\.\d{1,2}){1,3})\s?[.)]?\s+(?=[^\W\d])"),
    ("arabic", r"(?P<n>\d{1,3}|[lI])\s?[.](?!\d)\s*(?=[^\s.])"),
    ("arabic", r"(?P<n>\d{1,2})\s?(?:/|-)\s+(?=[%U])"),
    ("bracketed", r"(?P<n>\d{1,2})\)\s*(?=\S)"),
    ("bracketed", r"\((?P<n>\d{1,2})\)\s*(?=[^\W\d])"),
    ("letter", r"(?P<n>[a-zđ])(?P<tail>\d?)\s?\)\s*(?=\S)"),
    ("letter", r"(?P<n>[a-zđ])(?P<tail>\d?)(?:\.|\s?[/–-])\s+(?=[%U])"),
    ("small_roman", r"\(?(?P<n>i{1,3}|iv|vi{0,3}|ix|x)\)\s*(?=\S)"),
    ("dash", r"[-–—−]\s*(?=[^\W\d]|\d+\s|[“\"(])"),
    ("plus", r"\+\s*(?=\S)"),
    ("star", r"\*{1,3}\)?\s*(?=\S)"),
    ("bullet", r"(?:[•●○◦▪■□◆✓✔➢►»›·]|[\uE000-\uF8FF])\s*(?=\S)"),
)  # fmt: skip
"""How a point begins; %U is any capital letter. The first row that fits is taken."""

MARKS = tuple((level, re.compile(pattern.replace("%U", UPPER))) for level, pattern in LABELS)

INLINE = re.compile(r"(?<=[.;:])\s+(?P<n>[a-zđ])\)\s+(?=[^\W\d])")
"""Points that run on in one paragraph: "… như sau: a) …; b) …"."""


def with_whole_labels(blocks: Sequence[Block]) -> list[Block]:
    """`blocks`, each label's word put to the number that follows it on a line of its own: "Điều | 2. Đối tượng …"."""
    whole: list[Block] = []
    for block in blocks:
        above = whole[-1] if whole else None
        if (
            isinstance(block, Paragraph)
            and isinstance(above, Paragraph)
            and LABEL_WORD.fullmatch(above.text)
            and NUMBER_OF_LABEL.match(block.text)
        ):
            whole[-1] = replace(above, lines=(*above.lines, *block.lines))
        else:
            whole.append(block)
    return whole


LABEL_WORD = re.compile(r"\s*(?:Điều|ĐIỀU|Chương|CHƯƠNG)\s*")
NUMBER_OF_LABEL = re.compile(r"(?:\d{1,3}|[IVX]{1,5})(?:\s*[.:]|\s*$)")


def marks(paragraph: Paragraph) -> list[Mark]:
    """The label that opens `paragraph`, and lettered ones that run on inside it from a) on."""
    text = paragraph.text
    scanned = paragraph.words[0].origin == "ocr" if paragraph.lines else False
    found = [m for m in [_opening(text) or (_damaged(text) if scanned else None) or _bare(text)] if m]
    inner = [
        Mark("letter", ALPHABET.index(m["n"]) + 1, m["n"], m.start("n"), m.end())
        for m in INLINE.finditer(text)
        if m["n"] in ALPHABET
    ]
    begun = found[0].ordinal if found and found[0].level == "letter" else 0
    for mark in inner:
        if mark.ordinal == begun + 1:
            found.append(mark)
            begun = mark.ordinal
    if begun == 1 and inner and not (found and found[0].level == "letter"):
        found = [m for m in found if m not in inner]  # a lone "a)" is a reference, no list
    return found


def _opening(text: str) -> Mark | None:
    for level, pattern in MARKS:
        match = pattern.match(text)
        if not match:
            continue
        groups = match.groupdict()
        printed = groups.get("label") or groups.get("n") or ""
        ordinal = _ordinal(level, groups.get("n") or "")
        if ordinal is None:
            continue
        label = " ".join(printed.split()) + (groups.get("tail") or "")
        if level == "article":
            label = re.sub(r"(?<= )[lLI]\b", "1", label)  # as a scan reads it
        if printed == "L" and ordinal == 1:
            label = "I"
        return Mark(level, ordinal, label, 0, match.end())
    return None


def _bare(text: str) -> Mark | None:
    """The Roman numeral without a full stop that opens a heading in capitals."""
    match = BARE.match(text)
    if not match or not text.isupper() or len(text.split()) > LONGEST_BARE or text.rstrip().endswith((",", ";")):
        return None
    ordinal = roman(match["n"])
    known = ordinal is not None and ordinal <= len(NUMERALS) and NUMERALS[ordinal - 1] == match["n"]
    return Mark("roman", ordinal, match["n"], 0, match.end(), bare=True) if ordinal and known else None


BARE = re.compile(r"(?P<n>[IVX]{1,5})\s+(?=[%U]{2})".replace("%U", UPPER))

LONGEST_BARE = 15
"""Words of a heading that a bare numeral opens."""

DAMAGED: tuple[tuple[Level, str, str], ...] = (
    ("dash", r"[~_][-_~]*\s*(?=[^\W_])", "~ Bộ Tư pháp"),
    ("roman", r"(?P<n>[IVXl1]{1,5}|H|HI|HỊ|TII|IH)\s?[.,]\s*(?=[%U]{2})", "1V, THỜI GIAN"),
    ("roman", r"(?P<n>[IVXLl1]{1,4}|H)\s+(?=[%U]{2,}(?:,? [%U]{2,})+)", "L MỤC ĐÍCH"),
    ("roman", r"(?P<n>[IVXLl1]{1,4}|H)\s+(?=(?:Mục đích|Nội dung|Nhiệm vụ|Tổ chức thực hiện)(?!\w))", "L Mục đích"),
    ("decimal", r"(?P<n>\d{1,2}(?:\.\d{1,2}){1,3})\s?[,;]\s+(?=[%U])", "1.1, Rà soát văn bản"),
    ("arabic", r"(?P<n>\d{1,2})\s?,\s+(?=[%U])", "2, Đoàn kiểm tra"),
    ("arabic", r"(?P<next>[^\w\s(\[“\"]|[ŠSØÓlI])\s?\.\s+(?=[%U])", "$. Kiểm tra"),
    ("letter", r"(?P<next>[^\s(]|[^\W\d]\W)\s?\)\s*(?=[%U])", "€) Chỉ đạo"),
)
"""Labels that a scan damaged, with an example; `next` is what only its place in the list tells."""

_DAMAGED = tuple((level, re.compile(pattern.replace("%U", UPPER))) for level, pattern, _ in DAMAGED)
_SPECKS = re.compile(r"[\\|`'\"„.,:;^ˆ_]{1,3}\s+(?=\S)")


def _damaged(text: str) -> Mark | None:
    """The label of a scanned paragraph that is none as it stands."""
    speck = _SPECKS.match(text)
    if speck:
        clean = _opening(text[speck.end() :])
        if clean:
            return replace(clean, start=clean.start + speck.end())
    return (_damaged_at(text, speck.end()) if speck else None) or _damaged_at(text, 0)


def _damaged_at(text: str, at: int) -> Mark | None:
    for level, pattern in _DAMAGED:
        match = pattern.match(text, at)
        if match is None:
            continue
        groups = match.groupdict()
        if groups.get("next"):
            return Mark(level, 0, "", 0, match.end())
        printed = (groups.get("n") or "").replace("1", "I") if level == "roman" else groups.get("n") or ""
        ordinal = _ordinal(level, printed)
        if ordinal is not None and not (level == "roman" and printed == "I"):
            return Mark(level, ordinal, "I" if printed == "L" else printed, 0, match.end())
    return None


def _ordinal(level: Level, printed: str) -> int | None:
    if level in BULLETS:
        return 0
    if level == "decimal":
        return int(printed.split(".")[-1])
    if level == "letter":
        return ALPHABET.index(printed) + 1 if printed in ALPHABET else None
    if level == "capital":
        return ALPHABET.index(printed.lower()) + 1
    if printed.isdigit():
        return int(printed)
    if printed.lower() in ORDINALS:
        return ORDINALS.index(printed.lower()) + 1
    if level in ("arabic", "article"):
        return 1  # l and I are misread ones
    value = roman(printed.replace("H", "II").replace("Ị", "I").replace("l", "I").upper())
    return value if value is None or value < 40 else roman(printed.replace("L", "I"))  # no list is that long


def roman(numeral: str) -> int | None:
    """The value of a Roman numeral in capitals, None where it is none."""
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    total = 0
    for here, after in zip(numeral, [*numeral[1:], ""], strict=True):
        if here not in values:
            return None
        total += -values[here] if after and values[here] < values.get(after, 0) else values[here]
    return total if total > 0 else None


def numbered(mark: Mark, ordinal: int) -> Mark:
    """`mark` with `ordinal`, and the label that is printed for it."""
    if mark.level == "letter":
        label = ALPHABET[ordinal - 1 : ordinal] or mark.label
    elif mark.level == "roman":
        label = NUMERALS[ordinal - 1] if ordinal <= len(NUMERALS) else mark.label
    else:
        label = str(ordinal)
    return replace(mark, ordinal=ordinal, label=label)


NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
