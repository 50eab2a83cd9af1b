"""Repair by the domain: doubtful words settled by counts of official prose and by a second reading (`repair`).

A candidate has the letters that were read with other marks ("tổ" for "tô"), or is what a second reading saw. It wins
when the words around it make it likelier by more than Tesseract's confidence and its usual mistakes speak against it.
Figures are never touched. After Church and Gale, "Probability scoring for spelling correction" (1991).
"""

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extract.lexicon import BREAK, Prose, as_counted, bare, prose
from extract.raster.ocr import Token


def repair(tokens: Sequence[Token], again: Mapping[Token, Token] | None = None) -> list[Token]:
    """`tokens` in reading order, the doubtful ones settled; `again` has second readings by their first ones.

    A repaired token keeps in `read_as` what was read first, and is never surer than `SURE_OF_REPAIR`.
    """
    keys = [_key(t.text) for t in tokens]
    settled = list(tokens)
    gains = [_best(tokens, keys, at, again)[1] for at in range(len(tokens))]
    for at in sorted(range(len(tokens)), key=lambda at: -gains[at]):  # the surest first: the others stand beside it
        found, gain = _best(tokens, keys, at, again) if gains[at] > _HOPELESS else (None, 0.0)
        if found and gain > 0:
            token = tokens[at]
            sure = min(token.confidence, SURE_OF_REPAIR)
            settled[at] = replace(token, text=found.text, read_as=token.text, confidence=sure)
            keys[at] = _key(found.text)
    return settled


_HOPELESS = -12.0
"""Lacking so much, no word around it could make a candidate win: in natural logarithms."""


def _best(
    tokens: Sequence[Token], keys: Sequence[str], at: int, again: Mapping[Token, Token] | None
) -> tuple["_Candidate | None", float]:
    """The best candidate for the word at `at`, and what it gains beyond the odds that the word was read right."""
    token = tokens[at]
    second = again.get(token) if again else None
    doubt = _log_odds(token.confidence) + (_READ_ALIKE if second and second.text == token.text else 0.0)
    found = max(_candidates(token, second, _Context(prose(), tokens, keys, at)), key=lambda c: c.gain, default=None)
    return (found, found.gain - doubt) if found and found.text != token.text else (None, -math.inf)


SURE_OF_REPAIR = 0.8

_CAUTION = 3.0
"""What a candidate must gain beyond what the odds ask for, in natural logarithms: counts know few of all words."""

_LESS_CAUTION, _COMMON = 2.0, 100
"""The same for one that was counted so often beside its neighbour: a compound that everyone writes."""

_SECOND_CAUTION = 1.0
"""The same for what a second reading saw."""

_SEEN, _SEEN_OFTEN = 2, 6
"""How often a candidate must have been counted beside one of its neighbours; often where it was read well."""

_WELL = 0.9
"""The confidence from which that is."""

_READ_ALIKE = 1.5
"""What a second reading that says the same adds to the odds of the first."""

# Share of words misread, below each confidence of Tesseract 5: counted on 38,000 words of scans and made pages.
_MISREAD = ((0.88, 0.22), (0.91, 0.11), (0.955, 0.035), (0.965, 0.013), (1.01, 0.003))


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    gain: float


@dataclass(frozen=True, slots=True)
class _Context:
    """The two words on either side of the place `at`."""

    counts: Prose
    tokens: Sequence[Token]
    keys: Sequence[str]
    at: int

    def __getitem__(self, step: int) -> str:
        place = self.at + step
        return self.keys[place] if 0 <= place < len(self.keys) else BREAK

    def fits(self, word: str) -> float:
        """How likely the three triples are that `word` would stand in."""
        likelihood = self.counts.likelihood
        return (
            likelihood(self[-2], self[-1], word)
            + likelihood(self[-1], word, self[1])
            + likelihood(word, self[1], self[2])
        )

    def beside(self, word: str) -> int:
        """How often `word` was counted next to one of its neighbours here; "yếu, cầu" has no "yêu cầu" in it.

        In a name only its other parts count: "xã Tấn Mỹ" may be, though "xã Tân" is often read.
        """
        joined = [place for place in (self.at - 1, self.at) if self._joined(place)]
        named = [place for place in joined if all(_opens_great(self.tokens[n]) for n in (place, place + 1))]
        pairs = {self.at - 1: (self[-1], word), self.at: (word, self[1])}
        return max((self.counts.seen(*pairs[place]) for place in named or joined), default=0)

    def _joined(self, place: int) -> bool:
        """Whether the words at `place` and behind it stand with no sign between them."""
        return 0 <= place < len(self.keys) - 1 and self.tokens[place].text[-1] not in ".,;:!?"


