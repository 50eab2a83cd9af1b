"""Which file speaks for a document, and where its bytes are."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.errors import NotThere
from models.tables import File, Reading


@dataclass(frozen=True, slots=True)
class Source:
    """The file of a document's current reading. `secret`: the document bears a mark of secrecy."""

    file_id: int
    name: str
    sha256: str
    media_type: str
    pages: int
    places: tuple[str, ...]
    kept: bool
    secret: bool


def source(session: Session, document: int) -> Source:
    """The file that speaks for `document`. Raises NotThere."""
    reading = session.scalars(
        select(Reading)
        .where(Reading.document_id == document, Reading.current)
        .options(selectinload(Reading.file).selectinload(File.places), selectinload(Reading.document))
    ).one_or_none()
    if reading is None:
        raise NotThere(f"#{document}")
    file = reading.file
    return Source(
        file_id=file.id,
        name=file.name,
        sha256=file.sha256,
        media_type=file.media_type or "application/octet-stream",
        pages=file.pages or 1,
        places=tuple(place.uri for place in file.places),
        kept=file.kept,
        secret=reading.document.secrecy is not None,
    )
