"""Targets and results of a document: every passage asked for its numbers, each with its place, owners and time."""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace

from models.records import Result, Target
from nlp.evidence import Stretch, provenance_of
from nlp.form import Form
from nlp.language import fold
from nlp.mention import Mention
from nlp.naming import FullNames, Namer
from nlp.results import find_results
from nlp.targets import find_targets
from nlp.tasks import Passage, Speaker, TablePassage, Units, indicators_in


def targets_in(
    passages: Iterable[Passage | TablePassage], form: Form, speaker: Speaker, name: Namer, full: FullNames
) -> Iterator[Target]:
    """The targets that `passages` set; sections of scope, rights and assessment set none, nor do a report's tables."""
    procedures = {annex.label for annex in form.annexes if PROCEDURE.search(fold(annex.title))}
    for passage in passages:
        if isinstance(passage, TablePassage):
            if form.letterhead.kind != "Báo cáo":
                yield from targets_of_table(passage, speaker, name, full)
            continue
        section = passage.inherited.section
        stepwise = section == "rules" and top_of(passage.path) in procedures
        if (
            (section in ("scope", "rights", "rules", "assessment", "purpose") and not stepwise)
            or passage.part == "heading"
            or not passage.legible
        ):
            continue
        aims = True if section == "aims" else None
        above = passage.inherited.deadline
        dated = above.value if above and above.value.kind in ("by", "during") else None
        period = passage.inherited.period or dated
        for found in find_targets(passage.text, speaker.issued_on, aims=aims, period=period):
            if stepwise and not (found.value.value == 100 and found.rule in WHOLE):
                continue
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


PROCEDURE = re.compile(r"quy trình|phương án (?:tái cấu trúc|đơn giản|thực hiện)|tái cấu trúc")
"""Titles of annexes of procedures, whose steps may say what is done for all: "thanh toán trực tuyến (100%)"."""

WHOLE = ("target/all", "target/quota")


def top_of(path: str | None) -> str:
    """The first step of a path: the label of an annex, or of a part of the body."""
    return (path or "").partition(" > ")[0]


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


def each_once(targets: Iterable[Target], annexes: Set[str]) -> tuple[Target, ...]:
    """`targets`, those that the document says again elsewhere left out, which may add a time and owners.

    A plan states its aims and an annex hands them out: "Kinh tế số chiếm 30% GRDP | Sở Tài chính". `annexes` are the
    labels of the annexes, with which the paths of what stands in them begin.
    """
    kept: list[Target] = []
    alike: dict[tuple[object, ...], list[int]] = {}
    for target in targets:
        words = " ".join(re.findall(r"[^\W_]+", fold(target.measure)))
        key = (target.value, target.value_max, target.comparator, target.unit, words)
        for at in alike.setdefault(key, []):
            told = kept[at]
            apart = part_of(told, annexes) != part_of(target, annexes)
            if len(words.split()) < SAID or not (apart or same_time(told, target)) or not goes_with(told, target):
                continue
            kept[at] = replace(
                told,
                deadline=told.deadline or target.deadline,
                owners=told.owners or target.owners,
                evidence=(*told.evidence, *target.evidence),
            )
            break
        else:
            alike[key].append(len(kept))
            kept.append(target)
    return tuple(kept)


SAID = 3
"""Words of a measure that say enough to know it again."""


def same_time(one: Target, other: Target) -> bool:
    """Whether two targets of running text name the same time: a plan's preface says its aim too."""
    named = one.deadline and other.deadline and one.deadline.end and one.deadline.end == other.deadline.end
    return bool(named) and "dòng " not in f"{one.path} {other.path}"


def part_of(target: Target, annexes: Set[str]) -> str:
    """The label of the annex that `target` stands in; "" in the body."""
    return first if (first := top_of(target.path)) in annexes else ""


def goes_with(one: Target, other: Target) -> bool:
    """Whether nothing that two targets say of the same measure differs."""
    timed = not one.deadline or not other.deadline or one.deadline.end == other.deadline.end
    return timed and (not one.owners or not other.owners or one.owners == other.owners)


def results_in(
    passages: Iterable[Passage], form: Form, speaker: Speaker, name: Namer, full: FullNames
) -> Iterator[Result]:
    """The results that `passages` state."""
    report = form.kind_of_text == "news" or form.letterhead.kind == "Báo cáo"
    ahead: list[str] = []
    for passage in passages:
        section = passage.inherited.section
        if passage.part == "heading" and AHEAD.match(fold(passage.text)):
            ahead.append(f"{passage.path}")
        if (
            section in ("aims", "scope", "rights", "rules", "purpose")
            or passage.part == "heading"
            or not passage.legible
        ):
            continue
        if form.kind_of_text == "news" and section == "orders":
            continue
        told = True if report or section == "assessment" else None
        if any(path == passage.path or f"{passage.path}".startswith(f"{path} > ") for path in ahead):
            told = None
        for found in find_results(passage.text, speaker.issued_on, report=told):
            place = stretch_around(passage, found, found.value.content)
            read = provenance_of((place,), found.value.confidence)
            yield replace(
                found.value,
                id=name("result", passage.path, f"{found.value.content}\x1f{found.start}"),
                owners=tuple(full.under(passage.path).resolved(found.value.owners))
                or full(counted(passage, found.end)),
                evidence=read.evidence,
                confidence=read.confidence,
                path=passage.path,
            )


AHEAD = re.compile(
    r"\W*(?:\w{1,5}[.)]\s*)?(?!.*(?:kết quả|tình hình|đánh giá))(?:một số |các |về )?(?:phương hướng|dự kiến"
    r"|(?:nhiệm vụ|giải pháp|kế hoạch|chương trình|trọng tâm)\b"
    r".*(?:\b(?:tới|sau|cuối năm)\b|(?:quý|tháng|năm) [\divx]+))"
)
"""Headings of a report over what is still to be done: "Nhiệm vụ 6 tháng cuối năm"."""


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
    above = passage.inherited
    return above.lead if above.origin == "heading" or above.section in ("orders", "open") else ()


def counted(passage: Passage, at: int) -> Units:
    """The units that a number before `at` counts, which did what it tells: "100% các đơn vị đã …"."""
    return tuple(u for u in passage.units if at <= u.start <= at + 1)
