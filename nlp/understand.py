"""What a transcript means: letterhead, citations, tasks, targets, results, each with its evidence, path and confidence.

`understand` joins the finders of `nlp`: the form is taken apart, the outline of each part is walked once, and every
passage is asked for orders, targets and results. It reads nothing but its argument: same transcript, same records.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extract.transcript import Paragraph, Transcript, Word
from models.records import Candidate, Deadline, Dispatch, Letterhead, Problem, Task
from nlp.calibration import calibrated
from nlp.citations import gather_citations
from nlp.deadlines import year_about
from nlp.declared import due_unsaid, with_declared
from nlp.effect import effect_in
from nlp.evidence import provenance_of
from nlp.form import Form, read_form
from nlp.language import fold
from nlp.measured import each_once, results_in, targets_in
from nlp.mention import Mention
from nlp.naming import FullNames, Namer, context_of
from nlp.outline import build_outline
from nlp.tasks import (
    EVERYONES,
    Inherited,
    Order,
    Passage,
    Section,
    Speaker,
    TablePassage,
    Units,
    charged_with_all,
    executors_in,
    find_orders,
    news_passages,
    places_of,
    told_once,
    walk,
    with_rows,
)
from nlp.tasks.wording import opens_with
from nlp.unassigned import nobodys_points, without_lead
from nlp.units import is_damaged, split_units

Part = tuple[Passage | TablePassage, ...]
"""The passages of the body, or of an annex."""


def understand(transcript: Transcript) -> Dispatch:
    """Everything that `transcript` says, as the contract's records. What stays in doubt is in `problems`."""
    return calibrated(found_in(transcript))


def found_in(transcript: Transcript) -> Dispatch:
    """The records with the confidences of their rules and of the reading, before calibration."""
    form = read_form(transcript)
    head, head_problems = with_declared(form.letterhead, form.problems, transcript.declared)
    form = replace(form, letterhead=head, problems=head_problems)
    speaker = speaker_of(form)
    parts = tuple(parts_of(form, speaker))
    passages = [passage for part in parts for passage in part]
    texts = [p for p in passages if isinstance(p, Passage)]
    name = Namer(transcript.file.sha256)
    full = FullNames(context_of(form, texts))
    found = orders_of(form, parts, speaker)
    orders, doubts = settled(found)
    orders, past = without_past(orders, speaker)
    tasks = tuple(task_of(order, name, full) for order in orders)
    return Dispatch(
        file=transcript.file,
        dispatch=letterhead_of(form, texts, full),
        citations=gather_citations(form.own, form.letterhead),
        tasks=tasks,
        targets=each_once(targets_in(passages, form, speaker, name, full), {annex.label for annex in form.annexes}),
        results=tuple(results_in(texts, form, speaker, name, full)),
        problems=(
            *transcript.problems,
            *form.problems,
            *illegible(texts),
            *undated(orders, tasks),
            *due_unsaid(tasks, transcript.declared),
            *without_lead(tasks),
            *nobodys_points(parts, found, speaker, plans=form.letterhead.kind in PLANS),
            *doubts,
            *past,
        ),
    )


def letterhead_of(form: Form, texts: Sequence[Passage], full: FullNames) -> Letterhead:
    """The letterhead, with what the body says of the document: who carries it out, and from when it is in force."""
    head = form.letterhead
    executors, place = executors_in(texts)
    effect = effect_in(texts, head.issued_on)
    evidence = dict(head.evidence)
    if place:
        evidence["executors"] = provenance_of((place,), 0.9)
    if effect:
        evidence["effective"] = provenance_of((effect[1],), 0.95)
    return replace(
        head,
        issuer=full.one(head.issuer),
        executors=full(executors),
        effective=effect[0] if effect else head.effective,
        evidence=evidence,
    )


def illegible(texts: Iterable[Passage]) -> Iterator[Problem]:
    """A problem for each page with text that could not be read: what it orders is in no record."""
    pages = {p.stretch.paragraph.page for p in texts if not p.legible and len(p.text.split()) >= SHORTEST}
    for page in sorted(pages):
        yield Problem(
            code="illegible_text",
            message=f"Trang {page} có đoạn không đọc được rõ; nhiệm vụ trong đoạn đó (nếu có) chưa được ghi.",
            page=page,
        )


SURE = 0.7
"""Confidence under which a figure that OCR read gives no deadline."""


def settled(orders: Sequence[Order]) -> tuple[list[Order], list[Problem]]:
    """The orders without the deadlines whose figures were hardly read, and a problem with the reading for each."""
    kept, doubts = [], []
    for order in orders:
        figure = doubtful_figure(order)
        if figure and order.deadline:
            said = order.deadline.text
            candidate = Candidate(value=said, origin=figure.origin, confidence=figure.confidence)
            doubts.append(
                Problem(
                    code="deadline_unsure",
                    message=f"Thời hạn “{said}” đọc chưa chắc (chữ số “{figure.text}”), chưa ghi thời hạn.",
                    page=figure.page,
                    candidates=(candidate,),
                )
            )
            order = replace(order, deadline=None)
        kept.append(order)
    return kept, doubts


