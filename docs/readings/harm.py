"""What repair does to words: those that were read right before it and are wrong after it, and the other way round."""

from collections import Counter
from dataclasses import replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extract.transcript import Block, Line, Paragraph, Transcript, Word


def unrepaired(transcript: Transcript) -> Transcript:
    """`transcript` with every word as Tesseract read it first."""
    return replace(transcript, blocks=tuple(map(_block, transcript.blocks)))


def _block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return _paragraph(block)
    cells = (replace(cell, paragraphs=tuple(map(_paragraph, cell.paragraphs))) for cell in block.cells)
    return replace(block, cells=tuple(cells))


def _paragraph(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, lines=tuple(Line(tuple(map(_word, line.words))) for line in paragraph.lines))


def _word(word: Word) -> Word:
    return word if word.read_as is None else word._replace(text=word.read_as)


def harm(stretches: list[str], before: str, after: str) -> Counter[str]:
    """`right` words of `stretches` before repair, and how many of them it `harmed`; `mended` words were wrong.

    Each stretch is held against the place in the text that matches it best, as the scorer of real pages does.
    """
    texts = _words(before), _words(after)
    total: Counter[str] = Counter()
    for stretch in dict.fromkeys(map(_words, stretches)):
        if len(stretch) > _SHORT:
            first, last = (_right(stretch, text) for text in texts)
            total.update(right=len(first), harmed=len(first - last), mended=len(last - first))
    return total


def _words(text: str) -> str:
    """`text` as words with a blank between them, what stands around them dropped."""
    return " ".join(filter(None, (word.strip(_AROUND) for word in text.split())))


_AROUND = ".,;:!?|()[]\"'“”-–/"

_SHORT = 20
"""Letters of a stretch that may be found in the wrong place."""


def _right(stretch: str, text: str) -> set[int]:
    """Which of the words of `stretch`, by their places, stand in `text`."""
    at = fuzz.partial_ratio_alignment(stretch, text)
    window = text[max(0, at.dest_start - 12) : at.dest_end + 12].split() if at else []
    matching = Levenshtein.opcodes(stretch.split(), window)
    return {n for op in matching if op.tag == "equal" for n in range(op.src_start, op.src_end)}


def told(total: Counter[str]) -> str:
    """One in how many right words was harmed, and how many wrong ones were mended."""
    share = f"one in {total['right'] // total['harmed']:,}" if total["harmed"] else "none"
    return f"words right before {total['right']:6}  harmed {total['harmed']:3} ({share})  mended {total['mended']:4}"
