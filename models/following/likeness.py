"""Documents without a number that read like another one, for a person to say whether they are one.

MinHash (Broder 1997, by datasketch) over the runs of three words: documents that share a band of it are compared word
by word. Nothing is merged by itself: a plan and its twin of the next year read alike too.
"""

import struct
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Any
from zlib import crc32

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Session

from models.tables import Base, Document, Entry, Likeness, Sketch

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
    """What a document is compared by: the words of its records, as they are searched, and whether it has a number."""

    numbered: bool
    words: Sequence[str]


def compare(session: Session, documents: Mapping[int, Said]) -> None:
    """Sketch new `documents`, and propose what in the database reads like those without a number, or they like it."""
    runs = {document: shingles(said.words) for document, said in documents.items()}
    bands = {document: sketch(found) for document, found in runs.items() if len(found) >= SHORTEST}
    if not bands:
        return
    rows = [{"band": band, "document_id": document} for document, mine in bands.items() for band in mine]
    connection = session.connection()
    connection.execute(insert(SKETCHES), rows)
    without: dict[int, set[int]] = defaultdict(set)
    for band, other in connection.execute(NEAR_WITHOUT, {"bands": list({row["band"] for row in rows})}):
        without[band].add(other)
    for document, mine in bands.items():
        numbered = documents[document].numbered
        if numbered:
            near = sorted(set().union(*(without[band] for band in mine if band in without)) - {document})[:MOST]
        else:
            near = list(session.scalars(NEAR, {"bands": mine, "document": document}))
        _propose(session, document, numbered, runs[document], near)


def compare_again(session: Session, document: int) -> None:
    """The same for a document that was known: what was proposed of it is looked at anew, what was decided stays."""
    known = set(session.scalars(select(Sketch.band).where(Sketch.document_id == document)))
    said = Said(
        session.get_one(Document, document).number_key is not None, texts(session, [document]).get(document, [])
    )
    runs = shingles(said.words)
    if known == (set(sketch(runs)) if len(runs) >= SHORTEST else set()):
        return
    session.execute(delete(Sketch).where(Sketch.document_id == document))
    mine = (Likeness.document_id == document) | (Likeness.other_id == document)
    session.execute(delete(Likeness).where(mine, Likeness.standing == "proposed"))
    compare(session, {document: said})


def texts(session: Session, documents: Collection[int]) -> dict[int, list[str]]:
    """The words of documents' records, record by record, as they are searched."""
    found: dict[int, list[str]] = defaultdict(list)
    for document, words in session.execute(WORDS, {"documents": list(documents)}):
        found[document].append(words)
    return found


def shingles(texts: Iterable[str]) -> set[str]:
    """The runs of three words in `texts`."""
    found: set[str] = set()
    for text in texts:
        words = text.split()
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


def _propose(session: Session, document: int, numbered: bool, runs: set[str], others: Sequence[int]) -> None:
    """Propose those of `others` that read like `document`; of each pair the one without a number comes first."""
    known = texts(session, others) if others else {}
    mine = session.get_one(Document, document) if known else None
    for other in others:
        theirs = shingles(known[other])
        alike = len(runs & theirs) / len(runs | theirs)
        if mine is None or alike < ALIKE or not may_be_one(mine, session.get_one(Document, other)):
            continue
        first, second = (other, document) if numbered else (document, other)
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


SKETCHES = Base.metadata.tables["sketches"]
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
    select(Sketch.band, Sketch.document_id)
    .join(Document, Document.id == Sketch.document_id)
    .where(Document.number_key.is_(None), Sketch.band.in_(bindparam("bands", expanding=True)))
)
