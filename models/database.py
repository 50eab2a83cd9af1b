"""The tracking database: opening it, bringing its schema up to date, and transactions.

SQLite out of the box (WAL, so that questions can be asked while a batch writes), PostgreSQL by URL. Every fault that an
operator can meet comes out as a `models.errors.DatabaseError`.
"""

import math
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, FromClause, Table, create_engine, event, exc, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from models.errors import (
    AddressWrong,
    Collided,
    DatabaseAbsent,
    DatabaseError,
    DatabaseForeign,
    DatabaseLocked,
    DatabaseUnreachable,
    DatabaseUnwritable,
    Refused,
    SchemaNewer,
    SchemaOlder,
)

WAIT = 10
"""Seconds to wait for another writer."""


@dataclass(frozen=True)
class Database:
    """An open database whose schema is this program's. `address` is its URL without the password."""

    engine: Engine
    address: str

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and changes nothing."""
        with told(self.address), Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self, *, lightly: bool = False) -> Iterator[Session]:
        """A session whose changes are kept when the block ends, all of them, and none if it raises.

        When it has ended they are on the disk, whatever loses its power then. `lightly` does not wait for that: until
        the next transaction that does, or for a moment, they may be lost, all together, with the machine.
        """
        engine = self.engine.execution_options(writes=True, lightly=lightly)
        with told(self.address), Session(engine) as session, session.begin():
            yield session

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """A connection for a single question: on a server without a transaction around it, whose begin and end are
        waited for like questions."""
        with told(self.address), self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="AUTOCOMMIT")
            yield connection

    def close(self) -> None:
        self.engine.dispose()


def open_database(address: str, *, create: bool = True, wait: float = WAIT) -> Database:
    """The database at `address`, a SQLAlchemy URL (`sqlite:///vanthu.db`, `postgresql://user@host/name`).

    An SQLite database is brought up to date by itself; another one only when it is empty, because others use it too.
    With `create` False, a database that isn't there is `DatabaseAbsent`. `wait` is in seconds.
    """
    database = connect(address, wait)
    at = file_of(database.engine.url)
    if not create and at is not None and not at.exists():
        raise DatabaseAbsent(database.address)
    with told(database.address), database.engine.connect() as connection:
        found, head = revision(connection), steps().get_current_head()
        if found is None and not create:
            raise DatabaseAbsent(database.address)
        if found is not None and found not in {s.revision for s in steps().walk_revisions()}:
            raise SchemaNewer(database.address)
        if found is None and inspect(connection).get_table_names():
            raise DatabaseForeign(database.address)
        outdated = found != head
    if outdated:
        if found is not None and at is None:
            raise SchemaOlder(database.address)
        upgrade(database)
    return database


def bring_up_to_date(address: str) -> Database:
    """The database at `address`, made or upgraded to this program's schema, whatever engine it is on."""
    try:
        return open_database(address)
    except SchemaOlder:
        database = connect(address)
        upgrade(database)
        return database


def connect(address: str, wait: float = WAIT) -> Database:
    """The database at `address` as it is, its schema not looked at."""
    try:
        url = make_url(address)
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() not in ("sqlite", "postgresql"):
            raise AddressWrong(address)
        engine = create_engine(url, connect_args=waiting(url, wait))
    except (exc.ArgumentError, exc.NoSuchModuleError, ValueError) as error:
        raise AddressWrong(address) from error
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", prepare)
        event.listen(engine, "begin", begin)
    else:
        event.listen(engine, "connect", short_questions)
        event.listen(engine, "checkin", note_use)
        event.listen(engine, "checkout", ask_whether_it_lives)
        event.listen(engine, "begin", begin_on_server)
    return Database(engine, url.render_as_string(hide_password=True))


