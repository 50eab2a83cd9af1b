"""What a transcript means: letterhead, citations, tasks, targets, results, each with its evidence, path and confidence.

`understand` joins the finders of `nlp`: the form is taken apart, the outline of each part is walked once, and every
passage is asked for orders, targets and results. It reads nothing but its argument: same transcript, same records.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from extract.transcript import Paragraph, Transcript
from models.records import Dispatch, Letterhead, Result, Target, Task, Unit
from nlp.citations import gather_citations
from nlp.evidence import Stretch, provenance_of
from nlp.form import Form, read_form
from nlp.language import vietnamese
from nlp.mention import Mention
from nlp.outline import build_outline
from nlp.results import find_results
from nlp.targets import find_targets
from nlp.tasks import (
    Inherited,
    Order,
    Passage,
    Section,
    Speaker,
    TablePassage,
    Units,
    executors_in,
    find_orders,
    indicators_in,
    news_passages,
    places_of,
    told_once,
    walk,
)
from nlp.units import Context, defined_names, resolve, split_units


def understand(transcript: Transcript) -> Dispatch:
    """Everything that `transcript` says, as the contract's records. What stays in doubt is in `problems`."""
    form = read_form(transcript)
    blocks = (*form.body, *(b for annex in form.annexes for b in annex.blocks))
    own_work = bool(itself(form.letterhead))
    speaker = Speaker(form.letterhead.issued_on, form.letterhead.issuer, places_of(blocks), own_work)
    passages = tuple(passages_of(form, speaker))
    texts = [p for p in passages if isinstance(p, Passage)]
    executors = executors_in(texts)
    everyone = executors or addressed(form) or itself(form.letterhead)
    orders = list(find_orders(passages, speaker, everyone))
    if form.kind_of_text == "news":
        orders = told_once(orders)
    name = Namer(transcript.file.sha256)
    full = FullNames(context_of(form, texts))
    return Dispatch(
        file=transcript.file,
        dispatch=replace(form.letterhead, executors=full(executors), issuer=full.one(form.letterhead.issuer)),
        citations=gather_citations(transcript, form.letterhead),
        tasks=tuple(task_of(order, name, full) for order in orders),
        targets=tuple(targets_in(passages, form, speaker, name, full)),
        results=tuple(results_in(texts, form, speaker, name, full)),
        problems=(*transcript.problems, *form.problems),
    )


def passages_of(form: Form, speaker: Speaker) -> Iterator[Passage | TablePassage]:
    """Every passage of the body and the annexes, with what it inherits."""
    if form.kind_of_text == "news":
        yield from news_passages((b for b in form.body if isinstance(b, Paragraph)), speaker)
        return
    lead = addressed(form)
    section = section_of_kind(form.letterhead)
    start = Inherited(section=section, lead=lead, origin="addressees" if lead else "none")
    yield from walk(build_outline(form.body), start, speaker)
    for annex in form.annexes:
        below = Inherited(section="rules" if REGULATION.match(annex.label) else section)
        yield from walk(build_outline(annex.blocks, annex.label), below, speaker)


REGULATION = re.compile(r"(?:quy chế|quy định|điều lệ|quy trình|nội quy|mẫu|biểu|danh mục|tiêu chí)", re.IGNORECASE)
"""Annexes that say what holds, not what is to be done now."""

REGULATIONS = (
    "Luật",
    "Pháp lệnh",
    "Nghị định",
    "Thông tư",
    "Thông tư liên tịch",
    "Văn bản hợp nhất",
    "Quy chế",
    "Quy định",
)


def section_of_kind(letterhead: Letterhead) -> Section:
    """What a document of this kind is for: regulations (their number names its year) rule, reports assess."""
    if letterhead.kind in REGULATIONS or re.search(r"/20\d\d/(?!QH)", letterhead.number or ""):
        return "rules"
    return "assessment" if letterhead.kind in ("Báo cáo", "Tờ trình") else "open"


def addressed(form: Form) -> Units:
    """The units to whom the document is addressed ("Kính gửi: …")."""
    return tuple(unit for line in form.addressees for unit in split_units(line))


GOVERNS = re.compile(
    r"(?i)(?:ủy ban nhân dân|ubnd|hội đồng|hđnd|chính phủ|thủ tướng|quốc hội|bộ |ban chỉ đạo|tỉnh ủy|ban thường vụ)"
)
"""Who plans for others: such an office's plan is not its own work."""


def itself(letterhead: Letterhead) -> Units:
    """The issuer of a plan for its own office, whose points name no unit."""
    issuer = letterhead.issuer
    if letterhead.kind not in ("Kế hoạch", "Chương trình") or issuer is None or GOVERNS.match(issuer.name):
        return ()
    return (Mention(0, len(issuer.name), issuer.name, issuer, "đơn vị ban hành"),)


class Namer:
    """Gives records ids: the same for the same record of the same file, and never two alike."""

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256
        self.given: Counter[str] = Counter()

    def __call__(self, kind: str, path: str | None, content: str) -> str:
        key = "\x1f".join((self.sha256, kind, path or "", content))
        self.given[key] += 1
        return hashlib.sha256(f"{key}\x1f{self.given[key]}".encode()).hexdigest()[:20]


