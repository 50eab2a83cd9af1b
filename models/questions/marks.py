"""What stands beside the records of a document: who touched them, what contradicts them, what moved or ended them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import NotThere
from models.following.amendments import moved_by
from models.following.relations import superseded_by
from models.following.repeals import ended_alone
from models.tables import Document, Record, Standing

Mark = Literal["reviewed", "differs"]


@dataclass(frozen=True, slots=True)
class Marked:
    """A record with its marks. `differs`: the machine now reads something else than a person said.

    `moved_by` and `superseded_by` are the numbers of the documents that gave it its deadline, or ended it.
    """

    id: int
    version: int
    kind: Literal["task", "target", "result"]
    content: str
    due: date | None
    standing: Standing
    marks: tuple[Mark, ...]
    moved_by: str | None
    superseded_by: str | None

    @property
    def noted(self) -> bool:
        """Whether there is more to it than what was read."""
        return bool(self.marks or self.moved_by or self.superseded_by or self.standing not in ("live", "withdrawn"))


def marks(session: Session, document: int) -> list[Marked]:
    """The records of a document, those that are followed first. Raises NotThere."""
    if session.get(Document, document) is None:
        raise NotThere(f"#{document}")
    query = select(Record).where(Record.document_id == document)
    found = session.scalars(query.order_by(Record.standing != "live", Record.position, Record.id)).all()
    moved = moved_by(session, {r.id for r in found})
    whole, alone = superseded_by(session, {document}).get(document), ended_alone(session, {r.id for r in found})
    after = {r.id: whole or alone.get(r.id) for r in found if r.kind != "result"}
    return [
        Marked(
            id=r.id,
            version=r.version,
            kind=r.kind,  # type: ignore[arg-type]  # the three kinds that there are
            content=r.content,
            due=r.deadline_end,
            standing=r.standing,
            marks=tuple(name for name in ("reviewed", "differs") if getattr(r, name)),
            moved_by=moved.get(r.id),
            superseded_by=_named(after.get(r.id)),
        )
        for r in found
    ]


def _named(document: Document | None) -> str | None:
    """How a document is named to a person."""
    return None if document is None else document.number or f"#{document.id}"
