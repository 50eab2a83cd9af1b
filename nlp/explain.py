"""One passage without a file: everything that is found in it, and by which rules (`vanthu explain`)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from extract.transcript import Line, Paragraph, Word
from models.records import Explanation, Unit
from nlp.calibration import with_probability
from nlp.citations import find_citations
from nlp.deadlines import find_deadlines
from nlp.language import vietnamese
from nlp.naming import FullNames, Namer
from nlp.outline import build_outline
from nlp.results import find_results
from nlp.targets import find_targets
from nlp.tasks import (
    Inherited,
    Order,
    Passage,
    Speaker,
    charged_with_all,
    executors_in,
    find_orders,
    places_of,
    walk,
)
from nlp.understand import task_of
from nlp.units import Context, find_units


def explain(text: str, issued_on: date | None = None, issuer: str | None = None) -> Explanation:
    """What `text` holds, as if it stood in a dispatch of `issuer` of `issued_on`; lines are paragraphs."""
    name, full = Namer(""), FullNames(Context(issuer=issuer, issued_on=issued_on))
    return Explanation(
        text=text,
        deadlines=tuple(d.value for d in find_deadlines(text, issued_on, apart=True)),
        units=full(find_units(vietnamese()(text))),
        citations=with_probability("citations", (c.value for c in find_citations(text))),
        tasks=with_probability("tasks", (task_of(order, name, full) for order in orders_of(text, issued_on, issuer))),
        targets=with_probability(
            "targets", (replace(t.value, id=name("target", None, f"{t.start}")) for t in find_targets(text, issued_on))
        ),
        results=with_probability(
            "results", (replace(r.value, id=name("result", None, f"{r.start}")) for r in find_results(text, issued_on))
        ),
    )


def why(text: str, issued_on: date | None = None, issuer: str | None = None) -> Iterator[tuple[str, str]]:
    """The rules that fired in `text`: (rule, the words it read), kind by kind."""
    for mentions in (
        find_deadlines(text, issued_on),
        find_units(vietnamese()(text)),
        find_citations(text),
        find_targets(text, issued_on),
        find_results(text, issued_on),
    ):
        for mention in mentions:
            yield mention.rule, mention.text
    for order in orders_of(text, issued_on, issuer):
        yield f"task:{order.rule}", order.content


def orders_of(text: str, issued_on: date | None, issuer: str | None) -> list[Order]:
    """The orders in `text`; its closing order is for points that name no unit."""
    paragraphs = paragraphs_of(text)
    speaker = Speaker(issued_on, Unit(name=issuer) if issuer else None, places_of(paragraphs))
    passages = list(walk(build_outline(paragraphs), Inherited(), speaker))
    texts = [p for p in passages if isinstance(p, Passage)]
    return find_orders(passages, speaker, executors_in(texts)[0] or charged_with_all(texts))


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    """Each line of `text` as a paragraph whose words stand nowhere."""
    return tuple(
        Paragraph((Line(tuple(Word(word, 1, None, 1.0, "text_layer") for word in line.split())),))
        for line in text.splitlines()
        if line.strip()
    )
