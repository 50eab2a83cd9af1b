"""Upkeep of a tracking database: a consistent copy under load (`backup`), and whether its promises hold (`check`)."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError as DatabaseFault
from sqlalchemy.orm import Session

from models.database import Database, file_of
from models.errors import BackupRefused, DatabaseError
from models.originals import Originals, kept
from models.reviews.settling import differs
from models.tables import Record
from models.wording import Wording


@dataclass(frozen=True, slots=True)
class Promise:
    """A query for what breaks a promise of the database, by name, and how it is told."""

    query: str
    told: Wording


PROMISES = (
    Promise(
        "SELECT name FROM files WHERE state = 'done' AND id NOT IN (SELECT file_id FROM readings)",
        Wording("ghi là đã đọc nhưng không có kết quả", "marked as done without a reading"),
    ),
    Promise(
        "SELECT coalesce(d.number, '#' || d.id) FROM documents d "
        "WHERE id NOT IN (SELECT document_id FROM readings WHERE current)",
        Wording("không rõ đọc từ tệp nào", "no reading speaks for it"),
    ),
    Promise(
        "SELECT coalesce(d.number, '#' || d.id) FROM documents d JOIN readings r ON r.document_id = d.id JOIN "
        "readings s ON s.file_id = r.file_id AND s.document_id <> r.document_id WHERE r.current AND s.current",
        Wording("một tệp nói cho hai văn bản", "one file speaks for two documents"),
    ),
    Promise(
        "SELECT '#' || r.id FROM records r LEFT JOIN tasks t ON t.id = r.id LEFT JOIN targets m ON m.id = r.id "
        "LEFT JOIN results f ON f.id = r.id WHERE CASE r.kind WHEN 'task' THEN t.id WHEN 'target' THEN m.id "
        "ELSE f.id END IS NULL",
        Wording("bản ghi thiếu một nửa", "half of the record is missing"),
    ),
    Promise(
        "SELECT '#' || id FROM records WHERE seen AND standing = 'withdrawn' OR NOT seen AND standing = 'live' "
        "AND NOT reviewed",
        Wording("đang theo dõi mà không ai nêu, hoặc ngược lại", "followed though nobody says so, or not though read"),
    ),
    Promise(
        "SELECT '#' || id FROM records r WHERE reviewed <> EXISTS (SELECT 1 FROM changes c JOIN reviews v "
        "ON v.id = c.review_id WHERE c.record_id = r.id AND v.undone_by_id IS NULL AND v.who IS NOT NULL)",
        Wording("dấu đã duyệt sai với lịch sử", "whether it was reviewed is not what its history says"),
    ),
    Promise(
        "SELECT '#' || p.record_id FROM parties p JOIN (SELECT id, standing = 'live' AND kind <> 'result' AS followed, "
        "coalesce(deadline_kind, '') = 'recurring' AS recurs, coalesce(deadline_end, '1000-01-01') AS day "
        "FROM records) r ON r.id = p.record_id WHERE p.recurs <> (r.recurs AND r.followed) "
        "OR coalesce(p.due_on, '1000-01-01') <> "
        "CASE WHEN r.recurs OR NOT r.followed THEN '1000-01-01' ELSE r.day END",
        Wording("ngày đến hạn của đơn vị khác bản ghi", "a unit's day is not the record's"),
    ),
    Promise(
        "SELECT '#' || v.id FROM reviews v JOIN reviews w ON w.id = v.undone_by_id WHERE w.undoes_id <> v.id "
        "OR w.undoes_id IS NULL",
        Wording("bước được hoàn tác mà không rõ bởi bước nào", "undone by a step that undid something else"),
    ),
    Promise(
        "SELECT '#' || m.record_id FROM moves m JOIN reviews v ON v.id = m.review_id WHERE v.action <> 'amend'",
        Wording("hạn sửa không theo văn bản nào", "a deadline moved by no document"),
    ),
    Promise(
        "SELECT '#' || r.document_id FROM relations r JOIN documents d ON d.id = r.cited_id WHERE NOT EXISTS "
        "(SELECT 1 FROM citations c WHERE c.document_id = r.document_id AND c.number_key = d.number_key)",
        Wording("có quan hệ với văn bản mà nó không dẫn", "related to a document that it does not cite"),
    ),
    Promise(
        "SELECT '#' || m.by_record_id FROM moves m JOIN reviews v ON v.id = m.review_id JOIN records r "
        "ON r.id = m.by_record_id WHERE v.by_document_id <> r.document_id",
        Wording("hạn sửa theo văn bản khác", "a deadline moved by another document than the one that says so"),
    ),
    Promise(
        "SELECT '#' || m.record_id FROM moves m JOIN reviews v ON v.id = m.review_id JOIN records b "
        "ON b.id = m.by_record_id JOIN records r ON r.id = m.record_id WHERE v.undone_by_id IS NULL AND NOT EXISTS "
        "(SELECT 1 FROM relations x WHERE x.document_id = b.document_id AND x.cited_id = r.document_id "
        "AND x.kind = 'amends')",
        Wording("hạn sửa theo văn bản không còn sửa đổi nó", "a deadline moved by a document that amends it no more"),
    ),
    Promise(
        "SELECT '#' || c.record_id FROM changes c JOIN reviews v ON v.id = c.review_id WHERE c.field = 'superseded' "
        "AND v.undone_by_id IS NULL AND NOT EXISTS (SELECT 1 FROM relations x WHERE x.document_id = v.by_document_id "
        "AND x.cited_id = v.document_id AND x.kind = 'amends')",
        Wording("bị bãi bỏ bởi văn bản không còn bãi bỏ nó", "ended by a document that ends it no more"),
    ),
    Promise(
        "SELECT '#' || p.record_id FROM progress p JOIN records r ON r.id = p.record_id "
        "WHERE p.document_id <> r.document_id",
        Wording("tiến độ ghi ở văn bản khác", "progress noted at another document"),
    ),
    Promise(
        "SELECT '#' || id FROM records WHERE differs AND NOT reviewed",
        Wording("máy đọc khác người duyệt mà chưa ai duyệt", "contradicts a reviewer, though there was none"),
    ),
    Promise(
        "SELECT '#' || r.id FROM records r LEFT JOIN entries e ON e.record_id = r.id "
        "WHERE (r.standing = 'live') <> (e.id IS NOT NULL)",
        Wording("không tìm được bằng từ, hoặc tìm được dù đã bỏ", "not to be found by its words, or found though gone"),
    ),
    Promise(
        "SELECT coalesce(d.number, '#' || d.id) FROM documents d "
        "WHERE id NOT IN (SELECT document_id FROM entries WHERE record_id IS NULL)",
        Wording("không tìm được bằng từ", "not to be found by its words"),
    ),
)
"""What holds in a sound database, beside what its constraints hold by themselves. The same on both engines."""


def backup(database: Database, to: Path) -> None:
    """Write a copy of `database` to the new file `to`: an SQLite database, or for PostgreSQL what `pg_dump` makes.

    The copy is of one moment, whatever is written meanwhile, and stands under its name only when it is whole.
    Raises BackupRefused where `to` exists, can't be written, or the tool is missing.
    """
    if to.exists():
        raise BackupRefused(
            Wording(f"{to} đã có; hãy chọn tên khác", f"{to} is there already; choose another name"),
        )
    part = to.with_name(f"{to.name}.part")
    try:
        source = file_of(database.engine.url)
        if source is not None:
            with closing(sqlite3.connect(source)) as whole, closing(sqlite3.connect(part)) as copy:
                whole.backup(copy)
        else:
            _dump(database, part)
        part.replace(to)
    except (OSError, sqlite3.Error, subprocess.SubprocessError) as error:
        part.unlink(missing_ok=True)
        said = getattr(error, "stderr", None) or str(error)
        raise BackupRefused(
            Wording(f"không sao lưu được vào {to} ({said})", f"no backup could be written to {to} ({said})")
        ) from error


def _dump(database: Database, to: Path) -> None:
    if shutil.which("pg_dump") is None:
        raise BackupRefused(
            Wording("không có pg_dump; hãy cài gói postgresql-client", "pg_dump is not here; install postgresql-client")
        )
    url = database.engine.url.set(drivername="postgresql")
    environment = {**os.environ, "PGPASSWORD": url.password} if url.password else None
    command = ["pg_dump", "--format=custom", f"--file={to}", url.set(password=None).render_as_string()]
    subprocess.run(command, check=True, capture_output=True, text=True, env=environment)


def check(database: Database, originals: Originals | None = None) -> Iterator[Wording]:
    """What does not hold, a sentence each; nothing when all is well. All that `originals` keeps is read through."""
    with database.reading() as session:
        if database.engine.dialect.name == "sqlite":
            for said in session.scalars(text("PRAGMA integrity_check")):
                if said != "ok":
                    yield Wording(f"tệp cơ sở dữ liệu bị hỏng: {said}", f"the database file is damaged: {said}")
            for table, row, *_ in session.execute(text("PRAGMA foreign_key_check")):
                yield Wording(
                    f"bảng {table}, dòng {row}: trỏ đến dòng không có", f"table {table}, row {row}: points at nothing"
                )
            for said in _search_index(session):
                yield Wording(f"chỉ mục tìm kiếm bị hỏng: {said}", f"the search index is damaged: {said}")
        for broken in PROMISES:
            for (named,) in session.execute(text(broken.query)):
                yield Wording(f"{named}: {broken.told.vi}", f"{named}: {broken.told.en}")
        for row in session.scalars(select(Record).where(Record.reviewed).execution_options(yield_per=200)):
            if row.differs != differs(session, row):
                yield Wording(
                    f"#{row.id}: dấu “máy đọc khác” sai với lịch sử",
                    f"#{row.id}: whether the machine disagrees is not what its history says",
                )
        if originals is not None:
            yield from _originals(session, originals)


def _originals(session: Session, originals: Originals) -> Iterator[Wording]:
    """The files whose kept originals are gone, or not what was kept."""
    for name, sha256 in kept(session):
        try:
            originals.verify(sha256)
        except DatabaseError as error:
            yield Wording(f"{name}: {error.wording.vi}", f"{name}: {error.wording.en}")


def _search_index(session: Session) -> Iterator[str]:
    """What FTS5 says of its index against `entries`; nothing when it is sound."""
    try:
        session.execute(text("INSERT INTO found(found, rank) VALUES ('integrity-check', 1)"))
    except DatabaseFault as error:
        yield str(error.orig)
