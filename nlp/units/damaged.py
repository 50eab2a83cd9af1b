"""Phrases of which the page's reading has lost a mark: "Sở Nôi vụ", "thành phô", "Ủy ban nhân dan".

A second matcher compares syllables without their marks; what it finds counts where one syllable in four, or the only
one, differs, and no Vietnamese word stands there as it is.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from unicodedata import combining, normalize

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from nlp.language import vietnamese
from nlp.units.tables import compounds, read_phrases

ROLES = frozenset({"head", "title", "domain", "noun", "qualifier", "area", "topic", "each"})
"""The roles of phrases that are known though damaged."""

SINGLE = frozenset({"Sở", "Bộ"})
"""Phrases of one syllable that are known though damaged, before the name of what they look after."""

AREAS = frozenset({"tỉnh", "huyện", "xã", "phường"})
"""Those known without any mark, behind a council or committee: "UBND tinh"."""


def find_damaged(vocab: Vocab, norms: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """(row, start, syllables as they should be) for each damaged phrase of a text; single syllables last."""
    matcher, phrases = bare_vocabulary()
    found = matcher(Doc(vocab, words=[bare(norm) for norm in norms]))
    for row, start, _ in sorted(found, key=lambda each: each[1] - each[2]):
        for right in phrases[row]:
            wrong = [start + i for i, norm in enumerate(right) if norms[start + i] != norm]
            if 0 < len(wrong) <= max(1, len(right) // 4) and not any(is_sound(norms, k) for k in wrong):
                yield row, start, right


def is_sound(norms: Sequence[str], k: int) -> bool:
    """The syllable at `k` makes a word with the one before or after it, so that it has lost nothing: "văn bản"."""
    return any(" ".join(norms[max(i, 0) : i + 2]) in compounds() for i in (k - 1, k))


@cache
def bare_vocabulary() -> tuple[PhraseMatcher, dict[int, list[tuple[str, ...]]]]:
    """The matcher of syllables without marks, and the syllables of each of its rows with their marks."""
    language = vietnamese()
    matcher = PhraseMatcher(language.vocab, attr="ORTH")
    phrases: dict[int, list[tuple[str, ...]]] = {}
    for phrase in read_phrases():
        norms = tuple(token.norm_ for token in language.make_doc(phrase.text))
        if phrase.role in ROLES and (len(norms) > 1 or phrase.text in SINGLE | AREAS):
            row = f"{phrase.role}: {phrase.text}"
            matcher.add(row, [Doc(language.vocab, words=[bare(norm) for norm in norms])])
            phrases.setdefault(language.vocab.strings.add(row), []).append(norms)
    return matcher, phrases


@lru_cache(maxsize=50_000)
def bare(norm: str) -> str:
    """The syllable without its marks: "sở" is "so"."""
    plain = "".join(c for c in normalize("NFD", norm) if not combining(c)).replace("đ", "d")
    return plain or norm
