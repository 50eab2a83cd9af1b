"""The parts of a document in order: head, body, signature block, annexes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Literal

from extract.transcript import Block, Line, Paragraph, Transcript
from models.records import Letterhead, Problem
from nlp.form.kinds import kind_titled, titles
from nlp.form.letterhead import Head, letterhead_of, read_head
from nlp.form.lines import entries
from nlp.form.news import read_news
from nlp.form.signature import ANNEX, ENCLOSED, Ending, is_annex, read_ending
from nlp.form.tables import words

KindOfText = Literal["dispatch", "news", "fragment"]
"""A fragment is pages without a beginning: an annex's, or a scan's that lacks its first page."""


@dataclass(frozen=True, slots=True)
class Annex:
    """What is issued with a dispatch: `label` is "Phụ lục I", or "Kế hoạch" for an enclosed plan."""

    label: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A document taken apart. `body` lies between the head and the signature block, the annexes behind it.

    `own` is the transcript without what a web site prints around the document.
    """

    letterhead: Letterhead
    own: Transcript
    addressees: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    annexes: tuple[Annex, ...] = ()
    kind_of_text: KindOfText = "dispatch"
    problems: tuple[Problem, ...] = ()


def read_form(transcript: Transcript) -> Form:
    """The form of `transcript`. What its letterhead lacks or leaves in doubt is in `problems`."""
    head = read_head(transcript.blocks)
    if not head.known:
        return _unheaded(transcript)
    ending = read_ending(transcript.blocks, head.end)
    blocks = _before_web_site(transcript.blocks, ending) if ending else transcript.blocks
    body_end = ending.start if ending else _annexes_begin(blocks, head.end)
    letterhead, problems = letterhead_of(head, ending, transcript)
    return Form(
        letterhead=letterhead,
        own=replace(transcript, blocks=tuple(_own(blocks, ending if len(blocks) < len(transcript.blocks) else None))),
        addressees=entries(head.addressees),
        body=tuple(_body(blocks, head, body_end)),
        annexes=tuple(_annexes(blocks, ending.end if ending else body_end)),
        problems=problems,
    )


def _unheaded(transcript: Transcript) -> Form:
    """A news item, or pages without a head."""
    article = read_news(transcript)
    if article is None:
        blocks = tuple(b for b in transcript.blocks if not isinstance(b, Paragraph) or b.role == "body")
        ending = read_ending(blocks, 0)
        letterhead, problems = letterhead_of(Head(), ending, transcript)
        return Form(letterhead, transcript, body=blocks, kind_of_text="fragment", problems=problems)
    return Form(article.letterhead, replace(transcript, blocks=article.said), body=article.body, kind_of_text="news")


def _before_web_site(blocks: Sequence[Block], ending: Ending) -> Sequence[Block]:
    """`blocks` up to what a web site prints behind the signature: contacts, related documents, its own notices."""
    for i in range(ending.start + 1, len(blocks)):
        block = blocks[i]
        if not isinstance(block, Paragraph) or block.words[0].origin == "ocr":
            continue  # no web site is scanned, and a speck may read as one of its signs
        if added := WEB_SITE().search(block.text):
            noted = added.start() and NOTE.match(block.text)  # a note may run into what the site adds
            return (*blocks[:i], from_offset(block, 0, added.start())) if noted else blocks[:i]
    return blocks


def _own(blocks: Sequence[Block], ending: Ending | None) -> Iterator[Block]:
    """The document's own of `blocks`. In a web page, that is only notes between the signature `ending` and an annex;

    in a scan it is everything: an annex may open with words that were read too badly to be known.
    """
    if ending is None:
        yield from blocks
        return
    last = min(ending.end, len(blocks))
    signed = max((i for i in range(ending.start, last) if ending.holds(blocks[i])), default=last - 1)
    behind = blocks[signed + 1 : last]
    notes = next((i for i, b in enumerate(behind) if isinstance(b, Paragraph) and NOTE.match(b.text)), len(behind))
    yield from blocks[: signed + 1]
    yield from (b for i, b in enumerate(behind) if i >= notes or (isinstance(b, Paragraph) and b.role == "footnote"))
    yield from blocks[last:]


