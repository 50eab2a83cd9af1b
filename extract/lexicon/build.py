"""Builds `official.xz`, the counts of official prose: `python -m extract.lexicon.build TEXTS.jsonl.xz`.

TEXTS has a JSON object a line with the `text` of an official document. The counts that are shipped come from 290
Vietnamese official documents of November and December 2025, as law portals publish them; official texts are free of
copyright (Law on Intellectual Property, Article 15). Counts only: triples of one document alone are left out, so that
no sentence, and no person's name, can be put together again.
"""

import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np

from extract.letters import clean
from extract.lexicon import BREAK, COUNTS, FIGURE, syllables

DOCUMENTS_OF_A_TRIPLE = 2


def main(texts: Path, counts: Path = COUNTS) -> None:
    """Counts syllables, pairs and triples of `texts` and writes them to `counts`, beside this file by default."""
    one: Counter[str] = Counter()
    two: Counter[tuple[str, str]] = Counter()
    three: Counter[tuple[str, str, str]] = Counter()
    documents: Counter[tuple[str, str, str]] = Counter()
    for text in _read(texts):
        seen: set[tuple[str, str, str]] = set()
        for line in set(text.split("\n")):
            run = [BREAK, *syllables(line), BREAK]
            triples = list(zip(run, run[1:], run[2:], strict=False))
            one.update(run)
            two.update(pairwise(run))
            three.update(triples)
            seen.update(triples)
        documents.update(seen)
    words = [BREAK, FIGURE, *sorted(one.keys() - {BREAK, FIGURE})]
    number = {word: n for n, word in enumerate(words)}
    kept = [(t, n) for t, n in three.items() if documents[t] >= DOCUMENTS_OF_A_TRIPLE]
    packed = BytesIO()
    np.savez(
        packed,
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        one=np.array([one[w] for w in words], np.uint32),
        two=_table([(*map(number.__getitem__, pair), n) for pair, n in two.items()]),
        three=_table([(*map(number.__getitem__, triple), n) for triple, n in kept]),
    )
    counts.write_bytes(lzma.compress(packed.getvalue(), preset=9))
    print(f"{len(words)} syllables, {len(two)} pairs, {len(kept)} triples, {counts.stat().st_size} bytes")


def _read(texts: Path) -> Iterator[str]:
    with lzma.open(texts, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield clean(json.loads(line)["text"]).lower()


def _table(rows: list[tuple[int, ...]]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint16]]:
    """Sorted rows of syllable numbers and their count, a column after the other: what packs best."""
    table = np.array(sorted(rows), np.uint32)
    table[:, -1] = np.minimum(table[:, -1], 65535)
    return np.ascontiguousarray(table.astype(np.uint16).T)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
