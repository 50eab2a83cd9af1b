"""One face for every export: what is wanted, in which format; the same for commands, the API and the pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, Literal
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from feeds.calendars import calendar_parts
from feeds.exports.flat import csv_lines, json_lines, write_parquet
from feeds.exports.incoming import register
from feeds.exports.meeting import standing, write_meeting
from feeds.exports.records import record_lines
from feeds.exports.tables import Table
from feeds.exports.tracking import targets, tracking
from feeds.exports.xlsx import Heading, write_xlsx
from feeds.quality import Scope, registers, tables
from models.errors import Refused
from models.following.states import State
from models.originals import Originals
from models.questions.followed import Followed, Kind, followed
from models.questions.incoming import incoming
from models.wording import Language, Wording

Format = Literal["xlsx", "csv", "jsonl", "parquet", "ics", "docx", "edxml"]
What = Literal["tracking", "targets", "incoming", "quality", "objectives", "audits", "nonconformities", "procedures"]

FORMATS: tuple[Format, ...] = ("xlsx", "csv", "jsonl", "parquet", "ics", "docx", "edxml")
WHATS: tuple[What, ...] = (
    "tracking", "targets", "incoming", "quality", "objectives", "audits", "nonconformities", "procedures",
)  # fmt: skip
CLAUSES: tuple[What, ...] = ("objectives", "audits", "nonconformities", "procedures")

MEDIA_TYPES: dict[Format, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "ics": "text/calendar; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "edxml": "application/xml",
}

ALL: tuple[Kind, ...] = ("task", "target", "result")
ORDERED: tuple[Kind, ...] = ("task", "target")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An export. `now` has its zone, `today` is the office's day; `documents` are ids, `desk` the desk's address."""

    format: Format
    today: date
    now: datetime
    what: What = "tracking"
    unit: str | None = None
    since: date | None = None
    until: date | None = None
    states: tuple[State, ...] | None = None
    documents: tuple[int, ...] | None = None
    secret: bool = False
    scope: Scope = "quality"
    language: Language = "vi"
    desk: str | None = None
    office: str = ""
    office_id: str = ""
    originals: Originals | None = None

    @property
    def host(self) -> str:
        """What sets this office's calendar entries apart from others'."""
        return (urlsplit(self.desk).hostname if self.desk else None) or self.office_id or "vanthu"


def export(session: Session, wanted: Wanted, into: BinaryIO) -> None:
    """Write what is wanted. Raises models.errors.Refused where that format has no such thing."""
    if wanted.format == "edxml":
        from feeds.edxml.writing import write_package  # after the others: it reads originals

        write_package(session, wanted, into)
    elif wanted.format == "xlsx":
        heading = Heading(wanted.office, wanted.today, wanted.language)
        write_xlsx(sheets(session, wanted), into, heading)
    elif wanted.format == "ics":
        _only_tracking(wanted)
        lines = _lines(session, wanted, ORDERED)
        name = " - ".join(part for part in (wanted.unit, "thời hạn nhiệm vụ") if part)
        parts = calendar_parts(
            lines, now=wanted.now, name=name, host=wanted.host, desk=wanted.desk, language=wanted.language
        )
        into.writelines(parts)
    elif wanted.format == "docx":
        _only_tracking(wanted)
        write_meeting(standing(_lines(session, wanted, ("task",))), into, office=wanted.office, on=wanted.today)
    elif wanted.format == "jsonl" and wanted.what == "tracking":
        into.writelines(record_lines(session, _lines(session, wanted, ALL)))
    else:
        _one(session, wanted, into)


def sheets(session: Session, wanted: Wanted) -> Iterator[Table]:
    """The tables of what is wanted, one after the other."""
    if wanted.what == "tracking":
        yield tracking(_lines(session, wanted, ("task",)), wanted.language, wanted.desk)
    if wanted.what in ("tracking", "targets"):
        yield targets(_lines(session, wanted, ("target",)), wanted.language, wanted.desk)
    if wanted.what == "incoming":
        found = incoming(session, since=wanted.since, until=wanted.until, secret=wanted.secret)
        yield register(found, wanted.language, wanted.desk)
    if wanted.what == "quality" or wanted.what in CLAUSES:
        known = registers(session, today=wanted.today, scope=wanted.scope, unit=wanted.unit, secret=wanted.secret)
        yield from (t for t in tables(known, wanted.language, wanted.desk) if wanted.what in ("quality", t.key))


def _one(session: Session, wanted: Wanted, into: BinaryIO) -> None:
    """A format that holds one table."""
    if wanted.what == "quality":
        raise Refused(
            Wording(
                f"{wanted.format} chỉ chứa được một bảng; hãy chọn một trong: {', '.join(CLAUSES)}",
                f"{wanted.format} holds one table; choose one of {', '.join(CLAUSES)}",
            )
        )
    table = next(sheets(session, wanted))
    if wanted.format == "csv":
        into.writelines(csv_lines(table, wanted.language))
    elif wanted.format == "jsonl":
        into.writelines(json_lines(table))
    else:
        write_parquet(table, into)


def _lines(session: Session, wanted: Wanted, kinds: Iterable[Kind]) -> Iterator[Followed]:
    return followed(
        session,
        today=wanted.today,
        kinds=tuple(kinds),
        unit=wanted.unit,
        since=wanted.since,
        until=wanted.until,
        states=wanted.states,
        documents=wanted.documents,
        secret=wanted.secret,
    )


def _only_tracking(wanted: Wanted) -> None:
    if wanted.what != "tracking":
        raise Refused(
            Wording(
                f"{wanted.format} chỉ dùng cho bảng theo dõi (--what tracking)",
                f"{wanted.format} is for the tracking sheet only (--what tracking)",
            )
        )
