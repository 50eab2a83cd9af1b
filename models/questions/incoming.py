"""The documents as a register of incoming ones asks for them, one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.records import Signer
from models.tables import Document, Reading, Record
from models.tables import File as FileRow

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document as a register has it. `pages` is None where its format has none.

    `due_on` is the last day that it sets for a task, `seen_on` the day (UTC) on which vanthu first met a file of it:
    not the office's own day of arrival.
    """

    id: int
    number: str | None
    kind: str | None
    issuer: str | None
    issued_on: date | None
    subject: str | None
    urgency: str | None
    secrecy: str | None
    signer: Signer | None
    recipients: tuple[str, ...]
    pages: int | None
    seen_on: date | None
    due_on: date | None
    files: tuple[str, ...]


def incoming(
    session: Session, *, since: date | None = None, until: date | None = None, secret: bool = False
) -> Iterator[Incoming]:
    """The documents issued from `since` to `until`, the earlier first; those with a mark of secrecy only if asked.

    The session lets go of what it holds on the way: it is for reading only.
    """
    query = select(Document.id).order_by(Document.issued_on.is_(None), Document.issued_on, Document.id)
    if not secret:
        query = query.where(Document.secrecy.is_(None))
    if since is not None:
        query = query.where(Document.issued_on >= since)
    if until is not None:
        query = query.where(Document.issued_on <= until)
    numbers = session.scalars(query).all()
    for start in range(0, len(numbers), AT_ONCE):
        chunk = numbers[start : start + AT_ONCE]
        yield from _chunk(session, list(chunk))
        session.expunge_all()


def _chunk(session: Session, numbers: list[int]) -> Iterator[Incoming]:
    rows = session.scalars(
        select(Document)
        .where(Document.id.in_(numbers))
        .options(joinedload(Document.issuer), selectinload(Document.readings).joinedload(Reading.file))
    ).all()
    found = {row.id: row for row in rows}
    last = dict(
        session.execute(
            select(Record.document_id, func.max(Record.deadline_end))
            .where(Record.document_id.in_(numbers), Record.standing == "live", Record.kind == "task")
            .group_by(Record.document_id)
        ).all()
    )
    for number in numbers:
        d = found[number]
        files: list[FileRow] = [r.file for r in d.readings]
        speaks = next((r.file for r in d.readings if r.current), None)
        yield Incoming(
            id=d.id,
            number=d.number,
            kind=d.kind,
            issuer=(d.issuer.name if d.issuer.settled else d.issuer_name) if d.issuer else None,
            issued_on=d.issued_on,
            subject=d.subject,
            urgency=d.urgency,
            secrecy=d.secrecy,
            signer=d.signer,
            recipients=d.recipients,
            pages=speaks.pages if speaks is not None and speaks.media_type in PAGED else None,
            seen_on=min((f.first_seen.date() for f in files), default=None),
            due_on=last.get(d.id),
            files=tuple(dict.fromkeys(f.name for f in files)),
        )


PAGED = ("application/pdf", "image/jpeg", "image/png", "image/tiff", "image/webp", "image/bmp", "image/heic")
"""Media types whose pages are counted."""
