"""Documents without a number that read like another one, for a person to say whether they are one.

MinHash (Broder 1997, by datasketch) over the runs of three words: documents that share a band of it are compared word
by word. Nothing is merged by itself: a plan and its twin of the next year read alike too.
"""

import struct
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Any
from zlib import crc32

from sqlalchemy import bindparam, delete, select, text
from sqlalchemy.orm import Session

from models.tables import Document, Entry, Likeness, Sketch

PERMUTATIONS, ROWS = 32, 4
"""Eight bands of four: two texts with 70% of their runs in common share one nine times in ten."""

ALIKE = 0.7
"""Share of the runs that two texts have in common (Jaccard), from which they are proposed as one."""

SHORTEST = 20
"""Runs of words below which a text says too little: two notes of a line each are alike by chance."""

MOST = 50
"""Documents of one band that one is compared with: what more of them share is a form, not a text."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a document is compared by: the runs of words in its records, their bands, and whether it has a number.

    What says too little to be compared has no bands.
    """

    numbered: bool
    runs: Set[str]
    bands: Sequence[int]


def said(numbered: bool, words: Sequence[str]) -> Said:
    """What a document whose records have these words, as they are searched, is compared by."""
    runs = shingles(words)
    return Said(numbered, runs, sketch(runs) if len(runs) >= SHORTEST else ())


def sketched(document: int, said: Said) -> list[dict[str, int]]:
    """What SKETCH is to be given, so that a document is found by its bands; to be done before it is compared."""
    bands = {f"band{n}": band for n, band in enumerate(said.bands)}
    return [{"document": document, **bands}] if bands else []


def compare(session: Session, documents: Mapping[int, Said], without: Mapping[int, Set[int]]) -> None:
    """Propose what in the database reads like those of `documents` without a number, or what without one like them.

    `without` has, by band, the documents without a number that have it.
    """
    for document, said in documents.items():
        if said.numbered:
            near = sorted(set[int]().union(*(without.get(band, ()) for band in said.bands)) - {document})[:MOST]
        else:
            near = list(session.scalars(NEAR, {"bands": said.bands, "document": document})) if said.bands else []
        if near:
            _propose(session, document, said, near)


def compare_again(session: Session, document: int) -> None:
    """The same for a document that was known: what was proposed of it is looked at anew, what was decided stays."""
    known = set(session.scalars(select(Sketch.band).where(Sketch.document_id == document)))
    numbered = session.get_one(Document, document).number_key is not None
    now = said(numbered, texts(session, [document]).get(document, []))
    if known == set(now.bands):
        return
    session.execute(delete(Sketch).where(Sketch.document_id == document))
    mine = (Likeness.document_id == document) | (Likeness.other_id == document)
    session.execute(delete(Likeness).where(mine, Likeness.standing == "proposed"))
    without: dict[int, set[int]] = defaultdict(set)
    if now.bands:
        session.connection().execute(SKETCH, sketched(document, now))
        for other, band in session.execute(NEAR_WITHOUT, {"bands": now.bands}):
            without[band].add(other)
    compare(session, {document: now}, without)


def texts(session: Session, documents: Collection[int]) -> dict[int, list[str]]:
    """The words of documents' records, record by record, as they are searched."""
    found: dict[int, list[str]] = defaultdict(list)
    for document, words in session.execute(WORDS, {"documents": list(documents)}):
        found[document].append(words)
    return found


def shingles(texts: Iterable[str]) -> set[str]:
    """The runs of three words in `texts`."""
    found: set[str] = set()
    for words in (said.split() for said in texts):
        found.update(" ".join(words[n : n + 3]) for n in range(max(1, len(words) - 2)))
    return found


def sketch(runs: Collection[str]) -> list[int]:
    """The bands of a text's MinHash, each a number that fits a database's BIGINT."""
    from datasketch import MinHash  # brings SciPy along, which nobody else need wait for

    hashed = MinHash(PERMUTATIONS, hashfunc=crc32, permutations=_permutations(), scheme="affine32")
    hashed.update_batch([run.encode() for run in runs])
    rows = hashed.hashvalues.reshape(-1, ROWS)
    return [
        struct.unpack("<q", blake2b(bytes([n]) + row.tobytes(), digest_size=8).digest())[0]
        for n, row in enumerate(rows)
    ]


@cache
def _permutations() -> Any:
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, scheme="affine32").permutations  # made once: that takes longer than a text


def _propose(session: Session, document: int, said: Said, others: Sequence[int]) -> None:
    """Propose those of `others` that read like `document`; of each pair the one without a number comes first."""
    known = texts(session, others)
    mine = session.get_one(Document, document) if known else None
    for other in others:
        theirs = shingles(known[other])
        alike = len(said.runs & theirs) / len(said.runs | theirs)
        if mine is None or alike < ALIKE or not may_be_one(mine, session.get_one(Document, other)):
            continue
        first, second = (other, document) if said.numbered else (document, other)
        both = {first, second}
        if session.scalars(select(Likeness).where(Likeness.document_id.in_(both), Likeness.other_id.in_(both))).first():
            continue
        session.add(Likeness(document_id=first, other_id=second, likeness=round(alike, 3), standing="proposed"))
    session.flush()


def may_be_one(one: Document, other: Document) -> bool:
    """Whether nothing that both say of themselves differs: the day of issue, the issuer."""
    if one.issued_on and other.issued_on and one.issued_on != other.issued_on:
        return False
    issuers = [d.issuer for d in (one, other) if d.issuer is not None and d.issuer.settled]
    return len(issuers) < 2 or issuers[0] is issuers[1]


BANDS = ", ".join(f"(:band{n}, :document)" for n in range(PERMUTATIONS // ROWS))
SKETCH = text(f"INSERT INTO sketches (band, document_id) VALUES {BANDS}")  # noqa: S608
"""All bands of a document in one statement: eight cost a server and its driver eight times as much."""
WORDS = (
    select(Entry.document_id, Entry.words)
    .where(Entry.document_id.in_(bindparam("documents", expanding=True)), Entry.record_id.is_not(None))
    .order_by(Entry.record_id)
)
NEAR = (
    select(Sketch.document_id)
    .where(Sketch.band.in_(bindparam("bands", expanding=True)), Sketch.document_id != bindparam("document"))
    .distinct()
    .limit(MOST)
)
NEAR_WITHOUT = (
    select(Sketch.document_id, Sketch.band)
    .join(Document, Document.id == Sketch.document_id)
    .where(Document.number_key.is_(None), Sketch.band.in_(bindparam("bands", expanding=True)))
)
