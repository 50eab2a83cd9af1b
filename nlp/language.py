"""Vietnamese for spaCy: a `Language` whose tokens are underthesea's syllables.

Tokens are syllables, not words, because a phrase must be matched wherever it stands: word segmentation depends on what
is around it ("các xã" may be one word or two), and a phrase matcher over such tokens misses what it knows. Where words
are needed, `find_words` segments a text by underthesea's model.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from spacy.attrs import LOWER, NORM  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab
from underthesea import word_tokenize
from underthesea.pipeline.word_tokenize.regex_tokenize import tokenize

LONGEST = 1_000
"""Characters given to word segmentation: its cost grows faster than the length."""

SHORT = 2_000
"""Characters of a text that is remembered, as the cells and passages of a document are: each is asked about often."""


class SyllableTokenizer:
    """underthesea's rules for syllables, numbers and signs; the text stays as it is (`doc.text == text`)."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self.remembering = lru_cache(maxsize=512)(self.parted)

    def __call__(self, text: str) -> Doc:
        """The syllables of `text`, never to be changed."""
        return self.remembering(text) if len(text) <= SHORT else self.parted(text)

    def parted(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for start, end in [*align(text, tokenize(text)), (len(text), len(text))]:
            gap = text[at:start]
            if gap.startswith(" ") and words:
                spaces[-1], gap = True, gap[1:]
            for piece in (gap, text[start:end]):
                if piece:
                    words.append(piece)
                    spaces.append(False)
            at = end
        return Doc(self.vocab, words=words, spaces=spaces)


def align(text: str, tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(start, end) in `text` of each of `tokens`, which hold its letters in order but not its blanks."""
    at = 0
    for token in tokens:
        letters = "".join(token.split())
        while at < len(text) and text[at].isspace():
            at += 1
        start, left = at, len(letters)
        while left and at < len(text):
            left -= not text[at].isspace()
            at += 1
        if at > start:
            yield start, at


def find_words(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each word of `text`, by underthesea's segmentation of its first `LONGEST` characters."""
    head = text[:LONGEST]
    return align(head, word_tokenize(head, use_token_normalize=False))


TONE = str.maketrans("àáảãạèéẻẽẹỳýỷỹỵ", "aaaaaeeeeeyyyyy")
MARKED = re.compile(r"(o)([àáảãạèéẻẽẹ])(?!\w)|(?<!q)(u)([ỳýỷỹỵ])(?!\w)")
MARKS = {"o": dict(zip("àáảãạèéẻẽẹ", "òóỏõọòóỏõọ", strict=True)), "u": dict(zip("ỳýỷỹỵ", "ùúủũụ", strict=True))}


def fold(word: str) -> str:
    """`word` as phrases are compared by (`token.norm_`): small letters, tones as in "hòa", "ủy", one kind of dash."""

    def placed(found: re.Match[str]) -> str:
        vowel, marked = (found[1], found[2]) if found[1] else (found[3], found[4])
        return MARKS[vowel][marked] + marked.translate(TONE)

    return MARKED.sub(placed, word.lower()).replace("–", "-").replace("—", "-")


@cache
def vietnamese() -> Language:
    """The language that every text is tokenised by; made once a process."""
    language = Language(Vocab(lex_attr_getters={LOWER: str.lower, NORM: fold}))
    language.tokenizer = SyllableTokenizer(language.vocab)
    return language
