"""Which plan a report tells of: by its citations, also where the plan itself never arrived."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.folding import bare
from models.rows import number_key
from models.tables import Citation, Document, Relation

PLAN = "ke hoach"

NEAREST = ("answers", "implements", "mentions")
"""Relations from which a plan is taken to be the one that a report tells of, the surest first."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan by number; `document_id` and `subject` where it is known itself."""

    number: str
    issued_on: date | None
    document_id: int | None
    subject: str | None = None


def plans_of(session: Session, documents: Collection[int]) -> dict[int, Plan]:
    """The plan that each of `documents` tells of; those that name none, or several alike, are left out."""
    found: dict[int, dict[str, list[Plan]]] = {}
    known = session.execute(
        select(
            Relation.document_id, Relation.kind, Document.number, Document.issued_on, Document.id, Document.kind,
            Document.subject,
        )
        .join(Document, Relation.cited_id == Document.id)
        .where(Relation.document_id.in_(documents), Relation.kind.in_(NEAREST))
        .order_by(Document.id)
    )  # fmt: skip
    for document, relation, number, issued_on, cited, kind, subject in known:
        if number and bare(kind or "") == PLAN:
            found.setdefault(document, {}).setdefault(relation, []).append(Plan(number, issued_on, cited, subject))
    cited_only = session.execute(
        select(Citation.document_id, Citation.relation, Citation.number, Citation.issued_on, Citation.kind)
        .where(Citation.document_id.in_(documents), Citation.relation.in_(NEAREST))
        .order_by(Citation.position)
    )
    for document, relation, number, issued_on, kind in cited_only:
        of_document = found.setdefault(document, {})
        there = {bare(plan.number) for plans in of_document.values() for plan in plans}
        if bare(kind or "") == PLAN and bare(number) not in there:
            of_document.setdefault(relation, []).append(Plan(number, issued_on, None))
    return {document: plan for document, plans in found.items() if (plan := _nearest(plans)) is not None}


def _nearest(plans: dict[str, list[Plan]]) -> Plan | None:
    for relation in NEAREST:
        if relation in plans:
            return plans[relation][0] if len(plans[relation]) == 1 else None
    return None


def subjects_of(session: Session, number: str) -> list[str]:
    """What the documents of this number are about."""
    found = session.scalars(select(Document.subject).where(Document.number_key == number_key(number)))
    return [subject for subject in found if subject]
