"""What a number measures, in the document's words: the subject before it, or what it is a share or a count of."""

import re
from dataclasses import dataclass
from functools import cache

from nlp.measures.stance import measures
from nlp.measures.vocabulary import key
from nlp.mention import Mention
from nlp.quantities import Quantity

BOUNDARY = re.compile(r"[,;:()]|\svà\s|\svới\s")
"""What may part one measured thing from the next."""
LABEL = re.compile(r"\s*(?:[-+*•–>]\s*)?(?:\(?[0-9ivxIVX]{1,4}[.)]|\(?[a-zđ][.)]|\d+(?:\.\d+)+\.?)?\s*(?:[-+*•–]\s*)?")
"""The label of a point: "3.", "a)", "-"."""


TAIL = 60
"""Characters before a number in which verbs of reaching and times are looked for."""


def unlabelled(words: str) -> str:
    """`words` without the label of a point that opens them."""
    return _without(LABEL, words)


def _without(pattern: re.Pattern[str], words: str) -> str:
    match = pattern.match(words)
    return words[match.end() :] if match else words


@dataclass(frozen=True, slots=True)
class Clause:
    """The words of one part of a sentence around a number: `before` and `after` it.

    `begin` is where in `before` the last number of the same part ended (0: there is none), `near` what that one
    measures, `inherited` what the number before a "Trong đó" measures, `room` where in `after` the next number stands.
    """

    before: str
    after: str
    begin: int = 0
    near: str = ""
    inherited: str = ""
    room: int | None = None


def name_measure(quantity: Mention[Quantity], clause: Clause) -> tuple[bool, str]:
    """(whether the number is a share of what follows it, what is measured)."""
    value, parent = quantity.value, clause.near or clause.inherited
    moves = value.kind == "percent" or value.comparator in ("increase", "decrease")
    if moves and clause.near and _beside.search(clause.before, clause.begin):
        return False, clause.near
    if value.kind == "rank" and (about := _about.match(clause.after)):
        return False, about[1].strip()
    subject, verb = _subject(clause)
    counted = _cut(clause.after, clause.room)
    if value.kind == "percent":
        named = subject and verb not in ("", ":")
        if not subject and _floor.match(clause.after):
            return True, _cut(clause.after, None)
        if not named and _patterns().share.match(clause.after) and counted:
            return True, counted
        if subject and not verb and counted and _plan.match(clause.after):
            return False, f"{subject} {_listed.split(counted, maxsplit=1)[0].strip()}"
        return False, subject or clause.near or _all_before(clause.before) or counted or parent
    if value.kind == "rank" or (
        value.kind == "bare" and _ranked.search(subject)
    ):  # "xếp thứ 15/34" says of what before
        return False, _ranked.sub("", subject).strip() or clause.near or subject
    if value.kind == "count" and moves and key(value.unit or "") in ("lần", "bậc", "hạng"):  # "tăng 03 bậc"
        return False, subject or clause.near or _all_before(clause.before) or parent
    if value.kind == "count":
        unit = _within(quantity) or value.unit or ""
        counted = _listed.split(counted, maxsplit=1)[0].strip() if clause.room is not None else counted
        if subject and verb in (":", "là", "đạt", "còn", "lên", "xuống"):
            return False, subject
        if parent and not counted and parent.startswith(unit):
            return False, parent
        return False, f"{unit} {counted}".strip()
    return False, subject or clause.near or _all_before(clause.before) or counted


_ranked = re.compile(
    r"(?:^|\s)(?:xếp|đứng|giữ|đạt)(?:\s+(?:vị trí|hạng))?\s+(?:thứ|hạng|thứ hạng|vị trí|vị thứ)$", re.IGNORECASE
)
_about = re.compile(r"[^,;.]{0,40}?\svề\s+([^,;.()]{2,120})")


def _within(quantity: Mention[Quantity]) -> str:
    """What the words of the number itself say is counted: "từ 05 mỏ đá làm vật liệu trở lên"."""
    found = _ranged.search(quantity.text)
    return found[1] if found and quantity.value.kind == "count" else ""