def doubtful_figure(order: Order) -> Word | None:
    """The least sure word with a figure in the deadline's own words, where OCR read it with less than `SURE`."""
    if order.deadline is None:
        return None
    read: list[Word] = []
    for stretch in (*order.places, *order.sources):
        at = stretch.text.find(order.deadline.text)
        if at >= 0:
            start = stretch.start + at
            read += stretch.paragraph.between(start, start + len(order.deadline.text))
    figures = [w for w in read if w.origin == "ocr" and w.confidence < SURE and any(c.isdigit() for c in w.text)]
    return min(figures, key=lambda w: w.confidence, default=None)


def without_past(orders: Iterable[Order], speaker: Speaker) -> tuple[list[Order], list[Problem]]:
    """The orders without inherited days that were over when the document was issued, and a problem for each such day.

    A heading's or a label line's bare day in the past tells what was done, not when its points fall due; an order's own
    words and its row of a table are left as written.
    """
    kept: list[Order] = []
    past: dict[str, Problem] = {}
    for order in orders:
        time = order.deadline
        if time and over_at_issue(time.value, speaker) and not says(order, time):
            page = order.places[0].paragraph.page if order.places else None
            message = f"Mốc “{time.text}” không sau ngày ban hành văn bản, chưa ghi làm thời hạn của các việc bên dưới."
            past.setdefault(time.text, Problem(code="deadline_past", message=message, page=page))
            order = replace(order, deadline=None)
        kept.append(order)
    return kept, list(past.values())


def over_at_issue(time: Deadline, speaker: Speaker) -> bool:
    """Whether `time` is a day that was not ahead when the document was issued."""
    issued = speaker.issued_on
    return time.kind == "by" and time.end is not None and issued is not None and time.end <= issued


def says(order: Order, time: Mention[Deadline]) -> bool:
    """Whether `order` itself, in its words or in its row of a table, states `time`, or a heading does in so many words.

    "Trước ngày 15/11" over points is late at worst; a bare day may be the day of anything.
    """
    if opens_with("surely_due", fold(time.text)):
        return True
    return order.rule.startswith("hàng của bảng") or any(time.text in place.text for place in order.places)


def undated(orders: Iterable[Order], tasks: Iterable[Task]) -> Iterator[Problem]:
    """A problem for each task whose field of deadlines says something that is no time."""
    for order, task in zip(orders, tasks, strict=True):
        if order.unread and re.search(r"[^\W_]", order.unread):
            yield Problem(
                code="deadline_unread",
                message=f"Ô thời hạn ghi “{order.unread[:120]}”: không phải một mốc thời gian, chưa ghi thời hạn.",
                page=task.evidence[0].page if task.evidence else None,
                field=f"tasks.{task.id}.deadline",
            )


SHORTEST = 5
"""Words of a stretch whose loss a person should know of."""


def speaker_of(form: Form) -> Speaker:
    """Who speaks in `form`, and where each of its paragraphs stands."""
    blocks = (*form.body, *(b for annex in form.annexes for b in annex.blocks))
    head = form.letterhead
    own_work = bool(itself(head)) or head.kind in REPORTS or relays(head)
    return Speaker(head.issued_on, head.issuer, places_of(blocks), own_work, year_about(head.subject or ""))


def relays(letterhead: Letterhead) -> bool:
    """Whether an office only notifies what another concluded, and may be ordered in it itself."""
    return letterhead.kind == "Thông báo" and bool(letterhead.issuer and letterhead.issuer.name.startswith("Văn phòng"))


def orders_of(form: Form, parts: tuple[Part, ...], speaker: Speaker) -> list[Order]:
    """The orders of all parts. Points that name no unit are for those to whom their part speaks as a whole."""
    orders = [o for part in parts for o in find_orders(part, speaker, everyone(form, part, part is parts[0]))]
    titles = titles_in(parts)
    orders = [o for o in orders if o.rule != EVERYONES or plain(o.content) not in titles]
    if not orders and form.letterhead.kind in PLANS:  # the pages that say who does it are lost
        orders = [o for part in parts for o in find_orders(part, speaker, (), unassigned=True)]
    return told_once(orders) if form.kind_of_text == "news" else orders


def titles_in(parts: Iterable[Part]) -> frozenset[str]:
    """What heads groups of rows in tables: a point of the plan with the same words only points there."""
    tables = (p.table for part in parts for p in part if isinstance(p, TablePassage))
    return frozenset(plain(cell.text) for table in tables for cell in table.cells if cell.column_span > 1)


