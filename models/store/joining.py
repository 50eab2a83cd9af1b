"""What a person says of two documents that read alike: they are one, or they are two."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import NotThere, Overtaken, Refused
from models.following import follow
from models.following.likeness import compare_again
from models.following.progress import decided
from models.reviews import By
from models.reviews.settling import touched
from models.store.forgetting import forget
from models.tables import Document, Likeness, Reading
from models.wording import Wording


def join(session: Session, document: int, other: int, by: By) -> None:
    """Say that `document`, which has no number, is `other`: its files become files of that, and it is gone.

    Raises NotThere, Overtaken where it is decided, Refused where people have worked on `document`.
    """
    _proposed(session, document, other)
    gone, kept = session.get_one(Document, document), session.get_one(Document, other)
    if touched(session, gone) or decided(session, gone):
        raise Refused(
            Wording(
                f"đã có người sửa văn bản mã {document}; hãy hoàn tác các bước đó trước khi ghép",
                f"people have worked on document {document}; undo their steps before you join it to another",
            )
        )
    for reading in session.scalars(select(Reading).where(Reading.document_id == document)):
        reading.document, reading.current = kept, False
    session.flush()
    session.expire(gone)
    forget(session, gone)
    session.flush()
    follow(session, kept, by.at)
    compare_again(session, other)


def keep_apart(session: Session, document: int, other: int, by: By) -> None:
    """Say that two documents that read alike are two; it is not asked again. Raises NotThere, Overtaken."""
    found = _proposed(session, document, other)
    found.standing, found.decided_by, found.decided_at = "two", by.who, by.at


def _proposed(session: Session, document: int, other: int) -> Likeness:
    found = session.get(Likeness, (document, other), with_for_update=True, populate_existing=True)
    if found is None:
        raise NotThere(f"#{document} ~ #{other}")
    if found.standing != "proposed":
        raise Overtaken(1, found.decided_by)
    return found