def add_missing(session: Session, table: FromClause, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert those of `rows` that are not there yet; another writer that is at the same one is waited for."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    if rows:
        session.execute(insert(cast(Table, table)).on_conflict_do_nothing(), rows)


@contextmanager
def without_waiting(connection: Connection) -> Iterator[None]:
    """Inside the block statements are sent one behind the other, and what the server says of them is waited for once,
    when it ends (PostgreSQL's pipeline). None of them may be asked for rows, or for how many there were."""
    if connection.dialect.name != "postgresql":
        yield
        return
    import psycopg  # here: SQLite need not wait for it

    driver: Any = connection.connection.driver_connection
    try:
        with driver.pipeline():
            yield
    except psycopg.Error as error:
        if driver.closed:
            connection.invalidate(error)
        raise exc.DBAPIError.instance(None, None, error, psycopg.Error) from error


def upgrade(database: Database, to: str = "head") -> None:
    """Bring the schema up to `to`: all of the steps, or none of them."""
    with told(database.address), database.engine.execution_options(writes=True).begin() as connection:
        if (
            connection.dialect.name == "postgresql"
        ):  # two programs started at once: the second waits, then has nothing to do
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('vanthu schema'))"))
        config = settings()
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def downgrade(database: Database, to: str) -> None:
    """Take the schema back to `to` ("base" is empty)."""
    with told(database.address), database.engine.execution_options(writes=True).begin() as connection:
        config = settings()
        config.attributes["connection"] = connection
        command.downgrade(config, to)


def revision(connection: Connection) -> str | None:
    """The schema's revision; None where vanthu has not been yet."""
    return MigrationContext.configure(connection).get_current_revision()


def steps() -> ScriptDirectory:
    """The migrations that this program has."""
    return ScriptDirectory.from_config(settings())


def settings() -> Config:
    """Alembic's settings, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def file_of(url: URL) -> Path | None:
    """The file of an SQLite database; None for a server, or a database in memory."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def waiting(url: URL, wait: float) -> dict[str, Any]:
    """The driver's own name for how long to wait."""
    return {"timeout": wait} if url.get_backend_name() == "sqlite" else {"connect_timeout": max(2, int(wait))}


PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds between tries to switch a new database to WAL: unlike others, that lock SQLite does not wait for."""


def prepare(connection: Any, _: object) -> None:
    """Set up a fresh SQLite connection: transactions are begun by us (`begin`), not by the driver's guess."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    for pause in (*PAUSES, None):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if pause is None:
                raise
            time.sleep(pause)


def short_questions(connection: Any, _: object) -> None:
    """Set up a fresh PostgreSQL connection: ours are short questions, which compiling (jit) only makes wait."""
    with connection.cursor() as cursor:
        cursor.execute("SET jit = off")
    connection.commit()


UNUSED = 0.2
"""Seconds after which a connection is asked whether it lives: the server may have been restarted since."""


def note_use(_: object, record: ConnectionPoolEntry) -> None:
    """A PostgreSQL connection goes back among those that wait to be used."""
    record.info["used"] = time.monotonic()


def ask_whether_it_lives(connection: Any, record: ConnectionPoolEntry, _: object) -> None:
    """Before a PostgreSQL connection is used again; one that was used only just now need not say so every time."""
    if time.monotonic() - record.info.get("used", math.inf) > UNUSED:
        import psycopg

        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except psycopg.Error as error:
            raise exc.InvalidatePoolError from error


def begin(connection: Connection) -> None:
    """A writer takes the lock at once: one that first reads would be refused, not made to wait, behind another."""
    options = connection.get_execution_options()
    waits = "NORMAL" if options.get("lightly") else "FULL"
    if options.get("writes") and connection.info.get("synchronous") != waits:
        connection.exec_driver_sql(f"PRAGMA synchronous = {waits}")
        connection.info["synchronous"] = waits
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


def begin_on_server(connection: Connection) -> None:
    """The same for PostgreSQL, whose writers wait for each other by rows."""
    if connection.get_execution_options().get("lightly"):
        with without_waiting(connection):
            connection.exec_driver_sql("SET LOCAL synchronous_commit = off")


@contextmanager
def told(address: str) -> Iterator[None]:
    """Whatever the driver says about the database, said so that an operator knows what to do."""
    try:
        yield
    except exc.DBAPIError as error:
        known = explained(address, error)
        if known is None:
            raise
        raise known from error


def explained(address: str, error: exc.DBAPIError) -> DatabaseError | Refused | None:
    """The driver's `error` as one of ours; None for a mistake in this program."""
    said = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
    code = getattr(error.orig, "sqlite_errorname", "") or getattr(error.orig, "sqlstate", None) or ""
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or code in ("55P03", "40P01", "40001"):
        return DatabaseLocked(address)
    if code in ("23505", "23503"):  # a row made or gone meanwhile; SQLite's writers come one after the other
        return Collided()
    if code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_PERM", "53100")):
        return DatabaseUnwritable(address, said)
    if code.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return DatabaseForeign(address)
    if isinstance(error, exc.OperationalError) and address.startswith("postgresql"):
        return DatabaseUnreachable(address, said)
    return None