def plain(text: str) -> str:
    """`text` in small letters, without signs and remarks in brackets."""
    return " ".join(re.findall(r"[^\W_]+", fold(re.sub(r"\([^()]*\)", " ", text))))


def everyone(form: Form, part: Part, body: bool) -> Units:
    """The units to whom `part` speaks as a whole: its closing order's, the addressees, or the issuer itself.

    The clause of a decision is for its articles: it orders nothing of the plan that is issued with it. A regulation
    speaks to those whom its articles name.
    """
    if part and part[0].inherited.section == "rules":
        return ()
    decides = body and form.letterhead.kind in ("Quyết định", "Nghị quyết", *REGULATIONS)
    texts = [p for p in part if isinstance(p, Passage)]
    carried_out_by = () if decides else executors_in(texts)[0] or charged_with_all(texts)
    return carried_out_by or addressed(form) or itself(form.letterhead)


def parts_of(form: Form, speaker: Speaker) -> Iterator[Part]:
    """The passages of the body and of each annex, with what they inherit."""
    if form.kind_of_text == "news":
        yield tuple(news_passages((b for b in form.body if isinstance(b, Paragraph)), speaker))
        return
    lead = addressed(form)
    section = section_of_kind(form.letterhead)
    start = Inherited(section=section, lead=lead, origin="addressees" if lead else "none")
    yield tuple(walk(build_outline(with_rows(form.body, speaker.issued_on)), start, speaker))
    for annex in form.annexes:
        rules = REGULATION.match(annex.label) or PROCEDURES.match(annex.title)
        below = Inherited(section="rules" if rules else section)
        yield tuple(walk(build_outline(with_rows(annex.blocks, speaker.issued_on), annex.label), below, speaker))


REGULATION = re.compile(
    r"(?:bảng |bộ |khung |đề cương )?(?:quy chế|quy định|điều lệ|quy trình|nội quy|mẫu|biểu|danh mục|tiêu chí|thủ tục)",
    re.IGNORECASE,
)
"""Annexes that say what holds, not what is to be done now."""

PROCEDURES = re.compile(
    r"\W*(?:phụ lục(?: số)?(?: [ivx\d]{1,4})?\W+)?(?:nội dung |các |danh mục (?:\S+ ){0,4}?)*"
    r"(?:quy trình(?! triển khai)|thủ tục|tthc|phương án (?:đơn giản hóa|tái cấu trúc))(?!\w)",
    re.IGNORECASE,
)
"""Titles of annexes that describe administrative procedures, step by step: nobody is ordered a step."""

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


PLANS = ("Kế hoạch", "Chương trình")
"""Kinds that say what is to be done."""

REPORTS = ("Báo cáo", "Tờ trình")
"""Kinds that go upwards."""


def section_of_kind(letterhead: Letterhead) -> Section:
    """What a document of this kind is for: regulations (their number names its year) rule, reports assess."""
    if letterhead.kind in REGULATIONS or re.search(r"/20\d\d/(?!QH)", letterhead.number or ""):
        return "rules"
    return "assessment" if letterhead.kind in REPORTS else "open"


def addressed(form: Form) -> Units:
    """The units to whom the document is addressed ("Kính gửi: …"); a report orders nothing of those it goes to."""
    if form.letterhead.kind in REPORTS:
        return ()
    return tuple(unit for line in form.addressees for unit in split_units(line))


GOVERNS = re.compile(
    r"(?i)(?:ủy ban nhân dân|ubnd|hội đồng|hđnd|chính phủ|thủ tướng|quốc hội|bộ |ban chỉ đạo|tỉnh ủy|ban thường vụ)"
)
"""Who plans for others: such an office's plan is not its own work."""


def itself(letterhead: Letterhead) -> Units:
    """The issuer of a plan for its own office, whose points name no unit."""
    issuer = letterhead.issuer
    if letterhead.kind not in PLANS or issuer is None or GOVERNS.match(issuer.name):
        return ()
    return (Mention(0, len(issuer.name), issuer.name, issuer, "đơn vị ban hành"),)


def task_of(order: Order, name: Namer, full: FullNames) -> Task:
    """`order` as a record."""
    read = provenance_of(order.places, order.certainty)
    full = full.under(order.path)
    seen = set(read.evidence)
    sources = tuple(e for s in order.sources for e in s.evidence if e not in seen)
    lead, support = full(order.lead), full(order.support)
    return Task(
        id=name("task", order.path, order.content),
        content=order.content,
        lead=lead,
        support=support,
        deadline=order.deadline.value if order.deadline else None,
        deliverable=order.deliverable,
        evidence=(*read.evidence, *sources),
        confidence=read.confidence * (DAMAGED if any(map(is_damaged, (*lead, *support))) else 1),
        path=order.path,
    )


DAMAGED = 0.9
"""How sure an office is that was known by a damaged name."""
