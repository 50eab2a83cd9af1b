"""Repair by official form: numbers of documents, Roman numerals, points and dates against their grammar (`settle`).

Each rule leaves one reading only; where two are left, what was read stays. No digit becomes another digit: a letter
that stands where form wants a digit becomes the digit that it looks like.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from extract.raster.ocr import Token

SURE_OF_FORM = 0.85
"""The most that a token settled by form is believed."""


def settle(lines: Sequence[Sequence[Token]]) -> list[list[Token]]:
    """`lines` that read on from each other, with what form settles settled; `read_as` keeps what was read."""
    points = _Points()
    settled: list[list[Token]] = []
    before = ""
    for line in map(_joined, lines):
        settled.append([])
        for token, following in zip(line, [*line, None][1:], strict=True):
            text = _by_rules(token.text, before)
            if token is line[0]:
                text = points.settled(text, following.text if following else "")
            settled[-1].append(token if text == token.text else _changed(token, text))
            before = text
    return settled


@dataclass(frozen=True, slots=True)
class Rule:
    """`word` where `before` is the word before it: what it becomes, and an example."""

    before: re.Pattern[str]
    word: re.Pattern[str]
    becomes: Callable[[re.Match[str]], str | None]
    example: str


def _roman(most: int) -> Callable[[re.Match[str]], str | None]:
    """The Roman numeral, of at most `most`, that letters of its looks stand for: H is two strokes, l and | are one."""

    def becomes(found: re.Match[str]) -> str | None:
        numeral = found[1].translate(_STROKES)
        value = _ROMAN.get(numeral)
        return numeral + found[2] if value is not None and value <= most else None

    return becomes


def _digits(found: re.Match[str]) -> str | None:
    """The date that is left when letters that look like digits are read as such."""
    text = found[0].translate(_LOOKS_LIKE)
    day, month, *_ = (int(part) for part in re.findall(r"\d+", text)[:2]) if "/" in text else (int(text), 1)
    return text if 1 <= day <= 31 and 1 <= month <= 12 else None


def _number_without_stroke(found: re.Match[str]) -> str:
    parted = found[1].translate(_LOOKS_LIKE) + "/" + found[2]
    return _notation_of(parted)


def _notation(found: re.Match[str]) -> str | None:
    """The number of a document with its abbreviations as they are printed."""
    return _notation_of(found[0].replace("%", "/"))


def _notation_of(number: str) -> str:
    return "".join(_abbreviation(part) for part in re.split(r"([/\-&.,;:)]+)", number))


def _abbreviation(part: str) -> str:
    """An abbreviation of a document's number as it is printed: known whole, or by a letter read twice."""
    return _ABBREVIATIONS.get(part) or _TERM.sub("QH", _READ_TWICE.sub(lambda found: _ONCE[found[0]], part))


_STROKES = str.maketrans({"H": "II", "l": "I", "|": "I", "1": "I", "Ị": "I", "Í": "I", "Ì": "I", "Ỉ": "I", "Ï": "I"})
_LOOKS_LIKE = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1", "Š": "5", "§": "5"})
_ROMAN = {
    tens + ones: 10 * ten + one
    for ten, tens in enumerate(("", "X", "XX", "XXX"))
    for one, ones in enumerate(("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"))
    if ten or one
}

# Abbreviations in which Tesseract loses the stroke of Đ or the small g (Nghị định 30/2020/NĐ-CP, Phụ lục III).
_ABBREVIATIONS = {
    **dict.fromkeys(("QD", "QÐ", "OD", "OĐ", "0Đ", "ỌĐ", "QĐÐ"), "QĐ"),
    **dict.fromkeys(("ND", "NÐ", "NĐÐ"), "NĐ"),
    **dict.fromkeys(("HDND", "HÐND", "HĐNĐ", "HDNĐ"), "HĐND"),
    **dict.fromkeys(("UBNĐ", "ƯBND", "ỦBND", "UBÑD"), "UBND"),
    **dict.fromkeys(("TTe", "TTs", "TTø", "TTq", "TTG", "TIg", "TTp"), "TTg"),
    "BGDDT": "BGDĐT",
    "SGDDT": "SGDĐT",
    "BLDTBXH": "BLĐTBXH",
    "SLDTBXH": "SLĐTBXH",
    "NO": "NQ",
    "CD": "CĐ",
    "BCD": "BCĐ",
}

