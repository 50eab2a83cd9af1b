"""Orders told by a news item: a sentence is a point there, and who spoke is told with it.

"Chủ tịch UBND tỉnh đề nghị các sở, ngành tiếp tục … . Thường xuyên … ." gives the sentences after a call to whom it
called;
"… các bước thực hiện, đó là: …; …; …" gives one passage an item.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.transcript import Paragraph
from models.records import Deadline
from nlp.deadlines import find_deadlines
from nlp.evidence import Stretch
from nlp.form.numbers import UPPER
from nlp.language import fold, vietnamese
from nlp.mention import Mention
from nlp.tasks.order import Inherited, Order, Units
from nlp.tasks.passage import Passage
from nlp.tasks.passages import read_passage
from nlp.tasks.roles import call_inside
from nlp.tasks.speaker import Speaker
from nlp.tasks.wording import masked, opens_action
from nlp.units import find_units

SENTENCE = re.compile(rf"(?<=[.!?…])\s+(?=[\"“(]?[{UPPER}]|\d)")

LIST = re.compile(r"(?:bao gồm|gồm|đó là|như sau|cụ thể(?: là)?|sau đây|là)\s*:\s*")

TO_DO = re.compile(r"nhiệm vụ|các bước|giải pháp|công việc|nội dung (?:cần|phải)|kế hoạch|yêu cầu|trình tự")

ACHIEVED = re.compile(r"(?<!\w)(?:kết quả đạt|đạt được|ghi nhận|tồn tại|hạn chế)(?!\w)")

TO_COME = re.compile(r"^(?:dự kiến|theo kế hoạch)[^.]{0,60}? sẽ (?=\w)|^(?:trong|đến) [^.]{0,60}?, [^.]{0,60} sẽ ")

PLAN_TIME = re.compile(r"^thời gian (?:triển khai|thực hiện|hoàn thành|triển khai thực hiện)")


def news_passages(paragraphs: Iterable[Paragraph], speaker: Speaker) -> Iterator[Passage]:
    """Each sentence of `paragraphs`, and each item of a list in one, with the units it speaks to."""
    sentences = [s for p in paragraphs for s in sentences_of(p)]
    host = first_units(sentences)
    time = plan_time(sentences, speaker)
    inherited = Inherited(deadline=time)
    before: Stretch | None = None
    for sentence in sentences:
        if before is None or before.paragraph is not sentence.paragraph:
            inherited = Inherited(deadline=time)
        before = sentence
        parts, inherited = parts_of(sentence, inherited, host)
        for part in parts:
            passage = read_passage(part, "body", None, inherited, speaker)
            yield passage
            if passage.opening and passage.opening.lead:
                inherited = replace(inherited, lead=passage.opening.lead, origin="heading")


def told_once(orders: Iterable[Order]) -> list[Order]:
    """`orders` without those that the item tells again in fewer words."""
    kept: list[Order] = []
    for order in orders:
        twin = next((o for o in kept if says_the_same(o.content, order.content)), None)
        if twin is None:
            kept.append(order)
        elif len(order.content) > len(twin.content):
            kept[kept.index(twin)] = order
    return kept


def says_the_same(one: str, other: str) -> bool:
    """Whether the shorter text has hardly a word that the longer has not."""
    words = [set(re.findall(r"\w+", fold(text))) for text in (one, other)]
    return len(words[0] & words[1]) >= 0.85 * min(map(len, words))


def sentences_of(paragraph: Paragraph) -> Iterator[Stretch]:
    """The sentences of `paragraph`, as stretches."""
    cuts = [0, *(m.end() for m in SENTENCE.finditer(paragraph.text)), len(paragraph.text)]
    for start, end in pairwise(cuts):
        if start < end:
            yield Stretch(paragraph, start, end)


def first_units(sentences: Sequence[Stretch]) -> Units:
    """Who the item is about: the first unit that it names."""
    for sentence in sentences:
        units = find_units(vietnamese()(sentence.text))
        if units:
            return units[:1]
    return ()


def plan_time(sentences: Sequence[Stretch], speaker: Speaker) -> Mention[Deadline] | None:
    """The time that a sentence gives for the whole plan told of: "Thời gian triển khai thực hiện từ nay đến …"."""
    for sentence in sentences:
        if PLAN_TIME.match(fold(sentence.text)):
            found = find_deadlines(sentence.text, speaker.issued_on, year=speaker.year)
            if found:
                return found[0]
    return None


def parts_of(sentence: Stretch, inherited: Inherited, host: Units) -> tuple[tuple[Stretch, ...], Inherited]:
    """The stretches of `sentence` that may order something, and what they inherit; the whole of it where none does."""
    text, folded = sentence.text, fold(sentence.text)
    units = find_units(vietnamese()(text))
    listed = LIST.search(folded)
    if listed and folded.count(";", listed.end()) >= 1 and TO_DO.search(folded[: listed.start()]):
        named = [u for u in units if u.end <= listed.start()]
        lead = tuple(named[-1:]) or host
        if not ACHIEVED.search(folded[: listed.start()].rsplit(",", 1)[-1]):
            return items(sentence, listed.end()), replace(inherited, lead=lead, origin="heading", section="orders")
    call = call_inside(text, units)
    if call is not None:
        return (sentence.part(call, len(text)),), replace(inherited, section="orders", lead=(), origin="none")
    if TO_COME.match(folded):
        return (sentence,), replace(inherited, section="orders", lead=host, origin="heading")
    if (
        inherited.lead
        and inherited.origin == "heading"
        and (opens_action(masked(text, units)) or (units and units[0].start == 0))
    ):
        return (sentence,), inherited
    return (sentence,), replace(inherited, section="assessment", lead=(), origin="none")


def items(sentence: Stretch, start: int) -> tuple[Stretch, ...]:
    """The parts of a list that semicolons divide."""
    text = sentence.text
    cuts = [start, *(start + m.end() for m in re.finditer(r";\s*", text[start:])), len(text)]
    return tuple(sentence.part(a, b) for a, b in pairwise(cuts) if a < b)