def _opens_great(token: Token) -> bool:
    return _core(token.text).istitle()


def _candidates(token: Token, second: Token | None, context: _Context) -> Iterator[_Candidate]:
    read, key = _core(token.text), context[0]
    spelt, known = _STROKE.sub("i", key), None
    if second and second.text != token.text and _oddity(second.text) <= _oddity(token.text):
        odds = _log_odds(second.confidence)
        if not (spelt.isalpha() and _core(second.text).isalpha()) or _NUMERAL.fullmatch(read):
            yield _Candidate(second.text, odds - _CAUTION)
        else:
            known = context.fits(key)
            yield _Candidate(second.text, context.fits(_key(second.text)) - known + odds - _SECOND_CAUTION)
    if len(read) < 2 or not spelt.isalpha():
        return
    enough = _SEEN_OFTEN if token.confidence >= _WELL else _SEEN
    for word in context.counts.alike.get(bare(spelt), ()):
        if word == key or len(word) != len(key) or {word, key} in _EITHER_WAY:
            continue
        if (seen := context.beside(word)) >= enough:
            known = context.fits(key) if known is None else known
            caution = _LESS_CAUTION if seen >= _COMMON else _CAUTION
            gain = context.fits(word) - known - _misreading(word, spelt) - caution
            yield _Candidate(token.text.replace(read, _cased(word, read)), gain)


_NUMERAL = re.compile("[IVXLC]+")
"""A Roman numeral is a figure: counts cannot tell which of two stands on the page."""

_EITHER_WAY = ({"hàng", "hằng"}, {"màu", "mầu"}, {"tàu", "tầu"}, {"giày", "giầy"}, {"dày", "dầy"})
"""Words that are spelt one way or the other: "hàng năm", "hằng năm"."""


def _oddity(text: str) -> int:
    """How much in `text` no prose has: strange signs, small letters mixed with capitals."""
    core = _core(text)
    return len(_SIGNS.findall(text)) + (core.isalpha() and not (core.islower() or core.isupper() or core.istitle()))


_SIGNS = re.compile(r"[^\w.,;:()/%\-–“”\"'&+?!\[\]]|_")

_STROKE = re.compile(r"(?<=[^\W\d_])[!|](?=[^\W\d_])")
"""An exclamation mark inside a word is an i with the dot below it, or above."""


def _core(text: str) -> str:
    """A word without the punctuation around it."""
    return re.sub(r"^[\W_]+|[\W_]+$", "", text)


def _key(text: str) -> str:
    return as_counted(_core(text).lower()) or BREAK


def _cased(word: str, like: str) -> str:
    if like.isupper():
        return word.upper()
    return word.capitalize() if like[0].isupper() else word


def _log_odds(confidence: float) -> float:
    """Of a word being read right, against its being misread."""
    misread = next(share for below, share in _MISREAD if confidence < below)
    return math.log((1 - misread) / misread)


def _misreading(true: str, read: str) -> float:
    """How much rarer than its commonest mistakes it is that Tesseract reads `true` as `read`, as a logarithm."""
    return sum(_misread_letter(t, r) for t, r in zip(true, read, strict=True) if t != r)


@cache
def _misread_letter(true: str, read: str) -> float:
    """Counted on those pages: ổ, ể, ẩ turn acute or lose the hook, ồ, ế lose their tone, i gains one, d its stroke."""
    if true in "dđ":
        return 1.2 if true == "d" else 2.5
    if true == "i":
        return 0.0 if read == "ỉ" else 1.5
    (vowel, tone), (other, heard) = _apart(true), _apart(read)
    if vowel != other:
        return (
            2.0 if vowel in "âêô" and vowel + tone != true and unicodedata.normalize("NFD", vowel)[0] == other else 4.0
        )
    if vowel in "âêô":
        return 0.0 if tone == _HOOK else 3.0 if tone in ("", _DOT) else 0.5 if not heard else 1.5
    if tone == _DOT:
        return 4.0
    if tone == _HOOK:
        return 1.5
    if heard == _HOOK:
        return 2.0
    return 2.5 if tone and not heard else 4.0


_HOOK, _DOT = "\u0309", "\u0323"


def _apart(letter: str) -> tuple[str, str]:
    """A letter without its tone mark, and the tone mark."""
    signs = unicodedata.normalize("NFD", letter)
    tone = next((s for s in signs if s in "\u0300\u0301\u0303\u0309\u0323"), "")
    return unicodedata.normalize("NFC", signs.replace(tone, "") if tone else signs), tone