_ONCE = {"ĐÐ": "Đ", "ÐĐ": "Đ", "ÐÐ": "Đ", "TVW": "TW", "TIr": "TTr", "Tlr": "TTr", "Ð": "Đ"}
_READ_TWICE = re.compile("|".join(_ONCE))
"""Letters that Tesseract reads twice, or halves: no abbreviation has these in a row (12/TTr-SXD)."""

_TERM = re.compile(r"QH[I|l](?=1\d$)")
"""The National Assembly's term, a stroke too many: 34/2099/UBTVQH15."""

_ANY = re.compile("")
_OF_LAW = r"(?:N[QĐ]-CP|QĐ-TTg|TT-B[A-ZĐ]+|NQ-HĐND|QĐ-UBND|TTLT-[A-ZĐ-]+|(?:UBTV)?QH1\d)"
"""What follows the year in a number: only texts that bind everyone have one."""

_LISTED = r"\d{1,4}/(?:\d{4}/)?[A-ZĐÐƯ][\w&-]*"
"""A number before another in a list."""

_RULES = (
    Rule(re.compile(r"^(?:[Qq]u[ýy]|QUÝ)$"), re.compile(r"^([IVHl|ỊÍÌỈÏ]{1,4})(\W*)$"), _roman(4), "Quý HI → Quý III"),
    Rule(
        re.compile(r"^(?:Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN)$"),
        re.compile(r"^(?=.*[IVXH])([IVXHl|ỊÍÌỈÏ]{1,6})(\W*)$"),
        _roman(39),
        "Chương IH → Chương III",
    ),
    Rule(
        re.compile(r"^(?:[Kk]h[óo][aá]|lục|LỤC)$"),
        re.compile(r"^(?=.*[IVX])([IVXHl|ỊÍÌỈÏ]{2,6})(\W*)$"),
        _roman(39),
        "Khóa XHI → Khóa XIII",
    ),
    Rule(
        re.compile(r"^(?:Điều|điều|khoản|Khoản)$"),
        re.compile(r"^[LlI|]([.,;:]?)$"),
        lambda found: "1" + found[1],
        "Điều L → Điều 1",
    ),
    Rule(
        re.compile(r"^(?:Điều|điều|khoản|Khoản)$"),
        re.compile(r"^[iIl|](?=\d[.,;:]?$)"),
        lambda found: "1",
        "khoản i4 → khoản 14",
    ),
    Rule(
        re.compile(r"^(?:ngày|Ngày|tháng|đến|nhất|trong)$"),
        re.compile(r"^(?=.*\d)[\dOoIl|Š§]{2}$"),
        _digits,
        "ngày I6 → ngày 16",
    ),
    Rule(
        _ANY,
        re.compile(r"^(?=.*\d)[\dOoIl|]{1,2}/[\dOoIl|]{1,2}/[12][\dOoIl|]{3}(?=[.,;:)]*$)"),
        _digits,
        "l5/12/2020 → 15/12/2020",
    ),
    Rule(
        _ANY,
        re.compile(r"^\(?\d+/(?:\d{4}[/%])?[A-ZĐÐƯ]{2}[^\s%]*$"),
        _notation,
        "118/2025%ND-CP → 118/2025/NĐ-CP",
    ),
    Rule(
        re.compile(r"^n[ăa]m$"),
        re.compile(r"^(20[0-4])[!|lI](?=[.,;:)]*$)"),
        lambda found: found[1] + "1",
        "năm 202! → năm 2021",
    ),
    Rule(
        re.compile(rf"^(?:số|Số|số:|{_LISTED}[,;])$"),
        re.compile(r"^([\dIl|O]{1,4})((?:N[QO]|N[ĐD]|[QO][ĐD]|CT)-(?:CP|TT\w|UBND|HĐND|TW)\b)"),
        _number_without_stroke,
        "số 17NQ-CP → số 17/NQ-CP, and after another number: 01/NQ-CP, 02NQ-CP",
    ),
    Rule(
        re.compile("^(?:số|Số|số:)$"),
        re.compile(rf"^(\(?\d{{1,4}}/(?:19|20)\d\d)({_OF_LAW}\b[^\s%]*)"),
        lambda found: _notation_of(f"{found[1]}/{found[2]}"),
        "số 34/2099NĐ-CP → số 34/2099/NĐ-CP",
    ),
    Rule(
        re.compile("^[IVX]{1,5}[,;]$"),
        re.compile(r"^(?=.*H)([IVXH]{1,5})(\W*)$"),
        _roman(39),
        "khu vực I, II, HI → khu vực I, II, III",
    ),
    Rule(_ANY, re.compile(r"^['`´](?=[^\W\d_]{2}[^'`´]*$)"), lambda found: "", "'Yêu cầu → Yêu cầu"),
    Rule(_ANY, re.compile(r"(?<=^\(b/)[€©](?=\))"), lambda found: "c", "(b/€) → (b/c)"),
    Rule(_ANY, re.compile(r"^/[^\W\d_]{2,}[/-][^\s%]*$"), _notation, "/QD-UBND → /QĐ-UBND"),
)
"""What a word becomes, the first rule that fits. `ND` alone is a decree's: only after a number or a stroke."""