_ranged = re.compile(r"\d\s+([^\W\d].*?)\s+(?:trở lên|trở xuống)$", re.IGNORECASE)
_plan = re.compile(r"\s+kế hoạch(?!\w)", re.IGNORECASE)
_listed = re.compile(r"[,;:(]")
_beside = re.compile(r"[^()]{0,80}\([^()]*$")
_floor = re.compile(r"^\s+tổng\s(?:chi|số|vốn|diện|kinh|thu)", re.IGNORECASE)


def _subject(clause: Clause) -> tuple[str, str]:
    """(the words that name what is measured, the verb of reaching between them and the number)."""
    words = clause.before[clause.begin :] if clause.begin else unlabelled(clause.before)
    verb = ""
    for _ in range(8):
        tail = _patterns().tail.search(words, max(0, len(words) - TAIL))
        if tail:
            verb, words = verb or (tail[1] or ":").lower().split()[0], words[: tail.start()]
        when = _patterns().when.search(words, max(0, len(words) - TAIL))
        words = words[: when.start() if when else len(words)].rstrip()
        if not when and not tail:
            break
    if clause.begin:
        cut = BOUNDARY.search(words)
        words = words[cut.end() :] if cut else ""
    words = unlabelled(words[_opened(words) :])
    if cues := [cue for cue in measures().aim_word.finditer(words) if _fresh.search(words, 0, cue.start())]:
        words = words[cues[-1].end() :]
    words = _without(_place, _without(_patterns().head, words))
    words = _loose.sub("", words.strip(" ,:–-+")).strip()
    return ("" if words.lower() in ("mức", "tỷ lệ", "tỉ lệ", "số", "tổng số") else words), verb


_fresh = re.compile(r"(?:^|[,;:(]|\bvà|\blà|\bđạt|mục tiêu|\bđể|hoàn thành)\s*$", re.IGNORECASE)
_loose = re.compile(r"\s(?:cho|của|trong|về|với|từ|đến|và|mức|tỷ lệ|tỉ lệ)$", re.IGNORECASE)


def _opened(words: str) -> int:
    """Where the last bracket that is still open, or the last colon, has opened a new clause."""
    depth = 0
    for at in range(len(words) - 1, -1, -1):
        if words[at] in "()":
            depth += 1 if words[at] == ")" else -1
        if depth < 0 or (words[at] == ":" and depth == 0 and words[at + 1 : at + 2] == " "):
            return at + 1
    return 0


def _all_before(before: str) -> str:
    return _without(_patterns().head, unlabelled(before)).rstrip(" ,:–-(")


def _cut(after: str, room: int | None) -> str:
    """The words right after a number that say what is counted; `room` is where the next number stands."""
    stop = _patterns().stop.search(after)
    end = stop.start() if stop else len(after)
    if room is not None and room < end:
        boundaries = [match.start() for match in BOUNDARY.finditer(after, 0, room)]
        end = boundaries[-1] if boundaries else end
    return after[:end].strip(" ,.:)").strip()


@dataclass(frozen=True, slots=True)
class _Patterns:
    head: re.Pattern[str]
    tail: re.Pattern[str]
    when: re.Pattern[str]
    stop: re.Pattern[str]
    share: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = measures().words
    return _Patterns(
        head=re.compile(rf"^(?:[\s,:–+-]|{words['opening']}(?!\w))+", re.IGNORECASE),
        tail=re.compile(rf"(?<!\w)(?:(?:mới|chỉ|đã|sẽ)\s)?({words['reaching']})\s*$|(:)\s*$", re.IGNORECASE),
        when=re.compile(rf"[\s,]*\b{words['meanwhile']}\s*$", re.IGNORECASE),
        stop=re.compile(
            rf"[;(]|\.(?=\s|$)|,\s(?={words['turning']}(?!\w))|\s{words['adding']}(?!\w)",
            re.IGNORECASE,
        ),
        share=re.compile(rf"^\s+(?=[^\W\d_])(?!{words['no_share']}(?!\w))", re.IGNORECASE),
    )


_place = re.compile(r"^(?:tại|ở|đối với|trên địa bàn)\s[^,;:]{1,120},\s+", re.IGNORECASE)
