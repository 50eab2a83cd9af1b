"""What a person says of two documents that read alike: they are one, which can be undone, or they are two."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import rows
from models.errors import AlreadyUndone, NotThere, Overtaken, Refused
from models.following import follow
from models.following.likeness import compare_again
from models.following.progress import decided
from models.reviews import By
from models.reviews.settling import touched
from models.store.forgetting import forget
from models.store.merging import bring_up_to_date
from models.store.worth import stand_on_what_is_left, worth
from models.tables import Document, Join, Likeness, Reading
from models.wording import Wording


def join(session: Session, document: int, other: int, by: By) -> int:
    """Say that `document`, which has no number, is `other`: its files become files of that, and it is gone.

    The step's id. Raises NotThere, Overtaken where it is decided, Refused where people have worked on `document`.
    """
    alike = _proposed(session, document, other)
    gone, kept = session.get_one(Document, document), session.get_one(Document, other)
    if touched(session, gone) or decided(session, gone):
        raise Refused(
            Wording(
                f"đã có người sửa văn bản mã {document}; hãy hoàn tác các bước đó trước khi ghép",
                f"people have worked on document {document}; undo their steps before you join it to another",
            )
        )
    readings = session.scalars(select(Reading).where(Reading.document_id == document)).all()
    for reading in readings:
        reading.document, reading.current = kept, False
    files = tuple(sorted({reading.file_id for reading in readings}))
    step = Join(document_id=other, gone_id=document, files=files, likeness=alike.likeness)
    step.who, step.at, step.why = by.who, by.at, by.why
    session.add(step)
    session.execute(update(Join).where(Join.document_id == document).values(document_id=other))
    session.flush()
    session.expire(gone)
    forget(session, gone)
    session.flush()
    follow(session, kept, by.at)
    compare_again(session, other)
    return step.id


def separate(session: Session, step: int, by: By) -> int:
    """Take a join back: its files are a document of their own again, under the id that it had. That id.

    Raises NotThere, AlreadyUndone; Refused where the files were read better since, and say themselves what they are,
    or where the other document has no file but them.
    """
    link = session.get(Join, step, with_for_update=True, populate_existing=True)
    if link is None:
        raise NotThere(f"#{step}")
    if link.undone_at is not None:
        raise AlreadyUndone(step)
    readings = session.scalars(select(Reading).where(Reading.file_id.in_(link.files)).order_by(Reading.id)).all()
    beside = {r.document for r in readings if any(other.file_id not in link.files for other in r.document.readings)}
    moving = [reading for reading in readings if reading.document in beside]  # others stand by themselves by now
    if not moving or any(says_what_it_is(session, reading) for reading in moving):
        raise Refused(
            Wording(
                "các tệp này tự cho biết là văn bản đó; không tách được",
                "these files say themselves that they are that document; they can't be separated",
            )
        )
    own = Document(id=link.gone_id if session.get(Document, link.gone_id) is None else None, version=1)
    last = {reading.file_id: reading for reading in moving}  # of each file, the last
    speaks = max(last.values(), key=lambda reading: worth(reading.dispatch))
    for reading in moving:
        reading.current = False
    session.flush()
    bring_up_to_date(session, own, speaks.dispatch)
    for reading in moving:
        reading.document = own
    session.flush()
    speaks.current = True
    link.undone_by, link.undone_at = by.who, by.at
    session.flush()
    for document in sorted(beside, key=lambda document: document.id):
        session.expire(document, ["readings"])
        stand_on_what_is_left(session, document)
        follow(session, document, by.at)
        compare_again(session, document.id)
    session.expire(own, ["readings"])
    follow(session, own, by.at)
    compare_again(session, own.id)
    return own.id


def says_what_it_is(session: Session, reading: Reading) -> bool:
    """Whether a reading has its number, issuer and day by itself."""
    head = reading.dispatch.letterhead
    return rows.identity(head, rows.issuer_row(session, head, reading.file.sha256)) is not None


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
