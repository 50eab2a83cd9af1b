"""How right a parse is: precision, recall and F1 a field, against gold answers (`vanthu evaluate`).

Records are paired one to one by the words of their `content`, best pairs first; targets and results need an equal value
too. What is missing or spare counts against finding; the fields of a record are counted end to end, so a field of a
gold record that was not found is missed, and one of a spare record is a false alarm. What an answer leaves out (an
answer of a letterhead only has no "tasks") is not counted.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Answer = Mapping[str, Any]
"""A document's records as contract JSON, of a parse or of a gold answer (there a UNIT is a plain string)."""

PAIR = 0.5
"""Share of common words from which on two tasks are the same."""

PAIR_WITH_VALUE = 0.3
"""The same for targets and results, whose equal value says much already."""

SAME_UNIT = 0.85
SAME_SUBJECT = 0.9
SAME_MEASURE = 0.8

Words = list[str]


@dataclass(frozen=True, slots=True)
class Score:
    """`hit` right of `said` found and of `gold` that are there."""

    hit: int = 0
    said: int = 0
    gold: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.hit + other.hit, self.said + other.said, self.gold + other.gold)

    @property
    def precision(self) -> float:
        return self.hit / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(slots=True)
class Scores:
    """A score a field, in the order of first meeting."""

    fields: dict[str, Score] = field(default_factory=dict)

    def add(self, name: str, score: Score) -> None:
        self.fields[name] = self.fields.get(name, Score()) + score

    def __add__(self, other: "Scores") -> "Scores":
        both = Scores(dict(self.fields))
        for name, score in other.fields.items():
            both.add(name, score)
        return both


def evaluate(gold: Answer, parsed: Answer) -> Scores:
    """The scores of one document; `parsed` is empty for one that was not parsed."""
    scores = Scores()
    _letterhead(gold.get("dispatch") or {}, parsed.get("dispatch") or {}, scores)
    if "citations" in gold:
        _citations(gold["citations"], parsed.get("citations") or [], scores)
    for kind in ("tasks", "targets", "results"):
        if kind in gold:
            _records(kind, gold[kind], parsed.get(kind) or [], scores)
    return scores


def _letterhead(gold: Answer, parsed: Answer, scores: Scores) -> None:
    def value(name: str, same: Callable[[Any, Any], bool]) -> None:
        scores.add(f"dispatch.{name}", _value(gold.get(name), parsed.get(name), same))

    value("number", _same_letters)
    value("issued_on", _same_letters)
    value("kind", _same_words)
    issuers = [[side["issuer"]] if side.get("issuer") else [] for side in (gold, parsed)]
    scores.add("dispatch.issuer", _units(issuers[0], issuers[1]))
    value("subject", lambda a, b: overlap(words(a), words(b)) >= SAME_SUBJECT)
    signers = [(side.get("signer") or {}).get("name") for side in (gold, parsed)]
    scores.add("dispatch.signer", _value(signers[0], signers[1], _same_words))


def _citations(gold: Sequence[Answer], parsed: Sequence[Answer], scores: Scores) -> None:
    wanted, found = ({_letters(c["number"]): c for c in side if c.get("number")} for side in (gold, parsed))
    both = wanted.keys() & found.keys()
    scores.add("citations", Score(len(both), len(found), len(wanted)))
    dated = [bool(wanted[k].get("issued_on")) and wanted[k]["issued_on"] == found[k].get("issued_on") for k in both]
    said, true = (sum(bool(c.get("issued_on")) for c in side.values()) for side in (found, wanted))
    scores.add("citations.issued_on", Score(sum(dated), said, true))


def _records(kind: str, gold: Sequence[Answer], parsed: Sequence[Answer], scores: Scores) -> None:
    pairs = pair(gold, parsed, by_value=kind != "tasks")
    scores.add(kind, Score(len(pairs), len(parsed), len(gold)))
    matched = dict(pairs)
    together: list[tuple[Answer, Answer]] = [(gold[i], parsed[j]) for i, j in pairs]
    alone: list[tuple[Answer, Answer]] = [(g, {}) for i, g in enumerate(gold) if i not in matched]
    alone += [({}, p) for j, p in enumerate(parsed) if j not in matched.values()]
    for g, p in together + alone:
        for role in ("lead", "support") if kind == "tasks" else ("owners",):
            scores.add(f"{kind}.{role}", _units(g.get(role), p.get(role)))
        if kind != "results":
            wanted, found = _deadline(g.get("deadline")), _deadline(p.get("deadline"))
            hit = wanted is not None and wanted == found
            scores.add(f"{kind}.deadline", Score(int(hit), int(found is not None), int(wanted is not None)))
    for g, p in together if kind != "tasks" else ():
        for name in ("comparator", "unit") if kind == "targets" else ("of", "unit"):
            near = _value(g.get(name), p.get(name), lambda a, b: overlap(words(a), words(b)) >= SAME_MEASURE)
            scores.add(f"{kind}.{name}", near)


def pair(gold: Sequence[Answer], parsed: Sequence[Answer], *, by_value: bool) -> list[tuple[int, int]]:
    """(index in `gold`, index in `parsed`) of records that are the same one."""
    near: list[tuple[float, float, int, int, int]] = []
    for i, g in enumerate(gold):
        for j, p in enumerate(parsed):
            if by_value and float(g.get("value") or 0) != float(p.get("value") or 0):
                continue
            share = overlap(words(g["content"]), words(p.get("content")))
            if by_value and g.get("measure"):
                share = max(share, overlap(words(g.get("measure")), words(p.get("measure"))))
            if share >= (PAIR_WITH_VALUE if by_value else PAIR):
                near.append((round(share, 2), _likeness(g, p), -abs(i - j), i, j))
    pairs: dict[int, int] = {}
    for _, _, _, i, j in sorted(near, reverse=True):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return list(pairs.items())