def _by_rules(text: str, before: str) -> str:
    for rule in _RULES:
        if rule.before.search(before) and (found := rule.word.search(text)):
            becomes = rule.becomes(found)
            if becomes is not None:
                return text[: found.start()] + becomes + text[found.end() :]
    return text


class _Points:
    """What opens the lines of a page: dashes, and points in their order."""

    def __init__(self) -> None:
        self.letter, self.number = "", 0

    def settled(self, text: str, after: str) -> str:
        if text in _DASHES and after[:1].isalpha():
            return "-"
        if found := re.fullmatch(r"(\S)\)", text):
            letter = found[1]
            wanted = _NEXT.get(self.letter)
            if letter in "©€¢" or (letter in "eo" and wanted == "c"):
                letter = "c"
            self.letter = letter
            return letter + ")"
        if found := re.fullmatch(r"(\d{1,2})\.", text):
            self.number = int(found[1])
        elif re.fullmatch(r"[§ŠS]\.", text) and self.number == 4:
            self.number = 5
            return "5."
        elif (found := re.fullmatch(r"(?=.*[IVXH])([IVXHl|]{1,5})(\.)", text)) and after[:2].isupper():
            return _roman(39)(found) or text
        return text


_DASHES = {"~", "—", "–", "_", "¬", "«", "»", "=", "~-", "-~", "•-"}
_NEXT = {"a": "b", "b": "c", "c": "d", "d": "đ", "đ": "e", "e": "g", "g": "h", "h": "i", "i": "k"}
"""The order of lettered points (Nghị định 30/2020/NĐ-CP, Phụ lục I): the Vietnamese alphabet without ă, â, ê, f, j."""


def _joined(line: Sequence[Token]) -> list[Token]:
    """What belongs together and was torn, put together again."""
    joined: list[Token] = []
    for token in line:
        before = joined[-2].text if len(joined) > 1 else ""
        whole = _whole(joined[-1].text, token.text, before) if joined else None
        if whole is None:
            joined.append(token)
        else:
            torn = f"{joined[-1].text} {token.text}"
            joined[-1] = replace(_changed(joined[-1], whole), read_as=torn, right=token.right)
    return joined


def _whole(text: str, rest: str, before: str) -> str | None:
    """One word of two: a date, a document's number, or a year whose last stroke stood apart ("năm 202 |")."""
    if re.fullmatch(r"20\d", text) and re.match(r"[|lI][.,;:)]*$", rest) and before.lower() == "năm":
        return text + "1" + rest[1:]
    if text[-1] in "/-" and (_DATE.fullmatch(text + rest) or _NUMBER.fullmatch(text + rest)):
        return text + rest
    return None


_DATE = re.compile(r"\(?\d{1,2}/(?:\d{1,2}/)?\d{4}[.,;:)]*")
_NUMBER = re.compile(r"\(?\d{1,5}/(?:\d{4}/)?[A-ZĐÐƯ][A-Za-zĐÐƯ0-9&]*(?:[-/][A-ZĐÐƯ][A-Za-zĐÐƯ0-9&]*)+[.,;:)]*")


def _changed(token: Token, text: str) -> Token:
    confidence = min(token.confidence, SURE_OF_FORM)
    return replace(token, text=text, read_as=token.read_as or token.text, confidence=confidence)