class FullNames:
    """Gives units their full names, in the order in which they are named: "đơn vị mình" is the one named before.

    What was named before counts within a point and its neighbours only (`under`).
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.before: tuple[Unit, ...] = ()
        self.above = ""
        self.known: dict[tuple[Unit, Unit | None], Unit] = {}

    def __call__(self, units: Iterable[Mention[Unit]]) -> tuple[Unit, ...]:
        """The units of `units`, each once, with their full names."""
        return tuple(self.resolved({u.value.name.casefold(): u.value for u in units}.values()))

    def under(self, path: str | None) -> "FullNames":
        """Itself, for the units of the record at `path`."""
        above = (path or "").rpartition(" > ")[0]
        if above != self.above:
            self.above, self.before = above, ()
        return self

    def resolved(self, units: Iterable[Unit]) -> Iterator[Unit]:
        for unit in units:
            key = unit, self.before[-1] if self.before else None
            if key not in self.known:
                self.known[key] = resolve(unit, self.context, self.before)
            self.before = (*self.before[-MEMORY:], self.known[key])
            yield self.known[key]

    def one(self, unit: Unit | None) -> Unit | None:
        return None if unit is None else next(self.resolved((unit,)))


MEMORY = 20
"""Units named before that a short name may stand for."""


def context_of(form: Form, passages: Iterable[Passage]) -> Context:
    """What the document says of itself: its letterhead, and the short forms that it defines."""
    head = form.letterhead
    known: dict[str, str] = {}
    for passage in passages:
        if "(" in passage.text:
            known.update(defined_names(vietnamese()(passage.text)))
    return Context(
        issuer=head.issuer.name if head.issuer else None, place=head.place, issued_on=head.issued_on, known=known
    )


def task_of(order: Order, name: Namer, full: FullNames) -> Task:
    """`order` as a record."""
    read = provenance_of(order.places, order.certainty)
    full = full.under(order.path)
    seen = set(read.evidence)
    sources = tuple(e for s in order.sources for e in s.evidence if e not in seen)
    return Task(
        id=name("task", order.path, order.content),
        content=order.content,
        lead=full(order.lead),
        support=full(order.support),
        deadline=order.deadline.value if order.deadline else None,
        deliverable=order.deliverable,
        evidence=(*read.evidence, *sources),
        confidence=read.confidence,
        path=order.path,
    )


def targets_in(
    passages: Iterable[Passage | TablePassage], form: Form, speaker: Speaker, name: Namer, full: FullNames
) -> Iterator[Target]:
    """The targets that `passages` set; sections of scope, rights and assessment set none, nor do a report's tables."""
    for passage in passages:
        if isinstance(passage, TablePassage):
            if form.letterhead.kind != "Báo cáo":
                yield from targets_of_table(passage, speaker, name, full)
            continue
        section = passage.inherited.section
        if section in ("scope", "rights", "rules", "assessment", "purpose") or passage.part == "heading":
            continue
        aims = True if section == "aims" else None
        for found in find_targets(passage.text, speaker.issued_on, aims=aims, period=passage.inherited.period):
            read = provenance_of((stretch_around(passage, found, found.value.content),), found.value.confidence)
            yield replace(
                found.value,
                id=name("target", passage.path, f"{found.value.content}\x1f{found.start}"),
                owners=tuple(full.under(passage.path).resolved(found.value.owners))
                or full(owners_of(passage, found.start)),
                evidence=read.evidence,
                confidence=read.confidence,
                path=passage.path,
            )


def targets_of_table(passage: TablePassage, speaker: Speaker, name: Namer, full: FullNames) -> Iterator[Target]:
    """The targets of an indicator table, one a value."""
    for found in indicators_in(passage, speaker.issued_on):
        read = provenance_of(found.places, found.target.confidence)
        yield replace(
            found.target,
            id=name("target", found.path, found.target.content),
            owners=tuple(full.under(found.path).resolved(found.target.owners)),
            evidence=read.evidence,
            confidence=read.confidence,
            path=found.path,
        )


def results_in(
    passages: Iterable[Passage], form: Form, speaker: Speaker, name: Namer, full: FullNames
) -> Iterator[Result]:
    """The results that `passages` state."""
    report = form.kind_of_text == "news" or form.letterhead.kind == "Báo cáo"
    for passage in passages:
        section = passage.inherited.section
        if section in ("aims", "scope", "rights", "rules", "purpose") or passage.part == "heading":
            continue
        if form.kind_of_text == "news" and section == "orders":
            continue
        told = True if report or section == "assessment" else None
        for found in find_results(passage.text, speaker.issued_on, report=told):
            place = stretch_around(passage, found, found.value.content)
            read = provenance_of((place,), found.value.confidence)
            yield replace(
                found.value,
                id=name("result", passage.path, f"{found.value.content}\x1f{found.start}"),
                owners=tuple(full.under(passage.path).resolved(found.value.owners))
                or full(doers_of(passage, found.start)),
                evidence=read.evidence,
                confidence=read.confidence,
                path=passage.path,
            )


def stretch_around(passage: Passage, found: Mention[Target] | Mention[Result], content: str) -> Stretch:
    """Where the content that `found` belongs to stands."""
    start = passage.text.rfind(content, 0, found.end + len(content)) if content else -1
    if start < 0 or not start <= found.start <= start + len(content):
        return passage.stretch.part(found.start, found.end)
    return passage.stretch.part(start, start + len(content))


def owners_of(passage: Passage, at: int) -> Units:
    """Whose target a number at `at` is: the order's units, or those above it."""
    opening = passage.opening
    if opening and opening.lead and opening.start <= at:
        return opening.lead
    return passage.inherited.lead if passage.inherited.origin == "heading" else ()


def doers_of(passage: Passage, at: int) -> Units:
    """Who achieved a result told at `at`: the unit with which its sentence begins, or that it names first."""
    start = max(passage.text.rfind(mark, 0, at) for mark in (". ", "; ", "\n")) + 1
    named = [u for u in passage.units if start <= u.start and u.end <= at]
    return tuple(named[:1])
