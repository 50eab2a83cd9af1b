"""Counts of official prose: how likely a syllable is where it stands (`prose`), and which others look like it."""

import lzma
import math
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np

COUNTS = Path(__file__).with_name("official.xz")
"""What `extract.lexicon.build` wrote; its docstring says where the counts come from."""

BREAK = "<s>"
FIGURE = "0"
"""What stands in the counts for the edge of a line, and for every word with a figure in it."""


def syllables(line: str) -> list[str]:
    """The words of a line as they are counted: small letters, marks of punctuation dropped, figures all alike."""
    return [as_counted(word) for word in re.findall(r"\w+", line.lower())]


def as_counted(word: str) -> str:
    """`word` as it stands in the counts: `FIGURE` where it has one."""
    return FIGURE if any(c.isdigit() for c in word) else word


@cache
def bare(word: str) -> str:
    """`word` in small letters without any mark: what a group of candidates has in common."""
    plain = unicodedata.normalize("NFD", word.lower().replace("đ", "d").replace("Đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c))


@dataclass(frozen=True, slots=True)
class Prose:
    """Counts of syllables, pairs and triples. `alike` maps bare letters to the syllables that are spelt so."""

    number: dict[str, int]
    one: list[int]
    two: dict[int, int]
    three: dict[int, int]
    alike: dict[str, tuple[str, ...]]
    total: int

    def likelihood(self, before: str, previous: str, word: str) -> float:
        """Natural logarithm of the probability of `word` after `before previous`, each count eked out by the next."""
        get, unknown = self.number.get, -1
        a, b, c = get(before, unknown), get(previous, unknown), get(word, unknown)
        single = ((self.one[c] if c >= 0 else 0) + _UNSEEN) / (self.total + _UNSEEN * 10_000)
        after_one = (self._pair(b, c) + _TRUST_PAIR * single) / ((self.one[b] if b >= 0 else 0) + _TRUST_PAIR)
        seen = self.three.get((a << 32) | (b << 16) | c, 0) if min(a, b, c) >= 0 else 0
        return math.log((seen + _TRUST_TRIPLE * after_one) / (self._pair(a, b) + _TRUST_TRIPLE))

    def seen(self, previous: str, word: str) -> int:
        """How often `word` stands right after `previous`."""
        return self._pair(self.number.get(previous, -1), self.number.get(word, -1))

    def _pair(self, first: int, second: int) -> int:
        return self.two.get((first << 16) | second, 0) if first >= 0 and second >= 0 else 0


_UNSEEN = 0.1
_TRUST_PAIR = 50
_TRUST_TRIPLE = 5
"""How much a shorter context weighs against a longer one, in counts: measured on pages that were not counted."""


@cache
def prose() -> Prose:
    """The counts that are shipped, read once for a process, in a third of a second."""
    with np.load(BytesIO(lzma.decompress(COUNTS.read_bytes()))) as packed:
        words = packed["words"].tobytes().decode().split("\n")
        one = packed["one"].tolist()
        first, second, pairs = packed["two"].astype(np.int64)
        a, b, c, triples = packed["three"].astype(np.int64)
    two = dict(zip(((first << 16) | second).tolist(), pairs.tolist(), strict=True))
    three = dict(zip(((a << 32) | (b << 16) | c).tolist(), triples.tolist(), strict=True))
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        if word.isalpha():
            alike[bare(word)].append(word)
    groups = {letters: tuple(group) for letters, group in alike.items() if len(group) > 1}
    return Prose({w: n for n, w in enumerate(words)}, one, two, three, groups, sum(one))
