"""Measured numbers in running text: how much of what, and compared how.

`find_quantities` reads figures and words, percentages, money, counts, ranges ("từ 85 đến 90%"), parts of a whole
("78/78 đơn vị") and changes ("từ 10 ngày còn 09 ngày"). Dates, document numbers, numbers of articles and labels of
points are no quantities. The wordings are in `knowledge/quantities.toml`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest

from models.records import Comparator
from nlp.measures.vocabulary import PERCENT, Kind, key, read_unit, vocabulary
from nlp.mention import Mention
from nlp.numerals import FIGURES, find_numbers

NEAR = 60
"""Characters before a number in which the words that compare it are looked for."""
AROUND = 120
"""Characters on both sides of a number in which what makes it no quantity is looked for."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """`value` of `unit`, millions and billions multiplied out; `of` the whole in "27/78".

    `value_max` is a range's upper end, `was` the value before a change ("từ 10 ngày còn 09 ngày"). `figures` is where
    the number begins in the text: before it stand the words that compare it, which belong to the mention.
    """

    value: float
    unit: str | None
    kind: Kind
    comparator: Comparator
    figures: int
    value_max: float | None = None
    of: float | None = None
    was: float | None = None


def find_quantities(text: str) -> tuple[Mention[Quantity], ...]:
    """Every measured number of `text` in order, with the words that compare it and its unit."""
    found: list[Mention[Quantity]] = []
    for number in _measured_numbers(text):
        inside = found and number.start < found[-1].end  # "bé trai/100 bé gái"
        if not inside and (mention := _read_quantity(text, number)):
            found.append(mention)
    return tuple(_carried(text, list(_joined(text, found))))


def _read_quantity(text: str, number: "_Number") -> Mention[Quantity] | None:
    """What `number` measures; None where nothing says that it measures."""
    unit, kind, scale, end = read_unit(text, number.end)
    comparator, start = _compare_before(text, number.start)
    if _rank.search(text, max(0, number.start - NEAR), number.start):
        unit, kind, end = None, "rank", number.end
        if after := _or_beyond.match(text, end):  # "xếp thứ 10 trở lên" is the tenth or better
            comparator, end = ("le" if key(after[1]) == "trở lên" else "ge"), after.end()
    elif (after := vocabulary().after.match(text, end)) and (
        text[end : after.start(1)].strip() in ("", "mới") or text[start : start + 2].lower() == "từ"
    ):
        comparator, end = vocabulary().after_means[key(after[1])], after.end()
    if kind == "bare" and not (
        start < number.start or number.upper or _stated.search(text, max(0, start - NEAR), start)
    ):
        return None
    if unit and unit[0].isupper() and not unit[:2].isupper() and _is_label(text, number.start, end):
        return None
    quantity = Quantity(float(number.value * scale), unit, kind, comparator, number.start)
    upper = None if number.upper is None else float(number.upper * scale)
    if number.part:
        quantity = replace(quantity, of=upper)
    elif upper is not None:
        moved = comparator in ("increase", "decrease")
        quantity = replace(quantity, value_max=upper, comparator=comparator if moved else "between")
    return Mention(start, end, text[start:end], quantity, f"quantity/{kind}")


def _is_label(text: str, start: int, end: int) -> bool:
    """Whether "2 Quyết định …" is a point without its dot, or a document in a list of documents."""
    opens = not text[max(0, start - 20) : start].rpartition("\n")[2].strip()
    return opens or bool(re.match(r"\s+(?:số\s+)?\d", text[end : end + 10]))


_rank = re.compile(
    r"\b(?:xếp|đứng|giữ|đạt|vị trí|vị thứ)(?:\s+(?:vị trí|hạng))?\s+(?:thứ|hạng|thứ hạng)\s+$", re.IGNORECASE
)
_or_beyond = re.compile(r"\s{1,3}(trở lên|trở xuống)(?!\w)", re.IGNORECASE)
_stated = re.compile(r"(?:\b(?:đạt|là|bằng|còn|chiếm|xuống|lên|mức|được)|:)\s*$", re.IGNORECASE)


# --- numbers -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Number:
    """Figures or words at `start`; `upper` the second number of a range, or of a part of a whole (`part`)."""

    start: int
    end: int
    value: Decimal
    upper: Decimal | None = None
    part: bool = False


_joint = re.compile(r"\s?%?\s{0,2}(?:(/)|[-–]|đến(?:\s+dưới)?|tới)\s{0,2}", re.IGNORECASE)


def _measured_numbers(text: str) -> Iterator[_Number]:
    """The numbers of `text` that nothing in `unmeasured` covers, ranges and parts of a whole as one."""
    numbers = _uncovered(text, [number for number in find_numbers(text) if _stands_alone(text, number)])
    skip = False
    for number, following in zip_longest(numbers, numbers[1:]):
        if skip:
            skip = False
            continue
        value = Decimal(str(number.value))
        joint = _joint.fullmatch(text, number.end, following.start) if following and number.text[0].isdigit() else None
        if not following or not joint:
            yield _Number(number.start, number.end, value)
            continue
        upper = Decimal(str(following.value))
        if _scale_of(number.text) == 1:  # "2 - 3 triệu": the scale is said once
            value *= _scale_of(following.text)
        skip = value <= upper or bool(joint[1])
        if not skip:
            yield _Number(number.start, number.end, value)
        elif value <= upper:  # of 39/30 neither is a part of the other: no measure
            yield _Number(number.start, following.end, value, upper, part=bool(joint[1]))


def _uncovered(text: str, numbers: list[Mention[float]]) -> list[Mention[float]]:
    """Those of `numbers` that do not begin where a pattern of `unmeasured` stands; ranks are kept."""
    unmeasured = vocabulary().unmeasured
    covered = [match.span() for window in _around(numbers) for match in unmeasured.finditer(text, *window)]
    kept, at = [], 0
    for number in numbers:
        while at < len(covered) and covered[at][1] <= number.start:
            at += 1
        bare = at == len(covered) or covered[at][0] > number.start
        if bare or _rank.search(text, max(0, number.start - NEAR), number.start):
            kept.append(number)
    return kept


def _around(numbers: list[Mention[float]]) -> Iterator[tuple[int, int]]:
    """(start, end) of the stretches of text, not overlapping, that hold `numbers` and what stands near them."""
    start = end = 0
    for number in numbers:
        if number.start - AROUND > end:
            if end:
                yield start, end
            start = number.start - AROUND
        end = number.end + AROUND
    if end:
        yield start, end


def _stands_alone(text: str, number: Mention[float]) -> bool:
    """Whether the number is a word of its own: "4G" holds none, "500m2" does."""
    if number.text[0].isdigit():
        before, after = text[max(0, number.start - 2) : number.start], text[number.end : number.end + 1]
        if before[-1:] == "/" and before[:1].isalpha() and after == " ":  # "30 hồ sơ/45 hồ sơ"
            return True
        if before[-1:] in ("_", "±") or (before[-1:] in ".,:/-–" and before[:1].isalnum()):
            return bool(re.fullmatch(r"\d[%/–-]|[^\W\d_][:,]|[%)][-–]", before))
        return not (after.isalpha() or after == "_") or bool(vocabulary().glued.match(text, number.end))
    word = number.text.lower()
    if text[number.end : number.end + 4] == " số ":  # "một số"
        return False
    if word in ("một", "hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười"):
        return bool(vocabulary().compare_word.search(text, max(0, number.start - NEAR), number.start))
    return True


def _scale_of(written: str) -> Decimal:
    """What the words after its figures multiply a number by ("12,7 nghìn tỷ")."""
    match = re.match(FIGURES, written)
    scale = Decimal(1)
    for word in written[match.end() if match else 0 :].lower().split():
        scale *= vocabulary().scales.get(word, 1)
    return scale


# --- comparators ---------------------------------------------------------------------------------------------------


def _compare_before(text: str, at: int) -> tuple[Comparator, int]:
    """(comparator, where its words begin) of the number at `at`: words that compare, then words of change."""
    knowledge = vocabulary()
    comparator: Comparator = "eq"
    start = at
    begin = max(0, at - NEAR)
    if compared := knowledge.compare.search(text, begin, at):
        comparator, start = knowledge.compare_means[key(compared[1])], compared.start(1)
    changed = _direction.search(text, begin, start)
    if not changed and comparator in ("eq", "ge", "gt", "approx") and PERCENT.match(text, _figures_end(text, at)):
        moved = _object.search(text, max(0, start - 2 * NEAR), start)
        if moved and (comparator in ("ge", "gt") or not moved["thing"].startswith("thu ")):  # "giảm tỷ lệ hộ nghèo 1%"
            return ("increase" if key(moved["change"]).startswith("tăng") else "decrease"), start
    if changed:
        towards = key(changed["towards"] or "")
        if not towards and comparator != "lt":  # "giảm dưới 50%" is down to below
            comparator = "increase" if key(changed["change"]).startswith(("tăng", "nâng")) else "decrease"
        start = changed.start()
    return comparator, start


def _figures_end(text: str, at: int) -> int:
    match = _range.match(text, at)
    return match.end() if match else at


_range = re.compile(rf"{FIGURES}(?:\s{{0,2}}%?\s{{0,2}}(?:[-–]|đến)\s{{0,2}}{FIGURES})?")
_object = re.compile(
    r"(?:^|[,;:(\n]\s*|[-+]\s|\s(?:và|phấn đấu|mục tiêu|đảm bảo|bảo đảm|để|tiếp tục)\s+)"
    r"(?P<change>giảm|tăng|cắt giảm|tiết giảm|tinh giản|tinh giảm|rút ngắn|tiết kiệm)\s+(?!trưởng|cường|tốc)"
    r"(?P<thing>(?:(?!(?:đạt|còn|xuống|lên|là|thành|chiếm|có|để|cho)(?!\w))[^,;.:()\d]){2,80})$",
    re.IGNORECASE,
)
_filler = (
    r"(?:thêm|bớt|bình quân|trung bình|mỗi năm|hàng năm|hằng năm|trong giai đoạn này|đạt|được|khoảng|ít|nhất|ngay|gấp)"
)
_direction = re.compile(
    rf"(?<!độ\s)(?<!mức\s)(?<!lệ\s)(?<!gia\s)(?<!thu\s)(?<!nguồn\s)(?<!sự\s)(?<!việc\s)(?<!được\s)\b"
    rf"(?P<change>tăng trưởng thêm|tăng thu|giảm chi|tăng|giảm|cắt giảm|tiết giảm|tinh giản|tinh giảm|rút ngắn"
    rf"|tiết kiệm|nâng)"
    rf"(?:\s{{1,3}}{_filler}){{0,6}}(?P<towards>\s{{1,3}}(?:xuống còn|xuống|còn|lên|thành|lên thành))?\s{{0,3}}$",
    re.IGNORECASE,
)
_became = re.compile(
    r"[^;.\n]{0,40}?\b(?:xuống còn|còn|xuống|thành|lên thành|lên tới|lên)"
    r"(?:\s+(?:khoảng|dưới|trên|tối đa|không quá))?\s*",
    re.IGNORECASE,
)
_until = re.compile(r"\s*(?:đến|tới|[-–])\s*(?:dưới|không quá|tối đa)?\s*", re.IGNORECASE)


def _joined(text: str, found: list[Mention[Quantity]]) -> Iterator[Mention[Quantity]]:
    """`found`, two joined where they are one: "từ X còn Y" is Y that was X, "từ X đồng đến Y đồng" a range."""
    last: Mention[Quantity] | None = None
    for mention in found:
        if last and (joined := _join(text, last, mention)):
            mention = joined
        elif last:
            yield last
        last = mention
    if last:
        yield last


def _carried(text: str, found: list[Mention[Quantity]]) -> Iterator[Mention[Quantity]]:
    """`found`, a cut said once for several things given to each: "giảm 30% thời gian, 20% chi phí"."""
    last: Mention[Quantity] | None = None
    for mention in found:
        value = mention.value
        if last and last.value.comparator == "decrease" and (value.kind, value.comparator) == ("percent", "eq"):
            listed = _listed.fullmatch(text, last.end, mention.start) and last.value.kind == "percent"
            if listed and not _of_its_own.match(text, mention.end):
                mention = replace(mention, value=replace(value, comparator="decrease"))
        yield mention
        last = mention


_listed = re.compile(
    r"\s(?:(?!(?:đạt|còn|xuống|tăng|có|được)(?!\w))[^,;.:()\d%]){2,80}?(?:,|,?\s{1,3}và)\s{1,3}", re.IGNORECASE
)
_of_its_own = re.compile(r"[^,;.:()]{0,120}?(?<!\w)(?:đạt|được|có|hoàn thành|sử dụng|trở lên)(?!\w)", re.IGNORECASE)
_plan = re.compile(r"\s{1,3}(?:kế hoạch|chỉ tiêu|dự toán)(?!\w)", re.IGNORECASE)


def _join(text: str, first: Mention[Quantity], second: Mention[Quantity]) -> Mention[Quantity] | None:
    gap = text[first.end : second.value.figures]
    one, other = first.value, second.value
    if len(gap) > NEAR:
        return None
    if re.fullmatch(r"\s*\(\s*", gap) and (one.value, one.unit) == (other.value, other.unit):  # said again in words
        return replace(first, end=second.end, text=text[first.start : second.end])
    if gap.strip() == "/" and one.unit == other.unit and (one.value <= other.value or _plan.match(text, second.end)):
        joined = replace(one, of=other.value)
        return Mention(first.start, second.end, text[first.start : second.end], joined, "quantity/part")
    if not re.search(r"(?i)\btừ\s{1,3}(?:mức\s)?$", text[max(0, one.figures - 8) : one.figures]):
        return None
    whole = replace(second, start=first.start, text=text[first.start : second.end])
    unit = other.unit or one.unit
    if one.kind == other.kind and _until.fullmatch(gap):
        joined = replace(
            other, unit=unit, comparator="between", value=one.value, value_max=other.value, figures=one.figures
        )
        return replace(whole, value=joined, rule="quantity/range")
    if _became.fullmatch(gap):
        stays = other.comparator in ("lt", "gt", "le", "approx")
        joined = replace(
            other, unit=unit, was=one.value, comparator=other.comparator if stays else "eq", figures=one.figures
        )
        return replace(whole, value=joined, rule="quantity/change")
    return None