def _likeness(gold: Answer, parsed: Answer) -> float:
    """Tells twins apart, which read alike: by lead and deadline."""
    lead = _units(gold.get("lead"), parsed.get("lead"))
    return lead.hit / max(lead.gold, 1) + (_deadline(gold.get("deadline")) == _deadline(parsed.get("deadline")))


def _value(gold: Any, parsed: Any, same: Callable[[Any, Any], bool]) -> Score:
    return Score(int(bool(gold) and bool(parsed) and same(gold, parsed)), int(bool(parsed)), int(bool(gold)))


def _units(gold: Sequence[Any] | None, parsed: Sequence[Any] | None) -> Score:
    wanted, found = _spellings(gold), _spellings(parsed)
    left, hits = list(found), 0
    for unit in wanted:
        match = next((n for n, other in enumerate(left) if _same_unit(unit, other)), None)
        if match is not None:
            del left[match]
            hits += 1
    return Score(hits, len(found), len(wanted))


def _spellings(units: Iterable[Any] | None) -> list[list[Words]]:
    """Each unit by all its names: a parsed one has a name and a canonical one, a gold one is a string."""
    names = ([unit] if isinstance(unit, str) else [unit.get("name"), unit.get("canonical")] for unit in units or ())
    return [[words(name) for name in known if name] for known in names]


def _same_unit(gold: Sequence[Words], parsed: Sequence[Words]) -> bool:
    return any(_same_name(g, p) for g in gold for p in parsed)


def _same_name(gold: Words, parsed: Words) -> bool:
    g, p = _untitled(gold), _untitled(parsed)
    if g == p or overlap(gold, parsed) >= SAME_UNIT:
        return True
    return min(len(g), len(p)) > 8 and (g.startswith(p) or p.startswith(g))


def _untitled(name: Words) -> str:
    """A name without the title of the person who stands for the unit: "giám đốc sở nội vụ" is its sở."""
    text = " ".join(name)
    for title in TITLES:
        text = re.sub(rf"^{title}( các)? ", "", text)
    return text


def _deadline(deadline: Answer | None) -> tuple[Any, ...] | None:
    """What of a deadline must agree: its kind, its end (unless it is counted from an event), its start when it is a
    period, its recurrence in any order of parts, its duration."""
    if not deadline:
        return None
    relative = deadline.get("relative") or {}
    rule = sorted((deadline.get("rrule") or "").upper().replace("RRULE:", "").split(";"))
    start = deadline.get("start") if deadline["kind"] == "during" else None
    end = None if relative else deadline.get("end")
    return deadline["kind"], start, end, rule, relative.get("duration"), bool(relative.get("working_days"))


def _letters(text: Any) -> str:
    return re.sub(r"\s", "", str(text)).upper()


def _same_letters(a: Any, b: Any) -> bool:
    return _letters(a) == _letters(b)


def _same_words(a: Any, b: Any) -> bool:
    return overlap(words(a), words(b)) >= 1


def overlap(a: Words, b: Words) -> float:
    """The share of common words, repetitions counted: 1 for the same words in any order."""
    if not a or not b:
        return float(a == b)
    return 2 * sum((Counter(a) & Counter(b)).values()) / (len(a) + len(b))


def words(text: Any) -> Words:
    """`text` in small letters as words, tone marks in one place, common abbreviations spelt out."""
    lower = unicodedata.normalize("NFC", str(text or "")).lower()
    spelt = re.sub(r"[\w&,]+", lambda m: ABBREVIATIONS.get(m[0].strip(","), m[0]), lower)
    placed = re.sub(r"o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ]\b", lambda m: NEW_TONE.get(m[0], m[0]), spelt)
    return re.findall(r"[\w%]+", placed)


NEW_TONE = dict(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)

TITLES = (
    "giám đốc",
    "chủ tịch",
    "thủ trưởng",
    "chánh văn phòng",
    "bộ trưởng",
    "cục trưởng",
    "trưởng ban",
    "trưởng phòng",
    "viện trưởng",
    "chánh án",
    "chánh thanh tra",
    "người đứng đầu",
    "lãnh đạo",
)

ABBREVIATIONS = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "ubmttq": "ủy ban mặt trận tổ quốc",
    "ttcp": "thủ tướng chính phủ",
    "kh&cn": "khoa học và công nghệ",
    "khcn": "khoa học và công nghệ",
    "tt&tt": "thông tin và truyền thông",
    "tttt": "thông tin và truyền thông",
    "gd&đt": "giáo dục và đào tạo",
    "gdđt": "giáo dục và đào tạo",
    "tn&mt": "tài nguyên và môi trường",
    "tnmt": "tài nguyên và môi trường",
    "nn&mt": "nông nghiệp và môi trường",
    "nn&ptnt": "nông nghiệp và phát triển nông thôn",
    "vh,tt&dl": "văn hóa thể thao và du lịch",
    "vhttdl": "văn hóa thể thao và du lịch",
    "kh&đt": "kế hoạch và đầu tư",
    "lđtb&xh": "lao động thương binh và xã hội",
    "gtvt": "giao thông vận tải",
    "bch": "ban chỉ huy",
    "bcđ": "ban chỉ đạo",
    "tp": "thành phố",
    "tx": "thị xã",
    "vp": "văn phòng",
    "tw": "trung ương",
    "cchc": "cải cách hành chính",
    "tthc": "thủ tục hành chính",
}