NOTE = re.compile(r"\[\d{1,3}\]\s?\w|Ghi chú\s?:")
"""A footnote that a text file prints at the end."""


@cache
def WEB_SITE() -> re.Pattern[str]:  # noqa: N802 - a pattern, made once
    return re.compile("|".join(map(re.escape, words("web", "tail"))))


def _body(blocks: Sequence[Block], head: Head, end: int) -> Iterator[Block]:
    for index in range(head.end, end):
        block = blocks[index]
        if isinstance(block, Paragraph):
            if block.role != "body":
                continue
            if head.rest and index == head.end and block is head.rest.stretch.paragraph:
                block = from_offset(block, head.rest.stretch.start)
        yield block


def from_offset(paragraph: Paragraph, start: int, end: int | None = None) -> Paragraph:
    """`paragraph` from the word at `start` on, to before the one at `end`."""
    lines: list[Line] = []
    at = 0
    for line in paragraph.lines:
        words = []
        for word in line.words:
            if at >= start and (end is None or at < end):
                words.append(word)
            at += len(word.text) + 1
        if words:
            lines.append(Line(tuple(words)))
    return replace(paragraph, lines=tuple(lines))


def _annexes_begin(blocks: Sequence[Block], first: int) -> int:
    return next((i for i in range(first, len(blocks)) if is_annex(blocks, i)), len(blocks))


def _annexes(blocks: Sequence[Block], first: int) -> Iterator[Annex]:
    starts = [i for i in range(first, len(blocks)) if is_annex(blocks, i)]
    starts = [i for n, i in enumerate(starts) if n == 0 or i - starts[n - 1] > 1 or _label(blocks[i])[1]]
    for start, end in pairwise([*starts, len(blocks)]):
        label, _ = _label(blocks[start])
        heading = [blocks[start]]
        opened = False
        at = start + 1
        while at < end and at < start + 8:
            block = blocks[at]
            if not isinstance(block, Paragraph) or block.role != "body":
                break
            opened = opened or bool(ENCLOSED.match(block.text))
            done = opened and ")" in block.text
            if not opened and (
                re.match(r"^(?:(?:I|A|1|a|Phần I|Chương I|Điều 1)[.)]?\s|(?:Phần|Chương) I[.)]?$)", block.text)
                or len(block.text) > 400
            ):
                break
            heading.append(block)
            at += 1
            if done:
                break
        else:
            heading, at = [blocks[start]], start + 1
        title = " ".join(b.text for b in heading if isinstance(b, Paragraph))
        yield Annex(label, title, tuple(b for b in blocks[at:end] if not isinstance(b, Paragraph) or b.role == "body"))


def _label(block: Block) -> tuple[str, bool]:
    """(label, numbered) of the annex that `block` opens."""
    assert isinstance(block, Paragraph)  # noqa: S101 - annexes open with a paragraph
    text = block.text
    match = re.match(
        r"^(phụ lục|phụ biểu|mẫu số|biểu số|mẫu|biểu mẫu)\s*(?:số\s*)?([IVX]+\b|\d{1,2}\w?\b)?", text, re.I
    )
    if match:
        name = match[1].capitalize()
        return (f"{name} {match[2]}", True) if match[2] else (name, False)
    opening = ANNEX.match(text)
    if opening:
        return opening[0].capitalize(), False
    kind = kind_titled(" ".join(text.split()[:4])) or " ".join(text.split()[:4]).capitalize()
    titled = titles().match(text)
    return (titled[0].capitalize() if titled else kind), False


__all__ = ["Annex", "Ending", "Form", "read_form"]
