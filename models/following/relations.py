"""What documents are to each other, from their citations; also when the cited document arrives after the citing one."""

import re

from sqlalchemy import BindParameter, bindparam, delete, select
from sqlalchemy.orm import Session

from models.folding import bare
from models.tables import Citation, Document, KindOfRelation, Relation

ANSWERING = re.compile(r"\b(tra loi|phuc dap|phan hoi)\b")
"""How a letter's subject says that it answers another: "V/v trả lời Công văn số …"."""

PART = re.compile(
    r"(?:(?:diem|khoan|dieu|muc|chuong|dong|tiet|doan) (?:\d+|[ivx]+|[a-z])|phu luc|cum tu|noi dung|mot phan|mot so)\b"
)
"""How words begin that end only a part of a document: all else of it stands, so it is amended, not ended."""

REPORT = "bao cao"
"""A report answers the plan that it was made under."""

ENDING: tuple[KindOfRelation, ...] = ("replaces", "repeals")
"""Relations by which the cited document's open tasks are superseded."""


def relate(session: Session, document: Document) -> set[int]:
    """Bring the relations of `document` up to date, both ways; ids of the documents that it touches."""
    session.execute(delete(Relation).where((Relation.document_id == document.id) | (Relation.cited_id == document.id)))
    others: set[int] = set()
    for citation in document.citations:
        others |= _relate(session, document, citation)
    if document.number_key is not None:
        waiting = select(Citation).where(
            Citation.number_key == document.number_key, Citation.document_id != document.id
        )
        for citation in session.scalars(waiting).all():
            others |= _relate(session, session.get_one(Document, citation.document_id), citation)
    session.flush()
    return others - {document.id}


SAME = (Citation.number_key == Document.number_key) & (Citation.document_id != Document.id)
DOCUMENTS: BindParameter[list[int]] = bindparam("documents", expanding=True)
TOUCHING = (
    select(Citation.document_id).join(Document, SAME).where(Citation.document_id.in_(DOCUMENTS)),
    select(Document.id).join(Citation, SAME).where(Document.id.in_(DOCUMENTS)),
)
"""Questions for those of `documents` that cite a known number, and for those whose own number is cited."""


def _relate(session: Session, citing: Document, citation: Citation) -> set[int]:
    known = cited(session, citing, citation)
    if known is None:
        return set()
    kind = kind_of(citing, citation)
    there = select(Relation).filter_by(document_id=citing.id, cited_id=known.id, kind=kind)
    if session.scalars(there).first() is None:
        session.add(Relation(document_id=citing.id, cited_id=known.id, kind=kind))
        session.flush()
    return {citing.id, known.id}


def cited(session: Session, citing: Document, citation: Citation) -> Document | None:
    """The one known document that `citation` names; None where none is, or several may be meant."""
    found = [
        d
        for d in session.scalars(select(Document).where(Document.number_key == citation.number_key))
        if d.id != citing.id and _can_be(d, citing, citation)
    ]
    return found[0] if len(found) == 1 else None


def _can_be(document: Document, citing: Document, citation: Citation) -> bool:
    """Same date where both are known, not issued after the citing one, and an issuer that the words don't rule out."""
    if citation.issued_on and document.issued_on and citation.issued_on != document.issued_on:
        return False
    if citing.issued_on and document.issued_on and document.issued_on > citing.issued_on:
        return False
    if citation.issuer is not None and document.issuer is not None:
        named = bare(citation.issuer.canonical or citation.issuer.name)
        issuer = bare(document.issuer.name)
        if not any(one in other for one, other in ((named, issuer), (issuer, named))):
            return _head_of(named) in issuer  # "Chủ tịch Ủy ban nhân dân tỉnh" signs for the committee
    return citation.issued_on is not None or citation.issuer is not None or document.issuer_id == citing.issuer_id


def _head_of(name: str) -> str:
    return re.sub(r"^(chu tich|pho chu tich|giam doc|bo truong|chanh van phong)\s+", "", name)


def kind_of(citing: Document, citation: Citation) -> KindOfRelation:
    """What the citing document is to the cited one."""
    subject = bare(citing.subject or "")
    if ANSWERING.search(subject) and bare(citation.number) in subject:
        return "answers"
    if bare(citing.kind or "") == REPORT and citation.relation == "implements":
        return "answers"
    if citation.relation in ENDING and any(PART.match(bare(e.text)) for e in citation.evidence):
        return "amends"
    return citation.relation


def ended_by(session: Session, document: int) -> set[int]:
    """Ids of the documents that `document` replaces or repeals."""
    ends = select(Relation.cited_id).where(Relation.document_id == document, Relation.kind.in_(ENDING))
    return set(session.scalars(ends))


def superseded_by(session: Session, documents: set[int]) -> dict[int, Document]:
    """For each of `documents` that another replaces or repeals: that other one, the first that did."""
    found = session.execute(
        select(Relation.cited_id, Document)
        .join(Document, Relation.document_id == Document.id)
        .where(Relation.cited_id.in_(documents), Relation.kind.in_(ENDING))
        .order_by(Document.issued_on.desc(), Document.id.desc())
    )
    return {cited: document for cited, document in found}  # noqa: C416 - rows, not pairs
