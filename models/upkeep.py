"""Upkeep of a tracking database: a consistent copy under load (`backup`), and whether its promises hold (`check`)."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import select, text

from models.database import Database, file_of
from models.errors import BackupRefused
from models.tables import Document, File, Reading
from models.wording import Wording


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


def check(database: Database) -> Iterator[Wording]:
    """What does not hold, a sentence each; nothing when all is well."""
    with database.reading() as session:
        if database.engine.dialect.name == "sqlite":
            for said in session.scalars(text("PRAGMA integrity_check")):
                if said != "ok":
                    yield Wording(f"tệp cơ sở dữ liệu bị hỏng: {said}", f"the database file is damaged: {said}")
            for table, row, *_ in session.execute(text("PRAGMA foreign_key_check")):
                yield Wording(
                    f"bảng {table}, dòng {row}: trỏ đến dòng không có", f"table {table}, row {row}: points at nothing"
                )
        read = select(Reading.file_id)
        for name in session.scalars(select(File.name).where(File.state == "done", File.id.not_in(read))):
            yield Wording(f"{name}: ghi là đã đọc nhưng không có kết quả", f"{name}: marked as done without a reading")
        speaking = select(Reading.document_id).where(Reading.current)
        for number, document in session.execute(
            select(Document.number, Document.id).where(Document.id.not_in(speaking))
        ):
            named = number or f"#{document}"
            yield Wording(f"văn bản {named}: không rõ đọc từ tệp nào", f"document {named}: no reading speaks for it")
